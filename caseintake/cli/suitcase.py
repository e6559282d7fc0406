"""``caseintake open``: a suitcase in a browser of this machine, without any office."""

import sys
from pathlib import Path

import click
from werkzeug.serving import WSGIRequestHandler, make_server

from caseintake.cli.refused import Refusal
from caseintake.i18n import LANGUAGES
from caseintake.process import harden
from caseintake.suitcase.alone import stay_alone
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
def open_(file: Path, port: int, language: str) -> None:
    """Show a suitcase, read-only, on this machine alone. The process can reach nobody and writes no file."""
    try:
        server = make_server(HOST, port, lambda _environ, _start: [], threaded=True, request_handler=_Quiet)
    except (OSError, SystemExit):
        raise Refusal(f"port {port} on {HOST} is taken; choose another --port") from None
    host = f"{HOST}:{server.server_port}"
    try:
        server.app = Viewer(file, language, host)
    except (VaultError, OSError) as error:
        server.server_close()
        raise Refusal(f"{file}: {error}") from None
    harden()
    stay_alone()
    click.echo(f"Open this address in a browser on this machine:  http://{host}/")
    click.echo("Ctrl-C closes the suitcase.")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("The suitcase is closed.")
    finally:
        server.server_close()
