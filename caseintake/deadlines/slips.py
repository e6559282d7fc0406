"""Second reading on a slip: the date, the facts and one page of proof to one chosen person, and nothing else.

"Confirmed" is never a word in a row alone: it stands on two signatures by two people of the roster, checked each time
it is taken in. The reader cannot write into the matter; a member of the matter takes the answer in. One slip may ask
about many limits that end on one day for one reason; the reader signs an answer for each of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Protocol
from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import find, visible
from caseintake.deadlines.counting import FactSeen
from caseintake.deadlines.model import Deadline, SecondReading, Slip, SlipAnswer, Verdict
from caseintake.identity.freezing import frozen
from caseintake.identity.model import Person, PersonState
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.storage import scalars_in
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import Holder, HolderKind, VaultKind
from caseintake.work import UnitOfWork

DAYS: Final = 14
#: One page: what fits on a sheet, names covered.
PAGE_CHARACTERS: Final = 4000
READERS: Final = (Role.COORDINATOR, Role.LAWYER)


class Readable(Protocol):
    """A record with a date that a second person can read: a limit, or a date somebody typed."""

    @property
    def id(self) -> UUID: ...
    @property
    def rule(self) -> str: ...
    @property
    def slips(self) -> tuple[UUID, ...]: ...
    @property
    def confirmed(self) -> SecondReading | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a reader is asked. Two records with the same question can stand on one slip."""

    due: date
    rule: str
    respondent: str = ""
    cautious: date | None = None
    facts: tuple[FactSeen, ...] = ()
    decision_kind: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    override_reason: str = ""


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
    answers: tuple[Answered, ...] = field(default=())

    @property
    def believed(self) -> Answered | None:
        """The last answer that can be believed."""
        good = [each for each in self.answers if each.reader is not None]
        return good[-1] if good and self.maker is not None else None

    @property
    def verdict(self) -> Verdict | None:
        return self.believed.answer.verdict if self.believed is not None else None


def readers(*, uow: UnitOfWork) -> list[UUID]:
    """Who can be asked: coordinators and lawyers the roster knows, never oneself nor somebody who cannot sign in."""
    shut = frozen(uow=uow) | frozenset(
        uow.session.scalars(select(Person.id).where(Person.state == PersonState.DISABLED))
    )
    people = (one for one in uow.roster.people() if one.active and one.role in READERS)
    return [one.id for one in people if one.id != uow.actor.id and one.id not in shut]


# --- asking -----------------------------------------------------------------------------------------------------------


def question_of(row: Deadline) -> Question | None:
    """What would be asked about a limit; None while there is no date to check."""
    if row.aimed is None or not row.running:
        return None
    return Question(
        due=row.aimed,
        rule=row.rule,
        respondent=row.counted.respondent,
        cautious=row.counted.cautious,
        # How somebody came to know, and which paper, may name people: the reader gets the days alone.
        facts=tuple(msgspec.structs.replace(fact, how="", document_id=None) for fact in row.counted.facts),
        decision_kind=row.counted.decision_kind,
        choices=row.counted.choices,
        override_reason=row.override.reason if row.override is not None else "",
    )


def alike(row: Deadline, rows: Iterable[Deadline]) -> list[Deadline]:
    """The limits among ``rows`` with the same question as ``row`` that nobody has confirmed yet; ``row`` first."""
    question = question_of(row)
    others = [
        one
        for one in rows
        if one.id != row.id
        and question_of(one) == question
        and (one.confirmed is None or one.confirmed.due != one.aimed)
    ]
    return [row, *others] if question is not None else []


def make(
    row: Deadline, matter: Matter, *, reader: UUID, proof: str = "", page: str = "", others: Iterable[Deadline] = (),
    uow: UnitOfWork,
) -> Slip:  # fmt: skip
    """Ask one person to read this date, and that of ``others`` (of `alike`) with it. Raises `Refusal`; `NotVouched`
    for somebody the roster does not know."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    question, rows = question_of(row), alike(row, others)
    refuse_if(*([Fault("reader", "no_date")] if question is None else []))
    assert question is not None
    made = ask(question, [one.id for one in rows], matter, reader=reader, proof=proof, page=page, uow=uow)
    for one in rows:
        one.slips += (made.id,)
    uow.flush()
    return made


def ask(
    question: Question,
    about: Sequence[UUID],
    matter: Matter,
    *,
    reader: UUID,
    proof: str = "",
    page: str = "",
    uow: UnitOfWork,
) -> Slip:
    """One slip about these records, which all have this question; whoever calls notes it in each. Raises `Refusal`."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    refuse_if(
        *([] if reader in readers(uow=uow) else [Fault("reader", "reader")]),
        *([Fault("page", "too_long", PAGE_CHARACTERS)] if len(page) > PAGE_CHARACTERS else []),
    )
    vault_id = uow.keystore.create_vault(VaultKind.SLIP, [Holder.person(reader), Holder.vault(matter.vault_id)])
    today = uow.clock.today()
    made = Slip(
        vault_id=vault_id,
        until=today + timedelta(days=DAYS),
        deadline_id=about[0],
        also=tuple(about[1:]),
        reader=reader,
        codename=queries.label_of(matter, uow=uow).codename,
        rule=question.rule,
        respondent=question.respondent,
        due=question.due,
        cautious=question.cautious,
        facts=question.facts,
        decision_kind=question.decision_kind,
        choices=question.choices,
        override_reason=question.override_reason,
        proof=proof.strip(),
        page=page.strip(),
        made_on=today,
    )
    uow.add(made)
    uow.say("second reading asked")
    return made


