"""Conversations: what a person sent, what was answered, what she agreed to.

Everything in a conversation's vault may be read by the person it belongs to, because her code opens it. What she
must not read is a `TriageNote`, sealed in the intake vault.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.intake.told_dates import DateAnswer
from caseintake.storage import Word, to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class State(StrEnum):
    """Where a conversation stands. Readable without a key: the inbox is sorted and filtered by it."""

    NEW = "new"
    IN_REVIEW = "in_review"
    #: We asked for something.
    AWAITING = "awaiting"
    #: The person wrote again.
    WROTE_AGAIN = "wrote_again"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REFERRED = "referred"
    #: Somebody with the code asked to stop or to delete; whether freely, an officer finds out.
    WITHDRAWAL = "withdrawal"


#: States in which somebody of the office has to do something, or waits for the person.
OPEN: Final = frozenset({State.NEW, State.IN_REVIEW, State.AWAITING, State.WROTE_AGAIN, State.WITHDRAWAL})


# The first key of the inbox's order is one digit, so that "may end any day" stands on top in every engine whatever
# it thinks of NULL.
#: Somebody is in custody, hurt or to be removed, and a time-limit may end any day.
URGENT_ANY_DAY: Final = 0
#: The same, with an earliest possible last day.
URGENT: Final = 1
#: Nobody knows when a time-limit ends: it may end any day.
ANY_DAY: Final = 2
#: There is an earliest possible last day.
DATED: Final = 3


class Conversation(SealedRecord):
    """One person asking, from the first statement on. Its id is not the receipt's id."""

    __tablename__ = "conversation"
    __kind__ = "conversation"
    __table_args__ = (
        # The inbox reads in this order; without an index that has it, ten thousand rows are sorted for fifty.
        Index("ix_conversation_open_order", "open", "urgency", "possible_week", "received_on", "id"),
        Index("ix_conversation_state_order", "state", "urgency", "possible_week", "received_on", "id"),
        Index("ix_conversation_order", "urgency", "possible_week", "received_on", "id"),
    )

    state: Mapped[State] = mapped_column(Word(State))
    #: 1 while the state is one of `OPEN`.
    open: Mapped[int] = mapped_column(SmallInteger)
    received_on: Mapped[date]
    #: One of the four digits above.
    urgency: Mapped[int] = mapped_column(SmallInteger)
    #: The Monday of the earliest possible last day; None when it may end any day.
    possible_week: Mapped[date | None]

    #: What people say on the phone instead of the code.
    reference: Sealed[str] = sealed()
    language: Sealed[str] = sealed()
    foreign: Sealed[bool] = sealed(default=False)  #: her own language is none of the house: we write in this one
    #: Options of the safety page that ask for an officer at once.
    urgent_because: Sealed[tuple[str, ...]] = sealed()
    #: The earliest day a time-limit can end, by what was told; None when nobody can say.
    earliest_last_day: Sealed[date | None] = sealed()
    #: What the office needs from the person, and by when.
    needed: Sealed[str] = sealed(default="")
    needed_by: Sealed[date | None] = sealed(default=None)
    #: Until when what was sent is kept after it was declined.
    kept_until: Sealed[date | None] = sealed(default=None)
    #: The matter that took it, once accepted.
    matter_id: Sealed[UUID | None] = sealed(default=None)


class MessageKind(StrEnum):
    """What a message is. Sealed: who wrote when is nobody's business but the two sides'."""

    STATEMENT = "statement"
    ADDITION = "addition"
    #: Written down by somebody of the office for a person who spoke, or through whom she spoke.
    TAKEN_DOWN = "taken_down"
    ANSWER = "answer"
    REQUEST = "request"
    #: "Do you still want the case?": answered with one press, and the answer is kept as proof of contact.
    STILL_WANT = "still_want"
    DECLINED = "declined"
    REFERRED = "referred"
    ACCEPTED = "accepted"


FROM_CLIENT: Final = frozenset({MessageKind.STATEMENT, MessageKind.ADDITION})
#: What the person told, whoever wrote it down. The page of a return visit never shows it.
TOLD: Final = FROM_CLIENT | {MessageKind.TAKEN_DOWN}


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """The answer to one question of the form; ``values`` are texts or ids of options."""

    question: str
    values: tuple[str, ...]


class ToldDate(msgspec.Struct, frozen=True, array_like=True):
    """A date as it was told, and how early and how late it can have been."""

    question: str
    fact: str
    told: DateAnswer
    earliest: date | None
    latest: date | None


