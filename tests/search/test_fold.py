"""Spellings of one name meet in every script, and two names never do."""

from hashlib import sha256
from itertools import combinations

import pytest

from caseintake.search import fold, segment
from tests.search.names import NEIGHBOURS, ONE_NAME

LINES = [line.split() for line in ONE_NAME.strip().splitlines()]


def _all_of(line: list[str]) -> frozenset[str]:
    return frozenset().union(*(fold.forms(name.lstrip("~")) for name in line))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_every_spelling_meets_every_other(line: list[str]) -> None:
    """A spelling with ~ before it is one that only the Azerbaijani name, written with its letters, joins."""
    for one, other in combinations(line, 2):
        if not one.startswith("~") and (not other.startswith("~") or one == line[0]):
            assert fold.forms(one) & fold.forms(other.lstrip("~")), (one, other)


def test_different_names_never_meet() -> None:
    lines = [*LINES, *([name] for name in NEIGHBOURS.split())]
    met = [
        (one[0], other[0], shared)
        for (one, its), (other, others) in combinations([(line, _all_of(line)) for line in lines], 2)
        if (shared := its & others)
    ]

    assert met == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ALİYEV", "Aliyev"),
        ("ƏLIYEV", "Əliyev"),
        ("qasımov", "QASIMOV"),
        ("İLHAM", "ilham"),
        ("I\u0307lham", "İlham"),
        ("Ə\u0301liyev", "Əliyev"),
        ("Гусе́йнов", "Гусейнов"),
        ("Kovalyov", "Ковалёв"),
        ("Ковалев", "Ковалёв"),
        ("Il'yas", "İlyas"),
        ("Mö’minov", "Möminov"),
        ("Мамма́дов", "Məmmədov"),
        ("Mir-Cəfər", "Mircəfər"),
        ("Ali Zade", "Əlizadə"),
        ("Əliyev\u0430", "Əliyeva"),  # the last letter is Cyrillic
        ("A\u043bиeв", "Алиев"),  # and here two are Latin
        ("ＨＵＳＥＹＮＯＶ", "Hüseynov"),
        ("Ağa-Səlim", "Ağa Səlim"),
        ("Rauf Hüseynov", "Гусейнов Рауф"),
        ("Hüseynov Rauf Əli oğlu", "Гусейнов Рауф Алиевич"),
        ("Rauf Əli oğlu Hüseynov", "HUSEYNOV, Rauf"),
        ("Гусейнов Рауф Али оглы", "Raouf Houseynov"),
        ("Leyla Vəli qızı Əliyeva", "Алиева Лейла Вели кызы"),
        ("Алиева Лейла Велиевна", "Leyla Əliyeva"),
        ("Nino Gogichaishvili", "გოგიჩაიშვილი ნინო"),
    ],
)  # fmt: skip
def test_these_meet(one: str, other: str) -> None:
    assert fold.forms(one) & fold.forms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rauf Hüseynov", "Rauf Həsənov"),
        ("Rauf Hüseynov", "Rəna Hüseynova"),
        ("Rauf Hüseynov", "Hüseynov"),
        ("Leyla Əliyeva", "Lalə Əliyeva"),
        ("Rauf Əli oğlu", "Rauf Vəli oğlu"),
        ("Əli oğlu", "Əli qızı"),
        ("Roman Abramovich", "Roman Petrovich"),
    ],
)
def test_these_do_not(one: str, other: str) -> None:
    assert not fold.forms(one) & fold.forms(other)


@pytest.mark.parametrize("nothing", ["", "  ", "—", "12", "…'"])
def test_nothing_to_read_has_no_forms(nothing: str) -> None:
    assert fold.forms(nothing) == frozenset()


@pytest.mark.parametrize(
    "name", ["g" * 400, "Gagagagagagakagugigagakas", "ı" * 60, "ёкегя" * 30, "ß", "王小明", "X Æ A-12"]
)
def test_whatever_is_typed_has_few_forms_without_spaces(name: str) -> None:
    forms = fold.forms(name)

    assert len(forms) <= fold.NAME_FORMS
    assert not any(form != "".join(form.split()) or not form for form in forms)


def test_the_words_of_a_text_meet_across_scripts() -> None:
    text = set(fold.words("Гусейнова вызвали 12.03.2026; адвокат Ülviyyə-xanım, № 54321/21."))

    assert fold.forms("Ulviya") & text
    assert fold.forms("Hüseynova") & text
    assert {"12", "03", "2026", "54321", "21"} <= text
    assert "5432121" in text
    assert not fold.forms("Həsənova") & text


def test_a_number_is_looked_for_as_it_was_typed_and_without_its_marks() -> None:
    text = set(fold.words("Application no. 54321/21; iş № 2-1(81)-15/2024"))

    for typed in ("54321/21", "5432121", "54321 21", "2-1(81)-15/2024", "21811 52024".replace(" ", "")):
        assert all(one & text for one in fold.terms(typed)), typed
    assert not all(one & text for one in fold.terms("54321/22"))


def test_a_change_of_folding_makes_every_segment_again() -> None:
    """Whoever changes how names fold raises the edition and writes both here: an old segment misses names."""
    folded = "\n".join(" ".join(sorted(fold.forms(name.lstrip("~")))) for line in LINES for name in line)

    assert (segment.EDITION, sha256(folded.encode()).hexdigest()[:16]) == (1, "bf17387e143d9c7c")
    assert segment.state_of([]) == sha256(segment.EDITION.to_bytes(4, "big")).digest()
