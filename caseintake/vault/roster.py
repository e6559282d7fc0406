"""The roster: an append-only list of people and their public keys, each entry signed (docs/vault-format.md § 2).

Pure. Entry 0 is made by ``init`` and signs itself; its SHA-256 is the office fingerprint. Every later entry is signed
by somebody the roster already trusts to vouch, so a row written by SQL is refused with the whole roster.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from caseintake.kernel.actor import Role
from caseintake.vault import canonical
from caseintake.vault.errors import ForgedRoster, NotVouched
from caseintake.vault.holders import OFFICE_VAULTS, RECOVERY, VaultKind
from caseintake.vault.primitives import HolderKeys, sha256, verify_signature

#: Two people must have compared words before somebody gets one of these roles, once two can.
TWO_VOUCHERS = frozenset({Role.COORDINATOR, Role.INTAKE_OFFICER})


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a voucher signs: this human being has these keys and this role."""

    action: str  # add | replace | remove
    person_id: UUID
    role: Role
    hpke_public: bytes
    sign_public: bytes
    #: For replace and remove: the hashes of all epoch rows the outgoing key has signed. Whoever keeps that key
    #: cannot date a new row back to the days when it was good.
    made: tuple[bytes, ...] = ()

    def message(self, fingerprint: bytes) -> bytes:
        """What a voucher signs. Without ``made``, which is known only when the entry is written."""
        return canonical.encode("vouch", fingerprint, *self.values()[:-1], [])

    def values(self) -> list[object]:
        return [
            self.action,
            self.person_id,
            self.role.value,
            self.hpke_public,
            self.sign_public,
            list(self.made),
        ]


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One row of the roster: body, vouchers' signatures, and the signature of who appended it."""

    seq: int
    body: bytes
    signer: UUID
    signature: bytes

    @property
    def hash(self) -> bytes:
        return sha256(canonical.encode("roster entry", self.body, self.signer, self.signature))


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """A person as the roster knows them. ``active`` is False after removal."""

    id: UUID
    role: Role
    hpke_public: bytes
    sign_public: bytes
    seq: int
    active: bool = True
    vouchers: tuple[UUID, ...] = ()
    made: frozenset[bytes] | None = None

    @property
    def key_hash(self) -> bytes:
        return sha256(self.hpke_public)

    @property
    def may_vouch(self) -> bool:
        return self.active and self.role is Role.COORDINATOR


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """The office's recovery key from entry ``seq`` on. ``sign_public`` is missing in offices of the first version."""

    seq: int
    public: bytes
    sign_public: bytes | None = None

    @property
    def hash(self) -> bytes:
        return sha256(self.public)


def found(
    person_id: UUID,
    keys: HolderKeys,
    recovery_public: bytes,
    vaults: dict[VaultKind, UUID],
    recovery_sign: bytes | None = None,
) -> RosterEntry:
    """Entry 0: the first coordinator, the recovery key and the office's own vaults."""
    pinned: list[object] = [recovery_public, [[kind.value, vaults[kind]] for kind in OFFICE_VAULTS]]
    body = canonical.encode(
        "roster",
        0,
        b"",
        "found",
        person_id,
        Role.COORDINATOR.value,
        keys.hpke_public,
        keys.sign_public,
        pinned if recovery_sign is None else [*pinned, recovery_sign],
    )
    return RosterEntry(0, body, person_id, keys.sign(body))


