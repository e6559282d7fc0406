"""After rules have changed: every time-limit of one's matters counted anew, some at a time, with how far it is."""

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action, roles
from caseintake.deadlines import recounting
from caseintake.web.guards import Guard
from caseintake.web.office.matters_pages import pages
from caseintake.web.signed_in import pressed

MAY = Guard.role(*roles(Action.FACT_RECORD))


@pages.get("/recount", guard=MAY, endpoint="recount_all")
def show() -> str:
    """How many are counted by today's rules."""
    return render_template("office/deadlines/recount.html", at=recounting.progress(uow=g.uow), batch=recounting.BATCH)


@pages.post("/recount", guard=MAY, endpoint="recount_more")
def more() -> ResponseReturnValue:
    """Count the next ones. Closing the page in between loses nothing."""
    pressed()
    recounting.go_on(uow=g.uow)
    g.uow.commit()
    return redirect(url_for("matters.recount_all"), 303)
