"""Moving to a new name with one command: both files change together, and nothing else in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from caseintake.cli import command
from caseintake.cli.refused import Refusal
from caseintake.intake.office_texts import load_office_texts
from caseintake.intake.papers import office_texts_file
from caseintake.law.rules import shipped_directory
from caseintake.settings import SETTINGS_FILE, Settings, load, save

OLD, ONION = "https://intake.example.org", "http://fictionalfictionalfictionalfictionalfictionalfictional.onion"
NEW = "https://new.example.net"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    settings = Settings(
        directory=tmp_path, database_url="sqlite://", runtime=tmp_path / "run", public_addresses=(OLD, ONION)
    )
    save(settings)
    with (settings.directory / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write("# The disk was changed in May.\n")
    texts = tmp_path / "office_texts.toml"
    texts.write_text((shipped_directory() / "intake" / "office_texts.example.toml").read_text("utf-8"), "utf-8")
    return settings.directory


def say(directory: Path, *words: str) -> Result:
    return CliRunner().invoke(command, ["address", *words, "--dir", str(directory)])


def told(directory: Path) -> list[str]:
    return [one.url for one in load_office_texts(office_texts_file(load(directory))).addresses]


def test_a_new_name_is_told_first_and_the_old_one_goes_when_it_is_taken_away(directory: Path) -> None:
    before = office_texts_file(load(directory)).read_text("utf-8")
    assert say(directory, "add", NEW.upper() + "/").exit_code == 0
    assert list(load(directory).public_addresses) == told(directory) == [NEW, OLD, ONION]

    assert say(directory, "remove", OLD).exit_code == 0
    assert say(directory, "remove", ONION).exit_code == 0
    assert list(load(directory).public_addresses) == told(directory) == [NEW]
    assert f"public: {NEW}" in say(directory, "list").output
    assert "changed in May" in (directory / SETTINGS_FILE).read_text("utf-8")
    kept = office_texts_file(load(directory)).read_text("utf-8")
    assert kept.split("[[addresses]]")[0] == before.split("[[addresses]]")[0]


def test_the_office_pages_move_by_themselves(directory: Path) -> None:
    before = told(directory)
    assert say(directory, "add", "--surface", "office", "http://aaaa.onion").exit_code == 0
    assert load(directory).office_addresses[0] == "http://aaaa.onion"
    assert told(directory) == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "http://new.example.net"), "neither https nor"),
        (("add", OLD), "there already"),
        (("add", 'https://new.example.net"]'), "no address"),
        (("add", f"{NEW}/form"), "no address"),
        (("remove", NEW), "none of the public"),
    ],
)
def test_what_is_no_way_to_the_office_changes_nothing(directory: Path, words: tuple[str, ...], why: str) -> None:
    answer = say(directory, *words)
    assert isinstance(answer.exception, Refusal)
    assert why in str(answer.exception)
    assert list(load(directory).public_addresses) == told(directory) == [OLD, ONION]


def test_the_last_one_stays_and_a_file_written_otherwise_is_left_alone(directory: Path) -> None:
    texts = office_texts_file(load(directory))
    head, _, _ = texts.read_text("utf-8").partition("# Every address")
    other = f'addresses = [{{ kind = "web", url = "{OLD}" }}]\n{head}'
    texts.write_text(other, "utf-8")
    answer = say(directory, "add", NEW)
    assert isinstance(answer.exception, Refusal)
    assert "by hand" in str(answer.exception)
    assert (texts.read_text("utf-8"), load(directory).public_addresses) == (other, (OLD, ONION))

    assert say(directory, "remove", ONION).exit_code == 0, "people were not told of it"
    assert isinstance(say(directory, "remove", OLD).exception, Refusal)
    assert load(directory).public_addresses == (OLD,)


def test_a_line_it_cannot_find_its_way_in_is_left_alone(directory: Path) -> None:
    path = directory / SETTINGS_FILE
    text = path.read_text("utf-8").replace(ONION, "https://[2001:db8::1]")
    path.write_text(text, "utf-8")
    answer = say(directory, "add", NEW)
    assert isinstance(answer.exception, Refusal)
    assert path.read_text("utf-8") == text
    assert told(directory) == [OLD, ONION]
