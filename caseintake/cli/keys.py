"""``caseintake keys``: the recovery shares, tried, used, and replaced.

Shares are typed at a prompt and shown on no screen; nothing of them is written. `recover --from` and `stand-in --from`
run on a machine off the network: all they need is the file that `--export` wrote, and paper.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import click

from caseintake.cli.asking import require_terminal, show_and_ask_back
from caseintake.cli.refused import Refusal
from caseintake.cli.where import directory_option, office_in
from caseintake.health import heartbeat
from caseintake.health.heartbeat import Kind, Result
from caseintake.health.keys import STAND_IN_DAYS
from caseintake.identity import people, recovering, standing_in, words
from caseintake.identity.refusals import Refused, Why
from caseintake.kernel.actor import Role
from caseintake.kernel.words import NotAWord, read
from caseintake.vault import recovery
from caseintake.vault.errors import ForgedEpoch, ForgedRoster, NotVouched, SkippedEpoch, WrongShares
from caseintake.vault.primitives import SECRET_BYTES, HolderKeys, random_bytes
from caseintake.vault.rescue import Answer, NotReadable, Request, Rescue
from caseintake.vault.stand_in import StandIn, StandInRequest
from caseintake.work import Office, UnitOfWork

_FILE = click.Path(path_type=Path, dir_okay=False)

#: For shares that are typed on a machine off the network: what goes there, and what comes back.
_CARRIED: Final = (
    click.option(
        "--export", type=_FILE, help="Only write what the shares need, to be carried to a machine off the net."
    ),
    click.option("--from", "source", type=_FILE, help="On the machine off the network: the file --export wrote."),
    click.option("--to", "target", type=_FILE, help="With --from: where the answer is written, for `keys import`."),
)


def carried(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command whose shares are typed on another machine."""
    for option in reversed(_CARRIED):
        command = option(command)
    return command


@click.group()
def keys() -> None:
    """The recovery shares: try them, open vaults with them, replace them."""


@keys.command()
@directory_option
@click.option("--by", "handle", required=True, help="Two-word name of the coordinator who holds the rehearsal.")
@click.option("--elsewhere", is_flag=True, help="They were tried on a copy, off the network: only note the day here.")
def rehearse(directory: Path, handle: str, elsewhere: bool) -> None:
    """Try whether enough shares fit together. Opens nothing; the day and the name are kept for the doctor."""
    office = office_in(directory)
    try:
        with office.unit() as uow:
            who, public = _person(handle, uow=uow), uow.roster.recovery_public
        if not elsewhere:
            _asked(public)
        elif not click.confirm("Did the other machine say that the shares fit together and are this office's"):
            raise Refusal("nothing was noted")
        heartbeat.record(office, Kind.RECOVERY_REHEARSAL, digest=who.bytes)
    finally:
        office.close()
    click.echo("The shares fit together and are this office's. Nothing was opened. The day is noted in this database.")


@keys.command()
@click.option("--dir", "directory", type=click.Path(path_type=Path, file_okay=False), help="The office, on its host.")
@click.option("--for", "handle", help="Two-word name of the person who is let in again. A coordinator has vouched.")
@click.option("--formerly", help="The two-word name of her earlier account, if she has a new one.")
@carried
def recover(
    directory: Path | None,
    handle: str | None,
    formerly: str | None,
    export: Path | None,
    source: Path | None,
    target: Path | None,
) -> None:
    """Open what a person held, with the recovery shares, and let her in again under the keys she has now."""
    if source is not None:
        if target is None or directory is not None:
            raise Refusal("off the network it is: caseintake keys recover --from FILE --to FILE")
        answer = _answered(Request.decode(_read(source)))
        _write(target, answer.encode())
        click.echo(f"{target}: opens to one person only. On the office's host: caseintake keys import --dir D {target}")
        return
    if directory is None or handle is None:
        raise Refusal("say --dir and --for, or --from and --to on a machine off the network")
    office = office_in(directory)
    try:
        request = _asked_for(office, handle, formerly)
        if export is not None:
            _write(export, request.encode())
            click.echo(f"{export}: {len(request.vaults)} vaults. Nothing in it is secret.")
            return
        _take_in(office, _answered(request, known=office.fingerprint))
    finally:
        office.close()


@keys.command(name="import")
@directory_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def import_(directory: Path, file: Path) -> None:
    """Take in what ``recover --from`` or ``stand-in --from`` made on the other machine."""
    data = file.read_bytes()
    office = office_in(directory)
    try:
        try:
            answer: Answer | StandIn = StandIn.decode(data)
        except NotReadable:
            answer = _recovered(data)
        _take_in(office, answer) if isinstance(answer, Answer) else _stand_in(office, answer)
    finally:
        office.close()


def _recovered(data: bytes) -> Answer:
    try:
        return Answer.decode(data)
    except NotReadable:
        raise Refusal("neither `keys recover --to` nor `keys stand-in --to` wrote this file") from None


