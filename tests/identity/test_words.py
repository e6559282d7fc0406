"""Words people write down and read out."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseintake.identity import words
from caseintake.kernel.words import WORDS, NotAWord, draw, of_bytes, read

A, B = b"\x11" * 32, b"\x22" * 32


def test_four_letters_name_a_word() -> None:
    assert len(WORDS) == 1024
    assert len({word[:4] for word in WORDS}) == 1024
    assert all(word.isascii() and word.islower() and 4 <= len(word) <= 8 for word in WORDS)


def test_strengths_are_what_the_requirements_ask() -> None:
    assert words.PASSPHRASE_WORDS * 10 >= 77
    assert words.COMPARED_WORDS * 10 >= 88
    assert len(words.draw_passphrase()) == words.PASSPHRASE_WORDS
    assert len(words.draw_handle().split("-")) == 2


def test_handles_are_drawn_from_words_nobody_minds_and_old_ones_are_read() -> None:
    assert len(set(words.HANDLES)) == len(words.HANDLES) == 256
    assert set(words.HANDLES) < set(WORDS)
    assert not set(words.HANDLES) & {"goat", "slavery", "vampire", "holy", "weapon", "screw", "pistol", "warn", "wolf"}
    for _ in range(200):
        first, second = words.draw_handle().split("-")
        assert first != second
        assert {first, second} <= set(words.HANDLES)
    assert words.read_handle("Goat Wolf") == "goat-wolf"


@given(st.binary(min_size=12, max_size=40))
def test_words_stand_for_their_bits(data: bytes) -> None:
    bits = "".join(f"{byte:08b}" for byte in data)
    spoken = of_bytes(data, 9)
    assert "".join(f"{WORDS.index(word):010b}" for word in spoken) == bits[:90]


def test_too_few_bits_make_no_words() -> None:
    with pytest.raises(ValueError, match="90 bits"):
        of_bytes(bytes(11), 9)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=10))
def test_what_was_drawn_is_read_back_however_it_is_typed(drawn: list[str]) -> None:
    assert read(" ".join(drawn)) == tuple(drawn)
    assert read("-".join(word.upper() for word in drawn)) == tuple(drawn)
    assert read(",  ".join(word[:4] for word in drawn)) == tuple(drawn)
    assert read(" ".join(word.upper().replace("I", "İ") for word in drawn)) == tuple(drawn)
    assert read(" ".join(word.replace("i", "ı") for word in drawn)) == tuple(drawn)


def test_the_place_of_a_wrong_word_is_told_and_not_the_word() -> None:
    with pytest.raises(NotAWord) as wrong:
        read("acid zzzz acid")
    assert wrong.value.position == 2
    assert "zzzz" not in str(wrong.value)


def test_two_passphrases_are_two() -> None:
    assert draw(8) != draw(8)


def test_compared_words_change_with_office_person_and_either_key() -> None:
    person = UUID(int=1)
    base = words.compared(A, person, A * 38, B)
    others = {
        words.compared(B, person, A * 38, B),
        words.compared(A, UUID(int=2), A * 38, B),
        words.compared(A, person, B * 38, B),
        words.compared(A, person, A * 38, A),
    }
    assert len(base) == 9
    assert base not in others
    assert len(others) == 4
