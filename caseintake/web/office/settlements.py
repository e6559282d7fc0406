"""Friendly settlements and unilateral declarations of a matter: offers, the answer of each applicant, the papers.

To whoever does not hold the closed part these pages say the same whether there is one or not.
"""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.documents import service as documents
from caseintake.documents.refusals import UploadRefused
from caseintake.i18n import _, lazy
from caseintake.matters import queries, team
from caseintake.matters.facts import Fault
from caseintake.settlements import reminding, service, wording
from caseintake.settlements.model import Answer, Offer, OfferedBy, OfferKind, SettlementPart
from caseintake.settlements.service import Offered
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office import giving_out, one_file
from caseintake.web.office.client_writing import Place
from caseintake.web.office.matters_pages import (
    MatterForm,
    called_all,
    frame,
    ids,
    matter,
    may,
    name_of,
    pages,
    posted,
    save,
    status,
)
from caseintake.web.office.numbers import NumbersField

READ, RECORD, DECIDE = may(Action.MATTER_READ), may(Action.FACT_RECORD), may(Action.TEAM_CHANGE)
HERE: Final = "/matters/<uuid:matter_id>/settlement"
PAPER_BYTES: Final = 25_000_000
GIVE, TAKE, ANSWER, OUT = "give", "take", "answer", "out"


class SettlementForm(MatterForm):
    """Says the faults of this part in its own words."""

    def sentence(self, fault: Fault) -> str:
        return str(wording.FAULTS[fault.code]) if fault.code in wording.FAULTS else super().sentence(fault)


class OpenPartForm(SettlementForm):
    named = SelectMultipleField(lazy("Who else holds the key"))

    def offer(self) -> None:
        members = team.members(matter(), uow=g.uow)
        self.named.choices = [(str(id), name_of(id)) for id in members if id != g.uow.actor.id]


class KeyOfPartForm(SettlementForm):
    person = SelectField(lazy("Who"), [Needed(lazy("Choose a person."))], validate_choice=False)
    go = HiddenField()


class OfferForm(SettlementForm):
    kind = SelectField(lazy("What it is"))
    by = SelectField(lazy("Who proposes it"))
    numbers = NumbersField(lazy("To whom"), [Needed(), at_most(400)], filters=[trimmed])
    offered_on = DayField(lazy("Day of the paper"), [Needed(lazy("Write the day."))])
    answer_by = DayField(lazy("Answer by, as the letter says"))
    in_diary = BooleanField(lazy("Put this day in the diary of the matter"), default=True)
    amount = StringField(lazy("Sum and currency"), [at_most(200)], filters=[trimmed])
    terms = TextAreaField(lazy("Other terms"), [at_most(10_000)], filters=[trimmed])

    def offer(self) -> None:
        self.kind.choices = [(str(kind), str(title)) for kind, title in wording.KINDS.items()]
        self.by.choices = [(str(by), str(title)) for by, title in wording.BY.items()]

    def value(self) -> Offered:
        return Offered(
            kind=OfferKind(self.kind.data),
            by=OfferedBy(self.by.data),
            offered_on=self.offered_on.data,
            answer_by=self.answer_by.data,
            in_diary=bool(self.in_diary.data),
            amount=self.amount.data or "",
            terms=self.terms.data or "",
        )


class AnswerForm(SettlementForm):
    answer = SelectField(lazy("The applicant"), default=Answer.ACCEPTS)
    answered_on = DayField(lazy("On"))
    said = StringField(lazy("How it was given, or what is asked"), [at_most(2000)], filters=[trimmed])
    go = HiddenField(default=ANSWER)

    def offer(self) -> None:
        self.answer.choices = [
            (str(one), str(words)) for one, words in wording.ANSWERS.items() if one != Answer.WAITING
        ]


class PaperForm(SettlementForm):
    pass


def held() -> SettlementPart:
    """The closed part of this matter. 404 for whoever does not hold it."""
    part = service.part_of(matter(), uow=g.uow)
    if part is None:
        raise NotFound
    return part


@pages.get(HERE, guard=READ, endpoint="settlement")
def index(matter_id: UUID) -> ResponseReturnValue:
    """Every offer with its answer; for whoever holds nothing, what this is and who opens it."""
    if service.part_of(matter(), uow=g.uow) is None:
        return _nothing(None)
    return _drawn()


def _nothing(form: OpenPartForm | None) -> tuple[str, int]:
    lead = queries.label_of(matter(), uow=g.uow).responsible == g.uow.actor.id
    if form is None:
        form = OpenPartForm(formdata=None)
        form.offer()
    may_open = lead and allows(g.uow.actor.role, Action.MATTER_CHANGE)
    page = render_template("office/settlements/nothing.html", **frame("settlement"), form=form, may_open=may_open)
    return page, status()


