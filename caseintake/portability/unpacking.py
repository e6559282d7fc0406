"""Reading an exported matter and making a new one of it: new ids, new vaults, all of it or nothing."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, get_args, get_type_hints
from uuid import UUID

import msgspec

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.deadlines import service as deadlines
from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.documents.receive import ReceivedFile
from caseintake.documents.sealing import SealedFile, SealingFile
from caseintake.kernel.ids import new_id
from caseintake.matters import queries, service
from caseintake.matters.applicants import new_file
from caseintake.matters.model import Applicant, ClientFile, Matter, MatterLabel, OtherPlace
from caseintake.people.model import Merge
from caseintake.portability.lock import MAGIC, ExportLock
from caseintake.portability.records import FIELDS_LEFT_OUT, SCHEMA, Exported, Record, by_kind
from caseintake.vault import canonical
from caseintake.vault.errors import StreamDamaged
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.parcel import Parcel
from caseintake.vault.sealed import SealedRecord
from caseintake.work import Office, UnitOfWork

#: More records than any matter has.
MOST_RECORDS: Final = 200_000
#: More files than fit into what may arrive. Each takes a bucket on the disk, however little is in it.
MOST_FILES: Final = 5_000


class BadExport(Exception):
    """The file opened, and what is in it is no matter we can read."""


@dataclass(slots=True)
class Unpacked:
    """What was read: the document, and its files sealed anew on the disk, by the id they had."""

    exported: Exported
    files: dict[UUID, SealedFile] = field(default_factory=dict)
    missing: int = 0


@dataclass(slots=True)
class Arrived:
    """The new matter, and how many records of which kind nobody here understands."""

    matter: Matter
    records: int = 0
    skipped: dict[str, int] = field(default_factory=dict)


def lock_of(file: BinaryIO) -> ExportLock:
    """Raises `StreamDamaged`, `NewerSchema`."""
    return ExportLock.parse(Parcel(file, MAGIC).head)


def unpack(file: BinaryIO, key: bytes, office: Office) -> Unpacked:
    """Read it all; files go sealed to the disk. Call it before a transaction begins. Raises `StreamDamaged`,
    `BadExport`; then nothing stays on the disk but what the sweep takes."""
    frames = (frame for _at, frame in Parcel(file, MAGIC).frames(key))
    try:
        (document,) = canonical.decode(next(frames, b""), "json")
        exported = msgspec.json.decode(document, type=Exported)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError) as error:
        raise BadExport("no document of this schema") from error
    if exported.schema != SCHEMA or len(exported.records) > MOST_RECORDS:
        raise BadExport("another schema, or too large")
    found = Unpacked(exported)
    _files(frames, found, office)
    return found


def _files(frames: Iterator[bytes], found: Unpacked, office: Office) -> None:
    store, today = documents.store_of(office), office.clock.today()
    named = {record.id for record in found.exported.records if record.kind == Document.__kind__}
    if len(named) > MOST_FILES:
        raise BadExport("too many files")
    writing: SealingFile | None = None
    id, length = UUID(int=0), 0

    def done() -> None:
        if writing is not None:
            if writing.length != length:
                writing.abandon()
                raise BadExport("a file was cut")
            found.files[id] = writing.finish()

    for frame in frames:
        with suppress(ValueError):
            (piece,) = canonical.decode(frame, "data")
            if writing is None:
                raise BadExport("bytes of no file")
            writing.write(piece)
            continue
        with suppress(ValueError):
            canonical.decode(frame, "end")
            done()
            return
        done()
        try:
            id, length, wrong = canonical.decode(frame, "file")
        except ValueError as error:
            raise BadExport("a frame of no known kind") from error
        if id not in named:
            raise BadExport("a file of no record, or twice")
        named.remove(id)
        writing = None if wrong else SealingFile(store.begin(today))
        found.missing += bool(wrong)
    raise StreamDamaged("the file was cut")


def take_in(unpacked: Unpacked, *, codename: str, uow: UnitOfWork) -> Arrived:
    """A new matter of everything that was read, held by whoever takes it over. Raises `Refusal`, `BadExport`."""
    policy.require(uow.actor, Action.MATTER_CREATE)
    records = unpacked.exported.records
    if len({record.id for record in records}) < len(records):
        raise BadExport("two records with one id")
    matter = service.create_matter(codename=codename, uow=uow)
    try:
        return _Arriving(unpacked, matter, uow).everything()
    except (msgspec.ValidationError, RecursionError) as error:
        raise BadExport("a record cannot be read") from error


class _Arriving:
    """One import: which new id stands for which old one."""

    def __init__(self, unpacked: Unpacked, matter: Matter, uow: UnitOfWork) -> None:
        self.unpacked, self.matter, self.uow = unpacked, matter, uow
        self.records = unpacked.exported.records
        self.arrived = Arrived(matter)
        self.ids: dict[UUID, UUID] = {record.id: new_id() for record in self.records}
        self.ids[unpacked.exported.matter] = matter.id
        self.vaults: dict[UUID, UUID] = {}
        #: The client files that came along, by their new ids, with their new vaults.
        self.files: dict[UUID, UUID] = {}

    def everything(self) -> Arrived:
        self._open_vaults()
        kept = [record for record in self.records if record.kind == ClientFile.__kind__ and record.vault in self.vaults]
        self.files = {self.ids[record.id]: self.vaults[record.vault] for record in kept}
        # Files first: other records name them, and keeping a file gives it its id.
        for record in self.records:
            if record.kind == Document.__kind__:
                self._document(record)
        for record in self.records:
            if record.kind == Matter.__kind__:
                self._about(record)
            elif record.kind not in (MatterLabel.__kind__, Document.__kind__):
                self._add(record)
        self._closed_files()
        self.uow.say("matter taken in from a file")
        self.uow.flush()
        deadlines.refresh(self.matter, uow=self.uow)
        return self.arrived

    def _open_vaults(self) -> None:
        """A vault for each client: held by the matter, or, of a closed file, by whoever takes it over."""
        names = (Applicant.__kind__, OtherPlace.__kind__)
        closed = {one.fields.get("client_file_vault_id") for one in self.records
                  if one.kind in names and one.fields.get("restricted")}  # fmt: skip
        label = queries.label_of(self.matter, uow=self.uow)
        for held in self.unpacked.exported.vaults:
            if held.what == "client_file":
                me = Holder.person(self.uow.actor.id)
                shut = held.restricted or str(held.id) in closed
                holder = me if shut else Holder.vault(self.matter.vault_id)
                self.vaults[held.id] = self.uow.keystore.create_vault(VaultKind.CLIENT_FILE, [holder])
            else:
                self.vaults[held.id] = self.matter.vault_id if held.what == "matter" else label.vault_id

    def _about(self, record: Record) -> None:
        values = self._fields(Matter, record)
        self.matter.about, self.matter.opened_on = values.about, values.opened_on

    def _document(self, record: Record) -> None:
        file = self.unpacked.files.get(record.id)
        vault = self.vaults.get(record.vault)
        if file is None or vault is None:
            self._skip(record)
            return
        name = str(record.fields.get("name", ""))
        received = ReceivedFile(field="file", name=name, **msgspec.structs.asdict(file))
        (row,) = documents.keep([received], vault, uow=self.uow, intimate=record.fields.get("intimate") is True)
        row.note = str(record.fields.get("note", ""))
        row.received_on = msgspec.convert(record.fields.get("received_on"), type(row.received_on), strict=False)
        self.ids[record.id] = row.id
        self.arrived.records += 1

    def _add(self, record: Record) -> None:
        model, vault = by_kind().get(record.kind), self.vaults.get(record.vault)
        if model is None or vault is None or self._of_a_closed_file(record):
            self._skip(record)
            return
        try:
            payload = self._fields(model, record)
            clear = self._clear(model, record)
        except (msgspec.ValidationError, ValueError, TypeError) as error:
            raise BadExport(f"a record of the kind {record.kind} cannot be read") from error
        if clear is None:
            self._skip(record)
            return
        values = {name: getattr(payload, name) for name in model._attributes}  # noqa: SLF001 - the record's own shape
        if model is ClientFile:
            values |= self._made_one(payload)
        elif model is Merge and self.files.get(payload.other_id) != payload.other_vault_id:
            self._skip(record)
            return
        self.uow.add(model(id=self.ids[record.id], vault_id=vault, **clear, **values))
        self.arrived.records += 1

    def _made_one(self, file: Any) -> dict[str, Any]:
        """Links to files of the same person, as far as those came along: never to one that is here already."""
        merged = tuple(one for one in file.merged if self.files.get(one.file_id) == one.vault_id)
        return {"merged": merged, "merged_into": file.merged_into if file.merged_into in self.files else None}

    def _of_a_closed_file(self, record: Record) -> bool:
        """A place of somebody whose file did not come along; of applicants the number stays, see `_closed_files`."""
        if record.kind != OtherPlace.__kind__:
            return False
        return record.fields.get("client_file_vault_id") not in {str(id) for id in self.vaults}

    def _fields(self, model: type[SealedRecord], record: Record) -> Any:
        hidden = FIELDS_LEFT_OUT.get(record.kind, frozenset())
        told = {name: value for name, value in record.fields.items() if name not in hidden}
        return msgspec.convert(self._renamed(told), model._shape)  # noqa: SLF001 - the record's own shape

    def _clear(self, model: type[SealedRecord], record: Record) -> dict[str, Any] | None:
        """The columns; None for a record that hangs on one that did not come along."""
        hints = get_type_hints(model)
        told = self._renamed(record.clear)
        found: dict[str, Any] = {}
        for name in model.bound():
            if name == "revision":
                continue
            found[name] = msgspec.convert(told.get(name), get_args(hints[name])[0])
        if "matter_id" in found:
            found["matter_id"] = self.matter.id
        known = set(self.ids.values()) | {None}
        columns = model.__table__.columns
        if any(columns[name].foreign_keys and found[name] not in known for name in found):
            return None
        return found

    def _renamed(self, value: Any) -> Any:
        """Old ids and vaults by new ones, however deep they stand; ids of people elsewhere stay what they are."""
        if isinstance(value, str):
            return self._new(value)
        if isinstance(value, Mapping):
            return {self._new(key): self._renamed(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._renamed(one) for one in value]
        return value

    def _new(self, text: str) -> str:
        if len(text) != 36:
            return text
        try:
            old = UUID(text)
        except ValueError:
            return text
        new = self.ids.get(old) or self.vaults.get(old)
        return text if new is None else str(new)

    def _closed_files(self) -> None:
        """An applicant whose file did not come along gets an empty one, so that the number stays taken."""
        exported = set(self.unpacked.exported.closed)
        for record in self.records:
            if record.kind == Applicant.__kind__ and record.clear.get("number") in exported:
                row = self.uow.session.get(Applicant, self.ids[record.id]) or self._pending(self.ids[record.id])
                if row is not None:
                    file = new_file(self.matter, name=f"№ {row.number}", holders=(), uow=self.uow)
                    row.client_file_id, row.client_file_vault_id, row.restricted = file.id, file.vault_id, False

    def _pending(self, id: UUID) -> Applicant | None:
        return next((row for row in self.uow.session.new if isinstance(row, Applicant) and row.id == id), None)

    def _skip(self, record: Record) -> None:
        self.arrived.skipped[record.kind] = self.arrived.skipped.get(record.kind, 0) + 1
