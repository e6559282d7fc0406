"""The inbox of intake officers: who waits, how pressing it is, and one conversation with all that came."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from caseintake.documents import service as documents
from caseintake.documents import setting_aside
from caseintake.documents.model import Document
from caseintake.i18n import OWN_NAMES, _, current_language, lazy
from caseintake.intake import queries, service, withdrawal
from caseintake.intake.model import Answer, Conversation, MessageKind, State, ToldDate, Whose, Wish
from caseintake.intake.questionnaire import UnknownText
from caseintake.intake.returning import day_of
from caseintake.intake.told_contact import told_contact
from caseintake.kernel.actor import Role
from caseintake.vault.holders import VaultKind
from caseintake.web.asked import one_of, whole_number
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office import giving_out
from caseintake.web.office.client_writing import Place
from caseintake.web.office.matters_pages import name_of
from caseintake.web.office.names import ROLES
from caseintake.web.office.writing_down import words
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
    MessageKind.STILL_WANT: lazy("We asked whether the case is still wanted"),
    MessageKind.DECLINED: lazy("We declined"),
    MessageKind.REFERRED: lazy("We referred"),
    MessageKind.ACCEPTED: lazy("We accepted"),
}
WISHES: Final = {Wish.STOP: lazy("Stop"), Wish.DELETE: lazy("Delete what I sent")}
WHOSE: Final = {
    Whose.OWN: lazy("Her or his own wish"),
    Whose.PRESSURE: lazy("There was pressure"),
    Whose.UNCLEAR: lazy("We cannot be sure"),
}
ACTS: Final = {
    "taken": lazy("took it"),
    "declined": lazy("declined"),
    "referred": lazy("referred"),
    "accepted": lazy("accepted"),
    "new code given": lazy("gave a new code"),
    "code retired": lazy("retired the code"),
    # Written before what came out had a record of its own.
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
    inbox = queries.inbox(uow=g.uow, state=state, all_states=shown == "all", page=page)
    return render_template(
        "office/inbox/index.html",
        inbox=inbox,
        second_hand=queries.second_hand(inbox.rows, uow=g.uow),
        shown=shown,
        states=STATES,
        today=g.uow.clock.today(),
        age=queries.age_in_days,
        label_of=label_of,
        own_names=OWN_NAMES,
        accepted="accepted" in request.args,
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
def download(conversation_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """One file as a download under a name of ours. That it was opened is noted before its first byte."""
    row = find(conversation_id)
    return giving_out.give_out(giving_out.file_in(document_id, row.vault_id), row.reference, place_of(row))


@pages.post(f"{ONE}/files/<uuid:document_id>/private", guard=OFFICER)
def mark_private(conversation_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Shows somebody's body or private life."""
    row = find(conversation_id)
    return giving_out.mark_private(giving_out.file_in(document_id, row.vault_id), place_of(row))


@pages.post(f"{ONE}/files/<uuid:document_id>/minor", guard=OFFICER)
def set_aside(conversation_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """May show somebody under 18: closed to all but the legal officers."""
    row = find(conversation_id)
    return giving_out.set_aside(giving_out.file_in(document_id, row.vault_id), intake_vault(), place_of(row))


@pages.route(f"{ONE}/set-aside/<uuid:kept_id>", methods=["GET", "POST"], guard=OFFICER)
def describe(conversation_id: UUID, kept_id: UUID) -> ResponseReturnValue:
    """The sheet used instead of a file set aside."""
    return giving_out.describe(kept_id, intake_vault(), place_of(find(conversation_id)))


def place_of(conversation: Conversation) -> Place:
    """The way back to the conversation in the inbox."""
    one = url_for("inbox.show", conversation_id=conversation.id)
    return Place(((_("Inbox"), url_for("inbox.index")), (conversation.reference, one)))


def intake_vault() -> UUID:
    """What officers keep for themselves is sealed here; no code opens it."""
    found: UUID = g.uow.roster.office_vaults[VaultKind.INTAKE]
    return found


def require_intake() -> None:
    """The role opens the door; only the key of the intake vault shows what is behind it. Raises 404."""
    if not g.uow.keystore.can_open(intake_vault()):
        raise NotFound


def find(conversation_id: UUID) -> Conversation:
    """The conversation of the address. Raises 404, `Locked`."""
    require_intake()
    return service.find(conversation_id, uow=g.uow)


def draw_one(conversation: Conversation, **values: Any) -> str:
    """The page of one conversation."""
    whole = queries.whole(conversation, uow=g.uow)
    told = told_contact(answer for said in whole.messages for answer in said.message.answers)
    return render_template(
        "office/inbox/show.html",
        whole=whole,
        unreachable=not told.contact,
        kinds=KINDS,
        states=STATES,
        wishes=WISHES,
        whose=WHOSE,
        acts=ACTS,
        today=g.uow.clock.today(),
        label_of=label_of,
        question=question,
        consent_title=consent_title,
        name_of=name_of,
        day_of=lambda message: day_of(message, uow=g.uow),
        findings=withdrawal.findings(conversation, intake_vault(), uow=g.uow),
        to_destroy=withdrawal.open_deletion(conversation, uow=g.uow),
        kept=setting_aside.set_aside_from(conversation.vault_id, intake_vault(), uow=g.uow),
        lies=lambda row: setting_aside.lies(row, uow=g.uow),
        viewings=documents.viewings(conversation.vault_id, uow=g.uow),
        roles=ROLES,
        file_act=partial(_file_act, conversation),
        sheet=lambda row: url_for("inbox.describe", conversation_id=conversation.id, kept_id=row.id),
        words=words(),
        **values,
    )


@pages.app_template_filter()
def form_order(told: Iterable[Answer | ToldDate]) -> list[Answer | ToldDate]:
    """Answers in the order in which they were asked; what is asked no more stands last."""
    place = {field.id: number for number, field in enumerate(papers().questionnaire.fields())}
    return sorted(told, key=lambda one: place.get(one.question, len(place)))


@pages.app_template_filter()
def anchor_words(anchor: str) -> str:
    """What a day was remembered by, in the reader's language; its id where the questionnaire has it no more."""
    found = (option for option in papers().questionnaire.anchors if option.id == anchor)
    option = next(found, None)
    return option.label.in_(current_language()) if option else anchor


def _file_act(conversation: Conversation, row: Document, act: str) -> str:
    endpoint = {"download": "download", "private": "mark_private", "minor": "set_aside"}[act]
    return url_for(f"inbox.{endpoint}", conversation_id=conversation.id, document_id=row.id)


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
