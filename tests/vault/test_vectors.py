"""The code does what docs/vault-format.md says: `tests/vectors/*.json`, one failure a vector, each a named error.

The base case of each construction opens, so a case that is refused is refused for what was done to it. The files were
written by `tests/vectors/make.py`, which seals without the code under test.
"""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from caseintake.audit.chain import Entry, link
from caseintake.audit.replay import Finding, check_units, replay
from caseintake.audit.trail import LogEntry, LogUnit
from caseintake.audit.verify import _check_heads
from caseintake.identity import credentials, words
from caseintake.intake.receipts import read_code
from caseintake.kernel.actor import Role
from caseintake.storage import Base
from caseintake.vault import canonical, errors, grant, record, roster, stream
from caseintake.vault.chains import Chains
from caseintake.vault.directory import VerifiedRows
from caseintake.vault.epoch import Epoch, check_chain
from caseintake.vault.errors import ForgedEpoch, VaultError
from caseintake.vault.holders import Holder, HolderKind
from caseintake.vault.keyring import EpochKeys
from caseintake.vault.primitives import (
    HPKE_PUBLIC_BYTES,
    Argon2Cost,
    HolderKeys,
    argon2id,
    hkdf,
    sha256,
    verify_signature,
)
from caseintake.vault.roster import Roster, RosterEntry
from caseintake.vault.sealed import Signature
from caseintake.vault.signed import check_signature, message
from tests.vault.note import Note

FOLDER = Path(__file__).parent.parent / "vectors"
Case = dict[str, Any]


