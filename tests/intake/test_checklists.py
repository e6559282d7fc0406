"""Checklists and letters that are data: whole in their languages, honest about who checked them, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseintake.intake import checklists
from caseintake.intake.checklists import POSSIBLE_MINOR, load
from caseintake.intake.wording import BadWording
from caseintake.law.rules import shipped_directory

SHIPPED = shipped_directory() / POSSIBLE_MINOR


def test_the_shipped_one_is_whole_and_says_that_nobody_has_checked_it() -> None:
    found = load(SHIPPED)
    assert len(found.item) == 5
    assert (found.country, found.checked_by, found.checked_on) == ("", "", "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('checked_by = ""', 'checked_by = "Dr Ines Keller"'),  # for which country, on which day?
        ('en = "Report."', 'en = " "'),
        ('az = "Məlumat vermək."\n', ""),
        ("[[item]]", "[[thing]]"),
    ],
)
def test_half_a_checklist_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "possible_minor.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadWording, match=r"possible_minor\.toml"):
        checklists.load(path)
