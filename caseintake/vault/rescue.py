"""What the recovery shares do away from the office: open one person's vaults, and let her in again. No database.

Out of the office come its roster, epoch rows and the grants to the recovery key, none of it secret. Back go epoch rows
signed by the recovery key and grants that only the person opens. So the shares are typed where no network is.
"""

from dataclasses import dataclass
from uuid import UUID

from caseintake.vault import canonical, verified
from caseintake.vault import grant as grants
from caseintake.vault import roster as rosters
from caseintake.vault.epoch import Epoch, check_chain, check_next
from caseintake.vault.errors import ForgedGrant, SkippedEpoch, VaultError
from caseintake.vault.holders import RECOVERY, Holder, HolderKind
from caseintake.vault.keyring import EpochKeys
from caseintake.vault.primitives import SECRET_BYTES, HolderKeys, VerifiedKey, random_bytes, sha256
from caseintake.vault.roster import Roster, RosterEntry

#: vault, number, holder, sealed
Sealing = tuple[UUID, int, Holder, bytes]


class NotReadable(VaultError):
    """A file is not what the other half of a recovery wrote."""


@dataclass(frozen=True)
class Request:
    """What goes out: for whom, which vaults, and everything needed to check and open them."""

    fingerprint: bytes
    person_id: UUID
    vaults: tuple[UUID, ...]
    entries: tuple[RosterEntry, ...]
    rows: tuple[tuple[bytes, bytes], ...]
    grants: tuple[tuple[UUID, int, bytes], ...]
    by_one: tuple[bytes, ...] = ()

    def encode(self) -> bytes:
        entries = [[one.seq, one.body, one.signer, one.signature] for one in self.entries]
        return canonical.encode(
            "recovery request", 1, self.fingerprint, self.person_id, self.vaults, entries, self.rows, self.grants,
            self.by_one,
        )  # fmt: skip

    @classmethod
    def decode(cls, data: bytes) -> "Request":
        try:
            _, fingerprint, person_id, vaults, entries, rows, given, by_one = canonical.decode(data, "recovery request")
            return cls(
                fingerprint,
                person_id,
                tuple(vaults),
                tuple(RosterEntry(*entry) for entry in entries),
                tuple((body, signature) for body, signature in rows),
                tuple((vault, number, sealed) for vault, number, sealed in given),
                tuple(by_one),
            )
        except (ValueError, TypeError):
            raise NotReadable("this is not what `keys recover --export` writes") from None

    def roster(self) -> Roster:
        """Checked against the fingerprint, which must be compared with the one on paper. Raises `ForgedRoster`."""
        return rosters.read(self.entries, self.fingerprint, frozenset(self.by_one))


@dataclass(frozen=True)
class Answer:
    """What comes back: new epoch rows, and grants. ``closed``: vaults these shares do not open."""

    fingerprint: bytes
    person_id: UUID
    rows: tuple[tuple[bytes, bytes], ...]
    grants: tuple[Sealing, ...]
    closed: int = 0

    def encode(self) -> bytes:
        given = [[vault, number, holder.kind.value, holder.id, sealed] for vault, number, holder, sealed in self.grants]
        return canonical.encode("recovery answer", 1, self.fingerprint, self.person_id, self.rows, given, self.closed)

    @classmethod
    def decode(cls, data: bytes) -> "Answer":
        try:
            _, fingerprint, person_id, rows, given, closed = canonical.decode(data, "recovery answer")
            sealings = tuple((vault, n, Holder(HolderKind(kind), id), sealed) for vault, n, kind, id, sealed in given)
            return cls(fingerprint, person_id, tuple((body, sig) for body, sig in rows), sealings, closed)
        except (ValueError, TypeError):
            raise NotReadable("this is not what `keys recover --to` writes") from None


