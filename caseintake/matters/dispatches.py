"""Several sets of one filing on different roads, and what the Registry answered.

What happened is recorded by one person, at once, with what proof there is. What is missing makes it amber.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.matters import history, queries
from caseintake.matters.channels import Stops, channel, the_channels
from caseintake.matters.dispatch_model import AnswerKind, Dispatch, Postmark, RegistryAnswer
from caseintake.matters.events import FilingRecorded
from caseintake.matters.facts import DateFact, Fault
from caseintake.matters.kinds import FilingKind, Forum
from caseintake.matters.model import Filing, Matter, Proceeding
from caseintake.matters.refusal import refuse_if
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork

R = TypeVar("R", Dispatch, RegistryAnswer)


@dataclass(frozen=True, slots=True)
class Road:
    """One set of a filing on its way. ``dispatch_id`` None: the filing's own day and road.

    ``came_back``: it was returned undelivered. ``refused``: the Registry rejected what was handed over by then.
    """

    filing_id: UUID
    dispatch_id: UUID | None
    channel: str
    handed_on: DateFact | None
    proven: bool
    stops: Stops
    came_back: bool = False
    refused: bool = False

    @property
    def stands(self) -> bool:
        """Whether this set may have stopped the time."""
        return self.stops is not Stops.NO and not self.came_back and not self.refused


def roads(filing: Filing, sent: Iterable[Dispatch], answers: Iterable[RegistryAnswer]) -> tuple[Road, ...]:
    """Every set of a filing, its own first. Only of an application the road decides whether the time stopped."""
    rows, said = list(sent), [row for row in answers if not row.taken_back]
    found = []
    if filing.lodged_on is not None or filing.proof_id is not None or not rows:
        stops = _stops(filing, filing.how.value, filing.lodged_on)
        found.append(
            Road(
                filing.id, None, filing.how.value, filing.lodged_on,
                # What no text calls a dispatch is not proven by any receipt.
                proven=filing.proof_id is not None and stops is not Stops.UNSURE,
                stops=stops,
                refused=_refused(filing.lodged_on, said),
            )
        )  # fmt: skip
    for row in rows:
        stops = _stops(filing, row.channel, row.handed_on)
        found.append(
            Road(
                filing.id, row.id, row.channel, row.handed_on,
                # A receipt or a scan; an envelope whose mark nobody can read proves no day.
                proven=bool(row.proofs) and row.postmark is not Postmark.ILLEGIBLE and stops is not Stops.UNSURE,
                stops=stops,
                came_back=row.returned_on is not None,
                refused=_refused(row.handed_on, said),
            )
        )  # fmt: skip
    return tuple(found)


def first_day(day: DateFact | None) -> date | None:
    """The first day it can have been."""
    return None if day is None else day.earliest or day.latest


def last_day(day: DateFact | None) -> date | None:
    """The last day it can have been."""
    return None if day is None else day.latest or day.earliest


def _stops(filing: Filing, road: str, day: DateFact | None) -> Stops:
    if filing.kind is not FilingKind.APPLICATION:
        return Stops.YES
    return channel(road).stops_on(first_day(day))


def _refused(day: DateFact | None, answers: Iterable[RegistryAnswer]) -> bool:
    """Whether a rejection is about this set: everything handed over by then, and whatever has no day."""
    handed = first_day(day)
    for answer in answers:
        if answer.kind is AnswerKind.ACKNOWLEDGED:
            continue
        on = last_day(answer.answered_on)
        if handed is None or on is None or handed <= on:
            return True
    return False


def missing(road: Road) -> tuple[str, ...]:
    """What makes a set amber, as codes; `wording.MISSING` has the sentences."""
    if road.came_back or road.refused:
        return ("came_back",) if road.came_back else ("form_rejected",)
    found = []
    if road.handed_on is None or not road.handed_on.dated:
        found.append("no_day")
    elif not road.handed_on.exact:
        found.append("not_exact")
    if not road.proven:
        found.append("no_proof_of_lodging")
    if road.stops is not Stops.YES:
        # Practice Direction on institution of proceedings §§ 1, 3: only a form sent by post stops the time-limit.
        found.append("does_not_stop" if road.stops is Stops.NO else "road_unsure")
    return tuple(found)


def missing_in(sets: Iterable[Road]) -> tuple[str, ...]:
    """What makes a filing amber: what the set that lacks least is lacking, and nothing once one set is complete."""
    codes = [(not road.stands, missing(road)) for road in sets]
    return min(codes, key=lambda each: (each[0], len(each[1])), default=(False, ()))[1]


def amber(filings: Iterable[Filing], *, uow: UnitOfWork) -> dict[UUID, tuple[str, ...]]:
    """`missing_in` by filing id, for those that are not complete."""
    rows = list(filings)
    sent, answers = of_filings(rows, uow=uow), answers_to(rows, uow=uow)
    found = {row.id: missing_in(roads(row, sent[row.id], answers[row.id])) for row in rows}
    return {id: codes for id, codes in found.items() if codes}


def of_filings(filings: Iterable[Filing], *, uow: UnitOfWork) -> dict[UUID, list[Dispatch]]:
    """Dispatches by filing id, the earliest first."""
    found = _by_filing(Dispatch, filings, uow)
    for rows in found.values():
        rows.sort(key=lambda row: _order(row.handed_on, row.id))
    return found


def answers_to(filings: Iterable[Filing], *, uow: UnitOfWork) -> dict[UUID, list[RegistryAnswer]]:
    """Answers of the Registry by filing id, the earliest first."""
    found = _by_filing(RegistryAnswer, filings, uow)
    for rows in found.values():
        rows.sort(key=lambda row: _order(row.answered_on, row.id))
    return found


def _by_filing(model: type[R], filings: Iterable[Filing], uow: UnitOfWork) -> dict[UUID, list[R]]:
    vaults = {row.id: row.vault_id for row in filings}
    found: dict[UUID, list[R]] = defaultdict(list)
    for row in scalars_in(select(model), model.filing_id, vaults, uow.session):
        if row.vault_id == vaults[row.filing_id]:
            found[row.filing_id].append(row)
    return found


def within(model: type[R], id: UUID, matter: Matter, *, uow: UnitOfWork) -> R:
    """A dispatch or an answer by id that lies in this very matter. Raises `NotVisible`."""
    row = uow.session.get(model, id)
    if row is None or row.vault_id != matter.vault_id:
        raise NotVisible
    return row


def _order(day: DateFact | None, id: UUID) -> tuple[str, str]:
    first = first_day(day)
    return first.isoformat() if first else "9999", id.hex


# --- what a person records --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What is said of one set, without its days."""

    channel: str
    carrier: str = ""
    country: str = ""
    handed_by: str = ""
    tracking: str = ""
    postmark: Postmark = Postmark.NOT_SEEN
    proofs: tuple[UUID, ...] = ()
    contents: str = ""