class SentFile(msgspec.Struct, frozen=True, array_like=True):
    """A file that came with a message, by the id of its document and the digest of its plaintext."""

    document_id: UUID
    digest: bytes


class Message(SealedRecord):
    """Something one side wrote to the other, signed by its author."""

    __tablename__ = "message"
    __kind__ = "message"
    __signed__ = True

    conversation_id: Mapped[UUID] = mapped_column(to("conversation.id"), index=True)

    kind: Sealed[MessageKind] = sealed()
    text: Sealed[str] = sealed()
    written_at: Sealed[datetime] = sealed()
    answers: Sealed[tuple[Answer, ...]] = sealed(default=())
    dates: Sealed[tuple[ToldDate, ...]] = sealed(default=())
    files: Sealed[tuple[SentFile, ...]] = sealed(default=())
    #: Version and digest of the questions that were answered.
    questionnaire: Sealed[str] = sealed(default="")
    #: The number of the form it was written in, so that pressing twice writes once.
    once: Sealed[str] = sealed(default="")


class Speaker(StrEnum):
    """Through whom a statement came that somebody of the office wrote down."""

    CLIENT = "client"
    RELATIVE = "relative"
    LAWYER = "lawyer"
    CELLMATE_LAWYER = "cellmate_lawyer"
    INTERPRETER = "interpreter"
    OTHER = "other"


class Setting(StrEnum):
    """What kind of place it was spoken in. Never an address."""

    OFFICE = "office"
    HOME = "home"
    DETENTION = "detention"
    HOSPITAL = "hospital"
    TELEPHONE = "telephone"
    RECORDING = "recording"
    PAPER = "paper"
    ELSEWHERE = "elsewhere"


class Circumstances(SealedRecord):
    """How a statement came about that the office wrote down. Its author wrote both.

    Whoever spoke for the client is a contact: no code is theirs, and nothing here is shown to them.
    """

    __tablename__ = "circumstances"
    __kind__ = "circumstances of a statement"
    __signed__ = True

    conversation_id: Mapped[UUID] = mapped_column(to("conversation.id"), index=True)

    message_id: Sealed[UUID] = sealed()
    speaker: Sealed[Speaker] = sealed()
    #: Who that is and how they are reached, if it was not the client.
    contact: Sealed[str] = sealed()
    setting: Sealed[Setting] = sealed()
    language: Sealed[str] = sealed()
    interpreter: Sealed[str] = sealed()
    #: The text was read back to whoever spoke, and they agreed with it.
    read_back: Sealed[bool] = sealed()
    #: The number on the paper form it was copied from.
    paper: Sealed[str] = sealed()
    #: The recording it was copied from.
    recording: Sealed[UUID | None] = sealed()


class Confirmed(StrEnum):
    """How the client said that a statement is hers."""

    FACE_TO_FACE = "face_to_face"
    VOICE = "voice"
    SIGNED = "signed"
    CODE = "code"


class Confirmation(SealedRecord):
    """The client confirmed a statement that was written down for her. Until then it is second-hand."""

    __tablename__ = "confirmation"
    __kind__ = "confirmation of a statement"
    __signed__ = True

    conversation_id: Mapped[UUID] = mapped_column(to("conversation.id"), index=True)

    message_id: Sealed[UUID] = sealed()
    how: Sealed[Confirmed] = sealed()
    confirmed_on: Sealed[date] = sealed()
    remark: Sealed[str] = sealed()


class Reading(SealedRecord):
    """That the person opened an answer. A record of its own: the answer keeps its author's signature."""

    __tablename__ = "reading"
    __kind__ = "reading"

    conversation_id: Mapped[UUID] = mapped_column(to("conversation.id"), index=True)

    message_id: Sealed[UUID] = sealed()
    read_on: Sealed[date] = sealed()


class Consent(SealedRecord):
    """One answer to one consent text. Every change is a new record; the last one counts."""

    __tablename__ = "consent"
    __kind__ = "consent"
    __signed__ = True

    conversation_id: Mapped[UUID] = mapped_column(to("conversation.id"), index=True)

    use: Sealed[str] = sealed()
    agreed: Sealed[bool] = sealed()
    #: For what exactly, where the use asks: which firm, which procedure.
    scope: Sealed[str] = sealed(default="")
    text_version: Sealed[int] = sealed()
    text_language: Sealed[str] = sealed()
    text_digest: Sealed[str] = sealed()
    #: How it was given: ``form`` at first contact, ``code`` on a return visit, ``spoken`` to who wrote it down.
    how: Sealed[str] = sealed()
    given_on: Sealed[date] = sealed()


