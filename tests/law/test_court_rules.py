"""Rules of the Court, of execution and of a State that leaves: what their own examples cannot say."""

from datetime import date

import pytest

from caseintake.law import rules
from caseintake.law.chains import chain
from caseintake.law.engine import compute
from caseintake.law.facts import parse_given
from caseintake.law.refusal import Refused
from caseintake.law.result import Result

LAW = rules.load(rules.shipped_directory())
OURS = [rule for rule in LAW.rules.values() if rule.id.partition(".")[0] in ("echr", "cm", "state")]
#: The sentence each language uses where a source is not certain.
CHECK = {
    "en": "lawyer must check",
    "az": "hüquqşünas yoxlamalıdır",
    "ru": "юрист должен проверить",
    "fr": "juriste doit vérifier",
}


def count(rule: str, **given: str) -> Result:
    facts, choices = parse_given(given.items())
    return compute(LAW.rules[rule], facts, LAW.calendars, choices)


def links(result: Result) -> dict[str, date]:
    return {link.id: link.day for link in chain(result, LAW.calendars)}


def test_a_communication_that_must_be_published_before_the_meeting_leaves_ten_working_days_earlier() -> None:
    # Last day Monday 30 November 2026; Monday to Friday only.
    assert links(count("cm.rule9", meeting_on="2026-12-01")) == {
        "cm.rule9.published_in_time": date(2026, 11, 16),
        "cm.rule9.reply": date(2026, 12, 7),
        "cm.rule9.publication": date(2026, 12, 14),
    }


@pytest.mark.parametrize(
    ("given", "day"), [({}, date(2026, 7, 2)), ({"letter_due_on": "2026-04-20"}, date(2026, 7, 13))]
)
def test_the_contentious_phase_follows_the_day_of_the_letter_where_there_is_one(
    given: dict[str, str], day: date
) -> None:
    result = count("echr.friendly_settlement", letter_on="2026-01-15", **given)
    assert links(result) == {"echr.contentious_phase": day}


def test_an_uncertain_source_is_always_said_beside_the_date_and_in_the_explanation() -> None:
    for rule in OURS:
        unsure = {source.mark for source in rule.file.sources} & {"K", "U"}
        if rule.id.startswith("echr.application") or not unsure:
            continue
        for language, words in CHECK.items():
            assert words in rule.file.explain.get(language), (rule.id, language)
        for example in rule.file.tests:
            if example.expect.refused is None:
                assert "needs_lawyer_check" in count(rule.id, **example.given).flags, (rule.id, example.name)


def test_a_date_the_court_fixes_is_never_counted() -> None:
    for rule in OURS:
        if rule.file.count.fixed_by is None:
            continue
        fixed = rule.file.count.fixed_by
        result = count(rule.id, **{fixed: "2026-02-28"})
        assert (result.due, result.cautious, result.provisional) == (date(2026, 2, 28), date(2026, 2, 28), False), (
            rule.id
        )
        if not rule.file.versions:
            with pytest.raises(Refused, match="letter"):
                count(rule.id, letter_on="2026-01-30")
