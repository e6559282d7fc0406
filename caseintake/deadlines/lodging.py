"""It was lodged: one person records it, at once, with what proof there is.

The filing in the proceeding is the one record of it; the limit follows by itself.
"""

from uuid import UUID

from caseintake.deadlines.model import Deadline
from caseintake.deadlines.situations import MET_BY
from caseintake.matters import queries, service
from caseintake.matters.facts import DateFact
from caseintake.matters.kinds import Lodged
from caseintake.matters.model import Filing, Matter, Proceeding
from caseintake.work import UnitOfWork


def record(
    row: Deadline,
    matter: Matter,
    *,
    how: Lodged,
    lodged_on: DateFact | None = None,
    for_all: bool = False,
    lodged_by: str = "",
    proof_id: UUID | None = None,
    uow: UnitOfWork,
) -> Filing:
    """Record what ends this limit, for its applicant or for all of the proceeding.

    Never refused for a missing day or proof: the limit is then amber. An application sent by fax or e-mail is
    recorded too, and the time runs on.
    """
    proceeding = queries.within(Proceeding, row.proceeding_id, matter, uow=uow)
    return service.record_filing(
        proceeding,
        kind=MET_BY[row.rule],
        how=how,
        lodged_on=lodged_on,
        lodged_by=lodged_by,
        applicants=() if for_all else (row.applicant_id,),
        proof_id=proof_id,
        uow=uow,
    )
