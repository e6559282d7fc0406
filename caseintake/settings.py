"""The settings of one office: one frozen object, complete or refused.

Nothing in it is secret. What it pins (the office fingerprint, the host log key's public half) is there so that
somebody who can write the database cannot also say what the database is to be checked against.
"""

import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

SETTINGS_FILE = "office.toml"
HASH_BYTES = 32


class SettingsError(Exception):
    """The settings are incomplete or wrong; the message names the field and the way out."""


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bounds that keep one visitor from stopping the office. Sizes in bytes."""

    file_bytes: int = 1 << 30
    unaccepted_bytes: int = 20 << 30
    in_flight_bytes: int = 8 << 30
    disk_floor_bytes: int = 1 << 30
    draft_days: int = 7
    argon2_memory_kib: int = 64 * 1024
    #: Bytes of files taken a day, from everybody and under one code; a coordinator may set another number.
    upload_day_bytes: int = 20 << 30
    code_day_bytes: int = 4 << 30
    #: New forms one address may begin in an hour, each worker counting for itself.
    starts_an_hour: int = 60
    #: Seconds between the page with the code and sending: machines are quicker.
    seconds_to_write: int = 5


class Mail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The server that takes reminders. The password stands in a file of its own, never here."""

    host: str
    sender: str
    port: int = 587
    #: "none" is for a server on this very machine.
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password_file: str | None = None


#: ``rehearsal`` opens the form of an office that is not ready; an office that is `Settings.secure` refuses it.
FormRule = Literal["open when ready", "closed", "rehearsal"]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One office on one host.

    ``directory`` holds settings, database, blobs and the host's own files; ``runtime`` is a folder that does not
    survive power-off (sessions live there). ``fingerprint`` is the SHA-256 of roster entry 0 in hex, ``None`` only
    before ``init``. ``secure`` is False only for a demo or tests on the loopback address.
    """

    directory: Path
    database_url: str
    runtime: Path
    fingerprint: str | None = None
    log_public_key: str | None = None
    #: Log keys (public halves, hex) of the office's other hosts, and of this one before it was installed anew.
    other_log_public_keys: tuple[str, ...] = ()
    zone: str = "Asia/Baku"
    languages: tuple[str, ...] = ("az", "ru", "en", "fr")
    public_addresses: tuple[str, ...] = ()
    office_addresses: tuple[str, ...] = ()
    secure: bool = True
    demo: bool = False
    form: FormRule = "open when ready"
    #: Hashes (hex) of roster entries by which one of three coordinators removed another, before two had to sign.
    removals_by_one: tuple[str, ...] = ()
    limits: Limits = Limits()
    #: Without it no mail is sent.
    mail: Mail | None = None

    @property
    def host_log_keys(self) -> tuple[bytes, ...]:
        """The public log keys of every host this office has or had; empty where none is pinned."""
        own = () if self.log_public_key is None else (self.log_public_key,)
        return tuple(bytes.fromhex(key) for key in (*own, *self.other_log_public_keys))

    @property
    def blobs(self) -> Path:
        return self.directory / "blobs"

    @property
    def heads_file(self) -> Path:
        """What this host remembers of the log and the roster, outside the database."""
        return self.directory / "heads.json"

    @property
    def log_key_file(self) -> Path:
        """The host's signing key for jobs and anonymous events. It opens nothing."""
        return self.directory / "log.key"


def runtime_directory(directory: Path, environ: dict[str, str] | os._Environ[str] = os.environ) -> Path:
    """A folder in memory for sessions, one per office directory; sessions must not survive power-off."""
    base = environ.get("CASEINTAKE_RUNTIME") or environ.get("XDG_RUNTIME_DIR")
    root = Path(base) if base else Path("/dev/shm" if Path("/dev/shm").is_dir() else directory / "runtime")  # noqa: S108
    name = "caseintake-" + str(directory.resolve()).strip("/").replace("/", "-")[-80:]
    return root / name


