"""Padding and sealing of one record's payload (docs/vault-format.md § 5). Pure."""

from typing import Any
from uuid import UUID

from caseintake.vault import canonical
from caseintake.vault.errors import DamagedPadding, Tampered
from caseintake.vault.primitives import DoesNotOpen, SymmetricKey

FLOOR = 256
_LENGTH_BYTES = 4


def padded_size(size: int) -> int:
    """The bucket for ``size`` bytes: at least 256, then Padmé (at most 12 % more, O(log log n) bits told).

    Padmé: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019.
    """
    if size <= FLOOR:
        return FLOOR
    exponent = size.bit_length() - 1
    keep = exponent.bit_length()
    mask = (1 << (exponent - keep)) - 1
    return (size + mask) & ~mask


def pad(data: bytes) -> bytes:
    size = len(data) + _LENGTH_BYTES
    return len(data).to_bytes(_LENGTH_BYTES, "big") + data + bytes(padded_size(size) - size)


def unpad(data: bytes) -> bytes:
    """Raises `DamagedPadding` unless ``data`` is exactly what `pad` gives."""
    size = int.from_bytes(data[:_LENGTH_BYTES], "big")
    end = _LENGTH_BYTES + size
    if end > len(data) or padded_size(end) != len(data) or data[end:].strip(b"\0"):
        raise DamagedPadding("a payload is not padded as the format says")
    return data[_LENGTH_BYTES:end]


def context(kind: str, id: UUID, vault_id: UUID, epoch: int, bound: list[list[Any]]) -> bytes:
    """The AAD of a record: its fixed kind label, place and every plaintext column by name (NULL does not count)."""
    pairs = [[name, canonical.column(value)] for name, value in bound if value is not None]
    return canonical.encode_plain(["record", 1, kind, canonical.column(id), canonical.column(vault_id), epoch, pairs])


def seal_payload(key: SymmetricKey, payload: bytes, aad: bytes) -> bytes:
    return key.seal(pad(payload), aad)


def open_payload(key: SymmetricKey, sealed: bytes, aad: bytes, kind: str, id: UUID) -> bytes:
    """Raises `Tampered`, naming the record, when ciphertext, place or any bound column is not what was sealed."""
    try:
        return unpad(key.open(sealed, aad))
    except (DoesNotOpen, DamagedPadding):
        raise Tampered(f"{kind} {id} was changed after it was written") from None
