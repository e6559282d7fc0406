"""Founding an office: its secrets are drawn and shown first, and only then is anything written."""

import os
from dataclasses import dataclass
from uuid import UUID

import msgspec

from caseintake import schema
from caseintake import settings as settings_file
from caseintake.identity import people, words
from caseintake.identity.credentials import NewKeys, draw_codes, wrap
from caseintake.identity.desk import cost
from caseintake.identity.vouching import append_to_roster, name_person
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.clock import Clock
from caseintake.kernel.ids import new_id
from caseintake.settings import Settings
from caseintake.storage import make_engine
from caseintake.vault import directory, recovery, roster
from caseintake.vault.holders import OFFICE_VAULTS, Holder
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import SECRET_BYTES, HolderKeys, random_bytes
from caseintake.work import Office


@dataclass(frozen=True)
class Ceremony:
    """What is drawn before an office exists, shown to people once, and kept by nobody else.

    ``shares`` are the recovery secret on paper; the secret itself is dropped as soon as the office is made.
    """

    coordinator: UUID
    handle: str
    words: tuple[str, ...]
    keys: NewKeys
    recovery_public: bytes
    recovery_sign: bytes
    shares: tuple[str, ...]
    #: Printed one-time codes, for the day the phone is gone.
    codes: tuple[str, ...]

    def __repr__(self) -> str:
        return "<Ceremony>"


def prepare(shares: int = recovery.SHARES, threshold: int = recovery.THRESHOLD) -> Ceremony:
    """Draw everything. Raises `ValueError` for numbers of shares that make no sense."""
    secret = random_bytes(SECRET_BYTES)
    return Ceremony(
        coordinator=new_id(),
        handle=words.draw_handle(),
        words=words.draw_passphrase(),
        keys=NewKeys.draw(),
        recovery_public=HolderKeys(secret).hpke_public,
        recovery_sign=HolderKeys(secret).sign_public,
        shares=recovery.split(secret, shares=shares, threshold=threshold),
        codes=draw_codes(),
    )


def open_office(
    settings: Settings, ceremony: Ceremony, name: str, *, step: int = 0, clock: Clock | None = None
) -> Settings:
    """Make the office of a ceremony: schema, roster, office vaults, first coordinator, settings file last.

    ``step`` is that of the one-time code the coordinator has shown, which counts as used. Until the settings file
    is there, there is no office: whatever stops half way is deleted by hand and begun again.
    """
    settings.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chmod(settings.directory, 0o700)
    engine = make_engine(settings.database_url)
    schema.upgrade(engine)
    engine.dispose()
    pinned, coordinator = found_office(
        settings,
        ceremony.keys.secret,
        ceremony.recovery_public,
        ceremony.recovery_sign,
        person_id=ceremony.coordinator,
        clock=clock,
    )
    office = Office.open(pinned, clock)
    wrapped = wrap(
        ceremony.words,
        ceremony.keys.secret,
        fingerprint=office.fingerprint,
        person_id=coordinator,
        cost=cost(pinned),
    )
    actor = Actor("person", coordinator, Role.COORDINATOR)
    with office.unit(actor=actor, keyring=Keyring.person(coordinator, ceremony.keys.secret), write=True) as uow:
        people.add_account(
            coordinator, Role.COORDINATOR, ceremony.keys, wrapped, step, ceremony.handle, codes=ceremony.codes, uow=uow
        )
        name_person(coordinator, name, uow=uow)
        uow.commit()
    office.close()
    settings_file.save(pinned)
    return pinned


def found_office(
    settings: Settings,
    secret: bytes,
    recovery_public: bytes,
    recovery_sign: bytes | None = None,
    *,
    person_id: UUID | None = None,
    clock: Clock | None = None,
) -> tuple[Settings, UUID]:
    """Roster entry 0 and the office's own vaults, held by the first coordinator. The schema must be there already.

    Returns the settings with fingerprint and host log key pinned, and the coordinator's id.
    """
    keys = HolderKeys(secret)
    coordinator = person_id or new_id()
    vaults = {kind: new_id() for kind in OFFICE_VAULTS}
    entry = roster.found(coordinator, keys, recovery_public, vaults, recovery_sign)
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


__all__ = ["Ceremony", "append_to_roster", "found_office", "open_office", "prepare"]
