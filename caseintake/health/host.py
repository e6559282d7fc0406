"""What is asked of the machine and its settings. Reads files, never a key."""

import os
import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from caseintake import schema
from caseintake.backup.key import NoBackupKey, public_of
from caseintake.health.findings import Finding, Light, Question, advice, danger, green, missing
from caseintake.i18n import lazy
from caseintake.intake.office_texts import OfficeTexts, load_office_texts
from caseintake.intake.papers import office_texts_file
from caseintake.intake.papers import read as read_papers
from caseintake.intake.wording import BadWording
from caseintake.law import rules as law_rules
from caseintake.law.check import check as check_law
from caseintake.law.rules import RuleError
from caseintake.process import swap_in_clear
from caseintake.schema import WrongSchema
from caseintake.settings import Settings
from caseintake.work import Office


def examine(office: Office) -> Iterator[Finding]:
    """Every finding about this host."""
    settings = office.settings
    yield _schema(office)
    yield _public_address(settings)
    yield _address(Question.OFFICE_ADDRESS, settings, settings.office_addresses)
    yield _files(settings)
    yield _disk(settings)
    yield _memory(settings)
    yield _swap(settings)
    yield _rules()
    yield _texts(settings)
    yield _helplines(office)
    yield _limits(settings)
    yield _backup_key(settings)


def unsafe_address(settings: Settings, names: tuple[str, ...]) -> str | None:
    """What is wrong with the addresses people use, in words for whoever set them; None if nothing.

    A real office is reached by https or as an onion service only: a session cookie in clear is a stolen key.
    """
    if not settings.secure:
        return None
    if not names:
        return lazy("No address is named. Name the https or onion address people will use in office.toml.")
    for name in names:
        parts = urlsplit(name)
        if parts.scheme != "https" and not (parts.hostname or "").endswith(".onion"):
            return lazy("%(address)s is neither https nor an onion service.", address=name)
    return None


def _schema(office: Office) -> Finding:
    try:
        schema.require_current(office.engine)
    except WrongSchema:
        words = lazy("The database belongs to another version of the program.")
        return danger(Question.SCHEMA, words, lazy("Run: caseintake migrate"))
    return green(Question.SCHEMA)


def _public_address(settings: Settings) -> Finding:
    """Also compared with what the public pages tell people: they come back by an address they were told."""
    found = _address(Question.PUBLIC_ADDRESS, settings, settings.public_addresses)
    if found.light is not Light.GREEN or not settings.secure:
        return found
    try:
        told = load_office_texts(office_texts_file(settings)).addresses
    except (BadWording, OSError):
        return found  # another finding says so
    if {address.url.rstrip("/") for address in told} == {name.rstrip("/") for name in settings.public_addresses}:
        return found
    words = lazy("office.toml and office_texts.toml name different addresses.")
    return advice(found.question, words, lazy("Write the same addresses into both files and start the server again."))


def _address(question: Question, settings: Settings, names: tuple[str, ...]) -> Finding:
    wrong = unsafe_address(settings, names)
    if wrong is None:
        return green(question)
    return danger(question, wrong, lazy("Change it in office.toml and start the server again."))


def _files(settings: Settings) -> Finding:
    for path in (settings.directory, settings.log_key_file, settings.blobs):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            words = lazy("%(path)s can be read by other users of this machine.", path=path)
            return danger(Question.FILES, words, lazy("Run: chmod go-rwx %(path)s", path=path))
    return green(Question.FILES)


def _disk(settings: Settings) -> Finding:
    room = os.statvfs(settings.directory)
    if room.f_bavail * room.f_frsize < settings.limits.disk_floor_bytes:
        words = lazy("The disk is nearly full: what people write might not be saved.")
        return danger(Question.DISK, words, lazy("Make room, or move the office to a larger disk."))
    return green(Question.DISK)