def record_dispatch(
    filing: Filing, proceeding: Proceeding, said: Sending, *, days: Mapping[str, DateFact], uow: UnitOfWork
) -> Dispatch:
    """A set was handed over, signed by who records it. A missing day or proof is no reason to wait.

    Raises `Refusal` for a road no file describes.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*_unknown_road(said))
    made = Dispatch(vault_id=filing.vault_id, filing_id=filing.id, channel=said.channel)
    _put(made, said)
    for name, day in days.items():
        setattr(made, name, day)
    uow.add(made)
    _tell(filing, proceeding, "dispatch recorded", uow)
    return made


def change_dispatch(
    row: Dispatch,
    filing: Filing,
    proceeding: Proceeding,
    said: Sending,
    *,
    days: Mapping[str, DateFact],
    clear: Mapping[str, str],
    uow: UnitOfWork,
) -> None:
    """Add what was learnt since and sign anew; ``clear``: days that go, with the reason. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*_unknown_road(said), *history.without_reason(clear))
    new = history.after(row.facts, days, clear)
    row.history += history.changes(row.facts, new, clear, uow.actor.id, uow.clock.today())
    for name, day in new.items():
        setattr(row, name, day)
    _put(row, said)
    _tell(filing, proceeding, "dispatch changed", uow)


def record_answer(
    filing: Filing,
    proceeding: Proceeding,
    *,
    kind: AnswerKind,
    answered_on: DateFact | None = None,
    number: str = "",
    why: str = "",
    document_id: UUID | None = None,
    uow: UnitOfWork,
) -> RegistryAnswer:
    """The Registry wrote. Raises `Refusal` where nothing was sent that it could answer."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if filing.kind is FilingKind.APPLICATION else [Fault("kind", "not_an_application")]))
    made = RegistryAnswer(
        vault_id=filing.vault_id,
        filing_id=filing.id,
        kind=kind,
        answered_on=answered_on,
        number=number,
        why=why,
        document_id=document_id,
    )
    uow.add(made)
    application = _application(filing, proceeding, uow) if kind is AnswerKind.ACKNOWLEDGED and number else None
    if application is not None:
        application.case_number = number
    _tell(filing, proceeding, "answer of the Registry recorded", uow)
    return made


def take_back_answer(
    row: RegistryAnswer, filing: Filing, proceeding: Proceeding, *, reason: str, uow: UnitOfWork
) -> None:
    """Recorded by mistake: it counts no more, and stays to be seen; nor is its number the application's.

    Raises `Refusal` without a reason.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if reason.strip() else [Fault("reason", "needed")]))
    row.taken_back = reason.strip()
    for one in _applications(proceeding, uow) if row.kind is AnswerKind.ACKNOWLEDGED and row.number else ():
        if one.case_number == row.number:
            one.case_number = ""
    _tell(filing, proceeding, "answer of the Registry taken back", uow)


def _application(filing: Filing, proceeding: Proceeding, uow: UnitOfWork) -> Proceeding | None:
    """The application without a number that this filing began; None where it is not the only one for these people."""
    if proceeding.forum is Forum.ECHR:
        return None if proceeding.case_number else proceeding
    people = set(filing.applicants or proceeding.applicants)
    waiting = [one for one in _applications(proceeding, uow) if not one.case_number and set(one.applicants) == people]
    return waiting[0] if len(waiting) == 1 else None


def _applications(proceeding: Proceeding, uow: UnitOfWork) -> list[Proceeding]:
    matter = uow.session.get_one(Matter, proceeding.matter_id)
    return [one for one in queries.proceedings(matter, uow=uow) if one.forum is Forum.ECHR]


def _unknown_road(said: Sending) -> list[Fault]:
    return [] if said.channel in the_channels() else [Fault("channel", "unknown_choice")]


def _put(row: Dispatch, said: Sending) -> None:
    for name in Sending.__slots__:
        setattr(row, name, getattr(said, name))


def _tell(filing: Filing, proceeding: Proceeding, said: str, uow: UnitOfWork) -> None:
    uow.say(said)
    uow.flush()
    uow.emit(FilingRecorded(proceeding, filing))
