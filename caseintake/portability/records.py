"""A matter as plain data: every record of every kind by its fields (docs/export-format.md).

What is added to the house tomorrow is exported by being there. Left out is only what stands in `LEFT_OUT`, and every
vault that is not the team's or an open client file's: costs, settlements, conversations, files of minors.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.documents.model import Document
from caseintake.documents.service import may_open
from caseintake.intake import consenting
from caseintake.matters import queries, team
from caseintake.matters.model import Applicant, ClientFile, InMatter, Matter, OtherPlace
from caseintake.people.model import Merge
from caseintake.storage import scalars_in
from caseintake.vault.errors import VaultError
from caseintake.vault.holders import Holder
from caseintake.vault.sealed import SealedRecord
from caseintake.work import UnitOfWork

SCHEMA: Final = "caseintake.matter/1"
#: Kinds that stay: counted anew where they arrive, about this office's own people and doors, or about single shares.
LEFT_OUT: Final = frozenset(
    {"deadline", "deadline act", "missed sheet", "matter load", "work stages", "announcement", "grant end", "circular"}
    | {"export asked for", "export agreed to", "export ended", "export fetched", "export seen"}
    | {"import mapping", "table mapping"}
    | {"share note", "handover", "handover tick", "saved search", "other firm"}
    # They live in vaults of their own, which stay. A file that brings one all the same would put it before the team:
    # a "closed part" everybody reads, a card that keeps names from the conflict check, another name for a colleague.
    | {"settlement part", "settlement offer", "settlement answer", "cost book", "cost item", "costs end"}
    | {"payment details", "inner circle", "inner note", "conflict card", "conflict entry", "conflict question"}
    | {"conflict answer", "conflict look-up", "share", "opening of a shared document", "step with a file set aside"}
    | {"display name", "vouch note", "removal proposal", "replacement seen", "forgotten passphrase", "lawyer status"}
    | {"form decision", "report made", "slip", "slip answer", "conversation", "message", "reading", "triage note"}
    | {"deletion"}
)
#: Of a document its key and ciphertext stay; of a client file the conversation, whose key does not go along; of two
#: files made one what would make them two again, since it names other matters.
FIELDS_LEFT_OUT: Final[Mapping[str, frozenset[str]]] = {
    Document.__kind__: frozenset({"key", "blob_id", "size", "digest", "origin", "moved_from"}),
    ClientFile.__kind__: frozenset({"conversation_id"}),
    Merge.__kind__: frozenset({"before", "after", "repointed", "granted"}),
}


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One record. ``fields`` are the sealed values that are not their defaults, ``clear`` the columns."""

    kind: str
    id: UUID
    vault: UUID
    fields: dict[str, Any]
    clear: dict[str, Any] = {}
    #: Who signed it in the office it comes from; where it arrives whoever takes it over signs.
    signed_by: UUID | None = None


