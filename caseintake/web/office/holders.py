"""Who holds the office's own vaults, giving them on, and handing them back."""

from uuid import UUID

from flask import Response, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from caseintake.i18n import _, lazy
from caseintake.identity import holding, people, replacing
from caseintake.identity.holding import Held
from caseintake.identity.refusals import Refused
from caseintake.kernel.actor import Role
from caseintake.vault.holders import VaultKind
from caseintake.web import once
from caseintake.web.forms import Needed, OfficeForm
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.names import REFUSALS, VAULTS, together
from caseintake.web.signed_in import me, pressed

pages = Pages("holders", __name__)

GIVES = Guard.role(Role.COORDINATOR, Role.INTAKE_OFFICER)
KINDS = f"<any({', '.join(kind.value for kind in holding.MAY_HOLD)}):kind>"


class GiveForm(OfficeForm):
    person = SelectField(lazy("Give it to"), [Needed(lazy("Choose a person."))])

    def offer(self, held: Held, names: dict[UUID, str]) -> None:
        self.person.id = f"{held.kind.value}-person"  # several of these forms stand on one page
        self.person.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(str(id), names[id]) for id in held.candidates),
        ]

    def value(self) -> UUID:
        return UUID(self.person.data)


@pages.get("/holders", guard=GIVES, nav=Nav(lazy("Who holds what"), 810))
def show() -> ResponseReturnValue:
    """The office vaults this person holds, with their holders and what is new there."""
    return _draw({}, 200)


def _draw(faulty: dict[VaultKind, GiveForm], code: int) -> Response:
    listed = {one.id: one for one in people.listed(uow=g.uow)}
    names = people.called(uow=g.uow)
    held = holding.held(uow=g.uow)
    forms = {}
    for one in held:
        form = forms[one.kind] = faulty.get(one.kind) or GiveForm(formdata=None)
        form.offer(one, names)
    drawn = render_template(
        "office/people/holders.html",
        held=held,
        forms=forms,
        names=names,
        together=together(names),
        listed=listed,
        vaults=VAULTS,
        replaced={one.kind: replacing.replaced(one.vault_id, uow=g.uow) for one in held},
        since={one.kind: holding.dates_held(one.vault_id, uow=g.uow) for one in held},
        myself=me().id,
    )
    return make_response(drawn, code)


@pages.post(f"/holders/{KINDS}/give", guard=GIVES)
def give(kind: str) -> ResponseReturnValue:
    """Grant one office vault to one person."""
    vault = VaultKind(kind)
    form = GiveForm()
    held = {one.kind: one for one in holding.held(uow=g.uow)}.get(vault)
    if held is None:
        raise NotFound
    form.offer(held, {id: str(id) for id in held.candidates})
    if not form.validate_on_submit():
        return _draw({vault: form}, 400)
    once.heed()
    try:
        holding.give(vault, form.value(), uow=g.uow)
    except Refused as refused:
        form.refuse("person", str(REFUSALS[refused.why]))
        return _draw({vault: form}, 400)
    g.uow.commit()
    return redirect(url_for("holders.show"), 303)


@pages.post(f"/holders/{KINDS}/back", guard=GIVES)
def hand_back(kind: str) -> ResponseReturnValue:
    """Hand one office vault back; never the last holder."""
    pressed()
    once.heed()
    try:
        holding.hand_back(VaultKind(kind), uow=g.uow)
    except Refused as refused:
        form = GiveForm(formdata=None)
        form.form_errors.append(str(REFUSALS[refused.why]))
        return _draw({VaultKind(kind): form}, 400)
    g.uow.commit()
    return redirect(url_for("holders.show"), 303)


@pages.post("/holders/seen/<uuid:announcement_id>", guard=GIVES)
def seen(announcement_id: UUID) -> ResponseReturnValue:
    """Dismiss the news that somebody new holds a vault."""
    pressed()
    try:
        holding.dismiss(announcement_id, uow=g.uow)
    except Refused:
        raise NotFound from None
    g.uow.commit()
    return redirect(url_for("holders.show"), 303)


@pages.post(f"/holders/{KINDS}/replaced/<uuid:person_id>", guard=GIVES)
def seen_replaced(kind: str, person_id: UUID) -> ResponseReturnValue:
    """Dismiss the news that somebody who held a vault has new keys."""
    pressed()
    vault_id = g.uow.roster.office_vaults[VaultKind(kind)]
    if vault_id in g.uow.keystore.mine():
        replacing.dismiss(vault_id, person_id, uow=g.uow)
        g.uow.commit()
    return redirect(url_for("holders.show"), 303)
