"""A row changed by SQL is named on the board of somebody who holds no key to it, and before a reminder is sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import Connection, text

from caseintake.deadlines import board, checked
from caseintake.deadlines.board import Wanted
from caseintake.deadlines.states import Group
from caseintake.matters.model import Decision
from caseintake.work import UnitOfWork
from tests.deadlines.scene import DUE, Scene, change, damage, limit, limits, of, proven, set_limits
from tests.office import OfficeForTests


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_limits(office)


def run(scene: Scene, statement: str, **values: object) -> None:
    """What somebody can do who writes the database and holds no key."""
    with scene.office.office.engine.execution_options(writing=True).connect() as connection:
        connection.execute(text(statement), values)
        end(connection)


def end(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("COMMIT")
    else:
        connection.commit()


def first(scene: Scene) -> UUID:
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        return limit(scene, uow).id


def seen(scene: Scene) -> tuple[list[tuple[date | None, bool]], dict[object, int]]:
    """What the coordinator's board says: day and mark of each line, and how many by matter."""
    with scene.office.unit(scene.reader, write=False) as uow:
        sections = board.sections(board.scope(uow=uow), Wanted(), uow=uow)
        lines = [line for one in sections for line in one.lines]
        found = board.check(lines, uow=uow)
        return [(line.due, line.damaged) for line in lines], dict(found)


def altered(scene: Scene) -> dict[object, frozenset[object]]:
    with scene.office.office.unit() as uow:
        return dict(checked.altered(uow=uow))


def test_nothing_is_named_while_nobody_has_touched_the_rows(scene: Scene) -> None:
    assert seen(scene) == ([(DUE, False)], {})
    with scene.office.unit(scene.cast.lawyer) as uow:
        change(of(Decision, scene.decision, uow), served_on=proven(date(2026, 2, 11)), uow=uow)
        uow.commit()
    assert seen(scene) == ([(date(2026, 6, 11), False)], {})
    assert altered(scene) == {}


def test_a_day_changed_by_sql_is_named_to_a_coordinator_without_a_key(scene: Scene) -> None:
    seen(scene)  # what a page has read before must not hide what comes after
    id = first(scene)
    damage(scene.office, id, due=date(2026, 9, 1))
    lines, found = seen(scene)
    assert lines == [(DUE, False), (date(2026, 9, 1), True)]
    assert found == {scene.cast.matter: 1}
    assert altered(scene) == {scene.cast.matter: frozenset({id})}


def test_a_limit_hidden_or_taken_away_is_missed(scene: Scene) -> None:
    id = first(scene)
    damage(scene.office, id, state="lodged_with_proof", running=False)
    assert altered(scene) == {scene.cast.matter: frozenset({id})}
    run(scene, "DELETE FROM deadline WHERE running = :no", no=False)
    assert altered(scene) == {scene.cast.matter: frozenset({id})}
    assert seen(scene) == ([(DUE, False)], {})  # what is not there cannot be marked; the reminder says it


def test_an_older_row_put_back_is_named(scene: Scene) -> None:
    """It opens for its people, every signature fits; only the log knows that it is not the last one."""
    run(scene, "CREATE TABLE kept AS SELECT * FROM deadline")
    with scene.office.unit(scene.cast.lawyer) as uow:
        change(of(Decision, scene.decision, uow), served_on=proven(date(2026, 2, 3)), uow=uow)
        uow.commit()
    for name in ("due", "was", "moved_on", "revision", "epoch", "sealed"):
        run(scene, f"UPDATE deadline SET {name} = (SELECT {name} FROM kept WHERE kept.id = deadline.id)")  # noqa: S608
    assert len(altered(scene)[scene.cast.matter]) == 3
    with scene.office.unit(scene.cast.lawyer, write=False) as uow:
        assert [row.counted.due for row in limits(scene, uow)] == [DUE] * 3


def test_a_log_entry_written_to_fit_is_not_believed(scene: Scene) -> None:
    """Whoever can change the row can add a line to the log, but cannot sign it."""
    from caseintake.audit.chain import Entry, Item
    from caseintake.audit.trail import LogEntry, head
    from caseintake.deadlines.model import Deadline
    from caseintake.kernel.ids import new_id
    from caseintake.work import digest_of

    id = first(scene)

    def forge(uow: UnitOfWork, *, unit_of_another: bool) -> None:
        row = uow.session.get(Deadline, id)
        assert row is not None
        seq, previous = head(uow.session, row.vault_id)
        known = uow.session.query(LogEntry).filter_by(chain=row.vault_id, seq=seq).one()
        unit = known.unit if unit_of_another else new_id()
        item = Item("put", "deadline", row.id, digest_of(row))
        body = Entry(row.vault_id, seq + 1, previous, unit, uow.clock.today(), (item,)).body()
        column = new_id()
        with scene.office.office.engine.execution_options(writing=True).connect() as connection:
            connection.execute(
                LogEntry.__table__.insert().values(chain=row.vault_id, seq=seq + 1, unit=column, body=body)  # type: ignore[attr-defined]
            )
            end(connection)

    damage(scene.office, id, due=date(2026, 9, 1))
    for borrowed in (False, True):
        with scene.office.office.unit() as uow:
            forge(uow, unit_of_another=borrowed)
        assert altered(scene) == {scene.cast.matter: frozenset({id})}


def test_the_section_alone_is_checked_too(scene: Scene) -> None:
    damage(scene.office, first(scene), due=date(2026, 9, 1))
    with scene.office.unit(scene.reader, write=False) as uow:
        within = board.scope(uow=uow)
        lines, _more = board.page(Group.LATER, within, Wanted(), uow=uow)
        assert board.check(lines, uow=uow) == {scene.cast.matter: 1}
