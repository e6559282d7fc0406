"""The workload of the office: who is responsible for how much, and what of it ends soon."""

from flask import g, render_template

from caseintake.deadlines import wording
from caseintake.deadlines.pictures import WORST_FIRST
from caseintake.deadlines.states import Group, Severity
from caseintake.i18n import lazy
from caseintake.monday import wording as monday
from caseintake.monday import workload
from caseintake.web.office import board_filters as filters
from caseintake.web.office.board_filters import READ, pages
from caseintake.web.office.matters_pages import name_of

WINDOWS = {
    "any_day": lazy("May end any day"),
    "over": lazy("Overdue"),
    "in_14": lazy("Within 14 days"),
    "in_30": lazy("In 15 to 30 days"),
    "in_90": lazy("In 31 to 90 days"),
    "later": lazy("Later"),
}


@pages.get("/board/workload", guard=READ, endpoint="workload")
def show() -> str:
    """One line for each colleague who looks after something; what nobody looks after stands on top."""
    made = workload.workload(uow=g.uow)
    return render_template(
        "office/board/workload.html",
        made=made,
        most=max((load.total for load in made.loads), default=0),
        windows=WINDOWS,
        fatal=Severity.FATAL,
        severities=[one for one in WORST_FIRST if any(load.severity(one) for load in made.loads)],
        no_proof=Group.NO_PROOF,
        hearing_days=workload.HEARING_DAYS,
        today=g.uow.clock.today(),
        address=filters.address,
        name_of=name_of,
        m=monday,
        w=wording,
    )
