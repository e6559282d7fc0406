"""The Court's pages for ink, of everybody in a matter: what each waits for, and the same recorded for many at once.

The page says "signed" only where somebody recorded ink on paper.
"""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from caseintake.access.policy import Action, allows
from caseintake.deadlines import service as deadlines
from caseintake.deadlines import wording as limits
from caseintake.deadlines.states import COSTS, State
from caseintake.i18n import _, lazy
from caseintake.matters import team
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.representation import authorities, desk, numbers, wording
from caseintake.representation.authorities import Line, Wanted
from caseintake.representation.kinds import FORM_VERSION, FORM_VERSIONS, READY, PageKind, Step, Waits, ink, last, waits
from caseintake.representation.model import InkPage
from caseintake.web.days import DayField
from caseintake.web.forms import at_most, trimmed
from caseintake.web.office.matters_pages import (
    MatterForm,
    called,
    frame,
    id_or_none,
    matter,
    may,
    name_of,
    pages,
    save,
)
from caseintake.web.office.numbers import meant
from caseintake.work import UnitOfWork

RECORD = may(Action.FACT_RECORD)
HERE: Final = "/matters/<uuid:matter_id>/authorities"
#: Lines of one page of the list.
SIZE: Final = 200
READY_FILTER, WRONG_FILTER = "ready", "wrong"


def offered(words: Mapping[Any, str]) -> list[SelectChoice]:
    """The choices of a form, from an enumeration's words."""
    return [SelectChoice(one.value, name) for one, name in words.items()]


class RepresentationForm(MatterForm):
    """A form that knows the refusals of this package."""

    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)


class WhoseForm(RepresentationForm):
    """For whom: by their numbers, or everybody the filter shows."""

    waits = HiddenField()
    everybody = BooleanField(lazy("Everybody the filter shows"))
    numbers = StringField(lazy("Applicants by number"), [at_most(2000)], filters=[trimmed])

    def chosen(self, lines: Sequence[Line]) -> list[Line]:
        """The lines that are meant; refuses at the box what cannot be read or is not there."""
        if self.everybody.data:
            return shown(lines, self.waits.data or "")
        found = meant(self.numbers, {line.applicant.number: line for line in lines})
        if not found and not self.errors:
            self.refuse("numbers", _("Write numbers, or choose everybody the filter shows."))
        return found


class StepForm(WhoseForm):
    """The same step for many."""

    step = SelectField(lazy("What happened"), choices=offered(wording.STEPS))
    on = DayField(lazy("Day"))
    words = StringField(lazy("Collector, or where the originals lie"), [at_most(300)], filters=[trimmed])


class PagesForm(WhoseForm):
    """Pages of which form, and for whom they are to speak."""

    form_version = SelectField(
        lazy("Version of the form"),
        choices=[SelectChoice(name, name) for name in FORM_VERSIONS],
        default=FORM_VERSION,
    )
    representative = SelectField(lazy("Representative"))
    representative_name = StringField(lazy("Somebody who is not a colleague"), [at_most(200)], filters=[trimmed])

    def offer(self) -> None:
        self.representative.choices = [("", _("Choose")), *colleagues()]

    def wanted(self, what: PageKind = PageKind.AUTHORITY) -> Wanted:
        return Wanted(
            what=what,
            form_version=self.form_version.data,
            representative=id_or_none(self.representative.data),
            representative_name=self.representative_name.data or "",
        )


class PrepareForm(PagesForm):
    what = SelectField(lazy("Page"), choices=offered(wording.PAGES))

    def value(self) -> Wanted:
        return self.wanted(PageKind(self.what.data))


def colleagues() -> list[tuple[str, str]]:
    """Who may represent: everybody who holds the key of the matter, by name."""
    people = [(str(id), name_of(id)) for id in team.members(matter(), uow=g.uow)]
    return sorted(people, key=lambda pair: pair[1].casefold())


def representative_of(page: InkPage) -> str:
    """For whom a page speaks, by name."""
    return name_of(page.representative) if page.representative is not None else page.representative_name


def shown(lines: Sequence[Line], wanted: str) -> list[Line]:
    """The lines of a filter; an unknown word shows everybody."""
    if wanted == READY_FILTER:
        return [line for line in lines if line.waits in READY]
    if wanted == WRONG_FILTER:
        return [line for line in lines if line.checks]
    if wanted in {one.value for one in Waits}:
        return [line for line in lines if line.waits == wanted and line.file is not None]
    return list(lines)


def last_days(of: Matter, *, uow: UnitOfWork) -> dict[UUID, tuple[date, State]]:
    """The first last day of each applicant that costs something, for sorting what must be signed first."""
    found: dict[UUID, tuple[date, State]] = {}
    for row in deadlines.deadlines_of(of, uow=uow):
        if row.running and row.due is not None and row.applicant_id is not None and row.severity in COSTS:
            known = found.get(row.applicant_id)
            if known is None or row.due < known[0]:
                found[row.applicant_id] = (row.due, row.state)
    return found


