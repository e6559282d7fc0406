"""Whether every record's sealed file is there and unchanged. Needs no key: ``verify`` runs it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseintake.documents.blobs import BlobMissing, BlobStore
from caseintake.documents.model import Document

_READ = 256 * 1024


class Damage(StrEnum):
    """What is wrong with a sealed file."""

    MISSING = "missing"
    SIZE = "size"
    DIGEST = "digest"


@dataclass(frozen=True)
class DamagedFile:
    """One file that is not what its record says."""

    document_id: UUID
    blob_id: UUID
    what: Damage


def damaged_files(session: Session, store: BlobStore) -> Iterator[DamagedFile]:
    """Hash every sealed file and compare it with the bound columns of its record."""
    columns = select(Document.id, Document.blob_id, Document.size, Document.digest).order_by(Document.id)
    for document_id, blob_id, size, digest in session.execute(columns):
        what = _damage(store, blob_id, size, digest)
        if what is not None:
            yield DamagedFile(document_id, blob_id, what)


def _damage(store: BlobStore, blob_id: UUID, size: int, digest: bytes) -> Damage | None:
    try:
        file = store.open(blob_id)
    except BlobMissing:
        return Damage.MISSING
    with file:
        if file.seek(0, 2) != size:
            return Damage.SIZE
        file.seek(0)
        told = hashlib.sha256()
        while piece := file.read(_READ):
            told.update(piece)
    return None if told.digest() == digest else Damage.DIGEST
