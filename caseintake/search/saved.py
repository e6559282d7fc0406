"""Searches a person keeps for herself: nobody else holds the vault they lie in, and what she looks for is in no log."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseintake.access.visibility import NotVisible, visible
from caseintake.search.model import SavedSearch
from caseintake.storage import scalars_in
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.tables import Vault
from caseintake.work import UnitOfWork

#: More than anybody looks through.
MOST = 30


def mine(*, uow: UnitOfWork) -> list[SavedSearch]:
    """The acting person's saved searches by name."""
    return sorted(visible(SavedSearch, uow=uow), key=lambda row: (row.name.casefold(), row.id))


def save(
    name: str,
    words: str,
    *,
    matter_id: UUID | None = None,
    group: str = "",
    since: date | None = None,
    uow: UnitOfWork,
) -> SavedSearch:
    """Keep a search under a name; one of the same name is written over, and beyond `MOST` the last one."""
    kept = mine(uow=uow)
    row = next((one for one in kept if one.name.casefold() == name.casefold()), kept[-1] if len(kept) >= MOST else None)
    if row is None:
        row = SavedSearch(vault_id=_own_vault(uow), name=name, words=words)
        uow.add(row)
    row.name, row.words, row.matter_id, row.group, row.since = name, words, matter_id, group, since
    uow.say("search kept")
    uow.flush()
    return row


def forget(id: UUID, *, uow: UnitOfWork) -> None:
    """Raises `NotVisible` for what is not the acting person's."""
    row = next((one for one in mine(uow=uow) if one.id == id), None)
    if row is None:
        raise NotVisible
    uow.delete(row)
    uow.say("search forgotten")


def _own_vault(uow: UnitOfWork) -> UUID:
    """The vault this person alone holds, made when it is first needed."""
    statement = select(Vault.id).where(Vault.kind == VaultKind.OWN)
    found = scalars_in(statement, Vault.id, uow.keystore.mine(), uow.session)
    return found[0] if found else uow.keystore.create_vault(VaultKind.OWN, [Holder.person(uow.actor.id)])
