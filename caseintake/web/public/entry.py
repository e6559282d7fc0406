"""The first pages: they save the person before they collect anything."""

from flask import Response, request

from caseintake.i18n import current_language
from caseintake.intake import visits
from caseintake.intake.answers import check
from caseintake.web import leaving
from caseintake.web.guards import Guard, Pages
from caseintake.web.languages import IN_LANGUAGE
from caseintake.web.public.browsers import warning
from caseintake.web.public.counter import draw, drawn_once, is_open, months, papers, somebody_is_told
from caseintake.web.public.forms import faults, posted, put, question_form
from caseintake.web.units import office

pages = Pages("entry", __name__, url_prefix=IN_LANGUAGE)
pages.add_app_template_global(months)
pages.add_app_template_global(drawn_once)


@pages.get("/", guard=Guard.anyone())
def first() -> Response:
    """Four questions about this moment, before anything is asked about the case."""
    questions = papers().questionnaire
    form = question_form(questions, questions.safety, {})
    return draw("first.html", form=form, open=is_open(), warning=_warning(), faults=[])


@pages.post("/advice", guard=Guard.anyone())
def advice() -> Response:
    """What follows from the four answers, first aid, and what cannot be hidden."""
    questions = papers().questionnaire
    given = posted(request.form, questions.safety)
    answers = check(questions, questions.safety, given, office().clock.today())
    if answers.problems:
        form = question_form(questions, questions.safety, given)
        put(form, answers.problems)
        return draw("first.html", 422, form=form, open=is_open(), warning=_warning(), faults=faults(form))
    language = current_language()
    then = [
        (option.then.in_(language), option.urgent)
        for field in questions.safety
        for option in field.options
        if option.id in answers.choices.get(field.id, ()) and option.then is not None
    ]
    return draw(
        "advice.html",
        then=then,
        urgent=answers.urgent,
        told=somebody_is_told(),
        carried=[(name, value) for name, values in given.items() for value in values if value],
        warning=_warning(),
        aid=questions.first_aid,
        open=is_open(),
    )


@pages.get("/first-aid", guard=Guard.anyone())
def first_aid() -> Response:
    """A sheet to print: what to do with a phone that may be watched."""
    return draw("first_aid.html", aid=papers().questionnaire.first_aid)


@pages.get("/readers", guard=Guard.anyone())
def readers() -> Response:
    """Who reads what is sent, who is bound by advocate's secrecy, and that nobody is anybody's lawyer yet."""
    return draw("readers.html", office=papers().office)


@pages.get("/help", guard=Guard.anyone())
def others() -> Response:
    """Somebody else who helps, without an account."""
    return draw("helplines.html")


@pages.post("/close", guard=Guard.anyone())
def close() -> Response:
    """The button for leaving, on a page that belongs to a sitting or a visit: both end here."""
    if number := request.form.get("sitting", ""):
        visits.leave(number, office=office())
    if token := request.form.get("visit", ""):
        visits.end(token, office=office())
    return leaving.neutral()


def _warning() -> str:
    return warning(request.headers.get("User-Agent", ""))
