"""Somebody wants out: whose wish it was, and what follows from the answer.

Her own wish before anybody took the case: everything is destroyed, keys first. After that a lawyer decides with her,
use by use and complaint by complaint. Pressure is no wish: nothing is deleted, and what happened is kept as evidence.
No act here sends anything to anybody.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.audit import rows as log
from caseintake.documents import service as documents
from caseintake.documents.model import Document, SetAside
from caseintake.intake import consenting
from caseintake.intake.drafts import Agreed
from caseintake.intake.model import (
    Conversation,
    Deletion,
    HowGiven,
    State,
    TriageNote,
    Whose,
    WithdrawalFinding,
    WithdrawalRequest,
)
from caseintake.intake.refusal import Refused
from caseintake.matters.kinds import TaskKind
from caseintake.matters.model import ClientFile
from caseintake.matters.tasks import add_task
from caseintake.search import service as search
from caseintake.storage import scrub
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import Holder, HolderKind, VaultKind
from caseintake.vault.sealed import SealedRecord
from caseintake.work import UnitOfWork

#: So many days after the copy could be destroyed, the person who asked may do it alone if nobody else came.
DAYS_FOR_A_SECOND: Final = 3


class Found(msgspec.Struct, frozen=True):
    """What came out when the person was asked."""

    whose: Whose
    how: str
    happened_on: date | None = None
    source: str = ""


def requests(conversation: Conversation, *, uow: UnitOfWork) -> list[WithdrawalRequest]:
    """What was asked with a code, the latest last. A wish that no code signed is nobody's."""
    rows = uow.session.scalars(select(WithdrawalRequest).where(WithdrawalRequest.vault_id == conversation.vault_id))
    asked = (row for row in rows if (by := _author(row, uow)) is not None and by.kind is HolderKind.RECEIPT)
    return sorted(asked, key=lambda row: (row.asked_on, row.id))


def _author(row: SealedRecord, uow: UnitOfWork) -> Holder | None:
    try:
        return uow.proof(row).author
    except ForgedRecord:
        return None


def findings(conversation: Conversation, vault_id: UUID, *, uow: UnitOfWork) -> list[WithdrawalFinding]:
    """What came out each time; from the intake vault, or from the client file once the case is taken."""
    if not uow.keystore.can_open(vault_id):
        return []
    rows = uow.session.scalars(select(WithdrawalFinding).where(WithdrawalFinding.vault_id == vault_id))
    return sorted((row for row in rows if row.conversation_id == conversation.id), key=lambda row: row.asked_on)


def settle(conversation: Conversation, found: Found, *, uow: UnitOfWork) -> None:
    """At intake. Her own wish leaves the conversation closed until it is destroyed; anything else takes it up again."""
    _record(conversation, found, uow.roster.office_vaults[VaultKind.INTAKE], uow)
    if found.whose is not Whose.OWN:
        conversation.state = State.IN_REVIEW


def settle_client(conversation: Conversation, file: ClientFile, found: Found, *, uow: UnitOfWork) -> None:
    """In a client file. Nothing is destroyed; under pressure somebody has to act, and the consents stand as before."""
    policy.require(uow.actor, Action.CLIENT_ANSWER)
    _record(conversation, found, file.vault_id, uow)
    conversation.state, conversation.open = State.ACCEPTED, 0
    if found.whose is Whose.PRESSURE:
        add_task(file, TaskKind.PRESSURE, due_on=uow.clock.today(), uow=uow)


def _record(conversation: Conversation, found: Found, vault_id: UUID, uow: UnitOfWork) -> None:
    asked = requests(conversation, uow=uow)
    if conversation.state is not State.WITHDRAWAL or not asked:
        raise Refused("no_withdrawal")
    if found.happened_on is not None and found.happened_on > uow.clock.today():
        raise Refused("not_yet")
    uow.add(
        WithdrawalFinding(
            vault_id=vault_id,
            conversation_id=conversation.id,
            request_id=asked[-1].id,
            whose=found.whose,
            asked_by=uow.actor.id,
            asked_on=uow.clock.today(),
            how=found.how,
            happened_on=found.happened_on,
            source=found.source,
        )
    )
    uow.say("withdrawal settled")


def carry_over(conversation: Conversation, vault_id: UUID, *, uow: UnitOfWork) -> None:
    """The case is taken: what is known of pressure goes along into the client file, under the same names and days."""
    for row in findings(conversation, uow.roster.office_vaults[VaultKind.INTAKE], uow=uow):
        uow.add(
            WithdrawalFinding(
                vault_id=vault_id,
                conversation_id=row.conversation_id,
                request_id=row.request_id,
                whose=row.whose,
                asked_by=row.asked_by,
                asked_on=row.asked_on,
                how=row.how,
                happened_on=row.happened_on,
                source=row.source,
            )
        )


def leave(
    file: ClientFile, stopped: Iterable[Agreed], leaves: Iterable[str], strikes: Iterable[str], *, uow: UnitOfWork
) -> None:
    """What lawyer and client decided: uses that end now, complaints as tasks. Nobody else in the case is told."""
    for answer in stopped:
        consenting.take(file, answer, HowGiven.WITHDRAWAL, "", None, uow=uow)
    for kind, texts in ((TaskKind.LEAVE_COMPLAINT, leaves), (TaskKind.ASK_TO_STRIKE_OUT, strikes)):
        for text in texts:
            add_task(file, kind, text=text, uow=uow)


# --- destroying -----------------------------------------------------------------------------------------------------


class NotYet(StrEnum):
    """Why a conversation cannot be destroyed today by this person."""

    NOT_ASKED = "not_asked"
    KEPT = "kept"
    SECOND_PERSON = "second_person"
    CHANGED = "changed"


