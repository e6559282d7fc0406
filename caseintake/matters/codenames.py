"""Codenames for matters: words of gardens and weather that say nothing about anybody. Pure but for chance."""

import secrets
from collections.abc import Collection
from typing import Final

WORDS: Final = (
    "Acorn", "Alder", "Amber", "Anchor", "Aspen", "Barley", "Basalt", "Beech", "Birch", "Bramble", "Bronze", "Cedar",
    "Chalk", "Cherry", "Clover", "Cobalt", "Copper", "Coral", "Cypress", "Damson", "Dune", "Elm", "Ember", "Fennel",
    "Fern", "Fig", "Flint", "Frost", "Garnet", "Ginger", "Granite", "Hazel", "Heather", "Heron", "Holly", "Indigo",
    "Ivory", "Jasmine", "Juniper", "Kestrel", "Larch", "Laurel", "Lichen", "Linden", "Lotus", "Maple", "Marble",
    "Meadow", "Mulberry", "Nettle", "Nutmeg", "Olive", "Opal", "Orchid", "Osprey", "Pebble", "Pepper", "Pine", "Plum",
    "Poplar", "Quartz", "Quince", "Reed", "Rowan", "Saffron", "Sage", "Sorrel", "Spruce", "Swift", "Sycamore",
    "Tamarisk", "Thistle", "Thyme", "Tulip", "Umber", "Velvet", "Walnut", "Willow", "Yarrow", "Zinnia",
)  # fmt: skip


def suggest(taken: Collection[str] = ()) -> str:
    """A codename by chance that is not among ``taken``."""
    known = {name.casefold() for name in taken}
    while True:
        name = f"{secrets.choice(WORDS)} {secrets.randbelow(90) + 10}"
        if name.casefold() not in known:
            return name
