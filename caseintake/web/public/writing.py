"""Writing the first contact: the code first, then one question a page, saved at every "Continue".

All pages of the flow answer one address by POST, so the history of the browser shows nothing of how far somebody came,
and Back shows nothing at all.
"""

from contextlib import suppress
from typing import Final, cast

import msgspec
from flask import Response, current_app, request
from werkzeug.exceptions import BadRequest, Conflict

from caseintake.documents.blobs import BlobMissing
from caseintake.health.abuse import Kind
from caseintake.i18n import _, current_language
from caseintake.intake import drafts, sending
from caseintake.intake.answers import check
from caseintake.intake.drafts import Agreed, Content, DraftGone
from caseintake.intake.questionnaire import Section
from caseintake.intake.receipts import Code, new_code, tidy
from caseintake.intake.sending import Missing, NotReady
from caseintake.intake.told_dates import Problem
from caseintake.vault.errors import VaultError
from caseintake.web import errors, leaving
from caseintake.web.guards import Guard, Pages
from caseintake.web.hardening import forget
from caseintake.web.languages import IN_LANGUAGE
from caseintake.web.observed import abuse
from caseintake.web.public.counter import closed, draw, is_open, papers, steps
from caseintake.web.public.file_pages import change_file, files_page, without_missing
from caseintake.web.public.forms import GroupForm, faults, names_of, posted, put, question_form
from caseintake.web.public.pace import Pace, peer
from caseintake.web.public.sittings import NoCodeSent, PageLeft, Sitting, begun_now, new_sitting, sitting
from caseintake.web.units import office

pages = Pages("writing", __name__, url_prefix=IN_LANGUAGE)

CARRIED: Final = frozenset({"code", "sitting", "began", "step", "go"})
#: A field no person sees: what is in it was written by a machine, or by a browser that fills in everything.
TRAP: Final = "website"
BEFORE_SENDING: Final = "first_contact"


class AlreadySent(Conflict):
    """What was being written has been sent, perhaps from another window."""


@pages.errorhandler(PageLeft)
def _left(_error: PageLeft) -> Response:
    return leaving.neutral()


@pages.errorhandler(NoCodeSent)
def _no_code(_error: NoCodeSent) -> Response:
    return draw("no_code.html", 400)


@pages.errorhandler(AlreadySent)
def _sent_before(_error: AlreadySent) -> Response:
    mine = [text for text in request.form.values() if len(text) >= errors.LONG_TEXT]
    return draw("already_sent.html", 409, mine=mine)


@pages.post("/code", guard=Guard.anyone())
def code() -> Response:
    """Draw the code and show it, before anything is written; or show it once more to who has it."""
    if request.form.get("code"):
        return _code_page(sitting())
    if not is_open():
        return closed()
    if not _pace().allows(peer(request.environ), office().clock.now()):
        abuse().note(Kind.ADDRESS, office().clock.today())
        return draw("too_many.html", 429)
    return _code_page(new_sitting(new_code()))


def _pace() -> Pace:
    extensions = current_app.extensions
    if "pace" not in extensions:
        extensions["pace"] = Pace(office().settings.limits.starts_an_hour)
    return cast(Pace, extensions["pace"])


def _code_page(here: Sitting, status: int = 200) -> Response:
    given = posted(request.form, papers().questionnaire.safety)
    carried = [(name, value) for name, values in given.items() for value in values]
    return draw("code.html", status, here=here, marked=asked_group(here.code), carried=carried)


@pages.post("/code/group", guard=Guard.anyone())
def group() -> Response:
    """Ask one group back, on a page that does not show the code."""
    here = sitting()
    given = posted(request.form, papers().questionnaire.safety)
    carried = [(name, value) for name, values in given.items() for value in values]
    return draw("group.html", here=here, marked=asked_group(here.code), carried=carried, wrong=False)


@pages.post("/write", guard=Guard.anyone())
def write() -> Response:
    """Save what this page holds and show the next one, or the one that was asked for."""
    here, step = sitting(), request.form.get("step", "")
    if step == "group":
        return _begin(here)
    if step not in steps():
        raise BadRequest
    if here.sent:
        raise AlreadySent
    if step == "consent":
        return _consent(here)
    if step == "files":
        return _files(here)
    if step == "check":
        return _onward(here, step, _read(here))
    return _answers(here, papers().questionnaire.section(step))