@cache
def vectors(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def cases(found: list[Case]) -> pytest.MarkDecorator:
    """One test a case, by its name."""
    return pytest.mark.parametrize("case", found, ids=[case["name"] for case in found])


def revived(value: Any) -> Any:
    if isinstance(value, list):
        return [revived(item) for item in value]
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        return {"uuid": UUID, "date": date.fromisoformat, "bytes": bytes.fromhex}[kind](text)  # type: ignore[operator]
    return value


def named_error(case: Case) -> type[VaultError]:
    return cast(type[VaultError], getattr(errors, case["error"]))


def test_every_file_holds_a_base_case_and_failures() -> None:
    for name in ("roster", "epoch", "grant", "record"):
        found = vectors(name)
        groups = found.get("groups", [found])
        for group in groups:
            expected = [case["error"] for case in group["cases"]]
            assert expected[0] is None, name
            assert any(expected), name


# --- keys --------------------------------------------------------------------------------------------------------

KEYS = vectors("keys")


def test_the_canonical_encoding() -> None:
    said = KEYS["canonical"]
    values, encoded = revived(said["values"]), bytes.fromhex(said["bytes"])
    assert canonical.encode(said["label"], *values) == encoded
    assert canonical.decode(encoded, said["label"]) == values


def test_a_persons_pairs_from_one_secret() -> None:
    said = KEYS["person"]
    keys = HolderKeys(bytes.fromhex(said["secret"]))
    signed = bytes.fromhex(said["message"])
    assert keys.hpke_public.hex() == said["hpke_public"]
    assert len(keys.hpke_public) == HPKE_PUBLIC_BYTES
    assert keys.sign_public.hex() == said["sign_public"]
    assert keys.sign(signed).hex() == said["signature"]
    assert verify_signature(keys.sign_public, bytes.fromhex(said["signature"]), signed)
    assert not verify_signature(keys.sign_public, b"\x02" + bytes.fromhex(said["signature"])[1:], signed)
    assert hkdf(bytes.fromhex(said["secret"]), info=b"caseintake/v1/bundle").hex() == said["bundle_key"]


def test_what_an_epoch_secret_gives() -> None:
    said = KEYS["epoch"]
    keys = EpochKeys(bytes.fromhex(said["secret"]))
    assert keys.grant_key.hex() == said["grant_key"]
    assert keys.commitment.hex() == said["commitment"]
    assert keys.pair.hpke_public.hex() == said["hpke_public"]
    assert hkdf(keys.secret, info=b"caseintake/v1/record").hex() == said["record_key"]


def test_what_a_return_code_gives() -> None:
    said = KEYS["code"]
    code, salt = read_code(said["text"]), bytes.fromhex(said["salt"])
    assert str(code.id) == said["id"]
    assert code.secret(salt).hex() == said["secret"]
    assert code.draft_key(salt).hex() == said["draft_key"]


def test_a_credential_opens_with_its_passphrase_and_its_cost_alone() -> None:
    said = KEYS["credential"]
    cost = Argon2Cost(said["memory_kib"], said["iterations"], said["lanes"])
    typed, office, who = said["passphrase"], bytes.fromhex(said["fingerprint"]), UUID(said["person"])
    wrapped = credentials.Wrapped(bytes.fromhex(said["salt"]), cost, bytes.fromhex(said["sealed"]))
    assert argon2id(typed, wrapped.salt, cost).hex() == said["key"]
    parts = tuple(typed.split())
    assert credentials.unwrap(parts, wrapped, fingerprint=office, person_id=who).hex() == KEYS["person"]["secret"]
    dearer = credentials.Wrapped(wrapped.salt, Argon2Cost(cost.memory_kib, 2, cost.lanes), wrapped.sealed)
    for changed, place in ((dearer, office), (wrapped, bytes(32))):
        with pytest.raises(credentials.WrongPassphrase):
            credentials.unwrap(parts, changed, fingerprint=place, person_id=who)


def test_a_bundle_opens_at_its_revision_alone() -> None:
    said, secret = KEYS["bundle"], bytes.fromhex(KEYS["person"]["secret"])
    sealed, who = bytes.fromhex(said["sealed"]), UUID(said["person"])
    bundle = credentials.open_bundle(secret, sealed, who, said["revision"])
    assert (bundle.last_step, bundle.language) == (said["last_step"], said["language"])
    with pytest.raises(errors.Tampered):
        credentials.open_bundle(secret, sealed, who, said["revision"] + 1)


def test_words_to_compare() -> None:
    office = bytes.fromhex(KEYS["credential"]["fingerprint"])
    keys = HolderKeys(bytes.fromhex(KEYS["person"]["secret"]))
    who = UUID(KEYS["credential"]["person"])
    assert list(words.of_fingerprint(office)) == KEYS["words"]["fingerprint"]
    assert list(words.compared(office, who, keys.hpke_public, keys.sign_public)) == KEYS["words"]["compared"]


def test_sizes() -> None:
    assert [[size, record.padded_size(size)] for size, _ in KEYS["padding"]] == KEYS["padding"]
    assert [[size, stream.sealed_size(size)] for size, _ in KEYS["stream"]] == KEYS["stream"]


# --- roster ------------------------------------------------------------------------------------------------------


def entries_of(rows: list[dict[str, Any]]) -> list[RosterEntry]:
    return [
        RosterEntry(row["seq"], bytes.fromhex(row["body"]), UUID(row["signer"]), bytes.fromhex(row["signature"]))
        for row in rows
    ]


def roster_of(found: dict[str, Any], rows: list[dict[str, Any]]) -> Roster:
    return roster.read(entries_of(rows), bytes.fromhex(found["fingerprint"]))


@cases(vectors("roster")["cases"])
def test_roster(case: Case) -> None:
    entries = entries_of([vectors("roster")["rows"][at] for at in case["entries"]])
    fingerprint = bytes.fromhex(case["fingerprint"])
    if case["error"]:
        with pytest.raises(named_error(case)):
            roster.read(entries, fingerprint)
        return
    read = roster.read(entries, fingerprint)
    assert read.recovery_at(0).public.hex() == vectors("roster")["recovery_public"]
    expected = {id: Role(role) for id, role in vectors("roster")["people"].items()}
    assert expected.items() <= {str(person.id): person.role for person in read.people()}.items()


# --- epochs ------------------------------------------------------------------------------------------------------

EPOCH_CASES = [{**case, "group": group} for group in vectors("epoch")["groups"] for case in group["cases"]]


def chain_of(rows: list[int]) -> list[Epoch]:
    stored = [vectors("epoch")["rows"][at] for at in rows]
    return [Epoch.parse(bytes.fromhex(row["body"]), bytes.fromhex(row["signature"])) for row in stored]


@cases(EPOCH_CASES)
def test_epoch(case: Case) -> None:
    found, group = vectors("epoch"), case["group"]
    said = roster_of(found, [found["roster_rows"][at] for at in group["roster"]])
    others = {UUID(id): chain_of(rows) for id, rows in group["others"].items()}
    rows = chain_of(case["rows"])
    others[UUID(group["vault"])] = rows
    if case["error"]:
        with pytest.raises(named_error(case)):
            check_chain(rows, said, lambda vault: others.get(vault, []))
    else:
        current = check_chain(rows, said, lambda vault: others.get(vault, []))
        assert (current.seq, current.number) == (len(rows), rows[-1].number)
        for row in rows:
            again = Epoch.parse_again(row.body, row.signature)
            assert (again, again.body, again.hash) == (row, row.body, row.hash)


@cases(vectors("epoch")["unreadable"])
def test_epoch_row(case: Case) -> None:
    with pytest.raises(ForgedEpoch):
        Epoch.parse(bytes.fromhex(case["body"]), b"")


# --- grants ------------------------------------------------------------------------------------------------------


@cases(vectors("grant")["cases"])
def test_grant(case: Case) -> None:
    kind, holder = case["holder"]
    commitment = bytes.fromhex(case["commitment"])
    info = grant.context(
        bytes.fromhex(case["office"]),
        UUID(case["vault"]),
        case["number"],
        commitment,
        Holder(HolderKind(kind), UUID(holder)),
        bytes.fromhex(case["key_hash"]),
    )
    secret, sealed = bytes.fromhex(case["secret"]), bytes.fromhex(case["sealed"])
    vault = EpochKeys(secret) if case["opens_with"] == "vault" else None
    keys = vault.pair if vault is not None else HolderKeys(secret)
    if case["error"]:
        with pytest.raises(named_error(case)):
            grant.open_grant(case["scheme"], sealed, info, commitment, keys, vault)
    else:
        opened = grant.open_grant(case["scheme"], sealed, info, commitment, keys, vault)
        assert opened.secret.hex() == vectors("grant")["epoch_secret"]


def test_what_a_grant_is_bound_to() -> None:
    base = vectors("grant")["cases"][0]
    info = grant.context(
        bytes.fromhex(base["office"]),
        UUID(base["vault"]),
        base["number"],
        bytes.fromhex(base["commitment"]),
        Holder.person(UUID(base["holder"][1])),
        bytes.fromhex(base["key_hash"]),
    )
    assert info.hex() == vectors("grant")["info"]


# --- records -----------------------------------------------------------------------------------------------------


def opened(case: Case) -> tuple[Note, Signature | None]:
    """The record of a case, as the model makes one of it."""
    columns = {name: revived(value) for name, value in case["columns"].items()}
    bound = [[name, columns[name]] for name in Note.bound()]
    id, vault = UUID(case["id"]), UUID(case["vault"])
    key = EpochKeys(bytes.fromhex(case["secret"])).record_key
    aad = record.context(Note.__kind__, id, vault, case["epoch"], bound)
    payload, signature = Note._decode(record.open_payload(key, bytes.fromhex(case["sealed"]), aad, Note.__kind__, id))
    columns.pop("revision")
    note = Note(id=id, vault_id=vault, **columns, **msgspec.structs.asdict(payload))
    note.seal(key, case["epoch"], signature)
    return note, signature


def no_chains(said: Roster) -> Chains:
    """A person's signature is checked against the roster alone; nothing is asked of this database."""
    return Chains(Session(), said, VerifiedRows())


@cases(vectors("record")["cases"])
def test_record(case: Case) -> None:
    found = vectors("record")
    said = roster_of(found, found["roster"])

    def prove() -> Note:
        note, _ = opened(case)
        check_signature(note, said, no_chains(said))
        return note

    if case["error"]:
        with pytest.raises(named_error(case)):
            prove()
    else:
        note = prove()
        assert note.text == found["values"]["text"]
        assert check_signature(note, said, no_chains(said)).author == Holder.person(UUID(found["author"]))


def test_the_bytes_of_a_record() -> None:
    found = vectors("record")
    note, signature = opened(found["cases"][0])
    assert note._context().hex() == found["aad"]
    assert msgspec.msgpack.encode((1, note.payload(), signature)).hex() == found["payload"]
    assert signature is not None
    author = Holder(signature.author_kind, signature.author_id)
    body = message(note, author, signature.sequence, signature.previous)
    assert canonical.decode(body, "signed record")[-1] == sha256(note.plaintext())


@cases(vectors("record")["padding"])
def test_padding(case: Case) -> None:
    data = bytes.fromhex(case["data"])
    if case["error"]:
        with pytest.raises(named_error(case)):
            record.unpad(data)
    else:
        assert record.pad(record.unpad(data)) == data


# --- the log -----------------------------------------------------------------------------------------------------


@cases(vectors("log")["cases"])
def test_log(case: Case) -> None:
    found = vectors("log")
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine, tables=[LogEntry.__table__, LogUnit.__table__])  # type: ignore[list-item]
    with Session(engine) as session:
        for row in case["entries"]:
            place = {"chain": UUID(row["chain"]), "seq": row["seq"], "unit": UUID(row["unit"])}
            detail = bytes.fromhex(row["detail"]) or None
            session.add(LogEntry(**place, body=bytes.fromhex(row["body"]), detail=detail))
        for row in case["units"]:
            signer = {"signer_kind": row["kind"], "signer": UUID(row["signer"])}
            session.add(LogUnit(id=UUID(row["id"]), **signer, signature=bytes.fromhex(row["signature"])))
        session.flush()
        state = replay(session)
        findings = [*state.findings, *check_units(session, state, keys_of)]
        if case["remembered"]:
            seq, head = case["remembered"]
            chain = UUID(found["cases"][0]["entries"][0]["chain"])
            findings += _check_heads(session, state, {chain: (seq, bytes.fromhex(head))})
    assert sorted(map(told, findings)) == sorted(map(tuple, case["finds"]))
    engine.dispose()


def keys_of(_kind: str, signer: UUID, _chains: list[UUID]) -> list[bytes]:
    found = vectors("log")
    return [bytes.fromhex(found["sign_public"])] if str(signer) == found["signer"] else []


def told(finding: Finding) -> tuple[str, str, str]:
    return finding.table, finding.record, finding.what.partition(":")[0].partition(" or rewritten")[0]


def test_the_head_of_a_chain() -> None:
    found = vectors("log")
    last = bytes.fromhex(found["cases"][0]["entries"][-1]["body"])
    assert [Entry.parse(last).seq, link(last).hex()] == found["head"]
