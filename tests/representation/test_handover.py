"""A lawyer is gone: everything of hers is prepared for another in one act, and no standing moves with a key."""

from __future__ import annotations

import re
from datetime import date

import pytest

from caseintake.kernel.actor import Role
from caseintake.matters import queries, service
from caseintake.matters.kinds import FilingKind, Forum, Lodged
from caseintake.people import barriers
from caseintake.representation import authorities, desk, handover, standing
from caseintake.representation.authorities import Wanted
from caseintake.representation.desk import Told
from caseintake.representation.kinds import (
    Arena,
    Errand,
    Footing,
    LawyerState,
    PageKind,
    Step,
    Waits,
    taken_over,
    waits,
)
from caseintake.representation.model import Representative
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests
from tests.signing_in import account
from tests.web.matters_desk import at_desk

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("footing", "why"),
    [
        (Footing(1, True, True, True), ()),
        (Footing(0, True, True, True), ("no_key",)),
        (Footing(1, False, True, True), ("no_authority",)),
        (Footing(1, True, False, True), ("no_account",)),
        (Footing(1, False, False, False), ()),
    ],
)
def test_could_be_taken_over_tomorrow(footing: Footing, why: tuple[str, ...]) -> None:
    assert taken_over(footing) == why


def going(office: OfficeForTests, cast: Cast) -> None:
    """The second lawyer is responsible, speaks for two, and the Court writes to him; one file is closed to him."""
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.add_member(matter, cast.second, uow=uow)
        people = queries.applicants(matter, uow=uow)
        service.restrict(people[2], {cast.lawyer}, matter=matter, uow=uow)
        court = service.record_proceeding(
            matter, state="AZ", forum=Forum.ECHR, case_number="55512/26", applicants=[people[0].id], uow=uow
        )
        service.record_filing(court, kind=FilingKind.APPLICATION, how=Lodged.POST, uow=uow)
        desk.change(matter, Told((Representative(cast.second),), "", cast.second, None, 7, None), uow=uow)
        lines = authorities.lines(matter, uow=uow)[:2]
        some = [(line.applicant, line.file) for line in lines if line.file]
        pages = authorities.prepare(some, Wanted(representative=cast.second), uow=uow)
        for step in (Step.SIGNED_BY_APPLICANT, Step.SIGNED_BY_REPRESENTATIVE):
            authorities.note(pages, step, on=DAY, uow=uow)
        authorities.note(pages, Step.ORIGINAL, on=DAY, words="Safe", uow=uow)
        label = queries.label_of(matter, uow=uow)
        service.change_matter(matter, codename=label.codename, about="", responsible=cast.second, deputy=None, uow=uow)
        standing.record(cast.second, Arena.STRASBOURG, LawyerState.DETAINED, since=DAY, source="His wife", uow=uow)
        uow.commit()


