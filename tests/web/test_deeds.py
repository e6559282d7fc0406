"""What the log of a matter says was done has words in every language, whoever wrote it."""

from __future__ import annotations

import ast

from caseintake.web.office.matters_log import DEEDS
from tests.sources import ROOT

#: Whose deeds stand in the log of a matter. Costs, settlements and inner circles have logs of their own.
PACKAGES = (
    "advocacy", "casework", "custody", "deadlines", "execution", "incidents", "matters", "old_cases", "outside",
    "people", "plans", "portability", "remedies", "representation",
)  # fmt: skip
#: Said in a chain of the office, not in that of a matter.
ELSEWHERE = {"calendar address made", "calendar address ended", "matter "}


def said() -> set[str]:
    files = [path for name in PACKAGES for path in (ROOT / "caseintake" / name).rglob("*.py")]
    found: set[str] = set()
    for path in [*files, ROOT / "caseintake" / "conflicts" / "cards.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                words = [one for part in node.args for one in ast.walk(part) if isinstance(one, ast.Constant)]
                found |= {one.value for one in words if isinstance(one.value, str)}
    return found


def test_every_deed_has_words() -> None:
    spoken = said()
    assert len(spoken) > 80
    assert spoken - DEEDS.keys() == ELSEWHERE
