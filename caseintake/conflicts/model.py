"""The records of the conflict check and of inner circles."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from caseintake.conflicts.kinds import Between, InnerKind, Side, Verdict
from caseintake.matters.kinds import NO_SPELLINGS, Spellings
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class ConflictCard(SealedRecord):
    """A small vault of folded names of one matter, held by the matter (or a closed file) and the conflicts vault."""

    __tablename__ = "conflict_card"
    __kind__ = "conflict card"

    #: The vault it is kept up from: one card for each.
    holder_id: Mapped[UUID] = mapped_column(unique=True)
    matter_id: Sealed[UUID] = sealed()
    #: What the matter is called in mails; nothing else of it is told.
    ref: Sealed[str] = sealed()
    #: Who was responsible when the card was last written: whom to ask.
    ask: Sealed[UUID | None] = sealed(default=None)
    #: Which way of folding the names on it were written with (`search.segment.EDITION`).
    edition: Sealed[int] = sealed(default=1)


class ConflictEntry(SealedRecord):
    """One person's names on a card, folded: no letter of them as they are written."""

    __tablename__ = "conflict_entry"
    __kind__ = "conflict entry"

    #: The client file, or the name recorded by hand.
    subject_id: Mapped[UUID] = mapped_column(index=True)
    card_id: Sealed[UUID] = sealed()
    side: Sealed[Side] = sealed()
    #: Forms of the whole name, and of each word.
    forms: Sealed[tuple[str, ...]] = sealed()
    words: Sealed[tuple[str, ...]] = sealed()


class NamedInCase(SealedRecord):
    """Somebody of a case who has no file with us: an official, an opponent, an expert. In the matter's vault."""

    __tablename__ = "named_in_case"
    __kind__ = "named in a case"

    matter_id: Sealed[UUID] = sealed()
    side: Sealed[Side] = sealed()
    name: Sealed[str] = sealed()
    spellings: Sealed[Spellings] = sealed(default=NO_SPELLINGS)
    note: Sealed[str] = sealed(default="")


class ConflictQuestion(SealedRecord):
    """Are these people in a case of ours? Signed by who asks; in a vault of the asker and the conflicts vault."""

    __tablename__ = "conflict_question"
    __kind__ = "conflict question"
    __signed__ = True

    #: One person each, in every spelling that was given.
    names: Sealed[tuple[tuple[str, ...], ...]] = sealed()
    note: Sealed[str] = sealed(default="")
    #: For which matter or person asking, if it is for one.
    matter_id: Sealed[UUID | None] = sealed(default=None)
    conversation_id: Sealed[UUID | None] = sealed(default=None)
    #: To whom alone the answer goes.
    lead: Sealed[UUID | None] = sealed(default=None)
    asked_on: Sealed[date] = sealed()


class ConflictAnswer(SealedRecord):
    """What a holder of the conflicts vault answers, signed."""

    __tablename__ = "conflict_answer"
    __kind__ = "conflict answer"
    __signed__ = True

    question_id: Sealed[UUID] = sealed()
    verdict: Sealed[Verdict] = sealed()
    #: Whom to speak with first.
    ask: Sealed[UUID | None] = sealed(default=None)
    words: Sealed[str] = sealed(default="")
    answered_on: Sealed[date] = sealed()


class LookUp(SealedRecord):
    """That somebody looked names up, signed; in the conflicts vault, for all its holders to see."""

    __tablename__ = "conflict_look_up"
    __kind__ = "conflict look-up"
    __signed__ = True

    names: Sealed[tuple[tuple[str, ...], ...]] = sealed()
    found: Sealed[int] = sealed()
    on: Sealed[date] = sealed()
    question_id: Sealed[UUID | None] = sealed(default=None)


class InnerCircle(SealedRecord):
    """That some people of a matter keep things among themselves. Nobody else's page changes by it.

    Nothing stands in clear: neither the matter nor who is left out.
    """

    __tablename__ = "inner_circle"
    __kind__ = "inner circle"

    matter_id: Sealed[UUID] = sealed()
    made_on: Sealed[date] = sealed()


class InnerNote(SealedRecord):
    """Something an inner circle keeps: a note, a suspicion, a conflict between two. Signed; never changed."""

    __tablename__ = "inner_note"
    __kind__ = "inner note"
    __signed__ = True

    circle_id: Sealed[UUID] = sealed()
    kind: Sealed[InnerKind] = sealed()
    #: Applicants, or a colleague, it is about; two for a conflict.
    about: Sealed[tuple[UUID, ...]] = sealed(default=())
    between: Sealed[Between | None] = sealed(default=None)
    text: Sealed[str] = sealed(default="")
    written_at: Sealed[datetime] = sealed()
