"""Opening the closed part of a matter, its offers to single applicants, their answers, and who holds its key.

Without the key there is nothing: not a count, not an entry, not another page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible, visible
from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.kernel.ids import new_id
from caseintake.matters import closed, queries, team
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.settlements.model import Answer, Offer, OfferAnswer, OfferedBy, OfferKind, SettlementPart
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What somebody types: one offer, the same to several applicants, who answer each alone."""

    kind: OfferKind
    by: OfferedBy
    offered_on: date
    answer_by: date | None = None
    #: Whether the last day is to stand in the matter's diary, without a word of what it is: `reminding.put_down`.
    in_diary: bool = True
    amount: str = ""
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Stands:
    """An offer with every answer to it, the newest first."""

    offer: Offer
    answers: tuple[OfferAnswer, ...]

    @property
    def answer(self) -> Answer:
        return self.answers[0].answer if self.answers else Answer.WAITING


def part_of(matter: Matter, *, uow: UnitOfWork) -> SettlementPart | None:
    """The closed part of a matter, if the acting person holds it; to everybody else there is none."""
    rows = visible(SettlementPart, uow=uow, of=VaultKind.SETTLEMENT)
    return next((row for row in rows if row.matter_id == matter.id), None)


def open_part(matter: Matter, *, named: Iterable[UUID] = (), uow: UnitOfWork) -> SettlementPart:
    """A vault for whoever is responsible for the matter and the people she names. Raises `Refusal`."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    others = set(named) - {uow.actor.id}
    lead = queries.label_of(matter, uow=uow).responsible
    refuse_if(
        *([] if lead == uow.actor.id else [Fault("named", "not_the_lead")]),
        *closed.strangers(matter, others, "named", uow=uow),
        *([Fault("named", "settlement_open")] if part_of(matter, uow=uow) is not None else []),
    )
    vault_id = closed.make(matter, VaultKind.SETTLEMENT, others, uow=uow)
    made = SettlementPart(vault_id=vault_id, matter_id=matter.id, opened_on=uow.clock.today())
    uow.add(made)
    uow.say("closed part opened")
    uow.flush()
    return made


def holders(part: SettlementPart, *, uow: UnitOfWork) -> list[UUID]:
    """The people who hold the key today."""
    return team.people(part.vault_id, uow=uow)


def give_key(part: SettlementPart, matter: Matter, person_id: UUID, *, uow: UnitOfWork) -> None:
    """Name one more person of the team. Raises `Refusal`."""
    policy.require(uow.actor, Action.TEAM_CHANGE)
    refuse_if(
        *closed.strangers(matter, [person_id], "person", uow=uow),
        *([Fault("person", "holds_already")] if person_id in holders(part, uow=uow) else []),
    )
    closed.give(matter, part.vault_id, person_id, uow=uow)
    uow.say("key of the closed part given")
    uow.flush()


def take_key(part: SettlementPart, person_id: UUID, *, uow: UnitOfWork) -> None:
    """Turn the key without this person. Raises `Refusal` for the last one."""
    policy.require(uow.actor, Action.TEAM_CHANGE)
    refuse_if(*([] if person_id in holders(part, uow=uow) else [Fault("person", "not_a_holder")]))
    closed.take(part, person_id, "person", uow=uow)
    uow.say("key of the closed part taken")
    uow.flush()


def offer(
    part: SettlementPart, matter: Matter, offered: Offered, applicants: Iterable[UUID], *, uow: UnitOfWork
) -> list[Offer]:
    """The same offer to each of these applicants: one record each. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    whose = tuple(dict.fromkeys(applicants))
    known = {row.id for row in queries.applicants(matter, uow=uow)}
    too_early = offered.answer_by is not None and offered.answer_by < offered.offered_on
    refuse_if(
        *([] if whose else [Fault("numbers", "nobody")]),
        *([] if set(whose) <= known else [Fault("numbers", "stranger")]),
        *([Fault("offered_on-year", "future")] if offered.offered_on > uow.clock.today() else []),
        *([Fault("answer_by-year", "end_before_start")] if too_early else []),
    )
    date_id = new_id() if offered.in_diary and offered.answer_by is not None else None
    made = [
        Offer(
            vault_id=part.vault_id,
            applicant_id=id,
            kind=offered.kind,
            by=offered.by,
            offered_on=offered.offered_on,
            answer_by=offered.answer_by,
            date_id=date_id,
            amount=offered.amount,
            terms=offered.terms,
        )
        for id in whose
    ]
    uow.add(*made)
    uow.say("offer recorded")
    uow.flush()
    return made


def answer(
    part: SettlementPart, offer_id: UUID, given: Answer, on: date, said: str = "", *, uow: UnitOfWork
) -> OfferAnswer:
    """What one applicant said to one offer; for nobody else. Raises `Refusal`, `NotVisible`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    row = one(part, offer_id, uow=uow)
    refuse_if(
        *([Fault("answer", "unknown_choice")] if given is Answer.WAITING or row.taken_out else []),
        *([Fault("answered_on-year", "future")] if on > uow.clock.today() else []),
        *([Fault("answered_on-year", "end_before_start")] if on < row.offered_on else []),
    )
    before = len(next(one for one in offers(part, uow=uow) if one.offer.id == row.id).answers)
    made = OfferAnswer(
        vault_id=part.vault_id, offer_id=row.id, answer=given, answered_on=on, said=said, number=before + 1
    )
    uow.add(made)
    uow.say("answer to an offer recorded")
    uow.flush()
    return made


def take_out(part: SettlementPart, offer_id: UUID, reason: str, *, uow: UnitOfWork) -> None:
    """It was written down twice, or never made: it stays to be read. Raises `Refusal`, `NotVisible`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if reason.strip() else [Fault("said", "need_reason")]))
    one(part, offer_id, uow=uow).taken_out = reason.strip()
    uow.say("offer taken out")


def one(part: SettlementPart, offer_id: UUID, *, uow: UnitOfWork) -> Offer:
    """Raises `NotVisible` for an offer of another part."""
    row = uow.session.get(Offer, offer_id)
    if row is None or row.vault_id != part.vault_id:
        raise NotVisible
    return row


def offers(part: SettlementPart, *, uow: UnitOfWork) -> list[Stands]:
    """Every offer with its answers, the latest first."""
    said: dict[UUID, list[OfferAnswer]] = {}
    for row in uow.session.scalars(select(OfferAnswer).where(OfferAnswer.vault_id == part.vault_id)):
        said.setdefault(row.offer_id, []).append(row)
    for rows in said.values():
        rows.sort(key=lambda row: (row.answered_on, row.number), reverse=True)
    found = uow.session.scalars(select(Offer).where(Offer.vault_id == part.vault_id))
    made = [Stands(row, tuple(said.get(row.id, ()))) for row in found]
    return sorted(made, key=lambda one: (one.offer.offered_on, one.offer.id), reverse=True)


def begun(matter: Matter, *, uow: UnitOfWork) -> frozenset[UUID]:
    """Applicants of the matter to whom something was offered, as far as the acting person holds the part."""
    part = part_of(matter, uow=uow)
    if part is None:
        return frozenset()
    return frozenset(one.offer.applicant_id for one in offers(part, uow=uow) if not one.offer.taken_out)


def papers(part: SettlementPart, *, uow: UnitOfWork) -> list[Document]:
    """The papers that lie in the closed part."""
    return documents.documents_in(part.vault_id, uow=uow)
