"""``--dir D``: which office a command speaks of."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from caseintake import schema
from caseintake.cli.refused import Refusal
from caseintake.settings import Settings, load
from caseintake.work import Office


def directory_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option every command takes that needs an office."""
    return click.option(
        "--dir",
        "directory",
        required=True,
        type=click.Path(path_type=Path, file_okay=False),
        help="The directory of the office.",
    )(function)


def settings_in(directory: Path) -> Settings:
    """The settings of the office in ``directory``. Raises `SettingsError`."""
    return load(directory)


def office_in(directory: Path) -> Office:
    """The office in ``directory``, opened. Raises `Refusal` if its database stands at another schema."""
    office = Office.open(settings_in(directory))
    try:
        schema.require_current(office.engine)
    except schema.WrongSchema as error:
        raise Refusal(f"{error} --dir {directory}") from None
    return office
