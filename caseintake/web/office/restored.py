"""After a restore: what was lost, who is on the roster, and two coordinators who say that it is right."""

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.validators import DataRequired

from caseintake.backup import confirming
from caseintake.i18n import lazy
from caseintake.identity import people
from caseintake.kernel.actor import Role
from caseintake.web import restored
from caseintake.web.forms import OfficeForm
from caseintake.web.guards import Guard, Pages
from caseintake.web.office.names import ROLES
from caseintake.web.signed_in import me

pages = Pages("restored", __name__)


class ConfirmForm(OfficeForm):
    known = BooleanField(
        lazy("I know everybody on this list, and each of them may work here today."),
        [DataRequired(lazy("Tick this only if you know everybody. Remove the others first."))],
    )


@pages.get("/restored", guard=Guard.signed_in())
def show() -> ResponseReturnValue:
    """What is waited for; for an office that is open, its first page."""
    if restored.standing() is None:
        return redirect(url_for("account.home"), 303)
    return _draw(ConfirmForm(formdata=None))


@pages.post("/restored", guard=Guard.role(Role.COORDINATOR))
def confirm() -> ResponseReturnValue:
    """This coordinator's signature under the roster as it is now."""
    if restored.standing() is None:
        return redirect(url_for("account.home"), 303)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _draw(form), 400
    confirming.confirm(uow=g.uow)
    g.uow.commit()
    return redirect(url_for("restored.show"), 303)


def _draw(form: ConfirmForm) -> str:
    found = restored.standing()
    if found is None or me().waiting:
        return render_template("office/restored/show.html", found=found, form=None, roster=(), by=())
    names = people.called(uow=g.uow)
    roster = sorted((names[one.id], str(ROLES[one.role])) for one in g.uow.roster.people() if one.active)
    may = me().role is Role.COORDINATOR and me().id not in found.by
    return render_template(
        "office/restored/show.html",
        found=found,
        form=form if may else None,
        roster=roster,
        by=[names[id] for id in found.by],
        destroyed=confirming.destroyed_again(uow=g.uow),
    )
