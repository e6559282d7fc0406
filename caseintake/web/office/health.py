"""The page *Health*: whether the office may be relied on, whether the public form is open, what was refused.

For the administrator, who opens nothing, and for coordinators, who decide. It names nobody; coordinators
read the letters of a matter that one person alone opens.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import Response, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired

from caseintake.health import decisions, keys
from caseintake.health.abuse import KEPT_DAYS, Kind
from caseintake.health.decisions import Act
from caseintake.health.examine import examine
from caseintake.health.findings import Bar, Finding, Question
from caseintake.health.form import IN_SPITE_DAYS, standing
from caseintake.i18n import lazy
from caseintake.identity import people
from caseintake.kernel.actor import Role
from caseintake.web.forms import Needed, OfficeForm, Within, at_most, trimmed
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.observed import abuse
from caseintake.web.signed_in import me, pressed
from caseintake.web.units import office

pages = Pages("health", __name__)

SEES = Guard.role(Role.ADMINISTRATOR, Role.COORDINATOR)
DECIDES = Guard.role(Role.COORDINATOR)
SWITCHES = Guard.role(Role.ADMINISTRATOR)
QUESTION = f"<any({', '.join(Question)}):question>"
MOST_GIGABYTES = 10_000

REFUSED = {
    Kind.TOO_QUICK: lazy("Asked to press again: sent faster than a person writes"),
    Kind.STAMP: lazy("Asked to press again: the page was old, or not ours"),
    Kind.TRAP: lazy("Asked to press again: filled in a field nobody sees"),
    Kind.ADDRESS: lazy("Told to wait: many forms begun from one connection"),
    Kind.DAY_FULL: lazy("Files not taken: the share of the day was used up"),
    Kind.CODE_FULL: lazy("Files not taken: the share of one code was used up"),
    Kind.UPLOADS_BUSY: lazy("Files not taken: too many were arriving at once"),
}


class ReasonForm(OfficeForm):
    reason = TextAreaField(
        lazy("Why"), [Needed(lazy("Say why. Other coordinators read it.")), at_most(500)], filters=[trimmed]
    )

    def named(self, name: str) -> "ReasonForm":
        """Several of these forms stand on one page."""
        self.reason.id = f"{name}-reason"
        return self

    def value(self) -> str:
        return str(self.reason.data)


class QuotaForm(ReasonForm):
    gigabytes = IntegerField(
        lazy("Gigabytes of files a day"),
        [InputRequired(lazy("Write a whole number.")), Within(0, MOST_GIGABYTES, lazy("Write a whole number."))],
    )


@dataclass
class Faulty:
    """The form that was sent and could not be read, by the place on the page where it stands."""

    place: str = ""
    form: ReasonForm | None = None
    forms: dict[str, ReasonForm] = field(default_factory=dict)

    def __call__(self, place: str) -> ReasonForm:
        if place not in self.forms:
            sent = self.form if place == self.place else None
            kind = QuotaForm if place == "quota" else ReasonForm
            self.forms[place] = (sent or kind(formdata=None)).named(place)
        return self.forms[place]


@pages.get("/health", guard=SEES, nav=Nav(lazy("Health"), 830))
def show() -> ResponseReturnValue:
    """All findings as they are at this moment."""
    return _draw(Faulty())


def _draw(faulty: Faulty, code: int = 200) -> Response:
    today = office().clock.today()
    now = standing(examine(office()), uow=g.uow)
    quota = decisions.day_quota(uow=g.uow)
    drawn = render_template(
        "office/health/show.html",
        now=now,
        form=faulty,
        sent=faulty.form,
        decides=DECIDES.admits(me()),
        switches=SWITCHES.admits(me()),
        may_open=Bar.MAY_OPEN,
        lone=_lone(now.findings),
        names=people.called(uow=g.uow),
        reasons=decisions.reasons(uow=g.uow),
        days=IN_SPITE_DAYS,
        quota=quota // decisions.GIGABYTE,
        used=min(100, abuse().taken(today) * 100 // quota) if quota else 100,
        counts=abuse().counts(today),
        kept=KEPT_DAYS,
        refused=REFUSED,
    )
    return make_response(drawn, code)


def _lone(findings: Iterable[Finding]) -> list[str]:
    """The letters of matters with one holder; for who decides, and only while the signed rows could be read."""
    told = any(one.question is Question.MATTERS and one.bar is Bar.MAY_OPEN for one in findings)
    return keys.lone_matters(g.uow) if told and DECIDES.admits(me()) else []


@pages.post("/health/close", guard=DECIDES)
def close() -> ResponseReturnValue:
    """Close the public form at once."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _draw(Faulty("close", form), 400)
    decisions.close(form.value(), uow=g.uow)
    return _done()


@pages.post("/health/reopen", guard=DECIDES)
def reopen() -> ResponseReturnValue:
    """Take a closing back."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _draw(Faulty("reopen", form), 400)
    decisions.reopen(form.value(), uow=g.uow)
    return _done()


@pages.post("/health/switch-off", guard=SWITCHES)
def switch_off() -> ResponseReturnValue:
    """The administrator closes the public form at once."""
    pressed()
    decisions.switch(Act.CLOSE, uow=g.uow)
    return _done()


@pages.post("/health/switch-on", guard=SWITCHES)
def switch_on() -> ResponseReturnValue:
    """The administrator takes her closing back; findings and a coordinator's closing count as before."""
    pressed()
    decisions.switch(Act.REOPEN, uow=g.uow)
    return _done()


@pages.post(f"/health/in-spite/{QUESTION}", guard=DECIDES)
def in_spite(question: str) -> ResponseReturnValue:
    """Open the form in spite of one finding. Raises 404 for one that is in order, or that nobody may overlook."""
    found = next(one for one in examine(office()) if one.question == question)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _draw(Faulty(question, form), 400)
    try:
        decisions.open_in_spite(found, form.value(), uow=g.uow)
    except decisions.CannotDecide:
        raise NotFound from None
    return _done()


@pages.post("/health/quota", guard=DECIDES)
def quota() -> ResponseReturnValue:
    """Another share of files a day."""
    form = QuotaForm()
    if not form.validate_on_submit():
        return _draw(Faulty("quota", form), 400)
    decisions.set_quota(int(form.gigabytes.data or 0), form.value(), uow=g.uow)
    return _done()


def _done() -> ResponseReturnValue:
    g.uow.commit()
    return redirect(url_for("health.show"), 303)