class HowGiven(StrEnum):
    """How somebody of the office was given an answer."""

    IN_PERSON = "in_person"
    READ_ALOUD = "read_aloud"
    #: Through a lawyer who has access to the prison.
    IN_PRISON = "in_prison"
    WITHDRAWAL = "withdrawal"  #: what came out when a wish to leave was asked about
    SPOKEN = "spoken"


class ConsentTaken(SealedRecord):
    """An answer given to somebody of the office instead of with the code; in the client file, signed by who took it."""

    __tablename__ = "consent_taken"
    __kind__ = "consent taken"
    __signed__ = True

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)

    use: Sealed[str] = sealed()
    agreed: Sealed[bool] = sealed()
    scope: Sealed[str] = sealed(default="")
    text_version: Sealed[int] = sealed()
    text_language: Sealed[str] = sealed()
    text_digest: Sealed[str] = sealed()
    how: Sealed[HowGiven] = sealed()
    #: Who else was there: an interpreter, a guard, a relative.
    present: Sealed[str] = sealed(default="")
    given_on: Sealed[date] = sealed()
    #: On this day the answer is asked again.
    review_on: Sealed[date | None] = sealed(default=None)
    #: The answers that stood when this one was taken: of two given on one day, it goes before these.
    replaces: Sealed[tuple[UUID, ...]] = sealed(default=())


class GoneOut(SealedRecord):
    """That something of a client has left the office for one use. It stays true after a consent is taken back."""

    __tablename__ = "gone_out"
    __kind__ = "gone out"
    __signed__ = True

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)

    use: Sealed[str] = sealed()
    #: To whom exactly.
    scope: Sealed[str] = sealed()
    what: Sealed[str] = sealed()
    on: Sealed[date] = sealed()
    #: False: no consent stood for it on the day it was written down.
    agreed: Sealed[bool] = sealed()


class Wish(StrEnum):
    """What somebody with the code asked for when leaving."""

    STOP = "stop"
    DELETE = "delete"


class WithdrawalRequest(SealedRecord):
    """Somebody with the code wants out. It decides nothing: an officer asks whether it was her wish."""

    __tablename__ = "withdrawal_request"
    __kind__ = "withdrawal request"
    __signed__ = True

    conversation_id: Mapped[UUID] = mapped_column(to("conversation.id"), index=True)

    wish: Sealed[Wish] = sealed()
    asked_on: Sealed[date] = sealed()
    #: Until this day nothing is destroyed.
    kept_until: Sealed[date] = sealed()


class Whose(StrEnum):
    """Whose wish it was to leave, as far as the safe question brought out."""

    OWN = "own"
    PRESSURE = "pressure"
    UNCLEAR = "unclear"


class WithdrawalFinding(SealedRecord):
    """What came out when somebody who wanted out was asked in the safe way. Pressure makes it a piece of evidence.

    Never in the conversation's vault: whoever forces her would read it with her code.
    """

    __tablename__ = "withdrawal_finding"
    __kind__ = "withdrawal finding"
    __signed__ = True

    conversation_id: Sealed[UUID] = sealed()
    request_id: Sealed[UUID] = sealed()
    whose: Sealed[Whose] = sealed()
    asked_by: Sealed[UUID] = sealed()
    asked_on: Sealed[date] = sealed()
    #: By which safe channel, who was there, what was said.
    how: Sealed[str] = sealed()
    #: The day of the pressure, and from whom we know of it.
    happened_on: Sealed[date | None] = sealed(default=None)
    source: Sealed[str] = sealed(default="")


class Deletion(SealedRecord):
    """That a conversation was destroyed as its person wished: days, names and numbers alone; in the intake vault."""

    __tablename__ = "deletion"
    __kind__ = "deletion"
    __signed__ = True

    conversation_id: Sealed[UUID] = sealed()
    asked_on: Sealed[date] = sealed()
    found_by: Sealed[UUID] = sealed()
    #: Who pressed; the same person only where nobody else could.
    deleted_by: Sealed[UUID] = sealed()
    deleted_on: Sealed[date] = sealed()
    records: Sealed[int] = sealed()
    files: Sealed[int] = sealed()


class TriageNote(SealedRecord):
    """What intake officers tell each other, sealed in the intake vault: no code opens it."""

    __tablename__ = "triage_note"
    __kind__ = "triage note"
    __signed__ = True

    conversation_id: Mapped[UUID] = mapped_column(to("conversation.id"), index=True)

    text: Sealed[str] = sealed()
    #: What was done, when the note was written by an act: ``taken``, ``declined`` …; empty for a plain note.
    act: Sealed[str] = sealed(default="")
    written_at: Sealed[datetime] = sealed()
