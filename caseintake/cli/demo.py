"""``caseintake demo``: a fictional office with keys that are printed."""

import json
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from caseintake.cli.refused import Refusal
from caseintake.cli.where import office_in
from caseintake.demo import builder, sign_ins
from caseintake.demo.duties import every_day
from caseintake.demo.serving import Demo, Doors, PortTaken
from caseintake.demo.sign_ins import NotTheDemo, SignIn, SignIns
from caseintake.kernel.clock import SystemClock
from caseintake.process import harden
from caseintake.settings import SETTINGS_FILE, Settings, load

#: Highest port whose neighbour is a port too.
_LAST_PORT: Final = 65_534


@click.command()
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, _LAST_PORT),
    help="The office; the public pages are one port up.",
)
@click.option(
    "--dir",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the demo lives and stays. Without: a folder that is removed at the end.",
)
@click.option("--no-serve", is_flag=True, help="Make it, print the sign-ins, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def demo(port: int, directory: Path | None, no_serve: bool, as_json: bool) -> None:
    """A fictional office to try everything in. Nothing of it is secret: never put anything real into it."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts it beside others switches it off
    with _place(directory, keep=no_serve) as where, _doors(port, no_serve=no_serve) as doors:
        settings, found = _ready(where)
        if doors is None:
            _print(found, settings, None, as_json=as_json)
        else:
            _serve(found, settings, doors, as_json=as_json)


def _serve(found: SignIns, settings: Settings, doors: Doors, *, as_json: bool) -> None:
    """Answer on both doors, say so once they are open, and stop when told to."""
    harden()
    running = Demo(settings, found, doors)
    try:
        running.start()
        _print(found, settings, doors, as_json=as_json)
        threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("The demo has stopped.", err=True)
    finally:
        running.stop()


@contextmanager
def _place(directory: Path | None, *, keep: bool) -> Iterator[Path]:
    """Where the demo lives; a folder of our own is removed at the end, also when the process is told to stop.

    Of a folder that stays, what lies in memory goes: a demo that has stopped leaves no session behind.
    """
    if directory is not None:
        try:
            yield directory
        finally:
            if not keep:
                shutil.rmtree(builder.settings_for(directory).runtime, ignore_errors=True)
        return
    made = Path(tempfile.mkdtemp(prefix="caseintake-demo-"))
    try:
        yield made
    except BaseException:
        _remove(made)
        raise
    if not keep:
        _remove(made)


def _stop(_number: int, _frame: Any) -> NoReturn:
    raise KeyboardInterrupt


def _remove(made: Path) -> None:
    shutil.rmtree(builder.settings_for(made).runtime, ignore_errors=True)
    shutil.rmtree(made, ignore_errors=True)


@contextmanager
def _doors(port: int, *, no_serve: bool) -> Iterator[Doors | None]:
    if no_serve:
        yield None
        return
    try:
        doors = Doors.open(port)
    except PortTaken as taken:
        raise Refusal(f"{taken}. Choose two free ones in a row: --port {port + 10}") from None
    try:
        yield doors
    finally:
        doors.close()


def _ready(directory: Path) -> tuple[Settings, SignIns]:
    """The demo in this directory, made if there is none. Raises `Refusal` for anything else that is there."""
    if not (directory / SETTINGS_FILE).exists():
        if directory.exists() and any(directory.iterdir()):
            raise Refusal(f"{directory} is not empty and holds no demo; choose another --dir")
        click.echo("Making a fictional office …", err=True)
        found = builder.build(directory)
        return load(directory), found
    settings = load(directory)
    try:
        found = sign_ins.read(settings)
    except NotTheDemo as error:
        raise Refusal(f"{error}; choose another --dir") from None
    office = office_in(directory)
    every_day(office)
    office.close()
    return settings, found


def _print(found: SignIns, settings: Settings, doors: Doors | None, *, as_json: bool) -> None:
    now = SystemClock(settings.zone).now()
    codes = {one.key: one.code(now) for one in found.people}
    if as_json:
        click.echo(json.dumps(_as_object(found, settings, doors, codes), ensure_ascii=False))
        sys.stdout.flush()
        return
    if doors is not None:
        click.echo(f"Office pages:  {doors.office_address}/")
        click.echo(f"               {doors.office_address}/demo   one button for each colleague")
        click.echo(f"Public pages:  {doors.public_address}/")
        click.echo(
            "Both answer on this machine alone: over plain http a browser keeps the sign-in of no other address."
        )
    click.echo(f"Directory:     {settings.directory}\n")
    for one in found.people:
        _print_one(one, codes[one.key])
    click.echo("Codes with which people who wrote come back, on the public pages:")
    for code in found.return_codes:
        click.echo(f"  {code.code}   ({code.language})")
    if doors is not None:
        click.echo("\nCtrl-C stops the demo.")
    sys.stdout.flush()


def _print_one(one: SignIn, code: str) -> None:
    click.secho(f"{one.name}, {one.role.replace('_', ' ')}", bold=True)
    click.echo(f"  see            {one.see}")
    click.echo(f"  two-word name  {one.handle}")
    click.echo(f"  passphrase     {one.passphrase}")
    click.echo(f"  authenticator  {one.totp_secret}   (now: {code})\n")


def _as_object(found: SignIns, settings: Settings, doors: Doors | None, codes: dict[str, str]) -> dict[str, Any]:
    return {
        "office": doors.office_address if doors else None,
        "public": doors.public_address if doors else None,
        "directory": str(settings.directory),
        "fingerprint": found.fingerprint,
        "people": [
            {
                "key": one.key,
                "name": one.name,
                "role": one.role,
                "handle": one.handle,
                "passphrase": one.passphrase,
                "totp_secret": one.totp_secret.replace(" ", ""),
                "code": codes[one.key],
            }
            for one in found.people
        ],
        "return_codes": [{"code": one.code, "language": one.language} for one in found.return_codes],
    }
