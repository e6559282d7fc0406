"""Checklists that are data: what to do, in four languages, with who checked it for which country."""

from pathlib import Path
from typing import Final

import msgspec

from caseintake.intake.papers import own_file
from caseintake.intake.wording import BadWording, Words, read, refuse_faults
from caseintake.settings import Settings

POSSIBLE_MINOR: Final = Path("deploy") / "possible_minor.toml"


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a checklist."""

    title: Words
    text: Words
    #: The law or the page it rests on; empty while nobody has named one.
    source: str = ""


class Checklist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A checklist for one host country. Unchecked ones say so on the page."""

    country: str
    checked_by: str
    checked_on: str
    item: tuple[Item, ...]


def load(path: Path) -> Checklist:
    """Raises `BadWording`, naming file and place."""
    found = read(path, Checklist)
    if not found.item:
        raise BadWording(path, "there is nothing on this checklist")
    if bool(found.checked_by) != bool(found.checked_on) or (found.checked_by and not found.country):
        raise BadWording(path, "say who checked it, on which day and for which country, or none of the three")
    for number, item in enumerate(found.item, start=1):
        refuse_faults(path, {f"item {number} title": item.title, f"item {number} text": item.text})
    return found


def possible_minor(settings: Settings) -> Checklist:
    """What to do with a file that may show somebody under 18, where this office's server stands."""
    return load(own_file(settings, POSSIBLE_MINOR))
