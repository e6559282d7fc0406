"""docs/threat-model.md claims only what a test tries to break, and hides no hole that a test shows.

Decisions name the attacks they stop in the same way.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
DECISIONS = ROOT / "docs" / "decisions"
RECORDS = {path.name: path.read_text(encoding="utf-8") for path in DECISIONS.glob("0*.md")}
ATTACKS = "tests/vault/test_attacks.py"

CLAIM = re.compile(r"`(tests/[a-z0-9_/]+\.py)::(test_[a-z0-9_]+)`")
OPEN = re.compile(r"^\| .+ \| `(test_[a-z0-9_]+)` \|$", re.MULTILINE)


@cache
def found_in(path: str) -> dict[str, str]:
    """The tests of a file, each with the source of its decorators."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {node.name: " ".join(map(ast.unparse, node.decorator_list)) for node in found}


@pytest.mark.parametrize("claim", sorted(set(CLAIM.findall(PAGE + "".join(RECORDS.values())))), ids="::".join)
def test_the_test_behind_a_claim_exists(claim: tuple[str, str]) -> None:
    path, name = claim
    assert (ROOT / path).exists(), f"{path} is gone: name the test that proves the claim now, or withdraw the claim"
    assert name in found_in(path), f"{path} has no {name}: name the test that proves the claim now, or withdraw it"


def test_every_decision_is_in_the_index_under_its_title() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8").partition("## Index")[2]
    listed = re.findall(r"^- \[(\d{4})\]\((.+)\) (.+)$", index, re.MULTILINE)
    assert listed == [
        (name[:4], name, text.splitlines()[0].removeprefix(f"# {name[:4]}. ")) for name, text in sorted(RECORDS.items())
    ]


def test_every_claim_names_its_test() -> None:
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        held = section.partition("Bad news")[0]
        for claim in re.findall(r"^- .+$", held, re.MULTILINE):
            assert CLAIM.search(claim), f"no test stands behind: {claim}"


def test_what_is_known_and_still_open_is_exactly_what_tests_show() -> None:
    shown = {name for name, decorators in found_in(ATTACKS).items() if "still_open" in decorators}
    assert shown == set(OPEN.findall(PAGE)), "§ 9 and the marks in test_attacks.py must name the same holes"


def test_no_claim_rests_on_a_test_that_fails_today() -> None:
    for path, name in CLAIM.findall(PAGE):
        assert "still_open" not in found_in(path)[name], f"{name} shows a hole; it proves nothing"
