"""``caseintake import-matter``: an exported matter of any size, read from a file of this host and never held whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm.exc import StaleDataError

from caseintake.access.policy import NotAllowed
from caseintake.app import LISTENERS
from caseintake.cli.refused import Refusal
from caseintake.cli.where import directory_option, office_in
from caseintake.documents.service import store_of
from caseintake.identity import signing_in, words
from caseintake.identity.desk import Desk, Entrant
from caseintake.identity.refusals import SignInFailed, Stopped, TooManyTries
from caseintake.identity.throttle import Busy
from caseintake.kernel.words import NotAWord, read
from caseintake.matters.refusal import Refusal as Refused
from caseintake.portability import unpacking, wording
from caseintake.portability.lock import By, WrongWords
from caseintake.portability.unpacking import Arrived, BadExport, Unpacked
from caseintake.process import harden
from caseintake.vault.errors import NewerSchema, StreamDamaged
from caseintake.work import Office

#: Why a file is refused that cannot be read to its end; the page says the same.
NO_EXPORT = "this is no exported matter, or it was changed or cut on its way; nothing was taken in"


@click.command(name="import-matter")
@directory_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--as", "handle", required=True, help="Two-word name of who takes it in and alone holds it at first.")
@click.option("--codename", required=True, help="What the matter is called here.")
@click.option("--dry-run", is_flag=True, help="Only read it to the end and say what would come.")
def import_matter(directory: Path, file: Path, handle: str, codename: str, dry_run: bool) -> None:
    """Take an exported matter in: tried first and told, then made if you say yes. Every secret is asked, none is typed
    on the command line."""
    office = office_in(directory)
    harden()
    try:
        for listen in LISTENERS:
            listen(office)
        _require_room(office, file)
        entrant = _signed_in(office, handle)
        with _read(office, file, entrant) as unpacked:
            tried = _take_in(office, entrant, unpacked, codename, keep=False)
            _tell(unpacked, tried)
            if dry_run or not click.confirm("Take it in"):
                click.echo("Nothing was taken in.")
                return
            made = _take_in(office, entrant, unpacked, codename, keep=True)
            click.echo(f"Taken in. On the office's pages its letters are {made.matter.ref}.")
    finally:
        office.close()


def _require_room(office: Office, file: Path) -> None:
    """Its files are sealed anew beside it, so it needs its own size once more."""
    left = store_of(office).free() - office.settings.limits.disk_floor_bytes
    if file.stat().st_size > left:
        raise Refusal(f"{file} needs {file.stat().st_size:,} bytes of disk, and {max(left, 0):,} are left to take")


def _signed_in(office: Office, handle: str) -> Entrant:
    """The person who takes it in, as at the door of the office: the code is used up, and so are wrong tries."""
    desk = Desk.open(office)
    try:
        typed = read(click.prompt(f"Passphrase of {handle}", hide_input=True))
        entrant = desk.check(words.read_handle(handle), typed, click.prompt("Code", hide_input=True).strip(), None)
        if entrant.waiting or entrant.renews:
            raise Refusal(f"{handle} must sign in with a browser first")
        with office.unit(actor=entrant.actor, keyring=entrant.keyring, write=True) as uow:
            entered = signing_in.enter(entrant, uow=uow)
            uow.commit()
    except (SignInFailed, NotAWord, StaleDataError):
        raise Refusal("name, passphrase and code do not fit; each code works only once") from None
    except (TooManyTries, Stopped):
        raise Refusal("there were too many wrong tries: wait 15 minutes") from None
    except Busy:
        raise Refusal("many people are signing in at this moment: try again in half a minute") from None
    finally:
        desk.close()
    if entrant.alarmed:
        click.echo(
            "Somebody typed the right passphrase and five wrong codes. Was it you? If not, change it now.", err=True
        )
    if entered.gone:
        click.echo("Something this account remembers is gone: sign in with a browser and read what.", err=True)
    return entrant


@contextmanager
def _read(office: Office, file: Path, entrant: Entrant) -> Iterator[Unpacked]:
    """Everything of the file, its papers sealed on the disk; what was not taken in is removed at the end."""
    unpacked: Unpacked | None = None
    try:
        with file.open("rb") as content:
            lock = unpacking.lock_of(content)
            if lock.by is By.KEY:
                assert entrant.keyring.keys is not None
                key = lock.open_with_key(entrant.keyring.keys)
            else:
                key = lock.open_with_words(read(click.prompt("Words of the file", hide_input=True)))
            unpacked = unpacking.unpack(content, key, office)
        yield unpacked
    except (WrongWords, NotAWord):
        raise Refusal("these words do not open the file, or it was sealed for another person's key") from None
    except (StreamDamaged, NewerSchema, BadExport):
        raise Refusal(NO_EXPORT) from None
    finally:
        if unpacked is not None:
            _discard(office, unpacked)


def _take_in(office: Office, entrant: Entrant, unpacked: Unpacked, codename: str, *, keep: bool) -> Arrived:
    """All of it in one unit; ``keep`` False tries it with every check and takes it back."""
    try:
        with office.unit(actor=entrant.actor, keyring=entrant.keyring, write=True) as uow:
            arrived = unpacking.take_in(unpacked, codename=codename, uow=uow)
            if keep:
                uow.commit()
                unpacked.files.clear()  # they belong to the matter now
            return arrived
    except NotAllowed:
        raise Refusal("this role makes no matters") from None
    except Refused as refusal:
        raise Refusal(" ".join(wording.say(fault) for fault in refusal.faults)) from None


def _discard(office: Office, unpacked: Unpacked) -> None:
    store, today = store_of(office), office.clock.today()
    for sealed in unpacked.files.values():
        store.delete(sealed.blob_id, today)
        store.discard(sealed.blob_id, today)


def _tell(unpacked: Unpacked, tried: Arrived) -> None:
    """Numbers only: whoever stands behind the screen learns no name."""
    size = sum(sealed.length for sealed in unpacked.files.values())
    what = f"{tried.records} records, {len(unpacked.files)} files of {size:,} bytes"
    click.echo(f"Made on {unpacked.exported.made_on}: {what}.")
    if unpacked.missing:
        click.echo(f"{unpacked.missing} files could not be read where it was made and are not in it.")
    if unpacked.exported.closed:
        click.echo(f"{len(unpacked.exported.closed)} applicants' files were closed there: they come empty.")
    if unpacked.exported.closed_behind:
        click.echo(f"{len(unpacked.exported.closed_behind)} people had another file, closed there: it is not in it.")
    for kind, number in sorted(tried.skipped.items()):
        click.echo(f"{number} records of the kind “{kind}” are not taken in.")