class Rescue:
    """One recovery: the request, checked, and the recovery key in hand."""

    def __init__(self, request: Request, secret: bytes) -> None:
        self.request = request
        self.roster = request.roster()
        self.keys = HolderKeys(secret)
        self._chains: dict[UUID, list[Epoch]] = {}
        for body, signature in request.rows:
            row = Epoch.parse(body, signature)
            self._chains.setdefault(row.vault_id, []).append(row)
        self._checked: set[UUID] = set()

    def answer(self) -> Answer:
        """Raises `NotVouched` when the person is not on the roster, and what `check_chain` raises."""
        person = self.roster.person(self.request.person_id)
        rows: list[tuple[bytes, bytes]] = []
        given: list[Sealing] = []
        closed = 0
        for vault_id in self.request.vaults:
            try:
                row, sealings = self._let_in(vault_id, Holder.person(person.id))
            except ForgedGrant:
                closed += 1  # sealed to an older recovery key
                continue
            rows.append((row.body, row.signature))
            given += sealings
        return Answer(self.request.fingerprint, person.id, tuple(rows), tuple(given), closed)

    def _of(self, vault_id: UUID) -> list[Epoch]:
        rows = self._chains.get(vault_id, [])
        if vault_id not in self._checked:
            check_chain(rows, self.roster, self._of)
            self._checked.add(vault_id)
        return rows

    def _let_in(self, vault_id: UUID, person: Holder) -> tuple[Epoch, list[Sealing]]:
        """A row that lists the person, and her grants. Where an old key of hers is listed, under a new key."""
        chain = self._of(vault_id)
        current = chain[-1]
        secrets = {number: self._open(chain, number) for number in range(1, current.number + 1)}
        holders = {h: key for h, key in current.holders.items() if h == RECOVERY or self._fresh(h, key)}
        holders[person] = self._public(person).hash
        number, fresh = current.number, secrets[current.number]
        turns = bool(current.holders.get(person))
        if turns:
            number, fresh = current.number + 1, EpochKeys(random_bytes(SECRET_BYTES))
            secrets[number] = fresh
        unsigned = Epoch(
            vault_id=vault_id,
            kind=current.kind,
            seq=current.seq + 1,
            number=number,
            previous=current.hash,
            public=fresh.pair.hpke_public if turns else current.public,
            commitment=fresh.commitment,
            holders=holders if turns else {**current.holders, person: holders[person]},
            roster_seq=self.roster.seq,
            maker=RECOVERY,
        )
        row = Epoch.parse(unsigned.body, self.keys.sign(unsigned.body))
        check_next(row, chain, self.roster, self._of)
        sealed = [self._seal(vault_id, at, secrets[at], person) for at in sorted(secrets)]
        if turns:
            sealed += [self._seal(vault_id, number, fresh, other) for other in holders if other != person]
        return row, sealed

    def _open(self, chain: list[Epoch], number: int) -> EpochKeys:
        row = next(row for row in reversed(chain) if row.number == number)
        for vault_id, at, sealed in self.request.grants:
            if (vault_id, at) == (row.vault_id, number):
                info = self._info(row.vault_id, number, row.commitment, RECOVERY, self.roster.recovery_key_hash)
                return grants.open_grant(grants.Scheme.HPKE, sealed, info, row.commitment, self.keys, None)
        raise ForgedGrant(f"vault {row.vault_id} has no grant {number} to the recovery key")

    def _seal(self, vault_id: UUID, number: int, keys: EpochKeys, holder: Holder) -> Sealing:
        to = self._public(holder)
        info = self._info(vault_id, number, keys.commitment, holder, to.hash)
        return vault_id, number, holder, grants.seal_to_public(to, keys.secret, info)

    def _info(self, vault_id: UUID, number: int, commitment: bytes, holder: Holder, key_hash: bytes) -> bytes:
        return grants.context(self.request.fingerprint, vault_id, number, commitment, holder, key_hash)

    def _fresh(self, holder: Holder, key_hash: bytes) -> bool:
        if holder.kind is HolderKind.PERSON:
            known = self.roster.find(holder.id)
            return known is not None and known.key_hash == key_hash
        if holder.kind is HolderKind.VAULT:
            return bool(key_hash) and sha256(self._of(holder.id)[-1].public) == key_hash
        return False

    def _public(self, holder: Holder) -> VerifiedKey:
        if holder.kind is HolderKind.PERSON:
            return verified.of_person(self.roster, holder.id)
        if holder.kind is HolderKind.VAULT:
            return verified.of_vault(self._of(holder.id)[-1])
        if holder == RECOVERY:
            return verified.of_recovery(self.roster)
        raise SkippedEpoch("a receipt is never written in by the recovery key")