@keys.command(name="stand-in")
@click.option("--dir", "directory", type=click.Path(path_type=Path, file_okay=False), help="The office, on its host.")
@click.option("--for", "handle", help="Two-word name of who is to be coordinator, with the keys she has drawn.")
@click.option("--begin", is_flag=True, help="First close the account of a coordinator and show a code for new keys.")
@carried
def stand_in(
    directory: Path | None,
    handle: str | None,
    begin: bool,
    export: Path | None,
    source: Path | None,
    target: Path | None,
) -> None:
    """Let the recovery shares sign in place of one coordinator who cannot: a coordinator comes, or has new keys."""
    if source is not None:
        if target is None or directory is not None:
            raise Refusal("off the network it is: caseintake keys stand-in --from FILE --to FILE")
        signed = _signed(StandInRequest.decode(_read(source)))
        _write(target, signed.encode())
        click.echo(f"{target}: one entry of the list of people. On the host: caseintake keys import --dir D {target}")
        return
    if directory is None or handle is None:
        raise Refusal("say --dir and --for, or --from and --to on a machine off the network")
    office = office_in(directory)
    try:
        if begin:
            _begin(office, handle)
            return
        request = _stand_in_request(office, handle)
        if export is not None:
            _write(export, request.encode())
            click.echo(f"{export}: nothing in it is secret. It is good until the list of people changes.")
            return
        _stand_in(office, _signed(request, known=office.fingerprint))
    finally:
        office.close()


def _begin(office: Office, handle: str) -> None:
    with office.unit() as uow:
        known = uow.roster.find(_person(handle, uow=uow))
        if known is None or known.role is not Role.COORDINATOR:
            raise Refusal(f"{handle} is no coordinator on the list of people: nothing was changed")
    click.echo(
        f"{handle} is signed out at once, and her passphrase opens nothing from now on.\n"
        "If she is the only coordinator, only the recovery shares lead back."
    )
    if not click.confirm("Are the holders of enough shares ready"):
        raise Refusal("nothing was changed")
    try:
        with office.unit(write=True) as uow:
            code = standing_in.begin(people.find(_person(handle, uow=uow), uow=uow), uow=uow)
            uow.commit()
    except Refused:
        raise Refusal(f"{handle} is no coordinator on the list of people") from None
    click.echo(f"Code for new keys: {' '.join(code)}")
    click.echo(f"Typed in on the office page /enrol within {people.INVITATION_DAYS} days; it works once. Then:")
    click.echo(f"  caseintake keys stand-in --dir {office.settings.directory} --for {handle}")


_STAND_IN_REFUSED = {
    Why.NOT_ENROLLED: "has no new keys that wait for a coordinator: invite first, or --begin, and let her enrol",
    Why.WRONG_ROLE: "is no coordinator: the shares make coordinators, who then vouch for everybody else",
    Why.NEEDS_SECOND: "needs two signatures, and the shares are one: another coordinator compares words first",
}


def _stand_in_request(office: Office, handle: str) -> StandInRequest:
    with office.unit() as uow:
        who = _person(handle, uow=uow)
        if uow.roster.recovery_keys[-1].sign_public is None:
            raise Refusal("this office's recovery key cannot sign: caseintake keys renew")
        try:
            return standing_in.request(people.find(who, uow=uow), uow=uow)
        except Refused as error:
            raise Refusal(f"{handle} {_STAND_IN_REFUSED[error.why]}") from None


def _signed(request: StandInRequest, known: bytes | None = None) -> StandIn:
    """Check the request, ask for the shares, sign. ``known``: the fingerprint of this host's settings."""
    found, said = request.roster(), request.introduction
    _same_office(request.fingerprint, known)
    nine = words.compared(request.fingerprint, said.person_id, said.hpke_public, said.sign_public)
    click.echo("Becomes coordinator:" if said.action == "add" else "A coordinator gets new keys:")
    click.echo(f"  {' '.join(nine)}")
    if not click.confirm("Has she read these nine words to you, on a line where you know her"):
        raise Refusal("nothing was signed: whoever drew these keys could be anybody")
    return request.answer(_asked(found.recovery_public))


def _stand_in(office: Office, answer: StandIn) -> None:
    try:
        with office.unit(write=True) as uow:
            came = standing_in.take_in(answer, uow=uow)
            handle = came.handle
            heartbeat.add(Kind.STAND_IN, Result.DONE, answer.entry.hash, uow=uow)
            heartbeat.add(Kind.RECOVERY_REHEARSAL, Result.DONE, came.id.bytes, uow=uow)
            uow.commit()
    except (ForgedRoster, Refused):
        raise Refusal("this is not the next entry of this office's list of people: begin again with --export") from None
    click.secho(f"Entry {answer.entry.seq} of the list of people, signed by the recovery shares", bold=True)
    click.echo(f"  {office.clock.today().isoformat()}, coordinator {handle}, entry {answer.entry.hash.hex()}")
    click.echo(f"  Everybody sees it on each page for {STAND_IN_DAYS} days, and on the page People for ever.")
    click.echo("  by: ____________________   seen by: ____________________")
    click.echo("She opens nothing yet. What she or her earlier account held comes with:")
    click.echo(f"  caseintake keys recover --dir {office.settings.directory} --for {handle} [--formerly OLD-NAME]")


