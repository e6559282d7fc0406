"""What the demo's host does for its office, as a real one would by timers and once a quarter: really, on small data."""

import tempfile
from datetime import timedelta
from pathlib import Path

from caseintake.backup import key as backup_key
from caseintake.backup.archive import keys_beside
from caseintake.backup.restoring import Wanted, restore
from caseintake.backup.writing import back_up
from caseintake.cli.health import checked
from caseintake.demo.cast import Cast
from caseintake.health import decisions, heartbeat
from caseintake.health.examine import examine
from caseintake.health.findings import Bar
from caseintake.health.heartbeat import Kind, Result
from caseintake.reminders import running
from caseintake.settings import load
from caseintake.vault import recovery
from caseintake.vault.primitives import HolderKeys
from caseintake.work import Office

_WHY = "Another lawyer joins the team on Monday."


def rehearse(cast: Cast) -> None:
    """Back up, restore that backup on an empty place, put the recovery shares together, remind."""
    office = cast.office
    keys = backup_key.keys_of(backup_key.draw())
    backup_key.keep_public(office.settings, keys)
    every_day(office)
    newest = max(_folder(office).glob("*.backup"))
    with tempfile.TemporaryDirectory(prefix="caseintake-rehearsal-") as empty:
        whole = _restores(newest, keys, Path(empty) / "office", office)
    heartbeat.record(office, Kind.RESTORE_REHEARSAL, Result.DONE if whole else Result.FAILED)
    with office.unit() as uow:
        recovery.combine(cast.shares[: recovery.THRESHOLD], uow.roster.recovery_public)
    heartbeat.record(office, Kind.RECOVERY_REHEARSAL)


def open_form(cast: Cast, coordinator: str) -> None:
    """One matter of the story is held by one person alone: a coordinator knows, and opens the form in spite of it."""
    lacking = [finding for finding in examine(cast.office) if finding.bar is Bar.MAY_OPEN]
    with cast.unit(coordinator) as uow:
        for finding in lacking:
            decisions.open_in_spite(finding, _WHY, uow=uow)
        uow.commit()


def every_day(office: Office) -> None:
    """Backup and reminders, unless they ran a moment ago. Nobody of the demo has a mail address, so nothing is sent."""
    began = office.clock.now()
    done = heartbeat.last(office, Kind.BACKUP)
    if done is not None and done.age(office.clock) < timedelta(hours=1):
        return
    folder = _folder(office)
    folder.mkdir(mode=0o700, exist_ok=True)
    made = back_up(office, folder / f"{began:%Y-%m-%d-%H}.backup")
    result = Result.FAILED if made.damaged else Result.DONE
    heartbeat.record(office, Kind.BACKUP, result, digest=made.id.bytes, began=began)
    running.run(office, lambda *_digest: None, to=lambda _today: frozenset())


def _folder(office: Office) -> Path:
    return office.settings.directory / "backups"


def _restores(records: Path, keys: HolderKeys, into: Path, office: Office) -> bool:
    """Whether an office made from this backup is the office it was taken from."""
    restore(Wanted(records=records, keys=keys_beside(records), secret=keys, into=into))
    tried = Office.open(load(into), office.clock)
    try:
        return checked(tried, office.fingerprint).exit_code == 0
    finally:
        tried.close()
