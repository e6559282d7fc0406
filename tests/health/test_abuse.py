"""Stamps, counts and shares of this host: what they stop, and what of them is left on the disk."""

from datetime import timedelta
from pathlib import Path

import pytest

from caseintake.health.abuse import Abuse, Kind
from caseintake.web.public.pace import Pace, peer
from tests.office import START, OfficeForTests

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def abuse(office: OfficeForTests) -> Abuse:
    return Abuse.open(office.office.settings)


def test_a_stamp_tells_the_seconds_to_its_own_sitting_alone(office: OfficeForTests, abuse: Abuse) -> None:
    stamp = abuse.stamp("aa", START)
    other_worker = Abuse.open(office.office.settings)
    assert other_worker.seconds_since(stamp, "aa", START + timedelta(seconds=7)) == 7
    assert abuse.seconds_since(stamp, "bb", START) is None, "another sitting's"
    at, _, signature = stamp.partition("-")
    earlier = f"{int(at) - 60}-{signature}"
    for changed in (earlier, f"{at}-", at, "", "x-y", f"{'9' * 40}-{signature}", f"-5-{signature}"):
        assert abuse.seconds_since(changed, "aa", START) is None, changed
    assert abuse.seconds_since(stamp, "aa", START - timedelta(seconds=1)) is None, "from the future"
    night = START + timedelta(hours=20)
    assert abuse.seconds_since(stamp, "aa", night) == 20 * 3600, "over midnight"
    assert abuse.seconds_since(stamp, "aa", START + timedelta(hours=25)) is None


def test_a_stamp_dies_with_the_memory_of_the_host(office: OfficeForTests, abuse: Abuse) -> None:
    stamp = abuse.stamp("aa", START)
    abuse.close()
    for path in office.office.settings.runtime.glob("abuse.*"):
        path.unlink()
    assert Abuse.open(office.office.settings).seconds_since(stamp, "aa", START) is None


def test_bytes_are_counted_for_everybody_and_under_each_code(abuse: Abuse) -> None:
    today = START.date()
    abuse.take(100, b"one code", today)
    abuse.take(50, b"another", today)
    assert (abuse.taken(today), abuse.taken_with(b"one code", today), abuse.taken_with(b"?", today)) == (150, 100, 0)
    assert abuse.taken(today + timedelta(days=1)) == 0


def test_keys_and_counts_go_and_no_code_is_on_the_disk(office: OfficeForTests, abuse: Abuse) -> None:
    today = START.date()
    abuse.take(100, b"the id of a code", today)
    abuse.note(Kind.TRAP, today)
    abuse.note(Kind.TRAP, today)
    assert abuse.counts(today) == {today: {Kind.TRAP: 2}}
    assert b"the id of a code" not in _all_bytes(office.office.settings.runtime)
    later = today + timedelta(days=15)
    abuse.stamp("aa", START + timedelta(days=15))
    with abuse._engine.connect() as connection:
        rows = [connection.exec_driver_sql(f"SELECT day FROM {name}").scalars().all() for name in _TABLES]  # noqa: S608
    assert rows == [[later.isoformat()], [], []]


_TABLES = ("secret", "taken", "refused")


def _all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_one_address_begins_so_many_forms_an_hour(office: OfficeForTests) -> None:
    pace, now = Pace(3), START
    neighbour = {"REMOTE_ADDR": "192.0.2.7"}
    assert [pace.allows(peer(neighbour), now) for _ in range(4)] == [True, True, True, False]
    assert pace.allows(peer({"REMOTE_ADDR": "192.0.2.8"}), now)
    assert pace.allows(peer(neighbour), now + timedelta(hours=1))
    one_house = [f"2001:db8:1:2::{n}" for n in range(4)]
    assert [pace.allows(peer({"REMOTE_ADDR": one}), now) for one in one_house] == [True, True, True, False]
    assert all(pace.allows(None, now) for _ in range(100)), "whoever has no address is not counted"
    held = repr(vars(pace))
    assert "192.0.2" not in held
    assert "2001:db8" not in held


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, None),
        ({"REMOTE_ADDR": "::1"}, None),
        ({"REMOTE_ADDR": ""}, None),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 192.0.2.7"}, "192.0.2.7"),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, "192.0.2.7"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "somebody"}, None),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7", "HTTP_HOST": "abc.onion:80"}, None),
    ],
)
def test_whose_address_counts(office: OfficeForTests, environ: dict[str, str], address: str | None) -> None:
    found = peer(environ)
    assert (str(found) if found else None) == address
