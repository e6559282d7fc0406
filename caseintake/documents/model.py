"""Documents and upload tickets as rows."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.documents.media import Media
from caseintake.kernel.actor import Role
from caseintake.storage import Base
from caseintake.vault.logged import LoggedRecord
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class Document(SealedRecord):
    """One file in a vault: its key and all that is known of it are sealed, its ciphertext lies in the blob store.

    The three columns in clear are what works without a key needs, and all three are bound: the sweep must know which
    files are named by a record, and ``verify`` hashes every file. They tell nothing that the folder of files does not
    tell by itself: a random name, a padded size, a hash of noise.
    """

    __tablename__ = "document"
    __kind__ = "document"

    blob_id: Mapped[UUID] = mapped_column(index=True)
    #: Bytes of ciphertext: a bucket, never the true length.
    size: Mapped[int] = mapped_column(BigInteger)
    #: SHA-256 of the ciphertext.
    digest: Mapped[bytes] = mapped_column(LargeBinary)

    key: Sealed[bytes] = sealed()
    #: The client's own name for it, shown as text and used for nothing.
    name: Sealed[str] = sealed()
    #: Bytes.
    length: Sealed[int] = sealed()
    #: SHA-256 of the file as it came: what a certificate of evidence states.
    sha256: Sealed[bytes] = sealed()
    media: Sealed[Media] = sealed()
    received_on: Sealed[date] = sealed()
    note: Sealed[str] = sealed(default="")
    #: Shows somebody's body or private life: never previewed, indexed or added by "select all".
    intimate: Sealed[bool] = sealed(default=False)
    #: May show somebody under 18: opens to nobody but two named officers in a vault of its own.
    possible_minor: Sealed[bool] = sealed(default=False)
    #: While it is set aside, and after it was given back: the vault it came from.
    origin: Sealed[UUID | None] = sealed(default=None)
    #: The record by which the officers knew it, once they have given it back.
    moved_from: Sealed[UUID | None] = sealed(default=None)


class UploadTicket(Base):
    """Leave to send one form with files. ``id`` is the SHA-256 of the ticket; it is deleted when used.

    ``bound`` is a hash over the ticket and what it belongs to, so the table alone links it to no session or draft.
    """

    __tablename__ = "upload_ticket"
    __unlogged__ = "a ticket is worth one upload and gone after it; its use is seen in what was uploaded"

    id: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    bound: Mapped[bytes] = mapped_column(LargeBinary(32))
    #: The last day on which it is good.
    good_until: Mapped[date]


class LegalOfficers(LoggedRecord):
    """The one or two people who alone may hold a file that may show somebody under 18. The last naming counts.

    In clear, because anybody of the staff must be able to seal a file away without another key; believed only with
    the signature of a coordinator, so that whoever writes the database cannot name himself.
    """

    __tablename__ = "legal_officers"
    __kind__ = "legal officers"
    __table_args__ = (UniqueConstraint("number"),)

    #: 1, 2, 3 …: a naming never replaces another row.
    number: Mapped[int]
    first: Mapped[UUID]
    second: Mapped[UUID | None]
    named_by: Mapped[UUID]
    named_on: Mapped[date]
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class SetAside(SealedRecord):
    """What stays where a file was that may show somebody under 18: its digest and a description, never the file."""

    __tablename__ = "set_aside"
    __kind__ = "file set aside"
    __signed__ = True

    #: The vault the file lay in.
    origin: Sealed[UUID] = sealed()
    #: The record that names the file, in the officers' vault.
    document_id: Sealed[UUID] = sealed()
    #: Its id before, by which a message knows it.
    was: Sealed[UUID] = sealed()
    #: Bytes.
    length: Sealed[int] = sealed()
    sha256: Sealed[bytes] = sealed()
    media: Sealed[Media] = sealed()
    received_on: Sealed[date] = sealed()
    set_aside_on: Sealed[date] = sealed()
    set_aside_by: Sealed[UUID] = sealed()
    #: What is known without looking: what, how long, where it was shown, by whom and when it was described.
    description: Sealed[str] = sealed(default="")


class Step(StrEnum):
    """What is decided for a file that may show somebody under 18, by the law of the host country."""

    KEEP = "keep"
    REPORT = "report"
    HAND_OVER = "hand_over"
    DESTROY = "destroy"
    #: It shows nobody under 18 after all.
    GIVE_BACK = "give_back"


class StepTaken(SealedRecord):
    """A step decided for such a file, or that the other officer agrees to one; in the officers' vault.

    Whose it is stands in the signature alone: two names are two signed records.
    """

    __tablename__ = "step_taken"
    __kind__ = "step with a file set aside"
    __signed__ = True

    document_id: Sealed[UUID] = sealed()
    step: Sealed[Step] = sealed()
    decided_on: Sealed[date] = sealed()
    why: Sealed[str] = sealed()
    #: The step this officer agrees to, whose words it repeats; None for a decision.
    agrees_to: Sealed[UUID | None] = sealed(default=None)
    #: Where only one officer is named: who else was asked, in words.
    witness: Sealed[str] = sealed(default="")


class Viewing(SealedRecord):
    """That a file marked intimate was opened: by whom, in which role, why. The client may be told day and role."""

    __tablename__ = "viewing"
    __kind__ = "viewing of a document"
    __signed__ = True

    document_id: Sealed[UUID] = sealed()
    viewed_on: Sealed[date] = sealed()
    role: Sealed[Role] = sealed()
    reason: Sealed[str] = sealed()
