"""It was lodged: one person records it, at once, with what proof there is.

The filing in the proceeding is the one record of it; every limit it meets follows by itself.
"""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from caseintake.deadlines.model import Deadline
from caseintake.deadlines.statute import the_law
from caseintake.matters import queries, service
from caseintake.matters.facts import DateFact, Fault
from caseintake.matters.kinds import LODGED_AS, FilingKind, Lodged
from caseintake.matters.model import Filing, Matter, Proceeding
from caseintake.matters.refusal import Refusal
from caseintake.work import UnitOfWork


class Whose(StrEnum):
    """For whom one filing was lodged."""

    ONE = "one"
    SAME_DAY = "same_day"
    ALL = "all"


def met_by(rule: str) -> str:
    """The word of what ends this rule's clock; empty for a rule that is gone."""
    known = the_law().rules.get(rule)
    return known.file.met_by.event if known is not None else ""


def kind_of(row: Deadline) -> FilingKind | None:
    """What is recorded as lodged to end this limit; None where no filing of its own proceeding ends it."""
    return LODGED_AS.get(met_by(row.rule)) if row.proceeding_id is not None else None


def met_together(row: Deadline, rows: Iterable[Deadline]) -> list[Deadline]:
    """The running limits of ``rows`` that one filing for everybody in this proceeding meets; ``row`` is among them."""
    return [
        one
        for one in rows
        if one.running and one.proceeding_id == row.proceeding_id and met_by(one.rule) == met_by(row.rule)
    ]


def of_same_day(row: Deadline, rows: Iterable[Deadline]) -> list[Deadline]:
    """Those of `met_together` that end on the day ``row`` ends."""
    return [one for one in met_together(row, rows) if one.due == row.due]


def record(
    row: Deadline,
    matter: Matter,
    *,
    how: Lodged,
    lodged_on: DateFact | None = None,
    whose: Whose = Whose.ONE,
    rows: Iterable[Deadline] = (),
    lodged_by: str = "",
    proof_id: UUID | None = None,
    uow: UnitOfWork,
) -> Filing:
    """Record what ends this limit: for its applicant, for those of ``rows`` that end with it, or for everybody.

    Never refused for a missing day or proof: the limit is then amber. An application sent by fax or e-mail is
    recorded too, and the time runs on. Raises `Refusal` where it is ended by no filing of its proceeding.
    """
    kind = kind_of(row)
    if kind is None or row.proceeding_id is None:
        raise Refusal(Fault("", "lodged_elsewhere"))
    proceeding = queries.within(Proceeding, row.proceeding_id, matter, uow=uow)
    together = of_same_day(row, rows) if whose is Whose.SAME_DAY else []
    people = (row.applicant_id, *(one.applicant_id for one in together))
    return service.record_filing(
        proceeding,
        kind=kind,
        how=how,
        lodged_on=lodged_on,
        lodged_by=lodged_by,
        # No applicant named means all of the proceeding.
        applicants=() if whose is Whose.ALL else sorted({id for id in people if id is not None}),
        proof_id=proof_id,
        uow=uow,
    )
