"""What happens at intake, told to the floors above inside the same transaction."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConversationOpened:
    """Somebody wrote for the first time. Whoever alerts an officer says nothing but that something urgent waits."""

    conversation_id: UUID
    urgent: bool


@dataclass(frozen=True, slots=True)
class ClientWrote:
    """A person added something to her conversation."""

    conversation_id: UUID


@dataclass(frozen=True, slots=True)
class WithdrawalAsked:
    """Somebody with the code asked to stop or to delete."""

    conversation_id: UUID


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    """A person changed an answer to a consent text; future use of that kind stops at once."""

    conversation_id: UUID
    use: str
    agreed: bool
