"""Second reading on a slip: the date, the facts and one page of proof to one chosen person, and nothing else.

"Confirmed" is never a word in a row alone: it stands on two signatures by two people of the roster, checked each time
it is taken in. The reader cannot write into the matter; a member of the matter takes the answer in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import find, visible
from caseintake.deadlines.model import Confirmation, Deadline, Slip, SlipAnswer, Verdict
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import Holder, HolderKind, VaultKind
from caseintake.work import UnitOfWork

DAYS: Final = 14
#: One page: what fits on a sheet, names covered.
PAGE_CHARACTERS: Final = 4000
READERS: Final = (Role.COORDINATOR, Role.LAWYER)


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as far as it can be believed. ``reader`` is None when it is not signed by the one who was asked."""

    answer: SlipAnswer
    reader: UUID | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One slip with its answers, the latest last. ``maker`` is None when nobody signed it as it stands."""

    slip: Slip
    maker: UUID | None
    answers: tuple[Answered, ...]

    @property
    def verdict(self) -> Verdict | None:
        """The last answer that can be believed."""
        good = [each.answer for each in self.answers if each.reader is not None]
        return good[-1].verdict if good and self.maker is not None else None


def readers(*, uow: UnitOfWork) -> list[UUID]:
    """Who can be asked: coordinators and lawyers the roster knows, never oneself."""
    people = uow.roster.people()
    return [one.id for one in people if one.active and one.role in READERS and one.id != uow.actor.id]


def make(row: Deadline, matter: Matter, *, reader: UUID, proof: str = "", page: str = "", uow: UnitOfWork) -> Slip:
    """Ask one person to read this date. Raises `Refusal`; `NotVouched` for somebody the roster does not know."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    aimed = row.aimed
    refuse_if(
        *([] if reader in readers(uow=uow) else [Fault("reader", "reader")]),
        *([] if aimed is not None and row.running else [Fault("reader", "no_date")]),
        *([Fault("page", "too_long", PAGE_CHARACTERS)] if len(page) > PAGE_CHARACTERS else []),
    )
    assert aimed is not None
    vault_id = uow.keystore.create_vault(VaultKind.SLIP, [Holder.person(reader), Holder.vault(row.vault_id)])
    today = uow.clock.today()
    made = Slip(
        vault_id=vault_id,
        until=today + timedelta(days=DAYS),
        deadline_id=row.id,
        reader=reader,
        codename=queries.label_of(matter, uow=uow).codename,
        rule=row.rule,
        respondent=row.counted.respondent,
        due=aimed,
        cautious=row.counted.cautious,
        # How somebody came to know, and which paper, may name people: the reader gets the days alone.
        facts=tuple(msgspec.structs.replace(fact, how="", document_id=None) for fact in row.counted.facts),
        decision_kind=row.counted.decision_kind,
        override_reason=row.override.reason if row.override is not None else "",
        proof=proof.strip(),
        page=page.strip(),
        made_on=today,
    )
    uow.add(made)
    row.slips += (made.id,)
    uow.say("second reading asked")
    uow.flush()
    return made


def answer(slip: Slip, *, verdict: Verdict, due: date | None = None, note: str = "", uow: UnitOfWork) -> SlipAnswer:
    """The reader's own answer. Raises `Refusal`: not the one asked, one's own slip, expired, no other date given."""
    maker = uow.proof(slip).author
    refuse_if(
        *([] if slip.reader == uow.actor.id and maker.id != uow.actor.id else [Fault("verdict", "not_asked")]),
        *([Fault("verdict", "expired")] if expired(slip, uow.clock.today()) else []),
        *([Fault("due-year", "needed")] if verdict is Verdict.ANOTHER and due is None else []),
        *([Fault("note", "needed")] if verdict is Verdict.MORE and not note.strip() else []),
    )
    made = SlipAnswer(
        vault_id=slip.vault_id,
        slip_id=slip.id,
        verdict=verdict,
        due=slip.due if verdict is Verdict.AGREE else due,
        note=note.strip(),
        answered_on=uow.clock.today(),
    )
    uow.add(made)
    uow.say("second reading answered")
    uow.flush()
    return made


def expired(slip: Slip, today: date) -> bool:
    """Whether the day has passed up to which an answer is taken."""
    return today > slip.until


def to_read(*, uow: UnitOfWork) -> list[Asked]:
    """The slips the acting person was asked to read, unanswered first, then by date."""
    mine = [slip for slip in visible(Slip, uow=uow) if slip.reader == uow.actor.id]
    asked = _asked(mine, uow=uow)
    return sorted(asked, key=lambda one: (one.verdict is not None, one.slip.due, one.slip.id))


def one(slip_id: UUID, *, uow: UnitOfWork) -> Asked:
    """A slip the acting person was asked to read. Raises `NotVisible`."""
    return _asked([find(Slip, slip_id, uow=uow)], uow=uow)[0]


def about(row: Deadline, *, uow: UnitOfWork) -> list[Asked]:
    """The slips made about a limit, the latest first."""
    if not row.slips:
        return []
    found = uow.session.scalars(select(Slip).where(Slip.id.in_(row.slips))).all()
    uow.keystore.open({slip.vault_id for slip in found})
    # A slip is believed to be about this limit by its own sealed words.
    asked = _asked([slip for slip in found if slip.deadline_id == row.id], uow=uow)
    return sorted(asked, key=lambda one: (one.slip.made_on, row.slips.index(one.slip.id)), reverse=True)


def agreed(row: Deadline, aimed: date | None, *, uow: UnitOfWork) -> Confirmation | None:
    """The confirmation of ``aimed`` two signatures give; else the one the row has, which then waits to be accepted.

    An answer that is forged, is by the maker, is about another date or came from somebody else confirms nothing.
    """
    for asked in about(row, uow=uow):
        slip, maker = asked.slip, asked.maker
        for each in asked.answers:
            if (
                each.answer.verdict is Verdict.AGREE
                and each.reader is not None
                and maker not in (None, each.reader)
                and each.answer.due == slip.due == aimed
                and slip.rule == row.rule
            ):
                return Confirmation(slip.due, each.reader, slip.id, each.answer.id, each.answer.answered_on)
    return row.confirmed


def _asked(slips: Iterable[Slip], *, uow: UnitOfWork) -> list[Asked]:
    known = {slip.id: slip for slip in slips}
    answers: dict[UUID, list[SlipAnswer]] = {id: [] for id in known}
    for row in uow.session.scalars(select(SlipAnswer).where(SlipAnswer.slip_id.in_(known))):
        if row.vault_id == known[row.slip_id].vault_id:
            answers[row.slip_id].append(row)
    return [
        Asked(slip, _author(slip, uow=uow), tuple(_answered(slip, row, uow) for row in _in_order(answers[id])))
        for id, slip in known.items()
    ]


def _in_order(rows: list[SlipAnswer]) -> list[SlipAnswer]:
    def when(row: SlipAnswer) -> tuple[date, int]:
        signature = row.signature()
        return row.answered_on, signature.sequence if signature else 0

    return sorted(rows, key=when)


def _answered(slip: Slip, row: SlipAnswer, uow: UnitOfWork) -> Answered:
    author = _author(row, uow=uow)
    return Answered(row, author if author == slip.reader else None)


def _author(row: Slip | SlipAnswer, *, uow: UnitOfWork) -> UUID | None:
    """Who of the roster signed this, or None if the signature does not fit."""
    try:
        author = uow.proof(row).author
    except ForgedRecord:
        return None
    return author.id if author.kind is HolderKind.PERSON else None