def all_lines() -> list[Line]:
    """Everybody of the matter, whose last day comes first at the top."""
    known = desk.of_matter(matter(), uow=g.uow)
    changed = known.facts_changed_on if known is not None else None
    return authorities.lines(matter(), facts_changed_on=changed, uow=g.uow)


@pages.get(HERE, guard=may(Action.MATTER_READ), endpoint="authorities")
def index(matter_id: UUID) -> ResponseReturnValue:
    """Who has signed what, and what each page waits for."""
    return _page(StepForm(formdata=None), _prepare_form(blank=True), 200)


def apart(form: MatterForm, key: str) -> None:
    """Keep the boxes of several forms of one page apart: each label finds its own."""
    for field in form:
        field.id = f"{field.id}-{key}"


def _prepare_form(*, blank: bool = False) -> PrepareForm:
    form = PrepareForm(formdata=None) if blank else PrepareForm()
    apart(form, "new")
    form.offer()
    known = desk.of_matter(matter(), uow=g.uow)
    if blank and known is not None and known.representatives:
        first = known.representatives[0]
        form.representative.data = str(first.person_id) if first.person_id is not None else ""
        form.representative_name.data = first.name if first.person_id is None else ""
    return form


def _page(form: StepForm, prepare: PrepareForm, code: int) -> ResponseReturnValue:
    wanted = request.args.get("waits", "") if code == 200 else request.form.get("waits", "")
    everybody = all_lines()
    days = last_days(matter(), uow=g.uow)
    asked = request.args.get("page", "")
    number = max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    lines = sorted(shown(everybody, wanted), key=lambda line: _urgency(line, days))
    drawn = render_template(
        "office/representation/authorities.html",
        **frame("authorities"),
        lines=lines[(number - 1) * SIZE : number * SIZE],
        number=number,
        parts=max(1, -(-len(lines) // SIZE)),
        count=len(lines),
        tally=_tally(everybody),
        wanted=wanted,
        days=days,
        today=g.uow.clock.today(),
        forms=(form, prepare),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        called=called,
        representative_of=representative_of,
        **drawing(),
    )
    return drawn, code


def drawing() -> dict[str, Any]:
    """What every template of this package needs to say what a page is and where it stands."""
    named = {"words": wording, "spaced": numbers.spaced, "l": limits}
    return named | {"ink": ink, "last": last, "steps": Step, "waits": waits}


def _urgency(line: Line, days: dict[UUID, tuple[date, State]]) -> tuple[date, int]:
    return days.get(line.applicant.id, (date.max,))[0], line.applicant.number


def _tally(lines: Sequence[Line]) -> list[tuple[str, str, int]]:
    """Filters with how many each shows: word of the address, words, number."""
    count = Counter(line.waits for line in lines if line.file is not None)
    states = [(one.value, str(wording.WAITS[one]), count[one]) for one in Waits if count[one]]
    wrong = sum(bool(line.checks) for line in lines)
    ready = sum(count[one] for one in READY)
    return [
        ("", _("all"), len(lines)),
        *states,
        *([(READY_FILTER, _("complete"), ready)] if ready else []),
        *([(WRONG_FILTER, _("something is wrong"), wrong)] if wrong else []),
    ]


@pages.post(f"{HERE}/steps", guard=RECORD, endpoint="record_steps")
def record(matter_id: UUID) -> ResponseReturnValue:
    """The same happened to the pages of many."""
    form = StepForm()
    if form.validate():
        chosen = [line.page for line in form.chosen(all_lines()) if line.page is not None]
        if not chosen and not form.errors:
            form.refuse("numbers", _("None of these has a page yet. Prepare the pages first."))
        if not form.errors and save(
            form,
            lambda: authorities.note(
                chosen, Step(form.step.data), on=form.on.data, words=form.words.data or "", uow=g.uow
            ),
        ):
            return redirect(url_for("matters.authorities", matter_id=matter_id, waits=form.waits.data or None), 303)
    return _page(form, _prepare_form(blank=True), 422)


@pages.post(f"{HERE}/prepare", guard=RECORD, endpoint="prepare_pages")
def prepare(matter_id: UUID) -> ResponseReturnValue:
    """A page with a number for each of many. Nothing is signed by this."""
    form = _prepare_form()
    if form.validate():
        some = [(line.applicant, line.file) for line in form.chosen(all_lines()) if line.file is not None]
        if not form.errors and save(form, lambda: authorities.prepare(some, form.value(), uow=g.uow)):
            return redirect(url_for("matters.authorities", matter_id=matter_id, waits=Waits.TO_PRINT.value), 303)
    return _page(StepForm(formdata=None), form, 422)
