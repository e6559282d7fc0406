"""``caseintake open``: a suitcase in a browser of this machine, without any office."""

import sys
from pathlib import Path

import click
from werkzeug.serving import WSGIRequestHandler, make_server

from caseintake.cli.refused import Refusal
from caseintake.i18n import LANGUAGES
from caseintake.process import harden
from caseintake.suitcase.alone import stay_alone
from caseintake.suitcase.beside import Beside
from caseintake.suitcase.viewer import Viewer
from caseintake.vault.errors import VaultError

HOST = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's own name
        pass


@click.command(name="open")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--port", default=0, type=click.IntRange(0, 65_535), help="Without: any that is free.")
@click.option("--language", default="en", type=click.Choice(LANGUAGES), help="Of the page that asks the passphrase.")
@click.option("--side", type=click.Path(path_type=Path, dir_okay=False), help="Without: FILE.side, beside it.")
def open_(file: Path, port: int, language: str, side: Path | None) -> None:
    """Show a suitcase, read-only, on this machine alone.

    The process can reach nobody. What is written down goes sealed into the side file, the only one that it writes.
    """
    beside = Beside(side or file.with_name(f"{file.name}.side"))
    if str(file.absolute()) in beside.written:
        raise Refusal("the side file cannot be the suitcase itself")
    try:
        server = make_server(HOST, port, lambda _environ, _start: [], threaded=True, request_handler=_Quiet)
    except (OSError, SystemExit):
        raise Refusal(f"port {port} on {HOST} is taken; choose another --port") from None
    host = f"{HOST}:{server.server_port}"
    try:
        server.app = Viewer(file, language, host, beside)
    except (VaultError, OSError) as error:
        server.server_close()
        raise Refusal(f"{file}: {error}") from None
    harden()
    stay_alone(beside.written)
    click.echo(f"Open this address in a browser on this machine:  http://{host}/")
    click.echo("Ctrl-C closes the suitcase.")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("The suitcase is closed.")
    finally:
        server.server_close()
