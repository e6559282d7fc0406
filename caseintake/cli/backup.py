"""``caseintake backup``, ``restore`` and ``rehearse``."""

import shutil
import tempfile
import time
from pathlib import Path
from typing import NoReturn

import click

from caseintake.audit.remembered import Remembered
from caseintake.backup import key as backup_key
from caseintake.backup import paper
from caseintake.backup.archive import Archive, Part, keys_beside
from caseintake.backup.key import KEY_WORDS, NoBackupKey
from caseintake.backup.restoring import NotEmpty, OlderState, OtherHalf, OtherOffice, Restored, Wanted
from caseintake.backup.restoring import restore as restore_office
from caseintake.backup.writing import HEADS, Made, back_up
from caseintake.cli.asking import require_terminal, show_and_ask_back
from caseintake.cli.health import checked, head_words
from caseintake.cli.refused import Refusal
from caseintake.cli.where import directory_option, office_in, settings_in
from caseintake.health import heartbeat
from caseintake.health.heartbeat import Kind, Result
from caseintake.identity import words
from caseintake.kernel.words import NotAWord, read
from caseintake.settings import Settings
from caseintake.vault import recovery
from caseintake.vault.errors import StreamDamaged, VaultError
from caseintake.vault.primitives import HolderKeys
from caseintake.work import Office

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@directory_option
@click.option("--to", type=_FILE, help="The file for the records; the keys go beside it as FILE.keys.")
@click.option("--new-key", is_flag=True, help="Draw a backup key, show it once for paper, and stop.")
def backup(directory: Path, to: Path | None, new_key: bool) -> None:
    """Write one consistent, verified backup while the office runs. Exit 1 if a sealed file is missing or damaged."""
    if new_key:
        _new_key(directory)
        return
    office = office_in(directory)
    to = to or _place(directory, office)
    if to.exists() or keys_beside(to).exists():
        # Nothing was tried: a name typed twice must not turn the backup of today into a failed one, and close the form.
        office.close()
        _refuse(FileExistsError(), to)
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        began = office.clock.now()
        made = back_up(office, to)
    except (OSError, StreamDamaged) as error:
        heartbeat.record(office, Kind.BACKUP, Result.FAILED)
        _refuse(error, to)
    else:
        result = Result.FAILED if made.damaged else Result.DONE
        heartbeat.record(office, Kind.BACKUP, result, digest=made.id.bytes, began=began)
    finally:
        office.close()
    _say(made, directory)
    click.echo(f"settings of today, for paper: {' '.join(paper.of_settings(directory))}")
    raise SystemExit(1 if made.damaged else 0)


def _place(directory: Path, office: Office) -> Path:
    day = office.clock.today().isoformat()
    folder = directory / "backups"
    number = 1
    while (folder / f"{day}-{number}.backup").exists() or keys_beside(folder / f"{day}-{number}.backup").exists():
        number += 1
    return folder / f"{day}-{number}.backup"


def _new_key(directory: Path) -> None:
    settings = settings_in(directory)
    require_terminal()
    hand_out_key(settings)


def hand_out_key(settings: Settings) -> None:
    """Draw a backup key, show it at the terminal until it is on paper, and put it in force."""
    drawn = backup_key.draw()
    click.echo(
        f"A backup key is {KEY_WORDS} words on paper. It opens the backups made from now on, and no record in them.\n"
        "Keep it away from this machine and from the backups. Older backups need the older key."
    )
    click.prompt("Press Enter to see it", default="", show_default=False)
    show_and_ask_back("Backup key", drawn, 3)
    backup_key.keep_public(settings, backup_key.keys_of(drawn))
    click.echo("The backup key is in force. After the next backup, rehearse a restore with it: caseintake rehearse")


