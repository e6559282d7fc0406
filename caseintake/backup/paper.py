"""What of a backup can be compared with paper: which office it is of, whose log key it trusts, and its settings.

Anybody can seal a backup to a public key, so an archive does not say who made it. The fingerprint proves the roster and
what hangs on it. Settings and log key are no part of that; their words stand on the sheet of every rehearsal.
"""

from pathlib import Path

from caseintake.kernel.words import NotAWord, of_bytes, read
from caseintake.settings import SETTINGS_FILE, Settings
from caseintake.vault import canonical
from caseintake.vault.primitives import sha256

#: Ninety bits: as many as of the fingerprint itself.
PAPER_WORDS = 9


def settings_files(folder: Path) -> list[Path]:
    """The files a backup takes from the office's folder besides the log key, sorted."""
    return sorted([*folder.glob("*.toml"), *folder.glob("backup.public")])


def of_settings(folder: Path, office_toml: Path | None = None) -> tuple[str, ...]:
    """Nine words that change with any of these files. ``office_toml``: where that one lies, if not in the folder."""
    files = {path.name: path for path in settings_files(folder)}
    if office_toml is not None:
        files[SETTINGS_FILE] = office_toml
    said = [[name, sha256(path.read_bytes())] for name, path in sorted(files.items())]
    return of_bytes(sha256(canonical.encode("settings on paper", said)), PAPER_WORDS)


def of_log_keys(settings: Settings) -> tuple[str, ...]:
    """Nine words for the public log keys these settings believe, in their order."""
    return of_bytes(sha256(canonical.encode("log keys on paper", list(settings.host_log_keys))), PAPER_WORDS)


def is_fingerprint(fingerprint: bytes, typed: str) -> bool:
    """Whether these nine words, or 64 letters and figures, are the office fingerprint."""
    if typed.strip().lower() == fingerprint.hex():
        return True
    try:
        return read(typed) == of_bytes(fingerprint, PAPER_WORDS)
    except NotAWord:
        return False