@pytest.mark.one_engine
def test_one_act_prepares_everything(office: OfficeForTests) -> None:
    cast = set_scene(office)
    going(office, cast)
    third = hire(office, Role.LAWYER, "Ilaha Məmmədli")
    here = f"/handover/{cast.second}"
    with at_desk(office, cast.lawyer) as browser:
        taken = {"person": str(cast.second), "state": "detained", "source": "His wife", "since__day": "1",
                 "since__month": "3", "since__year": "2026"}  # fmt: skip
        browser.post("/standing", 422, **taken)
        browser.post("/standing", arena=["domestic", "detention"], **taken)
        assert browser.get("/standing").count('translate="no">His wife</td>') == 3, "one act, everywhere it holds"
        page = browser.get(here)
        for words in ("Quince 14", "the Court writes to this lawyer", "detained", "responsible"):
            assert words in page, words
        box = re.findall(r'name="(successor_[0-9a-f]+)"', page)[0]
        assert "Choose who goes on in one matter at least." in browser.post(here, 422, why="cannot act").text
        with office.unit(cast.lawyer) as uow:
            matter = queries.matter(cast.matter, uow=uow)
            files = queries.client_files(queries.applicants(matter, uow=uow), uow=uow)
            careful = barriers.add(files[cast.applicants[0]], matter, who=third, uow=uow)
            uow.commit()
        firm = {box.replace("successor", "firm"): "Orban & Associés"}
        refused = browser.post(here, 422, why="is no longer able to act", **{box: str(third)}, **firm)
        assert "Somebody must not learn of this." in refused.text
        assert "This firm has not declared yet that no conflict keeps it from acting." in refused.text
        with office.unit(cast.lawyer) as uow:
            files = queries.client_files(queries.applicants(queries.matter(cast.matter, uow=uow), uow=uow), uow=uow)
            barriers.drop(files[cast.applicants[0]], careful.id, uow=uow)
            uow.commit()
        browser.post(here, why="is no longer able to act", **{box: str(third)})
        made = re.findall(rf'href="(/matters/{cast.matter}/handover/[0-9a-f-]+)"', browser.get(here))[0]
        browser.send(f"{made}/ticks", browser.fields(made, "/ticks"), numbers="1-2", errand="client_told",
                     on__day="2", on__month="3", on__year="2026")  # fmt: skip
        ticked = {"errand": "client_told", "on__day": "2", "on__month": "3", "on__year": "2026"}
        fields = browser.fields(made, "/ticks")
        refused = browser.send(f"{made}/ticks", fields, 422, numbers="3", why="Typed in the wrong line", **ticked)
        assert "This is ticked for none of them." in refused.text
        browser.send(f"{made}/ticks", browser.fields(made, "/ticks"), numbers="2", why="It was her sister", **ticked)
        page = browser.get(made)
        assert "client told, by the safe way: 1/3" in page
        assert "It was her sister" in page, "what was taken back stays, with its reason"
        browser.send(f"{made}/ticks", browser.fields(made, "/ticks"), numbers="2", **ticked)
        page = browser.get(made)
        assert "client told, by the safe way: 2/3" in page
        assert "new page signed, original in hand: 0/3" in page
        letters = browser.get(f"{made}/letters")
        for words in ("Application no. 55512/26", "Sabail District Court", "is no longer able to act"):
            assert words in letters, words
        assert "Hüquqşünasın dəyişməsi" in letters, "the clients' language first"
        assert "Change of lawyer" in browser.get(f"{made}/letters?words=en")
        assert "Salam, [name]." in browser.get(f"/matters/{cast.matter}/touch/write?draft=handover")

    with office.unit(third, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        people = queries.applicants(matter, uow=uow)
        assert len(queries.client_files(people, uow=uow)) == 3, "the closed file opens too"
        assert queries.label_of(matter, uow=uow).responsible == third
        (row,) = handover.handovers(matter, uow=uow)
        assert uow.proof(row).author.id == cast.lawyer
        seats = handover.seats(row, matter, uow=uow)
        assert [seat.page and seat.page.what for seat in seats] == [
            PageKind.SEPARATE_AUTHORITY, PageKind.AUTHORITY, None,
        ]  # fmt: skip
        assert [seat.page and waits(seat.page) for seat in seats] == [Waits.TO_PRINT, Waits.TO_PRINT, None]
        assert not any(seat.ink for seat in seats), "a key is no signature"
        assert [set(seat.ticks) for seat in seats] == [{Errand.CLIENT_TOLD}, {Errand.CLIENT_TOLD}, set()]
        assert len(seats[0].powerless) == 1, "the court at home knows nothing of it"
        acts = desk.of_matter(matter, uow=uow)
        assert acts is not None
        assert [one.person_id for one in acts.representatives] == [cast.second], "the Court goes on writing to him"
        why_not = handover.tomorrow(matter, authorities.lines(matter, uow=uow), uow=uow)
        assert why_not[people[0].id] == ("no_authority", "no_account")
        assert why_not[people[2].id] == ()

    account(office, office.coordinator)
    with at_desk(office, office.coordinator) as browser:
        for page in (f"/handover/{third}", f"/taken/{third}"):
            shown = browser.get(page)
            assert "Quince 14" in shown, "the docket says what she looks after"
            assert "The key is held by Leyla Quliyeva." in shown, "and whom to ask, of those who can act"
    with at_desk(office, third) as browser:
        assert "Without a key of yours" not in browser.get(f"/handover/{cast.lawyer}")
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.restrict(queries.applicants(matter, uow=uow)[2], {cast.lawyer, cast.second}, matter=matter, uow=uow)
        uow.commit()
    with at_desk(office, third) as browser:
        assert "held by Leyla Quliyeva</span>" in browser.get(made), "of the two only who can act"
        browser.press(made, f"{made}/ask")
        assert "Asked for the missing keys: Leyla Quliyeva." in browser.get(made)
    with at_desk(office, cast.lawyer) as browser:
        assert "open the files of applicants 3 to Ilaha Məmmədli" in browser.get("/tasks")
        assert "you have it: open it to Ilaha Məmmədli" in browser.get(made)

    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.take_over(matter, uow=uow)
        handover.prepare(matter, third, cast.lawyer, why="is detained", uow=uow)
        label = queries.label_of(matter, uow=uow)
        assert (label.responsible, label.standing) == (cast.lawyer, None), "in three days it does not go back to her"
