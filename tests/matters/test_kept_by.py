"""What hangs on a matter without its key: whoever holds another vault, and the database, adds nothing to a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import inspect

from caseintake.deadlines.events import listen
from caseintake.deadlines.service import deadlines_of
from caseintake.matters import queries, service
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, FilingKind, Instance, Lodged
from caseintake.matters.model import Matter, Proceeding
from caseintake.vault.sealed import SealedRecord
from caseintake.work import UnitOfWork
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.vault.test_model_walk import make


def of_the_case(matter: Matter, uow: UnitOfWork) -> list[SealedRecord]:
    """Every record of the case that its pages and its time-limits are made of."""
    proceedings = queries.proceedings(matter, uow=uow)
    decisions = [row for rows in queries.decisions(proceedings, uow=uow).values() for row in rows]
    lists: list[Any] = [queries.everybody(matter, uow=uow), queries.complaints(matter, uow=uow), proceedings, decisions]
    lists += queries.filings(proceedings, uow=uow).values()
    lists += queries.services(decisions, uow=uow).values()
    lists += [queries.events(matter, uow=uow), deadlines_of(matter, uow=uow)]
    return [row for rows in lists for row in rows]


def planted(like: SealedRecord, vault_id: Any) -> SealedRecord:
    """A row that hangs where this one hangs, well made and signed, sealed in another vault."""
    row: SealedRecord = make(type(like), vault_id, 7000)
    for column in inspect(type(like)).columns:
        if column.foreign_keys and column.key != "vault_id":
            setattr(row, column.key, getattr(like, column.key))
    return row


def test_a_row_sealed_elsewhere_is_in_no_list_of_the_case(office: OfficeForTests) -> None:
    listen(office.office)
    cast: Cast = set_scene(office)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        proceeding = queries.within(Proceeding, cast.proceeding, matter, uow=uow)
        served = {"served_on": exactly(date(2026, 2, 15))}
        decision = service.record_decision(
            proceeding, kind=DecisionKind.JUDGMENT, instance=Instance.CASSATION, facts=served, uow=uow
        )
        service.record_service(
            decision, proceeding=proceeding, applicant_id=cast.applicants[0],
            facts={"served_on": exactly(date(2026, 2, 20))}, uow=uow,
        )  # fmt: skip
        service.record_filing(proceeding, kind=FilingKind.APPEAL, how=Lodged.POST, uow=uow)
        other = service.create_matter(codename="Sage 20", uow=uow)
        uow.commit()
        before = of_the_case(matter, uow)
        kinds = {type(row): row for row in before}
        assert len(kinds) >= 7, "applicant, complaint, proceeding, decision, filing, service, time-limit"
        for row in kinds.values():
            uow.add(planted(row, other.vault_id))
        uow.commit()
        assert of_the_case(matter, uow) == before
