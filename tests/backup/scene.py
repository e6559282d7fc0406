"""An office worth a backup: people, a matter, a document, a conversation, and a backup key on paper."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from caseintake.backup import key as backup_key
from caseintake.backup.restoring import Restored, Wanted, restore
from caseintake.deadlines import feed
from caseintake.kernel.actor import Role
from caseintake.vault.holders import VaultKind
from caseintake.vault.primitives import HolderKeys
from tests.documents.test_service import add
from tests.intake.people import officer, send
from tests.live import prepare
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.signing_in import account

FILE = b"%PDF-1.7 " + os.urandom(150_000)


@dataclass
class Scene:
    """What a test must know of it; ``paper`` is the backup key."""

    office: OfficeForTests
    cast: Cast
    paper: tuple[str, ...]
    document: UUID
    matter_vault: UUID

    @property
    def key(self) -> HolderKeys:
        return backup_key.keys_of(self.paper)

    def wanted(self, records: Path, into: Path, **changed: object) -> Wanted:
        named = {"keys": records.with_name(records.name + ".keys"), "clock": self.office.clock, **changed}
        return Wanted(records=records, secret=self.key, into=into, **named)  # type: ignore[arg-type]

    def restored(self, records: Path, into: Path, **changed: object) -> Restored:
        return restore(self.wanted(records, into, **changed))


def set_up(office: OfficeForTests) -> Scene:
    """One coordinator more, a lawyer with a matter and a document, a conversation, a calendar address."""
    prepare(office)
    account(office, office.coordinator)
    office.hire(Role.COORDINATOR, VaultKind.DIRECTORY, VaultKind.DOCKET)
    cast = set_scene(office)
    with office.unit(cast.lawyer, write=False) as uow:
        from caseintake.matters.model import Matter

        vault = uow.session.get_one(Matter, cast.matter).vault_id
    document = add(office, cast.lawyer, vault, FILE, "Zəhra-qərar.pdf")
    officer(office)
    send(office.office)
    with office.unit(cast.lawyer) as uow:
        feed.make(uow=uow)
        uow.commit()
    paper = backup_key.draw()
    backup_key.keep_public(office.office.settings, backup_key.keys_of(paper))
    return Scene(office, cast, paper, document, vault)
