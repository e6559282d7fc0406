"""People, how they come in, and who vouched for them.

No name is here in clear: a handle is two random words, and what colleagues call somebody is sealed in the directory
vault. Who holds which role is believed from the signed roster alone; ``Person.role`` is what the invitation said.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.identity.credentials import Wrapped, noise
from caseintake.kernel.actor import Role
from caseintake.storage import Base, Word, to
from caseintake.vault.logged import LoggedRecord
from caseintake.vault.primitives import Argon2Cost
from caseintake.vault.roster import Introduction
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class PersonState(StrEnum):
    """How far somebody has come. ``ACTIVE`` opens nothing by itself: the roster and the grants do."""

    INVITED = "invited"
    ENROLLED = "enrolled"
    ACTIVE = "active"
    DISABLED = "disabled"


class Person(LoggedRecord):
    """An account. Its public keys are believed once the roster says the same."""

    __tablename__ = "person"
    __kind__ = "person"

    handle: Mapped[str] = mapped_column(String(40), unique=True)
    role: Mapped[Role] = mapped_column(Word(Role))
    state: Mapped[PersonState] = mapped_column(Word(PersonState))
    hpke_public: Mapped[bytes | None] = mapped_column(LargeBinary)
    sign_public: Mapped[bytes | None] = mapped_column(LargeBinary)

    def introduction(self, role: Role | None = None) -> Introduction:
        """What a voucher signs of this person. Raises `ValueError` before enrolment."""
        if self.hpke_public is None or self.sign_public is None:
            raise ValueError("this person has no keys yet")
        return Introduction("add", self.id, role or self.role, self.hpke_public, self.sign_public)


class Invitation(LoggedRecord):
    """A way in that works once. Only the hash of its code is kept; the code has 80 bits."""

    __tablename__ = "invitation"
    __kind__ = "invitation"

    person_id: Mapped[UUID] = mapped_column(to("person.id"), unique=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    until: Mapped[date]


class Credential(LoggedRecord):
    """A person's secret under her passphrase, and behind it the sealed `Bundle`.

    ``version`` ends sessions: it moves on when the passphrase changes and at "sign out everywhere". ``revision`` moves
    at every change, so that of two sign-ins with one code only one is taken.
    """

    __tablename__ = "credential"
    __kind__ = "credential"

    person_id: Mapped[UUID] = mapped_column(to("person.id"), unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    memory_kib: Mapped[int]
    iterations: Mapped[int]
    lanes: Mapped[int]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    bundle: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int]
    revision: Mapped[int] = mapped_column()
    #: Opens under the second passphrase, which freezes the account; noise where there is none, so that nobody can see
    #: which. NULL in rows from before there was one.
    alarm: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: What stood under the passphrase, sealed to the docket vault while the account is frozen (identity/freezing.py).
    frozen: Mapped[bytes | None] = mapped_column(LargeBinary)

    __mapper_args__ = {"version_id_col": revision, "version_id_generator": False}

    def under_passphrase(self) -> Wrapped:
        cost = Argon2Cost(self.memory_kib, self.iterations, self.lanes)
        return Wrapped(self.salt, cost, self.wrapped)

    def wrap_anew(self, wrapped: Wrapped) -> None:
        self.salt, self.wrapped = wrapped.salt, wrapped.sealed
        self.memory_kib, self.iterations = wrapped.cost.memory_kib, wrapped.cost.iterations
        self.lanes = wrapped.cost.lanes
        self.alarm = noise()  # a second passphrase was made with the old salt: it is over


class Vouch(LoggedRecord):
    """A coordinator's signature that these keys are this person's. Two may be needed before the roster takes them."""

    __tablename__ = "vouch"
    __kind__ = "vouch"
    __table_args__ = (UniqueConstraint("person_id", "voucher_id"),)

    person_id: Mapped[UUID] = mapped_column(to("person.id"))
    voucher_id: Mapped[UUID]
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    vouched_on: Mapped[date]


class HistoryWarning(LoggedRecord):
    """Somebody remembers a head of the log that is no longer there. Shown to every coordinator until one has looked.

    ``signature`` is that coordinator's: without it, whoever rewrote the log could also write "looked at".
    """

    __tablename__ = "history_warning"
    __kind__ = "history warning"
    __table_args__ = (UniqueConstraint("damaged", "seq", "remembered"),)

    noticed_by: Mapped[UUID]
    damaged: Mapped[UUID]
    seq: Mapped[int]
    remembered: Mapped[bytes] = mapped_column(LargeBinary)
    noticed_on: Mapped[date]
    looked_by: Mapped[UUID | None]
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)


class Device(Base):
    """A browser that signed in before: it has its own count of failures, so that strangers cannot lock a person out."""

    __tablename__ = "device"
    __unlogged__ = "a lost or forged row only moves a count of failures"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(to("person.id"), index=True)
    until: Mapped[date]


class DisplayName(SealedRecord):
    """What colleagues call somebody; in the directory vault."""

    __tablename__ = "display_name"
    __kind__ = "display name"

    person_id: Mapped[UUID] = mapped_column(to("person.id"), unique=True)
    name: Sealed[str] = sealed()
    #: Bar and number. Only who has one is called an advocate: secrecy and privilege hang on it.
    bar_number: Sealed[str] = sealed(default="")


class Compared(StrEnum):
    """How two people compared their words."""

    FACE_TO_FACE = "face_to_face"
    VOICE = "voice"
    VIDEO = "video"


class VouchNote(SealedRecord):
    """How a voucher compared the words; in the directory vault."""

    __tablename__ = "vouch_note"
    __kind__ = "vouch note"

    vouch_id: Mapped[UUID] = mapped_column(to("vouch.id"), unique=True)
    how: Sealed[Compared] = sealed()
    remark: Sealed[str] = sealed(default="")


class RemovalProposal(SealedRecord):
    """One coordinator says that another should leave, and why; in the docket vault.

    ``agreed`` is her signature for the one roster entry that may follow now: once anything else follows, it is worth
    nothing. Whether it was carried out is said by the roster, not here.
    """

    __tablename__ = "removal_proposal"
    __kind__ = "removal proposal"
    __signed__ = True

    person_id: Sealed[UUID] = sealed()
    proposed_by: Sealed[UUID] = sealed()
    proposed_on: Sealed[date] = sealed()
    reason: Sealed[str] = sealed()
    #: The number of the roster entry it is for.
    seq: Sealed[int] = sealed()
    agreed: Sealed[bytes] = sealed()


class ForgottenPassphrase(SealedRecord):
    """A coordinator says that somebody has forgotten the passphrase, and why; in the docket vault.

    ``closed`` and ``keys`` are the account as it was, until coordinators have vouched for the new keys.
    """

    __tablename__ = "forgotten_passphrase"
    __kind__ = "forgotten passphrase"
    __signed__ = True

    person_id: Sealed[UUID] = sealed()
    begun_by: Sealed[UUID] = sealed()
    begun_on: Sealed[date] = sealed()
    reason: Sealed[str] = sealed()
    closed: Sealed[bytes] = sealed()
    keys: Sealed[tuple[bytes, ...]] = sealed()


class NewRecoveryKey(LoggedRecord):
    """A recovery key that was drawn and shared out on paper, until two coordinators have put it into the roster.

    ``agreed`` is the first one's signature for the very next roster entry.
    """

    __tablename__ = "new_recovery_key"
    __kind__ = "new recovery key"

    hpke_public: Mapped[bytes] = mapped_column(LargeBinary)
    sign_public: Mapped[bytes] = mapped_column(LargeBinary)
    drawn_on: Mapped[date]
    agreed_by: Mapped[UUID | None]
    agreed: Mapped[bytes | None] = mapped_column(LargeBinary)


class ReplacementSeen(SealedRecord):
    """A holder of a vault has seen that a colleague who held it has new keys; sealed in that very vault."""

    __tablename__ = "replacement_seen"
    __kind__ = "replacement seen"

    person_id: Sealed[UUID] = sealed()
    #: The roster entry that gave the new keys.
    seq: Sealed[int] = sealed()
    seen_by: Sealed[UUID] = sealed()


class Agreement(LoggedRecord):
    """A coordinator's signature that one thing may be done to one account; see identity/agreeing.py."""

    __tablename__ = "agreement"
    __kind__ = "agreement"
    __table_args__ = (UniqueConstraint("person_id", "subject", "coordinator_id"),)

    person_id: Mapped[UUID] = mapped_column(to("person.id"))
    subject: Mapped[str] = mapped_column(String(20))
    coordinator_id: Mapped[UUID]
    agreed_on: Mapped[date]
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class Announcement(SealedRecord):
    """Says to the holders of a vault that somebody new holds it; sealed in that very vault."""

    __tablename__ = "announcement"
    __kind__ = "announcement"

    person_id: Mapped[UUID] = mapped_column(to("person.id"))
    given_by: Sealed[UUID] = sealed()
    given_on: Sealed[date] = sealed()
    #: Who has dismissed it.
    seen_by: Sealed[tuple[UUID, ...]] = sealed(default=())
