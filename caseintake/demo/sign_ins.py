"""The file with everybody's secrets that only the demo writes, and that nothing but the demo reads."""

import base64
import os
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from caseintake.demo.cast import Cast
from caseintake.demo.letters import LETTERS
from caseintake.demo.people import STAFF
from caseintake.identity.credentials import step_of, typed_secret
from caseintake.settings import Settings
from caseintake.vault.primitives import totp

FILE: Final = "demo-signins.json"


class NotTheDemo(Exception):
    """These sign-ins are of another office, or this office is not a demo."""


class SignIn(msgspec.Struct, frozen=True):
    """What one colleague has on paper and on the telephone. ``totp_secret`` is base32 in groups of four."""

    key: str
    name: str
    role: str
    handle: str
    passphrase: str
    totp_secret: str

    def code(self, now: datetime) -> str:
        """The one-time code of this moment."""
        letters = self.totp_secret.replace(" ", "")
        return totp(base64.b32decode(letters + "=" * (-len(letters) % 8)), step_of(now))

    @property
    def see(self) -> str:
        """What to look at first, in the language spoken."""
        return next((str(one.see) for one in STAFF if one.key == self.key), "")


class ReturnCode(msgspec.Struct, frozen=True):
    """A code with which somebody who wrote comes back; ``about`` is how the letter begins."""

    code: str
    language: str
    about: str


class SignIns(msgspec.Struct, frozen=True):
    """All of a demo office. ``fingerprint`` is the office they belong to."""

    fingerprint: str
    people: tuple[SignIn, ...]
    return_codes: tuple[ReturnCode, ...]
    recovery_shares: tuple[str, ...]


def of(cast: Cast) -> SignIns:
    """The sign-ins of an office that has just been made."""
    members = [cast.members[one.key] for one in STAFF]
    return SignIns(
        fingerprint=cast.office.fingerprint.hex(),
        people=tuple(
            SignIn(
                key=one.colleague.key,
                name=one.colleague.name,
                role=one.colleague.role.value,
                handle=one.handle,
                passphrase=" ".join(one.words),
                totp_secret=typed_secret(one.keys.totp_secret),
            )
            for one in members
        ),
        return_codes=tuple(
            ReturnCode(" ".join(cast.codes[number].groups), letter.language, f"{letter.text[:60]}…")
            for number, letter in enumerate(LETTERS)
            if letter.code_shown
        ),
        recovery_shares=cast.shares,
    )


def write(sign_ins: SignIns, directory: Path) -> None:
    """The last thing a demo writes: a directory without it is a demo that was never finished."""
    fresh = directory / f"{FILE}.new"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(sign_ins), indent=2))
    os.replace(fresh, directory / FILE)


def read(settings: Settings) -> SignIns:
    """The sign-ins of this office. Raises `NotTheDemo` unless it is a demo and the very one they were made with."""
    if not settings.demo:
        raise NotTheDemo(f"{settings.directory} holds an office that is not a demo")
    try:
        found = msgspec.json.decode((settings.directory / FILE).read_bytes(), type=SignIns)
    except FileNotFoundError:
        raise NotTheDemo(f"{settings.directory} holds a demo that was never finished: delete it") from None
    except msgspec.DecodeError as error:
        raise NotTheDemo(f"{settings.directory / FILE}: {error}") from None
    if settings.fingerprint is None or found.fingerprint != settings.fingerprint:
        raise NotTheDemo(f"{settings.directory / FILE} belongs to another office")
    return found
