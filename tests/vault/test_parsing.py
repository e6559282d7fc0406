"""Whatever stands in a row, what reads it answers with its own named error, and never falls over."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from caseintake.audit.chain import Entry, Item
from caseintake.kernel.actor import Role
from caseintake.vault import canonical, record
from caseintake.vault.epoch import Epoch
from caseintake.vault.errors import ForgedEpoch, NewerSchema, Tampered
from caseintake.vault.holders import RECOVERY, Holder, VaultKind
from caseintake.vault.primitives import HPKE_PUBLIC_BYTES
from tests.office import OfficeForTests
from tests.vault.note import Note, write

ID = UUID(int=7)
HASH = bytes(32)
EPOCH = Epoch(
    vault_id=ID,
    kind=VaultKind.CONVERSATION,
    seq=2,
    number=2,
    previous=HASH,
    public=bytes(HPKE_PUBLIC_BYTES),
    commitment=HASH,
    holders={Holder.receipt(ID): HASH, Holder.vault(ID): b"", RECOVERY: HASH},
    roster_seq=3,
    maker=Holder.person(ID),
    receipt_sign_public=HASH,
)
ENTRY = Entry(ID, 2, HASH, ID, date(2026, 3, 2), (Item("put", "note", ID, HASH), Item("event", "x", ID, b"")), HASH)
#: One of each kind there is, and the ends of each.
ANYTHING: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 2**63, 2**64 - 1, "", "person", "\u0000", b"", b"\x00", bytes(32), bytes(33), ID,
    date(2026, 3, 2), [], [[]], [None], ["person", ID, HASH], [["person", ID, HASH]] * 2, [1, 2, 3, 4],
)  # fmt: skip


def bent(values: Any) -> Iterator[Any]:
    """The same list with one item at a time replaced, left out or doubled, at every depth."""
    for at, value in enumerate(values):
        before, after = values[:at], values[at + 1 :]
        yield before + after
        yield [*before, value, value, *after]
        for other in ANYTHING:
            yield [*before, other, *after]
        if isinstance(value, list):
            for inner in bent(value):
                yield [*before, inner, *after]


def broken(body: bytes, rounds: int = 4000) -> Iterator[bytes]:
    """The same bytes with some of them flipped, cut out, repeated or replaced by chance."""
    chance = random.Random(20260302)
    for _ in range(rounds):
        at, end = sorted(chance.choices(range(len(body) + 1), k=2))
        end = min(end, at + 40)
        piece = chance.choice((b"", body[at:end] * 2, chance.randbytes(end - at), bytes([chance.randrange(256)])))
        yield body[:at] + piece + body[end:]
    yield b""
    yield b"\x91" * 200_000  # a list in a list in a list …


@pytest.mark.parametrize(
    ("label", "body", "parse", "error"),
    [
        ("epoch", EPOCH.body, lambda data: Epoch.parse(data, bytes(65)).body, ForgedEpoch),
        ("log", ENTRY.body(), lambda data: Entry.parse(data).body(), ValueError),
    ],
    ids=["epoch", "log"],
)
def test_what_is_malformed_is_the_named_error(
    label: str, body: bytes, parse: Callable[[bytes], bytes], error: type[Exception]
) -> None:
    """What is taken at all is taken as it stands: no two bodies are read as one."""
    assert parse(body) == body
    values = canonical.decode(body, label)
    refused = 0
    for data in (*(canonical.encode(label, *other) for other in bent(values)), *broken(body)):
        try:
            assert parse(data) == data
        except error:
            refused += 1
    assert refused > 3000


def test_numbers_and_sizes_are_in_range() -> None:
    values = canonical.decode(EPOCH.body, "epoch")
    for place, wrong in [(2, 0), (3, 0), (4, b"x"), (5, bytes(32)), (6, b""), (8, -1), (11, b"")]:
        data = canonical.encode("epoch", *[wrong if at == place else value for at, value in enumerate(values)])
        with pytest.raises(ForgedEpoch):
            Epoch.parse(data, bytes(65))
    turned = [*values[:7], values[7][::-1], *values[8:]]
    with pytest.raises(ForgedEpoch):
        Epoch.parse(canonical.encode("epoch", *turned), bytes(65))


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_payload_no_program_of_ours_sealed_is_tampered(
    office: OfficeForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who holds the vault can seal anything at all."""
    lawyer = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        matter = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
        uow.commit()
    note_id = write(office, lawyer, matter)
    with office.unit(lawyer, write=False) as uow:
        note = uow.session.get_one(Note, note_id)
        good = msgspec.msgpack.encode((1, {"state": "x", "text": "x", "places": [{"town": "y"}]}, None))
        refused = 0
        for data in (msgspec.msgpack.encode(("x", [], 3)), msgspec.msgpack.encode((0, {}, None)), *broken(good, 500)):
            monkeypatch.setattr(record, "open_payload", lambda *_, data=data: data)
            try:
                note._open(b"")
            except (Tampered, NewerSchema):
                refused += 1
        assert refused > 300
