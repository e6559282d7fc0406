"""Asking for second readings of many limits at once: one line for each question, each with its own proof."""

from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField

from caseintake.access.policy import Action, roles
from caseintake.deadlines import readings, slips, wording
from caseintake.deadlines.readings import Unread
from caseintake.i18n import _, lazy, ngettext
from caseintake.matters.refusal import Refusal
from caseintake.web.asked import whole_number
from caseintake.web.forms import Needed
from caseintake.web.guards import Guard
from caseintake.web.office.board_filters import pages
from caseintake.web.office.deadline_forms import LimitForm
from caseintake.web.office.matters_pages import name_of
from caseintake.web.signed_in import pressed

ASKS = Guard.role(*roles(Action.MATTER_CHANGE))
#: As much of a proof as fits on a line; one page of it goes with a slip from the page of a limit.
PROOF_CHARACTERS = 200


class ManyForm(LimitForm):
    reader = SelectField(lazy("Who shall read them"), [Needed(lazy("Choose a person."))])
    chosen = SelectMultipleField(lazy("What shall be read"), [Needed(lazy("Tick at least one line."))])

    def offer(self, known: list[Unread]) -> None:
        people = sorted(((str(id), name_of(id)) for id in slips.readers(uow=g.uow)), key=lambda pair: pair[1])
        self.reader.choices = [("", _("choose")), *people]
        self.chosen.choices = [(one.key, one.codename) for one in known]


@pages.route("/board/readings", methods=["GET", "POST"], guard=ASKS, endpoint="readings")
def show() -> ResponseReturnValue:
    """Every question nobody has agreed to, the first to end first; ticked ones go to one reader, a slip each."""
    today = g.uow.clock.today()
    every = readings.unread(uow=g.uow)
    open_ = [one for one in every if not one.waits(today) and not one.agreed]
    out = [one for one in every if one.waits(today)]
    number = whole_number("page", default=1, least=1)
    shown = open_[(number - 1) * readings.AT_ONCE : number * readings.AT_ONCE]
    form = ManyForm()
    form.offer(shown)
    proofs = {one.key: request.form.get(f"proof-{one.key}", "").strip() for one in shown}
    if form.is_submitted() and _fits(form, proofs) and form.validate():
        try:
            ticked = set(form.chosen.data or ())
            chosen = [one for one in shown if one.key in ticked]
            readings.ask(chosen, reader=UUID(form.reader.data), proofs=proofs, uow=g.uow)
            g.uow.commit()
            return redirect(url_for("board.readings"), 303)
        except Refusal as refusal:
            g.uow.session.rollback()
            form.show(refusal.faults)
    drawn = render_template(
        "office/board/readings.html",
        form=form,
        shown=shown,
        out=out,
        agreed=[one for one in every if one.agreed],
        proofs=proofs,
        longest=PROOF_CHARACTERS,
        page=number,
        last_page=max(1, -(-len(open_) // readings.AT_ONCE)),
        paged=lambda at: url_for("board.readings", page=at),
        today=today,
        name_of=name_of,
        w=wording,
    )
    return drawn, 422 if form.is_submitted() else 200


@pages.post("/board/readings/in", guard=ASKS, endpoint="take_readings_in")
def take_in() -> ResponseReturnValue:
    """Every matter in which a reader agreed is counted, as from its own page."""
    pressed()
    if readings.take_in(readings.unread(uow=g.uow), uow=g.uow):
        g.uow.say("time-limits counted")
        g.uow.commit()
    return redirect(url_for("board.readings"), 303)


def _fits(form: ManyForm, proofs: dict[str, str]) -> bool:
    """Whether each proof fits on its line; else the form says so, and nothing typed is lost."""
    long = sum(1 for text in proofs.values() if len(text) > PROOF_CHARACTERS)
    if long:
        form.form_errors.append(
            ngettext("%(n)s proof is too long: at most %(most)s characters.",
                     "%(n)s proofs are too long: at most %(most)s characters.", long, most=PROOF_CHARACTERS)
        )  # fmt: skip
    return not long
