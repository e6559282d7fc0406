"""The rows keys live in. Everything here is public or sealed by HPKE; nothing opens anything by itself."""

from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.storage import Word, to
from caseintake.vault.epoch import Epoch
from caseintake.vault.holders import Holder, HolderKind, VaultKind
from caseintake.vault.logged import LoggedRecord
from caseintake.vault.roster import RosterEntry


class Vault(LoggedRecord):
    """A vault's id and kind. Locked while its epoch is read for writing, so that no rotation passes by."""

    __tablename__ = "vault"
    __kind__ = "vault"

    kind: Mapped[VaultKind] = mapped_column(Word(VaultKind))

    @property
    def chain(self) -> UUID:
        return self.id


class RosterRow(LoggedRecord):
    """One signed entry of the roster (docs/vault-format.md § 2)."""

    __tablename__ = "roster"
    __kind__ = "roster"
    __table_args__ = (UniqueConstraint("seq"),)

    seq: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    signer: Mapped[UUID]
    signature: Mapped[bytes] = mapped_column(LargeBinary)

    def entry(self) -> RosterEntry:
        return RosterEntry(self.seq, self.body, self.signer, self.signature)


class EpochRow(LoggedRecord):
    """One signed row of a vault's epoch chain (docs/vault-format.md § 3). The last is current, never a flag."""

    __tablename__ = "epoch"
    __kind__ = "epoch"
    __table_args__ = (UniqueConstraint("vault_id", "seq"),)

    vault_id: Mapped[UUID] = mapped_column(to("vault.id"))
    seq: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)

    def epoch(self) -> Epoch:
        return Epoch.parse(self.body, self.signature)


class Grant(LoggedRecord):
    """One epoch's secret, sealed to one holder (docs/vault-format.md § 4).

    ``number`` is the vault's key number. ``holder_number`` is the holding vault's key number, 0 for all others.
    """

    __tablename__ = "vault_grant"
    __kind__ = "grant"
    __table_args__ = (UniqueConstraint("vault_id", "number", "holder_kind", "holder_id", "holder_number"),)

    vault_id: Mapped[UUID] = mapped_column(to("vault.id"))
    number: Mapped[int]
    holder_kind: Mapped[HolderKind] = mapped_column(Word(HolderKind))
    holder_id: Mapped[UUID] = mapped_column(index=True)
    holder_number: Mapped[int]
    scheme: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def holder(self) -> Holder:
        return Holder(self.holder_kind, self.holder_id)


class Receipt(LoggedRecord):
    """A client's key to one conversation. Found by ``id``, which only the code gives (docs/vault-format.md § 5).

    ``hpke_public`` is believed because its hash stands in the conversation's signed epoch row.
    """

    __tablename__ = "receipt"
    __kind__ = "receipt"

    vault_id: Mapped[UUID] = mapped_column(to("vault.id"))
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    hpke_public: Mapped[bytes] = mapped_column(LargeBinary)
