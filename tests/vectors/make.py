"""Writes the vectors beside this file. Run by hand after a change of format: ``python tests/vectors/make.py``.

Every secret and id is SHA-256 of its name, so nothing but a change of format changes the files. HPKE seals are random:
an old one is kept as long as it opens.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from caseintake.audit.chain import Entry, Item, link, unit_message  # noqa: E402
from caseintake.identity import credentials, words  # noqa: E402
from caseintake.intake.receipts import RANDOM_CHARACTERS, Code, check_character  # noqa: E402
from caseintake.kernel.actor import Role  # noqa: E402
from caseintake.vault import canonical, grant, record, roster, stream  # noqa: E402
from caseintake.vault.epoch import Epoch  # noqa: E402
from caseintake.vault.holders import OFFICE_VAULTS, RECOVERY, Holder, VaultKind  # noqa: E402
from caseintake.vault.keyring import EpochKeys  # noqa: E402
from caseintake.vault.primitives import Argon2Cost, DoesNotOpen, HolderKeys, argon2id, hkdf, hpke_seal, sha256  # noqa: E402
from caseintake.vault.roster import Introduction, RosterEntry  # noqa: E402
from caseintake.vault.sealed import Signature  # noqa: E402
from caseintake.vault.verified import own  # noqa: E402

DAY = date(2026, 3, 2)


def secret(name: str, size: int = 32) -> bytes:
    return hashlib.sha256(f"caseintake vector: {name}".encode()).digest()[:size]


def ident(name: str) -> UUID:
    return UUID(bytes=secret(f"id of {name}", 16), version=4)


def sealed(key: bytes, name: str, plaintext: bytes, aad: bytes) -> bytes:
    """AES-256-GCM made here and not by the code under test, under a nonce that is the same each time."""
    nonce = secret(f"nonce of {name}", 12)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, aad)


def flipped(data: bytes, at: int = -1) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


def typed(value: Any) -> Any:
    """A value as JSON that says its kind."""
    if isinstance(value, UUID):
        return {"uuid": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, (list, tuple)):
        return [typed(item) for item in value]
    return value


PEOPLE = {
    "coordinator": Role.COORDINATOR,
    "second coordinator": Role.COORDINATOR,
    "officer": Role.INTAKE_OFFICER,
    "lawyer": Role.LAWYER,
    "colleague": Role.LAWYER,
}
KEYS = {
    name: HolderKeys(secret(name))
    for name in [*PEOPLE, "stranger", "lawyer, new", "receipt", "new receipt", "third coordinator"]
}
ID = {
    name: ident(name)
    for name in [*PEOPLE, "third coordinator", "stranger", "receipt", "new receipt", "matter", "file", "conversation"]
}
RECOVERY_KEYS = HolderKeys(secret("recovery"))
VAULTS = {kind: ident(f"office vault {kind.value}") for kind in OFFICE_VAULTS}
FOUND = roster.found(ID["coordinator"], KEYS["coordinator"], RECOVERY_KEYS.hpke_public, VAULTS)
OFFICE = FOUND.hash


# --- keys.json ---------------------------------------------------------------------------------------------------


def keys_vectors() -> dict[str, Any]:
    person, epoch = KEYS["lawyer"], EpochKeys(secret("epoch"))
    letters = "0123456789ABCDEFGHJKMNP"
    code = Code(letters + check_character(letters))
    salt = secret("receipt salt")
    values = [None, True, 7, "Нигяр", b"\x00\xff", DAY, ID["lawyer"], [1, ["a", None]]]
    cost = Argon2Cost(8 * 1024, 1, 1)
    passphrase = "academic acid acne acquire acrobat activity actress adapt"
    key = argon2id(passphrase, salt[:16], cost)
    place = canonical.encode(
        "credential", 1, OFFICE, ID["lawyer"], salt[:16], cost.memory_kib, cost.iterations, cost.lanes
    )
    return {
        "canonical": {"label": "example", "values": typed(values), "bytes": canonical.encode("example", *values).hex()},
        "person": {
            "secret": secret("lawyer").hex(),
            "hpke_public": person.hpke_public.hex(),
            "sign_public": person.sign_public.hex(),
            "bundle_key": hkdf(secret("lawyer"), info=b"caseintake/v1/bundle").hex(),
            "message": b"message".hex(),
            "signature": person.sign(b"message").hex(),
        },
        "epoch": {
            "secret": secret("epoch").hex(),
            "record_key": hkdf(secret("epoch"), info=b"caseintake/v1/record").hex(),
            "grant_key": epoch.grant_key.hex(),
            "commitment": epoch.commitment.hex(),
            "hpke_public": epoch.pair.hpke_public.hex(),
        },
        "code": {
            "text": code.text,
            "random_characters": RANDOM_CHARACTERS,
            "salt": salt.hex(),
            "id": str(code.id),
            "secret": code.secret(salt).hex(),
            "draft_key": code.draft_key(salt).hex(),
        },
        "credential": {
            "fingerprint": OFFICE.hex(),
            "person": str(ID["lawyer"]),
            "passphrase": passphrase,
            "salt": salt[:16].hex(),
            "memory_kib": cost.memory_kib,
            "iterations": cost.iterations,
            "lanes": cost.lanes,
            "key": key.hex(),
            "sealed": sealed(key, "credential", secret("lawyer"), place).hex(),
        },
        "words": {
            "fingerprint": list(words.of_fingerprint(OFFICE)),
            "compared": list(words.compared(OFFICE, ID["lawyer"], person.hpke_public, person.sign_public)),
        },
        "bundle": _bundle(),
        "padding": [[size, record.padded_size(size)] for size in (0, 1, 252, 256, 257, 300, 1000, 4096, 4097, 100_000)],
        "stream": [[size, stream.sealed_size(size)] for size in (0, 1, 65_536, 65_537, 200_000, 10_000_000)],
    }


def _bundle() -> dict[str, Any]:
    bundle = credentials.Bundle(secret("totp", 20), 59, OFFICE, 1, secret("roster head"), language="az")
    key = hkdf(secret("lawyer"), info=b"caseintake/v1/bundle")
    place = canonical.encode("bundle", 1, ID["lawyer"], 3)
    body = sealed(key, "bundle", record.pad(msgspec.msgpack.encode(bundle)), place)
    return {"person": str(ID["lawyer"]), "revision": 3, "sealed": body.hex(), "last_step": 59, "language": "az"}


# --- roster.json -------------------------------------------------------------------------------------------------


def introduction(action: str, name: str, keys: str | None = None, made: tuple[bytes, ...] = ()) -> Introduction:
    pair = KEYS[keys or name]
    role = Role.COORDINATOR if name == "third coordinator" else PEOPLE.get(name, Role.LAWYER)
    return Introduction(action, ID[name], role, pair.hpke_public, pair.sign_public, made)


def keys_of(name: str) -> tuple[bytes, bytes]:
    return KEYS[name].hpke_public, KEYS[name].sign_public


def entry(
    before: RosterEntry,
    said: Introduction,
    signer: str = "coordinator",
    vouchers: tuple[str, ...] = (),
    keys: str | None = None,
    at: int | None = None,
) -> RosterEntry:
    """The next entry, made without asking whether it may be. ``at``: which entry the agreement was given for."""
    values = said.values()[:-1]
    message = (
        canonical.encode("agreed", OFFICE, before.seq + 1 if at is None else at, before.hash, *values)
        if said.action == "remove"
        else said.message(OFFICE)
    )
    vouches = [[ID[name], KEYS[name].sign(message)] for name in vouchers]
    body = canonical.encode("roster", before.seq + 1, before.hash, *said.values(), vouches)
    return RosterEntry(before.seq + 1, body, ID[signer], KEYS[keys or signer].sign(body))


def recovers_anew(
    before: RosterEntry, agree: tuple[str, ...] = (), signer: str = "coordinator", said: str = "stranger"
) -> RosterEntry:
    """A new recovery key, the stranger's; ``said``: whose the agreement names."""
    message = canonical.encode("agreed", OFFICE, before.seq + 1, before.hash, "recovery", *keys_of(said))
    agreed = [[ID[name], KEYS[name].sign(message)] for name in agree]
    body = canonical.encode("roster", before.seq + 1, before.hash, "recovery", *keys_of("stranger"), agreed)
    return RosterEntry(before.seq + 1, body, ID[signer], KEYS[signer].sign(body))


