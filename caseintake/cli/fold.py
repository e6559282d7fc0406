"""``caseintake fold``: in which forms a name is found. It needs no office and no key, and keeps nothing."""

import click

from caseintake.search.fold import forms


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
def fold(names: tuple[str, ...]) -> None:
    """Print the folded forms of each NAME, a line a name: the name, a tab, its forms with a space between.

    Spellings of one name, in Azerbaijani, Russian, English or French, in Latin or Cyrillic letters, share at least
    one form; different names share none. A NAME of several words stands in quotation marks; its forms are of all its
    words together (joined by +), whatever their order, and a father's name counts only where there is no surname.
    What holds no letters has no forms: its line ends after the tab.
    """
    for name in names:
        shown = " ".join(name.split())
        click.echo(f"{shown}\t{' '.join(sorted(forms(name)))}")
