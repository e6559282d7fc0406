"""What opens a person's keys: a passphrase, Argon2id and the sealed bundle behind it. Pure.

Opening the key *is* the check of the passphrase; no hash of it is stored anywhere. The one-time code stands behind it
and guards the running page only: whoever has the disk needs no code.
"""

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

import msgspec

from caseintake.vault import canonical, record
from caseintake.vault.primitives import (
    SECRET_BYTES,
    TOTP_STEP_SECONDS,
    Argon2Cost,
    DoesNotOpen,
    HolderKeys,
    SymmetricKey,
    argon2id,
    equal,
    hkdf,
    open_sealed,
    random_bytes,
    seal,
    sha256,
    totp,
)

SALT_BYTES = 16
TOTP_SECRET_BYTES = 20
#: A code may be one step (30 seconds) old or early: phones' clocks differ.
TOLERANCE = 1
#: Printed one-time codes: how many, how long, and of which letters (Crockford's base 32).
CODES, CODE_LENGTH = 10, 10
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")


class WrongPassphrase(Exception):
    """The passphrase does not open this credential."""


class AlarmRaised(WrongPassphrase):
    """The second passphrase: it opens nothing and freezes the account."""


class WrongCode(Exception):
    """The code is not that of now, or has been used before."""


class RememberedHead(msgspec.Struct, frozen=True, array_like=True):
    """The end of a log chain, or of a vault's epoch rows, as somebody last saw it."""

    id: UUID
    seq: int
    hash: bytes


class Bundle(msgspec.Struct, frozen=True):
    """What a person's own secret seals for her: the second factor, and what she remembers of the office."""

    totp_secret: bytes
    last_step: int
    fingerprint: bytes
    roster_seq: int = 0
    roster_hash: bytes = b""
    heads: tuple[RememberedHead, ...] = ()
    epochs: tuple[RememberedHead, ...] = ()
    language: str | None = None
    #: SHA-256 of each printed one-time code that was not used yet.
    codes: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A person's secret under her passphrase, with everything needed to try one."""

    salt: bytes
    cost: Argon2Cost
    sealed: bytes


class NewKeys(msgspec.Struct, frozen=True):
    """Fresh secrets of one person, before anything of them is stored."""

    secret: bytes
    totp_secret: bytes

    @classmethod
    def draw(cls) -> "NewKeys":
        return cls(random_bytes(SECRET_BYTES), random_bytes(TOTP_SECRET_BYTES))

    @property
    def pairs(self) -> HolderKeys:
        return HolderKeys(self.secret)


def _context(fingerprint: bytes, person_id: UUID, salt: bytes, cost: Argon2Cost) -> bytes:
    return canonical.encode("credential", 1, fingerprint, person_id, salt, cost.memory_kib, cost.iterations, cost.lanes)


def wrap(words: tuple[str, ...], secret: bytes, *, fingerprint: bytes, person_id: UUID, cost: Argon2Cost) -> Wrapped:
    """Seal a person's secret under a passphrase. Slow on purpose: call it before a transaction begins."""
    salt = random_bytes(SALT_BYTES)
    key = argon2id(" ".join(words), salt, cost)
    return Wrapped(salt, cost, seal(key, secret, _context(fingerprint, person_id, salt, cost)))


def unwrap(
    words: tuple[str, ...], wrapped: Wrapped, *, fingerprint: bytes, person_id: UUID, alarm: bytes | None = None
) -> bytes:
    """The person's secret. Slow on purpose. Raises `WrongPassphrase`, also for a cost out of bounds.

    Of somebody's credential ``alarm`` is tried with the same key, found or not: raises `AlarmRaised` where it opens.
    """
    context = _context(fingerprint, person_id, wrapped.salt, wrapped.cost)
    try:
        key = argon2id(" ".join(words), wrapped.salt, wrapped.cost)
    except ValueError:
        raise WrongPassphrase from None
    secret, raised = _try(key, wrapped.sealed, context), _try(key, alarm or noise(), b"alarm" + context)
    if secret is None:
        raise AlarmRaised if raised is not None else WrongPassphrase
    return secret


