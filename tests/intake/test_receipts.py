"""The return code against its vectors, and against every slip of the pen."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from caseintake.intake.receipts import ALPHABET, LENGTH, Code, NoCode, new_code, read_code

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "receipt.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("vector", VECTORS["codes"], ids=lambda vector: vector["random"][:4])
def test_a_code_gives_the_published_id_and_keys(vector: dict[str, str]) -> None:
    code = read_code(vector["written"])
    salt = bytes.fromhex(vector["salt"])
    assert code.text == vector["code"]
    assert code.id == UUID(vector["id"])
    assert code.secret(salt).hex() == vector["secret"]
    assert code.draft_key(salt).hex() == vector["draft_key"]


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["why"])
def test_a_wrong_code_is_refused_without_being_repeated(vector: dict[str, str]) -> None:
    with pytest.raises(NoCode) as refused:
        read_code(vector["code"])
    assert str(refused.value) == "not a return code"


def test_every_single_wrong_character_is_noticed() -> None:
    text = new_code().text
    for at in range(LENGTH):
        for letter in ALPHABET.replace(text[at], ""):
            with pytest.raises(NoCode):
                read_code(text[:at] + letter + text[at + 1 :])


def test_every_exchange_of_any_two_characters_is_noticed() -> None:
    text = new_code().text
    for one in range(LENGTH):
        for other in range(one + 1, LENGTH):
            if text[one] != text[other]:
                swapped = list(text)
                swapped[one], swapped[other] = swapped[other], swapped[one]
                with pytest.raises(NoCode):
                    read_code("".join(swapped))


@pytest.mark.parametrize(
    "spell",
    [
        str.lower,
        lambda text: " ".join(text[at : at + 4] for at in range(0, 24, 4)),
        "–".join,
        lambda text: text.replace("0", "O").replace("1", "I"),
        lambda text: text.replace("0", "o").replace("1", "l"),
        lambda text: text.replace("1", "ı"),
        lambda text: text.translate(str.maketrans("ABEKMHPCTX", "АВЕКМНРСТХ")),
        lambda text: text.translate({ord(letter): ord(letter) + 0xFEE0 for letter in ALPHABET}),
        lambda text: f"\u200b {text}\n",
    ],
)
def test_spelling_is_forgiven(spell: Any) -> None:
    for _ in range(20):
        code = new_code()
        assert read_code(spell(code.text)) == code


def test_a_code_keeps_itself_out_of_logs_and_caches() -> None:
    code = new_code()
    assert code.text not in repr(code)
    with pytest.raises(TypeError):
        pickle.dumps(code)


def test_codes_do_not_repeat_and_use_all_letters() -> None:
    texts = {new_code().text for _ in range(2000)}
    assert len(texts) == 2000
    assert set("".join(texts)) == set(ALPHABET)


def test_two_salts_give_two_secrets() -> None:
    code = Code(VECTORS["codes"][0]["code"])
    assert code.secret(bytes(32)) != code.secret(bytes(31) + b"\x01")
    assert code.secret(bytes(32)) != code.draft_key(bytes(32))
