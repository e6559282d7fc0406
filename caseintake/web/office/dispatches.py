"""How a filing travelled, on every road it took, and what the Registry answered."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.deadlines import chase
from caseintake.deadlines import service as limits
from caseintake.deadlines import wording as limit_words
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import State
from caseintake.deadlines.statute import the_law
from caseintake.i18n import _, current_language, lazy
from caseintake.matters import dispatches, queries, states
from caseintake.matters.channels import Channel, Doubt, Stops, channel, the_channels
from caseintake.matters.dispatch_model import AnswerKind, Dispatch, Postmark, RegistryAnswer
from caseintake.matters.dispatches import Road, Sending, first_day
from caseintake.matters.facts import DateFact
from caseintake.matters.kinds import FilingKind
from caseintake.matters.model import Filing, Proceeding
from caseintake.matters.wording import FACT_NAMES, MISSING, tell, word
from caseintake.web.facts import FactField, words_of
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.decisions import ErasableFact, FactsForm, cleared_in, facts_in, show_facts
from caseintake.web.office.matters_pages import (
    called_all,
    frame,
    id_or_none,
    ids,
    matter,
    may,
    pages,
    posted,
    save,
    status,
    version,
)
from caseintake.web.office.proceeding_title import title_of
from caseintake.web.office.proceedings import proceeding_of

FILING = "/matters/<uuid:matter_id>/filings/<uuid:filing_id>"
READ, RECORD = may(Action.MATTER_READ), may(Action.FACT_RECORD)

DOUBTS: Mapping[Doubt, str] = {
    Doubt.ENDED: lazy("This road had ended on that day: it stops nothing."),
    Doubt.NOT_YET: lazy("This road was not open yet on that day: it stops nothing."),
    Doubt.UNCHECKED: lazy(
        "Nobody has looked for a year whether this road is still as described. Look before you rely on it."
    ),
}


class DispatchForm(FactsForm):
    channel = SelectField(lazy("Road"))
    handed_on = ErasableFact(FACT_NAMES["handed_on"])
    handed_by = StringField(lazy("Handed over by"), [at_most(200)], filters=[trimmed])
    carrier = StringField(lazy("Post office or carrier"), [at_most(200)], filters=[trimmed])
    country = SelectField(lazy("From which State"))
    tracking = StringField(lazy("Number of the receipt or for tracking"), [at_most(100)], filters=[trimmed])
    postmark = SelectField(lazy("Official date on the envelope"))
    proofs = SelectMultipleField(lazy("Proof: receipt, both sides of the envelope"))
    contents = TextAreaField(lazy("What travels in it"), [at_most(2000)], filters=[trimmed])
    delivered_on = ErasableFact(FACT_NAMES["delivered_on"])
    returned_on = ErasableFact(FACT_NAMES["returned_on"])

    def offer(self) -> None:
        self.channel.choices = [(one.id, one.title.get(current_language())) for one in _offered()]
        self.country.choices = [("", _("not said")), *states.choices()]
        self.postmark.choices = words_of(Postmark)
        self.proofs.choices = [(str(id), name) for id, name in self.offer_papers()]

    def fill(self, row: Dispatch) -> None:
        for name in ("channel", "handed_by", "carrier", "country", "tracking", "contents"):
            self[name].data = getattr(row, name)
        self.postmark.data, self.proofs.data = row.postmark.value, [str(id) for id in row.proofs]
        show_facts(self, row.facts)
        self.revision.data = version(row)

    def value(self) -> Sending:
        return Sending(
            channel=self.channel.data,
            carrier=self.carrier.data or "",
            country=self.country.data or "",
            handed_by=self.handed_by.data or "",
            tracking=self.tracking.data or "",
            postmark=Postmark(self.postmark.data),
            proofs=ids(self.proofs.data),
            contents=self.contents.data or "",
        )


class Wrote(NamedTuple):
    """What a letter of the Registry says."""

    kind: AnswerKind
    answered_on: DateFact | None
    number: str
    why: str
    document_id: UUID | None


class AnswerForm(FactsForm):
    kind = SelectField(lazy("What the Registry did"))
    answered_on = FactField(FACT_NAMES["answered_on"])
    number = StringField(lazy("Application number"), [at_most(40)], filters=[trimmed])
    why = TextAreaField(lazy("What it says is missing"), [at_most(4000)], filters=[trimmed])
    document_id = SelectField(lazy("The letter"))

    def offer(self) -> None:
        self.kind.choices = words_of(AnswerKind)
        self.document_id.choices = [("", _("no document yet")), *((str(id), name) for id, name in self.offer_papers())]

    def value(self) -> Wrote:
        return Wrote(
            AnswerKind(self.kind.data),
            self.answered_on.data,
            self.number.data or "",
            self.why.data or "",
            id_or_none(self.document_id.data),
        )


class TakeBackForm(FactsForm):
    reason = StringField(lazy("Why it is taken back"), [Needed(lazy("Say why.")), at_most(500)], filters=[trimmed])


def _offered() -> list[Channel]:
    """The roads, those that stop the time first."""
    order = list(Stops).index
    known = the_channels().values()
    return sorted(known, key=lambda one: (2 * (one.stops_time is not Stops.YES) + order(one.stops_time), one.id))


class Line(NamedTuple):
    """One set as the page shows it. ``counts``: for how many time-limits it is the one that counts."""

    road: Road
    row: Dispatch | None
    channel: Channel
    missing: list[str]
    doubts: list[str]
    counts: int


@pages.get(f"{FILING}/dispatches", guard=READ, endpoint="dispatches")
def show(matter_id: UUID, filing_id: UUID) -> str:
    """Every set of one filing, which of them counts, and what the Registry answered."""
    return _page(*_filing(filing_id))


def _filing(filing_id: UUID) -> tuple[Filing, Proceeding]:
    filing = queries.within(Filing, filing_id, matter(), uow=g.uow)
    return filing, proceeding_of(filing.proceeding_id)


def _page(filing: Filing, proceeding: Proceeding, faulty: UUID | None = None, form: TakeBackForm | None = None) -> str:
    sent = dispatches.of_filings([filing], uow=g.uow)[filing.id]
    answers = dispatches.answers_to([filing], uow=g.uow)[filing.id]
    rows = limits.deadlines_of(matter(), uow=g.uow)
    met = [row for row in rows if row.counted.lodged is not None and row.counted.lodged.filing_id == filing.id]
    met = [row for row in met if row.arises and row.rule != chase.CHASE]
    counts = Counter(row.counted.lodged.dispatch_id for row in met if row.counted.lodged is not None)
    roads = dispatches.roads(filing, sent, answers)
    waits = chase.of_filing(rows, filing.id)
    standing = [one for one in answers if not one.taken_back]
    people = called_all(queries.applicants(matter(), uow=g.uow))
    rejection = next((one for one in reversed(standing) if one.kind is not AnswerKind.ACKNOWLEDGED), None)
    return render_template(
        "office/dispatches/show.html",
        **frame("proceedings"),
        filing=filing,
        proceeding=proceeding,
        proceeding_title=title_of(proceeding),
        lines=[_line(road, sent, counts) for road in roads],
        answers=answers,
        forms={
            one.id: form if form is not None and one.id == faulty else TakeBackForm(formdata=None) for one in answers
        },
        to_court=filing.kind is FilingKind.APPLICATION,
        registered=next((one for one in standing if one.kind is AnswerKind.ACKNOWLEDGED), None),
        waits=waits,
        late=waits is not None and waits.running and chase.overdue(waits.rule, waits.due, g.uow.clock.today()),
        again=_again(filing, proceeding, rows, rejection, people) if not any(road.stands for road in roads) else [],
        rejection=rejection,
        one_road=sum(road.stands for road in roads) == 1,
        address=channel("registered_post").address,
        states=State,
        signed=_signed,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        today=g.uow.clock.today(),
        w=limit_words,
        word=word,
        tell=tell,
        spoken=current_language(),
    )


def _line(road: Road, sent: list[Dispatch], counts: Counter[UUID | None]) -> Line:
    known = channel(road.channel)
    return Line(
        road,
        next((row for row in sent if row.id == road.dispatch_id), None),
        known,
        [str(MISSING[code]) for code in dispatches.missing(road)],
        [str(DOUBTS[doubt]) for doubt in known.doubts(first_day(road.handed_on), g.uow.clock.today())],
        counts[road.dispatch_id],
    )


def _again(
    filing: Filing,
    proceeding: Proceeding,
    rows: list[Deadline],
    rejection: RegistryAnswer | None,
    people: Mapping[UUID, str],
) -> list[tuple[date, list[str]]]:
    """Until when a new complete form must go out, and for whom: the time-limits a rejected one no longer stops."""
    if rejection is None or rejection.answered_on is None or filing.kind is not FilingKind.APPLICATION:
        return []
    whose = set(filing.applicants or proceeding.there_on(filing.lodged_on))
    running = [row for row in rows if row.running and row.applicant_id in whose]
    found: dict[date, set[str]] = {}
    for id, result in chase.resubmit_by(running, rejection.answered_on, the_law()).items():
        applicant = next(row.applicant_id for row in running if row.id == id)
        found.setdefault(result.due, set()).add(people.get(applicant, "–") if applicant else "–")
    order = list(people.values())
    return [
        (day, sorted(found[day], key=lambda name: order.index(name) if name in order else 0)) for day in sorted(found)
    ]


def _signed(row: Filing | Dispatch | RegistryAnswer) -> UUID:
    """Who signed it. Raises `ForgedRecord`: a forged one must not look like any other."""
    signer: UUID = g.uow.proof(row).author.id
    return signer


def _back(filing: Filing) -> ResponseReturnValue:
    return redirect(url_for("matters.dispatches", matter_id=matter().id, filing_id=filing.id), 303)


@pages.route(f"{FILING}/dispatches/new", methods=["GET", "POST"], guard=RECORD, endpoint="add_dispatch")
def add(matter_id: UUID, filing_id: UUID) -> ResponseReturnValue:
    """One more set was handed over: recorded at once, with what proof there is."""
    filing, proceeding = _filing(filing_id)
    form = DispatchForm()
    form.offer()
    if not posted():
        form.channel.data = "registered_post"
    elif form.validate():
        act = partial(dispatches.record_dispatch, filing, proceeding, form.value(), days=facts_in(form), uow=g.uow)
        if save(form, act):
            return _back(filing)
    return _form_page(form, filing, _("Another set"), None)


@pages.route(
    "/matters/<uuid:matter_id>/dispatches/<uuid:dispatch_id>",
    methods=["GET", "POST"],
    guard=RECORD,
    endpoint="edit_dispatch",
)
def edit(matter_id: UUID, dispatch_id: UUID) -> ResponseReturnValue:
    """What was learnt since: the receipt, delivered, came back. Who changes it signs it."""
    row = dispatches.within(Dispatch, dispatch_id, matter(), uow=g.uow)
    filing, proceeding = _filing(row.filing_id)
    form = DispatchForm()
    form.offer()
    if not posted():
        form.fill(row)
    elif form.validate():
        act = partial(
            dispatches.change_dispatch,
            row,
            filing,
            proceeding,
            form.value(),
            days=facts_in(form),
            clear=cleared_in(form),
            uow=g.uow,
        )
        if save(form, act, row, theirs=partial(_as_it_stands, row)):
            return _back(filing)
    return _form_page(form, filing, _("Change the dispatch"), row)


def _form_page(form: DispatchForm, filing: Filing, title: str, row: Dispatch | None) -> tuple[str, int]:
    drawn = render_template(
        "office/dispatches/form.html",
        **frame("proceedings"),
        form=form,
        filing=filing,
        title=title,
        standing=row.facts if row is not None else {},
        history=row.history if row is not None else (),
        channels=_offered() if filing.kind is FilingKind.APPLICATION else (),
        doubts={one.id: [str(DOUBTS[doubt]) for doubt in one.doubts(None, g.uow.clock.today())] for one in _offered()},
        fact_names=FACT_NAMES,
        tell=tell,
        spoken=current_language(),
    )
    return drawn, status()


def _as_it_stands(row: Dispatch) -> list[tuple[str, str]]:
    return [
        (_("Road"), channel(row.channel).title.get(current_language())),
        *((str(FACT_NAMES[name]), tell(day)) for name, day in row.facts.items()),
        (_("Handed over by"), row.handed_by),
        (_("Post office or carrier"), row.carrier),
        (_("Number of the receipt or for tracking"), row.tracking),
        (_("What travels in it"), row.contents),
    ]


@pages.route(f"{FILING}/answers/new", methods=["GET", "POST"], guard=RECORD, endpoint="add_answer")
def answer(matter_id: UUID, filing_id: UUID) -> ResponseReturnValue:
    """The Registry wrote: registered, rejected, or sent back."""
    filing, proceeding = _filing(filing_id)
    form = AnswerForm()
    form.offer()
    if posted() and form.validate():
        act = partial(dispatches.record_answer, filing, proceeding, **form.value()._asdict(), uow=g.uow)
        if save(form, act):
            return _back(filing)
    drawn = render_template("office/dispatches/answer.html", **frame("proceedings"), form=form, filing=filing)
    return drawn, status()


@pages.post("/matters/<uuid:matter_id>/answers/<uuid:answer_id>/back", guard=RECORD, endpoint="take_back_answer")
def take_back(matter_id: UUID, answer_id: UUID) -> ResponseReturnValue:
    """An answer recorded by mistake counts no more."""
    row = dispatches.within(RegistryAnswer, answer_id, matter(), uow=g.uow)
    filing, proceeding = _filing(row.filing_id)
    form = TakeBackForm()
    if form.validate():
        act = partial(dispatches.take_back_answer, row, filing, proceeding, reason=form.reason.data or "", uow=g.uow)
        if save(form, act):
            return _back(filing)
    return _page(filing, proceeding, answer_id, form), status()
