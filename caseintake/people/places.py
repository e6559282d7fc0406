"""Who has which places, in one matter and in all the matters somebody holds."""

from collections.abc import Collection, Mapping
from uuid import UUID

from caseintake.access.visibility import visible
from caseintake.matters import queries
from caseintake.matters.model import Applicant, ClientFile, InMatter, Matter, OtherPlace
from caseintake.vault.holders import HolderKind, VaultKind
from caseintake.work import UnitOfWork


def files_here(matter: Matter, *, uow: UnitOfWork, among: Collection[UUID] | None = None) -> dict[UUID, ClientFile]:
    """The client files of a matter (of ``among`` these ids) that open to the acting person, by file id."""
    rows = [row for row in queries.everybody(matter, uow=uow) if among is None or row.client_file_id in among]
    return {file.id: file for file in queries.client_files(rows, uow=uow).values()}


def known_files(*, uow: UnitOfWork) -> dict[UUID, ClientFile]:
    """Every client file of a matter the acting person holds that opens to her, by its id, each once."""
    rows = [row for places in my_places(uow=uow).values() for row in places]
    return {file.id: file for file in queries.client_files(rows, uow=uow).values()}


def my_places(*, uow: UnitOfWork) -> Mapping[UUID, list[InMatter]]:
    """The places of each client file in the matters the acting person holds, by the file's id.

    A page reads them once, whatever it asks of them.
    """
    known: dict[UUID, list[InMatter]] | None = uow.session.info.get("my_places")
    if known is not None:
        return known
    found: dict[UUID, list[InMatter]] = {}
    rows: list[InMatter] = [*visible(Applicant, uow=uow), *visible(OtherPlace, uow=uow)]
    for row in rows:
        found.setdefault(row.client_file_id, []).append(row)
    if uow.session.draws is not None:
        uow.session.info["my_places"] = found
    return found


def holds_files(*, uow: UnitOfWork) -> bool:
    """Whether the acting person holds any client file by name, be it of a closed one in a matter of hers."""
    return any(uow.keystore.chains.current(id).kind is VaultKind.CLIENT_FILE for id in uow.keystore.mine())


def without_matter(*, uow: UnitOfWork) -> list[ClientFile]:
    """Client files the acting person holds by name that have no place in a matter she holds, by name.

    A firm that left a matter took its clients' files along and nothing else.
    """
    if not holds_files(uow=uow):
        return []
    placed = my_places(uow=uow)
    files = visible(ClientFile, uow=uow, of=VaultKind.CLIENT_FILE)
    found = [file for file in files if file.id not in placed and file.merged_into is None]
    return sorted(found, key=lambda file: (file.name.casefold(), file.id))


def teams_of(file: ClientFile, *, uow: UnitOfWork) -> frozenset[UUID]:
    """The matters, by their vaults, whose whole team opens the file; none: only people by name."""
    return frozenset(one.id for one in uow.keystore.holders(file.vault_id) if one.kind is HolderKind.VAULT)