def open_deletion(conversation: Conversation, *, uow: UnitOfWork) -> dict[UUID, WithdrawalFinding]:
    """By whom it was found that this is to be destroyed: her own wish, and nobody took the case. Else empty.

    A finding counts for who signed it, whatever name stands in it. All that was asked on one day is one wish, and a
    word of pressure or doubt about it outweighs every other: an older state of the conversation, put back, must not
    bring an answer to life that a later one has taken back.
    """
    asked = requests(conversation, uow=uow)
    if conversation.state is not State.WITHDRAWAL or conversation.matter_id is not None or not asked:
        return {}
    wish = {row.id for row in asked if row.asked_on == asked[-1].asked_on}
    known = findings(conversation, uow.roster.office_vaults[VaultKind.INTAKE], uow=uow)
    known = [row for row in known if row.request_id in wish]
    if any(row.whose is not Whose.OWN for row in known):
        return {}
    authors = ((_author(row, uow), row) for row in known)
    return {by.id: row for by, row in authors if by is not None and by.kind is HolderKind.PERSON}


def hindrance(conversation: Conversation, *, uow: UnitOfWork) -> NotYet | None:
    """Why not today. Two people destroy: who asked and another; alone only where there is nobody else, or who came."""
    found_by = open_deletion(conversation, uow=uow)
    if not found_by:
        return NotYet.NOT_ASKED
    until = requests(conversation, uow=uow)[-1].kept_until
    today = uow.clock.today()
    if today < until:
        return NotYet.KEPT
    waited = today >= until + timedelta(days=DAYS_FOR_A_SECOND)
    if set(found_by) == {uow.actor.id} and _others(uow) and not waited:
        return NotYet.SECOND_PERSON
    return NotYet.CHANGED if _changed(uow) else None


def _changed(uow: UnitOfWork) -> bool:
    """Whether a finding was taken away or put back by another hand: it may have said that there was pressure."""
    intake = uow.roster.office_vaults[VaultKind.INTAKE]
    seen, chains = uow.office.log_seen, uow.keystore.chains
    rows = log.altered(WithdrawalFinding, [intake], session=uow.session, roster=uow.roster, seen=seen, vaults=chains)
    return bool(rows)


def _others(uow: UnitOfWork) -> list[UUID]:
    """Who else could press: everybody who holds the intake vault and is still here."""
    held = uow.keystore.holders(uow.roster.office_vaults[VaultKind.INTAKE])
    people = [holder.id for holder in held if holder.kind is HolderKind.PERSON and holder.id != uow.actor.id]
    return [id for id in people if (found := uow.roster.find(id)) is not None and found.active]


def destroy(conversation: Conversation, *, uow: UnitOfWork) -> None:
    """Destroy all that was said and every key to it, the recovery key's too; keep that it was done.

    Copies of the database made before still open with the keys of their day until they are replaced. Raises `Refused`.
    """
    if (why := hindrance(conversation, uow=uow)) is not None:
        raise Refused(f"deletion_{why}")
    found_by, vault_id = open_deletion(conversation, uow=uow), conversation.vault_id
    rows = [*_of_vault(conversation.vault_id, uow), *_about(conversation, uow)]
    files = [row for row in rows if isinstance(row, Document)]
    record = Deletion(
        vault_id=uow.roster.office_vaults[VaultKind.INTAKE],
        conversation_id=conversation.id,
        asked_on=requests(conversation, uow=uow)[-1].asked_on,
        found_by=next((id for id in found_by if id != uow.actor.id), uow.actor.id),
        deleted_by=uow.actor.id,
        deleted_on=uow.clock.today(),
        records=len(rows),
        files=len(files),
    )
    for row in rows:
        if isinstance(row, Document):
            documents.destroy(row, uow=uow)
        else:
            uow.delete(row)
    search.forget({row.vault_id for row in rows}, uow=uow)
    uow.keystore.destroy(conversation.vault_id)
    uow.after_commit(lambda: uow.office.remembered.note_destroyed(vaults=[vault_id]))
    uow.add(record)
    uow.say("conversation destroyed")
    tables = {row.__tablename__ for row in rows} | {"vault_grant", "receipt", "index_segment"}
    uow.after_commit(lambda: scrub(uow.office.engine, tables))


def _of_vault(vault_id: UUID, uow: UnitOfWork) -> list[SealedRecord]:
    """Every sealed record of a vault, of whatever kind: what is added later is not forgotten here."""
    kinds = (mapper.class_ for mapper in SealedRecord.registry.mappers if issubclass(mapper.class_, SealedRecord))
    return [row for kind in kinds for row in uow.session.scalars(select(kind).where(kind.vault_id == vault_id))]


def _about(conversation: Conversation, uow: UnitOfWork) -> list[SealedRecord]:
    """What officers wrote about it among themselves."""
    intake = uow.roster.office_vaults[VaultKind.INTAKE]
    notes: list[SealedRecord] = []
    notes += uow.session.scalars(select(TriageNote).where(TriageNote.conversation_id == conversation.id))
    notes += findings(conversation, intake, uow=uow)
    kept = uow.session.scalars(select(SetAside).where(SetAside.vault_id == intake))
    return notes + [row for row in kept if row.origin == conversation.vault_id]


def deletions(*, uow: UnitOfWork) -> list[Deletion]:
    """What was destroyed, the latest first."""
    rows = uow.session.scalars(select(Deletion).where(Deletion.vault_id == uow.roster.office_vaults[VaultKind.INTAKE]))
    return sorted(rows, key=lambda row: (row.deleted_on, row.id), reverse=True)
