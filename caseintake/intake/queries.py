"""Reading conversations: the inbox in its order, and one conversation as an officer sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Select, exists, select

from caseintake.documents.media import is_audio
from caseintake.documents.model import Document
from caseintake.documents.service import documents_in
from caseintake.intake.model import (
    FROM_CLIENT,
    Circumstances,
    Confirmation,
    Consent,
    Conversation,
    Message,
    MessageKind,
    Reading,
    State,
    TriageNote,
    WithdrawalRequest,
)
from caseintake.intake.returning import consents_of
from caseintake.intake.service import has_code
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import HolderKind, VaultKind
from caseintake.vault.signed import Proof
from caseintake.vault.tables import Grant
from caseintake.work import UnitOfWork

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of the inbox."""

    rows: Sequence[Conversation]
    page: int
    more: bool


def inbox(*, uow: UnitOfWork, state: State | None = None, all_states: bool = False, page: int = 1) -> Inbox:
    """One page of conversations the intake vault holds, the most pressing first.

    Without ``state`` the open ones. Never counts all of them: the page costs the same at fifty and at ten thousand.
    """
    statement = _in_order(uow)
    if state is not None:
        statement = statement.where(Conversation.state == state)
    elif not all_states:
        statement = statement.where(Conversation.open == 1)
    found = uow.session.scalars(statement.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    uow.keystore.open({row.vault_id for row in found[:PAGE]})
    # The database knows the week alone; within it the sealed day decides, then who has been waiting longest.
    rows = sorted(
        found[:PAGE], key=lambda row: (row.urgency, row.earliest_last_day or date.min, row.received_on, row.id)
    )
    return Inbox(rows, page, len(found) > PAGE)


def _in_order(uow: UnitOfWork) -> Select[Conversation]:
    intake = uow.roster.office_vaults[VaultKind.INTAKE]
    held = exists().where(
        Grant.vault_id == Conversation.vault_id,
        Grant.holder_kind == HolderKind.VAULT,
        Grant.holder_id == intake,
    )
    # `urgency` parts those without a week from those with one, so NULL never meets a date within one digit.
    return (
        select(Conversation)
        .where(held)
        .order_by(Conversation.urgency, Conversation.possible_week, Conversation.received_on, Conversation.id)
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A message with the result of checking who wrote it: ``proof`` None means it is not proven."""

    message: Message
    proof: Proof | None
    #: How it came about, if the office wrote it down for the person.
    taken: "Taken | None" = None

    @property
    def from_client(self) -> bool:
        return self.message.kind in FROM_CLIENT


@dataclass(frozen=True, slots=True)
class Taken:
    """How a statement came about that the office wrote down, and how the person confirmed it, if she has."""

    circumstances: Circumstances
    confirmation: Confirmation | None
    confirmed_to: UUID | None

    @property
    def second_hand(self) -> bool:
        """Until the person herself has said that it is right."""
        return self.confirmation is None


@dataclass(frozen=True, slots=True)
class Whole:
    """One conversation as an officer sees it, the oldest message first."""

    conversation: Conversation
    messages: list[Said]
    consents: dict[str, Consent]
    documents: list[Document]
    withdrawals: list[WithdrawalRequest]
    notes: list[TriageNote]
    #: The day the person first opened an answer of ours, by the message's id.
    read_on: dict[UUID, date]
    #: False once the person locked the code, or stopped, or before one was given to her.
    has_code: bool

    @property
    def unwritten(self) -> list[Document]:
        """Recordings nobody has written down yet."""
        done = {said.taken.circumstances.recording for said in self.messages if said.taken is not None}
        return [row for row in self.documents if is_audio(row.media, row.name) and row.id not in done]


def whole(conversation: Conversation, *, uow: UnitOfWork) -> Whole:
    """Everything of one conversation, with every signature checked."""
    vault_id = conversation.vault_id
    messages = uow.session.scalars(select(Message).where(Message.vault_id == vault_id)).all()
    withdrawals = uow.session.scalars(select(WithdrawalRequest).where(WithdrawalRequest.vault_id == vault_id))
    taken = taken_down(conversation, uow=uow)
    return Whole(
        conversation=conversation,
        messages=sorted(
            (Said(message, proven(message, uow=uow), taken.get(message.id)) for message in messages),
            key=lambda said: (said.message.kind is not MessageKind.STATEMENT, said.message.written_at),
        ),
        consents=consents_of(conversation, uow=uow),
        documents=documents_in(vault_id, uow=uow),
        withdrawals=list(withdrawals),
        notes=_notes(conversation, uow),
        read_on=_read_on(vault_id, uow),
        has_code=has_code(conversation, uow=uow),
    )


def _read_on(vault_id: UUID, uow: UnitOfWork) -> dict[UUID, date]:
    rows = uow.session.scalars(select(Reading).where(Reading.vault_id == vault_id))
    return {row.message_id: row.read_on for row in rows}


def taken_down(conversation: Conversation, *, uow: UnitOfWork) -> dict[UUID, Taken]:
    """How each statement came about that the office wrote down, by message. What nobody proves does not count."""
    confirmed: dict[UUID, tuple[Confirmation, UUID]] = {}
    for row in uow.session.scalars(select(Confirmation).where(Confirmation.vault_id == conversation.vault_id)):
        if (author := _written_by_person(row, uow=uow)) is not None:
            confirmed[row.message_id] = (row, author)
    found = {}
    for one in uow.session.scalars(select(Circumstances).where(Circumstances.vault_id == conversation.vault_id)):
        if _written_by_person(one, uow=uow) is not None:
            found[one.message_id] = Taken(one, *confirmed.get(one.message_id, (None, None)))
    return found


def second_hand(rows: Sequence[Conversation], *, uow: UnitOfWork) -> frozenset[UUID]:
    """Those of these conversations in which a statement stands that the person has not confirmed herself."""
    ids = [row.id for row in rows]
    written = set(
        uow.session.scalars(select(Circumstances.conversation_id).where(Circumstances.conversation_id.in_(ids)))
    )
    ours = [row for row in rows if row.id in written and uow.keystore.can_open(row.vault_id)]
    return frozenset(row.id for row in ours if any(one.second_hand for one in taken_down(row, uow=uow).values()))


def spoke_for(conversation: Conversation, *, uow: UnitOfWork) -> str:
    """Who spoke for the person, if somebody did: a source of the contact, and never the client."""
    found = (one.circumstances.contact for one in taken_down(conversation, uow=uow).values())
    return next((" ".join(contact.split()) for contact in found if contact), "")


def _written_by_person(row: Circumstances | Confirmation, *, uow: UnitOfWork) -> UUID | None:
    try:
        author = uow.proof(row).author
    except ForgedRecord:
        return None
    return author.id if author.kind is HolderKind.PERSON else None


def _notes(conversation: Conversation, uow: UnitOfWork) -> list[TriageNote]:
    """What officers told each other; nothing for a team that took the case and does not sit at intake."""
    if not uow.keystore.can_open(uow.roster.office_vaults[VaultKind.INTAKE]):
        return []
    notes = uow.session.scalars(select(TriageNote).where(TriageNote.conversation_id == conversation.id))
    return sorted(notes, key=lambda note: note.written_at)


def proven(message: Message, *, uow: UnitOfWork) -> Proof | None:
    """The checked author; None when the signature does not fit, or is of the wrong side."""
    try:
        proof = uow.proof(message)
    except ForgedRecord:
        return None
    wanted = HolderKind.RECEIPT if message.kind in FROM_CLIENT else HolderKind.PERSON
    return proof if proof.author.kind is wanted else None


def age_in_days(conversation: Conversation, today: date) -> int:
    """How long somebody has been waiting since the first statement."""
    return max(0, (today - conversation.received_on).days)