def stands_in(before: RosterEntry, said: Introduction, vouchers: tuple[str, ...], keys: str) -> RosterEntry:
    """An entry that ``keys`` sign as the recovery key."""
    vouches = [[ID[name], KEYS[name].sign(said.message(OFFICE))] for name in vouchers]
    body = canonical.encode("roster", before.seq + 1, before.hash, *said.values(), vouches)
    return RosterEntry(before.seq + 1, body, RECOVERY.id, KEYS[keys].sign(body))


def good_roster() -> list[RosterEntry]:
    entries = [FOUND]
    for name in ("lawyer", "colleague", "second coordinator"):
        entries.append(entry(entries[-1], introduction("add", name)))
    entries.append(entry(entries[-1], introduction("add", "officer"), vouchers=("second coordinator",)))
    return entries


class Rows:
    """Rows written once each; cases name them by their number."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def __call__(self, *rows: dict[str, Any]) -> list[int]:
        self.rows += [row for at, row in enumerate(rows) if row not in self.rows and row not in rows[:at]]
        return [self.rows.index(row) for row in rows]


def row_of(entry: RosterEntry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "body": entry.body.hex(),
        "signer": str(entry.signer),
        "signature": entry.signature.hex(),
    }


def roster_vectors() -> dict[str, Any]:
    good = good_roster()
    head = good[-1]
    renewed = introduction("replace", "lawyer", "lawyer, new")
    removed = entry(head, introduction("remove", "second coordinator"))
    third = entry(head, introduction("add", "third coordinator"), vouchers=("second coordinator",))
    leaves = introduction("remove", "third coordinator")
    demoted = Introduction("replace", ID["third coordinator"], Role.LAWYER, *keys_of("stranger"))
    other_recovery = roster.found(ID["coordinator"], KEYS["coordinator"], KEYS["stranger"].hpke_public, VAULTS)
    stranger = introduction("add", "stranger")
    alone = Introduction("add", ID["stranger"], Role.COORDINATOR, stranger.hpke_public, stranger.sign_public)
    swapped = introduction("add", "officer", "stranger")
    old_vouch = [
        [ID["second coordinator"], KEYS["second coordinator"].sign(introduction("add", "officer").message(OFFICE))]
    ]
    body = canonical.encode("roster", 4, good[3].hash, *swapped.values(), old_vouch)
    anew = recovers_anew(head, ("second coordinator",))
    joins = introduction("add", "third coordinator")
    by_shares = stands_in(anew, joins, ("coordinator",), "stranger")
    cases: dict[str, tuple[list[RosterEntry], str | None]] = {
        "a roster": (good, None),
        "the recovery key in place of one of two coordinators": ([*good, anew, by_shares], None),
        "the recovery key in place of both": ([*good, anew, stands_in(anew, joins, (), "stranger")], "ForgedRoster"),
        "the recovery key of before in place of a coordinator": (
            [*good, stands_in(head, joins, ("coordinator",), "stranger")],
            "ForgedRoster",
        ),
        "somebody else's key as the recovery key": (
            [*good, anew, stands_in(anew, joins, ("coordinator",), "lawyer")],
            "ForgedRoster",
        ),
        "the recovery key makes a lawyer": (
            [
                *good,
                anew,
                stands_in(anew, introduction("add", "stranger", "lawyer, new"), ("coordinator",), "stranger"),
            ],
            "ForgedRoster",
        ),
        "the recovery key removes a coordinator": (
            [*good, anew, stands_in(anew, introduction("remove", "second coordinator"), ("coordinator",), "stranger")],
            "ForgedRoster",
        ),
        "new keys without the old ones, by two coordinators": (
            [*good, entry(head, renewed, vouchers=("second coordinator",))],
            None,
        ),
        "new keys without the old ones, by one of two coordinators": ([*good, entry(head, renewed)], "ForgedRoster"),
        "new keys without the old ones, by the only coordinator": (
            [*good, removed, entry(removed, renewed)],
            None,
        ),
        "a person removed": ([*good, removed], None),
        "one of three coordinators removed by two": (
            [*good, third, entry(third, leaves, vouchers=("second coordinator",))],
            None,
        ),
        "one of three coordinators removed by one": ([*good, third, entry(third, leaves)], "ForgedRoster"),
        "one of three coordinators removed by one, and by the one removed": (
            [*good, third, entry(third, leaves, vouchers=("third coordinator",))],
            "ForgedRoster",
        ),
        "removal agreed for another place in the roster": (
            [*good, third, entry(third, leaves, vouchers=("second coordinator",), at=5)],
            "ForgedRoster",
        ),
        "a person with new keys, signed with the old ones": (
            [*good, entry(head, introduction("replace", "lawyer", "lawyer, new"), vouchers=("lawyer",))],
            None,
        ),
        "new keys signed with a colleague's instead of the old ones": (
            [*good, entry(head, introduction("replace", "lawyer", "lawyer, new"), vouchers=("colleague",))],
            "ForgedRoster",
        ),
        "recovery key replaced by two coordinators": ([*good, recovers_anew(head, ("second coordinator",))], None),
        "recovery key replaced by one of two coordinators": ([*good, recovers_anew(head)], "ForgedRoster"),
        "recovery key replaced, agreed for another key": (
            [*good, recovers_anew(head, ("second coordinator",), said="lawyer")],
            "ForgedRoster",
        ),
        "recovery key replaced by a lawyer": (
            [*good, recovers_anew(head, ("second coordinator",), signer="lawyer")],
            "ForgedRoster",
        ),
        "one of three coordinators made a lawyer by one": ([*good, third, entry(third, demoted)], "ForgedRoster"),
        "entry forged by a stranger": ([*good, entry(head, stranger, keys="stranger")], "ForgedRoster"),
        "entry signed by a lawyer": ([*good, entry(head, stranger, "lawyer")], "ForgedRoster"),
        "person key replaced by the person's colleague": (
            [*good, entry(head, introduction("replace", "lawyer", "stranger"), "colleague")],
            "ForgedRoster",
        ),
        "person key changed in its entry": (
            [FOUND, RosterEntry(1, flipped(good[1].body, 200), good[1].signer, good[1].signature), *good[2:]],
            "ForgedRoster",
        ),
        "recovery key replaced in entry 0": ([other_recovery], "ForgedRoster"),
        "removed coordinator signs": ([*good, removed, entry(removed, stranger, "second coordinator")], "ForgedRoster"),
        "replaced key vouches": (
            [*good, removed, entry(removed, introduction("add", "stranger"), vouchers=("second coordinator",))],
            "ForgedRoster",
        ),
        "coordinator with one voucher where two are there": ([*good, entry(head, alone)], "ForgedRoster"),
        "vouch given for other keys": (
            [*good[:4], RosterEntry(4, body, ID["coordinator"], KEYS["coordinator"].sign(body))],
            "ForgedRoster",
        ),
        "keys that were removed come back with the old vouches": (
            [
                *good,
                removed,
                entry(removed, introduction("add", "second coordinator")),
            ],
            "ForgedRoster",
        ),
        "somebody added twice": ([*good, entry(head, introduction("add", "lawyer"))], "ForgedRoster"),
        "entry taken from the middle": ([*good[:2], *good[3:]], "ForgedRoster"),
        "entry that does not follow": ([*good[:2], entry(FOUND, introduction("add", "colleague"))], "ForgedRoster"),
        "no entry 0": (good[1:], "ForgedRoster"),
        "entry not canonical": (
            [*good, RosterEntry(5, head.body + b"\0", head.signer, head.signature)],
            "ForgedRoster",
        ),
    }
    rows = Rows()
    return {
        "fingerprint": OFFICE.hex(),
        "recovery_public": RECOVERY_KEYS.hpke_public.hex(),
        "people": {str(ID[name]): role.value for name, role in PEOPLE.items()},
        "cases": [
            {"name": name, "fingerprint": OFFICE.hex(), "entries": rows(*map(row_of, entries)), "error": error}
            for name, (entries, error) in cases.items()
        ]
        + [
            {
                "name": "another office's fingerprint",
                "fingerprint": secret("another office").hex(),
                "entries": rows(*map(row_of, good)),
                "error": "ForgedRoster",
            }
        ],
        "rows": rows.rows,
    }


# --- epoch.json --------------------------------------------------------------------------------------------------

SECRETS = {name: EpochKeys(secret(f"epoch {name}")) for name in ("m1", "m2", "i1", "c1", "c2", "c3", "evil")}
RECOVERS = {RECOVERY: sha256(RECOVERY_KEYS.hpke_public)}


def person(name: str) -> dict[Holder, bytes]:
    return {Holder.person(ID[name]): sha256(KEYS[name].hpke_public)}


def receipt(name: str) -> dict[Holder, bytes]:
    return {Holder.receipt(ID[name]): sha256(KEYS[name].hpke_public)}


def epoch(
    previous: Epoch | None, keys: str, holders: dict[Holder, bytes], maker: Holder, by: str, **changes: Any
) -> Epoch:
    values: dict[str, Any] = {
        "vault_id": previous.vault_id if previous else ID["matter"],
        "kind": previous.kind if previous else VaultKind.MATTER,
        "seq": previous.seq + 1 if previous else 1,
        "number": int(keys[1:]) if keys[1:].isdigit() else 2,
        "previous": previous.hash if previous else b"",
        "public": SECRETS[keys].pair.hpke_public,
        "commitment": SECRETS[keys].commitment,
        "holders": {**holders, **RECOVERS},
        "roster_seq": 4,
        "maker": maker,
        **changes,
    }
    row = Epoch(**values)
    return Epoch.parse(row.body, KEYS[by].sign(row.body))


def _without_recovery(row: Epoch, instead: bytes | None = None) -> Epoch:
    holders = {holder: key for holder, key in row.holders.items() if holder != RECOVERY}
    changed = replace(row, holders=holders | ({RECOVERY: instead} if instead else {}), signature=b"")
    return Epoch.parse(changed.body, KEYS["lawyer"].sign(changed.body))


def epoch_vectors() -> dict[str, Any]:
    lawyer, colleague, officer = (Holder.person(ID[name]) for name in ("lawyer", "colleague", "officer"))
    me = Holder.receipt(ID["receipt"])
    both = {**person("lawyer"), **person("colleague")}
    m1 = epoch(None, "m1", person("lawyer"), lawyer, "lawyer")
    m2 = epoch(m1, "m1", both, lawyer, "lawyer")
    m3 = epoch(m2, "m2", person("lawyer"), lawyer, "lawyer")
    founder = Holder.person(ID["coordinator"])
    office = {"vault_id": VAULTS[VaultKind.INTAKE], "kind": VaultKind.INTAKE, "roster_seq": 0}
    intake = epoch(None, "i1", person("officer"), founder, "coordinator", **office)
    by_intake = {Holder.vault(intake.vault_id): intake.key_hash}
    talk = {"vault_id": ID["conversation"], "kind": VaultKind.CONVERSATION}
    own = {**receipt("receipt"), **by_intake}
    c1 = epoch(None, "c1", own, me, "receipt", **talk, receipt_sign_public=KEYS["receipt"].sign_public)
    c2 = epoch(c1, "c2", own, me, "receipt")
    fresh = {**receipt("new receipt"), **by_intake}
    c3 = epoch(c2, "c3", fresh, officer, "officer", receipt_sign_public=KEYS["new receipt"].sign_public)
    evil = person("lawyer")
    made = (m1.hash, m2.hash, m3.hash)
    head = good_roster()[-1]
    gone = entry(head, introduction("remove", "lawyer", made=made))
    again = entry(head, introduction("replace", "lawyer", "lawyer, new", made), vouchers=("lawyer",))
    late = epoch(m3, "evil", both, lawyer, "lawyer", number=3)
    matter: dict[str, tuple[list[Epoch], str | None]] = {
        "a vault: made, shared, taken back": ([m1, m2, m3], None),
        "forged: signed by a stranger": ([m1, epoch(m1, "m2", evil, lawyer, "stranger")], "ForgedEpoch"),
        "forged: signed by a colleague who does not hold it": (
            [m1, epoch(m1, "m2", evil, colleague, "colleague")],
            "ForgedEpoch",
        ),
        "forged: made by one who was taken out": (
            [m1, m2, m3, epoch(m3, "m2", both, colleague, "colleague", number=3)],
            "ForgedEpoch",
        ),
        "forged: made by a vault": ([m1, epoch(m1, "m2", evil, Holder.vault(ID["file"]), "lawyer")], "ForgedEpoch"),
        "forged: made by somebody unknown": (
            [epoch(None, "m1", evil, Holder.person(ID["stranger"]), "stranger")],
            "ForgedEpoch",
        ),
        "forged: made before its maker was on the roster": (
            [epoch(None, "m1", evil, lawyer, "lawyer", roster_seq=0)],
            "ForgedEpoch",
        ),
        "forged: a holder's key changed under the same key": (
            [m1, epoch(m1, "m1", {lawyer: secret("another")}, lawyer, "lawyer")],
            "ForgedEpoch",
        ),
        "forged: a holder taken out under the same key": (
            [m1, m2, epoch(m2, "m1", evil, lawyer, "lawyer")],
            "ForgedEpoch",
        ),
        "forged: another key under the same number": (
            [m1, epoch(m1, "evil", both, lawyer, "lawyer", number=1)],
            "ForgedEpoch",
        ),
        "forged: a row of another vault": (
            [m1, epoch(m1, "m2", evil, lawyer, "lawyer", vault_id=ID["file"])],
            "ForgedEpoch",
        ),
        "forged: a receipt in a matter": (
            [
                epoch(
                    None,
                    "m1",
                    {**evil, **receipt("receipt")},
                    lawyer,
                    "lawyer",
                    receipt_sign_public=KEYS["receipt"].sign_public,
                )
            ],
            "ForgedEpoch",
        ),
        "forged: a flipped bit in the signature": ([m1, Epoch.parse(m2.body, flipped(m2.signature))], "ForgedEpoch"),
        "forged: the recovery key is left out": ([_without_recovery(m1)], "ForgedEpoch"),
        "forged: another recovery key": ([_without_recovery(m1, secret("another"))], "ForgedEpoch"),
        "skipped: a number is missing": ([m1, epoch(m1, "m2", evil, lawyer, "lawyer", number=3)], "SkippedEpoch"),
        "skipped: a row is missing": ([m1, m3], "SkippedEpoch"),
        "skipped: the first row is missing": ([m2, m3], "SkippedEpoch"),
        "skipped: does not follow": ([m1, m2, epoch(m1, "m2", evil, lawyer, "lawyer", seq=3)], "SkippedEpoch"),
        "skipped: no row at all": ([], "SkippedEpoch"),
    }
    conversation: dict[str, tuple[list[Epoch], str | None]] = {
        "a conversation: made, refreshed, with a new receipt": ([c1, c2, c3], None),
        "forged: a receipt adds a holder": (
            [c1, epoch(c1, "c2", {**own, **person("lawyer")}, me, "receipt")],
            "ForgedEpoch",
        ),
        "forged: a receipt that was taken out signs": (
            [c1, c2, c3, epoch(c3, "evil", fresh, me, "receipt", number=4)],
            "ForgedEpoch",
        ),
        "forged: a new receipt without its key": ([c1, c2, epoch(c2, "c3", fresh, officer, "officer")], "ForgedEpoch"),
        "forged: a new receipt under the old key": (
            [
                c1,
                epoch(
                    c1,
                    "c1",
                    {**own, **receipt("new receipt")},
                    officer,
                    "officer",
                    receipt_sign_public=KEYS["new receipt"].sign_public,
                ),
            ],
            "ForgedEpoch",
        ),
        "forged: two receipts": (
            [
                c1,
                epoch(
                    c1,
                    "c2",
                    {**own, **receipt("new receipt")},
                    officer,
                    "officer",
                    receipt_sign_public=KEYS["new receipt"].sign_public,
                ),
            ],
            "ForgedEpoch",
        ),
        "forged: a receipt's key replaced": (
            [c1, epoch(c1, "c2", own, me, "receipt", receipt_sign_public=KEYS["stranger"].sign_public)],
            "ForgedEpoch",
        ),
        "forged: a lawyer outside the intake vault signs": (
            [c1, epoch(c1, "c2", own, lawyer, "lawyer")],
            "ForgedEpoch",
        ),
        "forged: a receipt that does not hold its conversation": (
            [epoch(None, "c1", by_intake, me, "receipt", **talk, receipt_sign_public=None)],
            "ForgedEpoch",
        ),
    }
    removed = {
        "what the removed person made before stays good": ([m1, m2, m3], None),
        "removed person signs, dated back": ([m1, m2, m3, late], "ForgedEpoch"),
        "removed person signs today": (
            [m1, m2, m3, epoch(m3, "evil", both, lawyer, "lawyer", number=3, roster_seq=5)],
            "ForgedEpoch",
        ),
    }
    new_keys = {
        "what her old keys made before stays good": ([m1, m2, m3], None),
        "forged: the old keys sign after new ones came": (
            [m1, m2, m3, epoch(m3, "evil", both, lawyer, "lawyer", number=3, roster_seq=5)],
            "ForgedEpoch",
        ),
        "forged: the new keys were not given the vault": (
            [m1, m2, m3, epoch(m3, "evil", evil, lawyer, "lawyer, new", number=3, roster_seq=5)],
            "ForgedEpoch",
        ),
    }
    anew = {
        "the founder's own": ([intake], None),
        "forged: an office vault founded anew by a lawyer": (
            [epoch(None, "evil", evil, lawyer, "lawyer", **{**office, "roster_seq": 4}, number=1)],
            "ForgedEpoch",
        ),
    }
    groups = [
        (ID["matter"], good_roster(), matter, {}),
        (ID["conversation"], good_roster(), conversation, {str(intake.vault_id): [intake]}),
        (ID["matter"], [*good_roster(), gone], removed, {}),
        (intake.vault_id, good_roster(), anew, {}),
        (ID["matter"], [*good_roster(), again], new_keys, {}),
    ]
    said, rows = Rows(), Rows()
    return {
        "fingerprint": OFFICE.hex(),
        "groups": [
            {
                "vault": str(vault),
                "roster": said(*map(row_of, entries)),
                "others": {id: rows(*map(_epoch_row, others)) for id, others in parents.items()},
                "cases": [
                    {"name": name, "rows": rows(*map(_epoch_row, chain)), "error": error}
                    for name, (chain, error) in cases.items()
                ],
            }
            for vault, entries, cases, parents in groups
        ],
        "roster_rows": said.rows,
        "rows": rows.rows,
        "unreadable": [
            {"name": "not canonical", "body": (m1.body + b"\0").hex()},
            {"name": "another label", "body": canonical.encode("roster", 1).hex()},
            {"name": "too few values", "body": canonical.encode("epoch", ID["matter"], "matter", 1).hex()},
        ],
    }


def _epoch_row(row: Epoch) -> dict[str, str]:
    return {"body": row.body.hex(), "signature": row.signature.hex()}


# --- grant.json --------------------------------------------------------------------------------------------------


def grant_vectors(old: dict[str, Any]) -> dict[str, Any]:
    keys, vault = SECRETS["m1"], SECRETS["i1"]
    mine = sha256(KEYS["lawyer"].hpke_public)
    to_person = grant.context(OFFICE, ID["matter"], 1, keys.commitment, Holder.person(ID["lawyer"]), mine)
    parent = sha256(vault.pair.hpke_public)
    to_vault = grant.context(OFFICE, ID["matter"], 1, keys.commitment, Holder.vault(ID["file"]), parent)
    stored = old.get("hpke", {})
    to_lawyer = _kept(stored.get("to the lawyer"), KEYS["lawyer"], keys.secret, to_person)
    wrong_secret = _kept(stored.get("another secret"), KEYS["lawyer"], SECRETS["evil"].secret, to_person)
    to_file = _kept(stored.get("to the vault"), vault.pair, keys.secret, to_vault)
    symmetric = sealed(vault.grant_key, "grant", keys.secret, to_vault)
    evil = sealed(vault.grant_key, "evil grant", SECRETS["evil"].secret, to_vault)

    base = {
        "office": OFFICE.hex(),
        "vault": str(ID["matter"]),
        "number": 1,
        "commitment": keys.commitment.hex(),
        "holder": ["person", str(ID["lawyer"])],
        "key_hash": mine.hex(),
        "scheme": 1,
        "sealed": to_lawyer.hex(),
        "secret": secret("lawyer").hex(),
        "opens_with": "person",
        "error": None,
    }
    nested = {
        **base,
        "holder": ["vault", str(ID["file"])],
        "key_hash": parent.hex(),
        "secret": vault.secret.hex(),
        "opens_with": "vault",
    }
    wrong = {"error": "ForgedGrant"}
    cases: dict[str, dict[str, Any]] = {
        "to a person": base,
        "to a vault, by somebody who cannot open it": {**nested, "sealed": to_file.hex()},
        "to a vault, by somebody who can": {**nested, "scheme": 2, "sealed": symmetric.hex()},
        "another secret": {**base, **wrong, "sealed": wrong_secret.hex()},
        "another secret, symmetric": {**nested, **wrong, "scheme": 2, "sealed": evil.hex()},
        "another holder": {**base, **wrong, "holder": ["person", str(ID["colleague"])]},
        "another holder's keys": {**base, **wrong, "secret": secret("colleague").hex()},
        "another kind of holder": {**base, **wrong, "holder": ["receipt", str(ID["lawyer"])]},
        "another vault": {**base, **wrong, "vault": str(ID["file"])},
        "another epoch": {**base, **wrong, "number": 2},
        "another office": {**base, **wrong, "office": secret("another office").hex()},
        "another key of the holder": {**base, **wrong, "key_hash": secret("another key").hex()},
        "another commitment": {**base, **wrong, "commitment": SECRETS["m2"].commitment.hex()},
        "a flipped bit": {**base, **wrong, "sealed": flipped(to_lawyer).hex()},
        "a flipped bit in the encapsulated key": {**base, **wrong, "sealed": flipped(to_lawyer, 5).hex()},
        "cut": {**base, **wrong, "sealed": to_lawyer[:-1].hex()},
        "empty": {**base, **wrong, "sealed": ""},
        "an unknown scheme": {**base, **wrong, "scheme": 3},
        "symmetric to a person": {**base, **wrong, "scheme": 2, "sealed": symmetric.hex()},
        "symmetric under another vault's key": {**nested, **wrong, "scheme": 2, "secret": SECRETS["m2"].secret.hex()},
    }
    cases["symmetric under another vault's key"]["sealed"] = symmetric.hex()
    return {
        "hpke": {"to the lawyer": to_lawyer.hex(), "another secret": wrong_secret.hex(), "to the vault": to_file.hex()},
        "epoch_secret": keys.secret.hex(),
        "info": to_person.hex(),
        "cases": [{"name": name, **case} for name, case in cases.items()],
    }


def _kept(stored: str | None, holder: HolderKeys, secret: bytes, info: bytes) -> bytes:
    if stored is not None:
        try:
            if holder.open_grant(bytes.fromhex(stored), info) == secret:
                return bytes.fromhex(stored)
        except DoesNotOpen:
            pass
    return hpke_seal(own(holder), secret, info)


# --- record.json -------------------------------------------------------------------------------------------------

COLUMNS: dict[str, Any] = {
    "state": "new",
    "due": date(2026, 5, 4),
    "rank": 3,
    "hidden": False,
    "other": None,
    "revision": 1,
}
VALUES = {"text": "Нигяр"}


def context(changes: dict[str, Any] | None = None, *, id: str = "note", epoch: int = 1) -> bytes:
    columns = {**COLUMNS, **(changes or {})}
    bound = [[name, columns[name]] for name in sorted(columns)]
    return record.context("note for tests", ident(id), ID["matter"], epoch, bound)


def signed(author: str, by: str | None = None, sequence: int = 1, id: str = "note") -> Signature:
    plaintext = msgspec.msgpack.encode(VALUES)
    holder = Holder.person(ID[author])
    message = canonical.encode(
        "signed record",
        "note for tests",
        ident(id),
        ID["matter"],
        holder.kind.value,
        holder.id,
        sequence,
        b"",
        sha256(plaintext),
    )
    return Signature(holder.kind, holder.id, sequence, b"", KEYS[by or author].sign(message))


def payload(signature: Signature | None, *, schema: int = 1, values: dict[str, Any] | None = None) -> bytes:
    return msgspec.msgpack.encode((schema, values or VALUES, signature))


def record_vectors() -> dict[str, Any]:
    key = hkdf(SECRETS["m1"].secret, info=b"caseintake/v1/record")
    body = payload(signed("lawyer"))
    good = sealed(key, "note", record.pad(body), context())
    other = sealed(key, "other note", record.pad(body), context(id="other note"))
    padded = record.pad(body)

    def case(name: str, error: str | None, data: bytes = good, **changes: Any) -> dict[str, Any]:
        columns = {**COLUMNS, **changes.pop("columns", {})}
        place = {"id": str(ident("note")), "vault": str(ID["matter"]), "epoch": 1, "secret": SECRETS["m1"].secret.hex()}
        return {
            "name": name,
            **place,
            "columns": typed({}) | {k: typed(v) for k, v in columns.items()},
            **changes,
            "sealed": data.hex(),
            "error": error,
        }

    def resealed(name: str, data: bytes) -> bytes:
        return sealed(key, name, data, context())

    def authored(name: str, signature: Signature | None, values: dict[str, Any] | None = None) -> bytes:
        return resealed(name, record.pad(payload(signature, values=values)))

    return {
        "kind": "note for tests",
        "roster": [row_of(e) for e in good_roster()],
        "fingerprint": OFFICE.hex(),
        "aad": context().hex(),
        "payload": body.hex(),
        "values": {"text": "Нигяр"},
        "author": str(ID["lawyer"]),
        "cases": [
            case("a record", None),
            case("a column changed", "Tampered", columns={"state": "met"}),
            case("a date moved", "Tampered", columns={"due": date(2026, 8, 4)}),
            case("a column emptied", "Tampered", columns={"due": None}),
            case("an empty column filled", "Tampered", columns={"other": ID["lawyer"]}),
            case("an integer for a boolean", "Tampered", columns={"hidden": 0}),
            case("a text for an integer", "Tampered", columns={"rank": "3"}),
            case("an older revision", "Tampered", columns={"revision": 2}),
            case("ciphertext of another record", "Tampered", other),
            case("in another record's place", "Tampered", id=str(ident("other note"))),
            case("in another vault", "Tampered", vault=str(ID["file"])),
            case("under another epoch's number", "Tampered", epoch=2),
            case("under another epoch's key", "Tampered", secret=SECRETS["m2"].secret.hex()),
            case("a flipped bit", "Tampered", flipped(good)),
            case("a flipped bit in the nonce", "Tampered", flipped(good, 0)),
            case("cut", "Tampered", good[:-1]),
            case("shorter than a tag", "Tampered", good[:20]),
            case("padding that is not zero", "Tampered", resealed("dirty padding", padded[:-1] + b"\x01")),
            case("padding to no bucket", "Tampered", resealed("long padding", padded + b"\0")),
            case("a length beyond the end", "Tampered", resealed("bad length", b"\xff" * 4 + padded[4:])),
            case("a newer schema", "NewerSchema", resealed("newer", record.pad(payload(None, schema=9)))),
            case("no signature", "ForgedRecord", authored("unsigned", None)),
            case("an author who did not sign", "ForgedRecord", authored("forged", signed("lawyer", by="colleague"))),
            case("a signature of another record", "ForgedRecord", authored("moved", signed("lawyer", id="other note"))),
            case(
                "other words under the signature",
                "ForgedRecord",
                authored("words", signed("lawyer"), {**VALUES, "text": "I withdraw"}),
            ),
            case("an author nobody knows", "ForgedRecord", authored("stranger", signed("stranger"))),
        ],
        "padding": [
            {"name": "a payload", "data": padded.hex(), "error": None},
            {"name": "not zero", "data": (padded[:-1] + b"\x01").hex(), "error": "DamagedPadding"},
            {"name": "no bucket", "data": (padded + b"\0").hex(), "error": "DamagedPadding"},
            {"name": "too short for its length", "data": (b"\xff" * 4 + padded[4:]).hex(), "error": "DamagedPadding"},
            {"name": "empty", "data": "", "error": "DamagedPadding"},
        ],
    }


# --- log.json ----------------------------------------------------------------------------------------------------


def log_vectors() -> dict[str, Any]:
    chain, signer, keys = ID["matter"], ID["lawyer"], KEYS["lawyer"]
    detail = sealed(secret("record key"), "detail", b"what was said", canonical.encode("log detail", chain, 2))
    entries: list[dict[str, Any]] = []
    units: list[dict[str, Any]] = []
    previous = b""
    for seq, said in ((1, b""), (2, detail), (3, b""), (4, b"")):
        unit = ident(f"unit {seq}")
        items = (Item("put", "note for tests", ident("note"), secret(f"digest {seq}")),)
        body = Entry(chain, seq, previous, unit, DAY, items, sha256(said) if said else b"").body()
        previous = link(body)
        signature = keys.sign(unit_message(unit, "person", signer, [(chain, previous)]))
        entries.append({"chain": str(chain), "seq": seq, "unit": str(unit), "body": body.hex(), "detail": said.hex()})
        units.append({"id": str(unit), "kind": "person", "signer": str(signer), "signature": signature.hex()})
    changed = Entry.parse(bytes.fromhex(entries[1]["body"]))
    other = Entry(chain, 2, changed.previous, changed.unit, DAY, (), changed.detail).body()
    moved = [entries[0], {**entries[2], "seq": 2}, {**entries[1], "seq": 3}, entries[3]]

    def case(name: str, finds: list[list[str]], **parts: Any) -> dict[str, Any]:
        return {"name": name, "entries": entries, "units": units, "remembered": None, **parts, "finds": finds}

    remembered = [4, previous.hex()]
    place = f"{chain}/"
    return {
        "signer": str(signer),
        "sign_public": keys.sign_public.hex(),
        "head": [4, previous.hex()],
        "cases": [
            case("a chain", []),
            case("a chain as it is remembered", [], remembered=remembered),
            case(
                "an entry changed",
                [["log_entry", f"{place}3", "changed"], ["log_unit", str(ident("unit 2")), "forged"]],
                entries=[entries[0], {**entries[1], "body": other.hex()}, *entries[2:]],
            ),
            case(
                "an entry unreadable",
                [
                    ["log_entry", f"{place}2", "changed"],
                    ["log_entry", f"{place}3", "deleted"],
                    ["log_unit", str(ident("unit 2")), "deleted"],
                ],
                entries=[entries[0], {**entries[1], "body": "c1"}, *entries[2:]],
            ),
            case(
                "two entries exchanged",
                [
                    ["log_entry", f"{place}2", "moved"],
                    ["log_entry", f"{place}2", "changed"],
                    ["log_entry", f"{place}3", "moved"],
                    ["log_entry", f"{place}3", "changed"],
                    ["log_entry", f"{place}4", "changed"],
                ],
                entries=moved,
            ),
            case(
                "an entry moved to another chain",
                [["log_entry", f"{ID['file']}/1", "moved"], ["log_unit", str(ident("unit 1")), "forged"]],
                entries=[{**entries[0], "chain": str(ID["file"])}],
                units=units[:1],
            ),
            case(
                "an entry taken from the middle",
                [["log_entry", f"{place}3", "deleted"], ["log_unit", str(ident("unit 2")), "deleted"]],
                entries=[entries[0], *entries[2:]],
            ),
            case(
                "a sealed detail changed",
                [["log_entry", f"{place}2", "changed"]],
                entries=[entries[0], {**entries[1], "detail": flipped(detail).hex()}, *entries[2:]],
            ),
            case(
                "a signature forged",
                [["log_unit", str(ident("unit 1")), "forged"]],
                units=[{**units[0], "signature": flipped(bytes.fromhex(units[0]["signature"])).hex()}, *units[1:]],
            ),
            case("a signature taken away", [["log_unit", str(ident("unit 4")), "forged or deleted"]], units=units[:3]),
            case(
                "another signer named",
                [["log_unit", str(ident("unit 1")), "forged"]],
                units=[{**units[0], "signer": str(ID["colleague"])}, *units[1:]],
            ),
            case("the tail cut: nobody can see that in the chain", [], entries=entries[:3], units=units[:3]),
            case(
                "the tail cut, and somebody remembers it",
                [["log_entry", f"{place}4", "rolled back"]],
                entries=entries[:3],
                units=units[:3],
                remembered=remembered,
            ),
        ],
    }


def main() -> None:
    makers: dict[str, Callable[[], dict[str, Any]]] = {
        "keys": keys_vectors,
        "roster": roster_vectors,
        "epoch": epoch_vectors,
        "grant": lambda: grant_vectors(_stored("grant")),
        "record": record_vectors,
        "log": log_vectors,
    }
    for name, make in makers.items():
        text = json.dumps(make(), ensure_ascii=False, indent=1)
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name}.json: {len(text)} bytes")


def _stored(name: str) -> dict[str, Any]:
    path = HERE / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


if __name__ == "__main__":
    main()