@pages.post("/send", guard=Guard.anyone())
def send() -> Response:
    """Send. The same form twice shows the same page."""
    here = sitting()
    if not here.sent and (held_up := _held_up(here)):
        return held_up
    try:
        sending.submit(here.code, papers=papers(), office=office())
    except NotReady as error:
        return check_page(here, _read(here), missing=error.missing)
    except DraftGone:
        return draw("gone.html", 404)
    except BlobMissing:
        content = drafts.change(here.code, without_missing, office=office())
        return files_page(here, content, 409, fault=_("A file did not stay with us. Please send it again."))
    except VaultError as error:
        # A key does not verify: nothing was sealed to it. What was written waits under the code.
        errors.note(error)
        return closed()
    return forget(draw("done.html", here=here))


def _held_up(here: Sitting) -> Response | None:
    """The page that asks to press once more, for what looks like a machine. Nothing is lost: the draft is saved."""
    least = office().settings.limits.seconds_to_write
    seconds = abuse().seconds_since(here.began, here.number, office().clock.now())
    if request.form.get(TRAP):
        kind, wait = Kind.TRAP, 0
    elif seconds is None:
        kind, wait, here = Kind.STAMP, least, begun_now(here)
    elif seconds < least:
        kind, wait = Kind.TOO_QUICK, least - seconds
    else:
        return None
    abuse().note(kind, office().clock.today())
    return draw("hold_on.html", 429, here=here, seconds=wait)


def asked_group(code: Code) -> int:
    """Which group is asked back; always the same for one code, so that a second look does not move the mark."""
    return code.id.bytes[0] % len(code.groups)


def show(here: Sitting, step: str, content: Content, advice: tuple[str, ...] = ()) -> Response:
    """The page of one step as the draft has it."""
    if step == "consent":
        return _consent_page(here, content)
    if step == "files":
        return files_page(here, content, advice=advice)
    if step == "check":
        return check_page(here, content, advice=advice)
    return _section_page(here, papers().questionnaire.section(step), content, advice=advice)


def check_page(
    here: Sitting, content: Content, *, missing: Missing | None = None, advice: tuple[str, ...] = ()
) -> Response:
    """What will be sent, by page, without the words themselves: somebody may stand behind her."""
    questions = papers().questionnaire
    answers = sending.checked(content, questions, office())
    wrong = {problem.field.partition("-")[0] for problem in answers.problems}
    rows = [
        (
            section,
            any(content.answers.get(name) for field in section.fields for name in names_of(field)),
            any(field.id in wrong for field in section.fields),
        )
        for section in questions.sections
    ]
    reads = any(given.use == sending.READING and given.agreed for given in content.consents)
    return draw(
        "check.html", 422 if missing else 200, here=here, rows=rows, content=content, reads=reads, missing=missing,
        advice=advice, place=(len(steps()), len(steps())),
    )  # fmt: skip


def _begin(here: Sitting) -> Response:
    if tidy(request.form.get("group", "")) != here.code.groups[asked_group(here.code)]:
        form = GroupForm(data={})
        given = posted(request.form, papers().questionnaire.safety)
        carried = [(name, value) for name, values in given.items() for value in values]
        marked = asked_group(here.code)
        return draw("group.html", 422, here=here, marked=marked, carried=carried, wrong=True, form=form)
    if not is_open():
        return closed()
    if abuse().seconds_since(here.began, here.number, office().clock.now()) is None:
        # A page of yesterday, of another host, or of nobody: the code is shown once more, and then it goes on.
        abuse().note(Kind.STAMP, office().clock.today())
        return _code_page(begun_now(here), 422)
    questions = papers().questionnaire
    given = posted(request.form, questions.safety)
    if check(questions, questions.safety, given, office().clock.today()).problems:
        given = {}
    content = _save(here, lambda content: content.with_answers(given, given))
    return show(here, "consent", content)


