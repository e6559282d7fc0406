"""Roads as dated data: what stops the time, what has ended, what nobody has looked up for a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from caseintake.i18n import LANGUAGES
from caseintake.law.rules import RuleError, shipped_directory
from caseintake.matters.channels import CHECKED_DAYS, Doubt, Stops, channel, load, the_channels
from caseintake.matters.kinds import Lodged

POST = the_channels()["post"]


def test_every_way_of_lodging_has_its_road_and_only_post_surely_stops_the_time() -> None:
    assert {way.value for way in Lodged} <= the_channels().keys()
    assert {id for id, one in the_channels().items() if one.stops_time is Stops.YES} == {"post", "registered_post"}
    for id in ("fax", "email", "ecomms", "rule39_site", "other"):
        assert channel(id).stops_time is Stops.NO
    assert channel("a road of another year").id == "other"


def test_every_road_says_what_it_is_and_what_to_keep_in_every_language() -> None:
    for one in the_channels().values():
        assert one.source
        for language in LANGUAGES:
            assert one.title.get(language)
            assert one.proof.get(language)


def test_a_road_stops_the_time_only_while_it_is_there() -> None:
    ended = msgspec.structs.replace(POST, since=date(2022, 2, 1), until=date(2026, 6, 30))
    assert ended.stops_on(date(2026, 6, 30)) is Stops.YES
    assert ended.stops_on(date(2026, 7, 1)) is Stops.NO
    assert ended.stops_on(date(2022, 1, 31)) is Stops.NO
    today = POST.checked_on
    assert ended.doubts(date(2026, 7, 1), today) == (Doubt.ENDED,)
    assert ended.doubts(date(2022, 1, 31), today) == (Doubt.NOT_YET,)
    assert ended.doubts(date(2026, 6, 30), today) == ()


def test_what_nobody_has_looked_up_for_a_year_is_doubted_from_the_next_day_on() -> None:
    last = date.fromordinal(POST.checked_on.toordinal() + CHECKED_DAYS)
    assert POST.doubts(None, last) == ()
    assert POST.doubts(None, date.fromordinal(last.toordinal() + 1)) == (Doubt.UNCHECKED,)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('stops_time = "yes"', 'stops_time = "perhaps"', "perhaps"),
        ('mark = "V"', 'mark = "V"\ncolour = "red"', "colour"),
        ('id = "post"', 'id = "letter"', "letter.toml"),
        ("checked_on = 2026-11-22\n", "", "checked_on"),
    ],
)
def test_a_road_written_wrongly_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "channels").mkdir()
    text = (shipped_directory() / "channels" / "post.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "channels" / "post.toml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(RuleError, match=said) as caught:
        load(tmp_path)
    assert "channels/post.toml" in str(caught.value)
