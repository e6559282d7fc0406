"""``caseintake init``: an office, its recovery shares and its first coordinator."""

from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import click
import segno

from caseintake.cli.asking import require_terminal, show_and_ask_back, wipe
from caseintake.cli.backup import hand_out_key
from caseintake.cli.refused import Refusal
from caseintake.cli.where import directory_option
from caseintake.founding import Ceremony, open_office, prepare
from caseintake.identity import words
from caseintake.identity.credentials import WrongCode, accepted_step, authenticator_address, spaced, typed_secret
from caseintake.kernel.clock import SystemClock
from caseintake.settings import SETTINGS_FILE, Settings, runtime_directory
from caseintake.vault import recovery


@click.command()
@directory_option
@click.option("--shares", default=recovery.SHARES, show_default=True, type=click.IntRange(2, recovery.MOST_SHARES))
@click.option(
    "--threshold", default=recovery.THRESHOLD, show_default=True, type=click.IntRange(2, recovery.MOST_SHARES)
)
@click.option("--zone", default="Asia/Baku", show_default=True, help="Days begin and end at midnight here.")
@click.option("--database-url", help="A PostgreSQL instead of a file in the directory.")
@click.option("--coordinator", help="Name of the first coordinator, kept sealed. A shell remembers it.")
@click.option("--public-address", multiple=True, help="Where people who ask reach the office: https or .onion.")
@click.option("--office-address", multiple=True, help="Where colleagues reach it: https or .onion.")
def init(
    directory: Path,
    shares: int,
    threshold: int,
    zone: str,
    database_url: str | None,
    coordinator: str | None,
    public_address: tuple[str, ...],
    office_address: tuple[str, ...],
) -> None:
    """Make an office. Needs a terminal, paper, and the people who will keep the recovery shares."""
    if threshold > shares:
        raise Refusal(f"--threshold {threshold} is more than --shares {shares}")
    if directory.exists() and any(directory.iterdir()):
        what = "is an office already" if (directory / SETTINGS_FILE).exists() else "is not empty"
        raise Refusal(f"{directory} {what}; choose a directory that is empty or not there yet")
    try:
        clock = SystemClock(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Refusal(f"--zone: no such time zone: {zone}") from None
    require_terminal()
    name = coordinator or click.prompt("What do colleagues call the first coordinator")
    public = public_address or _asked("Address of the public pages (https or .onion; empty: later)")
    staff = office_address or _asked("Address of the office pages (https or .onion; empty: later)")
    settings = Settings(
        directory=directory.absolute(),
        database_url=database_url or f"sqlite:///{directory.absolute() / 'office.sqlite3'}",
        runtime=runtime_directory(directory.absolute()),
        zone=zone,
        public_addresses=public,
        office_addresses=staff,
    )
    ceremony = prepare(shares, threshold)
    _hand_out_shares(ceremony, threshold)
    show_and_ask_back(
        "Passphrase of the first coordinator", ceremony.words, 3, also=f"Two-word name: {ceremony.handle}\n"
    )
    step = _show_second_factor(ceremony, clock)
    _hand_out_codes(ceremony)
    click.echo("Making the office …")
    pinned = open_office(settings, ceremony, name, step=step)
    if click.confirm("Draw a backup key now? Without it only the recovery shares open a backup", default=True):
        hand_out_key(pinned)
    else:
        click.echo(f"Later: caseintake backup --dir {pinned.directory} --new-key")
    _say_what_next(pinned)


def _asked(question: str) -> tuple[str, ...]:
    typed = click.prompt(question, default="", show_default=False).strip()
    return (typed,) if typed else ()


def _hand_out_shares(ceremony: Ceremony, threshold: int) -> None:
    count = len(ceremony.shares)
    click.echo(
        f"\nThe recovery key exists only as {count} shares on paper; any {threshold} of them open every case.\n"
        "Give them to people who will not be arrested together, in at least two countries.\n"
        "Nothing of them is written to this machine.\n"
        "Each holder leaves a line free: the nine words of the office, shown at the end, go on every share."
    )
    click.prompt("Press Enter when the first holder is ready", default="", show_default=False)
    for number, share in enumerate(ceremony.shares, 1):
        show_and_ask_back(f"Share {number} of {count}", share.split(), 2)


def _show_second_factor(ceremony: Ceremony, clock: SystemClock) -> int:
    """Show the authenticator's secret and take the first code; answers its step."""
    while True:
        wipe()
        click.secho("Authenticator of the first coordinator", bold=True)
        segno.make(authenticator_address(ceremony.keys.totp_secret, ceremony.handle), error="m").terminal(compact=True)
        click.echo(f"Or type: {typed_secret(ceremony.keys.totp_secret)}")
        typed = click.prompt("The six digits the app shows now")
        try:
            step = accepted_step(ceremony.keys.totp_secret, 0, typed, clock.now())
        except WrongCode:
            click.prompt(
                "That was not the code of now. Check both clocks, then press Enter", default="", show_default=False
            )
            continue
        wipe()
        return step


def _hand_out_codes(ceremony: Ceremony) -> None:
    """Without them a sole coordinator whose phone is taken needs the holders of the shares to come together."""
    click.secho("One-time codes of the first coordinator", bold=True)
    click.echo(
        "Each works once in the place of the six digits, when the phone is gone. Keep them off the passphrase's paper."
    )
    for code in spaced(ceremony.codes):
        click.echo(f"  {code}")
    click.prompt("Write all of them on paper, then press Enter", default="", show_default=False)
    wipe()


def _say_what_next(settings: Settings) -> None:
    fingerprint = bytes.fromhex(settings.fingerprint or "")
    click.secho("The office is there.", bold=True)
    click.echo("Its fingerprint, to be written on every share:")
    click.echo(f"  {' '.join(words.of_fingerprint(fingerprint))}")
    click.echo(f"  {settings.fingerprint}")
    click.echo(f"\nNext: caseintake person invite --dir {settings.directory} --role administrator")
    click.echo("A second coordinator, intake officers and lawyers in the same way. What is still missing says:")
    click.echo(f"  caseintake doctor --dir {settings.directory}")
