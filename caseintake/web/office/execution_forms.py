"""Forms of execution: a judgment, an award, a payment, a step, where the money goes."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import g
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Regexp

from caseintake.costs import wording as costs
from caseintake.costs.money import Money
from caseintake.execution import wording
from caseintake.execution.model import Award, AwardKind, ExecutedJudgment, StepKind, Supervision
from caseintake.execution.service import Judged
from caseintake.i18n import _, lazy
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import Forum
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.cost_forms import a_sum, currency_field, offer_currencies, some_numbers, sum_in, whose
from caseintake.web.office.matters_pages import MatterForm, id_or_none, matter
from caseintake.web.office.proceeding_title import title_of


class ExecutionForm(MatterForm):
    """A form that can show what this package refuses."""

    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)

    def for_the_public(self) -> list[tuple[str, str]]:
        """What of it anybody may read later, with its label."""
        return []


class JudgmentForm(ExecutionForm):
    title = StringField(
        lazy("Judgment"), [Needed(lazy("Write the name of the case.")), at_most(300)], filters=[trimmed]
    )
    proceeding_id = SelectField(lazy("Application"), default="")
    judged_on = DayField(lazy("Delivered on"))
    final_on = DayField(lazy("Final on"))
    months = StringField(
        lazy("Months to pay"), [Regexp(r"\d{1,2}", message=lazy("Write the months as a number, like 3."))], default="3"
    )
    supervision = SelectField(lazy("Supervision"), default=Supervision.NOT_YET.value)
    note = TextAreaField(lazy("Note"), [at_most(4000)], filters=[trimmed])

    def for_the_public(self) -> list[tuple[str, str]]:
        return [(self.title.label.text, self.title.data or "")]

    def offer(self) -> None:
        rows = [row for row in queries.proceedings(matter(), uow=g.uow) if row.forum is Forum.ECHR]
        self.proceeding_id.choices = [("", _("none recorded")), *((str(row.id), title_of(row)) for row in rows)]
        self.supervision.choices = costs.choices(wording.SUPERVISION)

    def fill(self, row: ExecutedJudgment) -> None:
        for name in ("title", "judged_on", "final_on", "note"):
            field = self[name]
            field.process(None, getattr(row, name))
        self.proceeding_id.data, self.months.data = str(row.proceeding_id or ""), str(row.months)
        self.supervision.data = row.supervision.value

    def value(self) -> Judged:
        return Judged(
            title=self.title.data or "",
            proceeding_id=id_or_none(self.proceeding_id.data),
            judged_on=self.judged_on.data,
            final_on=self.final_on.data,
            months=int(self.months.data or "3"),
            supervision=Supervision(self.supervision.data),
            note=self.note.data or "",
        )


class _SumForm(ExecutionForm):
    amount = StringField(lazy("Sum"), [Needed(lazy("Write the sum.")), a_sum], filters=[trimmed])
    amount_currency = currency_field()
    numbers = StringField(lazy("Only for these applicants"), [at_most(1000), some_numbers], filters=[trimmed])

    def sum(self) -> Money:
        found = sum_in(self, "amount")
        assert found is not None
        return found


class AwardForm(_SumForm):
    kind = SelectField(lazy("For what"), default=AwardKind.NON_PECUNIARY.value)
    jointly = BooleanField(lazy("One sum for all of them together"))

    def offer(self) -> None:
        offer_currencies(self)
        self.kind.choices = costs.choices(wording.AWARDS)

    def value(self) -> dict[str, Any]:
        return {
            "kind": AwardKind(self.kind.data),
            "amount": self.sum(),
            "jointly": bool(self.jointly.data),
            "applicants": whose(self.numbers),
        }


class PaymentForm(_SumForm):
    award = SelectField(lazy("Award"))
    on = DayField(lazy("Paid on"), [Needed(lazy("Write the day."))])

    def offer(self, awards: Sequence[tuple[Award, str]]) -> None:
        offer_currencies(self)
        self.award.choices = [(str(row.id), title) for row, title in awards]

    def value(self) -> dict[str, Any]:
        return {"on": self.on.data, "amount": self.sum(), "applicants": whose(self.numbers)}


class StepForm(ExecutionForm):
    kind = SelectField(lazy("What"), default=StepKind.INDIVIDUAL_MEASURE.value)
    on = DayField(lazy("Day"), [Needed(lazy("Write the day."))])
    what = StringField(lazy("In words"), [at_most(1000)], filters=[trimmed])
    done_on = DayField(lazy("Carried out on"))

    def offer(self) -> None:
        self.kind.choices = costs.choices(wording.STEPS)

    def for_the_public(self) -> list[tuple[str, str]]:
        """What is sent under Rule 9 stands on the web pages of the Committee of Ministers."""
        sent = self.kind.data in (StepKind.RULE_9_1, StepKind.RULE_9_2)
        return [(self.what.label.text, self.what.data or "")] if sent else []

    def value(self) -> dict[str, Any]:
        return {
            "kind": StepKind(self.kind.data),
            "on": self.on.data,
            "what": self.what.data or "",
            "done_on": self.done_on.data,
        }


class RateForm(ExecutionForm):
    begins = DayField(lazy("In force from"), [Needed(lazy("Write the day."))])
    percent = StringField(
        lazy("Marginal lending rate, per cent"),
        [Regexp(r"\d{1,2}([.,]\d{1,3})?", message=wording.FAULTS["no_rate"])],
        filters=[trimmed],
    )
    source = StringField(
        lazy("Where you read it, and when"), [Needed(lazy("Write where it stands.")), at_most(300)], filters=[trimmed]
    )

    def value(self) -> dict[str, Any]:
        percent = Decimal((self.percent.data or "").replace(",", "."))
        return {"begins": self.begins.data, "percent": percent, "source": self.source.data or ""}


class DetailsForm(ExecutionForm):
    text = TextAreaField(lazy("Accounts, and who receives for whom"), [at_most(20_000)], filters=[trimmed])


class BackForm(ExecutionForm):
    why = StringField(lazy("Why it is taken back"), [Needed(lazy("Say why.")), at_most(500)], filters=[trimmed])
