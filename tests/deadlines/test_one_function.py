"""One function stands behind page, board, feed, mail, print and command: they say the same day, and when it is over."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from caseintake.cli.law import limit as command
from caseintake.deadlines import board, feed, wording
from caseintake.deadlines.board import Wanted
from caseintake.deadlines.states import Group, State
from caseintake.i18n import format_day
from caseintake.kernel.clock import FixedClock
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.reminders import service
from caseintake.reminders.events import listen
from tests.deadlines.scene import DUE, limit, set_limits
from tests.office import OfficeForTests
from tests.reminders.sink import sink
from tests.reminders.test_running import on, send
from tests.web.matters_desk import at_desk

#: East of Greenwich without, west of it with a summer time, and one that jumped over a day's end.
ZONES = ("Asia/Baku", "Europe/Paris", "America/New_York", "Asia/Tbilisi")
#: The nights in which clocks change in Paris and New York, and two in which nothing happens.
NIGHTS = (
    date(2026, 3, 28), date(2026, 10, 24), date(2026, 3, 7), date(2026, 10, 31), date(2026, 6, 5), date(2026, 12, 31),
)  # fmt: skip


def test_page_board_feed_mail_and_command_say_the_same_day(office: OfficeForTests) -> None:
    listen(office.office)
    scene = set_limits(office)
    with office.unit(scene.cast.lawyer) as uow:
        row = limit(scene, uow)
        given = [f"{fact.name}={fact.earliest}" for fact in row.counted.facts]
        page = f"/matters/{scene.cast.matter}/time-limits/{row.id}"
        lines = board.page(Group.IN_90, board.scope(uow=uow), Wanted(rule=row.rule), uow=uow)[0]
        lines += board.page(Group.LATER, board.scope(uow=uow), Wanted(rule=row.rule), uow=uow)[0]
        token = feed.make(uow=uow)
        uow.commit()
    with office.office.unit() as uow:
        written = feed.calendar(token, uow=uow)
    assert written is not None
    answer = CliRunner().invoke(command, [row.rule, "--json", *(word for one in given for word in ("--fact", one))])
    with at_desk(office, scene.cast.lawyer) as desk:
        shown = desk.get(page)
    with office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        matters.change_matter(
            matter, codename="Quince 14", about="", responsible=scene.cast.lawyer, deputy=None, uow=uow
        )
        service.set_address("wren@example.org", uow=uow)
        uow.commit()
    with sink() as kept:
        on(office, DUE - timedelta(days=30))
        send(office, kept)
        (mail, *_) = [sent.get_payload(decode=True).decode() for _, sent in kept.mails]
    said = {
        "page": f'<time datetime="{DUE.isoformat()}">' in shown,
        "board": DUE in {line.due for line in lines},
        "feed": DUE in {event["dtstart"].dt for event in Calendar.from_ical(written).walk("VEVENT")},
        "command": json.loads(answer.stdout)["due"] == DUE.isoformat(),
        "mail": format_day(DUE, "az") in mail or DUE.isoformat() in mail or format_day(DUE, "en") in mail,
    }
    assert said == dict.fromkeys(said, True)


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_is_over_at_its_midnight_where_the_office_is(zone: str) -> None:
    there = ZoneInfo(zone)
    for due in (*NIGHTS, *(night + timedelta(days=1) for night in NIGHTS)):
        end = datetime(due.year, due.month, due.day, tzinfo=there) + timedelta(days=1)
        for seconds, words in ((-1, "ends today"), (0, "1 day overdue")):
            # Counted in UTC, as a server does: adding a second to local time would pass by a change of the hour.
            clock = FixedClock(end.astimezone(UTC) + timedelta(seconds=seconds), zone)
            with_words = wording.days_left(due, clock.today(), State.COMPUTED)
            assert with_words == words, (zone, due, seconds)
