"""Rule files: every error by name, every example run, and the bytes that count."""

from pathlib import Path

import pytest

from caseintake.law import rules
from caseintake.law.check import check, coverage, failures
from caseintake.law.rule_file import LANGUAGES, Example
from caseintake.law.rules import Rule, RuleError

DIRECTORY = rules.shipped_directory()
LAW = rules.load(DIRECTORY)
FILE = DIRECTORY / "rules" / "echr" / "echr.application.toml"
TEXT = FILE.read_text(encoding="utf-8")
EXAMPLES = [(rule, example) for rule in LAW.rules.values() for example in rule.file.tests]


def read(text: str) -> Rule:
    return rules.read_rule(text.encode(), "echr.application.toml", LAW.calendars)


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.id}: {example.name}" for rule, example in EXAMPLES]
)
def test_an_example_of_a_rule_file_holds(rule: Rule, example: Example) -> None:
    assert failures(rule, example, LAW.calendars) == []


def test_the_shipped_law_has_no_problem() -> None:
    assert check(LAW) == ()


#: Every rule there is a file for: none is lost, none comes in unseen.
RULES = [
    "az.admin.claim", "az.admin_offence.appeal", "az.civil.appeal", "az.civil.cassation", "az.crim.cassation",
    "az.crim.supervision_appeal", "az.crim.supervision_complaint", "az.crim.verdict_appeal", "az.detention.ceiling",
    "az.detention.judge", "az.detention.remand", "az.info_request", "az.investigation_idle", "az.ombudsman",
    "cm.action_plan", "cm.rule9", "echr.account_check", "echr.acknowledgement", "echr.application",
    "echr.application.no_remedy", "echr.contact", "echr.dispatch_target", "echr.extension", "echr.finality",
    "echr.friendly_settlement", "echr.grand_chamber", "echr.inform", "echr.interpretation",
    "echr.just_satisfaction", "echr.observations", "echr.payment", "echr.rectification", "echr.resubmit",
    "echr.revision", "echr.rule39", "echr.third_party", "echr.unilateral_declaration", "eu.gdpr.access",
    "eu.gdpr.breach", "state.departure", "un.hrc", "un.wgad.conflict",
]  # fmt: skip


def test_every_rule_is_there() -> None:
    assert list(LAW.rules) == RULES


def test_the_table_for_lawyers_names_every_rule_with_its_severity() -> None:
    text = (Path(__file__).parents[2] / "docs" / "deadlines.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.startswith("| `")]
    assert sorted((row[1].strip("`"), row[4]) for row in rows) == [
        (rule.id, rule.file.severity) for rule in LAW.rules.values()
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('roll = "none"', 'roll = "none"\nroles = "none"', "count: Object contains unknown field `roles`"),
        ('roll = "none"', 'roll = "none"\nroll = "none"', "count.roll: "),
        ('roll = "none"\n', "", "count: Object missing required field `roll`"),
        ('month_end = "clamp_or_earlier"\n', "", "count: Object missing required field `month_end`"),
        ('first_day = "day_after"\n', "", "count: Object missing required field `first_day`"),
        ('roll = "none"', 'roll = "sometimes"', "count.roll: Invalid enum value"),
        ('calendar = "none"', 'calendar = "az"', "count.calendar: "),
        ('proof = "postmark"', 'proof = "postmark"\nfax = true', "met_by: Object contains unknown field `fax`"),
        ("period = { months = 6 }", "period = { months = 6, days = 1 }", "versions[0].period: "),
        ("period = { months = 6 }", 'period = { months = "6" }', "versions[0].period.months: Expected `int`"),
        ('sources = ["protocol_15", "orhan"]', 'sources = ["protocol_16"]', "versions[1].sources: no such source"),
        ('id = "four_months"', 'id = "six_months"', "versions.id: six_months stands twice"),
        ('never_before = "decided_on"', 'never_before = "decided"', "trigger.never_before: no such fact: decided"),
        ('schema = "caseintake.rule/1"', 'schema = "caseintake.rule/2"', "schema: "),
        ('status = "draft"', 'status = "reviewed"', "reviewed: "),
        ('source = "covid_wording"', 'source = "hearsay"', "suspend[0].source: no such source: hearsay"),
        ("from = 2020-03-16", "from = 2020-07-16", "suspend[0].to: lies before from"),
        ('name = "no start, no date"', 'name = "first day of the four months"', "tests.name: first day of"),
        ("[count]", "[count]\nhour_clock = true", "count.hour_clock: "),
    ],
)
def test_a_wrong_rule_file_is_refused_with_file_and_key(old: str, new: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        read(changed(old, new))
    assert f"echr.application.toml: {message}" in str(caught.value)


def test_a_missing_language_is_named() -> None:
    line = next(line for line in TEXT.splitlines() if line.startswith("fr = "))
    with pytest.raises(RuleError, match="title: Object missing required field `fr`"):
        read(changed(line + "\n", ""))


def test_the_digest_is_of_the_content_and_not_of_its_layout() -> None:
    digest = read(TEXT).digest
    assert read("# a remark\n" + TEXT.replace(" = ", "   =  ", 3)).digest == digest
    assert read(changed("period = { months = 4 }", "period = { months = 5 }")).digest != digest


def test_a_changed_period_fails_the_examples_inside() -> None:
    rule = read(changed("period = { months = 4 }", "period = { months = 5 }"))
    problems = [message for example in rule.file.tests for message in failures(rule, example, LAW.calendars)]
    assert any(message.startswith("due: expected 2022-06-01") for message in problems)


@pytest.mark.parametrize(
    ("border", "message"), [("2022-02-02", "no version applies"), ("2022-01-31", "2 versions apply")]
)
def test_gaps_and_overlaps_of_versions_are_found_day_by_day(border: str, message: str) -> None:
    rule = read(changed("from = 2022-02-01", f"from = {border}"))
    assert [found for found in coverage(rule) if message in found]


def test_a_rule_lies_where_its_id_says(tmp_path: Path) -> None:
    folder = tmp_path / "rules" / "az"
    folder.mkdir(parents=True)
    (tmp_path / "calendars").symlink_to(DIRECTORY / "calendars")
    (folder / "echr.application.toml").write_text(TEXT, encoding="utf-8")
    with pytest.raises(RuleError, match=r"belongs into echr/echr\.application\.toml"):
        rules.load(tmp_path)


def test_a_directory_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no rule file found"):
        rules.load(tmp_path)


def test_a_calendar_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "calendars").mkdir()
    text = (DIRECTORY / "calendars" / "az.toml").read_text(encoding="utf-8")
    (tmp_path / "calendars" / "az.toml").write_text("bridge_days = []\n" + text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"calendars/az\.toml: Object contains unknown field `bridge_days`"):
        rules.load(tmp_path)


@pytest.mark.parametrize("rule", LAW.rules.values(), ids=lambda rule: rule.id)
def test_title_and_explanation_are_written_in_four_languages(rule: Rule) -> None:
    for words in (rule.file.title, rule.file.explain):
        assert len({words.get(language) for language in LANGUAGES}) == 4
    with pytest.raises(KeyError):
        rule.file.title.get("de")
