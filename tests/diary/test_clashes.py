"""When somebody should be in two places."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from caseintake.diary.clashes import Attended, clashes
from caseintake.diary.kinds import Kind, Place
from caseintake.kernel.ids import new_id

LEYLA, MARC = new_id(), new_id()
DAY = date(2026, 4, 14)


def at(minute: int | None, *, who: UUID = LEYLA, kind: Kind = Kind.HEARING, **said: Any) -> Attended:
    fields: dict[str, Any] = {"day": DAY, "zone": "Asia/Baku", "lasts": None, "place_type": Place.COURT, **said}
    return Attended(id=new_id(), kind=kind, minute=minute, people=frozenset({who}), **fields)


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        (at(600), at(630), True),
        (at(600), at(600), True),
        (at(600), at(719), True),  # an hour there and an hour on the road end at noon
        (at(600), at(720), None),
        (at(600, lasts=180), at(800), True),
        (at(600, lasts=180), at(840), None),
        (at(600), at(700, place_type=Place.REMOTE), None),  # no road to a video hearing
        (at(600), at(650, place_type=Place.REMOTE), True),
        (at(600), at(None), False),
        (at(600), at(None, day=date(2026, 4, 15)), None),
        (at(600), at(630, who=MARC), None),
        (at(600), at(600, day=date(2026, 4, 15)), None),
        (at(600), at(630, kind=Kind.LETTER), None),
        (at(600), at(630, kind=Kind.VISIT), True),
        (at(600), at(480, zone="Europe/Paris"), True),  # 10:00 in Baku is 8:00 in Strasbourg in summer
        (at(600), at(600, zone="Europe/Paris"), None),
        (at(30), at(1400, day=date(2026, 4, 13), lasts=20), True),  # over midnight
    ],
)
def test_what_clashes(one: Attended, other: Attended, sure: bool | None) -> None:
    for pair in ([one, other], [other, one]):
        found = [each.sure for each in clashes(pair)]
        assert found == ([] if sure is None else [sure])


def test_a_clash_names_the_person_and_both_dates() -> None:
    one, other, apart = at(600), at(610), at(900)
    (found,) = clashes([one, other, apart])
    assert (found.person, {found.first, found.second}) == (LEYLA, {one.id, other.id})
