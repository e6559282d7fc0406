"""What reminders read is what is written down, and they read it without any key."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from caseintake.reminders import running
from tests.deadlines.scene import set_limits
from tests.deadlines.test_without_a_key import PAGE
from tests.office import OfficeForTests


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_reminders_read_the_tables_that_are_written_down(office: OfficeForTests) -> None:
    set_limits(office)
    told = set(re.findall(r"^\| remind \| `(\w+)`", PAGE, re.MULTILINE))
    asked: list[str] = []

    @event.listens_for(office.office.engine, "before_cursor_execute")
    def listen(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    assert running.look(office.office).items
    assert {name for statement in asked for name in re.findall(r"(?:FROM|JOIN) (\w+)", statement)} == told
