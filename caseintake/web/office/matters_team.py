"""Who holds the key of a matter: adding a colleague, also of another firm, and taking the key away again."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from functools import partial
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import SelectField, StringField

from caseintake.access.policy import Action, allows
from caseintake.i18n import _, lazy
from caseintake.identity import holding, replacing
from caseintake.identity.refusals import Refused
from caseintake.kernel.actor import Role
from caseintake.matters import queries, service, team
from caseintake.matters.model import InMatter
from caseintake.representation import firms, newcomers
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.cautions import heeded
from caseintake.web.office.matters_pages import (
    MatterForm,
    called_all,
    frame,
    matter,
    may,
    name_of,
    names,
    pages,
    save,
    status,
)
from caseintake.web.office.names import ROLES
from caseintake.web.office.other_firms import why_not


class MemberForm(MatterForm):
    """Whom to give the key. People no coordinator has vouched for are not offered."""

    person = SelectField(lazy("Colleague"), [Needed(lazy("Choose a colleague."))])

    until = DayField(lazy("Last day, for a grant for a time"))
    firm = StringField(lazy("Of which other firm"), [at_most(200)], filters=[trimmed])

    def offer(self, on_team: list[UUID]) -> None:
        could = [
            (str(one.id), f"{name_of(one.id)} ({ROLES[one.role]})")
            for one in g.uow.roster.people()
            if one.active and one.role is not Role.ADMINISTRATOR and one.id not in on_team and one.id in names()
        ]
        self.person.choices = [("", _("Choose")), *sorted(could, key=lambda pair: pair[1].casefold())]


@pages.route("/matters/<uuid:matter_id>/team", methods=["GET"], guard=may(Action.MATTER_READ), endpoint="team")
def index(matter_id: UUID) -> ResponseReturnValue:
    """Who holds the key since when, and whose files are closed."""
    return _page(_blank())


def _blank() -> MemberForm:
    form = MemberForm()
    form.offer(service.members(matter(), uow=g.uow))
    return form


def _page(form: MemberForm, still: list[InMatter] | None = None) -> ResponseReturnValue:
    here = matter()
    people = queries.everybody(here, uow=g.uow)
    restricted = [row for row in people if row.restricted]
    g.uow.keystore.open({row.client_file_vault_id for row in restricted})
    drawn = render_template(
        "office/matters/team.html",
        **frame("team"),
        form=form,
        members=[(id, g.uow.roster.find(id)) for id in service.members(here, uow=g.uow)],
        since=holding.dates_held(here.vault_id, uow=g.uow),
        news=holding.news(here.vault_id, uow=g.uow),
        replaced=replacing.replaced(here.vault_id, uow=g.uow),
        roles=ROLES,
        restricted=[
            (row, team.people(row.client_file_vault_id, uow=g.uow)
             if g.uow.keystore.can_open(row.client_file_vault_id) else [])
            for row in restricted
        ],
        called=called_all(restricted),
        waiting=newcomers.waiting(here, uow=g.uow),
        agreed=newcomers.agreed(here, uow=g.uow),
        still=still or [],
        still_called=list(called_all(still or []).values()),
        me=g.uow.actor.id,
        firms=team.firms(here, uow=g.uow),
        last_days=team.last_days(here, uow=g.uow),
        today=g.uow.clock.today(),
        unshared=_unshared(),
        may_change=allows(g.uow.actor.role, Action.TEAM_CHANGE),
    )  # fmt: skip
    return drawn, status() if still is None else 200


@pages.post("/matters/<uuid:matter_id>/team/add", guard=may(Action.TEAM_CHANGE), endpoint="add_member")
def add(matter_id: UUID) -> ResponseReturnValue:
    """Give the key of the matter. Restricted client files stay closed to the new colleague."""
    form = _blank()
    if form.validate():
        person_id = UUID(form.person.data)
        firm = form.firm.data or firms.known_of(person_id, uow=g.uow)
        if why := why_not(matter(), firm):
            form.refuse("firm", why)
        add = partial(firms.let_in, matter(), person_id, firm, until=form.until.data, uow=g.uow)
        if not form.errors and _ends(form, person_id) and heeded(form, {person_id}) and save(form, add):
            return redirect(url_for("matters.team", matter_id=matter_id), 303)
    return _page(form)


def _ends(form: MemberForm, person_id: UUID) -> bool:
    """An observer reads for a time and not for ever."""
    person = g.uow.roster.find(person_id)
    if person is not None and person.role is Role.OBSERVER and form.until.data is None:
        form.refuse("until", _("An observer reads for a time. Write the last day."))
    return not form.errors


def _unshared() -> list[tuple[str, str]]:
    """Each other firm on the team, with the clients it can read who have not agreed: what must be mended."""
    here = matter()
    on_team = set(service.members(here, uow=g.uow))
    names_of = {firm for person, firm in team.firms(here, uow=g.uow).items() if person in on_team}
    found = [(firm, firms.not_agreed(here, firm, uow=g.uow)) for firm in sorted(names_of)]
    return [(firm, "; ".join(called_all(rows).values())) for firm, rows in found if rows]


@pages.post(
    "/matters/<uuid:matter_id>/team/<uuid:person_id>/remove",
    guard=may(Action.TEAM_CHANGE),
    endpoint="remove_member",
)
def remove(matter_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Take the key away: from now on nothing new opens to this person."""
    form = _blank()
    form.person.validators, form.person.validate_choice = [], False
    if not form.validate():
        return _page(form)
    kept: list[InMatter] = []
    if not save(form, lambda: kept.extend(service.remove_member(matter(), person_id, uow=g.uow))):
        return _page(form)
    if person_id == g.uow.actor.id:
        return redirect(url_for("matters.index"), 303)
    if kept:
        return _page(_blank(), kept)
    return redirect(url_for("matters.team", matter_id=matter_id), 303)


@pages.post(
    "/matters/<uuid:matter_id>/team/news/<uuid:announcement_id>",
    guard=may(Action.MATTER_READ),
    endpoint="seen_news",
)
def seen(matter_id: UUID, announcement_id: UUID) -> ResponseReturnValue:
    """I have seen that somebody new holds the key."""
    form = MatterForm()
    try:
        if form.validate():
            save(form, lambda: holding.dismiss(announcement_id, uow=g.uow))
    except Refused:
        raise NotFound from None
    return redirect(url_for("matters.team", matter_id=matter_id), 303)


@pages.post(
    "/matters/<uuid:matter_id>/team/replaced/<uuid:person_id>",
    guard=may(Action.MATTER_READ),
    endpoint="seen_replaced",
)
def seen_replaced(matter_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """I have seen that somebody who held the key has new keys of her own."""
    form = MatterForm()
    if form.validate():
        save(form, lambda: replacing.dismiss(matter().vault_id, person_id, uow=g.uow))
    return redirect(url_for("matters.team", matter_id=matter_id), 303)
