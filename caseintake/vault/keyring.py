"""The keys somebody has in hand during one request. Never kept, never pickled, never shared between requests."""

from functools import cached_property
from uuid import UUID

from caseintake.vault.holders import Holder
from caseintake.vault.primitives import HolderKeys, SymmetricKey, hkdf


class EpochKeys:
    """What one epoch secret gives: a key for records, a key for symmetric grants, the vault's own pairs."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret

    def __reduce__(self) -> str:
        raise TypeError("keys are not copied into caches")

    @cached_property
    def record_key(self) -> SymmetricKey:
        return SymmetricKey(hkdf(self.secret, info=b"caseintake/v1/record"))

    @cached_property
    def grant_key(self) -> bytes:
        """Seals grants to this vault by somebody who can open it: cheaper to open than HPKE."""
        return hkdf(self.secret, info=b"caseintake/v1/grant")

    @cached_property
    def grant_cipher(self) -> SymmetricKey:
        return SymmetricKey(self.grant_key)

    @cached_property
    def commitment(self) -> bytes:
        return hkdf(self.secret, info=b"caseintake/v1/commitment")

    @cached_property
    def pair(self) -> HolderKeys:
        return HolderKeys(self.secret)


class Keyring:
    """One holder's own keys, and the epochs opened with them so far."""

    def __init__(self, holder: Holder | None = None, secret: bytes | None = None) -> None:
        self.holder = holder
        self._keys = HolderKeys(secret) if secret is not None else None
        self._epochs: dict[tuple[UUID, int], EpochKeys] = {}

    def __reduce__(self) -> str:
        raise TypeError("a keyring is not copied into caches")

    def __repr__(self) -> str:
        return f"<Keyring of {self.holder.kind if self.holder else 'nobody'}>"

    @classmethod
    def person(cls, person_id: UUID, secret: bytes) -> "Keyring":
        return cls(Holder.person(person_id), secret)

    @classmethod
    def receipt(cls, receipt_id: UUID, secret: bytes) -> "Keyring":
        return cls(Holder.receipt(receipt_id), secret)

    @classmethod
    def empty(cls) -> "Keyring":
        """A keyring that opens nothing: jobs, visitors, the page before sign-in."""
        return cls()

    @property
    def keys(self) -> HolderKeys | None:
        return self._keys

    def find(self, vault_id: UUID, number: int) -> EpochKeys | None:
        return self._epochs.get((vault_id, number))

    def learn(self, vault_id: UUID, number: int, secret: bytes) -> EpochKeys:
        return self._epochs.setdefault((vault_id, number), EpochKeys(secret))

    def held(self) -> set[tuple[UUID, int]]:
        return set(self._epochs)
