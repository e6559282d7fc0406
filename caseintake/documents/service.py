"""Keeping, opening, marking and destroying documents."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import func, select

from caseintake.documents.blobs import BlobStore, Swept
from caseintake.documents.media import extension
from caseintake.documents.model import Document, SetAside, Viewing
from caseintake.documents.receive import ReceivedFile
from caseintake.search import service as search
from caseintake.storage import scalars_in
from caseintake.vault.errors import StreamDamaged, VaultError
from caseintake.vault.holders import RECOVERY, Holder, HolderKind, VaultKind
from caseintake.vault.stream import open_stream, sealed_size
from caseintake.vault.tables import Vault
from caseintake.work import Office, UnitOfWork

#: What `vault_for_officers` makes; a conversation's own vault is never held by people alone.
_OFFICERS_VAULTS = frozenset({VaultKind.EVIDENCE, VaultKind.CONVERSATION})

#: How many people may open a file that possibly shows a child. In most countries opening it is an offence.
OFFICERS = 2


class NotToBeOpened(VaultError):
    """The file possibly shows somebody under 18; only the officers named for it may open it."""


@dataclass(frozen=True)
class Opened:
    """A document on its way out. ``pieces`` raises `StreamDamaged` at a bad chunk: what came before is true.

    Whoever takes it must call `close`, also when nothing was read.
    """

    length: int
    pieces: Iterator[bytes]
    file: BinaryIO

    def close(self) -> None:
        self.file.close()


def store_of(office: Office) -> BlobStore:
    """Where this office keeps its sealed files."""
    return BlobStore.at(office.settings.blobs)


def keep(
    files: Iterable[ReceivedFile],
    vault_id: UUID,
    *,
    uow: UnitOfWork,
    intimate: bool = False,
    possible_minor: bool = False,
) -> list[Document]:
    """Make documents of received files in a vault. Raises `BlobMissing` when a held file is gone.

    A file marked ``possible_minor`` belongs in a vault made by `vault_for_officers`.
    """
    if possible_minor and not _officers_only(vault_id, uow):
        raise NotToBeOpened("a file that possibly shows a child goes to its own officers' vault")
    store, today = store_of(uow.office), uow.clock.today()
    documents = []
    for file in files:
        store.accept(file.blob_id, today)
        document = Document(
            vault_id=vault_id,
            blob_id=file.blob_id,
            size=file.size,
            digest=file.digest,
            key=file.key,
            name=file.name,
            length=file.length,
            sha256=file.sha256,
            media=file.media,
            received_on=today,
            intimate=intimate,
            possible_minor=possible_minor,
        )
        uow.add(document)
        uow.after_commit(lambda id=file.blob_id: store.accepted(id, today))  # type: ignore[misc]
        documents.append(document)
    return documents


def documents_in(vault_id: UUID, *, uow: UnitOfWork) -> list[Document]:
    """The documents of a vault, by the day they came, then by name."""
    rows = uow.session.scalars(select(Document).where(Document.vault_id == vault_id))
    return sorted(rows, key=lambda row: (row.received_on, row.name, row.id))


def may_open(document: Document, *, uow: UnitOfWork) -> bool:
    """True if the acting person may open the file itself; the record may be readable to more people."""
    if not uow.keystore.can_open(document.vault_id):
        return False
    return not document.possible_minor or _officers_only(document.vault_id, uow, uow.actor.id)


def open_document(document: Document, *, uow: UnitOfWork) -> Opened:
    """Begin to open a file. Everything that can be refused is refused here, before the first byte goes out.

    Raises `Locked`, `NotToBeOpened`, `BlobMissing`, or `StreamDamaged` for a wrong size or a bad first chunk.
    """
    length, key = document.length, document.key
    if not may_open(document, uow=uow):
        raise NotToBeOpened(f"document {document.id}")
    if document.size != sealed_size(length):
        raise StreamDamaged(f"document {document.id}: its size is not the size of its file")
    file = store_of(uow.office).open(document.blob_id)
    try:
        pieces = open_stream(key, file, length)
        first = next(pieces, b"")
    except BaseException:
        file.close()
        raise
    return Opened(length, chain([first] if first else [], pieces), file)


def file_name(document: Document, ref: str) -> str:
    """The name a download gets: ours, never the client's. ``ref`` such as ``KQWTZ-014``."""
    return f"{ref}.{extension(document.media, document.name)}"


def destroy(document: Document, *, uow: UnitOfWork) -> None:
    """Destroy the key with the row, and the ciphertext unless another document still needs it."""
    search.forget([document.vault_id], uow=uow)
    take_back_copies(document, uow=uow)
    uow.flush()
    others = select(func.count()).where(Document.blob_id == document.blob_id, Document.id != document.id)
    shared = uow.session.scalar(others)
    uow.delete(document)
    if not shared:
        store, today, blob_id = store_of(uow.office), uow.clock.today(), document.blob_id
        uow.after_commit(lambda: store.delete(blob_id, today))
        uow.after_commit(lambda: uow.office.remembered.note_destroyed(files=[blob_id]))


