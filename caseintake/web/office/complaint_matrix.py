"""Who complains of what: applicants down, articles across; many people put under a complaint at once."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField

from caseintake.access.policy import Action, allows
from caseintake.i18n import N_, _, lazy
from caseintake.incidents import queries as incidents
from caseintake.matters import articles, queries, service, states
from caseintake.matters.model import Applicant, Complaint
from caseintake.matters.refusal import Refusal
from caseintake.web.asked import one_of, whole_number
from caseintake.web.forms import Needed
from caseintake.web.office.grid_acts import CHOSEN, GO, keep, said_of
from caseintake.web.office.matters_pages import (
    MatterForm,
    called_all,
    frame,
    ids,
    matter,
    may,
    pages,
    posted,
    status,
)
from caseintake.web.office.numbers import spans, typed_numbers

MATRIX: Final = "/matters/<uuid:matter_id>/complaints/matrix"
#: Rows a page shows; "all shown" means all of the filter, on every page.
A_PAGE: Final = 100
#: What putting somebody under a complaint, or taking her out, does to time-limits.
WHAT_FOLLOWS: Final = N_(
    "Each complaint has its own time-limit for each applicant: they are counted anew at once. Who is taken out of a "
    "complaint loses its time-limits."
)
ONLY: Final = ("all", "with", "without", "nothing")


class Column(NamedTuple):
    """One article against one State: the complaints that say it."""

    state: str
    article: str
    complaints: tuple[Complaint, ...]

    @property
    def title(self) -> str:
        """``8``, or the words that stand there where they name no article."""
        return articles.written(self.complaints[0].articles) or self.article


class Asked(NamedTuple):
    """What the filter says. ``who``: numbers like "1–80, 95", for no name may stand in an address."""

    complaint: str
    only: str
    who: str

    @property
    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self._asdict().items() if value and value != "all"}


class TickForm(MatterForm):
    """Who is put under which complaint, or taken out of it: said first, for exactly whom, then done."""

    title = lazy("Who complains of what")
    complaint = SelectField(lazy("Complaint"), [Needed(lazy("Choose the complaint."))])
    act = RadioField(lazy("What to do"), default="put")
    everybody = BooleanField(lazy("Everybody the filter shows, on every page"))
    applicants = SelectMultipleField(lazy("Applicants"))

    def told(self) -> list[tuple[str, str]]:
        """Label and answer, as the page says them before it is done."""
        fields: tuple[Any, ...] = (self.complaint, self.act)
        return [(str(one.label.text), str(dict(one.choices)[one.data])) for one in fields]


@pages.get(MATRIX, guard=may(Action.MATTER_READ), endpoint="complaint_matrix")
@pages.post(MATRIX, guard=may(Action.FACT_RECORD), endpoint="tick_complaint")
def show(matter_id: UUID) -> ResponseReturnValue:  # noqa: ARG001 - the guard has used it
    """The matrix; sent, it says whom it would put under a complaint or take out of it; said yes to, it does so."""
    rows = queries.complaints(matter(), uow=g.uow)
    everybody = queries.applicants(matter(), uow=g.uow)
    names = called_all(everybody)
    asked = _asked(rows)
    found = _found(everybody, rows, asked)
    form = TickForm()
    form.complaint.choices = [("", _("choose")), *((str(row.id), said(row)) for row in rows)]
    form.act.choices = [("put", _("Put under it")), ("take", _("Take out of it"))]
    form.applicants.choices = [(str(row.id), names[row.id]) for row in everybody]
    if posted() and form.validate():
        complaint = next(row for row in rows if str(row.id) == form.complaint.data)
        page = _tick(form, complaint, _chosen(form, everybody, found), asked)
        if page:
            return page
    return _drawn(form, rows, asked, found, names), status()


def _chosen(form: TickForm, everybody: list[Applicant], shown: list[Applicant]) -> list[Applicant]:
    """Whom the page before named by number, everybody the filter shows, or who was ticked."""
    if CHOSEN in request.form:
        numbers = set(typed_numbers(request.form[CHOSEN]) or ())
        return [row for row in everybody if row.number in numbers]
    ticked = set(ids(form.applicants.data))
    return shown if form.everybody.data else [row for row in everybody if row.id in ticked]


def _tick(form: TickForm, complaint: Complaint, people: list[Applicant], asked: Asked) -> str:
    """What would happen, or has happened once somebody said yes; nothing where the form now says what cannot be."""
    sure, numbers = request.form.get(GO) == "sure", spans([row.number for row in people])
    try:
        outcome = service.place_applicants(
            complaint, [row.id for row in people], stands=form.act.data == "put", matter=matter(), uow=g.uow
        )
        said = said_of(outcome, people)
        keep(sure)
    except Refusal as refusal:
        g.uow.session.rollback()
        form.show(refusal.faults)
        return ""
    there = {"matter_id": matter().id, **asked.words}
    return render_template(
        "office/matters/grid_act.html",
        **frame("complaints"),
        form=form,
        crumb=_("Who complains of what"),
        back=url_for("matters.complaint_matrix", **there),
        back_words=_("Back to who complains of what"),
        here=url_for("matters.tick_complaint", **there),
        count=len(people),
        numbers=numbers,
        said=said,
        sure=sure,
        warnings=[] if sure else [_(WHAT_FOLLOWS)],
        also="",
        carried=[("complaint", form.complaint.data), ("act", form.act.data), (CHOSEN, numbers)],
    )


def said(row: Complaint) -> str:
    """A complaint in a list to choose from."""
    what = f" – {row.what[:60]}" if row.what else ""
    return f"{states.name_of(row.state)}: {_('Article %(article)s', article=row.article)}{what}"


def _asked(rows: list[Complaint]) -> Asked:
    complaint = one_of("complaint", tuple(str(row.id) for row in rows), default="")
    who = spans(typed_numbers(request.args.get("who", "")[:400]) or [])
    return Asked(complaint, one_of("only", ONLY, default="all"), who)


def _found(everybody: list[Applicant], rows: list[Complaint], asked: Asked) -> list[Applicant]:
    """The applicants of the filter."""
    under = {id for row in rows for id in row.applicants if asked.complaint in ("", str(row.id))}
    somewhere = {id for row in rows for id in row.applicants}
    every = {row.id for row in everybody}
    sets = {"all": every, "with": under, "without": every - under, "nothing": every - somewhere}
    wanted, who = sets[asked.only], frozenset(typed_numbers(asked.who) or ())
    return [row for row in everybody if row.id in wanted and (not who or row.number in who)]


def columns_of(rows: list[Complaint]) -> list[Column]:
    """Columns in the order of the articles, one State after the other."""
    known = list(articles.ARTICLES)
    together: dict[tuple[str, tuple[int, ...], str], list[Complaint]] = {}
    for row in rows:
        codes = row.articles
        place = tuple(known.index(code) for code in codes) or (len(known),)
        together.setdefault((row.state, place, articles.written(codes) or row.article), []).append(row)
    return [Column(state, article, tuple(found)) for (state, _place, article), found in sorted(together.items())]


def _drawn(
    form: TickForm, rows: list[Complaint], asked: Asked, found: list[Applicant], names: Mapping[UUID, str]
) -> str:
    last = max(1, -(-len(found) // A_PAGE))
    page = whole_number("page", default=1, least=1, most=last)
    columns = columns_of(rows)
    told = [] if not rows else incidents.of_matter(matter(), uow=g.uow)
    supports: dict[tuple[UUID, UUID], int] = {}
    for one in told:
        for key in ((whose, about) for whose in one.told.applicants for about in one.told.complaints):
            supports[key] = supports.get(key, 0) + 1
    members = {row.id: frozenset(row.applicants) for row in rows}
    return render_template(
        "office/matters/complaint_matrix.html",
        **frame("complaints"),
        form=form,
        complaints=rows,
        columns=columns,
        several=len({row.state for row in rows}) > 1,
        under=lambda column, id: any(id in members[one.id] for one in column.complaints),
        supported=lambda column, id: sum(supports.get((id, one.id), 0) for one in column.complaints),
        counts=[len(set().union(*(members[one.id] for one in column.complaints))) for column in columns],
        shown=found[(page - 1) * A_PAGE : page * A_PAGE],
        found=len(found),
        people=len(names),
        names=names,
        asked=asked,
        said=said,
        page=page,
        last=last,
        address=lambda number: url_for("matters.complaint_matrix", matter_id=matter().id, page=number, **asked.words),
        ticked=frozenset(form.applicants.data or ()),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )
