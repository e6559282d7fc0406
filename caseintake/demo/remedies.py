"""What grew from what in a case of the demo office, and where its remedies stand; one suggestion waits."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from caseintake.demo.cast import Cast
from caseintake.matters import joinings, queries, service
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import Forum, Status
from caseintake.matters.model import Matter, Proceeding
from caseintake.remedies import service as remedies
from caseintake.remedies.kinds import RemedyState
from caseintake.work import UnitOfWork

#: How many days ago the lawyer put it in.
AGO: Final = 1
_LAWYER: Final = "leyla"
_CASE: Final = "Juniper 41"
_CLAIM, _LAST = "2(004)-517", "2-1(102)-341"
#: Applicants of one form whose last decisions reached them on different days.
_FORM: Final = range(11, 16)
#: Whose time to Strasbourg is over, and the last decision.
_TOO_LATE, _LATE = 17, "2-1(102)-290"
_SEVERED: Final = (5, 6)
_WHY: Final = "The prosecutor answered none of four complaints; the court returned the file without looking at it."


def grow(matters: Mapping[str, UUID], cast: Cast) -> None:
    """The court severed two applicants; one application is prepared for five."""
    with cast.unit(_LAWYER) as uow:
        matter = queries.matter(matters[_CASE], uow=uow)
        rows = {row.case_number: row for row in queries.proceedings(matter, uow=uow)}
        whose = {row.number: row.id for row in queries.applicants(matter, uow=uow)}
        claim = rows[_CLAIM]
        order = exactly(cast.today - timedelta(days=9))
        own = joinings.new_beside(claim, court=claim.court, case_number="2(004)-529", uow=uow)
        people = [whose[number] for number in _SEVERED]
        joinings.sever(claim, own, people, ordered_on=order, note="Other facts: a search, not a telephone.", uow=uow)
        _application(matter, rows[_LAST], [whose[number] for number in _FORM], uow)
        _beside(matter, rows[_LATE], [whose[_TOO_LATE]], uow)
        remedies.accept(matter, remedies.suggested(matter, uow=uow)[1:], uow=uow)
        complaint = next(row for row in queries.complaints(matter, uow=uow) if row.article == "8")
        remedies.say(matter, complaint, "az.crim.supervision", RemedyState.INEFFECTIVE, people, reason=_WHY, uow=uow)
        uow.commit()


def _beside(matter: Matter, last: Proceeding, whose: list[UUID], uow: UnitOfWork) -> None:
    """A communication to Geneva is thought of; an older judgment of the Court is being executed."""
    complaints = [
        row.id for row in queries.complaints(matter, uow=uow) if row.state == last.state and row.article == "8"
    ]
    for forum, status, court, parent in (
        (Forum.HRC, Status.PREPARED, "Human Rights Committee", last.id),
        (Forum.EXECUTION, Status.PENDING, "Committee of Ministers", None),
    ):
        service.record_proceeding(
            matter,
            state=last.state,
            forum=forum,
            status=status,
            court=court,
            applicants=whose if parent else (),
            complaints=complaints if parent else (),
            parent_id=parent,
            uow=uow,
        )


def _application(matter: Matter, last: Proceeding, whose: list[UUID], uow: UnitOfWork) -> Proceeding:
    complaints = [row.id for row in queries.complaints(matter, uow=uow) if row.state == last.state]
    return service.record_proceeding(
        matter,
        state=last.state,
        forum=Forum.ECHR,
        status=Status.PREPARED,
        court="The Court",
        applicants=whose,
        complaints=complaints,
        parent_id=last.id,
        uow=uow,
    )
