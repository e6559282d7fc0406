"""The contact log: what must be known of a person before any contact, then one page to record it."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from functools import partial
from typing import Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.casework import contacts, place, wording
from caseintake.casework.contacts import Contact
from caseintake.casework.kinds import Direction, Reached, Safe, Way
from caseintake.casework.model import ContactEntry
from caseintake.i18n import lazy
from caseintake.matters import happened, queries
from caseintake.matters.model import Applicant
from caseintake.people.abroad import hours_there
from caseintake.web.asked import one_of, whole_number
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.matters_pages import (
    called_all,
    frame,
    id_or_none,
    matter,
    may,
    name_of,
    pages,
    posted,
    save,
    status,
)
from caseintake.web.office.numbers import NumbersField, spans
from caseintake.web.office.work_pages import WorkForm, page_address, papers, people, words

RECORD = may(Action.FACT_RECORD)
#: Entries on one page.
PAGE: Final = 100
#: So many people's notes stand above the form; whoever meets more of them at once reads them on their pages.
READ_BEFORE: Final = 40


class ContactForm(WorkForm):
    applicants = NumbersField(lazy("With which applicants, by number"), [Needed(), at_most(2000)], filters=[trimmed])
    on = DayField(lazy("On which day"), [Needed(lazy("Write the day."))])
    way = SelectField(lazy("How"))
    direction = SelectField(lazy("Who sought whom"))
    reached = SelectField(lazy("Who was reached"))
    with_whom = StringField(lazy("With whom, if not the client"), [at_most(200)], filters=[trimmed])
    safe = SelectField(lazy("Was it safe?"))
    summary = TextAreaField(lazy("What was said"), [at_most(10_000)], filters=[trimmed])
    proof_id = SelectField(lazy("Proof"))

    def offer(self, vaults: tuple[UUID, ...] = ()) -> None:
        self.way.choices = wording.choices(wording.WAYS)
        self.direction.choices = wording.choices(wording.SOUGHT)
        self.reached.choices = wording.choices(wording.REACHED)
        self.safe.choices = wording.choices(wording.SAFE)
        self.proof_id.choices = papers(*vaults)

    def value(self) -> Contact:
        return Contact(
            on=self.on.data,
            way=Way(self.way.data),
            direction=Direction(self.direction.data),
            reached=Reached(self.reached.data),
            with_whom=self.with_whom.data or "",
            safe=Safe(self.safe.data),
            summary=self.summary.data or "",
            proof_id=id_or_none(self.proof_id.data),
        )


class WhomForm(WorkForm):
    """The first step: whose notes must be read before."""

    class Meta(WorkForm.Meta):
        csrf = False

    numbers = NumbersField(lazy("With which applicants, by number"), [at_most(2000)], filters=[trimmed])


def _meant() -> tuple[WhomForm, list[Applicant]]:
    """The applicants the address names, by id or by number."""
    one = request.args.get("applicant", type=UUID)
    known = {row.id: row for row in people()}
    form = WhomForm(request.args)
    if one in known:
        return form, [known[one]]
    return form, [known[id] for id in form.numbers.whose(people())]


@pages.get("/matters/<uuid:matter_id>/contacts", guard=may(Action.MATTER_READ), endpoint="contacts")
def index(matter_id: UUID) -> str:
    """The log as far as client files open, the newest first."""
    whom, meant = _meant()
    ids = {row.id for row in meant}
    way = one_of("way", tuple(Way), default="")
    safe = one_of("safe", tuple(Safe), default="")
    every = [
        row
        for row in contacts.of_matter(matter(), uow=g.uow)
        if (not ids or row.applicant_id in ids) and way in ("", row.way) and safe in ("", row.safe)
    ]
    number = whole_number("page", default=1, least=1)
    shown = every[(number - 1) * PAGE : number * PAGE]
    about = {row.applicant_id for row in shown}
    events = {row.id: row for row in queries.events(matter(), uow=g.uow)}
    return render_template(
        "office/work/contacts.html",
        **frame("contacts"),
        **words(),
        entries=shown,
        page=number,
        page_count=-(-len(every) // PAGE),
        pager_address=page_address,
        whom=whom,
        asked={"numbers": spans([row.number for row in meant]), "way": way, "safe": safe},
        unproven={id for id, event in events.items() if "no_proof" in happened.missing(event)},
        called=called_all([row for row in people() if row.id in about]),
        author=lambda row: name_of(g.uow.proof(row).author.id),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
    )


@pages.route("/matters/<uuid:matter_id>/contacts/new", methods=["GET", "POST"], guard=RECORD, endpoint="record_contact")
def add(matter_id: UUID) -> ResponseReturnValue:
    """First whom, with what must be read before; then what was said. One press is also the proof of contact."""
    whom, meant = _meant()
    form = ContactForm()
    form.offer()
    if posted():
        whose = form.applicants.whose(people())
        meant = [row for row in people() if row.id in set(whose)]
    files = queries.client_files(meant, uow=g.uow)
    form.offer(tuple(file.vault_id for file in files.values()) if len(files) == 1 else ())
    if not posted():
        form.applicants.data = spans([row.number for row in meant])
        form.on.data = g.uow.clock.today()
        form.on.typed = form.on.shown(form.on.data)
    elif form.validate() and not form.errors:
        act = partial(contacts.record, matter(), [row.id for row in meant], form.value(), uow=g.uow)
        if save(form, act):
            return redirect(url_for("matters.contacts", matter_id=matter_id), 303)
    drawn = render_template(
        "office/work/contact_form.html",
        **frame("contacts"),
        **words(),
        form=form,
        whom=whom,
        files=[(row, files.get(row.id)) for row in meant][:READ_BEFORE],
        called=called_all(meant[:READ_BEFORE]),
        more=len(meant) - READ_BEFORE,
        chosen=bool(meant) or posted(),
        hours_there=partial(hours_there, now=g.uow.clock.now()),
    )
    return drawn, status()


class BackForm(WorkForm):
    reason = StringField(lazy("Why"), [Needed(lazy("Say why.")), at_most(300)], filters=[trimmed])


@pages.route(
    "/matters/<uuid:matter_id>/contacts/<uuid:contact_id>/back",
    methods=["GET", "POST"],
    guard=RECORD,
    endpoint="take_back_contact",
)
def back(matter_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """It was written down by mistake: it stays to be read, and the time to be in touch again no longer runs from it."""
    row = place.within(ContactEntry, contact_id, matter(), uow=g.uow)
    form = BackForm()
    if posted() and form.validate():
        act = partial(contacts.take_back, row, matter(), reason=form.reason.data or "", uow=g.uow)
        if save(form, act):
            return redirect(url_for("matters.contacts", matter_id=matter_id), 303)
    called = called_all([one for one in people() if one.id == row.applicant_id])
    drawn = render_template(
        "office/work/contact_back.html", **frame("contacts"), **words(), form=form, row=row, called=called
    )
    return drawn, status()