@dataclass
class Roster:
    """A roster checked from its first entry to its last. Made by `read` only."""

    fingerprint: bytes
    recovery_keys: list[RecoveryKey]
    office_vaults: dict[VaultKind, UUID]
    _people: dict[UUID, RosterPerson]
    _history: dict[UUID, list[RosterPerson]]
    hashes: list[bytes] = field(default_factory=list)
    #: Entries from before two had to sign, which this host was told to believe (`Settings.removals_by_one`).
    by_one: frozenset[bytes] = frozenset()

    @property
    def seq(self) -> int:
        return len(self.hashes) - 1

    @property
    def head(self) -> bytes:
        return self.hashes[-1]

    @property
    def founder(self) -> UUID:
        """Who signed entry 0."""
        return next(iter(self._history))

    @property
    def recovery_public(self) -> bytes:
        return self.recovery_keys[-1].public

    @property
    def recovery_key_hash(self) -> bytes:
        return self.recovery_keys[-1].hash

    def recovery_at(self, seq: int) -> RecoveryKey:
        """The recovery key when the roster's last entry was ``seq``."""
        return next(key for key in reversed(self.recovery_keys) if key.seq <= max(seq, 0))

    def people(self) -> tuple[RosterPerson, ...]:
        return tuple(self._people.values())

    def person(self, person_id: UUID) -> RosterPerson:
        """The person's current entry. Raises `NotVouched` for a stranger or somebody removed."""
        person = self._people.get(person_id)
        if person is None or not person.active:
            raise NotVouched(f"person {person_id} is not on the roster")
        return person

    def find(self, person_id: UUID) -> RosterPerson | None:
        person = self._people.get(person_id)
        return person if person is not None and person.active else None

    def history(self, person_id: UUID) -> tuple[RosterPerson, ...]:
        """Everything the roster ever said of this person, oldest first."""
        return tuple(self._history.get(person_id, ()))

    def entry_at(self, person_id: UUID, seq: int) -> RosterPerson | None:
        """What the roster said of this person when its last entry was ``seq``."""
        entries = [entry for entry in self._history.get(person_id, ()) if entry.seq <= seq]
        return entries[-1] if entries else None

    def vouchers_needed(self, introduction: Introduction, *, herself: bool = False) -> int:
        """How many coordinators must sign, without the person it is about: two, where two are there to be asked.

        So for whoever becomes coordinator or intake officer, and for a coordinator who leaves or gets new keys:
        otherwise one of three could remove the others and then vouch alone. So for anybody's new keys, too, unless the
        person signs ``herself`` with the ones she had: otherwise one coordinator could become any colleague.
        """
        known = self.find(introduction.person_id)
        coordinator = known is not None and known.may_vouch
        joins = introduction.action != "remove" and introduction.role in TWO_VOUCHERS
        taken_over = introduction.action == "replace" and not herself
        if not (coordinator or joins or taken_over):
            return 1
        others = [p for p in self._people.values() if p.may_vouch and p.id != introduction.person_id]
        return max(1, min(2, len(others)))

    def agreement(self, introduction: Introduction) -> bytes:
        """What the second coordinator signs for a removal. It is good for the very next entry and for no later one."""
        return self._agreed(*introduction.values()[:-1])

    def recovery_agreement(self, public: bytes, sign_public: bytes) -> bytes:
        """The same for a new recovery key."""
        return self._agreed("recovery", public, sign_public)

    def _agreed(self, *values: object) -> bytes:
        return canonical.encode("agreed", self.fingerprint, self.seq + 1, self.head, *values)

    @property
    def agree_on_recovery(self) -> int:
        """How many coordinators must sign a new recovery key."""
        return min(2, sum(1 for person in self._people.values() if person.may_vouch))

    def append_recovery(
        self, public: bytes, sign_public: bytes, agreed: Iterable[tuple[UUID, bytes]], signer: UUID, keys: HolderKeys
    ) -> RosterEntry:
        """An entry that replaces the recovery key, checked before it is given back."""
        signatures = [[id, signature] for id, signature in agreed]
        body = canonical.encode("roster", self.seq + 1, self.head, "recovery", public, sign_public, signatures)
        entry = RosterEntry(self.seq + 1, body, signer, keys.sign(body))
        self.accept(entry)
        return entry

    def _vouched(self, introduction: Introduction) -> bytes:
        if introduction.action == "remove":
            return self.agreement(introduction)
        return introduction.message(self.fingerprint)

    def append(
        self,
        introduction: Introduction,
        vouches: Iterable[tuple[UUID, bytes]],
        signer: UUID,
        keys: HolderKeys,
    ) -> RosterEntry:
        """A new entry, checked before it is given back."""
        body = canonical.encode(
            "roster", self.seq + 1, self.head, *introduction.values(), [[id, sig] for id, sig in vouches]
        )
        entry = RosterEntry(self.seq + 1, body, signer, keys.sign(body))
        self.accept(entry)
        return entry

    def stood_in(self) -> dict[UUID, int]:
        """Everybody whom the recovery key made a coordinator, or gave new keys as one; in which entry last."""
        found = (entry for history in self._history.values() for entry in history if RECOVERY.id in entry.vouchers)
        return {entry.id: entry.seq for entry in found}

    def accept(self, entry: RosterEntry) -> None:
        """Take ``entry`` in. Raises `ForgedRoster` and leaves the roster as it was."""
        values = self._values(entry)
        if values[2] == "recovery":
            self._check_signer(entry, None)
            self._take_recovery(entry, values)
            return
        introduction, vouches = self._parse(entry, values)
        self._check_signer(entry, introduction)
        message = self._vouched(introduction)
        self._check_vouches(entry, vouches, message, introduction)
        names = {voucher_id for voucher_id, _ in vouches} | {entry.signer}
        believed = introduction.action == "remove" and entry.hash in self.by_one
        herself = introduction.person_id in names
        needed = 1 if believed else self.vouchers_needed(introduction, herself=herself)
        self._count(entry, names - {introduction.person_id}, needed)
        self._take(entry, introduction, tuple(sorted(names)))

    def _count(self, entry: RosterEntry, names: set[UUID], needed: int) -> None:
        if len(names) < needed:
            raise ForgedRoster(f"roster entry {entry.seq} ({entry.hash.hex()}): too few coordinators signed it")

    def _check_signer(self, entry: RosterEntry, said: Introduction | None) -> None:
        if entry.signer == RECOVERY.id:
            self._check_stand_in(entry, said)
            return
        signer = self._people.get(entry.signer)
        if signer is None or not signer.may_vouch:
            raise ForgedRoster(f"roster entry {entry.seq}: its signer may not vouch")
        if not verify_signature(signer.sign_public, entry.signature, entry.body):
            raise ForgedRoster(f"roster entry {entry.seq}: the signature does not fit")

    def _check_stand_in(self, entry: RosterEntry, said: Introduction | None) -> None:
        """The recovery key signs in place of one coordinator, that there is another one, and for nothing else."""
        key = self.recovery_keys[-1].sign_public
        if said is None or said.action == "remove" or said.role is not Role.COORDINATOR:
            raise ForgedRoster(f"roster entry {entry.seq}: the recovery key makes coordinators and nothing else")
        known = self._people.get(said.person_id)
        if said.action == "replace" and (known is None or not known.may_vouch):
            raise ForgedRoster(f"roster entry {entry.seq}: the recovery key gives nobody a greater role")
        if key is None or not verify_signature(key, entry.signature, entry.body):
            raise ForgedRoster(f"roster entry {entry.seq}: the signature does not fit")

    def _check_vouches(
        self, entry: RosterEntry, vouches: list[tuple[UUID, bytes]], message: bytes, said: Introduction | None
    ) -> None:
        for voucher_id, signature in vouches:
            voucher = self._people.get(voucher_id)
            herself = said is not None and said.action == "replace" and voucher_id == said.person_id
            if voucher is None or not (voucher.may_vouch or (herself and voucher.active)):
                raise ForgedRoster(f"roster entry {entry.seq}: a voucher may not vouch")
            if not verify_signature(voucher.sign_public, signature, message):
                raise ForgedRoster(f"roster entry {entry.seq}: a voucher's signature does not fit")

    def _take_recovery(self, entry: RosterEntry, values: list[Any]) -> None:
        try:
            _, _, _, public, sign_public, given = values
            agreed = [(id, signature) for id, signature in given]
            key = RecoveryKey(entry.seq, bytes(public), bytes(sign_public))
        except (ValueError, TypeError):
            raise ForgedRoster(f"roster entry {entry.seq}: unreadable") from None
        self._check_vouches(entry, agreed, self.recovery_agreement(key.public, key.sign_public or b""), None)
        self._count(entry, {id for id, _ in agreed} | {entry.signer}, self.agree_on_recovery)
        if any(key.public == old.public for old in self.recovery_keys):
            raise ForgedRoster(f"roster entry {entry.seq}: a recovery key that was here before")
        self.recovery_keys.append(key)
        self.hashes.append(entry.hash)

    def _values(self, entry: RosterEntry) -> list[Any]:
        try:
            values = canonical.decode(entry.body, "roster")
            seq, previous, _ = values[:3]
        except (ValueError, TypeError):
            raise ForgedRoster(f"roster entry {entry.seq}: unreadable") from None
        if seq != entry.seq or seq != self.seq + 1 or previous != self.head:
            raise ForgedRoster(f"roster entry {entry.seq}: does not follow from the one before")
        return list(values)

    def _parse(self, entry: RosterEntry, values: list[Any]) -> tuple[Introduction, list[tuple[UUID, bytes]]]:
        try:
            _, _, action, person_id, role, hpke_public, sign_public, made, vouches = values
            introduction = Introduction(action, person_id, Role(role), hpke_public, sign_public, tuple(made))
            signatures = [(id, signature) for id, signature in vouches]
        except (ValueError, TypeError):
            raise ForgedRoster(f"roster entry {entry.seq}: unreadable") from None
        return introduction, signatures

    def _take(self, entry: RosterEntry, said: Introduction, vouchers: tuple[UUID, ...]) -> None:
        known = self._people.get(said.person_id)
        if said.action == "add" and known is not None and known.active:
            raise ForgedRoster(f"roster entry {entry.seq}: adds somebody who is there")
        if said.action in ("replace", "remove") and (known is None or not known.active):
            raise ForgedRoster(f"roster entry {entry.seq}: speaks of somebody who is not there")
        if said.action not in ("add", "replace", "remove"):
            raise ForgedRoster(f"roster entry {entry.seq}: unknown action")
        active = said.action != "remove"
        if active and any(
            entry.sign_public == said.sign_public or entry.hpke_public == said.hpke_public
            for history in self._history.values()
            for entry in history
        ):
            raise ForgedRoster(f"roster entry {entry.seq}: keys that were here before; a vouch for them may be old")
        if not active and [p.id for p in self._people.values() if p.may_vouch] == [said.person_id]:
            raise ForgedRoster(f"roster entry {entry.seq}: removes the last coordinator")
        person = RosterPerson(
            said.person_id, said.role, said.hpke_public, said.sign_public, entry.seq, active, vouchers
        )
        history = self._history.setdefault(person.id, [])
        if history and history[-1].active:
            history[-1] = replace(history[-1], made=frozenset(said.made))
        history.append(person)
        self._people[person.id] = person
        self.hashes.append(entry.hash)


