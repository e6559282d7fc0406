"""Dates for the tests of this package, in the matter of the tests of time-limits."""

from __future__ import annotations

from datetime import date
from typing import Any

from caseintake.diary import queries as diary
from caseintake.diary import service
from caseintake.diary.kinds import Kind
from caseintake.diary.queries import Dated
from caseintake.diary.service import Typed
from caseintake.matters import queries
from caseintake.work import UnitOfWork
from tests.deadlines.scene import Scene

DAY = date(2026, 4, 14)


def typed(scene: Scene, uow: UnitOfWork, kind: Kind = Kind.HEARING, due: date = DAY, **said: Any) -> Dated:
    """A date of the scene's matter."""
    return service.record(queries.matter(scene.cast.matter, uow=uow), Typed(kind=kind, due=due, **said), uow=uow)


def the_dates(scene: Scene, uow: UnitOfWork) -> list[Dated]:
    return diary.dates_of(queries.matter(scene.cast.matter, uow=uow), uow=uow)
