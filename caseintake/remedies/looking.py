"""The warnings of a matter, from its records."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from caseintake.deadlines import reading
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.service import deadlines_of
from caseintake.deadlines.starts import STRASBOURG
from caseintake.deadlines.statute import the_law
from caseintake.matters import queries
from caseintake.matters.kinds import Forum
from caseintake.matters.model import Matter
from caseintake.people import lifecycle
from caseintake.remedies import catalogue, service
from caseintake.remedies.warnings import Ending, Warned, of_case
from caseintake.work import UnitOfWork


def warnings(matter: Matter, *, limits: Iterable[Deadline] | None = None, uow: UnitOfWork) -> list[Warned]:
    """Everything to be warned of in this matter; ``limits`` where a page has read them already."""
    rows = deadlines_of(matter, uow=uow) if limits is None else limits
    people = queries.applicants(matter, uow=uow)
    still = tuple(row.id for row in people if lifecycle.state_of(row.moves) in lifecycle.IN_THE_CASE)
    case = replace(reading.case(matter, uow=uow), applicants=still)
    return of_case(case, endings(rows), service.grid(matter, uow=uow), forums(), the_law())


def endings(rows: Iterable[Deadline]) -> list[Ending]:
    """The running limits to Strasbourg, of single applicants."""
    return [
        Ending(row.applicant_id, row.complaint_id, row.proceeding_id, row.decision_id, row.due)
        for row in rows
        if row.rule in STRASBOURG and row.running and row.applicant_id is not None
    ]


@cache
def forums() -> Mapping[str, Forum]:
    """Before whom each remedy of the lists is used."""
    return {one.id: one.forum for known in catalogue.the_remedies().values() for one in known}
