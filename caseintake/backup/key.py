"""Who can open a backup: the recovery key, and a backup key whose secret is on paper and never on the host.

A backup opened with either shows what the database and the folder of files hold: sealed rows. No case opens by it.
The backup key is there so that a technician can restore after a fire without the people who keep the recovery shares.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from caseintake.kernel import words
from caseintake.settings import Settings
from caseintake.vault.errors import VaultError
from caseintake.vault.primitives import HPKE_PUBLIC_BYTES, HolderKeys, hkdf

#: 130 bits: nobody tries them all, so no slow function has to stand before them.
KEY_WORDS: Final = 13


class NoBackupKey(VaultError):
    """The words are not those of a backup key, or the host's copy of its public half is damaged."""


def draw() -> tuple[str, ...]:
    """The words of a new backup key, for paper."""
    return words.draw(KEY_WORDS)


def keys_of(written: Iterable[str]) -> HolderKeys:
    """The key behind the words. Raises `NoBackupKey` for too few or too many."""
    given = tuple(written)
    if len(given) != KEY_WORDS:
        raise NoBackupKey(f"a backup key has {KEY_WORDS} words, these are {len(given)}")
    return HolderKeys(hkdf(" ".join(given).encode("ascii"), info=b"caseintake/v1/backup key"))


def public_file(settings: Settings) -> Path:
    """Where the host keeps the public half. Whoever replaces it can open later backups: sealed rows, and no more."""
    return settings.directory / "backup.public"


def keep_public(settings: Settings, keys: HolderKeys) -> None:
    """Write the public half. Whole or not at all."""
    path = public_file(settings)
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(keys.hpke_public)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def public_of(settings: Settings) -> bytes | None:
    """The public half of this office's backup key, or None if none was made. Raises `NoBackupKey`."""
    try:
        found = public_file(settings).read_bytes()
    except FileNotFoundError:
        return None
    if len(found) != HPKE_PUBLIC_BYTES:
        raise NoBackupKey(f"{public_file(settings)} is damaged: make a new backup key")
    return found
