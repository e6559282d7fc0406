"""Showing a secret at a terminal once: written down, cleared away, and asked back."""

import secrets
import sys
from collections.abc import Sequence

import click

from caseintake.cli.refused import Refusal
from caseintake.kernel.words import NotAWord, read

#: Clears the screen and what has scrolled out of it.
_WIPE = "\033[2J\033[3J\033[H"


def require_terminal() -> None:
    """Raises `Refusal` when what is shown would go into a file or a pipe."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refusal("secrets are shown here: run this at a terminal, without redirecting it")


def wipe() -> None:
    click.echo(_WIPE, nl=False)


def show_and_ask_back(title: str, words: Sequence[str], asked: int, *, also: str = "") -> None:
    """Show ``words`` until they are written down, then ask some of them; a wrong one shows them again."""
    while True:
        wipe()
        click.secho(title, bold=True)
        if also:
            click.echo(also)
        for start in range(0, len(words), 4):
            row = words[start : start + 4]
            click.echo("  ".join(f"{start + i + 1:2}. {word:<10}" for i, word in enumerate(row)))
        click.prompt("Write all of it on paper, then press Enter", default="", show_default=False)
        wipe()
        places = sorted(secrets.SystemRandom().sample(range(1, len(words) + 1), asked))
        if all(_is(words[place - 1], click.prompt(f"{title}: word {place}")) for place in places):
            wipe()
            return
        click.prompt("That was not it. Press Enter to see the words again", default="", show_default=False)


def _is(word: str, typed: str) -> bool:
    try:
        return read(typed) == (word,)
    except NotAWord:
        return False
