"""In a matter: statements written down for a client of the office, and her confirming them."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from uuid import UUID

from flask import g
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.intake import taking_down
from caseintake.intake.answers import Checked
from caseintake.intake.taking_down import Told
from caseintake.web.office import writing_down
from caseintake.web.office.matters_conversation import ONE, conversation_of, opened, place_of
from caseintake.web.office.matters_pages import matter, may, pages
from caseintake.web.public.counter import papers


@pages.route(f"{ONE}/write-down", methods=["GET", "POST"], guard=may(Action.CLIENT_ANSWER), endpoint="write_down")
def write_down(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Into the client's conversation; a client without one gets one that opens from the client file."""
    row, file = opened(applicant_id)
    place, found = place_of(row, file), conversation_of(file)

    def make(told: Told, answers: Checked, once: UUID) -> str:
        if found is None:
            taking_down.write_down_for(file, matter(), told, answers, papers(), once=once, uow=g.uow)
        else:
            taking_down.write_down_more(told, found, answers, papers(), once=once, uow=g.uow)
        return place.back

    return writing_down.write_down(place, make)


@pages.route(
    f"{ONE}/statements/<uuid:message_id>/confirm",
    methods=["GET", "POST"],
    guard=may(Action.CLIENT_ANSWER),
    endpoint="confirm_statement",
)
def confirm(matter_id: UUID, applicant_id: UUID, message_id: UUID) -> ResponseReturnValue:
    """The client has confirmed what was written down for her."""
    row, file = opened(applicant_id)
    found = conversation_of(file)
    if found is None:
        raise NotVisible
    return writing_down.confirm(found, message_id, place_of(row, file))
