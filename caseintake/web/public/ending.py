"""Stop, delete, lock, or a new code: each on a page of its own that says what happens, before it happens."""

from enum import StrEnum

from flask import Response, request
from werkzeug.exceptions import BadRequest

from caseintake.intake import drafts, returning, visits
from caseintake.intake.model import Wish
from caseintake.intake.receipts import Code, NoCode, new_code, read_code, tidy
from caseintake.web import leaving
from caseintake.web.guards import Guard, Pages
from caseintake.web.hardening import forget
from caseintake.web.languages import IN_LANGUAGE
from caseintake.web.public.counter import draw, papers
from caseintake.web.public.sittings import PageLeft
from caseintake.web.public.visiting import OpenVisit, VisitEnded, conversation, here
from caseintake.web.public.writing import asked_group
from caseintake.web.units import office

pages = Pages("ending", __name__, url_prefix=IN_LANGUAGE)


class End(StrEnum):
    """What can be done with a code."""

    STOP = "stop"
    DELETE = "delete"
    LOCK = "lock"
    REPLACE = "replace"


@pages.errorhandler(PageLeft)
def _left(_error: PageLeft) -> Response:
    return leaving.neutral()


@pages.errorhandler(VisitEnded)
def _ended(_error: VisitEnded) -> Response:
    return draw("visit_ended.html", 401, kept=False)


@pages.post("/visit/ending", guard=Guard.client())
def choose() -> Response:
    """The four, each in plain words."""
    return draw("ending.html", here=here(), ends=list(End))


@pages.post("/visit/ending/confirm", guard=Guard.client())
def confirm() -> Response:
    """Ask once more. A new code is shown here, before the old one dies."""
    end = _chosen()
    if end is End.REPLACE:
        return _show_new(here())
    return draw("confirm.html", here=here(), end=end)


@pages.post("/visit/ending/group", guard=Guard.client())
def group() -> Response:
    """Ask one group of the new code back, on a page that does not show it."""
    new = _new_code()
    return draw("new_code_group.html", here=here(), new=new, marked=asked_group(new), wrong=False)


@pages.post("/visit/ending/do", guard=Guard.client())
def act() -> Response:
    """Do it. From here on the old code opens nothing."""
    visit, end = here(), _chosen()
    if end is End.REPLACE:
        return _replace(visit)
    with conversation(write=True) as (uow, own):
        if end is End.LOCK:
            returning.lock(own, uow=uow)
        else:
            returning.withdraw(Wish(end.value), _copy_days(), own, uow=uow)
        uow.commit()
    drafts.discard(visit.code, office=office())
    visits.end(visit.token, office=office())
    return forget(draw("closed.html"))


def _chosen() -> End:
    try:
        return End(request.form.get("end", ""))
    except ValueError:
        raise BadRequest from None


def _copy_days() -> int:
    words = papers().office
    return words.copy_days if words is not None else 30


def _new_code() -> Code:
    try:
        return read_code(request.form.get("new", ""))
    except NoCode:
        raise BadRequest from None


def _show_new(visit: OpenVisit) -> Response:
    new = _new_code() if request.form.get("new") else new_code()
    return draw("new_code.html", here=visit, new=new, marked=asked_group(new))


def _replace(visit: OpenVisit) -> Response:
    new = _new_code()
    if tidy(request.form.get("group", "")) != new.groups[asked_group(new)]:
        return draw("new_code_group.html", 422, here=visit, new=new, marked=asked_group(new), wrong=True)
    with conversation(write=True) as (uow, own):
        returning.replace_code(new, own, uow=uow)
        uow.commit()
    drafts.move(visit.code, new, office=office())
    visits.end(visit.token, office=office())
    return draw("code_replaced.html", here=OpenVisit(new, visits.begin(new, office=office())))
