"""Before a journey or an interrogation: by when one is back, and who is told if not. Nothing opens by itself."""

from uuid import UUID

from flask import Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired

from caseintake.diary.wording import hour
from caseintake.i18n import _, lazy
from caseintake.identity import freezing, people
from caseintake.kernel.actor import OUTSIDE, Role
from caseintake.reminders import check_in
from caseintake.reminders.check_in import MOST_GRACE, MOST_HOURS, BadCheckIn
from caseintake.web.forms import Needed, OfficeForm, Within
from caseintake.web.guards import Guard, Pages
from caseintake.web.office.names import ROLES
from caseintake.web.signed_in import me, pressed

pages = Pages("check_in", __name__)
STAFF = Guard.role(*(role for role in Role if role is not Role.OBSERVER and role not in OUTSIDE))
_WHOLE = lazy("Write a whole number of hours, from 1 to %(most)s.", most=MOST_HOURS)
_GRACE = lazy("Write a whole number of hours, from 1 to %(most)s.", most=MOST_GRACE)


class CheckInForm(OfficeForm):
    hours = IntegerField(lazy("I am back within so many hours"), [InputRequired(_WHOLE), Within(1, MOST_HOURS, _WHOLE)])
    grace = IntegerField(
        lazy("If not, tell them so many hours later"),
        [InputRequired(_GRACE), Within(1, MOST_GRACE, _GRACE)],
        default=3,
    )
    first = SelectField(lazy("Tell this colleague"), [Needed(lazy("Choose a colleague."))])
    second = SelectField(lazy("And this one"), default="")

    def offer(self) -> None:
        names, shut = people.called(uow=g.uow), freezing.frozen(uow=g.uow)
        others = [
            (str(one.id), f"{names[one.id]} ({ROLES[one.role]})")
            for one in g.uow.roster.people()
            if one.active and one.id != me().id and one.id not in shut and one.role not in OUTSIDE
        ]
        self.first.choices = self.second.choices = [
            ("", _("Choose")),
            *sorted(others, key=lambda one: one[1].casefold()),
        ]

    def value(self) -> tuple[int, int, list[UUID]]:
        chosen = [UUID(field.data) for field in (self.first, self.second) if field.data]
        return int(self.hours.data or 0), int(self.grace.data or 0), chosen


def _form(*, empty: bool = False) -> CheckInForm:
    form = CheckInForm(formdata=None) if empty else CheckInForm()
    form.offer()
    return form


@pages.get("/check-in", guard=STAFF)
def show() -> Response:
    """One's own, and those of colleagues who have not come back."""
    return _draw(_form(empty=True))


@pages.post("/check-in", guard=STAFF)
def ask() -> ResponseReturnValue:
    """Tell these colleagues if I am not back."""
    form = _form()
    if not form.validate_on_submit():
        return _draw(form, 400)
    try:
        check_in.ask(*form.value(), uow=g.uow)
    except BadCheckIn:
        form.refuse("first", _("Choose one or two colleagues."))
        return _draw(form, 400)
    return _done()


@pages.post("/check-in/back", guard=STAFF)
def back() -> ResponseReturnValue:
    """I am back."""
    pressed()
    check_in.back(uow=g.uow)
    return _done()


@pages.post("/check-in/settled", guard=STAFF)
def settled() -> ResponseReturnValue:
    """We know how she is."""
    pressed()
    try:
        check_in.settle(UUID(request.form.get("which", "")), uow=g.uow)
    except ValueError:
        raise BadRequest from None
    except LookupError:
        raise NotFound from None
    return _done()


def _done() -> ResponseReturnValue:
    g.uow.commit()
    return redirect(url_for("check_in.show"), 303)


def _draw(form: CheckInForm, code: int = 200) -> Response:
    drawn = render_template(
        "office/check_in/show.html",
        form=form,
        own=check_in.own(uow=g.uow),
        told=check_in.told(uow=g.uow),
        names=people.called(uow=g.uow),
        local=lambda minutes: check_in.local(minutes, g.uow),
        hour=hour,
    )
    return make_response(drawn, code)
