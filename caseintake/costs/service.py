"""Opening a costs vault, writing into it, giving its key by name, destroying it by two."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible, visible
from caseintake.audit import rows as log
from caseintake.costs.model import CostBook, CostItem, CostKind, CostsEnd, CostStage
from caseintake.costs.money import Money
from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.matters import closed, queries, team
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.storage import scrub
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import VaultKind
from caseintake.vault.logged import OFFICE_CHAIN
from caseintake.vault.sealed import SealedRecord
from caseintake.work import UnitOfWork

#: How many people hold the costs of a matter: the lead and one other.
HOLDERS: Final = 2
#: So many minutes of one day one person can have worked.
DAY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What somebody types."""

    kind: CostKind
    stage: CostStage
    on: date
    what: str
    who: str = ""
    minutes: int = 0
    rate: Money | None = None
    amount: Money | None = None
    proceeding_id: UUID | None = None
    applicants: tuple[UUID, ...] = ()
    no_receipt: bool = False


def book_of(matter: Matter, *, uow: UnitOfWork) -> CostBook | None:
    """The costs of a matter, if the acting person holds them; to everybody else there are none."""
    return next((row for row in visible(CostBook, uow=uow, of=VaultKind.COSTS) if row.matter_id == matter.id), None)


def open_book(matter: Matter, *, other: UUID, uow: UnitOfWork) -> CostBook:
    """A costs vault for whoever is responsible for the matter and ``other``, by name. Raises `Refusal`.

    A responsible colleague who does not hold a vault that is there already cannot know of it and opens a second one.
    """
    policy.require(uow.actor, Action.MATTER_CHANGE)
    lead = queries.label_of(matter, uow=uow).responsible
    refuse_if(
        *([] if lead == uow.actor.id else [Fault("other", "not_the_lead")]),
        *([Fault("other", "yourself")] if other == uow.actor.id else []),
        *closed.strangers(matter, [other], "other", uow=uow),
        *([Fault("other", "costs_open")] if book_of(matter, uow=uow) is not None else []),
    )
    vault_id = closed.make(matter, VaultKind.COSTS, [other], uow=uow)
    book = CostBook(vault_id=vault_id, matter_id=matter.id, opened_on=uow.clock.today())
    uow.add(book)
    uow.say("costs opened")
    uow.flush()
    return book


def holders(book: CostBook, *, uow: UnitOfWork) -> list[UUID]:
    """The people who hold the key today."""
    return team.people(book.vault_id, uow=uow)


def off_team(book: CostBook, matter: Matter, *, uow: UnitOfWork) -> list[UUID]:
    """Holders who have left the matter's team since: somebody must take the key from them."""
    known = set(team.members(matter, uow=uow))
    return [id for id in holders(book, uow=uow) if id not in known]


def hand_over(book: CostBook, matter: Matter, *, leaves: UUID | None, joins: UUID | None, uow: UnitOfWork) -> None:
    """Take the key from one of the two, give it to somebody of the team, or both in one step. Raises `Refusal`.

    Who leaves opens nothing written from now on; copies made before keep what they have.
    """
    policy.require(uow.actor, Action.MATTER_CHANGE)
    known = holders(book, uow=uow)
    after = {id for id in known if id != leaves} | ({joins} if joins is not None else set())
    refuse_if(
        *([Fault("leaves", "not_a_holder")] if leaves is not None and leaves not in known else []),
        *([Fault("joins", "holds_already")] if joins is not None and joins in known else []),
        *([Fault("joins", "two_hold")] if len(after) > HOLDERS else []),
        *([Fault("leaves", "last_holder")] if not after else []),
    )
    if joins is not None:
        refuse_if(*closed.strangers(matter, [joins], "joins", uow=uow))
        closed.give(matter, book.vault_id, joins, uow=uow)
    if leaves is not None:
        closed.take(book, leaves, "leaves", uow=uow)
    uow.say("key of the costs handed over")
    uow.flush()


def keep_until(book: CostBook, day: date | None, *, uow: UnitOfWork) -> None:
    """Until when the office keeps these costs: a term of their own, apart from the matter's."""
    policy.require(uow.actor, Action.FACT_RECORD)
    book.keep_until = day
    uow.say("term of the costs set")
    uow.flush()


def items(book: CostBook, *, uow: UnitOfWork) -> list[CostItem]:
    """Everything written, also what was taken out, by day."""
    rows = uow.session.scalars(select(CostItem).where(CostItem.book_id == book.id))
    return sorted((row for row in rows if row.vault_id == book.vault_id), key=lambda row: (row.on, row.id.hex))


def item(book: CostBook, id: UUID, *, uow: UnitOfWork) -> CostItem:
    """Raises `NotVisible` for one of another book."""
    row = uow.session.get(CostItem, id)
    if row is None or row.vault_id != book.vault_id:
        raise NotVisible
    return row


