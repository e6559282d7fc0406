"""Typing a date, moving it, ending it, and having a fatal one read by a second person."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.deadlines import slips
from caseintake.deadlines.model import Slip
from caseintake.deadlines.slips import Question
from caseintake.deadlines.states import RUNNING, Severity, State
from caseintake.diary import queries
from caseintake.diary.kinds import USUAL, USUAL_SETTER, Kind, Place, SetBy
from caseintake.diary.model import Appearance, DiaryEntry, DiaryLabel, Happened, HearingNote, What
from caseintake.diary.queries import Dated
from caseintake.kernel.ids import new_id
from caseintake.matters import queries as matters
from caseintake.matters import team
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork

DAY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody types; a kind and a day are enough."""

    kind: Kind
    due: date
    what: str = ""
    minute: int | None = None
    lasts: int | None = None
    zone: str = ""
    severity: Severity | None = None
    applicants: tuple[UUID, ...] = ()
    place_type: Place = Place.NONE
    place: str = ""
    room: str = ""
    panel: str = ""
    bring: str = ""
    set_by: SetBy | None = None
    proof_id: UUID | None = None
    responsible: UUID | None = None
    deputy: UUID | None = None
    appearing: tuple[UUID, ...] = ()
    appearances: tuple[Appearance, ...] = ()


def record(
    matter: Matter, typed: Typed, *, follows: UUID | None = None, id: UUID | None = None, uow: UnitOfWork
) -> Dated:
    """A new date, by one person, at once; ``id`` where something else names it already. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*_faults(matter, typed, uow))
    today = uow.clock.today()
    severity = typed.severity or USUAL[typed.kind]
    state = State.TYPED_UNREAD if severity is Severity.FATAL else State.TYPED
    entry = DiaryEntry(
        id=id or new_id(),
        vault_id=matter.vault_id,
        matter_id=matter.id,
        kind=typed.kind,
        severity=severity,
        state=state,
        running=True,
        due=typed.due,
        moved_on=None,
        was=None,
        follows=follows,
        history=(Happened(today, What.TYPED, uow.actor.id, None, None, typed.due, typed.minute),),
        **_said(typed),
    )
    label = matters.label_of(matter, uow=uow)
    responsible = typed.responsible or label.responsible
    made = DiaryLabel(
        vault_id=label.vault_id,
        entry_id=entry.id,
        **_when(replace(typed, responsible=responsible, deputy=typed.deputy or label.deputy), uow),
    )
    uow.add(entry, made)
    _done("date typed", uow)
    return Dated(entry, made)


def change(dated: Dated, matter: Matter, typed: Typed, *, why: str = "", uow: UnitOfWork) -> None:
    """Change it; a day or hour that moves needs a reason and stays in the history. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    entry, label = dated
    moved = (entry.due, label.minute) != (typed.due, typed.minute)
    needed = [Fault("why", "needed")] if moved and not why.strip() else []
    refuse_if(*_running(entry, "what"), *_faults(matter, typed, uow), *needed)
    if moved:
        entry.history += (
            Happened(
                uow.clock.today(), What.MOVED, uow.actor.id, entry.due, label.minute, typed.due, typed.minute,
                why.strip(),
            ),
        )  # fmt: skip
    if entry.due != typed.due:
        entry.was, entry.moved_on, entry.due = entry.due, uow.clock.today(), typed.due
    entry.kind, entry.severity = typed.kind, typed.severity or USUAL[typed.kind]
    for name, value in _said(typed).items():
        setattr(entry, name, value)
    for name, value in _when(typed, uow).items():
        setattr(label, name, value)
    _settle(entry)
    _done("date changed", uow)


def hold(
    dated: Dated, matter: Matter, *, result: str, next_due: date | None = None, next_minute: int | None = None,
    uow: UnitOfWork,
) -> Dated | None:  # fmt: skip
    """It took place: the result and, in the same step, the next one at the same place. Raises `Refusal`.

    Answers the next date, which takes over everything but the result.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    entry, _label = dated
    late = next_due is not None and next_due <= entry.due
    refuse_if(
        *_running(entry, "result"),
        *([] if result.strip() else [Fault("result", "needed")]),
        *([Fault("next_due-year", "next_before")] if late else []),
        *([Fault("next_due-year", "needed")] if next_due is None and next_minute is not None else []),
    )
    entry.result, entry.ended = result.strip(), State.DONE
    _note(entry, What.DONE, uow)
    _settle(entry)
    _done("date done", uow)
    if next_due is None:
        return None
    typed = replace(typed_of(dated), due=next_due, minute=next_minute, proof_id=None)
    return record(matter, typed, follows=entry.id, uow=uow)


def cancel(entry: DiaryEntry, *, reason: str, uow: UnitOfWork) -> None:
    """It does not take place. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*_running(entry, "reason"), *([] if reason.strip() else [Fault("reason", "needed")]))
    entry.ended = State.CANCELLED
    _note(entry, What.CANCELLED, uow, reason)
    _settle(entry)
    _done("date cancelled", uow)