def _backup_key(settings: Settings) -> Finding:
    """Without one a fire means bringing the recovery shares together, and those open every case."""
    do = lazy("At a terminal, with paper at hand, run: caseintake backup --new-key")
    try:
        public = public_of(settings)
    except NoBackupKey:
        return missing(Question.BACKUP_KEY, lazy("The file of the backup key is damaged: no backup can be made."), do)
    if public is not None:
        return green(Question.BACKUP_KEY)
    return advice(Question.BACKUP_KEY, lazy("There is none: only the recovery shares open a backup."), do)


def _memory(settings: Settings) -> Finding:
    if _in_memory(settings.runtime):
        return green(Question.MEMORY)
    words = lazy("Sessions are kept on the disk: they would outlast a power cut.")
    do = lazy("Point CASEINTAKE_RUNTIME to a folder in memory (tmpfs) and start again.")
    return _only_for_real(settings, missing(Question.MEMORY, words, do))


def _swap(settings: Settings) -> Finding:
    if not swap_in_clear():
        return green(Question.SWAP)
    words = lazy("Swap is not encrypted: keys in memory could be written to the disk.")
    return _only_for_real(settings, missing(Question.SWAP, words, lazy("Encrypt the swap or switch it off.")))


def _only_for_real(settings: Settings, finding: Finding) -> Finding:
    """A demo holds nothing worth the machine it runs on."""
    return finding if settings.secure else advice(finding.question, finding.words, finding.do)


def _in_memory(path: Path) -> bool:
    nearest = path
    while not nearest.exists():
        nearest = nearest.parent
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    holding = max((m for m in mounts if nearest.is_relative_to(m[0])), key=lambda m: len(m[0]), default=["", ""])
    return holding[1] in ("tmpfs", "ramfs")


@cache
def _rules() -> Finding:
    """Once a process: what came with the program does not change while it runs."""
    try:
        broken = bool(check_law(law_rules.load(law_rules.shipped_directory())))
    except RuleError:
        broken = True
    if broken:
        words = lazy("A rule does not give the date its own examples ask for.")
        return danger(Question.RULES, words, lazy("Rely on no computed date. Run: caseintake rules check"))
    return green(Question.RULES)


def _texts(settings: Settings) -> Finding:
    try:
        said = load_office_texts(office_texts_file(settings))
    except (BadWording, OSError):
        words = lazy("The public pages cannot say who reads and who is bound by secrecy.")
        return danger(Question.TEXTS, words, lazy("Fill every text of office_texts.toml, in every language."))
    if settings.secure and said.name == _example().name:
        words = lazy("The public pages still tell of the fictional office of the example.")
        return danger(
            Question.TEXTS, words, lazy("Write your own facts into office_texts.toml: name, readers, addresses.")
        )
    return green(Question.TEXTS)


@cache
def _example() -> OfficeTexts:
    return load_office_texts(law_rules.shipped_directory() / "intake" / "office_texts.example.toml")


def _helplines(office: Office) -> Finding:
    try:
        lines = read_papers(office.settings).questionnaire.helplines
    except (BadWording, RuleError, OSError):
        return advice(Question.HELPLINES, lazy("The list of others who can help cannot be read."))
    stale = [line.name for line in lines if not line.is_checked(office.clock.today())]
    if not stale:
        return green(Question.HELPLINES)
    words = lazy("Nobody has tried within half a year: %(lines)s.", lines=", ".join(dict.fromkeys(stale)))
    return advice(Question.HELPLINES, words, lazy("Try each line, then write checked_on into helplines.toml."))


def _limits(settings: Settings) -> Finding:
    limits = settings.limits
    bounds = (limits.starts_an_hour, limits.upload_day_bytes, limits.code_day_bytes, limits.unaccepted_bytes)
    if all(bounds) and (limits.seconds_to_write or not settings.secure):
        return green(Question.LIMITS)
    words = lazy("A limit against floods and machines is switched off.")
    return missing(Question.LIMITS, words, lazy("Take the zeros out of [limits] in office.toml."))
