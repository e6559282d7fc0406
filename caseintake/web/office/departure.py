"""A State leaves the Convention: one page with every complaint that must be lodged before the day."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action, roles
from caseintake.deadlines.statute import the_law
from caseintake.i18n import current_language
from caseintake.matters import states
from caseintake.monday import wording
from caseintake.plans import departure
from caseintake.plans.departure import Run
from caseintake.web import days
from caseintake.web.guards import Guard
from caseintake.web.office.matters_pages import name_of, pages


@pages.get("/departure", guard=Guard.role(*roles(Action.MATTER_READ)), endpoint="departure")
def show() -> ResponseReturnValue:
    """``?state=`` and the day in three boxes. Nothing is stored; the day and a State tell nothing of anybody."""
    chosen = request.args.get("state", "")
    state = chosen if chosen in states.STATES else states.FIRST
    typed = {box: request.args.get(box, "") for box in days.BOXES}
    day, wrong = None, ""
    try:
        day = days.read(typed)
    except days.Misread as misread:
        wrong = str(misread)
    if day is None and not wrong and not any(typed.values()):
        known = the_law().calendars.states.get(state)
        day = known.ceased_on if known is not None and chosen else None
    run: Run | None = departure.before(state, day, uow=g.uow) if day is not None else None
    drawn = render_template(
        "office/deadlines/departure.html",
        state=state,
        states=states.choices(),
        state_name=states.name_of,
        typed=typed,
        day=day,
        wrong=wrong,
        run=run,
        spoken=current_language(),
        today=g.uow.clock.today(),
        name_of=name_of,
        w=wording,
    )
    return drawn, 422 if wrong else 200
