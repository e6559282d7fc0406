"""The calculator: any rule, any days, why, and from which sources. Nothing is stored, and nobody has to sign in."""

import re
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from caseintake.deadlines.reading_words import said
from caseintake.deadlines.statute import the_law
from caseintake.i18n import _, current_language, format_day, lazy
from caseintake.law.candidates import table
from caseintake.law.engine import compute
from caseintake.law.explain import (
    candidate_words,
    choice_words,
    explain,
    fact_words,
    flag_words,
    refusal_words,
    scenario_words,
)
from caseintake.law.facts import CHOICES, FACT_NAMES, parse_given
from caseintake.law.refusal import Refused
from caseintake.law.result import Result
from caseintake.law.rules import Rule
from caseintake.law.scenarios import scenarios
from caseintake.matters import states
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.rule_book import MARKS, UNREAD

pages = Pages("calculator", __name__)

#: A day as it is written with dots; a calculator reads it like the other one.
_DOTTED: Final = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b", re.ASCII)
LONGEST: Final = 60
#: What the beginning of a rule's name means.
SYSTEMS: Final = {
    "echr": lazy("European Court of Human Rights"),
    "cm": lazy("Committee of Ministers"),
    "state": lazy("European Court of Human Rights"),
    "un": lazy("United Nations"),
    "az": lazy("Azerbaijan"),
    "eu": lazy("Data protection"),
}


@dataclass(slots=True)
class Asked:
    """What was typed, by name, and what is wrong with which box."""

    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    result: Result | None = None
    refused: Refused | None = None


@pages.get("/calculator", guard=Guard.anyone(), nav=Nav(lazy("Calculator"), 75))
def choose() -> str:
    """Every rule, by system."""
    known = sorted(the_law().rules.values(), key=lambda rule: (list(SYSTEMS).index(_system(rule)), rule.id))
    groups = [(words, list(some)) for words, some in groupby(known, key=lambda rule: str(SYSTEMS[_system(rule)]))]
    return render_template("office/calculator/choose.html", groups=groups, spoken=current_language())


@pages.route("/calculator/<rule_id>", methods=["GET", "POST"], guard=Guard.anyone())
def count(rule_id: str) -> ResponseReturnValue:
    """One rule. Sent with POST, so that no day of a case stands in an address or a server's log."""
    rule = the_law().rules.get(rule_id)
    if rule is None:
        raise NotFound
    asked = Asked() if request.method == "GET" else _asked(rule)
    drawn = render_template(
        "office/calculator/count.html",
        rule=rule,
        facts=_facts(rule),
        choices=_choices(rule),
        asked=asked,
        spoken=current_language(),
        marks=MARKS,
        unread=UNREAD,
        fact_words=lambda name: fact_words(name, _, _title),
        **_told(rule, asked),
    )
    return drawn, 422 if asked.wrong else 200


def _system(rule: Rule) -> str:
    return rule.id.partition(".")[0]


def _title(rule_id: str) -> str:
    rule = the_law().rules.get(rule_id)
    return rule_id if rule is None else rule.file.title.get(current_language())


def _facts(rule: Rule) -> list[str]:
    return [name for name in FACT_NAMES if name in rule.facts]


def _choices(rule: Rule) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each choice the rule asks for, with its values in words."""
    found = []
    for name, values in CHOICES.items():
        if name == "state" and rule.plan.party_on:
            found.append((name, states.choices()))
        elif name == "reading" and rule.plan.readings:
            found.append((name, [(one, said(rule, one)) for one in rule.plan.readings]))
        elif name in rule.plan.choices and values:
            found.append((name, [(value, choice_words(name, value, _)) for value in values]))
    return found


def _asked(rule: Rule) -> Asked:
    asked, law = Asked(), the_law()
    names = [*_facts(rule), *(name for name, _values in _choices(rule))]
    asked.typed = {name: request.form.get(name, "").strip()[:LONGEST] for name in names}
    given: list[tuple[str, str]] = []
    for name, text in asked.typed.items():
        written = (name, _DOTTED.sub(_iso, text))
        try:
            if text:
                parse_given([written])
                given.append(written)
        except Refused as refused:
            asked.wrong[name] = refusal_words(refused, _, format_day)
    if not asked.wrong:
        facts, choices = parse_given(given)
        try:
            asked.result = compute(rule, facts, law.calendars, choices)
        except Refused as refused:
            asked.refused = refused
    return asked


def _iso(found: re.Match[str]) -> str:
    return f"{found[3]}-{found[2].zfill(2)}-{found[1].zfill(2)}"


def _told(rule: Rule, asked: Asked) -> dict[str, object]:
    """The answer in words."""
    if asked.result is None:
        words = "" if asked.refused is None else refusal_words(asked.refused, _, format_day, partial(said, rule))
        return {"refused": words, "why": (), "flags": (), "starts": (), "other": ()}
    result = asked.result
    facts, choices = parse_given([(name, _DOTTED.sub(_iso, text)) for name, text in asked.typed.items() if text])
    other = scenarios(rule, facts, the_law().calendars, choices)
    return {
        "refused": "",
        "why": explain(result, _, format_day, _title),
        "flags": [flag_words(flag, _) for flag in result.flags],
        "starts": [(row, candidate_words(row.why, _)) for row in table(rule, result.candidates)],
        "other": [(one, scenario_words(one, _, format_day, _title)) for one in other if one.due != result.due],
    }
