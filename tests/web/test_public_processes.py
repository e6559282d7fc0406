"""Two servers, one person who presses twice."""

from __future__ import annotations

import multiprocessing
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from caseintake.app import create_app
from caseintake.intake.model import Conversation, Message
from caseintake.kernel.clock import FixedClock
from caseintake.settings import Settings
from caseintake.work import Office
from tests.office import OfficeForTests
from tests.web.asking import Phone

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Barrier


def press(
    settings: Settings, now: datetime, fields: dict[str, str], barrier: Barrier, pages: Queue[tuple[int, str]]
) -> None:
    import caseintake.models  # noqa: F401 (a process of its own fills its own metadata)

    office = Office.open(settings, FixedClock(now, settings.zone))
    client = create_app(office, "public").test_client()
    client.get("/en/return")
    barrier.wait(60)
    answer = client.post("/en/send", data=fields)
    pages.put((answer.status_code, answer.text))


def test_two_identical_posts_in_two_processes_make_one_submission_and_one_page(
    office: OfficeForTests, phone: Phone
) -> None:
    phone.begin().tell()
    spawn = multiprocessing.get_context("spawn")
    barrier, pages = spawn.Barrier(2), spawn.Queue()
    given = (office.office.settings, office.clock.now(), phone.mine, barrier, pages)
    presses = [spawn.Process(target=press, args=given) for _ in range(2)]
    for one in presses:
        one.start()
    answers = [pages.get(timeout=120) for _ in presses]
    for one in presses:
        one.join(60)
    assert answers[0] == answers[1]
    assert answers[0][0] == 200
    with office.office.unit() as uow:
        assert len(uow.session.scalars(select(Conversation.id)).all()) == 1
        assert len(uow.session.scalars(select(Message.id)).all()) == 1
