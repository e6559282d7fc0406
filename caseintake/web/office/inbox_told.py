"""At intake: statements written down for people who never touch the form, and the paper form itself."""

from typing import Final
from uuid import UUID

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from caseintake.i18n import LANGUAGES, _, current_language
from caseintake.intake import taking_down
from caseintake.intake.answers import Checked
from caseintake.intake.sheets import new_number
from caseintake.intake.taking_down import Told
from caseintake.kernel.actor import Role
from caseintake.web.asked import one_of
from caseintake.web.guards import Guard
from caseintake.web.office import writing_down
from caseintake.web.office.client_writing import Place
from caseintake.web.office.inbox import OFFICER, ONE, find, place_of, require_intake
from caseintake.web.office.inbox_acts import pages
from caseintake.web.office.paper_form import sheet
from caseintake.web.public.counter import months, papers

#: Who takes paper to people: into a prison, a village, a hospital.
CARRIES_PAPER: Final = Guard.role(Role.INTAKE_OFFICER, Role.LAWYER, Role.COORDINATOR, Role.ASSISTANT)

__all__ = ["pages"]  # the same pages, with these on them

pages.add_app_template_global(months)


@pages.route("/inbox/write-down", methods=["GET", "POST"], guard=OFFICER)
def write_down() -> ResponseReturnValue:
    """A new conversation from what somebody says, here or on the telephone."""
    require_intake()

    def make(told: Told, answers: Checked, once: UUID) -> str:
        made = taking_down.write_down(told, answers, papers(), once=once, uow=g.uow)
        return url_for("inbox.show", conversation_id=made.id)

    return writing_down.write_down(Place(((_("Inbox"), url_for("inbox.index")),)), make)


@pages.route(f"{ONE}/write-down", methods=["GET", "POST"], guard=OFFICER)
def write_down_more(conversation_id: UUID) -> ResponseReturnValue:
    """One more statement in a conversation, or the words of a recording in it."""
    row = find(conversation_id)
    place = place_of(row)

    def make(told: Told, answers: Checked, once: UUID) -> str:
        taking_down.write_down_more(told, row, answers, papers(), once=once, uow=g.uow)
        return place.back

    return writing_down.write_down(place, make)


@pages.route(f"{ONE}/statements/<uuid:message_id>/confirm", methods=["GET", "POST"], guard=OFFICER)
def confirm(conversation_id: UUID, message_id: UUID) -> ResponseReturnValue:
    """The person has confirmed what was written down for her."""
    row = find(conversation_id)
    return writing_down.confirm(row, message_id, place_of(row))


@pages.get("/paper-form", guard=CARRIES_PAPER)
def paper_form() -> str:
    """Two pages to print, with a fresh number each time."""
    language = one_of("in", LANGUAGES, default=current_language())
    return render_template("office/inbox/paper_form.html", sheet=sheet(papers(), language), number=new_number())
