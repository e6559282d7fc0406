"""Words for results and refusals, in whatever language `translate` speaks and however `format_date` writes a day."""

from collections.abc import Callable
from datetime import date

from caseintake.law import wording
from caseintake.law.refusal import Refused
from caseintake.law.result import Result, Step

#: From an English sentence to the same in the reader's language; its ``%(name)s`` places stay.
Translate = Callable[[str], str]
FormatDate = Callable[[date], str]


def english(sentence: str) -> str:
    """The `Translate` of the source language."""
    return sentence


def iso(day: date) -> str:
    """The `FormatDate` that no reader of any language misreads."""
    return day.isoformat()


def explain(result: Result, translate: Translate = english, format_date: FormatDate = iso) -> tuple[str, ...]:
    """Why this date, one sentence a step."""
    return tuple(word_step(step, translate, format_date) for step in result.steps)


def word_step(step: Step, translate: Translate = english, format_date: FormatDate = iso) -> str:
    """One step in words. Raises `KeyError` for a code this version does not know."""
    values = dict(step.values)
    sentence = wording.START[values["fact"]] if step.code == "start" else wording.STEPS[step.code]
    shown = {
        name: format_date(date.fromisoformat(value)) if name.endswith("day") else value
        for name, value in values.items()
    }
    if "fact" in values:
        shown["fact"] = fact_words(values["fact"], translate)
    if "months" in values:
        shown["period"] = _period(int(values["months"]), int(values["days"]), translate)
    return _ended(translate(sentence) % shown)


def flag_words(flag: str, translate: Translate = english) -> str:
    """The sentence of a flag; a flag of an older version stands for itself rather than vanish."""
    sentence = wording.FLAGS.get(flag)
    return flag if sentence is None else translate(sentence)


def fact_words(name: str, translate: Translate = english) -> str:
    """What a fact means, as a label; an unknown name stands for itself."""
    words = wording.FACTS.get(name)
    return name if words is None else translate(words)


def refusal_words(
    refused: Refused, translate: Translate = english, format_date: FormatDate = iso, *, named: bool = False
) -> str:
    """Why there is no date, and what to do. ``named``: facts by the names the command line takes, not in words."""
    shown: dict[str, str] = {}
    for name, value in refused.values.items():
        if isinstance(value, date):
            shown[name] = format_date(value)
        elif value is None:
            shown[name] = ""
        elif named or name not in ("fact", "other", "allowed"):
            shown[name] = str(value)
        else:
            shown[name] = ", ".join(fact_words(part, translate) for part in str(value).split(", "))
    return _ended(translate(wording.REFUSALS[refused.code]) % shown)


def _ended(sentence: str) -> str:
    # A Russian day ends in "г.": at the end of a sentence its full stop is also the sentence's.
    return sentence[:-1] if sentence.endswith("..") else sentence


def _period(months: int, days: int, translate: Translate) -> str:
    words = wording.PERIODS.get((months, days))
    if words is not None:
        return translate(words)
    return translate(wording.OTHER_MONTHS if months else wording.OTHER_DAYS) % {"number": months or days}
