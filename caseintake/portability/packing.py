"""Sending a matter: sealed while it is read, so that nothing of it rests in clear anywhere."""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from caseintake.documents.model import Document
from caseintake.documents.service import open_document
from caseintake.kernel.actor import Actor
from caseintake.matters import queries
from caseintake.portability.lock import MAGIC, ExportLock
from caseintake.portability.records import gather
from caseintake.vault import canonical
from caseintake.vault.errors import VaultError
from caseintake.vault.keyring import Keyring
from caseintake.vault.parcel import ParcelSealer
from caseintake.work import Office, UnitOfWork


def pack(
    office: Office,
    actor: Actor,
    keyring: Keyring,
    matter_id: UUID,
    *,
    lock: ExportLock,
    key: bytes,
    reader: UUID | None = None,
) -> Iterator[bytes]:
    """The bytes of the file, in a unit of its own that lives as long as the sending. ``key`` is the file's.

    ``reader``: whose key opens it, if it is a colleague's; what is closed to her stays here.
    """
    sealer = ParcelSealer(MAGIC, lock.head(), key)
    yield sealer.opening
    with office.unit(actor=actor, keyring=keyring) as uow:
        for frame in _frames(matter_id, reader, uow):
            for piece in sealer.frame(frame):
                yield bytes(piece)
    for last in sealer.finish():
        yield bytes(last)


def _frames(matter_id: UUID, reader: UUID | None, uow: UnitOfWork) -> Iterator[bytes]:
    gathered = gather(queries.matter(matter_id, uow=uow), uow=uow, reader=reader)
    yield canonical.encode("json", msgspec.json.encode(gathered.exported))
    for document in gathered.files:
        yield from _file(document, uow)
    yield canonical.encode("end", len(gathered.files))


def _file(document: Document, uow: UnitOfWork) -> Iterator[bytes]:
    """A file that is gone or was changed is named with what is wrong: the others go out all the same."""
    try:
        opened = open_document(document, uow=uow)
    except VaultError as error:
        yield canonical.encode("file", document.id, 0, type(error).__name__)
        return
    try:
        yield canonical.encode("file", document.id, opened.length, "")
        for piece in opened.pieces:
            yield canonical.encode("data", piece)
    finally:
        opened.close()
