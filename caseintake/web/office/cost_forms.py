"""Forms of the costs: one line of the claim, who holds the key, how long it is kept."""

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from flask import g
from wtforms import BooleanField, Field, HiddenField, SelectField, StringField
from wtforms.validators import ValidationError

from caseintake.costs import wording
from caseintake.costs.model import CostKind, CostStage
from caseintake.costs.money import CURRENCIES, Money, typed
from caseintake.costs.service import Cost
from caseintake.i18n import _, lazy
from caseintake.matters import queries, team
from caseintake.matters.facts import Fault
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.matters_pages import MatterForm, id_or_none, matter, name_of
from caseintake.web.office.numbers import meant
from caseintake.web.office.proceeding_title import title_of

_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_DECIMAL: Final = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?", re.ASCII)


def minutes_of(text: str) -> int:
    """``2:30``, ``2.5`` and ``2,5`` are two and a half hours. Raises `ValueError`."""
    text = text.strip()
    if (found := _CLOCK.fullmatch(text)) and int(found[2]) < 60:
        return int(found[1]) * 60 + int(found[2])
    if found := _DECIMAL.fullmatch(text):
        return int(found[1]) * 60 + round(int((found[2] or "0").ljust(2, "0")) * 60 / 100)
    raise ValueError("no hours")


def some_hours(_form: object, field: Field) -> None:
    try:
        minutes_of(field.data or "")
    except ValueError:
        raise ValidationError(str(wording.FAULTS["no_such_time"])) from None


def a_sum(form: MatterForm, field: Field) -> None:
    """A field ``x`` with its currency in ``x_currency``."""
    if field.data:
        try:
            typed(field.data, form[f"{field.short_name}_currency"].data or "EUR")
        except ValueError:
            raise ValidationError(str(wording.FAULTS["no_sum"])) from None


def sum_in(form: MatterForm, name: str) -> Money | None:
    """The sum of a field that has been validated; None for an empty one."""
    text = form[name].data
    return typed(text, form[f"{name}_currency"].data) if text else None


def currency_field() -> SelectField:
    return SelectField(lazy("Currency"), default=CURRENCIES[0])


def offer_currencies(form: MatterForm) -> None:
    """The currencies of every sum of the form."""
    for field in form:
        if isinstance(field, SelectField) and field.name.endswith("_currency"):
            field.choices = [(code, code) for code in CURRENCIES]


def some_numbers(_form: object, field: Field) -> None:
    """Numbers of applicants of the matter, like 1–80, 95."""
    meant(field, numbered())


def numbered() -> dict[int, UUID]:
    """The applicants of the matter by number, read once a request."""
    if "numbered" not in g:
        g.numbered = {row.number: row.id for row in queries.applicants(matter(), uow=g.uow)}
    found: dict[int, UUID] = g.numbered
    return found


def whose(box: Field) -> tuple[UUID, ...]:
    """The applicants of a validated box of numbers, each once; none for an empty one."""
    return tuple(dict.fromkeys(meant(box, numbered())))


class CostsForm(MatterForm):
    """A form that can show what this package refuses."""

    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)


class _ItemForm(CostsForm):
    on = DayField(lazy("Day"), [Needed(lazy("Write the day."))])
    stage = SelectField(lazy("Stage"), default=CostStage.STRASBOURG.value)
    proceeding_id = SelectField(lazy("Proceeding"), default="")
    numbers = StringField(lazy("Only for these applicants"), [at_most(1000), some_numbers], filters=[trimmed])

    def offer(self) -> None:
        offer_currencies(self)
        self.stage.choices = wording.choices(wording.STAGES)
        rows = queries.proceedings(matter(), uow=g.uow)
        self.proceeding_id.choices = [("", _("none in particular")), *((str(row.id), title_of(row)) for row in rows)]


class TimeForm(_ItemForm):
    what = StringField(lazy("Work done"), [Needed(lazy("Say what was done.")), at_most(500)], filters=[trimmed])
    who = StringField(lazy("Who worked"), [Needed(lazy("Say who worked.")), at_most(200)], filters=[trimmed])
    hours = StringField(lazy("Hours"), [Needed(lazy("Write the hours.")), some_hours], filters=[trimmed])
    rate = StringField(lazy("Rate for an hour"), [a_sum], filters=[trimmed])
    rate_currency = currency_field()

    def value(self) -> Cost:
        return Cost(
            kind=CostKind.TIME,
            stage=CostStage(self.stage.data),
            on=self.on.data,
            what=self.what.data or "",
            who=self.who.data or "",
            minutes=minutes_of(self.hours.data or ""),
            rate=sum_in(self, "rate"),
            proceeding_id=id_or_none(self.proceeding_id.data),
            applicants=whose(self.numbers),
        )


class ExpenseForm(_ItemForm):
    what = StringField(lazy("What was paid for"), [Needed(lazy("Say what it was.")), at_most(500)], filters=[trimmed])
    who = StringField(lazy("Who paid"), [at_most(200)], filters=[trimmed])
    amount = StringField(lazy("Sum"), [Needed(lazy("Write the sum.")), a_sum], filters=[trimmed])
    amount_currency = currency_field()
    no_receipt = BooleanField(lazy("There is no receipt and there will be none"))

    def value(self) -> Cost:
        return Cost(
            kind=CostKind.EXPENSE,
            stage=CostStage(self.stage.data),
            on=self.on.data,
            what=self.what.data or "",
            who=self.who.data or "",
            amount=sum_in(self, "amount"),
            proceeding_id=id_or_none(self.proceeding_id.data),
            applicants=whose(self.numbers),
            no_receipt=bool(self.no_receipt.data),
        )


class OpenForm(CostsForm):
    """Who holds the costs beside the lead."""

    other = SelectField(lazy("Second person"))

    def offer(self) -> None:
        others = [id for id in team.members(matter(), uow=g.uow) if id != g.uow.actor.id]
        self.other.choices = sorted(((str(id), name_of(id)) for id in others), key=lambda pair: pair[1])


class WhyForm(CostsForm):
    why = StringField(lazy("Why"), [Needed(lazy("Say why.")), at_most(500)], filters=[trimmed])


class ReceiptForm(MatterForm):
    """Carries the token; the file itself is no field of WTForms."""


class KeyForm(CostsForm):
    """Everything about the vault itself; ``go`` says which button was pressed."""

    leaves = SelectField(lazy("Hands the key over"), default="")
    joins = SelectField(lazy("Gets the key"), default="")
    keep_until = DayField(lazy("Keep until"))
    why = StringField(lazy("Why they can go"), [at_most(500)], filters=[trimmed])
    go = HiddenField()

    def offer(self, held_by: Iterable[UUID]) -> None:
        known = list(held_by)
        others = [id for id in team.members(matter(), uow=g.uow) if id not in known]
        self.leaves.choices = [("", _("nobody")), *((str(id), name_of(id)) for id in known)]
        self.joins.choices = [("", _("nobody")), *((str(id), name_of(id)) for id in others)]
