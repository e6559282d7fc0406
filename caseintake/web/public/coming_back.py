"""Coming back with the code: state, what is needed by when, unread answers, adding something, consents."""

from typing import Final
from uuid import UUID

import msgspec
from flask import Response, request
from werkzeug.exceptions import BadRequest

from caseintake.documents import service as documents
from caseintake.documents.blobs import BlobMissing
from caseintake.i18n import _, current_language, lazy
from caseintake.intake import drafts, returning, visits
from caseintake.intake.answers import clean
from caseintake.intake.drafts import Agreed, Content
from caseintake.intake.model import Consent, MessageKind, State
from caseintake.intake.receipts import NoCode, new_code, read_code
from caseintake.vault.errors import ForgedRecord
from caseintake.web import leaving
from caseintake.web.guards import Guard, Pages
from caseintake.web.hardening import forget
from caseintake.web.languages import IN_LANGUAGE
from caseintake.web.public.counter import draw, papers
from caseintake.web.public.file_pages import change_file, files_page, without_missing
from caseintake.web.public.forms import AdditionForm, CodeForm
from caseintake.web.public.sittings import PageLeft, new_sitting
from caseintake.web.public.visiting import OpenVisit, VisitEnded, conversation, here
from caseintake.web.public.writing import check_page
from caseintake.web.units import office
from caseintake.work import UnitOfWork

pages = Pages("coming_back", __name__, url_prefix=IN_LANGUAGE)

#: What one press says.
WANTED: Final = {
    "yes": lazy("I still want this case. Please go on."),
    "talk": lazy("I want to talk with you before anything goes on."),
    "no": lazy("I do not want this case any more. Please ask me safely before you do anything."),
}
#: Characters of one addition; as many as the first statement may have.
LONGEST: Final = 100_000
#: Which text tells a person where her conversation stands.
STATE_TEXTS: Final = {
    State.NEW: "states.new",
    State.IN_REVIEW: "states.in_review",
    State.WROTE_AGAIN: "states.in_review",
    State.AWAITING: "states.awaiting",
    State.ACCEPTED: "states.accepted",
    State.DECLINED: "states.declined",
    State.REFERRED: "states.referred",
    State.WITHDRAWAL: "ending.closed",
}


@pages.errorhandler(PageLeft)
def _left(_error: PageLeft) -> Response:
    return leaving.neutral()


@pages.errorhandler(VisitEnded)
def _ended(error: VisitEnded) -> Response:
    return draw("visit_ended.html", 401, kept=error.kept)


@pages.get("/return", guard=Guard.anyone())
def ask() -> Response:
    """Where the code is typed."""
    return draw("return.html", form=CodeForm(), wrong=False)


@pages.post("/return", guard=Guard.anyone())
def enter() -> Response:
    """Let a code in. Wrong, unknown and locked codes get one answer for the same work."""
    try:
        code = read_code(request.form.get("typed", ""))
    except NoCode:
        code = new_code()  # opens nothing, and costs what a wrong code costs
    keyring = returning.keyring_of(code, office=office())
    with office().unit() as uow:
        draft = drafts.read(code, uow=uow)
    if keyring is not None:
        visit = OpenVisit(code, visits.begin(code, office=office()))
        with office().unit(actor=returning.actor_of(code), keyring=keyring) as uow:
            return _home(visit, uow)
    if draft is not None:
        return check_page(new_sitting(code), draft.content)
    return draw("return.html", 422, form=CodeForm(data={}), wrong=True)


@pages.post("/visit", guard=Guard.client())
def home() -> Response:
    """The first page of a visit."""
    with conversation() as (uow, _own):
        return _home(here(), uow)


def _home(visit: OpenVisit, uow: UnitOfWork, *, sent: bool = False, changed: bool = False) -> Response:
    own = returning.own(uow=uow)
    return draw(
        "visit.html", here=visit, own=own, state=STATE_TEXTS[own.state], sent=sent, changed=changed,
        answers=returning.answers_of(own, uow=uow), foreign=returning.foreign_messages(own, uow=uow),
        unsent=_has_unsent(visit, uow), viewings=documents.viewings(own.vault_id, uow=uow),
    )  # fmt: skip


def _has_unsent(visit: OpenVisit, uow: UnitOfWork) -> bool:
    draft = drafts.read(visit.code, uow=uow)
    return draft is not None and bool(draft.content.addition.strip() or draft.content.files)


@pages.post("/visit/answer", guard=Guard.client())
def answer() -> Response:
    """One answer. The day of the first reading is noted; seven days later only the day is listed."""
    try:
        message_id = UUID(request.form.get("message", ""))
    except ValueError:
        raise BadRequest from None
    with conversation(write=True) as (uow, own):
        try:
            message = returning.read_answer(message_id, own, uow=uow)
        except returning.AnswerGone:
            return draw("answer_gone.html", 404, here=here())
        except ForgedRecord:
            return draw("answer_forged.html", 409, here=here())
        text, day = message.text, returning.day_of(message, uow=uow)
        uow.commit()
    wanted = message_id if message.kind is MessageKind.STILL_WANT else None
    return draw("answer.html", here=here(), text=text, day=day, wanted=wanted)


