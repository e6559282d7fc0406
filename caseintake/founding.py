"""Founding an office and adding people to its roster: acts on keys alone, before anybody has an account."""

from uuid import UUID

import msgspec

from caseintake.identity.vouching import append_to_roster
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.clock import Clock
from caseintake.kernel.ids import new_id
from caseintake.settings import Settings
from caseintake.vault import directory, roster
from caseintake.vault.holders import OFFICE_VAULTS, Holder
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import HolderKeys
from caseintake.work import Office


def found_office(
    settings: Settings,
    secret: bytes,
    recovery_public: bytes,
    *,
    person_id: UUID | None = None,
    clock: Clock | None = None,
) -> tuple[Settings, UUID]:
    """Roster entry 0 and the office's own vaults, held by the first coordinator. The schema must be there already.

    Returns the settings with fingerprint and host log key pinned, and the coordinator's id.
    """
    keys = HolderKeys(secret)
    coordinator = person_id or new_id()
    entry = roster.found(coordinator, keys, recovery_public, {kind: new_id() for kind in OFFICE_VAULTS})
    settings.directory.mkdir(parents=True, exist_ok=True)
    bare = Office.open(settings, clock)
    pinned = msgspec.structs.replace(
        settings, fingerprint=entry.hash.hex(), log_public_key=bare.log_keys.sign_public.hex()
    )
    bare.settings = pinned
    actor = Actor("person", coordinator, Role.COORDINATOR)
    with bare.unit(actor=actor, keyring=Keyring.person(coordinator, secret), write=True) as uow:
        uow.use_roster(roster.read([entry], entry.hash))
        directory.append_entry(uow.session, entry)
        for kind, vault_id in uow.roster.office_vaults.items():
            uow.keystore.create_vault(kind, [Holder.person(coordinator)], id=vault_id)
        uow.commit()
    bare.close()
    return pinned, coordinator


__all__ = ["append_to_roster", "found_office"]
