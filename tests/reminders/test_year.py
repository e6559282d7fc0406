"""A year of a timer that runs when it can: whatever zone, change of the hour or outage, each step is said once.

What ought to be said is worked out here a second time from the days alone, window by window: the days from one step to
the next, the first run in them, and who must have been drawn in by then.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest
from click.testing import CliRunner

from caseintake import settings as settings_file
from caseintake.cli.remind import remind
from caseintake.deadlines.states import Severity
from caseintake.kernel.clock import FixedClock, SystemClock
from caseintake.kernel.ids import new_id
from caseintake.reminders import service
from caseintake.reminders.agenda import ASK_DAYS, TASK, TASK_DAYS, Item, Said, Staff, to_say
from caseintake.settings import Mail
from tests.deadlines.scene import DUE, Scene
from tests.live import prepare
from tests.reminders import test_running
from tests.reminders.sink import sink
from tests.reminders.test_running import COORDINATOR, DEPUTY, LAWYER

#: The lawyer's matter, with deputy and coordinator who have addresses.
limits = test_running.scene

FATAL = (90, 60, 30, 14, 7, 3, 2, 1, 0)
LEYLA, MARC, AYAN, FATIMA = (new_id() for _ in range(4))
STAFF = Staff(frozenset({LEYLA, MARC, AYAN, FATIMA}), frozenset({AYAN, FATIMA}))
#: No change of the hour; a change northward and one southward of the equator, by an hour and by half of one.
ZONES = ["Asia/Baku", "Europe/Paris", "America/New_York", "Australia/Lord_Howe"]
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
#: Five hours: over a year the timer meets every hour of the day, the one that is missing and the one that comes twice.
TICK = timedelta(hours=5)


@dataclass
class Promise:
    """A fatal last day, and when somebody said that he has seen it."""

    item: Item
    answered_on: date | None

    @property
    def due(self) -> date:
        assert self.item.due is not None
        return self.item.due

    def on(self, day: date) -> Item:
        seen = self.answered_on is not None and day >= self.answered_on
        return replace(self.item, seen_by=(LEYLA,)) if seen else self.item


def promises(chance: random.Random) -> list[Promise]:
    """Twelve last days over the year: some answered at once, some late, some never; one has no deputy."""
    made = []
    for number in range(12):
        due = BEGAN.date() + timedelta(days=chance.randrange(20, 360))
        deputy = None if number == 0 else MARC
        item = Item(new_id(), "KQWTZ", "echr.application", Severity.FATAL, due, responsible=LEYLA, deputy=deputy)
        waits = chance.choice([None, ASK_DAYS, 12, 5])
        made.append(Promise(item, None if waits is None else due - timedelta(days=waits)))
    return made


def ticks(chance: random.Random, *, out: bool) -> list[datetime]:
    """When the timer ran, with outages of one to ten days between stretches of work."""
    found, now = [], BEGAN + timedelta(minutes=chance.randrange(300))
    works_until = now + timedelta(days=chance.randrange(3, 20))
    while now < BEGAN + timedelta(days=366):
        if out and now > works_until:
            now += timedelta(days=chance.randrange(1, 11))
            works_until = now + timedelta(days=chance.randrange(3, 20))
        found.append(now)
        now += TICK
    return found


def run(kept: list[Promise], when: list[datetime], zone: str) -> list[tuple[Said, date]]:
    """Everything that was said, with the day in the office; what was said before is never said again by a run."""
    clock, before, told = FixedClock(BEGAN, zone), dict[Said, date](), []
    for now in when:
        clock.set(now)
        today = clock.today()
        for said, _item in to_say([one.on(today) for one in kept], before, STAFF, today):
            if said not in before:
                before[said] = today
                told.append((said, today))
    return told


def ought(one: Promise, days: list[date]) -> set[tuple[UUID, str, date]]:
    """Who must hear which step on which day, given the days on which the timer ran."""
    coordinators = STAFF.coordinators
    asked = next((day for day in days if day >= one.due - timedelta(days=ASK_DAYS)), None)
    found = set()
    for step, following in pairwise((*FATAL, -1)):
        first, last = one.due - timedelta(days=step), one.due - timedelta(days=following + 1)
        heard: set[UUID] = set()
        for day in (day for day in days if first <= day <= last):
            silent = one.answered_on is None or day < one.answered_on
            waited = (day - asked).days if asked is not None and step <= ASK_DAYS and silent else 0
            drawn_in = {LEYLA}
            if waited >= 1:
                drawn_in |= {one.item.deputy} if one.item.deputy is not None else coordinators
            if waited >= 2:
                drawn_in |= coordinators
            found |= {(person, str(step), day) for person in drawn_in - heard}
            heard |= drawn_in
    return found


@pytest.mark.parametrize("out", [False, True], ids=["without outages", "with outages"])
@pytest.mark.parametrize("zone", ZONES)
def test_each_fatal_step_reaches_whom_it_must_once(zone: str, out: bool) -> None:
    for seed in range(3 if out else 1):
        chance = random.Random(seed)
        kept, when = promises(chance), ticks(chance, out=out)
        days = sorted({now.astimezone(ZoneInfo(zone)).date() for now in when})
        told = run(kept, when, zone)
        assert len({said for said, _ in told}) == len(told), "said twice"
        for one in kept:
            mine = {(s.person, s.step, day) for s, day in told if s.matter == one.item.matter_id and s.due == one.due}
            mine = {line for line in mine if not line[1].startswith("over")}
            assert mine == ought(one, days)
            if not out:
                assert {line[1] for line in mine if line[0] == LEYLA} >= {
                    str(step) for step in FATAL if one.due - timedelta(days=step) > days[0]
                }


def test_a_task_is_said_once_in_its_week_and_once_when_it_is_over() -> None:
    """To whoever does it alone, whatever the outages: no limit speaks louder for it and no colleague hears."""
    for seed, zone in enumerate(ZONES[2:]):
        chance = random.Random(seed)
        tasks = [
            Item(new_id(), "KQWTZ", TASK, Severity.INTERNAL, BEGAN.date() + timedelta(days=chance.randrange(5, 350)),
                 responsible=LEYLA, deputy=MARC)
            for _number in range(12)
        ]  # fmt: skip
        limits = promises(chance)[:2]
        when = ticks(chance, out=True)
        days = sorted({now.astimezone(ZoneInfo(zone)).date() for now in when})
        told = run([*limits, *(Promise(one, None) for one in tasks)], when, zone)
        ids = {one.matter_id for one in tasks}
        assert [line for line in told if line[0].matter not in ids] == run(limits, when, zone), "limits speak as before"
        wanted = set()
        for one in tasks:
            assert one.due is not None
            week = [day for day in days if one.due - timedelta(days=TASK_DAYS) <= day <= one.due]
            over = [day for day in days if day > one.due]
            wanted |= {(one.matter_id, LEYLA, step, some[0]) for step, some in (("week", week), ("over", over)) if some}
        found = [(said.matter, said.person, said.step, day) for said, day in told if said.matter in ids]
        assert len(found) == len(set(found))
        assert set(found) == wanted


def test_no_day_of_the_year_is_missed_where_the_hour_changes() -> None:
    for zone in ZONES:
        clock, seen = FixedClock(BEGAN, zone), []
        for now in ticks(random.Random(1), out=False):
            clock.set(now)
            seen.append(clock.today())
        assert seen == sorted(seen), zone
        assert all((later - earlier).days <= 1 for earlier, later in pairwise(seen)), zone


def test_a_clock_that_was_wrong_for_an_hour_takes_no_step_away() -> None:
    """A host that wakes up three weeks in the future and is put right: every step still comes."""
    one = promises(random.Random(5))[1]
    right = [datetime.combine(one.due, datetime.min.time(), UTC) - timedelta(days=left) for left in range(100, -1, -1)]
    told = run([one], [*right[:40], right[40] + timedelta(days=21), *right[40:]], "UTC")
    assert {said.step for said, _ in told if said.person == LEYLA} == set(map(str, FATAL))
    assert len({said for said, _ in told}) == len(told)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_week_through_the_command(limits: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The timer runs at half past midnight in Baku, which is still the day before where the server counts."""
    office = limits.office
    prepare(office)
    with sink() as kept:
        mail = Mail(host="127.0.0.1", port=kept.port, sender="desk@example.org", security="none")
        settings_file.save(msgspec.structs.replace(office.office.settings, zone="Asia/Baku", mail=mail))
        came: dict[int, list[str]] = {}
        for left in range(15, 6, -1):
            night = datetime.combine(DUE - timedelta(days=left), datetime.min.time(), ZoneInfo("Asia/Baku"))
            now = night.astimezone(UTC) + timedelta(minutes=30)
            monkeypatch.setattr(SystemClock, "now", lambda _clock, now=now: now)
            office.clock.set(now)
            if left == 10:
                acknowledge(limits)
            for _again in range(2):
                done = CliRunner().invoke(remind, ["--dir", str(office.office.settings.directory)])
                assert done.exit_code == 0, done.output
            came[left] = sorted(to for to, _ in kept.mails)
            kept.mails.clear()
    # The step of thirty days was never said, so it is said on the first night.
    everything = {15: [LAWYER], 14: [LAWYER], 13: [DEPUTY], 12: [COORDINATOR], 7: [LAWYER]}
    assert came == {left: everything.get(left, []) for left in range(15, 6, -1)}


def acknowledge(of: Scene) -> None:
    with of.office.unit(of.cast.lawyer) as uow:
        ((item, _),) = service.waiting(uow=uow)
        service.acknowledge(item.matter_id, item.rule, str(item.due), uow=uow)
        uow.commit()
