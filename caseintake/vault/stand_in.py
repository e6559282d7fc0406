"""The recovery key signs in place of a coordinator who cannot be reached, away from the office. No database.

Out of the office come its roster and who is to be coordinator, with the signatures there are; none of it is secret.
Back goes one roster entry, good for the very next place and for no other. Everybody who reads the roster checks it by
its own rule (`Roster.accept`): the shares count as one coordinator, and open nothing by it.
"""

from dataclasses import dataclass
from uuid import UUID

from caseintake.kernel.actor import Role
from caseintake.vault import canonical
from caseintake.vault import roster as rosters
from caseintake.vault.holders import RECOVERY
from caseintake.vault.primitives import HolderKeys
from caseintake.vault.rescue import NotReadable
from caseintake.vault.roster import Introduction, Roster, RosterEntry


@dataclass(frozen=True)
class StandInRequest:
    """Who is to be coordinator under which keys, and the coordinators' signatures for her."""

    fingerprint: bytes
    introduction: Introduction
    vouches: tuple[tuple[UUID, bytes], ...]
    entries: tuple[RosterEntry, ...]
    by_one: tuple[bytes, ...] = ()

    def encode(self) -> bytes:
        entries = [[one.seq, one.body, one.signer, one.signature] for one in self.entries]
        return canonical.encode(
            "stand-in request", 1, self.fingerprint, self.introduction.values(), self.vouches, entries, self.by_one
        )

    @classmethod
    def decode(cls, data: bytes) -> "StandInRequest":
        """Raises `NotReadable`."""
        try:
            _, fingerprint, said, vouches, entries, by_one = canonical.decode(data, "stand-in request")
            action, person_id, role, hpke_public, sign_public, made = said
            return cls(
                fingerprint,
                Introduction(action, person_id, Role(role), hpke_public, sign_public, tuple(made)),
                tuple((voucher, signature) for voucher, signature in vouches),
                tuple(RosterEntry(*entry) for entry in entries),
                tuple(by_one),
            )
        except (ValueError, TypeError):
            raise NotReadable("this is not what `keys stand-in --export` writes") from None

    def roster(self) -> Roster:
        """Checked against the fingerprint, which must be compared with the one on paper. Raises `ForgedRoster`."""
        return rosters.read(self.entries, self.fingerprint, frozenset(self.by_one))

    def answer(self, secret: bytes) -> "StandIn":
        """The signed entry. Raises `ForgedRoster` when the shares and the signatures there are do not suffice."""
        entry = self.roster().append(self.introduction, self.vouches, RECOVERY.id, HolderKeys(secret))
        return StandIn(self.fingerprint, entry)


@dataclass(frozen=True)
class StandIn:
    """What comes back: the next entry of the roster."""

    fingerprint: bytes
    entry: RosterEntry

    def encode(self) -> bytes:
        one = self.entry
        return canonical.encode("stand-in answer", 1, self.fingerprint, [one.seq, one.body, one.signer, one.signature])

    @classmethod
    def decode(cls, data: bytes) -> "StandIn":
        """Raises `NotReadable`."""
        try:
            _, fingerprint, entry = canonical.decode(data, "stand-in answer")
            return cls(fingerprint, RosterEntry(*entry))
        except (ValueError, TypeError):
            raise NotReadable("this is not what `keys stand-in --to` writes") from None
