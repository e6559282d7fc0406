"""Asking whether somebody is in a case, looking it up, and answering.

Whoever asks learns yes, no, or whom to speak with: never which case, never on which side. An instant answer for
everybody would be the list of all clients in everybody's hands.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible, find, opened
from caseintake.conflicts.kinds import Side, Strength, Verdict
from caseintake.conflicts.model import ConflictAnswer, ConflictCard, ConflictEntry, ConflictQuestion, LookUp
from caseintake.matters.facts import Fault
from caseintake.matters.refusal import refuse_if
from caseintake.search import fold
from caseintake.vault.epoch import holds
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import Holder, VaultKind
from caseintake.work import UnitOfWork

Names = tuple[tuple[str, ...], ...]
MOST_NAMES = 50


@dataclass(frozen=True, slots=True)
class Match:
    """One person on one card: as much as a holder of the conflicts vault may know."""

    #: Which of the names that were asked, counting from 0.
    asked: int
    strength: Strength
    side: Side
    ref: str
    matter_id: UUID
    ask: UUID | None


def read_names(text: str) -> Names:
    """One person a line, other spellings of the same name after a slash."""
    lines = (tuple(name.strip() for name in line.split("/") if fold.forms(name)) for line in text.splitlines())
    return tuple(line for line in lines if line)


def answers_here(*, uow: UnitOfWork) -> bool:
    """Whether the acting person holds the conflicts vault."""
    return uow.keystore.can_open(uow.roster.office_vaults[VaultKind.CONFLICTS])


def ask(
    names: Names,
    *,
    note: str = "",
    matter_id: UUID | None = None,
    conversation_id: UUID | None = None,
    lead: UUID | None = None,
    uow: UnitOfWork,
) -> ConflictQuestion:
    """Put a question to those who hold the conflicts vault. With ``lead`` the answer is sealed to her alone.

    Raises `Refusal`.
    """
    policy.require(uow.actor, Action.APPLICANT_ADD)
    person = uow.roster.find(lead) if lead is not None else None
    refuse_if(
        *([] if names else [Fault("names", "needed")]),
        *([Fault("names", "too_many")] if len(names) > MOST_NAMES else []),
        *([Fault("lead", "stranger")] if lead is not None and (person is None or not person.active) else []),
    )
    conflicts = Holder.vault(uow.roster.office_vaults[VaultKind.CONFLICTS])
    vault_id = uow.keystore.create_vault(VaultKind.CONFLICT, [Holder.person(uow.actor.id), conflicts])
    made = ConflictQuestion(
        vault_id=vault_id,
        names=names,
        note=note,
        matter_id=matter_id,
        conversation_id=conversation_id,
        lead=lead,
        asked_on=uow.clock.today(),
    )
    uow.add(made)
    uow.say("conflict question")
    uow.flush()
    return made


def questions(*, uow: UnitOfWork) -> list[ConflictQuestion]:
    """Every question that opens here, the newest first: one's own, and all of them for whoever answers."""
    rows = opened(uow.session.scalars(select(ConflictQuestion)).all(), uow=uow)
    return sorted(rows, key=lambda row: (row.asked_on, row.id), reverse=True)


def question(id: UUID, *, uow: UnitOfWork) -> ConflictQuestion:
    """Raises `NotVisible`."""
    return find(ConflictQuestion, id, uow=uow)


def answers(*, uow: UnitOfWork) -> dict[UUID, list[ConflictAnswer]]:
    """The answers that open here by question; what is for the lead alone comes after the word that it was given.

    Only those of which `answered_by` knows who gave them: whoever asks could write one into the question's vault.
    """
    found: dict[UUID, list[ConflictAnswer]] = {}
    for row in _answers(uow):
        if answered_by(row, uow=uow) is not None:
            found.setdefault(row.question_id, []).append(row)
    return found


def untrusted(*, uow: UnitOfWork) -> frozenset[UUID]:
    """The questions to which somebody has written an answer that counts for nothing."""
    return frozenset(row.question_id for row in _answers(uow) if answered_by(row, uow=uow) is None)


def answered_by(row: ConflictAnswer, *, uow: UnitOfWork) -> UUID | None:
    """Who signed an answer, if she held the conflicts vault under the key it had then; else None.

    Which key that was stands in the signed epoch row the answer is sealed under, as the hash of the conflicts vault's
    public key: no row in clear says it, and who asked is in that list only by her own name.
    """
    try:
        author = uow.proof(row).author
    except ForgedRecord:
        return None
    conflicts, chains = uow.roster.office_vaults[VaultKind.CONFLICTS], uow.keystore.chains
    key = chains.numbered(row.vault_id, row.epoch).holders.get(Holder.vault(conflicts))
    then = [epoch for epoch in chains.of(conflicts) if epoch.key_hash == key]
    keys = {entry.key_hash for entry in uow.roster.history(author.id) if entry.active}
    held = any(holds(author, epoch, chains.of, own) for epoch in then for own in keys)
    return author.id if held else None