def write(book: CostBook, matter: Matter, cost: Cost, *, uow: UnitOfWork) -> CostItem:
    """A line of the claim, signed by the acting person. A missing rate or receipt is a mark. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*_faults(matter, cost, uow))
    made = CostItem(
        vault_id=book.vault_id,
        book_id=book.id,
        kind=cost.kind,
        stage=cost.stage,
        on=cost.on,
        what=cost.what.strip(),
        who=cost.who.strip(),
        minutes=cost.minutes,
        rate=cost.rate,
        amount=cost.amount,
        proceeding_id=cost.proceeding_id,
        applicants=cost.applicants,
        no_receipt=cost.no_receipt,
    )
    uow.add(made)
    uow.say("cost written")
    uow.flush()
    return made


def _faults(matter: Matter, cost: Cost, uow: UnitOfWork) -> list[Fault]:
    known = {row.id for row in queries.applicants(matter, uow=uow)}
    proceedings = {row.id for row in queries.proceedings(matter, uow=uow)}
    work = cost.kind is CostKind.TIME
    return [
        *([] if cost.what.strip() else [Fault("what", "needed")]),
        *([Fault("on", "future")] if cost.on > uow.clock.today() else []),
        *([Fault("hours", "no_such_time")] if work and not 0 < cost.minutes <= DAY_MINUTES else []),
        *([Fault("amount", "needed")] if not work and cost.amount is None else []),
        *([] if set(cost.applicants) <= known else [Fault("applicants", "not_in_matter")]),
        *([] if cost.proceeding_id in proceedings | {None} else [Fault("proceeding_id", "not_in_matter")]),
    ]


def prove(row: CostItem, document: Document, *, uow: UnitOfWork) -> None:
    """This receipt, which lies in the same vault, proves the line. Who adds it signs the line anew."""
    policy.require(uow.actor, Action.DOCUMENT_ADD)
    refuse_if(*([] if document.vault_id == row.vault_id else [Fault("file", "not_in_matter")]))
    row.proof_id, row.no_receipt = document.id, False
    uow.say("receipt added")
    uow.flush()


def take_out(row: CostItem, *, why: str, uow: UnitOfWork) -> None:
    """It was wrong or is not claimed. It stays readable, with the reason. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if why.strip() else [Fault("why", "needed")]))
    row.taken_out = why.strip()
    uow.say("cost taken out")
    uow.flush()


# --- the end ----------------------------------------------------------------------------------------------------------


def asked_to_end(book: CostBook, *, uow: UnitOfWork) -> CostsEnd | None:
    """A standing wish to destroy these costs. One whose signature does not fit, or of a former holder, is none."""
    rows = uow.session.scalars(select(CostsEnd).where(CostsEnd.book_id == book.id))
    known = set(holders(book, uow=uow))
    return next((row for row in rows if row.vault_id == book.vault_id and asked_by(row, uow=uow) in known), None)


def asked_by(row: CostsEnd, *, uow: UnitOfWork) -> UUID | None:
    """Who signed it."""
    try:
        found: UUID = uow.proof(row).author.id
    except ForgedRecord:
        return None
    return found


def ask_to_end(book: CostBook, *, why: str, uow: UnitOfWork) -> None:
    """Sign that these costs are no longer needed. Raises `Refusal`."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    refuse_if(*([] if why.strip() else [Fault("why", "needed")]))
    if asked_to_end(book, uow=uow) is None:
        uow.add(CostsEnd(vault_id=book.vault_id, book_id=book.id, asked_on=uow.clock.today(), why=why.strip()))
        uow.say("end of the costs asked for")
        uow.flush()


def withdraw_end(book: CostBook, *, uow: UnitOfWork) -> None:
    """They are needed after all: either holder says so."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    for row in uow.session.scalars(select(CostsEnd).where(CostsEnd.book_id == book.id)):
        uow.delete(row)
    uow.say("costs kept after all")
    uow.flush()


def end(book: CostBook, *, uow: UnitOfWork) -> None:
    """Destroy every line, receipt and key, the recovery key's too, on the word of the second holder. Raises `Refusal`.

    Copies of the database made before still open with the keys of their day until they are replaced.
    """
    policy.require(uow.actor, Action.MATTER_CHANGE)
    wish = asked_to_end(book, uow=uow)
    refuse_if(
        *([Fault("why", "nobody_asked")] if wish is None else []),
        *([Fault("why", "needs_second")] if wish is not None and asked_by(wish, uow=uow) == uow.actor.id else []),
    )
    # A wish that was taken back and put back in the database would let one person do it alone.
    seen, chains = uow.office.log_seen, uow.keystore.chains
    put_back = log.altered(
        CostsEnd, [book.vault_id], session=uow.session, roster=uow.roster, seen=seen, vaults=chains
    )  # fmt: skip
    refuse_if(*([Fault("why", "nobody_asked")] if put_back else []))
    vault_id, tables = book.vault_id, {"vault_grant"}
    for row in _of_vault(vault_id, uow):
        tables.add(row.__tablename__)
        if isinstance(row, Document):
            documents.destroy(row, uow=uow)
        else:
            uow.delete(row)
    uow.keystore.destroy(vault_id)
    uow.note(OFFICE_CHAIN, "costs destroyed", vault_id)
    uow.say("costs destroyed")
    uow.after_commit(lambda: uow.office.remembered.note_destroyed(vaults=[vault_id]))
    uow.after_commit(lambda: scrub(uow.office.engine, tables))


def _of_vault(vault_id: UUID, uow: UnitOfWork) -> list[SealedRecord]:
    """Every sealed record of the vault, of whatever kind."""
    kinds = (mapper.class_ for mapper in SealedRecord.registry.mappers if issubclass(mapper.class_, SealedRecord))
    return [row for kind in kinds for row in uow.session.scalars(select(kind).where(kind.vault_id == vault_id))]
