"""The console command ``caseintake``; on a bare machine ``python3 run.py …`` reaches it too."""

import sys

import click
from flask.cli import AppGroup

from caseintake import __version__
from caseintake.cli import demo, health, law, office, person, serving
from caseintake.cli.where import Refusal
from caseintake.settings import SettingsError
from caseintake.vault.errors import VaultError


@click.group("caseintake", cls=AppGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="caseintake")
def command() -> None:
    """Secure case intake and joint legal-case management."""


for part in (
    law.limit,
    law.rules,
    office.init,
    person.person,
    serving.serve,
    serving.migrate,
    health.verify,
    health.doctor,
    demo.demo,
):
    command.add_command(part)


def main() -> None:
    """Run the command. What the operator can mend is told in one line, never as a traceback."""
    try:
        command(prog_name="caseintake")
    except (Refusal, SettingsError, VaultError) as error:
        click.echo(f"caseintake: {error}", err=True)
        sys.exit(2)
