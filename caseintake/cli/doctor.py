"""What ``doctor`` looks at. It opens nothing: every check reads settings, files or rows in clear."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from caseintake.audit.trail import contains
from caseintake.cli.refused import Refusal
from caseintake.intake.office_texts import load_office_texts
from caseintake.intake.wording import BadWording
from caseintake.kernel.actor import Role
from caseintake.law import rules as law_rules
from caseintake.law.check import check as check_law
from caseintake.law.rules import RuleError
from caseintake.process import swap_in_clear
from caseintake.settings import Settings
from caseintake.vault.errors import VaultError
from caseintake.vault.holders import HolderKind, VaultKind
from caseintake.vault.tables import EpochRow
from caseintake.work import Office, UnitOfWork


@dataclass(frozen=True, slots=True)
class Result:
    """One check: ``green``, ``amber`` (should be mended) or ``red`` (must be), and words that say how."""

    name: str
    state: str
    words: str


def examine(office: Office) -> list[Result]:
    """All checks, in the order in which an operator would mend them."""
    results = [*_settings(office.settings), *_files(office.settings), *_machine(office.settings), *_law()]
    with office.unit() as uow:
        results += _keys(uow)
    return results


def _green(name: str, words: str = "in order") -> Result:
    return Result(name, "green", words)


def _settings(settings: Settings) -> Iterator[Result]:
    from caseintake.cli.serving import require_safe_addresses  # noqa: PLC0415 (serving imports gunicorn)

    for surface in ("public", "office"):
        try:
            require_safe_addresses(settings, surface)
            yield _green(f"{surface} address")
        except Refusal as error:
            yield Result(f"{surface} address", "red", str(error))
    if settings.demo:
        yield Result("demo", "amber", "this is a demo office: its sign-in data are printed; never use it for real")
    path = settings.directory / "office_texts.toml"
    try:
        load_office_texts(path)
        yield _green("public texts")
    except (BadWording, OSError) as error:
        yield Result("public texts", "amber", f"{error}: the public form stays closed until it says who reads")


def _files(settings: Settings) -> Iterator[Result]:
    for path in (settings.directory, settings.log_key_file, settings.blobs):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Result("file rights", "red", f"{path} can be read by other users: chmod go-rwx {path}")
            return
    yield _green("file rights")


def _machine(settings: Settings) -> Iterator[Result]:
    swap = swap_in_clear()
    if swap:
        yield Result("swap", "amber", f"{', '.join(swap)} is not encrypted: keys in memory could be written there")
    else:
        yield _green("swap", "none in clear")
    memory = _in_memory(settings.runtime)
    words = f"{settings.runtime} is not in memory: sessions would survive a power-off"
    yield _green("runtime directory") if memory else Result("runtime directory", "amber", words)
    free = os.statvfs(settings.directory)
    if free.f_bavail * free.f_frsize < settings.limits.disk_floor_bytes:
        yield Result("disk", "red", "less than the floor is free: new files are refused")
    else:
        yield _green("disk", f"{free.f_bavail * free.f_frsize >> 30} GiB free")


def _in_memory(path: Path) -> bool:
    nearest = path
    while not nearest.exists():
        nearest = nearest.parent
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    holding = max((m for m in mounts if nearest.is_relative_to(m[0])), key=lambda m: len(m[0]), default=["", ""])
    return holding[1] in ("tmpfs", "ramfs")


def _law() -> Iterator[Result]:
    try:
        problems = check_law(law_rules.load(law_rules.shipped_directory()))
    except RuleError as error:
        yield Result("rules", "red", str(error))
        return
    failing = f"{len(problems)} examples fail: caseintake rules check"
    yield Result("rules", "red", failing) if problems else _green("rules")


def _keys(uow: UnitOfWork) -> Iterator[Result]:
    checks: tuple[Callable[[UnitOfWork], Iterator[Result]], ...] = (_roster, _history, _intake, _matters)
    for check in checks:
        try:
            yield from check(uow)
        except VaultError as error:
            yield Result(check.__name__.strip("_"), "red", f"{error}: run caseintake verify")


def _roster(uow: UnitOfWork) -> Iterator[Result]:
    people = [person for person in uow.roster.people() if person.active]
    coordinators = sum(1 for person in people if person.role is Role.COORDINATOR)
    if coordinators < 2:
        yield Result("coordinators", "amber", "one: a second reader of fatal dates and a second voucher are missing")
    else:
        yield _green("coordinators", str(coordinators))


def _history(uow: UnitOfWork) -> Iterator[Result]:
    heads = uow.office.remembered.heads
    lost = [chain for chain, (seq, link) in heads.items() if not contains(uow.session, chain, seq, link)]
    if lost:
        yield Result("history", "red", f"{len(lost)} remembered heads are gone from the log: run caseintake verify")
    else:
        yield _green("history", f"{len(heads)} remembered heads are in their chains")


def _intake(uow: UnitOfWork) -> Iterator[Result]:
    holders = uow.keystore.holders(uow.roster.office_vaults[VaultKind.INTAKE])
    people = [h for h in holders if h.kind is HolderKind.PERSON and uow.roster.find(h.id)]
    if len(people) < 2:
        yield Result("intake", "amber", f"{len(people)} can read what arrives: let a second person hold the intake")
    else:
        yield _green("intake", f"{len(people)} can read what arrives")


def _matters(uow: UnitOfWork) -> Iterator[Result]:
    last = select(EpochRow.vault_id, func.max(EpochRow.seq).label("seq")).group_by(EpochRow.vault_id).subquery()
    rows = uow.session.scalars(
        select(EpochRow).join(last, (EpochRow.vault_id == last.c.vault_id) & (EpochRow.seq == last.c.seq))
    )
    alone = 0
    for epoch in (row.epoch() for row in rows):
        people = [h for h in epoch.holders if h.kind is HolderKind.PERSON]
        alone += epoch.kind is VaultKind.MATTER and len(people) < 2
    if alone:
        yield Result("matters", "amber", f"{alone} have one holder only: if that person is taken, nobody opens them")
    else:
        yield _green("matters", "each has two holders or more")
