"""Rules made for one test: what the shipped ones do not show, or not alone."""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import pytest

from caseintake.law import rules
from caseintake.law.engine import compute
from caseintake.law.facts import parse_given
from caseintake.law.plan import plan_of
from caseintake.law.refusal import Refused
from caseintake.law.result import Result
from caseintake.law.rule_file import RuleFile
from caseintake.law.rule_problems import problems_of
from caseintake.law.rules import Rule, digest_of, linked

LAW = rules.load(rules.shipped_directory())
CALENDARS = LAW.calendars

WORDS = dict.fromkeys(("en", "az", "ru", "fr"), "words")
COUNT = {"first_day": "day_after", "month_end": "clamp", "roll": "none", "calendar": "none"}
SOURCES = [
    {"id": "law", "cite": "a law", "mark": "V", "checked": date(2026, 11, 22)},
    {"id": "rumour", "cite": "a rumour", "mark": "U", "checked": date(2026, 11, 22)},
]
BASE: Mapping[str, Any] = {
    "schema": "caseintake.rule/1",
    "status": "draft",
    "severity": "fatal",
    "per": "matter",
    "actor": "us",
    "met_by": {"event": "done", "proof": "paper"},
    "title": WORDS,
    "explain": WORDS,
    "versions": [],
    "warn": {"days": [1], "ack_by": "responsible", "second_person": False},
    "sources": SOURCES,
    "tests": [],
}


def file(text: str, name: str = "t.rule") -> RuleFile:
    """A rule file: what ``text`` says in TOML, and what every rule has."""
    written = tomllib.loads(text)
    parts = {**BASE, "id": name, **written, "count": {**COUNT, **written.get("count", {})}}
    parts["trigger"] = {"event": "happened", "start": [["served_on"]], **written.get("trigger", {})}
    return msgspec.convert(parts, RuleFile, strict=True)


def problems(text: str) -> list[str]:
    """What is wrong with the rule."""
    return list(problems_of(file(text), CALENDARS))


def draft(text: str, name: str = "t.rule") -> Rule:
    """The rule, ready to use."""
    made = file(text, name)
    assert list(problems_of(made, CALENDARS)) == []
    return Rule(made, digest_of({"text": text, "name": name}), name, plan_of(made))


def version(period: str, select: str = "", by: str = "served_on", name: str = "v") -> str:
    """A version of the law: its period, and what else selects it."""
    more = f", {select}" if select else ""
    return (
        f'[[versions]]\nid = "{name}"\nselect = {{ facts = ["{by}"]{more} }}\nperiod = {{ {period} }}\n'
        'sources = ["law"]\n'
    )


def hung(*drafts: Rule) -> dict[str, Rule]:
    """Rules that hang on each other, by id."""
    return linked({rule.id: rule for rule in drafts})


def count(rule: Rule, **given: str) -> Result:
    facts, choices = parse_given(given.items())
    return compute(rule, facts, CALENDARS, choices)


def refused(rule: Rule, **given: str) -> Refused:
    with pytest.raises(Refused) as caught:
        count(rule, **given)
    return caught.value
