"""A whole sign-in through the page, beside the bare Argon2id it cannot do without, at the cost of a real office."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from caseintake.app import create_app
from caseintake.identity import people, words
from caseintake.identity.credentials import NewKeys, wrap
from caseintake.settings import Limits
from caseintake.storage import Base, make_engine
from caseintake.vault.primitives import Argon2Cost, argon2id, random_bytes
from tests.office import OfficeForTests, make_office
from tests.signing_in import Account

ROUNDS = 12
TARGET = 1.2


def _office(directory: Path) -> OfficeForTests:
    url = f"sqlite:///{directory / 'office.sqlite3'}"
    engine = make_engine(url)
    with engine.execution_options(writing=True).begin() as connection:
        Base.metadata.create_all(connection)
    engine.dispose()
    made = make_office(directory, url)
    made.office.settings = msgspec.structs.replace(made.office.settings, limits=Limits())
    return made


def _account(office: OfficeForTests) -> Account:
    person_id = office.coordinator
    keys = NewKeys(office.secrets[person_id], random_bytes(20))
    passphrase, handle = words.draw_passphrase(), words.draw_handle()
    wrapped = wrap(
        passphrase,
        keys.secret,
        fingerprint=office.office.fingerprint,
        person_id=person_id,
        cost=Argon2Cost(),
    )
    with office.unit(person_id) as uow:
        people.add_account(person_id, office.roles[person_id], keys, wrapped, 0, handle, uow=uow)
        uow.commit()
    return Account(person_id, handle, passphrase, keys.totp_secret)


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def run() -> list[dict[str, Any]]:
    """The ratio of medians, measured alternately so that a busy machine slows both."""
    with tempfile.TemporaryDirectory() as folder:
        office = _office(Path(folder))
        who = _account(office)
        client = create_app(office.office, "office").test_client()

        def sign_in() -> None:
            office.clock.advance(timedelta(seconds=30))
            answer = client.post("/sign-in", data=who.form(office))
            if answer.status_code != 303:
                raise RuntimeError(f"sign-in answered {answer.status_code}")

        sign_in()
        bare, whole = [], []
        for _ in range(ROUNDS):
            bare.append(_seconds(lambda: argon2id(who.passphrase, random_bytes(16), Argon2Cost())))
            whole.append(_seconds(sign_in))
        office.office.close()
    ratio = statistics.median(whole) / statistics.median(bare)
    note = f"{statistics.median(whole) * 1000:.0f} ms beside {statistics.median(bare) * 1000:.0f} ms"
    return [
        {"name": "sign-in through the page, of bare Argon2id", "value": ratio, "unit": "×", "target": TARGET,
         "ok": ratio <= TARGET, "note": note}
    ]  # fmt: skip


if __name__ == "__main__":
    print(run())
