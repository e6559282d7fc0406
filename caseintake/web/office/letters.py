"""The register of letters, in and out: the list with filters and a file without names, one letter."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField

from caseintake.access.policy import Action, allows
from caseintake.casework import letters, place, wording
from caseintake.casework.kinds import Direction, Party, Road
from caseintake.casework.letters import Entry, Said
from caseintake.casework.model import Letter
from caseintake.i18n import _, format_day, lazy
from caseintake.matters import queries
from caseintake.matters.wording import word
from caseintake.web import spreadsheet
from caseintake.web.asked import one_of, whole_number
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.hardening import DOWNLOAD_POLICY
from caseintake.web.office.matters_pages import (
    frame,
    id_or_none,
    matter,
    may,
    name_of,
    pages,
    posted,
    save,
    status,
    version,
)
from caseintake.web.office.numbers import NumbersField
from caseintake.web.office.proceeding_title import title_of
from caseintake.web.office.work_pages import (
    WorkForm,
    colleagues,
    courses,
    for_whom,
    page_address,
    papers,
    people,
    words,
)
from caseintake.web.signed_in import pressed
from caseintake.web.spreadsheet import Cell

READ, RECORD = may(Action.MATTER_READ), may(Action.FACT_RECORD)
#: Lines on one page, and letters offered as an answer.
PAGE: Final = 100
OFFERED: Final = 200
#: The Court keeps what lies in its electronic service for a year; after that nobody can download it.
KEPT_MONTHS: Final = 12
_ALL, _ONE = "/matters/<uuid:matter_id>/letters", "/matters/<uuid:matter_id>/letters/<uuid:letter_id>"
_DAYS: Final = ("dated_on", "moved_on", "available_on", "downloaded_on", "due_on")
_IDS: Final = (
    "downloaded_by", "proceeding_id", "document_id", "envelope_front_id", "envelope_back_id", "owner", "answered_by",
)  # fmt: skip


class LetterForm(WorkForm):
    direction = SelectField(lazy("In or out"))
    party = SelectField(lazy("With whom"))
    whom = StringField(lazy("From whom or to whom, in words"), [at_most(200)], filters=[trimmed])
    about = StringField(lazy("About what"), [Needed(), at_most(300)], filters=[trimmed])
    their_number = StringField(lazy("Number on the letter"), [at_most(100)], filters=[trimmed])
    dated_on = DayField(lazy("Date on the letter"))
    road = SelectField(lazy("How it came or went"))
    moved_on = DayField(lazy("Received or sent on"))
    available_on = DayField(lazy("In the account since"))
    downloaded_on = DayField(lazy("Downloaded on"))
    downloaded_by = SelectField(lazy("Downloaded by"))
    applicants = NumbersField(lazy("About which applicants, by number"), [at_most(2000)], filters=[trimmed])
    proceeding_id = SelectField(lazy("In which proceeding"))
    document_id = SelectField(lazy("The letter as a document"))
    envelope_front_id = SelectField(lazy("Envelope, front"))
    envelope_back_id = SelectField(lazy("Envelope, back"))
    owner = SelectField(lazy("Who must act on it"))
    due_on = DayField(lazy("By which day"))
    answered_by = SelectField(lazy("Answered by"))

    def offer(self, row: Letter | None) -> None:
        self.direction.choices = wording.choices(wording.DIRECTIONS)
        self.party.choices = wording.choices(wording.PARTIES)
        self.road.choices = wording.choices(wording.ROADS)
        self.proceeding_id.choices = courses()
        files = papers(*([row.vault_id] if row is not None else []))
        for field in (self.document_id, self.envelope_front_id, self.envelope_back_id):
            field.choices = files
        nobody = [("", _("nobody")), *colleagues()]
        self.owner.choices = self.downloaded_by.choices = nobody
        others = [one for one in letters.of_matter(matter(), uow=g.uow) if row is None or one.id != row.id]
        kept = [one for one in others if row is not None and one.id == row.answered_by]
        offered = dict.fromkeys([*kept, *reversed(others[-OFFERED:])])
        self.answered_by.choices = [("", _("no letter yet")), *((str(one.id), called(one)) for one in offered)]

    def fill(self, row: Letter) -> None:
        for name in ("whom", "about", "their_number"):
            self[name].data = getattr(row, name)
        for name in ("direction", "party", "road"):
            self[name].data = str(getattr(row, name))
        for name in _IDS:
            self[name].data = str(getattr(row, name) or "")
        for name in _DAYS:
            day: Any = self[name]
            day.data = getattr(row, name)
            day.typed = day.shown(day.data)
        self.revision.data = version(row)

    def value(self) -> Said:
        days: dict[str, Any] = {name: self[name].data for name in _DAYS}
        ids: dict[str, Any] = {name: id_or_none(self[name].data) for name in _IDS}
        return Said(
            direction=Direction(self.direction.data),
            party=Party(self.party.data),
            road=Road(self.road.data),
            about=self.about.data or "",
            whom=self.whom.data or "",
            their_number=self.their_number.data or "",
            **days,
            **ids,
        )


def called(row: Letter) -> str:
    """A letter in a line: its number, its day, with whom."""
    day = row.counts_from or row.dated_on
    return ", ".join(
        [_("No. %(number)s", number=row.number), *([format_day(day)] if day else []), str(wording.PARTIES[row.party])]
    )


def _asked() -> dict[str, str]:
    return {
        "direction": one_of("direction", tuple(Direction), default=""),
        "party": one_of("party", tuple(Party), default=""),
        "waits": one_of("waits", ("yes", "unanswered"), default=""),
        "number": request.args.get("number", "")[:10].strip(),
    }


def _chosen(entries: list[Entry], asked: dict[str, str]) -> list[Entry]:
    """The lines the filters let through; filings and answers of the Registry as what they are."""
    whose = next((row.id for row in people() if str(row.number) == asked["number"]), None)

    def fits(one: Entry) -> bool:
        direction, party = sort_of(one)
        row = one.letter
        about = row.applicants if row is not None else one.filing.applicants if one.filing is not None else ()
        return (
            asked["direction"] in ("", direction)
            and asked["party"] in ("", party)
            and (not asked["waits"] or (row is not None and row.waits))
            and (not asked["number"] or (whose is not None and whose in about))
        )

    return [one for one in entries if fits(one)]


def sort_of(one: Entry) -> tuple[str, str]:
    """Which way a line went and with whom; nothing of what lies in a closed file."""
    if one.letter is not None:
        return one.letter.direction, one.letter.party
    if one.answer is not None:
        return Direction.IN, Party.REGISTRY
    return (Direction.OUT, "") if one.filing is not None else ("", "")


@pages.get(_ALL, guard=READ, endpoint="letters")
def index(matter_id: UUID) -> str:
    """The register, the newest first; with filings and what the Registry answered, in their order."""
    asked = _asked()
    entries = _chosen(letters.register(matter(), uow=g.uow), asked)
    number = whole_number("page", default=1, least=1)
    numbers = {one.letter.id: one.letter.number for one in entries if one.letter is not None}
    return render_template(
        "office/work/letters.html",
        **frame("letters"),
        **words(),
        entries=entries[(number - 1) * PAGE : number * PAGE],
        page=number,
        page_count=-(-len(entries) // PAGE),
        pager_address=page_address,
        asked=asked,
        numbers=numbers,
        courses={row.id: title_of(row) for row in queries.proceedings(matter(), uow=g.uow)},
        word=word,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        may_export=allows(g.uow.actor.role, Action.MATTER_CHANGE),
    )


@pages.post(f"{_ALL}/file", guard=may(Action.MATTER_CHANGE), endpoint="letters_file")
def take(matter_id: UUID) -> ResponseReturnValue:
    """The register as CSV, without a name and without what a letter is about. It is written into the log first."""
    pressed()
    entries = _chosen(letters.register(matter(), uow=g.uow), _asked())
    columns = [
        _("Number"), _("In or out"), _("With whom"), _("Date on the letter"), _("Received or sent on"),
        _("How it came or went"), _("Applicants"), _("Case number"), _("By which day"), _("Waits"), _("Answered by"),
    ]  # fmt: skip
    courses = {row.id: row.case_number for row in queries.proceedings(matter(), uow=g.uow)}
    known = {one.letter.id: one.letter.number for one in entries if one.letter is not None}
    made = spreadsheet.as_csv(columns, [_row(one, courses, known) for one in entries])
    g.uow.note(matter().vault_id, "register of letters taken as a file", matter().id)
    g.uow.say("register of letters taken as a file")
    g.uow.commit()
    response = Response(made, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="list-{g.uow.clock.today().isoformat()}.csv"'
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def _row(one: Entry, courses: dict[UUID, str], known: dict[UUID, int]) -> list[Cell]:
    row, (direction, party) = one.letter, sort_of(one)
    which: list[Cell] = [
        one.number,
        str(wording.DIRECTIONS[Direction(direction)]) if direction else "",
        str(wording.PARTIES[Party(party)]) if party else "",
    ]
    if row is None:
        of = one.filing
        about = [for_whom(of.applicants), courses.get(of.proceeding_id, "")] if of is not None else ["", ""]
        return [*which, None, one.day, word(of.how) if of is not None else "", *about, None, "", None]
    return [
        *which,
        row.dated_on,
        row.counts_from,
        str(wording.ROADS[row.road]),
        for_whom(row.applicants),
        courses.get(row.proceeding_id, "") if row.proceeding_id is not None else "",
        row.due_on,
        _("yes") if row.waits else "",
        known.get(row.answered_by) if row.answered_by is not None else None,
    ]


@pages.route(f"{_ALL}/new", methods=["GET", "POST"], guard=RECORD, endpoint="add_letter")
def add(matter_id: UUID) -> ResponseReturnValue:
    """A letter came or went: recorded at once, with what is known."""
    form = LetterForm()
    form.offer(None)
    if not posted():
        form.direction.data = one_of("direction", tuple(Direction), default=Direction.IN)
        form.party.data, form.road.data = Party.REGISTRY.value, Road.POST.value
        form.moved_on.data = g.uow.clock.today()
        form.moved_on.typed = form.moved_on.shown(form.moved_on.data)
    elif form.validate():
        whose = form.applicants.whose(people())
        made: list[Letter] = []

        def act() -> None:
            made.append(letters.record(matter(), form.value(), applicants=whose, uow=g.uow))

        if not form.errors and save(form, act):
            return redirect(url_for("matters.letter", matter_id=matter_id, letter_id=made[0].id), 303)
    return _page(form, None)


@pages.get(_ONE, guard=READ, endpoint="letter")
def show(matter_id: UUID, letter_id: UUID) -> ResponseReturnValue:
    """One letter with everything."""
    row = place.within(Letter, letter_id, matter(), uow=g.uow)
    form = LetterForm(formdata=None)
    form.offer(row)
    form.fill(row)
    return _page(form, row)


class BackForm(WorkForm):
    reason = StringField(lazy("Why"), [Needed(lazy("Say why.")), at_most(300)], filters=[trimmed])


@pages.post(_ONE, guard=RECORD, endpoint="change_letter")
def change(matter_id: UUID, letter_id: UUID) -> ResponseReturnValue:
    """Add what was learnt since; or take back what was recorded by mistake."""
    row = place.within(Letter, letter_id, matter(), uow=g.uow)
    if "reason" in request.form:
        back, form = BackForm(), LetterForm(formdata=None)
        if back.validate() and save(back, partial(letters.take_back, row, reason=back.reason.data or "", uow=g.uow)):
            return redirect(url_for("matters.letters", matter_id=matter_id), 303)
        form.offer(row)
        form.fill(row)
        return _page(form, row, back)
    form = LetterForm()
    form.offer(row)
    if form.validate():
        act = partial(letters.change, row, matter(), form.value(), uow=g.uow)
        if save(form, act, row, theirs=lambda: [(_("About what"), row.about)]):
            return redirect(url_for("matters.letter", matter_id=matter_id, letter_id=letter_id), 303)
    return _page(form, row)


def _page(form: LetterForm, row: Letter | None, back: BackForm | None = None) -> tuple[str, int]:
    more: dict[str, Any] = {}
    if row is not None:
        event = next((one for one in queries.events(matter(), uow=g.uow) if one.id == row.event_id), None)
        more = {"event": event, "author": name_of(g.uow.proof(row).author.id), "kept_until": _kept_until(row)}
    drawn = render_template(
        "office/work/letter.html",
        **frame("letters"),
        **words(),
        **more,
        form=form,
        row=row,
        back=back or BackForm(formdata=None),
        sent_back=back is not None,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        months=KEPT_MONTHS,
    )
    return drawn, status()


def _kept_until(row: Letter) -> date | None:
    """Until when the Court's service keeps what nobody has downloaded."""
    if row.road is not Road.ECOMMS or row.available_on is None or row.downloaded_on is not None:
        return None
    last = row.available_on
    return last.replace(year=last.year + 1) if (last.month, last.day) != (2, 29) else date(last.year + 1, 2, 28)