def take_back_copies(document: Document, *, uow: UnitOfWork) -> None:
    """Destroy the keys lent to outside people: what is private, or gone here, is not lent on.

    What somebody has downloaded before cannot be taken back.
    """
    statement = select(Document).join(Vault, Vault.id == Document.vault_id)
    for copy in uow.session.scalars(
        statement.where(
            Document.blob_id == document.blob_id, Document.id != document.id, Vault.kind == VaultKind.SHARED
        )
    ):
        uow.delete(copy)


def vault_for_officers(officers: Iterable[UUID], *, uow: UnitOfWork) -> UUID:
    """A vault of its own for files that possibly show a child, held by at most two named people.

    A client's receipt makes it too (a receipt can only make conversations it holds) and leaves it at once.
    """
    holders = [Holder.person(officer) for officer in dict.fromkeys(officers)]
    if not 1 <= len(holders) <= OFFICERS:
        raise ValueError(f"between one and {OFFICERS} officers are named")
    if uow.actor.kind != "receipt":
        return uow.keystore.create_vault(VaultKind.EVIDENCE, holders)
    me = Holder.receipt(uow.actor.id)
    vault_id = uow.keystore.create_vault(VaultKind.CONVERSATION, [me, *holders])
    uow.keystore.remove(vault_id, me)
    return vault_id


def seal_away(document: Document, officers: Iterable[UUID], stays_in: UUID, *, uow: UnitOfWork) -> Document:
    """A file possibly shows a child: move its key to a vault of two named officers, without opening the file.

    The record by which others knew it is destroyed; digest and size stay in the vault ``stays_in``, with room for a
    description. Who opened the file before may have kept it, and a copy of the database made before still names its
    key: neither can be undone here.
    """
    vault_id = vault_for_officers(officers, uow=uow)
    moved = moved_to(vault_id, document)
    moved.possible_minor, moved.origin = True, document.vault_id
    stays = SetAside(
        vault_id=stays_in,
        origin=document.vault_id,
        document_id=moved.id,
        was=document.id,
        length=document.length,
        sha256=document.sha256,
        media=document.media,
        received_on=document.received_on,
        set_aside_on=uow.clock.today(),
        set_aside_by=uow.actor.id,
    )
    take_back_copies(document, uow=uow)
    uow.add(moved, stays)
    uow.delete(document)
    uow.say("document sealed away")
    return moved


def moved_to(vault_id: UUID, document: Document) -> Document:
    """The same file under a new record in another vault, without any mark but that it is private."""
    return Document(
        vault_id=vault_id,
        blob_id=document.blob_id,
        size=document.size,
        digest=document.digest,
        key=document.key,
        name=document.name,
        length=document.length,
        sha256=document.sha256,
        media=document.media,
        received_on=document.received_on,
        note=document.note,
        intimate=document.intimate,
    )


def mark_intimate(document: Document, intimate: bool = True, *, uow: UnitOfWork) -> None:
    """Mark a file as intimate, or take the mark back."""
    document.intimate = intimate
    if intimate:
        take_back_copies(document, uow=uow)
    uow.say("document marked intimate" if intimate else "mark of a document taken back")


def note_viewing(document: Document, reason: str, *, uow: UnitOfWork) -> None:
    """A private file is opened: who, in which role, why. Sealed beside the file; the client may be told day and role.

    Raises `ValueError` without a reason.
    """
    if not reason.strip() or uow.actor.role is None:
        raise ValueError("a private file is opened with a reason, by a person")
    uow.add(
        Viewing(
            vault_id=document.vault_id,
            document_id=document.id,
            viewed_on=uow.clock.today(),
            role=uow.actor.role,
            reason=reason,
        )
    )


def viewings(vault_id: UUID, *, uow: UnitOfWork) -> list[Viewing]:
    """Every opening of a private file of this vault, the earliest first."""
    rows = uow.session.scalars(select(Viewing).where(Viewing.vault_id == vault_id))
    return sorted(rows, key=lambda row: (row.viewed_on, row.id))


def sweep(*, uow: UnitOfWork) -> Swept:
    """Remove broken and abandoned uploads and files no record names. Opens nothing; run it once a day."""

    def named(ids: list[UUID]) -> set[UUID]:
        return set(scalars_in(select(Document.blob_id), Document.blob_id, ids, uow.session))

    return store_of(uow.office).sweep(uow.clock.today(), named)


def _officers_only(vault_id: UUID, uow: UnitOfWork, person: UUID | None = None) -> bool:
    """True if the vault was made for such files and lists at most two people and nobody else.

    ``person`` must be one of them. A matter of one or two lawyers is no such vault: its team may grow.
    """
    if uow.keystore.chains.current(vault_id).kind not in _OFFICERS_VAULTS:
        return False
    people = [holder for holder in uow.keystore.holders(vault_id) if holder != RECOVERY]
    if len(people) > OFFICERS or any(holder.kind is not HolderKind.PERSON for holder in people):
        return False
    return person is None or Holder.person(person) in people