def _say(made: Made, directory: Path) -> None:
    records = made.contents[Part.RECORDS]
    rows = sum(sum(part.rows.values()) for part in made.contents.values())
    click.echo(f"records: {made.records}")
    click.echo(f"keys:    {made.keys}   (to be destroyed after 30 days, every copy of it)")
    click.echo(f"read again and whole: {rows} rows, {records.files} files")
    for path in made.ended:
        click.echo(f"overwritten, its 30 days are over: {path}")
    for blob in made.damaged:
        click.echo(f"DAMAGED: sealed file {blob} is missing or not what was stored: caseintake verify", err=True)
    if made.records.parent.stat().st_dev == directory.stat().st_dev:
        click.echo("It lies on the disk of the office: copy both files to another place.")


def _secret(file: Path, keys_part: Path) -> HolderKeys:
    """Ask for the backup key, or for the recovery shares, and try what was typed."""
    if not keys_part.exists():
        raise Refusal(f"{keys_part}: not there. Without a keys part nothing in {file.name} opens: name one, --keys")
    typed = click.prompt("Backup key, or the first recovery share", hide_input=True)
    try:
        given = read(typed)
        if len(given) not in (KEY_WORDS, recovery.SHARE_WORDS):
            raise Refusal(
                f"{KEY_WORDS} words of a backup key, or {recovery.SHARE_WORDS} of a share: these are {len(given)}"
            )
        keys = backup_key.keys_of(given) if len(given) == KEY_WORDS else _from_shares(" ".join(given))
        with Archive.at(file) as archive:
            archive.head.file_key(keys)
    except (StreamDamaged, OSError) as error:
        _refuse(error, file)
    except NotAWord as error:
        raise Refusal(f"{error}; {KEY_WORDS} words of a backup key, or {recovery.SHARE_WORDS} of a share") from None
    except NoBackupKey as error:
        raise Refusal(str(error)) from None
    return keys


def _from_shares(first: str) -> HolderKeys:
    more = recovery.needed(first) - 1
    others = [" ".join(read(click.prompt("Another recovery share", hide_input=True))) for _ in range(more)]
    return HolderKeys(recovery.unproven([first, *others]))


_REFUSALS = (NotEmpty, OtherHalf, OtherOffice, StreamDamaged, OSError)


def _refuse(error: Exception, path: Path) -> NoReturn:
    if isinstance(error, FileExistsError):
        raise Refusal(f"{path} is there already; choose another --to") from None
    if isinstance(error, StreamDamaged):
        raise Refusal(f"{path}: {error}. Nothing was made.") from None
    if isinstance(error, OSError):
        raise Refusal(f"{path}: {error.strerror}. Nothing was left behind.") from None
    raise Refusal(str(error)) from None


