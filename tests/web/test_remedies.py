"""The chain of proceedings and the remedies of a matter, at a browser without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, at_desk, errors

pytestmark = pytest.mark.one_engine


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


@pytest.fixture
def lawyer(office: OfficeForTests, cast: Cast) -> Iterator[Desk]:
    with at_desk(office, cast.lawyer) as desk:
        yield desk


def test_from_a_severing_to_the_tree_and_back(cast: Cast, lawyer: Desk) -> None:
    here = f"/matters/{cast.matter}"
    move = f"{here}/proceedings/{cast.proceeding}/move"
    assert "applicants 1–3" in lawyer.get(move)
    for numbers, words in (("7", "There is no applicant 7"), ("", "Name at least one person")):
        refused = lawyer.post(move, 422, numbers=numbers, case_number="2(009)-119/2026")
        assert words in errors(refused.text)
        assert 'value="2(009)-119/2026"' in refused.text
    day = {"ordered_on__day": "1", "ordered_on__month": "3", "ordered_on__year": "2026"}
    lawyer.post(move, numbers="2-3", case_number="2(009)-119/2026", note="Another search", **day)

    tree = lawyer.get(f"{here}/proceedings/chain")
    assert re.search(
        r"118/2026.*Severed into Sabail District Court, 2\(009\)-119/2026.*<ul>.*119/2026", tree, re.DOTALL
    )
    assert "applicants 2–3" in tree
    assert "The decision of the court that ordered it is missing." in tree
    sevda, timur, _nil = cast.applicants
    assert "119/2026" not in lawyer.get(f"{here}/proceedings/chain?applicant={sevda}")
    assert "Not in it any more." in lawyer.get(f"{here}/proceedings/chain?applicant={timur}")

    one = re.search(rf'href="({here}/joinings/[0-9a-f-]{{36}})"', tree)
    assert one is not None
    assert "Say why." in errors(lawyer.post(one[1], 422).text)
    lawyer.post(one[1], reason="Another case")
    assert "This was taken back." in lawyer.get(one[1])
    tree = lawyer.get(f"{here}/proceedings/chain")
    assert "Applicants 1–3." in tree
    assert "Nobody is in it." in tree