def read(
    entries: Iterable[RosterEntry], fingerprint: bytes | None = None, by_one: frozenset[bytes] = frozenset()
) -> Roster:
    """Check a whole roster against the office fingerprint. Raises `ForgedRoster`.

    ``by_one``: hashes of removals that one coordinator signed before two had to. Without a fingerprint the answer is
    consistent in itself, not proven: only ``verify`` and ``init`` may ask so.
    """
    ordered = iter(sorted(entries, key=lambda entry: entry.seq))
    first = next(ordered, None)
    if first is None or first.seq != 0:
        raise ForgedRoster("the roster has no entry 0")
    if fingerprint is not None and first.hash != fingerprint:
        raise ForgedRoster("roster entry 0 is not this office's")
    try:
        _, _, action, person_id, role, hpke_public, sign_public, extra = canonical.decode(first.body, "roster")
        recovery_public, pairs, *sign = extra
        key = RecoveryKey(0, recovery_public, *sign)
        vaults = {VaultKind(kind): vault for kind, vault in pairs}
    except (ValueError, TypeError):
        raise ForgedRoster("roster entry 0: unreadable") from None
    if action != "found" or person_id != first.signer or not verify_signature(sign_public, first.signature, first.body):
        raise ForgedRoster("roster entry 0: the signature does not fit")
    person = RosterPerson(person_id, Role(role), hpke_public, sign_public, 0, True, (person_id,))
    people, history = {person_id: person}, {person_id: [person]}
    roster = Roster(first.hash, [key], vaults, people, history, [first.hash], by_one)
    for entry in ordered:
        roster.accept(entry)
    return roster
