"""The costs of a matter: the schedule for the Court, a line of it, receipts, the file to take along.

To whoever does not hold the costs vault these pages say the same whether there is one or not.
"""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from caseintake.access.policy import Action, allows
from caseintake.costs import service, wording
from caseintake.costs.model import CostBook, CostItem, CostKind, CostStage
from caseintake.costs.money import Money, shown
from caseintake.costs.schedule import Line, schedule
from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.documents.refusals import UploadRefused
from caseintake.i18n import _, use
from caseintake.matters import queries
from caseintake.matters.kinds import Forum
from caseintake.matters.model import Applicant, Proceeding
from caseintake.web.office import draft_language, giving_out, one_file
from caseintake.web.office.client_writing import Place
from caseintake.web.office.cost_forms import (
    CostsForm,
    ExpenseForm,
    KeyForm,
    OpenForm,
    ReceiptForm,
    TimeForm,
    WhyForm,
)
from caseintake.web.office.exports import sent_as_file
from caseintake.web.office.matters_pages import (
    called_all,
    frame,
    id_or_none,
    matter,
    may,
    name_of,
    names,
    pages,
    posted,
    save,
    status,
)
from caseintake.web.office.proceeding_title import title_of
from caseintake.web.signed_in import pressed
from caseintake.web.spreadsheet import Cell

READ, RECORD, DECIDE = may(Action.MATTER_READ), may(Action.FACT_RECORD), may(Action.MATTER_CHANGE)
HERE: Final = "/matters/<uuid:matter_id>/costs"
#: A photograph or scan of one receipt.
RECEIPT_BYTES: Final = 15_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """For whom a schedule is made. ``asked`` stands in the address: ``all``, or the id of an application or person."""

    asked: str
    title: str
    among: Collection[UUID]


def held() -> CostBook:
    """The costs of this matter. 404 for whoever does not hold them."""
    book = service.book_of(matter(), uow=g.uow)
    if book is None:
        raise NotFound
    return book


@pages.get(HERE, guard=READ, endpoint="costs")
def index(matter_id: UUID) -> ResponseReturnValue:
    """The schedule; for whoever holds none, what it is and who opens it."""
    book = service.book_of(matter(), uow=g.uow)
    if book is None:
        return _closed(None)
    rows, called = _people()
    every = _applications()
    wanted = _wanted(rows, every, called)
    items = service.items(book, uow=g.uow)
    made = schedule(items, [row.id for row in rows], wanted.among)
    language = draft_language.chosen(draft_language.for_court())
    return render_template(
        "office/costs/index.html",
        **frame("costs"),
        **words(),
        wanted=wanted,
        choices=_choices(rows, every, called),
        whole=made,
        stages=[(stage, found) for stage in CostStage if (found := made.of_stage(stage)).lines],
        out=[item for item in items if item.taken_out],
        proceedings={row.id: title_of(row) for row in queries.proceedings(matter(), uow=g.uow)},
        author=lambda item: name_of(g.uow.proof(item).author.id),
        holders=[name_of(id) for id in service.holders(book, uow=g.uow)],
        book=book,
        language_of_draft=language,
        languages=draft_language.offered(language, draft_language.for_court(), of=wanted.asked),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        today=g.uow.clock.today(),
    )


def words() -> dict[str, Any]:
    """What templates of the costs need to say anything."""
    return {"c": wording, "shown": shown, "hours": wording.hours}


def _people() -> tuple[list[Applicant], dict[UUID, str]]:
    rows = queries.applicants(matter(), uow=g.uow)
    return rows, called_all(rows)


def _applications() -> list[Proceeding]:
    """The applications to the Court: what a claim under Article 41 is made in."""
    return [row for row in queries.proceedings(matter(), uow=g.uow) if row.forum is Forum.ECHR]


def _wanted(rows: list[Applicant], applications: list[Proceeding], called: dict[UUID, str]) -> Wanted:
    asked = request.values.get("of", "all")
    for application in applications:
        if asked == str(application.id):
            return Wanted(asked, title_of(application), frozenset(application.applicants))
    for row in rows:
        if asked == str(row.id):
            return Wanted(asked, called[row.id], frozenset({row.id}))
    return Wanted("all", _("the whole matter"), frozenset(row.id for row in rows))