def _try(key: bytes, sealed: bytes, context: bytes) -> bytes | None:
    try:
        return open_sealed(key, sealed, context)
    except DoesNotOpen:
        return None


def raise_alarm(words: tuple[str, ...], wrapped: Wrapped, *, fingerprint: bytes, person_id: UUID) -> bytes:
    """What a second passphrase opens beside ``wrapped``: as long as it, and nothing but noise inside. Slow."""
    key = argon2id(" ".join(words), wrapped.salt, wrapped.cost)
    context = _context(fingerprint, person_id, wrapped.salt, wrapped.cost)
    return seal(key, random_bytes(SECRET_BYTES), b"alarm" + context)


def noise() -> bytes:
    """As long as a sealed secret; opens under nothing."""
    return random_bytes(12 + SECRET_BYTES + 16)


def nobody(cost: Argon2Cost) -> Wrapped:
    """Something to try a passphrase on when there is no such person: the same work, and it never opens."""
    return Wrapped(random_bytes(SALT_BYTES), cost, noise())


def seal_bundle(secret: bytes, bundle: Bundle, person_id: UUID, revision: int) -> bytes:
    """Bound to the row's revision: an older bundle does not pass for the present one."""
    return record.seal_payload(_bundle_key(secret), msgspec.msgpack.encode(bundle), _place(person_id, revision))


def open_bundle(secret: bytes, sealed: bytes, person_id: UUID, revision: int) -> Bundle:
    """Raises `Tampered` if the row is not what this person's secret sealed."""
    place = _place(person_id, revision)
    opened = record.open_payload(_bundle_key(secret), sealed, place, "bundle of person", person_id)
    return msgspec.msgpack.decode(opened, type=Bundle)


def _bundle_key(secret: bytes) -> SymmetricKey:
    return SymmetricKey(hkdf(secret, info=b"caseintake/v1/bundle"))


def _place(person_id: UUID, revision: int) -> bytes:
    return canonical.encode("bundle", 1, person_id, revision)


def step_of(now: datetime) -> int:
    return int(now.timestamp()) // TOTP_STEP_SECONDS


def accepted_step(totp_secret: bytes, last_step: int, code: str, now: datetime) -> int:
    """The step whose code this is. Raises `WrongCode`; a step that was used, or one before it, is never taken."""
    digits = "".join(c for c in code if c.isdigit()).encode("utf-8")
    here = step_of(now)
    fitting = [
        step
        for step in range(here - TOLERANCE, here + TOLERANCE + 1)
        if equal(totp(totp_secret, step).encode("ascii"), digits)
    ]
    if not fitting or max(fitting) <= last_step:
        raise WrongCode
    return max(fitting)


def draw_codes() -> tuple[str, ...]:
    """Printed one-time codes for the day the phone is gone: ten of ten letters, 50 bits each."""
    return tuple("".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES))


def spaced(codes: Iterable[str]) -> list[str]:
    """Printed codes as people copy them: two groups of five."""
    return [f"{code[:5]} {code[5:]}" for code in codes]


def code_hash(typed: str) -> bytes:
    """What the bundle keeps of a printed code; letters that look alike are one."""
    plain = "".join(typed.split()).replace("-", "").upper().translate(_ALIKE)
    return sha256(b"caseintake/v1/printed code\0" + plain.encode("utf-8"))


def typed_secret(totp_secret: bytes) -> str:
    """The second factor as text for an authenticator: base32 in groups of four."""
    text = base64.b32encode(totp_secret).decode("ascii").rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def authenticator_address(totp_secret: bytes, handle: str) -> str:
    """What the picture says. "Office" only: the list on somebody's phone must not name what this is."""
    text = base64.b32encode(totp_secret).decode("ascii").rstrip("=")
    return f"otpauth://totp/{quote(f'Office:{handle}')}?secret={text}&issuer=Office"
