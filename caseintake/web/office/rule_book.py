"""The rule book: every rule the office counts with, to print, to read against its sources, and to sign."""

from collections.abc import Mapping
from typing import Final

from flask import g, render_template, request

from caseintake.deadlines.reading_words import period
from caseintake.deadlines.states import Severity
from caseintake.deadlines.statute import the_law
from caseintake.deadlines.wording import SEVERITIES, title
from caseintake.i18n import _, current_language, format_day, lazy
from caseintake.law import explain
from caseintake.law.rule_file import Example, Select
from caseintake.law.rules import Rule
from caseintake.matters.wording import CHOICES
from caseintake.web.office import board_filters as filters
from caseintake.web.office.board_filters import READ, pages

MARKS: Final[Mapping[str, str]] = {
    "V": lazy("read in the text itself"),
    "S": lazy("read in a secondary source"),
    "K": lazy("known in practice, not read again"),
    "U": lazy("unsure, ask a lawyer"),
    "P": lazy("practice of the office, no text of law"),
}
#: What nobody has read in a text: a lawyer checks it before the rule is relied on.
UNREAD: Final = frozenset({"K", "U"})
STATUS: Final[Mapping[str, str]] = {
    "draft": lazy("draft"),
    "reviewed": lazy("reviewed"),
    "retired": lazy("no longer used"),
}
ROLL: Final[Mapping[str, str]] = {
    "none": lazy("A last day that is a day off is not moved."),
    "next_working": lazy("A last day that is a day off moves to the next working day."),
    "previous_working": lazy("A last day that is a day off moves to the working day before."),
}


@pages.get("/rules/book", guard=READ, endpoint="rule_book")
def show() -> str:
    """All rules with a list in front; with ``?law=az`` those of one part of the law."""
    law = the_law()
    parts = sorted({id.partition(".")[0] for id in law.rules})
    part = request.args.get("law", "")
    rules = [rule for rule in law.rules.values() if part not in parts or rule.id.startswith(f"{part}.")]
    return render_template(
        "office/board/rule_book.html",
        rules=rules,
        part=part if part in parts else "",
        parts_of_law=parts,
        calendars=law.calendars.working.values(),
        to_check=[rule for rule in rules if to_check(rule)],
        doubtful=to_check,
        unsigned=sum(1 for rule in rules if rule.file.reviewed is None),
        unread=UNREAD,
        spoken=current_language(),
        today=g.uow.clock.today(),
        address=filters.address,
        marks=MARKS,
        status=STATUS,
        roll=ROLL,
        severity=lambda word: SEVERITIES[Severity(word)],
        title=title,
        fact=_fact,
        start=_start,
        period=period,
        applies=applies,
        given=_given,
        choice=_choice,
        expected=expected,
    )


def to_check(rule: Rule) -> bool:
    """Whether a lawyer must look at it first: a source nobody read again, or texts that contradict each other."""
    return rule.file.conflict is not None or any(source.mark in UNREAD for source in rule.file.sources)


def _fact(name: str) -> str:
    return explain.fact_words(name, _)


def _start(name: str) -> str:
    """A starting fact, or the end of another rule."""
    if name.startswith("due:"):
        return _("the last day of “%(rule)s”, not moved", rule=title(name.removeprefix("due:")))
    return _fact(name)


def applies(select: Select) -> list[str]:
    """When a version applies, each condition in words; empty: always."""
    said = []
    facts = ", ".join(_start(name) for name in select.facts)
    if select.since is not None:
        said.append(_("%(fact)s: from %(day)s", fact=facts, day=format_day(select.since)))
    if select.until is not None:
        said.append(_("%(fact)s: up to %(day)s", fact=facts, day=format_day(select.until)))
    said += [f"{_fact(name)}: {_choice(name, value)}" for name, value in select.choices.items()]
    if select.start:
        said.append(_("time runs from: %(facts)s", facts=", ".join(_start(name) for name in select.start)))
    if select.reading is not None:
        said.append(f"{_fact('reading')}: {select.reading.replace('_', ' ')}")
    return said


def _choice(name: str, value: str) -> str:
    return str(CHOICES.get(f"{name}.{value}", value))


def _given(example: Example) -> str:
    return "; ".join(f"{_fact(name)}: {_choice(name, value)}" for name, value in example.given.items())


def expected(example: Example) -> str:
    """What an example must give."""
    want = example.expect
    days = (
        (_("last day"), want.due),
        (_("cautious"), want.cautious),
        (_("at the latest"), want.latest),
        (_("not before"), want.opens),
    )
    said = [f"{name} {format_day(day)}" for name, day in days if day is not None]
    if want.due_at is not None:
        said.append(f"{format_day(want.due_at.date())}, {want.due_at:%H:%M}")
    if want.refused is not None:
        said.append(_("no date is given"))
    return "; ".join(said) or _("holds")
