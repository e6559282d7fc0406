"""Sealing an epoch's secret to one holder (docs/vault-format.md § 4). Pure."""

from enum import IntEnum
from uuid import UUID

from caseintake.vault import canonical
from caseintake.vault.errors import ForgedGrant
from caseintake.vault.holders import Holder
from caseintake.vault.keyring import EpochKeys
from caseintake.vault.primitives import DoesNotOpen, HolderKeys, VerifiedKey, equal, hpke_seal


class Scheme(IntEnum):
    """How a grant is sealed. SYMMETRIC only to a vault, by somebody who can open that vault."""

    HPKE = 1
    SYMMETRIC = 2


def context(office: bytes, vault_id: UUID, number: int, commitment: bytes, holder: Holder, key_hash: bytes) -> bytes:
    """What a grant is bound to: moved to another vault, epoch or holder it does not open."""
    return canonical.encode("grant", 1, office, vault_id, number, commitment, holder.kind.value, holder.id, key_hash)


def seal_to_public(to: VerifiedKey, secret: bytes, info: bytes) -> bytes:
    return hpke_seal(to, secret, info)


def seal_to_vault(holder: EpochKeys, secret: bytes, info: bytes) -> bytes:
    return holder.grant_cipher.seal(secret, info)


def open_grant(
    scheme: int, sealed: bytes, info: bytes, commitment: bytes, keys: HolderKeys, vault: EpochKeys | None
) -> EpochKeys:
    """The epoch's keys. Raises `ForgedGrant` if the seal does not open or holds another secret than was signed."""
    try:
        if scheme == Scheme.HPKE:
            secret = keys.open_grant(sealed, info)
        elif scheme == Scheme.SYMMETRIC and vault is not None:
            secret = vault.grant_cipher.open(sealed, info)
        else:
            raise ForgedGrant("a grant is sealed in a way its holder cannot open")
    except DoesNotOpen:
        raise ForgedGrant("a grant does not open for its named holder") from None
    opened = EpochKeys(secret)
    if not equal(opened.commitment, commitment):
        raise ForgedGrant("a grant holds another secret than the signed epoch")
    return opened