# --- answering --------------------------------------------------------------------------------------------------------


def answer(
    slip: Slip, *, verdict: Verdict, due: date | None = None, note: str = "", uow: UnitOfWork
) -> list[SlipAnswer]:
    """The reader's own answer: an agreement is signed for each limit the slip names, any other answer once.

    Raises `Refusal`: not the one asked, one's own slip, expired, no other date given.
    """
    maker = uow.proof(slip).author
    refuse_if(
        *([] if slip.reader == uow.actor.id and maker.id != uow.actor.id else [Fault("verdict", "not_asked")]),
        *([Fault("verdict", "expired")] if expired(slip, uow.clock.today()) else []),
        *([Fault("due-year", "needed")] if verdict is Verdict.ANOTHER and due is None else []),
        *([Fault("note", "needed")] if verdict is Verdict.MORE and not note.strip() else []),
    )
    made = [
        SlipAnswer(
            vault_id=slip.vault_id,
            slip_id=slip.id,
            deadline_id=about,
            verdict=verdict,
            due=slip.due if verdict is Verdict.AGREE else due,
            note=note.strip(),
            answered_on=uow.clock.today(),
        )
        for about in (slip.named if verdict is Verdict.AGREE else (None,))
    ]
    uow.add(*made)
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


# --- taking in --------------------------------------------------------------------------------------------------------


def about(row: Readable, *, uow: UnitOfWork) -> list[Asked]:
    """The slips made about a record, the latest first."""
    return about_each([row], uow=uow)[row.id]


def about_each(rows: Iterable[Readable], *, uow: UnitOfWork) -> dict[UUID, list[Asked]]:
    """The slips made about each of these records with the answers about it, by id, the latest first.

    Slips and answers are read and their signatures checked once, however many limits stand on one slip.
    """
    every = list(rows)
    found = scalars_in(select(Slip), Slip.id, (id for row in every for id in row.slips), uow.session)
    uow.keystore.open({slip.vault_id for slip in found})
    known = {asked.slip.id: _by_limit(asked) for asked in _asked(found, uow=uow)}
    return {row.id: _about_one(row, known) for row in every}


def _by_limit(asked: Asked) -> dict[UUID, Asked]:
    """The slip as each limit it names sees it: with the answers about that limit."""
    answers: dict[UUID | None, list[Answered]] = {}
    for each in asked.answers:
        answers.setdefault(each.answer.deadline_id, []).append(each)
    common = answers.get(None, [])
    # A doubt is heard at every limit. A yes that names none was given when a slip was about one limit: it never covers
    # another that was added to the slip later.
    doubts = [each for each in common if each.answer.verdict is not Verdict.AGREE]
    return {
        id: replace(
            asked,
            answers=tuple(_in_order([*(common if id == asked.slip.deadline_id else doubts), *answers.get(id, [])])),
        )
        for id in asked.slip.named
    }


def _about_one(row: Readable, known: dict[UUID, dict[UUID, Asked]]) -> list[Asked]:
    # A slip is believed to be about this record by its own sealed words.
    mine = [known[id][row.id] for id in row.slips if id in known and row.id in known[id]]
    return sorted(mine, key=lambda one: (one.slip.made_on, row.slips.index(one.slip.id)), reverse=True)


def agreed(row: Readable, aimed: date | None, *, uow: UnitOfWork) -> SecondReading | None:
    """The confirmation of ``aimed`` two signatures give; else the one the row has, which then waits to be accepted."""
    return agreement(row, aimed, about(row, uow=uow))


def agreement(row: Readable, aimed: date | None, slips: Iterable[Asked]) -> SecondReading | None:
    """`agreed`, from what `about_each` found for the row.

    An answer that is forged, is by the maker, is about another date or came from somebody else confirms nothing.
    """
    for asked in slips:
        slip, maker = asked.slip, asked.maker
        for each in asked.answers:
            if (
                each.answer.verdict is Verdict.AGREE
                and each.reader is not None
                and maker not in (None, each.reader)
                and each.answer.due == slip.due == aimed
                and slip.rule == row.rule
            ):
                return SecondReading(slip.due, each.reader, slip.id, each.answer.id, each.answer.answered_on)
    return row.confirmed


def _asked(slips: Iterable[Slip], *, uow: UnitOfWork) -> list[Asked]:
    known = {slip.id: slip for slip in slips}
    answers: dict[UUID, list[SlipAnswer]] = {id: [] for id in known}
    for row in scalars_in(select(SlipAnswer), SlipAnswer.slip_id, known, uow.session):
        if row.vault_id == known[row.slip_id].vault_id:
            answers[row.slip_id].append(row)
    return [
        Asked(slip, _author(slip, uow=uow), tuple(_in_order([_answered(slip, row, uow) for row in answers[id]])))
        for id, slip in known.items()
    ]


def _in_order(rows: list[Answered]) -> list[Answered]:
    def when(each: Answered) -> tuple[date, int]:
        signature = each.answer.signature()
        return each.answer.answered_on, signature.sequence if signature else 0

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