def _choices(
    rows: list[Applicant], applications: list[Proceeding], called: dict[UUID, str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (_("Matter"), [("all", _("the whole matter"))]),
        (_("Applications"), [(str(row.id), title_of(row)) for row in applications]),
        (_("Applicants"), [(str(row.id), called[row.id]) for row in rows]),
    ]


# --- opening and the key ----------------------------------------------------------------------------------------------


def _closed(form: OpenForm | None) -> tuple[str, int]:
    """The page of a matter whose costs one does not hold, and maybe nobody does."""
    lead = queries.label_of(matter(), uow=g.uow).responsible == g.uow.actor.id
    if form is None:
        form = OpenForm(formdata=None)
        form.offer()
    may_open = lead and allows(g.uow.actor.role, Action.MATTER_CHANGE)
    page = render_template("office/costs/closed.html", **frame("costs"), form=form, may_open=may_open)
    return page, status()


@pages.post(f"{HERE}/open", guard=DECIDE, endpoint="open_costs")
def open_book(matter_id: UUID) -> ResponseReturnValue:
    """A vault for the lead and one other person."""
    form = OpenForm()
    form.offer()
    if form.validate():
        act = partial(service.open_book, matter(), other=UUID(form.other.data), uow=g.uow)
        if save(form, act):
            return redirect(url_for("matters.costs", matter_id=matter_id), 303)
    return _closed(form)


@pages.route(f"{HERE}/key", methods=["GET", "POST"], guard=DECIDE, endpoint="costs_key")
def key(matter_id: UUID) -> ResponseReturnValue:
    """Who holds the costs, how long they are kept, and their end by two."""
    book = held()
    form = KeyForm() if posted() else KeyForm(formdata=None)
    form.offer(service.holders(book, uow=g.uow))
    if not posted():
        form = KeyForm(formdata=None, data={"keep_until": book.keep_until})
        form.offer(service.holders(book, uow=g.uow))
    elif form.validate() and (act := _key_act(form, book)) is not None and save(form, act):
        at = "costs" if form.go.data in ("hand_over", "end") else "costs_key"
        return redirect(url_for(f"matters.{at}", matter_id=matter_id), 303)
    wish = service.asked_to_end(book, uow=g.uow)
    page = render_template(
        "office/costs/key.html",
        **frame("costs"),
        form=form,
        book=book,
        holders=[name_of(id) for id in service.holders(book, uow=g.uow)],
        off_team=[name_of(id) for id in service.off_team(book, matter(), uow=g.uow)],
        wish=wish,
        wished_by=None if wish is None else service.asked_by(wish, uow=g.uow),
        me=g.uow.actor.id,
        lines=len(service.items(book, uow=g.uow)),
    )
    return page, status()


def _key_act(form: KeyForm, book: CostBook) -> Any:
    """What the pressed button does; None for a button that is not there."""
    leaves, joins = id_or_none(form.leaves.data), id_or_none(form.joins.data)
    acts = {
        "hand_over": partial(service.hand_over, book, matter(), leaves=leaves, joins=joins, uow=g.uow),
        "keep": partial(service.keep_until, book, form.keep_until.data, uow=g.uow),
        "ask": partial(service.ask_to_end, book, why=form.why.data or "", uow=g.uow),
        "withdraw": partial(service.withdraw_end, book, uow=g.uow),
        "end": partial(service.end, book, uow=g.uow),
    }
    return acts.get(form.go.data or "")


# --- lines ------------------------------------------------------------------------------------------------------------


@pages.route(f"{HERE}/new/<any(time, expense):kind>", methods=["GET", "POST"], guard=RECORD, endpoint="add_cost")
def add(matter_id: UUID, kind: str) -> ResponseReturnValue:
    """One more line; the next form keeps day, person, rate and stage of the last one."""
    book = held()
    form: TimeForm | ExpenseForm = TimeForm() if kind == CostKind.TIME else ExpenseForm()
    form.offer()
    if not posted():
        _as_last_time(form, book)
    elif form.validate():
        made: list[CostItem] = []
        if save(form, lambda: made.append(service.write(book, matter(), form.value(), uow=g.uow))):
            proves = kind == CostKind.EXPENSE and made[0].proof_id is None and not made[0].no_receipt
            at = {"endpoint": "matters.costs"} if not proves else {
                "endpoint": "matters.cost_receipt", "item_id": made[0].id,
            }  # fmt: skip
            return redirect(url_for(**at, matter_id=matter_id), 303)
    page = render_template("office/costs/form.html", **frame("costs"), form=form, kind=CostKind(kind), **words())
    return page, status()


def _as_last_time(form: TimeForm | ExpenseForm, book: CostBook) -> None:
    mine = [row for row in service.items(book, uow=g.uow) if row.rate is not None and not row.taken_out]
    if isinstance(form, TimeForm):
        form.who.data = names().get(g.uow.actor.id, "")
        own = [row for row in mine if row.who == form.who.data]
        if own and (rate := own[-1].rate) is not None:
            form.rate.data, form.rate_currency.data = rate.text, rate.currency


@pages.route(f"{HERE}/<uuid:item_id>/out", methods=["GET", "POST"], guard=RECORD, endpoint="take_cost_out")
def take_out(matter_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Take a line out of every claim, with the reason."""
    row = service.item(held(), item_id, uow=g.uow)
    form: CostsForm = WhyForm()
    if posted() and form.validate() and save(form, partial(service.take_out, row, why=form["why"].data, uow=g.uow)):
        return redirect(url_for("matters.costs", matter_id=matter_id), 303)
    return render_template("office/costs/out.html", **frame("costs"), form=form, row=row, **words()), status()


@pages.route(
    f"{HERE}/<uuid:item_id>/receipt", methods=["GET", "POST"], guard=RECORD, uploads=True, endpoint="cost_receipt"
)
def receipt(matter_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Add the receipt of a line: the file is sealed in the costs vault as it arrives."""
    row = service.item(held(), item_id, uow=g.uow)
    refused, code = "", 200
    if posted():
        try:
            with one_file.arriving({"revision"}, RECEIPT_BYTES) as found:
                request.use_fields(found.fields)  # type: ignore[attr-defined]
                if not ReceiptForm().validate():
                    refused, code = _("This page is older than your sign-in. Send it again."), 422
                elif not found.files:
                    refused, code = _("Choose a file."), 422
                else:
                    (made,) = documents.keep(found.files[:1], row.vault_id, uow=g.uow)
                    service.prove(row, made, uow=g.uow)
                    g.uow.commit()
                    return redirect(url_for("matters.costs", matter_id=matter_id), 303)
        except UploadRefused as error:
            refused, code = str(error), error.status
    page = render_template(
        "office/costs/receipt.html", **frame("costs"), form=ReceiptForm(None), row=row, refused=refused, **words()
    )
    return page, code


@pages.post(f"{HERE}/<uuid:item_id>/proof", guard=READ, endpoint="cost_proof")
def proof(matter_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """The receipt as a download; that it was opened is noted in the log of the costs vault."""
    row = service.item(held(), item_id, uow=g.uow)
    if row.proof_id is None:
        raise NotFound
    document: Document = giving_out.file_in(row.proof_id, row.vault_id)
    here = url_for("matters.costs", matter_id=matter_id)
    return giving_out.give_out(document, matter().ref, Place(((_("Costs"), here),)))


# --- the file ---------------------------------------------------------------------------------------------------------


@pages.post(f"{HERE}/file/<any(csv, xlsx):kind>", guard=READ, endpoint="costs_file")
def take(matter_id: UUID, kind: str) -> ResponseReturnValue:
    """The schedule as a file, first noted in the log of the costs vault."""
    pressed()
    book = held()
    rows, called = _people()
    wanted = _wanted(rows, _applications(), called)
    made = schedule(service.items(book, uow=g.uow), [row.id for row in rows], wanted.among)
    g.uow.note(book.vault_id, "schedule taken as a file", book.id)
    g.uow.say("schedule taken as a file")
    g.uow.commit()
    with use(draft_language.chosen(draft_language.for_court())):
        proceedings = {row.id: title_of(row) for row in queries.proceedings(matter(), uow=g.uow)}
        lines = [_row(line, proceedings) for line in made.lines]
        lines += [_total(total) for total in made.totals]
        return sent_as_file(kind, _("costs"), _columns(), lines)


def _columns() -> list[str]:
    return [
        _("Stage"), _("Day"), _("Kind"), _("Work or expense"), _("Who"), _("Hours"), _("Rate for an hour"),
        _("Proceeding"), _("Applicants"), _("Whole sum"), _("Share"), _("Currency"), _("Missing"),
    ]  # fmt: skip


def _row(line: Line, proceedings: dict[UUID, str]) -> list[Cell]:
    item = line.item
    named = line.share or line.whole
    return [
        str(wording.STAGES[item.stage]), item.on, str(wording.KINDS[item.kind]), item.what, item.who,
        wording.hours(item.minutes) if item.minutes else "", shown(item.rate) if item.rate else "",
        proceedings.get(item.proceeding_id, "") if item.proceeding_id else "",
        _("%(here)s of %(of)s", here=line.here, of=line.of),
        line.whole.amount if line.whole else "", line.share.amount if line.share else "",
        named.currency if named else "", str(wording.MISSING[line.missing]) if line.missing else "",
    ]  # fmt: skip


def _total(total: Money) -> list[Cell]:
    return [_("Total"), *[""] * 9, total.amount, total.currency, ""]