def load(directory: Path) -> Settings:
    """Read ``office.toml`` in ``directory``. Raises `SettingsError` with the field that is wrong."""
    path = directory / SETTINGS_FILE
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{path}: not found. Make an office with: caseintake init --dir {directory}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from None
    raw.setdefault("database_url", f"sqlite:///{directory / 'office.sqlite3'}")
    raw.setdefault("runtime", str(runtime_directory(directory)))
    try:
        settings = msgspec.convert({**raw, "directory": str(directory)}, Settings, dec_hook=_decode)
        ZoneInfo(settings.zone)
        _check_log_keys(settings, path)
        if settings.form == "rehearsal" and settings.secure:
            raise SettingsError(f'{path}: form: "rehearsal" is for tests on this machine; write "open when ready"')
        for entry in settings.removals_by_one:
            if len(bytes.fromhex(entry)) != HASH_BYTES:
                raise ValueError
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {error}") from None
    except ZoneInfoNotFoundError:
        raise SettingsError(f"{path}: zone: no such time zone: {raw.get('zone')!r}") from None
    except ValueError:
        raise SettingsError(f"{path}: removals_by_one: each entry is 64 hexadecimal digits") from None
    return settings


def _check_log_keys(settings: Settings, path: Path) -> None:
    for key in (settings.log_public_key or "0" * 64, *settings.other_log_public_keys):
        if not re.fullmatch("[0-9a-f]{64}", key):
            raise SettingsError(f"{path}: a log key is 64 hexadecimal digits in small letters, not {key!r}")


def save(settings: Settings) -> None:
    """Write ``office.toml``: what differs from the defaults, nothing secret. Whole or not at all."""
    chosen: dict[str, object] = {
        "fingerprint": settings.fingerprint,
        "log_public_key": settings.log_public_key,
        "zone": settings.zone,
        "languages": list(settings.languages),
        "public_addresses": list(settings.public_addresses),
        "office_addresses": list(settings.office_addresses),
    }
    if settings.database_url != f"sqlite:///{settings.directory / 'office.sqlite3'}":
        chosen["database_url"] = settings.database_url
    if settings.runtime != runtime_directory(settings.directory):
        chosen["runtime"] = str(settings.runtime)
    if not settings.secure:
        chosen["secure"] = False
    if settings.removals_by_one:
        chosen["removals_by_one"] = list(settings.removals_by_one)
    if settings.other_log_public_keys:
        chosen["other_log_public_keys"] = list(settings.other_log_public_keys)
    if settings.demo:
        chosen["demo"] = True
    if settings.form != "open when ready":
        chosen["form"] = settings.form
    limits = msgspec.structs.asdict(settings.limits)
    changed = {name: value for name, value in limits.items() if value != getattr(Limits(), name)}
    lines = [f"{name} = {_toml(value)}" for name, value in chosen.items() if value is not None]
    lines += ["", "[limits]", *(f"{name} = {_toml(value)}" for name, value in changed.items())] if changed else []
    if settings.mail is not None:
        mail = msgspec.structs.asdict(settings.mail)
        lines += ["", "[mail]", *(f"{name} = {_toml(value)}" for name, value in mail.items() if value is not None)]
    replace(settings.directory / SETTINGS_FILE, "\n".join(lines) + "\n")


def replace(path: Path, text: str) -> None:
    """Write a file that the operator may edit, whole or not at all. It keeps owner and rights; a new one is ours."""
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        if path.exists():
            was = path.stat()
            os.fchmod(file.fileno(), was.st_mode & 0o777)
            # Typed by root, it is still the service that must read it.
            os.fchown(file.fileno(), was.st_uid, was.st_gid)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def _toml(value: object) -> str:
    """JSON's strings, numbers, booleans and lists of strings are TOML's too."""
    return json.dumps(value, ensure_ascii=False)


def _decode(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError(kind)