def _answers(uow: UnitOfWork) -> list[ConflictAnswer]:
    rows = opened(uow.session.scalars(select(ConflictAnswer)).all(), uow=uow)
    return sorted(rows, key=lambda row: (row.answered_on, row.verdict is not Verdict.TO_LEAD, row.id))


def answer(
    asked: ConflictQuestion, verdict: Verdict, *, person: UUID | None = None, words: str = "", uow: UnitOfWork
) -> None:
    """Sign an answer. Raises `NotVisible` for who does not hold the conflicts vault, and `Refusal`."""
    _must_answer(uow)
    refuse_if(
        *([Fault("verdict", "needed")] if verdict is Verdict.TO_LEAD else []),
        *([Fault("person", "needed")] if verdict is Verdict.ASK and person is None else []),
    )
    vault_id = asked.vault_id
    if asked.lead is not None:
        uow.add(_answer(asked, asked.vault_id, Verdict.TO_LEAD, uow))
        uow.keystore.grant(asked.vault_id, Holder.person(asked.lead))  # else she would not know what it answers
        conflicts = Holder.vault(uow.roster.office_vaults[VaultKind.CONFLICTS])
        vault_id = uow.keystore.create_vault(VaultKind.CONFLICT, [Holder.person(asked.lead), conflicts])
    said = _answer(asked, vault_id, verdict, uow)
    said.ask, said.words = person if verdict is Verdict.ASK else None, words
    uow.add(said)
    uow.say("conflict answer")
    uow.flush()


def _answer(asked: ConflictQuestion, vault_id: UUID, verdict: Verdict, uow: UnitOfWork) -> ConflictAnswer:
    return ConflictAnswer(vault_id=vault_id, question_id=asked.id, verdict=verdict, answered_on=uow.clock.today())


def look_up(names: Names, *, question_id: UUID | None = None, uow: UnitOfWork) -> list[Match]:
    """Who on the cards of all matters may be meant, nearest first. Every look-up is written down and signed.

    Raises `NotVisible` for who does not hold the conflicts vault, and `Refusal`.
    """
    _must_answer(uow)
    refuse_if(
        *([] if names else [Fault("names", "needed")]),
        *([Fault("names", "too_many")] if len(names) > MOST_NAMES else []),
    )
    found = matches(names, uow=uow)
    uow.add(
        LookUp(
            vault_id=uow.roster.office_vaults[VaultKind.CONFLICTS],
            names=names,
            found=len(found),
            on=uow.clock.today(),
            question_id=question_id,
        )
    )
    uow.say("conflict look-up")
    uow.flush()
    return found


def matches(names: Names, *, uow: UnitOfWork) -> list[Match]:
    """Without writing it down: `look_up` is what pages call."""
    cards = {row.id: row for row in opened(uow.session.scalars(select(ConflictCard)).all(), uow=uow)}
    entries = opened(uow.session.scalars(select(ConflictEntry)).all(), uow=uow)
    wanted = [(set().union(*map(fold.forms, one)), [fold.terms(name) for name in one]) for one in names]
    found = []
    for entry in entries:
        card = cards.get(entry.card_id)
        for number, (forms, spelled) in enumerate(wanted):
            strength = _strength(entry, forms, spelled)
            if card is not None and strength is not None:
                found.append(Match(number, strength, entry.side, card.ref, card.matter_id, card.ask))
    return sorted(set(found), key=lambda one: (one.asked, one.strength is not Strength.NAME, one.ref, one.side))


def _strength(entry: ConflictEntry, forms: set[str], spelled: Sequence[list[frozenset[str]]]) -> Strength | None:
    if not forms.isdisjoint(entry.forms):
        return Strength.NAME
    words = set(entry.words)
    if any(terms and all(not words.isdisjoint(term) for term in terms) for terms in spelled):
        return Strength.WORDS
    return None


def counted(*, uow: UnitOfWork) -> list[tuple[date, UUID, int, int]]:
    """Day, person, names looked up and questions asked, the newest day first; for holders of the conflicts vault."""
    _must_answer(uow)
    looked: Counter[tuple[date, UUID]] = Counter()
    asked: Counter[tuple[date, UUID]] = Counter()
    for row in uow.session.scalars(select(LookUp)):
        looked[row.on, uow.proof(row).author.id] += len(row.names)
    for one in questions(uow=uow):
        asked[one.asked_on, uow.proof(one).author.id] += len(one.names)
    keys = sorted(looked.keys() | asked.keys(), key=lambda key: (key[0], key[1].hex), reverse=True)
    return [(day, person, looked[day, person], asked[day, person]) for day, person in keys]


def _must_answer(uow: UnitOfWork) -> None:
    if not answers_here(uow=uow):
        raise NotVisible