def _consent(here: Sitting) -> Response:
    said = request.form.get("consent-intake", "")
    if said not in ("yes", "no", ""):
        raise BadRequest
    content = _save(here, lambda content: with_consent(content, sending.READING, said == "yes"))
    if said != "yes" and request.form.get("go", "next") == "next":
        return _consent_page(here, content, refused=True)
    return _onward(here, "consent", content)


def with_consent(content: Content, use: str, yes: bool) -> Content:
    """The draft with this answer to the text the person sees now."""
    text = papers().questionnaire.consent(use, current_language())
    others = tuple(given for given in content.consents if given.use != use)
    return msgspec.structs.replace(
        content, consents=(*others, Agreed(use, yes, text.version, text.language, text.digest))
    )


def _answers(here: Sitting, section: Section) -> Response:
    questions = papers().questionnaire
    given = posted(request.form, section.fields)
    names = [name for field in section.fields for name in names_of(field)]
    content = _save(here, lambda content: content.with_answers(names, given))
    strange = {name: (value,) for name, value in request.form.items() if name not in CARRIED | set(names)}
    found = check(questions, section.fields, {**given, **strange}, office().clock.today())
    if found.problems and request.form.get("go", "next") == "next":
        return _section_page(here, section, content, problems=found.problems)
    language = current_language()
    then = tuple(
        option.then.in_(language)
        for field in section.fields
        for option in field.options
        if option.then is not None and option.id in found.choices.get(field.id, ())
    )
    return _onward(here, section.id, content, then)


def _files(here: Sitting) -> Response:
    go = request.form.get("go", "next")
    if ":" in go and not go.startswith("to:"):
        return change_file(here, go, _save)
    return files_done(here)


def files_done(here: Sitting) -> Response:
    """The page that the button pressed on the page of files leads to."""
    return _onward(here, "files", _read(here))


def _onward(here: Sitting, step: str, content: Content, advice: tuple[str, ...] = ()) -> Response:
    go, order = request.form.get("go", "next"), steps()
    at = order.index(step)
    if go == "pause":
        return forget(draw("paused.html", here=here))
    if go.startswith("to:") and go[3:] in order:
        return show(here, go[3:], content)
    if go == "stay":
        return show(here, step, content)
    if go == "back":
        return show(here, order[max(0, at - 1)], content)
    if go != "next":
        raise BadRequest
    return show(here, order[min(len(order) - 1, at + 1)], content, advice)


def _save(here: Sitting, edit: drafts.Edit) -> Content:
    """Save into the draft; one that expired meanwhile begins again, so that nothing typed is lost."""
    with suppress(DraftGone):
        return drafts.change(here.code, edit, office=office())
    with office().unit() as uow:
        if sending.was_sent(here.code, uow=uow):
            raise AlreadySent  # from another window, since this page was let in: nobody would read a new draft
    return drafts.save(here.code, edit, Content(current_language()), office=office())


def _read(here: Sitting) -> Content:
    with office().unit() as uow:
        found = drafts.read(here.code, uow=uow)
    return found.content if found is not None else Content(current_language())


def _consent_page(here: Sitting, content: Content, *, refused: bool = False) -> Response:
    questions, language = papers().questionnaire, current_language()
    later = [use.text(language) for use in questions.consents if use.asked != BEFORE_SENDING]
    said = next((given.agreed for given in content.consents if given.use == sending.READING), None)
    return draw(
        "consent.html", 422 if refused else 200, here=here, text=questions.consent(sending.READING, language),
        later=later, said=said, refused=refused, place=(1, len(steps())),
    )  # fmt: skip


def _section_page(
    here: Sitting,
    section: Section,
    content: Content,
    *,
    problems: tuple[Problem, ...] = (),
    advice: tuple[str, ...] = (),
) -> Response:
    form = question_form(papers().questionnaire, section.fields, content.answers)
    put(form, problems)
    return draw(
        "step.html", 422 if problems else 200, here=here, section=section, form=form, faults=faults(form),
        advice=advice, place=(steps().index(section.id) + 1, len(steps())),
    )  # fmt: skip
