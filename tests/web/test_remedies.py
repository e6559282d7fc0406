"""The chain of proceedings and the remedies of a matter, at a browser without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from caseintake.deadlines import service as deadlines
from caseintake.matters import queries, service
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, Finality, Forum, Instance, Status
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


def test_from_a_suggestion_to_section_g(office: OfficeForTests, cast: Cast, lawyer: Desk) -> None:
    here = f"/matters/{cast.matter}"
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        (row,) = queries.proceedings(matter, uow=uow)
        days = {"decided_on": exactly(date(2026, 1, 20)), "served_on": exactly(date(2026, 2, 5))}
        judgment = {"kind": DecisionKind.JUDGMENT, "instance": Instance.CASSATION, "is_final": Finality.YES}
        service.record_decision(row, facts=days, **judgment, uow=uow)  # type: ignore[arg-type]
        form = {"state": "AZ", "forum": Forum.ECHR, "applicants": cast.applicants, "status": Status.PREPARED}
        service.record_proceeding(matter, **form, complaints=[cast.complaint], uow=uow)  # type: ignore[arg-type]
        deadlines.refresh(matter, uow=uow)
        uow.commit()
    nothing = "Nothing is said of any remedy for this complaint"
    for page in (here, f"{here}/proceedings"):
        assert nothing in lawyer.get(page), page
    offered = lawyer.get(f"{here}/remedies")
    assert "Civil claim, appeal and cassation" in offered
    accept = f"{here}/remedies/accept"
    key = re.search(r'name="chosen" value="([^"]+)"', offered)
    assert key is not None
    lawyer.send(accept, lawyer.fields(f"{here}/remedies", accept))  # nothing ticked: nothing is said
    assert nothing in lawyer.get(here)
    lawyer.send(accept, lawyer.fields(f"{here}/remedies", accept), chosen=key[1])
    assert nothing not in lawyer.get(here)
    assert "What the proceedings show" not in lawyer.get(f"{here}/remedies")

    say = f"{here}/complaints/{cast.complaint}/remedies"
    assert lawyer.fields(f"{say}?like=1")["numbers"] == "1–3"
    given = {"remedy": "az.civil", "state": "ineffective", "numbers": "2"}
    refused = lawyer.post(say, 422, **given)
    assert "Say why." in errors(refused.text)
    lawyer.post(say, **given, reason="The court had no power to stop it.")
    grid = lawyer.get(f"{here}/remedies")
    assert re.search(r"2 applicants</a>.*1, 3.*exhausted.*1 applicant</a>.*not effective.*no power", grid, re.DOTALL)
    assert "The time is counted from a remedy marked not effective" in lawyer.get(here)
    doubted = [
        one
        for one in re.findall(rf'href="({here}/time-limits/[0-9a-f-]{{36}})"', lawyer.get(f"{here}/time-limits"))
        if "marked not effective" in lawyer.get(one)
    ]
    assert len(set(doubted)) == 1
    assert "5 June 2026" in lawyer.get(doubted[0])  # the date worked with has not changed

    text = lawyer.get(f"{here}/remedies/section-g")
    assert "The court had no power to stop it." in text
    assert "received on 5 February 2026" in text
    alone = lawyer.get(f"{here}/remedies/section-g?applicant={cast.applicants[0]}")
    assert "had no power" not in alone
    french = lawyer.get(f"{here}/remedies/section-g?words=fr&applicant={cast.applicants[0]}")
    assert "arrêt" in french or "jugement" in french
    assert f"applicant={cast.applicants[0]}" in french.partition("Language of the form")[2]

    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        more = {"state": "AZ", "applicants": cast.applicants, "uow": uow}
        two = [service.record_complaint(matter, article=article, **more).id for article in ("5", "11")]  # type: ignore[arg-type]
        service.record_proceeding(matter, **form, complaints=two, uow=uow)  # type: ignore[arg-type]
        uow.commit()
    page = lawyer.get(here)
    assert page.count(nothing) == 1, "one cause, with the list of complaints"
    assert "<li>Article 5: 1–3</li><li>Article 11: 1–3</li>" in page
