"""What a client sent us and what we write back, as far as it opens from the client file."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from typing import Any
from uuid import UUID

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action, allows
from caseintake.access.visibility import NotVisible
from caseintake.documents import service as documents
from caseintake.documents import setting_aside
from caseintake.intake import queries as intake
from caseintake.intake import service, withdrawal
from caseintake.intake.model import Conversation
from caseintake.intake.returning import day_of
from caseintake.matters import queries
from caseintake.matters.model import ClientFile, InMatter
from caseintake.vault.errors import Locked
from caseintake.web.office import client_writing, inbox
from caseintake.web.office.client_writing import Place
from caseintake.web.office.matters_pages import called, in_matter, label, matter, may, pages
from caseintake.web.office.names import ROLES
from caseintake.web.office.writing_down import words

ONE = "/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>/conversation"
WRITER = may(Action.CLIENT_ANSWER)


def conversation_of(file: ClientFile) -> Conversation | None:
    """The client's conversation; None if there is none, or none that opens."""
    if file.conversation_id is None:
        return None
    try:
        return service.find(file.conversation_id, uow=g.uow)
    except Locked:
        return None


def opened(applicant_id: UUID) -> tuple[InMatter, ClientFile]:
    """Whoever has this place, with an open client file. Raises `NotVisible` for a file closed to this person."""
    row = in_matter(applicant_id)
    file = queries.client_file(row, uow=g.uow)
    if file is None:
        raise NotVisible
    return row, file


def sent(file: ClientFile | None) -> dict[str, Any]:
    """For the client's page: every message with its checked author, what was read, what we asked, the files."""
    found = conversation_of(file) if file is not None else None
    may_answer = allows(g.uow.actor.role, Action.CLIENT_ANSWER)
    if file is None or found is None:
        return {"whole": None, "may_answer": may_answer}
    return {
        "whole": intake.whole(found, uow=g.uow),
        "day_of": lambda message: day_of(message, uow=g.uow),
        **_files(found, file),
        "findings": withdrawal.findings(found, file.vault_id, uow=g.uow),
        "whose": inbox.WHOSE,
        "kinds": inbox.KINDS,
        "wishes": inbox.WISHES,
        "question": inbox.question,
        "label_of": inbox.label_of,
        "words": words(),
        "may_answer": may_answer,
    }


def _files(found: Conversation, file: ClientFile) -> dict[str, Any]:
    """What the list of her files needs: what was set aside, who opened what, and where each button sends to."""
    at = request.view_args or {}
    may_add = allows(g.uow.actor.role, Action.DOCUMENT_ADD)
    return {
        "kept": setting_aside.set_aside_from(found.vault_id, file.vault_id, uow=g.uow),
        "lies": lambda row: setting_aside.lies(row, uow=g.uow),
        "viewings": documents.viewings(found.vault_id, uow=g.uow),
        "roles": ROLES,
        "file_act": lambda row, act: url_for(f"matters.client_{act}", document_id=row.id, **at),
        "sheet": lambda row: url_for("matters.client_describe", kept_id=row.id, **at) if may_add else "",
    }


def place_of(row: InMatter, file: ClientFile) -> Place:
    """The way back to the client's page."""
    here = matter()
    return Place((
        (label().codename, url_for("matters.overview", matter_id=here.id)),
        (called(row, file), url_for("matters.applicant", matter_id=here.id, applicant_id=row.id)),
    ))  # fmt: skip


def _conversation(applicant_id: UUID) -> tuple[Conversation, Place]:
    """The conversation of the address. Raises `NotVisible` where there is none for this person."""
    row, file = opened(applicant_id)
    found = conversation_of(file)
    if found is None:
        raise NotVisible
    return found, place_of(row, file)


@pages.route(f"{ONE}/answer", methods=["GET", "POST"], guard=WRITER, endpoint="answer_client")
def answer(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Answer without asking for anything."""
    return client_writing.answer(*_conversation(applicant_id))


@pages.route(f"{ONE}/ask", methods=["GET", "POST"], guard=WRITER, endpoint="ask_client")
def ask(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Ask for something by a day."""
    return client_writing.ask(*_conversation(applicant_id))


@pages.post(f"{ONE}/ask/withdraw", guard=WRITER, endpoint="withdraw_question")
def withdraw_question(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """What was asked for is not needed any more."""
    return client_writing.withdraw_question(*_conversation(applicant_id))


@pages.route(f"{ONE}/code", methods=["GET", "POST"], guard=WRITER, endpoint="client_code")
def code(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """A new code to the same conversation."""
    return client_writing.code(*_conversation(applicant_id))


@pages.route(f"{ONE}/code/retire", methods=["GET", "POST"], guard=WRITER, endpoint="retire_client_code")
def retire_code(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """The code opens nothing any more."""
    return client_writing.retire(*_conversation(applicant_id))