def reopen(entry: DiaryEntry, *, reason: str, uow: UnitOfWork) -> None:
    """It was not over after all. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    over = [] if entry.ended is not None else [Fault("reason", "it_runs")]
    refuse_if(*over, *([] if reason.strip() else [Fault("reason", "needed")]))
    entry.ended = None
    _note(entry, What.REOPENED, uow, reason)
    _settle(entry)
    _done("date taken up again", uow)


def typed_of(dated: Dated) -> Typed:
    """What a date says, to type it again."""
    entry, label = dated
    said = {name: getattr(entry, name) for name in _SAID}
    when = {name: getattr(label, name) for name in _WHEN}
    return Typed(kind=entry.kind, due=entry.due, severity=entry.severity, **said, **when)


# --- second reading ---------------------------------------------------------------------------------------------------


def ask(entry: DiaryEntry, matter: Matter, *, reader: UUID, proof: str = "", page: str = "", uow: UnitOfWork) -> Slip:
    """Ask one person to read a typed date on a slip like those of time-limits. Raises `Refusal`."""
    refuse_if(*_running(entry, "reader"))
    question = Question(due=entry.due, rule=entry.rule, decision_kind=entry.set_by.value)
    made = slips.ask(question, [entry.id], matter, reader=reader, proof=proof, page=page, uow=uow)
    entry.slips += (made.id,)
    uow.flush()
    return made


def agreed(entries: list[DiaryEntry], *, uow: UnitOfWork) -> list[tuple[DiaryEntry, Any]]:
    """The running entries a second reader has agreed to and nobody has taken in yet, with the confirmation."""
    running = [one for one in entries if one.running and one.slips]
    asked = slips.about_each(running, uow=uow)
    found = ((one, slips.agreement(one, one.due, asked[one.id])) for one in running)
    return [(one, given) for one, given in found if given is not None and given != one.confirmed]


def take_in(matter: Matter, *, uow: UnitOfWork) -> int:
    """Take in what second readers have answered about the matter's typed dates; how many were confirmed."""
    policy.require(uow.actor, Action.FACT_RECORD)
    found = agreed([one.entry for one in queries.dates_of(matter, uow=uow)], uow=uow)
    for entry, given in found:
        entry.confirmed = given
        entry.history += (
            Happened(uow.clock.today(), What.CONFIRMED, given.reader, None, None, given.due, None),
        )  # fmt: skip
        _settle(entry)
    if found:
        _done("second reading taken in", uow)
    return len(found)


# --- notes ------------------------------------------------------------------------------------------------------------


def write_note(
    entry: DiaryEntry,
    *,
    present: str = "",
    asked: str = "",
    refused: str = "",
    objections: str = "",
    objected_on: date | None = None,
    more: str = "",
    corrects: UUID | None = None,
    uow: UnitOfWork,
) -> HearingNote:
    """What the acting person saw and heard, signed. Raises `Refusal` for an empty one."""
    policy.require(uow.actor, Action.FACT_RECORD)
    texts: dict[str, Any] = {
        "present": present, "asked": asked, "refused": refused, "objections": objections, "more": more,
    }  # fmt: skip
    refuse_if(
        *([] if any(text.strip() for text in texts.values()) else [Fault("asked", "needed")]),
        *([Fault("objections", "needed")] if objected_on is not None and not objections.strip() else []),
    )
    made = HearingNote(
        vault_id=entry.vault_id,
        entry_id=entry.id,
        written_at=uow.clock.now().replace(microsecond=0),
        objected_on=objected_on,
        corrects=corrects,
        **{name: text.strip() for name, text in texts.items()},
    )
    uow.add(made)
    _done("hearing note written", uow)
    return made


# --- inside -----------------------------------------------------------------------------------------------------------

#: Typed values by the record that keeps them.
_SAID: Final = ("what", "applicants", "set_by", "proof_id", "place", "room", "panel", "bring", "appearances")
_WHEN: Final = ("minute", "lasts", "zone", "place_type", "responsible", "deputy", "appearing")


def _said(typed: Typed) -> dict[str, Any]:
    usual = USUAL_SETTER.get(typed.kind, SetBy.OURSELVES)
    return {name: getattr(typed, name) for name in _SAID} | {"set_by": typed.set_by or usual}


def _when(typed: Typed, uow: UnitOfWork) -> dict[str, Any]:
    return {name: getattr(typed, name) for name in _WHEN} | {"zone": typed.zone or uow.office.settings.zone}


def _settle(entry: DiaryEntry) -> None:
    """Bring the plaintext columns in line with what the entry now says."""
    read = entry.confirmed is not None and entry.confirmed.due == entry.due
    unread = State.TYPED_UNREAD if entry.severity is Severity.FATAL else State.TYPED
    entry.state = entry.ended or (State.CONFIRMED if read else unread)
    entry.running = entry.state in RUNNING


def _note(entry: DiaryEntry, what: What, uow: UnitOfWork, why: str = "") -> None:
    entry.history += (Happened(uow.clock.today(), what, uow.actor.id, why=why.strip()),)


def _done(said: str, uow: UnitOfWork) -> None:
    uow.say(said)
    uow.flush()


def _running(entry: DiaryEntry, box: str) -> list[Fault]:
    return [] if entry.running else [Fault(box, "date_over")]


def _faults(matter: Matter, typed: Typed, uow: UnitOfWork) -> list[Fault]:
    known = {row.id for row in matters.applicants(matter, uow=uow)} if typed.applicants else set()
    members = set(team.members(matter, uow=uow)) | {None}
    found = [] if set(typed.applicants) <= known else [Fault("applicants", "stranger")]
    for box, people in (
        ("responsible", {typed.responsible}),
        ("deputy", {typed.deputy}),
        ("appearing", set(typed.appearing)),
    ):
        if not people <= members:
            found.append(Fault(box, "not_on_team"))
    if typed.minute is not None and not 0 <= typed.minute < DAY_MINUTES:
        found.append(Fault("time", "no_such_time"))
    if typed.lasts is not None and not 0 < typed.lasts <= DAY_MINUTES:
        found.append(Fault("lasts", "no_such_length"))
    try:
        ZoneInfo(typed.zone or uow.office.settings.zone)
    except (ZoneInfoNotFoundError, ValueError):
        found.append(Fault("zone", "no_such_zone"))
    return found
