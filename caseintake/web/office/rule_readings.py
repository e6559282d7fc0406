"""Where texts of the law contradict each other: the office chooses the reading it follows, with name and reason."""

from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from wtforms import RadioField, TextAreaField

from caseintake.access.visibility import visible
from caseintake.deadlines import rule_readings, service, wording
from caseintake.deadlines.model import Deadline, RuleReading
from caseintake.deadlines.reading_words import said
from caseintake.deadlines.statute import the_law
from caseintake.i18n import _, current_language, lazy
from caseintake.kernel.actor import Role
from caseintake.law.rules import Rule
from caseintake.matters.model import Matter
from caseintake.matters.refusal import Refusal
from caseintake.vault.errors import ForgedRecord
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.guards import Guard
from caseintake.web.office.board_filters import READ, pages
from caseintake.web.office.deadline_forms import LimitForm
from caseintake.web.office.matters_pages import name_of

CHOOSERS = (Role.COORDINATOR, Role.LAWYER)


class ReadingForm(LimitForm):
    reading = RadioField(lazy("The reading we follow"), [Needed(lazy("Choose one."))])
    reason = TextAreaField(lazy("Why, and who was asked"), [Needed(lazy("Say why.")), at_most(4000)], filters=[trimmed])

    def offer(self, rule: Rule) -> None:
        self.reading.choices = [(one, said(rule, one)) for one in rule_readings.readings_of(rule)]

    def value(self) -> tuple[str, str]:
        return self.reading.data or "", self.reason.data or ""


@pages.get("/rules/readings", guard=READ, endpoint="rule_readings")
def show() -> str:
    """Every rule whose texts contradict each other, the reading followed, and who chose it when and why."""
    return _drawn()


def _drawn(sent: str = "", form: ReadingForm | None = None) -> str:
    law = the_law()
    chosen = rule_readings.history(uow=g.uow)
    found = rule_readings.conflicting(law)
    return render_template(
        "office/board/readings_of_rules.html",
        rules=[(rule, list(reversed(chosen.get(rule.id, [])))) for rule in found],
        forms={rule.id: form if rule.id == sent and form is not None else _form(rule, empty=True) for rule in found},
        sent=sent,
        said=said,
        spoken=current_language(),
        title=wording.title,
        signer=_signer,
        reason=lambda row: row.reason if g.uow.keystore.can_open(row.vault_id) else None,
        name_of=name_of,
        may_choose=g.uow.actor.role in CHOOSERS and g.uow.keystore.can_open(rule_readings.directory(uow=g.uow)),
    )


def _form(rule: Rule, *, empty: bool = False) -> ReadingForm:
    made = ReadingForm(formdata=None, prefix=f"{rule.id}-") if empty else ReadingForm(prefix=f"{rule.id}-")
    made.offer(rule)
    return made


def _signer(row: RuleReading) -> UUID | None:
    """Who signed it; None if that does not fit, or cannot be told without the key of the directory."""
    if not g.uow.keystore.can_open(row.vault_id):
        return None
    try:
        author: UUID = g.uow.proof(row).author.id
    except ForgedRecord:
        return None
    return author


@pages.post("/rules/readings/<rule_id>", guard=Guard.role(*CHOOSERS), endpoint="choose_reading")
def choose(rule_id: str) -> ResponseReturnValue:
    """Follow one reading from now on; the limits of the matters one holds are counted with it at once."""
    rule: Any = the_law().rules.get(rule_id)
    if rule is None or not rule_readings.readings_of(rule):
        raise NotFound
    form = _form(rule)
    if form.validate():
        reading, reason = form.value()
        try:
            rule_readings.choose(rule, reading, reason=reason, uow=g.uow)
            waiting = set(g.uow.session.scalars(select(Deadline.matter_id).where(Deadline.rule == rule.id)))
            for row in visible(Matter, uow=g.uow):
                if row.id in waiting:
                    service.refresh(row, uow=g.uow)
            g.uow.commit()
            return redirect(url_for("board.rule_readings"), 303)
        except Refusal as refusal:
            g.uow.session.rollback()
            form.show(refusal.faults)
    form.form_errors.extend([] if form.errors else [_("Nothing was saved.")])
    return _drawn(rule_id, form), 422