@click.command()
@click.argument("file", type=_FILE)
@click.option("--keys", type=_FILE, help="The keys part. Without: FILE.keys.")
@click.option("--dir", "directory", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--fingerprint", help="The nine words on the recovery shares, or the 64 characters. Without: asked for.")
@click.option("--database-url", help="An empty PostgreSQL instead of a file in the directory.")
@click.option("--heads", type=_FILE, help="heads.json of the lost machine. Without: the one beside FILE.")
@click.option("--accept-loss", is_flag=True, help="Restore although somebody remembers more than this backup holds.")
def restore(
    file: Path,
    keys: Path | None,
    directory: Path,
    fingerprint: str | None,
    database_url: str | None,
    heads: Path | None,
    accept_loss: bool,
) -> None:
    """Make an office from a backup on an empty machine. It opens when two coordinators have confirmed its roster."""
    keys = keys or keys_beside(file)
    known = _same_office(file, fingerprint)
    remembered = heads or file.parent / HEADS
    wanted = Wanted(
        records=file,
        keys=keys,
        secret=_secret(file, keys),
        into=directory,
        fingerprint=known,
        database_url=database_url,
        remembered=Remembered(remembered) if remembered.exists() else None,
        accept_loss=accept_loss,
    )
    done = _restored(wanted)
    office = office_in(directory)
    report = checked(office, office.fingerprint)
    if report.exit_code == 0:
        # No rehearsal proves more than this. The new host says so with its own key.
        heartbeat.record(office, Kind.RESTORE_REHEARSAL, digest=done.archive_id.bytes)
    office.close()
    for line in _result(done, report.exit_code, len(report.findings)):
        click.echo(line)
    click.echo(f"office head {report.head[0]}: {head_words(report.head[1])}")
    click.echo("Compare log keys and settings with the sheet of the last rehearsal before anybody signs in: a backup")
    click.echo("does not say who made it. If they differ, read office.toml line by line.")
    click.echo(
        "The office stays closed until two coordinators, or the only one, have signed in and confirmed the roster."
    )
    raise SystemExit(report.exit_code)


def _same_office(file: Path, typed: str | None) -> bytes:
    """The fingerprint of this backup, compared with paper before any secret is typed."""
    try:
        with Archive.at(file) as archive:
            found = archive.head.fingerprint
    except (StreamDamaged, OSError) as error:
        _refuse(error, file)
    if typed is None:
        click.echo(f"This is a backup of the office: {' '.join(words.of_fingerprint(found))}")
        same = click.confirm("Are these the words written on the recovery shares")
    else:
        same = paper.is_fingerprint(found, typed)
    if not same:
        raise Refusal(f"{file} is a backup of another office, or a word is mistyped. Nothing was made.")
    return found


def _restored(wanted: Wanted) -> Restored:
    try:
        return restore_office(wanted)
    except OlderState as error:
        raise Refusal(f"{error}. A newer backup may exist. To go on with this one: --accept-loss") from None
    except _REFUSALS as error:
        _refuse(error, wanted.records)


def _result(done: Restored, code: int, findings: int) -> list[str]:
    """What a person can file. No head of the log: that of a rehearsal's copy is not one of the office."""
    rows = sum(sum(part.rows.values()) for part in done.contents.values())
    fingerprint = bytes.fromhex(done.settings.fingerprint or "")
    return [
        f"backup of {done.taken_on.isoformat()}, {done.archive_id}",
        f"office   {' '.join(words.of_fingerprint(fingerprint))}",
        f"log keys {' '.join(paper.of_log_keys(done.settings))}",
        f"settings {' '.join(done.settings_words)}",
        f"rows {rows}, files {done.contents[Part.RECORDS].files}",
        f"chains lost {done.lost}, keys left out {done.left_out}",
        "destroyed again: nobody remembers what was destroyed since"
        if done.destroyed is None
        else f"destroyed again: conversations {done.destroyed[0]}, files {done.destroyed[1]}",
        "verify: clean" if code == 0 else f"verify: {findings} damaged",
    ]


@click.command()
@directory_option
@click.argument("file", type=_FILE)
@click.option("--keys", type=_FILE, help="The keys part. Without: FILE.keys.")
def rehearse(directory: Path, file: Path, keys: Path | None) -> None:
    """Restore FILE into a folder that is removed again, check every row, and print a result to be filed."""
    keys = keys or keys_beside(file)
    secret = _secret(file, keys)
    office = office_in(directory)
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="caseintake-rehearsal-"))
    try:
        into = folder / "office"
        done = _restored(Wanted(records=file, keys=keys, secret=secret, into=into, fingerprint=office.fingerprint))
        tried = office_in(folder / "office")
        report = checked(tried, office.fingerprint)
        tried.close()
    except (Refusal, VaultError):
        heartbeat.record(office, Kind.RESTORE_REHEARSAL, Result.FAILED)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    good = report.exit_code == 0
    heartbeat.record(
        office, Kind.RESTORE_REHEARSAL, Result.DONE if good else Result.FAILED, digest=done.archive_id.bytes
    )
    office.close()
    click.secho(f"Rehearsal of a restore, {office.clock.today().isoformat()}", bold=True)
    for line in _result(done, report.exit_code, len(report.findings)):
        click.echo(f"  {line}")
    click.echo(f"  took {time.monotonic() - began:.0f} seconds; the folder is gone again")
    click.echo("  result: it can be restored" if good else "  result: NOT GOOD")
    click.echo("  by: ____________________   seen by: ____________________")
    raise SystemExit(0 if good else 1)
