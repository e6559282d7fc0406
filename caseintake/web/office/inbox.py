"""The inbox of intake officers: who waits, how pressing it is, and one conversation with all that came."""

from typing import Any, Final
from uuid import UUID

from flask import Response, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.i18n import OWN_NAMES, current_language, lazy
from caseintake.intake import queries, service
from caseintake.intake.model import Conversation, MessageKind, State, Wish
from caseintake.intake.questionnaire import UnknownText
from caseintake.intake.returning import day_of
from caseintake.kernel.actor import Role
from caseintake.vault.holders import VaultKind
from caseintake.web.asked import one_of, whole_number
from caseintake.web.downloads import download_response
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.matters_pages import name_of
from caseintake.web.public.counter import papers
from caseintake.web.signed_in import pressed

pages = Pages("inbox", __name__)

OFFICER: Final = Guard.role(Role.INTAKE_OFFICER)
ONE: Final = "/inbox/<uuid:conversation_id>"

STATES: Final = {
    State.NEW: lazy("New"),
    State.IN_REVIEW: lazy("Being read"),
    State.AWAITING: lazy("Waiting for the person"),
    State.WROTE_AGAIN: lazy("Wrote again"),
    State.WITHDRAWAL: lazy("Wants out"),
    State.ACCEPTED: lazy("Accepted"),
    State.DECLINED: lazy("Declined"),
    State.REFERRED: lazy("Referred"),
}
KINDS: Final = {
    MessageKind.STATEMENT: lazy("First statement"),
    MessageKind.ADDITION: lazy("Addition"),
    MessageKind.TAKEN_DOWN: lazy("Statement written down for the person"),
    MessageKind.ANSWER: lazy("Our answer"),
    MessageKind.REQUEST: lazy("We asked for something"),
    MessageKind.DECLINED: lazy("We declined"),
    MessageKind.REFERRED: lazy("We referred"),
    MessageKind.ACCEPTED: lazy("We accepted"),
}
WISHES: Final = {Wish.STOP: lazy("Stop"), Wish.DELETE: lazy("Delete what I sent")}
ACTS: Final = {
    "taken": lazy("took it"),
    "declined": lazy("declined"),
    "referred": lazy("referred"),
    "accepted": lazy("accepted"),
    "new code given": lazy("gave a new code"),
    "code retired": lazy("retired the code"),
    "withdrawn freely": lazy("found it was her own wish"),
    "withdrawn under pressure": lazy("found pressure"),
}


@pages.get("/inbox", guard=OFFICER, nav=Nav(lazy("Inbox"), 20))
def index() -> str:
    """Who waits, the most pressing first."""
    require_intake()
    shown = one_of("state", ("open", "all", *State), default="open")
    state = State(shown) if shown in State.__members__.values() else None
    page = whole_number("page", default=1, least=1, most=10_000)
    return render_template(
        "office/inbox/index.html",
        inbox=queries.inbox(uow=g.uow, state=state, all_states=shown == "all", page=page),
        shown=shown,
        states=STATES,
        today=g.uow.clock.today(),
        age=queries.age_in_days,
        label_of=label_of,
        own_names=OWN_NAMES,
    )


@pages.get(ONE, guard=OFFICER)
def show(conversation_id: UUID) -> str:
    """One conversation: statement, dates, consents, files, messages, notes."""
    return draw_one(find(conversation_id))


@pages.post(f"{ONE}/take", guard=OFFICER)
def take(conversation_id: UUID) -> ResponseReturnValue:
    """Say that somebody reads it now."""
    pressed()
    service.take(find(conversation_id), uow=g.uow)
    g.uow.commit()
    return redirect(url_for("inbox.show", conversation_id=conversation_id), 303)


@pages.post(f"{ONE}/files/<uuid:document_id>", guard=OFFICER)
def download(conversation_id: UUID, document_id: UUID) -> Response:
    """One file as a download under a name of ours. That it was opened is noted before its first byte."""
    pressed()
    conversation = find(conversation_id)
    row = g.uow.session.get(Document, document_id)
    if row is None or row.vault_id != conversation.vault_id or not documents.may_open(row, uow=g.uow):
        raise NotFound
    response = download_response(row, f"{conversation.reference}-{row.id.hex[:6].upper()}", uow=g.uow)
    g.uow.note(row.vault_id, "document opened", row.id)
    g.uow.say("document opened")
    g.uow.commit()
    return response


def require_intake() -> None:
    """The role opens the door; only the key of the intake vault shows what is behind it. Raises 404."""
    if not g.uow.keystore.can_open(g.uow.roster.office_vaults[VaultKind.INTAKE]):
        raise NotFound


def find(conversation_id: UUID) -> Conversation:
    """The conversation of the address. Raises 404, `Locked`."""
    require_intake()
    return service.find(conversation_id, uow=g.uow)


def draw_one(conversation: Conversation, **values: Any) -> str:
    """The page of one conversation."""
    return render_template(
        "office/inbox/show.html",
        whole=queries.whole(conversation, uow=g.uow),
        kinds=KINDS,
        states=STATES,
        wishes=WISHES,
        acts=ACTS,
        today=g.uow.clock.today(),
        label_of=label_of,
        question=question,
        consent_title=consent_title,
        name_of=name_of,
        day_of=lambda message: day_of(message, uow=g.uow),
        may_open=lambda document: documents.may_open(document, uow=g.uow),
        **values,
    )


def question(name: str) -> str:
    """The words of a question; its name where the questionnaire has it no more."""
    try:
        return papers().questionnaire.field(name).label.in_(current_language())
    except UnknownText:
        return name


def label_of(name: str, option: str) -> str:
    """The words of an answer that was chosen; what was typed stays as it is."""
    try:
        return papers().questionnaire.field(name).option(option).label.in_(current_language())
    except UnknownText:
        return option


def consent_title(use: str) -> str:
    """What a consent is about."""
    try:
        return papers().questionnaire.consent(use, current_language()).title
    except UnknownText:
        return use
