"""The console command ``caseintake``; on a bare machine ``python3 run.py …`` reaches it too."""

import importlib
import sys
from typing import Final

import click
from flask.cli import AppGroup

from caseintake import __version__
from caseintake.cli.refused import Refusal
from caseintake.settings import SettingsError
from caseintake.vault.errors import VaultError

#: Each word and where its command is. Loaded when it is said: ``limit`` needs no database and no web server.
COMMANDS: Final = {
    "address": "caseintake.cli.address:address",
    "backup": "caseintake.cli.backup:backup",
    "demo": "caseintake.cli.demo:demo",
    "doctor": "caseintake.cli.doctor:doctor",
    "fold": "caseintake.cli.fold:fold",
    "import-matter": "caseintake.cli.matter:import_matter",
    "init": "caseintake.cli.office:init",
    "keys": "caseintake.cli.keys:keys",
    "limit": "caseintake.cli.law:limit",
    "migrate": "caseintake.cli.serving:migrate",
    "night": "caseintake.cli.night:night",
    "open": "caseintake.cli.suitcase:open_",
    "person": "caseintake.cli.person:person",
    "rehearse": "caseintake.cli.backup:rehearse",
    "remind": "caseintake.cli.remind:remind",
    "restore": "caseintake.cli.backup:restore",
    "rules": "caseintake.cli.law:rules",
    "serve": "caseintake.cli.serving:serve",
    "verify": "caseintake.cli.health:verify",
}


class Commands(AppGroup):
    """Flask's click group, with commands that are imported when they are asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All words, in the order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command behind a word, or None for a word we do not know."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        found = getattr(importlib.import_module(module), attribute)
        assert isinstance(found, click.Command)
        return found


@click.group("caseintake", cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="caseintake")
def command() -> None:
    """Secure case intake and joint legal-case management."""


def main() -> None:
    """Run the command. What the operator can mend is told in one line, never as a traceback."""
    try:
        command(prog_name="caseintake")
    except (Refusal, SettingsError, VaultError) as error:
        click.echo(f"caseintake: {error}", err=True)
        sys.exit(2)
    except Exception as error:
        if not _is_of_the_database(error):
            raise
        words = str(getattr(error, "orig", error)).strip().splitlines() or [""]
        click.echo(f"caseintake: the database does not answer, nothing was done after that: {words[0]}", err=True)
        sys.exit(2)


def _is_of_the_database(error: Exception) -> bool:
    """Out of reach, busy or full. Asked without importing SQLAlchemy: ``limit`` and ``open`` do without it."""
    return type(error).__name__ == "OperationalError" and type(error).__module__ == "sqlalchemy.exc"
