"""A matter with a final judgment, in an office that listens; shared by the tests of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import update

from caseintake.deadlines import service
from caseintake.deadlines.events import listen
from caseintake.deadlines.model import Deadline
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.facts import Certainty, DateFact, exactly
from caseintake.matters.kinds import DecisionKind, Finality, Instance
from caseintake.matters.model import Decision, Proceeding
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.sealed import SealedRecord
from caseintake.work import UnitOfWork
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests
from tests.staging import staged

R = TypeVar("R", bound=SealedRecord)

PAPER = new_id()
DECIDED, SERVED = date(2026, 1, 20), date(2026, 2, 5)
#: Four months from service.
DUE = date(2026, 6, 5)


@dataclass
class Scene:
    """Ids only. ``reader`` is a second coordinator, who holds the docket and no matter."""

    office: OfficeForTests
    cast: Cast
    reader: UUID
    decision: UUID


def proven(day: date) -> DateFact:
    return exactly(day, certainty=Certainty.PROVEN, document_id=PAPER)


def judgment(proceeding: Proceeding, facts: Mapping[str, DateFact], *, uow: UnitOfWork) -> Decision:
    return matters.record_decision(
        proceeding,
        kind=DecisionKind.JUDGMENT,
        instance=Instance.CASSATION,
        is_final=Finality.YES,
        facts=facts,
        uow=uow,
    )


def change(
    decision: Decision, *, uow: UnitOfWork, final: Finality = Finality.YES, clear: str = "", **facts: DateFact
) -> None:
    """Change days of a decision, or ``clear`` one of them."""
    matters.change_decision(
        decision,
        proceeding=of(Proceeding, decision.proceeding_id, uow),
        kind=decision.kind,
        instance=decision.instance,
        outcome="",
        is_final=final,
        documents=(),
        facts=facts,
        clear={clear: "wrong envelope"} if clear else {},
        uow=uow,
    )


def of(model: type[R], id: UUID, uow: UnitOfWork) -> R:
    found = uow.session.get(model, id)
    assert found is not None
    return found


def limits(scene: Scene, uow: UnitOfWork) -> list[Deadline]:
    """The limits of the judgment; not those of what was sent because of it."""
    every = service.deadlines_of(queries.matter(scene.cast.matter, uow=uow), uow=uow)
    return [row for row in every if row.decision_id is not None]


def limit(scene: Scene, uow: UnitOfWork) -> Deadline:
    """The limit of the first applicant."""
    (found,) = [row for row in limits(scene, uow) if row.applicant_id == scene.cast.applicants[0]]
    return found


def set_limits(office: OfficeForTests) -> Scene:
    """Three applicants, one complaint, a final judgment with proven days: three limits."""
    listen(office.office)
    return Scene(office, *_three_limits(office))


@staged
def _three_limits(office: OfficeForTests) -> tuple[Cast, UUID, UUID]:
    cast = set_scene(office)
    reader = hire(office, Role.COORDINATOR, "Ayan Babayeva")
    with office.unit(office.coordinator) as uow:
        uow.keystore.grant(uow.roster.office_vaults[VaultKind.DOCKET], Holder.person(reader))
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        proceeding = of(Proceeding, cast.proceeding, uow)
        made = judgment(proceeding, {"decided_on": proven(DECIDED), "served_on": proven(SERVED)}, uow=uow)
        decision = made.id
        uow.commit()
    return cast, reader, decision


def damage(office: OfficeForTests, id: UUID | None = None, **values: Any) -> None:
    """What somebody can do who writes the database and holds no key: one limit, or all."""
    table = Deadline.__table__
    changed = update(table).values(**values)
    with office.office.engine.execution_options(writing=True).connect() as connection:
        connection.execute(changed if id is None else changed.where(table.c.id == id))
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
        else:
            connection.commit()