def _drawn(
    form: AnswerForm | None = None, offer_id: UUID | None = None, key: KeyOfPartForm | None = None
) -> tuple[str, int]:
    part = held()
    people = queries.applicants(matter(), uow=g.uow)
    blank = AnswerForm(formdata=None)
    blank.offer()
    every = service.offers(part, uow=g.uow)
    holders = service.holders(part, uow=g.uow)
    order = {row.id: row.number for row in people}
    members = team.members(matter(), uow=g.uow)
    page = render_template(
        "office/settlements/index.html",
        **frame("settlement"),
        w=wording,
        part=part,
        offers=sorted(every, key=lambda one: order.get(one.offer.applicant_id, 0)),
        papers=service.papers(part, uow=g.uow),
        days=reminding.days_of(every, matter(), uow=g.uow),
        people=called_all(people),
        form_of=lambda id: form if form is not None and id == offer_id else blank,
        tried=form,
        open_offer=offer_id,
        key=key or KeyOfPartForm(formdata=None),
        holders=[(id, id in members) for id in holders],
        candidates=[id for id in members if id not in holders],
        signed=lambda row: g.uow.proof(row).author.id,
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        may_give=allows(g.uow.actor.role, Action.TEAM_CHANGE),
    )
    return page, status()


@pages.post(f"{HERE}/open", guard=DECIDE, endpoint="open_settlement")
def open_part(matter_id: UUID) -> ResponseReturnValue:
    """A vault for the lead and the people she names."""
    form = OpenPartForm()
    form.offer()
    act = partial(service.open_part, matter(), named=ids(form.named.data), uow=g.uow)
    if form.validate() and save(form, act):
        return _back()
    return _nothing(form) if service.part_of(matter(), uow=g.uow) is None else _back()


@pages.post(f"{HERE}/key", guard=DECIDE, endpoint="settlement_key")
def hand_key(matter_id: UUID) -> ResponseReturnValue:
    """Name one more person of the team, or take the key from one."""
    part, form = held(), KeyOfPartForm()
    if form.validate():
        try:
            person = UUID(form.person.data)
        except ValueError:
            form.refuse("person", _("Choose a person."))
            return _drawn(key=form)
        give = partial(service.give_key, part, matter(), person, uow=g.uow)
        take = partial(service.take_key, part, person, uow=g.uow)
        if save(form, give if form.go.data == GIVE else take):
            return _back()
    return _drawn(key=form)


@pages.route(f"{HERE}/new", methods=["GET", "POST"], guard=RECORD, endpoint="add_offer")
def add(matter_id: UUID) -> ResponseReturnValue:
    """The same offer to some applicants; each answers alone."""
    part, form = held(), OfferForm()
    form.offer()
    if posted() and form.validate():
        whose = form.numbers.whose(queries.applicants(matter(), uow=g.uow))
        made: list[Offer] = []
        if not form.errors and save(
            form, lambda: made.extend(service.offer(part, matter(), form.value(), whose, uow=g.uow))
        ):
            reminding.put_down(made[0], matter(), uow=g.uow)  # apart from the offer: see there
            g.uow.commit()
            return _back()
    page = render_template("office/settlements/form.html", **frame("settlement"), form=form)
    return page, status()


@pages.post(f"{HERE}/<uuid:offer_id>", guard=RECORD, endpoint="answer_offer")
def answer(matter_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    """What one applicant says to one offer; or the offer is taken out."""
    part, form = held(), AnswerForm()
    form.offer()
    if form.validate():
        said = form.said.data or ""
        act: Callable[[], object]
        if form.go.data == OUT:
            act = partial(service.take_out, part, offer_id, said, uow=g.uow)
        else:
            on = form.answered_on.data or g.uow.clock.today()
            act = partial(service.answer, part, offer_id, Answer(form.answer.data), on, said, uow=g.uow)
        if save(form, act):
            if reminding.end(part, offer_id, uow=g.uow):
                g.uow.commit()
            return _back()
    service.one(part, offer_id, uow=g.uow)
    return _drawn(form, offer_id)


def _back() -> ResponseReturnValue:
    return redirect(url_for("matters.settlement", matter_id=matter().id), 303)


# --- papers --------------------------------------------------------------------------------------------------------


@pages.route(f"{HERE}/papers", methods=["GET", "POST"], guard=RECORD, uploads=True, endpoint="settlement_paper")
def paper(matter_id: UUID) -> ResponseReturnValue:
    """Add a paper: the file is sealed in the closed part as it arrives."""
    part = held()
    refused, code = "", 200
    if posted():
        try:
            with one_file.arriving({"revision"}, PAPER_BYTES) as found:
                request.use_fields(found.fields)  # type: ignore[attr-defined]
                if not PaperForm().validate():
                    refused, code = _("This page is older than your sign-in. Send it again."), 422
                elif not found.files:
                    refused, code = _("Choose a file."), 422
                else:
                    documents.keep(found.files[:1], part.vault_id, uow=g.uow)
                    g.uow.say("settlement paper added")
                    g.uow.commit()
                    return _back()
        except UploadRefused as error:
            refused, code = str(error), error.status
    page = render_template(
        "office/settlements/paper.html", **frame("settlement"), form=PaperForm(None), refused=refused
    )
    return page, code


@pages.post(f"{HERE}/papers/<uuid:document_id>", guard=READ, endpoint="settlement_file")
def fetch(matter_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """A paper as a download; that it was opened is noted in the log of the closed part."""
    part = held()
    document = giving_out.file_in(document_id, part.vault_id)
    here = url_for("matters.settlement", matter_id=matter_id)
    return giving_out.give_out(document, matter().ref, Place(((_("Settlement"), here),)))