class Held(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A vault of the export: the matter's, its label's, or one client's."""

    id: UUID
    what: str
    #: A file behind another file of the same person, which the team does not open.
    restricted: bool = False


class Exported(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The JSON document."""

    schema: str
    made_on: date
    matter: UUID
    vaults: tuple[Held, ...]
    records: tuple[Record, ...]
    #: Numbers of applicants whose file was closed to whoever exported, or to whom it is for: it is not in here.
    closed: tuple[int, ...] = ()
    #: Numbers of applicants who have not agreed that another firm reads their file.
    without_consent: tuple[int, ...] = ()
    #: Client files behind which another file of the same person stayed, because it was closed.
    closed_behind: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What goes out: the document, and the files whose bytes follow it."""

    exported: Exported
    files: tuple[Document, ...]


def models() -> list[type[SealedRecord]]:
    """Every kind of record of the house that may go out, by its name."""
    found = {mapper.class_ for mapper in SealedRecord.registry.mappers if issubclass(mapper.class_, SealedRecord)}
    ours = [one for one in found if one.__module__.startswith("caseintake.") and one.__kind__ not in LEFT_OUT]
    return sorted(ours, key=lambda one: one.__kind__)


@cache
def by_kind() -> Mapping[str, type[SealedRecord]]:
    return {model.__kind__: model for model in models()}


def gather(matter: Matter, *, uow: UnitOfWork, reader: UUID | None = None) -> Gathered:
    """Everything of a matter this person opens. Raises what a changed record raises: half a matter is no matter.

    ``reader``: the colleague for whose key the file is. Client files closed to her here are not handed to her so.
    """
    people = queries.applicants(matter, uow=uow)
    places: list[InMatter] = [*people, *uow.session.scalars(queries.kept_by(matter, OtherPlace))]
    uow.keystore.open({row.client_file_vault_id for row in places})
    files = {
        row.client_file_vault_id
        for row in places
        if uow.keystore.can_open(row.client_file_vault_id)
        and (reader is None or not row.restricted or reader in team.people(row.client_file_vault_id, uow=uow))
    }
    label = queries.label_of(matter, uow=uow)
    behind, stayed = _behind(matter, [row for row in places if row.client_file_vault_id in files], reader, uow)
    vaults = {matter.vault_id: "matter", label.vault_id: "label"} | dict.fromkeys(sorted(files), "client_file")
    vaults |= dict.fromkeys(sorted(behind), "client_file")
    found = [row for row in _rows(vaults, uow) if not isinstance(row, Merge) or _stands(row, behind)]
    documents = tuple(row for row in found if isinstance(row, Document) and may_open(row, uow=uow))
    kept = [row for row in found if not isinstance(row, Document) or row in documents]
    exported = Exported(
        schema=SCHEMA,
        made_on=uow.clock.today(),
        matter=matter.id,
        vaults=tuple(Held(id=id, what=what, restricted=behind.get(id, False)) for id, what in vaults.items()),
        records=tuple(_record(row, uow) for row in kept),
        closed=tuple(row.number for row in people if row.client_file_vault_id not in files),
        without_consent=tuple(without_consent(people, uow=uow)),
        closed_behind=tuple(sorted(stayed)),
    )
    return Gathered(exported, documents)


def _behind(
    matter: Matter, places: Iterable[InMatter], reader: UUID | None, uow: UnitOfWork
) -> tuple[dict[UUID, bool], set[UUID]]:
    """The vaults of the files that were made one with these people's, each with whether it is closed to the team; and
    the files behind which one stayed, because it is closed to whoever exports or to the reader."""
    rows = list(places)
    files = queries.client_files(rows, uow=uow)
    shut = {files[row.id].id for row in rows if row.id in files and row.restricted}
    vaults, stayed = dict[UUID, bool](), set[UUID]()
    for file_id, one in queries.merged_into(files.values(), uow=uow).items():
        for each in one.opened:
            restricted = file_id in shut or Holder.vault(matter.vault_id) not in uow.keystore.holders(each.vault_id)
            if reader is None or not restricted or reader in team.people(each.vault_id, uow=uow):
                vaults[each.vault_id] = restricted
            else:
                stayed.add(file_id)
        if one.closed:
            stayed.add(file_id)
    return vaults, stayed


def _stands(row: Merge, behind: Mapping[UUID, bool]) -> bool:
    """A merge that was undone, or whose other file stayed, says nothing where the matter arrives."""
    return row.undone_on is None and row.other_vault_id in behind


def without_consent(people: Iterable[Applicant], *, uow: UnitOfWork) -> list[int]:
    """The numbers of those who have not agreed that any other firm reads their file."""
    rows = list(people)
    files = queries.client_files(rows, uow=uow)
    agreed = consenting.agreeing(files.values(), "share_firm", uow=uow)
    return [row.number for row in rows if row.id not in files or files[row.id].id not in agreed]


def _rows(vaults: Mapping[UUID, str], uow: UnitOfWork) -> Iterator[SealedRecord]:
    for model in models():
        rows = scalars_in(select(model), model.vault_id, vaults, uow.session)
        yield from sorted(rows, key=lambda row: row.id)


def _record(row: SealedRecord, uow: UnitOfWork) -> Record:
    hidden = FIELDS_LEFT_OUT.get(row.__kind__, frozenset())
    payload = row.payload()
    fields = {name: value for name, value in msgspec.to_builtins(payload).items() if name not in hidden}
    clear = {name: getattr(row, name) for name in type(row).bound() if name not in {"revision", *hidden}}
    return Record(
        kind=row.__kind__,
        id=row.id,
        vault=row.vault_id,
        fields=fields,
        clear=msgspec.to_builtins({name: value for name, value in clear.items() if value is not None}),
        signed_by=_signer(row, uow) if row.__signed__ else None,
    )


def _signer(row: SealedRecord, uow: UnitOfWork) -> UUID | None:
    try:
        author: UUID = uow.proof(row).author.id
    except VaultError:
        return None
    return author
