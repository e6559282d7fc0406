"""Every code has a sentence, every sentence takes its values, and words are the caller's."""

import re
from datetime import date
from pathlib import Path

import pytest

from caseintake import law as law_package
from caseintake.law import rules, wording
from caseintake.law.engine import compute
from caseintake.law.explain import explain, fact_words, flag_words, refusal_words, word_step
from caseintake.law.facts import FACT_NAMES, parse_given
from caseintake.law.refusal import Refused
from caseintake.law.result import Result, Step

LAW = rules.load(rules.shipped_directory())
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(law_package.__path__[0]).glob("*.py")))
SOURCE += (Path(law_package.__path__[0]).parent / "cli" / "law.py").read_text(encoding="utf-8")


def answers() -> list[Result | Refused]:
    """The result or refusal of every example of every rule."""
    found: list[Result | Refused] = []
    for rule in LAW.rules.values():
        for example in rule.file.tests:
            try:
                facts, choices = parse_given(example.given.items())
                found.append(compute(rule, facts, LAW.calendars, choices))
            except Refused as refused:
                found.append(refused)
    return found


@pytest.mark.parametrize("code", sorted(set(re.findall(r'Refused\(\s*"(\w+)"', SOURCE))))
def test_every_refusal_has_a_sentence(code: str) -> None:
    assert code in wording.REFUSALS


@pytest.mark.parametrize("code", sorted(set(re.findall(r'flags\.append\("(\w+)"', SOURCE))))
def test_every_flag_has_a_sentence(code: str) -> None:
    assert code in wording.FLAGS


@pytest.mark.parametrize("code", sorted(set(re.findall(r'_step\("(\w+)"', SOURCE)) - {"start"}))
def test_every_step_has_a_sentence(code: str) -> None:
    assert code in wording.STEPS


def test_no_sentence_is_left_that_nothing_says() -> None:
    for code in (*wording.REFUSALS, *wording.FLAGS):
        assert f'"{code}"' in SOURCE.replace(Path(wording.__file__).read_text(encoding="utf-8"), "")


def test_every_example_is_told_without_a_hole() -> None:
    for answer in answers():
        if isinstance(answer, Refused):
            told = [refusal_words(answer), refusal_words(answer, named=True)]
        else:
            told = [*explain(answer), *map(flag_words, answer.flags)]
            assert [flag for flag in answer.flags if flag_words(flag) == flag] == []
        assert told
        assert [sentence for sentence in told if "%(" in sentence or not sentence] == []


def test_words_and_days_are_the_callers() -> None:
    facts, choices = parse_given([("decided_on", "2012-07-17")])
    result = compute(LAW.rules["echr.application"], facts, LAW.calendars, choices)
    told = explain(result, lambda sentence: f"<{sentence}>", lambda day: day.strftime("%d.%m.%Y"))
    assert told[0] == "<The time runs from the day the decision was taken: 17.07.2012.>"
    assert all(sentence.startswith("<") for sentence in told)


def test_a_refusal_names_facts_in_words_or_as_the_command_line_takes_them() -> None:
    refused = Refused(
        "before_decision", fact="served_on", day=date(2024, 5, 9), other="decided_on", other_day=date(2024, 5, 10)
    )
    assert refusal_words(refused).startswith(
        "day the decision was served on the client (2024-05-09) lies before day the"
    )
    assert refusal_words(refused, named=True).startswith("served_on (2024-05-09) lies before decided_on (2024-05-10)")


def test_a_day_that_ends_in_a_full_stop_ends_the_sentence() -> None:
    step = Step("midnight", (("day", "2013-01-17"),))
    assert word_step(step, lambda _: "Последний день — %(day)s.", lambda _: "17 января 2013 г.").endswith("2013 г.")


def test_every_fact_has_a_label_and_an_old_flag_stands_for_itself() -> None:
    assert all(fact_words(name) != name for name in FACT_NAMES)
    assert flag_words("a_flag_of_another_version") == "a_flag_of_another_version"
