"""Documents and upload tickets as rows."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.documents.media import Media
from caseintake.storage import Base
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