@keys.command()
@directory_option
@click.option("--shares", default=recovery.SHARES, show_default=True, type=click.IntRange(2, recovery.MOST_SHARES))
@click.option(
    "--threshold", default=recovery.THRESHOLD, show_default=True, type=click.IntRange(2, recovery.MOST_SHARES)
)
def renew(directory: Path, shares: int, threshold: int) -> None:
    """Draw a new recovery key when a share or its holder is lost. In force once two coordinators have agreed."""
    if threshold > shares:
        raise Refusal(f"--threshold {threshold} is more than --shares {shares}")
    require_terminal()
    office = office_in(directory)
    try:
        secret = random_bytes(SECRET_BYTES)
        drawn = HolderKeys(secret)
        for number, share in enumerate(recovery.split(secret, shares=shares, threshold=threshold), 1):
            show_and_ask_back(f"New share {number} of {shares}", share.split(), 2)
        with office.unit(write=True) as uow:
            recovering.offer(drawn.hpke_public, drawn.sign_public, uow=uow)
            uow.commit()
        said = recovering.words_of(drawn.hpke_public, drawn.sign_public, fingerprint=office.fingerprint)
    finally:
        office.close()
    click.echo("Write these nine words down; coordinators compare them on the page People, Recovery key:")
    click.echo(f"  {' '.join(said)}")
    click.echo("Until two have agreed, the old shares are the good ones. Afterwards burn the old shares.")


def _asked(public: bytes) -> bytes:
    """Ask for as many shares as the first one needs. Raises `WrongShares`, in words that say which is wrong."""
    given = [_share(1)]
    given += [_share(number) for number in range(2, recovery.needed(given[0]) + 1)]
    return recovery.combine(given, public)


def _share(number: int) -> str:
    """One share as it stands on its paper, asked again until it is typed right: 33 words are easily mistyped."""
    while True:
        try:
            share = " ".join(read(click.prompt(f"Share {number}", hide_input=True)))
            recovery.needed(share)
        except (NotAWord, WrongShares) as error:
            click.echo(f"Share {number}: {error}. Type it again, or leave with Ctrl-C.", err=True)
        else:
            return share


def _asked_for(office: Office, handle: str, formerly: str | None) -> Request:
    with office.unit() as uow:
        who = _person(handle, uow=uow)
        try:
            request = recovering.request(who, _person(formerly or handle, uow=uow), uow=uow)
        except NotVouched:
            raise Refusal(f"{handle}: a coordinator must compare words with this person first") from None
    if not request.vaults:
        raise Refusal(f"{handle}: there is nothing this person held and does not hold now")
    return request


def _answered(request: Request, known: bytes | None = None) -> Answer:
    """Check the request, ask for the shares, and open. ``known``: the fingerprint of this host's settings."""
    found = request.roster()
    _same_office(request.fingerprint, known)
    person = found.person(request.person_id)
    said = words.compared(request.fingerprint, person.id, person.hpke_public, person.sign_public)
    click.echo(f"Keys of the person who is let in: {' '.join(said)}")
    answer = Rescue(request, _asked(found.recovery_public)).answer()
    if answer.closed:
        click.echo(f"{answer.closed} vaults are still under older shares and stay closed.", err=True)
    return answer


def _same_office(fingerprint: bytes, known: bytes | None) -> None:
    if known == fingerprint:
        return
    click.echo(f"The office in this file: {' '.join(words.of_fingerprint(fingerprint))}")
    if not click.confirm("Are these the words written on the shares"):
        raise Refusal("this file is not of your office: nothing was opened")


def _take_in(office: Office, answer: Answer) -> None:
    try:
        with office.unit(write=True) as uow:
            opened = recovering.take_in(answer, uow=uow)
            uow.commit()
    except (ForgedEpoch, SkippedEpoch):
        raise Refusal("the office has moved on since the export: begin again with keys recover --export") from None
    click.echo(f"{opened} vaults open to this person again.")


def _person(handle: str, *, uow: UnitOfWork) -> UUID:
    try:
        return people.find_by_handle(words.read_handle(handle), uow=uow).id
    except (Refused, NotAWord):
        raise Refusal(f"no account {handle}: caseintake person list") from None


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refusal(f"{file}: {error.strerror}") from None


def _write(file: Path, content: bytes) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refusal(f"{file}: {error.strerror}") from None
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
