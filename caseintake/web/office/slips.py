"""Slips to read: a date, the days it stands on, one page of proof. Nothing else of the matter, and no key to it."""

from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from caseintake.deadlines import readings, slips, wording
from caseintake.deadlines.counting import again
from caseintake.deadlines.model import Verdict
from caseintake.deadlines.slips import Asked
from caseintake.deadlines.statute import the_law
from caseintake.diary.kinds import SetBy
from caseintake.diary.wording import SET_BY
from caseintake.i18n import _, current_language, format_day, lazy
from caseintake.law import explain
from caseintake.matters import states
from caseintake.matters.refusal import Refusal
from caseintake.matters.wording import word
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.deadline_forms import AnswerForm
from caseintake.web.office.matters_pages import name_of

pages = Pages("slips", __name__)
READER = Guard.role(*slips.READERS)


@pages.get("/slips", guard=READER, nav=Nav(lazy("Second readings"), 25))
def index() -> str:
    """What the person was asked to read, unanswered first."""
    return render_template(
        "office/slips/index.html",
        asked=slips.to_read(uow=g.uow),
        expired=slips.expired,
        today=g.uow.clock.today(),
        name_of=name_of,
        w=wording,
    )


@pages.route("/slips/<uuid:slip_id>", methods=["GET", "POST"], guard=READER, endpoint="one")
def one(slip_id: UUID) -> ResponseReturnValue:
    """One slip, counted again here from its own days, and the answer."""
    asked = slips.one(slip_id, uow=g.uow)
    if asked.slip.reader != g.uow.actor.id:
        raise NotFound
    form = AnswerForm()
    form.offer()
    if form.validate_on_submit():
        try:
            said = form.value()
            slips.answer(asked.slip, **said._asdict(), uow=g.uow)
            if form.together.data and said.verdict is Verdict.AGREE:
                readings.agree(_same(asked), note=said.note, uow=g.uow)
            g.uow.commit()
            return redirect(url_for("slips.index"), 303)
        except Refusal as refusal:
            g.uow.session.rollback()
            form.show(refusal.faults)
    return _drawn(asked, form), 422 if form.is_submitted() else 200


def _same(asked: Asked) -> list[Asked]:
    return readings.same(asked, slips.to_read(uow=g.uow), g.uow.clock.today())


def _drawn(asked: Asked, form: AnswerForm) -> str:
    slip, law = asked.slip, the_law()
    result = again(slip.rule, slip.facts, slip.respondent, slip.decision_kind, law, slip.choices)
    rule = law.rules.get(slip.rule)
    return render_template(
        "office/slips/one.html",
        asked=asked,
        slip=slip,
        same=len(_same(asked)),
        form=form,
        rule_words=rule.file.explain.get(current_language()) if rule else "",
        steps=explain.explain(result, _, format_day) if result is not None else (),
        counted=result.due if result is not None else None,
        flags=[explain.flag_words(flag, _) for flag in result.flags] if result is not None else [],
        set_by=SET_BY[SetBy(slip.decision_kind)] if slip.rule in wording.TYPED else None,
        expired=slips.expired(slip, g.uow.clock.today()),
        state_name=states.name_of,
        word=word,
        name_of=name_of,
        w=wording,
    )