@pages.post("/visit/wanted", guard=Guard.client())
def wanted() -> Response:
    """One press answers "Do you still want the case?"; it goes to the lawyers as a message of the person."""
    try:
        message_id = UUID(request.form.get("message", ""))
        words = str(WANTED[request.form.get("say", "")])
    except (ValueError, KeyError):
        raise BadRequest from None
    with conversation(write=True) as (uow, own):
        try:
            message = returning.read_answer(message_id, own, uow=uow)
            returning.say_wanted(message, words, own, uow=uow)
        except returning.AnswerGone:
            return draw("answer_gone.html", 404, here=here())
        except ForgedRecord:
            return draw("answer_forged.html", 409, here=here())
        uow.commit()
    with conversation() as (uow, _own):
        return _home(here(), uow, sent=True)


@pages.post("/visit/add", guard=Guard.client())
def add() -> Response:
    """Add something: the text is saved under the code before it is sent."""
    visit, go = here(), request.form.get("go", "")
    content = _keep_text(visit) if go in ("save", "files", "send") else _content(visit)
    if go == "files":
        return files_page(visit, content)
    if go == "send":
        return _send(visit, content)
    return _add_page(visit, content)


@pages.post("/visit/files", guard=Guard.client())
def files() -> Response:
    """The files of an addition: mark, take back, or go on to the text."""
    visit, go = here(), request.form.get("go", "")
    if ":" in go:
        return change_file(visit, go, lambda _here, edit: _save(visit, edit))
    return files_done(visit)


def files_done(visit: OpenVisit) -> Response:
    """The text again, after its files."""
    return _add_page(visit, _content(visit))


def _send(visit: OpenVisit, content: Content) -> Response:
    form = AdditionForm()
    if len(content.addition) > LONGEST:
        return _add_page(visit, content, 422, _("This text is too long. Send a part of it, then write again."))
    try:
        with conversation(write=True) as (uow, own):
            draft = drafts.read(visit.code, uow=uow)
            if draft is not None and draft.content.addition == content.addition:
                content = draft.content
                drafts.claim(draft, uow=uow)
            else:  # another window has sent the files, or keeps words of its own with them, which wait
                content = msgspec.structs.replace(content, files=())
            if content.addition.strip() or content.files:
                returning.write(content, form.once.value.hex, own, uow=uow)
                uow.commit()
            elif not returning.was_written(form.once.value.hex, own, uow=uow):
                return _add_page(visit, content, 422, _("Please write something or add a file."))
    except BlobMissing:
        content = _save(visit, without_missing)
        return files_page(visit, content, 409, fault=_("A file did not stay with us. Please send it again."))
    with conversation() as (uow, _own):
        return _home(visit, uow, sent=True)


def _add_page(visit: OpenVisit, content: Content, status: int = 200, fault: str = "") -> Response:
    form = AdditionForm(data={"addition": content.addition})
    return draw("add.html", status, here=visit, form=form, content=content, fault=fault)


def _keep_text(visit: OpenVisit) -> Content:
    if "addition" not in request.form:
        return _content(visit)
    text = clean(request.form["addition"])
    return _save(visit, lambda content: msgspec.structs.replace(content, addition=text))


def _save(visit: OpenVisit, edit: drafts.Edit) -> Content:
    return drafts.save(visit.code, edit, Content(current_language()), office=office())


def _content(visit: OpenVisit) -> Content:
    with office().unit() as uow:
        draft = drafts.read(visit.code, uow=uow)
    return draft.content if draft is not None else Content(current_language())


@pages.post("/visit/consents", guard=Guard.client())
def consents() -> Response:
    """Every use, each answered by itself; what is not a clear yes stays no."""
    visit, language = here(), current_language()
    uses = papers().questionnaire.consents
    faults: dict[str, str] = {}
    saved = request.form.get("go") == "save"
    with conversation(write=saved) as (uow, own):
        given = returning.consents_of(own, uow=uow)
        if saved:
            wanted = [_wanted(use.use, given) for use in uses]
            for use, answer in zip(uses, wanted, strict=True):
                if use.scope and answer.agreed and not answer.scope.strip():
                    faults[use.use] = _("Please write for whom or for what.")
            if not faults:
                for answer in wanted:
                    returning.change_consent(answer, own, uow=uow)
                uow.commit()
                given = returning.consents_of(own, uow=uow)
        rows = [(use, use.text(language), given.get(use.use)) for use in uses]
        return draw(
            "consents.html", 422 if faults else 200, here=visit, rows=rows, faults=faults,
            summed=[(f"scope-{one.use}", f"{text.title} — {faults[one.use]}") for one, text, _given in rows
                    if one.use in faults],
            saved=saved and not faults, typed=request.form if faults else {},
        )  # fmt: skip


def _wanted(use: str, given: dict[str, Consent]) -> Agreed:
    said = request.form.get(f"consent-{use}", "")
    if said not in ("yes", "no", ""):
        raise BadRequest
    text = papers().questionnaire.consent(use, current_language())
    agreed = said == "yes" if said else (use in given and given[use].agreed)
    scope = clean(request.form.get(f"scope-{use}", ""))[:500]
    return Agreed(use, agreed, text.version, text.language, text.digest, scope)


@pages.post("/visit/close", guard=Guard.client())
def close() -> Response:
    """End a visit in peace."""
    visits.end(here().token, office=office())
    return forget(draw("closed.html"))
