"""A new recovery key: coordinators compare its words, and see what the old shares still open."""

from flask import Response, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.validators import DataRequired

from caseintake.i18n import lazy
from caseintake.identity import people, recovering
from caseintake.identity.refusals import Refused
from caseintake.kernel.actor import Role
from caseintake.web.forms import OfficeForm
from caseintake.web.guards import Guard, Pages
from caseintake.web.office.names import REFUSALS
from caseintake.web.signed_in import me

pages = Pages("recovery", __name__)
COORDINATES = Guard.role(Role.COORDINATOR)


class AgreeForm(OfficeForm):
    same = BooleanField(
        lazy("All nine words are the ones that were written down with the new shares."),
        [DataRequired(lazy("Without comparing all nine words no recovery key comes into force."))],
    )


@pages.get("/people/recovery", guard=COORDINATES)
def show() -> ResponseReturnValue:
    """The key that waits, and what the old shares still open."""
    return _draw(AgreeForm(formdata=None), 200)


@pages.post("/people/recovery", guard=COORDINATES)
def agree() -> ResponseReturnValue:
    """The words were compared; with the second coordinator the key is in force."""
    form = AgreeForm()
    if not form.validate_on_submit():
        return _draw(form, 400)
    try:
        recovering.agree(uow=g.uow)
    except Refused as refused:
        form.form_errors.append(str(REFUSALS[refused.why]))
        return _draw(form, 400)
    g.uow.commit()
    return redirect(url_for("recovery.show"), 303)


def _draw(form: AgreeForm, code: int) -> Response:
    row = recovering.offered(uow=g.uow)
    drawn = render_template(
        "office/people/recovery.html",
        form=form,
        offered=row,
        words=() if row is None else _words(row.hpke_public, row.sign_public),
        first=None if row is None else recovering.agreed_by(row, uow=g.uow),
        names=people.called(uow=g.uow),
        still_open=recovering.still_opened_by_old_shares(uow=g.uow),
        since=g.uow.roster.recovery_keys[-1].seq,
        myself=me().id,
    )
    return make_response(drawn, code)


def _words(public: bytes, sign_public: bytes) -> tuple[str, ...]:
    return recovering.words_of(public, sign_public, fingerprint=g.uow.roster.fingerprint)
