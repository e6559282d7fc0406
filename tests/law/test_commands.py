"""`limit` and `rules` as a script meets them: exit codes and JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from caseintake.cli.law import limit, rules
from caseintake.law.rules import shipped_directory


def run(*words: str) -> Result:
    return CliRunner().invoke(limit, list(words))


def answer(*words: str) -> dict[str, Any]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_limit_as_json() -> None:
    found = answer("echr.application", "--fact", "decided_on=2022-01-19", "--fact", "served_on=2022-02-25")
    assert found["due"] == "2022-08-25"
    assert found["cautious"] == "2022-07-19"
    assert found["provisional"] is False
    assert found["version"] == "six_months"
    assert all(isinstance(sentence, str) for sentence in found["steps"])
    assert len(found["steps"]) > 3
    assert all(isinstance(flag, str) for flag in found["flags"])
    assert [each["due"] for each in found["candidates"]] == ["2022-08-25", "2022-07-19"]


@pytest.mark.parametrize("value", ["2025-03..2025-05", "2025-03-01..2025-05-31"])
def test_a_range_gives_the_earliest_and_the_hope(value: str) -> None:
    found = answer("echr.application.no_remedy", "--fact", f"known_on={value}")
    assert (found["due"], found["latest"], found["provisional"]) == ("2025-07-01", "2025-09-30", True)


def test_choices_are_given_like_facts() -> None:
    words = ("az.civil.appeal", "--fact", "served_on=2024-03-01", "--fact", "decision_kind=ruling")
    assert answer(*words)["due"] == "2024-03-11"


def test_every_start_and_the_other_side_are_told() -> None:
    words = ("echr.application", "--fact", "decided_on=2024-01-10", "--fact", "served_on=2024-02-05")
    found = answer(*words)
    assert [(each["fact"], each["relied_on"], each["why"], each["earliest"]) for each in found["candidates"]] == [
        ("served_on", True, "earliest", "2024-06-05"),
        ("decided_on", False, "weaker", "2024-05-10"),
    ]
    assert (found["earliest"], found["opens"], found["due_at"]) == ("2024-05-10", None, None)
    assert [(each["code"], each["due"]) for each in found["scenarios"]] == [
        ("start", "2024-05-10"), ("start", "2024-06-05"),
    ]  # fmt: skip
    told = run(*words).stdout
    assert "Not relied on" in told
    assert "The earliest date that any start or reading gives: 10 May 2024" in told


def test_a_clock_in_hours_gives_its_minute() -> None:
    words = ("az.detention.judge", "--fact", "arrested_at=2026-03-01T14:20", "--choice", "exceptional=no")
    assert (answer(*words)["due_at"], answer(*words)["due"]) == ("2026-03-03T14:20:00", "2026-03-03")
    assert "3 March 2026, 14:20" in run(*words).stdout


def test_texts_that_conflict_give_every_reading_and_no_date_until_one_is_chosen() -> None:
    words = ("az.crim.cassation", "--fact", "served_on=2026-03-01", "--choice", "gravity=serious")
    asked = run(*words, "--json")
    assert asked.exit_code == 2
    said = json.loads(asked.stdout)
    assert said["code"] == "choose_reading"
    assert {"id": "two_months", "due": "2026-05-01"} in said["readings"]
    chosen = answer(*words, "--choice", "reading=two_months")
    assert chosen["due"] == "2026-05-01"
    assert chosen["earliest"] == min(each["cautious"] for each in chosen["readings"])


@pytest.mark.parametrize(
    "words",
    [
        ("echr.nothing", "--fact", "decided_on=2024-01-10"),
        ("echr.application",),
        ("echr.application", "--fact", "decided_on=202-01-10"),
        ("echr.application", "--fact", "decided_on=2024-06-31"),
        ("echr.application", "--fact", "decided_on"),
        ("echr.application", "--fact", "=2024-01-10"),
        ("echr.application", "--fact", "sent_on=2024-01-10"),
        ("echr.application", "--fact", "decided_on=2024-01-10", "--fact", "served_on=2024-01-09"),
        ("echr.application", "--fact", "decided_on=2024-01-10", "--fact", "decided_on=2024-01-11"),
        ("echr.application", "--fact", "decided_on=2024-01-10", "--language", "de"),
        ("echr.application", "--fact", "decided_on=2024-01-10", "--fax"),
        ("echr.application", "--fact"),
        (),
    ],
)
def test_every_refusal_is_exit_code_2_and_json_when_asked(words: tuple[str, ...]) -> None:
    # The flag stands first, so that an option left without its value does not swallow it.
    result = run("--json", *words)
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"]
    spoken = run(*words)
    assert spoken.exit_code == 2
    assert spoken.stdout == ""
    assert spoken.stderr


@pytest.mark.parametrize("language", ["en", "az", "ru", "fr"])
def test_words_in_four_languages(language: str) -> None:
    result = run("echr.application", "--fact", "decided_on=2012-07-17", "--language", language)
    assert result.exit_code == 0
    assert "2013" in result.stdout
    assert ".." not in result.stdout


def test_rules_are_listed() -> None:
    listed = json.loads(CliRunner().invoke(rules, ["list", "--json"]).stdout)
    assert {"echr.application", "echr.grand_chamber", "az.civil.cassation"} <= {row["id"] for row in listed}
    assert all(len(row["digest"]) == 64 and row["tests"] >= 3 for row in listed)
    assert "echr.application.no_remedy" in CliRunner().invoke(rules, ["list"]).stdout


def test_rules_check_is_clean() -> None:
    result = CliRunner().invoke(rules, ["check"])
    assert result.exit_code == 0
    assert "0 problems" in result.stdout


def test_rules_check_names_file_and_test_of_a_failure(tmp_path: Path) -> None:
    folder = tmp_path / "rules" / "echr"
    folder.mkdir(parents=True)
    (tmp_path / "calendars").symlink_to(shipped_directory() / "calendars")
    text = (shipped_directory() / "rules/echr/echr.grand_chamber.toml").read_text(encoding="utf-8")
    wrong = text.replace("due = 2018-04-30", "due = 2018-05-01")
    assert wrong != text
    (folder / "echr.grand_chamber.toml").write_text(wrong, encoding="utf-8")
    result = CliRunner().invoke(rules, ["check", "--config", str(tmp_path)])
    assert result.exit_code == 1
    assert (
        "rules/echr/echr.grand_chamber.toml: month end: 30 January to 30 April: due: expected 2018-05-01"
        in result.stderr
    )
    (folder / "echr.grand_chamber.toml").write_text(text + "\n[count]\n", encoding="utf-8")
    broken = CliRunner().invoke(rules, ["check", "--config", str(tmp_path), "--json"])
    assert broken.exit_code == 1
    assert "echr.grand_chamber.toml: count" in json.loads(broken.stdout)["error"]
