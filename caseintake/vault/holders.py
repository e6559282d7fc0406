"""Who can hold a vault, and the kinds of vaults there are."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class HolderKind(StrEnum):
    PERSON = "person"
    RECEIPT = "receipt"
    VAULT = "vault"
    RECOVERY = "recovery"


class Holder(NamedTuple):
    """Somebody or something an epoch's secret can be granted to."""

    kind: HolderKind
    id: UUID

    @classmethod
    def person(cls, id: UUID) -> "Holder":
        return cls(HolderKind.PERSON, id)

    @classmethod
    def receipt(cls, id: UUID) -> "Holder":
        return cls(HolderKind.RECEIPT, id)

    @classmethod
    def vault(cls, id: UUID) -> "Holder":
        return cls(HolderKind.VAULT, id)


#: The recovery key holds every vault. It is one for an office, so its id says nothing.
RECOVERY = Holder(HolderKind.RECOVERY, UUID(int=0))


class VaultKind(StrEnum):
    """What a vault is for; who may hold which is in docs/vault-format.md § 3."""

    INTAKE = "intake"
    DOCKET = "docket"
    DIRECTORY = "directory"
    CONFLICTS = "conflicts"
    CONVERSATION = "conversation"
    CLIENT_FILE = "client_file"
    MATTER = "matter"
    LABEL = "label"
    SLIP = "slip"
    EVIDENCE = "evidence"
    #: Chosen documents for one outside person: a translator, a laboratory.
    SHARED = "shared"
    #: What Article 41 costs and what is paid: two people of a matter, never the team.
    COSTS = "costs"
    #: Friendly settlements and unilateral declarations: confidential, part of nothing else.
    SETTLEMENT = "settlement"
    #: Folded names of a matter, or a question about names: whoever wrote it and the conflicts vault.
    CONFLICT = "conflict"
    #: What some of a team keep among themselves, because somebody who holds the matter may not be on its side.
    INNER = "inner"
    #: What one colleague keeps for herself: searches she wants to do again.
    OWN = "own"


#: Made by ``init`` and pinned in roster entry 0, so that nobody can point the office to another one.
OFFICE_VAULTS = (VaultKind.INTAKE, VaultKind.DOCKET, VaultKind.DIRECTORY, VaultKind.CONFLICTS)
