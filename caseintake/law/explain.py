"""Words for results and refusals, in whatever language `translate` speaks and however `format_date` writes a day."""

from collections.abc import Callable
from datetime import date
from typing import Final

from caseintake.law import wording
from caseintake.law.facts import DUE
from caseintake.law.refusal import Refused
from caseintake.law.result import Result, Step
from caseintake.law.scenarios import Scenario

#: From an English sentence to the same in the reader's language; its ``%(name)s`` places stay.
Translate = Callable[[str], str]
FormatDate = Callable[[date], str]


#: From the id of a rule to its title in the reader's language.
Title = Callable[[str], str]

UNITS: Final = ("months", "days", "working", "hours")


def by_id(rule: str) -> str:
    """The `Title` that needs no rule file."""
    return rule


def spaced(reading: str) -> str:
    """A reading's id as words, where no rule file tells what it gives."""
    return reading.replace("_", " ")


def english(sentence: str) -> str:
    """The `Translate` of the source language."""
    return sentence


def iso(day: date) -> str:
    """The `FormatDate` that no reader of any language misreads."""
    return day.isoformat()


def explain(
    result: Result, translate: Translate = english, format_date: FormatDate = iso, title: Title = by_id
) -> tuple[str, ...]:
    """Why this date, one sentence a step."""
    return tuple(word_step(step, translate, format_date, title) for step in result.steps)


def word_step(step: Step, translate: Translate = english, format_date: FormatDate = iso, title: Title = by_id) -> str:
    """One step in words. Raises `KeyError` for a code this version does not know."""
    values = dict(step.values)
    shown = {
        name: format_date(date.fromisoformat(value)) if name.endswith("day") else value
        for name, value in values.items()
    }
    fact = values.get("fact", "")
    if step.code == "start":
        sentence = wording.START_DUE if fact.startswith(DUE) else wording.START.get(fact, wording.START_OTHER)
        if "hour" in values:
            shown["day"] = f"{shown['day']}, {values['hour']}"
    else:
        sentence = wording.STEPS[step.code]
    if fact:
        shown["fact"] = fact_words(fact, translate, title)
        shown["rule"] = title(fact.removeprefix(DUE))
    if "rule" in values:
        shown["rule"] = title(values["rule"])
    if "value" in values:
        shown["value"] = choice_words(values.get("choice", "service_method"), values["value"], translate)
    if "choice" in values:
        shown["choice"] = fact_words(values["choice"], translate)
    if "months" in values:
        shown["period"] = _period({name: int(values.get(name, 0)) for name in UNITS}, translate)
    return _ended(translate(sentence) % shown)


def flag_words(flag: str, translate: Translate = english) -> str:
    """The sentence of a flag; a flag of an older version stands for itself rather than vanish."""
    sentence = wording.FLAGS.get(flag)
    return flag if sentence is None else translate(sentence)


def fact_words(name: str, translate: Translate = english, title: Title = by_id) -> str:
    """What a fact means, as a label; an unknown name stands for itself."""
    if name.startswith(DUE):
        return translate(wording.DUE_OF) % {"rule": title(name.removeprefix(DUE))}
    words = wording.FACTS.get(name)
    return name if words is None else translate(words)


def choice_words(choice: str, value: str, translate: Translate = english) -> str:
    """What a value of a choice means; one without words, such as a State or a reading, stands for itself."""
    words = wording.VALUES.get((choice, value))
    return value if words is None else translate(words)


def candidate_words(why: str, translate: Translate = english) -> str:
    """Why a possible start is relied on, or why not: the sentence of a code of `candidates`."""
    return translate(wording.CANDIDATES[why])


def scenario_words(
    scenario: Scenario, translate: Translate = english, format_date: FormatDate = iso, title: Title = by_id
) -> str:
    """What would have to be true for the date of a scenario."""
    return word_step(Step(f"if_{scenario.code}", scenario.values), translate, format_date, title)


def refusal_words(
    refused: Refused,
    translate: Translate = english,
    format_date: FormatDate = iso,
    reading: Callable[[str], str] = spaced,
    *,
    named: bool = False,
) -> str:
    """Why there is no date, and what to do. ``named``: facts by the names the command line takes, not in words.

    ``reading`` says what a reading of texts that conflict means.
    """
    shown: dict[str, str] = {}
    for name, value in refused.values.items():
        if isinstance(value, date):
            shown[name] = format_date(value)
        elif value is None:
            shown[name] = ""
        elif name == "readings":
            shown[name] = "; ".join(
                f"{one if named else reading(one)}: {format_date(day)}" for one, day in refused.readings
            )
        elif named or name not in ("fact", "other", "allowed"):
            shown[name] = str(value)
        else:
            shown[name] = ", ".join(fact_words(part, translate) for part in str(value).split(", "))
    return _ended(translate(wording.REFUSALS[refused.code]) % shown)


def _ended(sentence: str) -> str:
    # A Russian day ends in "г.": at the end of a sentence its full stop is also the sentence's.
    return sentence[:-1] if sentence.endswith("..") else sentence


def _period(number: dict[str, int], translate: Translate) -> str:
    unit = next((unit for unit in UNITS if number[unit]), "days")
    words = wording.PERIODS.get((number[unit], unit))
    return translate(wording.OTHER[unit]) % {"number": number[unit]} if words is None else translate(words)
