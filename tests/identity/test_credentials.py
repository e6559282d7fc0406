"""What opens a person's keys, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from caseintake.identity import credentials, words
from caseintake.identity.credentials import (
    Bundle,
    NewKeys,
    WrongCode,
    WrongPassphrase,
    accepted_step,
    authenticator_address,
    open_bundle,
    seal_bundle,
    step_of,
    typed_secret,
    unwrap,
    wrap,
)
from caseintake.vault.errors import Tampered
from caseintake.vault.primitives import Argon2Cost, totp
from tests.signing_in import QUICK, other_word

OFFICE = b"\x01" * 32
PERSON = UUID(int=7)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TOTP = b"12345678901234567890"


@pytest.fixture(scope="module")
def wrapped() -> tuple[tuple[str, ...], bytes, credentials.Wrapped]:
    passphrase, secret = words.draw_passphrase(), NewKeys.draw().secret
    return passphrase, secret, wrap(passphrase, secret, fingerprint=OFFICE, person_id=PERSON, cost=QUICK)


def test_the_passphrase_opens_and_another_does_not(wrapped) -> None:
    passphrase, secret, sealed = wrapped
    assert unwrap(passphrase, sealed, fingerprint=OFFICE, person_id=PERSON) == secret
    with pytest.raises(WrongPassphrase):
        unwrap((*passphrase[:7], other_word(passphrase[7])), sealed, fingerprint=OFFICE, person_id=PERSON)


def test_a_credential_moved_to_another_person_or_office_does_not_open(wrapped) -> None:
    passphrase, _, sealed = wrapped
    with pytest.raises(WrongPassphrase):
        unwrap(passphrase, sealed, fingerprint=OFFICE, person_id=UUID(int=8))
    with pytest.raises(WrongPassphrase):
        unwrap(passphrase, sealed, fingerprint=b"\x02" * 32, person_id=PERSON)


@pytest.mark.parametrize(
    "cost",
    [
        Argon2Cost(8, 1, 1),
        Argon2Cost(4 * 1024 * 1024, 1, 1),
        Argon2Cost(8 * 1024, 1000, 1),
        Argon2Cost(8 * 1024, 0, 1),
        Argon2Cost(8 * 1024, 1, 255),
        Argon2Cost(8 * 1024, 2, 1),
    ],
    ids=["cheap", "4 GiB", "slow", "no rounds", "lanes", "within bounds, but not what was sealed"],
)
def test_a_changed_cost_is_refused_before_it_stops_a_worker(wrapped, cost: Argon2Cost) -> None:
    passphrase, _, sealed = wrapped
    with pytest.raises(WrongPassphrase):
        unwrap(passphrase, replace(sealed, cost=cost), fingerprint=OFFICE, person_id=PERSON)


def test_nobody_costs_the_same_and_never_opens(monkeypatch) -> None:
    costs = []
    bare = credentials.argon2id
    monkeypatch.setattr(credentials, "argon2id", lambda *args: costs.append(args[2]) or bare(*args))
    with pytest.raises(WrongPassphrase):
        unwrap(words.draw_passphrase(), credentials.nobody(QUICK), fingerprint=OFFICE, person_id=PERSON)
    assert costs == [QUICK]


def test_a_bundle_belongs_to_one_person_and_one_revision() -> None:
    secret = NewKeys.draw().secret
    bundle = Bundle(TOTP, 5, OFFICE, language="az")
    sealed = seal_bundle(secret, bundle, PERSON, 3)

    assert open_bundle(secret, sealed, PERSON, 3) == bundle
    for person, revision in ((PERSON, 4), (UUID(int=8), 3)):
        with pytest.raises(Tampered):
            open_bundle(secret, sealed, person, revision)
    with pytest.raises(Tampered):
        open_bundle(NewKeys.draw().secret, sealed, PERSON, 3)


def test_codes_are_those_of_rfc_6238() -> None:
    # Appendix B, SHA-1, the last six of eight digits.
    assert totp(TOTP, 59 // 30) == "287082"
    assert totp(TOTP, 1111111109 // 30) == "081804"
    assert totp(TOTP, 20000000000 // 30) == "353130"


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_clocks_may_differ_by_one_step(off: int) -> None:
    here = step_of(NOW)
    assert accepted_step(TOTP, 0, totp(TOTP, here + off), NOW) == here + off


@pytest.mark.parametrize("off", [-2, 2, 100])
def test_older_or_later_codes_are_wrong(off: int) -> None:
    with pytest.raises(WrongCode):
        accepted_step(TOTP, 0, totp(TOTP, step_of(NOW) + off), NOW)


def test_a_step_is_never_taken_again_nor_one_before_it() -> None:
    here = step_of(NOW)
    for last in (here, here + 1):
        with pytest.raises(WrongCode):
            accepted_step(TOTP, last, totp(TOTP, here), NOW)
    later = NOW + timedelta(seconds=30)
    assert accepted_step(TOTP, here, totp(TOTP, here + 1), later) == here + 1


def test_spaces_in_a_code_do_not_matter_and_words_are_no_code() -> None:
    code = totp(TOTP, step_of(NOW))
    assert accepted_step(TOTP, 0, f" {code[:3]} {code[3:]}", NOW)
    for typed in ("", "abcdef", code + "1", "٠١٢٣٤٥"):
        with pytest.raises(WrongCode):
            accepted_step(TOTP, 0, typed, NOW)


def test_an_authenticator_shows_nothing_of_what_this_is() -> None:
    address = authenticator_address(TOTP, "acid-laundry")
    assert address.startswith("otpauth://totp/Office%3Aacid-laundry?secret=GEZDGNBV")
    assert "caseintake" not in address.lower()
    assert typed_secret(TOTP) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
