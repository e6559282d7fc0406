"""The written table of what runs without a key, held against the models."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import event

import caseintake.models  # noqa: F401 (fills the metadata)
from caseintake.deadlines import feed
from caseintake.deadlines.model import Deadline, DeadlineAct, FeedToken, Slip, SlipAnswer
from caseintake.diary.board import in_feed
from caseintake.diary.model import DiaryEntry, DiaryLabel, HearingNote
from caseintake.storage import Base
from tests.deadlines.scene import Scene, set_limits
from tests.office import OfficeForTests

PAGE = (Path(__file__).parents[2] / "docs" / "without-a-key.md").read_text(encoding="utf-8")
#: Of every sealed or logged row; docs/vault-format.md says why.
EVERYWHERE = {"id", "vault_id", "epoch", "sealed", "revision"}


def rows(*, of_feed: bool = False) -> list[tuple[str, list[str]]]:
    """Table name and column names of each row of the page that names a table."""
    found = []
    for line in PAGE.splitlines():
        if not line.startswith("|"):
            continue
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        names = [re.findall(r"`([a-z_]+)`", cell) for cell in cells]
        if cells[0] == "feed":
            found.append((names[1][0], names[2]))
        elif names[0] and not of_feed:
            found.append((names[0][0], names[1]))
    return found


def test_every_column_named_there_exists() -> None:
    assert len(rows()) > 15
    for table, columns in rows():
        assert set(columns) <= set(Base.metadata.tables[table].columns.keys()), table


@pytest.mark.parametrize(
    "model", [Deadline, DeadlineAct, Slip, SlipAnswer, FeedToken, DiaryEntry, DiaryLabel, HearingNote]
)
def test_every_plaintext_column_of_ours_has_its_reason_there(model: type[Base]) -> None:
    _feed, reasons = PAGE.split("## Plaintext columns")
    explained = {
        column
        for line in reasons.splitlines()
        if f"| `{model.__tablename__}` |" in line
        for column in re.findall(r"`([a-z_]+)`", line.split("|")[2])
    }
    assert explained == set(model.__table__.columns.keys()) - EVERYWHERE


def test_the_feed_reads_what_is_written_and_no_more(office: OfficeForTests) -> None:
    scene: Scene = set_limits(office)
    with office.unit(scene.cast.lawyer) as uow:
        token = feed.make(uow=uow)
        uow.commit()
    told = {table: set(columns) for table, columns in rows(of_feed=True)}
    asked: list[str] = []

    @event.listens_for(office.office.engine, "before_cursor_execute")
    def listen(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    with office.office.unit() as uow:
        assert feed.calendar(token, more=in_feed, uow=uow)
    tables = {name for statement in asked for name in re.findall(r"(?:FROM|JOIN) (\w+)", statement)}
    assert tables == set(told)
    for table in ("deadline", "diary_entry"):
        read = {column for statement in asked for column in re.findall(rf"\b{table}\.(\w+)", statement)}
        assert read == told[table]
