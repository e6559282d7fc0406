"""Articles as lawyers write them, read as data."""

import pytest

from caseintake.matters.articles import read, written


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("8", ("8",)),
        ("13 with 8", ("13", "8")),
        ("13+8", ("13", "8")),
        ("6 § 1 and 13", ("6", "13")),
        ("5 § 1 (c)", ("5",)),
        ("1 of Protocol No. 1", ("P1-1",)),
        ("2 of Protocol 4 with 13", ("P4-2", "13")),
        ("P1-1", ("P1-1",)),
        ("99", ()),
        ("8 and 99", ()),
        ("the Constitution", ()),
    ],
)
def test_codes_are_found_in_words(text: str, codes: tuple[str, ...]) -> None:
    assert read(text) == codes
    assert read(written(codes)) == codes
