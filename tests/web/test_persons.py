"""People of a matter through the pages: somebody we know already, kin, contacts, and who must never learn."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from caseintake.kernel.actor import Role
from caseintake.matters import queries, service
from caseintake.matters.kinds import Forum, TaskKind
from caseintake.matters.tasks import add_task
from caseintake.people import barriers
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

pytestmark = pytest.mark.one_engine


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def test_a_known_person_comes_with_the_one_file_and_has_kin_and_contacts(office: OfficeForTests, cast: Cast) -> None:
    with at_desk(office, cast.lawyer) as desk:
        second = desk.post("/matters/new", codename="Plum 2").location
        asked = desk.post(f"{second}/persons/known", 200, name="Timur Əliyev", go="look").text
        assert "Тимур Алиев" in asked
        file_id = asked.split('name="file"')[1].split('<option value="')[1].split('"')[0]
        there = desk.post(
            f"{second}/persons/known", name="Timur Əliyev", file=file_id, role="witness", go="add"
        ).location
        assert "Тимур Алиев (Witness)" in desk.get(there)
        desk.post(f"{there}/contacts", value="+994 50 000 00 00", whose="his brother", never="y")
        wife = desk.post(f"{second}/persons/new", role="relative", name="Ləman Əliyeva", restricted="y").location
        asked = desk.post(f"{wife}/relations", 422, kind="spouse", name="Timour Aliyev").text
        assert "Choose a person." in asked
        (other,) = re.findall(r'name="other" value="([0-9a-f-]{36})"', asked)
        assert "checked" in desk.post(f"{wife}/relations", 200, kind="spouse", name="Timur", go="look").text
        assert "No file you open" in desk.post(f"{wife}/relations", 200, name="Nobody Known", go="look").text
        desk.post(f"{wife}/relations", kind="spouse", other=other)
        assert "husband, wife or partner of" in desk.get(wife)
        assert "Ləman Əliyeva" in desk.get(f"{second}/persons")
        first = desk.get(f"/matters/{cast.matter}/applicants/{cast.applicants[1]}")
        assert "his brother" in first, "the one file is read in both matters"
        assert "Ləman" not in first, "and she has no place in the other one"
        desk.post(f"{wife}/life", 422)
        desk.post(f"{wife}/life", on__day="1", on__month="3", on__year="2026")
        assert "1 March 2026" in desk.get(wife), "a relative's death is written down too"
        desk.post(f"{wife}/life", back="1")
        assert "1 March 2026" not in desk.get(wife)
        desk.post(f"{there}/relations")  # the button that takes it out stands first
        assert "husband, wife or partner of" not in desk.get(wife)
        desk.post(f"{there}/relations", 422, kind="spouse", other="")
        asked = desk.post(f"{wife}/barriers", 422, name="Тимур Алиев").text
        assert f'name="who" value="{other}"' in asked, "whoever is here under this name is asked about first"
        desk.post(f"{wife}/barriers", name="Тимур Алиев", who=other, why="He would take her telephone.")
        desk.post(f"{wife}/barriers", drop="", name="Тимур Алиев", who="nobody", why="The uncle.")
        desk.post(f"{wife}/barriers", 422, drop="", name="")
        asked = desk.post(f"{wife}/barriers", 200, drop="", name="Marc Orban", go="look").text
        assert f'name="who" value="{cast.second}"' in asked
        kept = desk.get(f"{wife}/barriers")
        assert "Тимур Алиев</span>: <span" in kept
        assert "The uncle." in kept


def test_somebody_who_had_to_leave(office: OfficeForTests, cast: Cast) -> None:
    """The hour there before anybody rings, no signature at an embassy, and who is left behind."""
    here = f"/matters/{cast.matter}"
    timur = f"{here}/applicants/{cast.applicants[1]}"
    with at_desk(office, cast.lawyer) as desk:
        desk.post(f"{timur}/abroad", 422, country="XX")
        asked = desk.post(f"{timur}/abroad", 422, country="", at_home="His mother").text
        assert "His mother" in asked, "what is typed without a country is not dropped"
        desk.post(f"{timur}/abroad", country="FR", shelter="asked", certifies="A notary in Lyon", at_home="His mother")
        page = desk.get(timur)
        hour = office.clock.now().astimezone(ZoneInfo("Europe/Paris"))
        for words in ("France, has asked for asylum. There it is now " + hour.strftime("%H:%M"), "His mother"):
            assert words in page, words
        assert "His mother" in desk.get(f"{here}/contacts/new?applicant={cast.applicants[1]}"), "read before a call"
        assert "A notary in Lyon" in desk.get(f"{timur}/authority")
        listed = desk.get(f"{here}/applicants?abroad=FR")
        assert "Тимур Алиев" in listed
        assert "Sevda" not in listed, "who signs abroad is found for a batch of its own"
        desk.post(f"{timur}/abroad", country="")
        assert "asylum" not in desk.get(timur)


def test_whoever_is_added_is_asked_about_first_where_somebody_known_may_be_meant(
    office: OfficeForTests, cast: Cast
) -> None:
    here = f"/matters/{cast.matter}"
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.add_member(matter, cast.second, uow=uow)
        service.add_applicant(matter, name="Ləman Əliyeva", restricted=True, uow=uow)
        uow.commit()
    with at_desk(office, cast.second) as desk:
        desk.post(f"{here}/applicants/new", name="Leman Aliyeva")  # nobody learns of a file that is closed to him
        second = desk.post("/matters/new", codename="Plum 2").location
        typed = {"name": "Timur Əliyev", "contact": "Asks for him at the bakery", "came_through": "Tərlan"}
        asked = desk.post(f"{second}/applicants/new", 422, **typed).text
        assert "Say whether it is the same person." in asked
        assert "the same name in another spelling" in asked
        assert "Asks for him at the bakery" in asked, "nothing that was typed is lost"
        (same,) = re.findall(r'name="same" value="([0-9a-f-]{36})"', asked)
        there = desk.post(f"{second}/applicants/new", **typed, same=same).location
        page = desk.get(there)
        for words in ("Тимур Алиев", "Asks for him at the bakery", "Name: Timur Əliyev"):
            assert words in page, words
        witness = desk.post(f"{here}/persons/new", role="witness", name="Timour Aliyev", same=same).location
        assert "Тимур Алиев (Witness)" in desk.get(witness)
        assert "Asks for him at the bakery" in desk.get(witness), "one file, in two matters"
        cousin = desk.post(f"{here}/applicants/new", name="Timur Aliyev", same="else").location
        assert "Asks for him" not in desk.get(cousin)
        assert "Timur Aliyev" not in desk.get("/doubles"), "that was answered already"


def test_a_barrier_warns_where_somebody_would_learn_and_names_nothing_to_who_may_not_know(
    office: OfficeForTests, cast: Cast
) -> None:
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        row = service.add_applicant(matter, name="Ləman Əliyeva", restricted=True, uow=uow)
        timur = queries.client_file(queries.applicants(matter, uow=uow)[1], uow=uow)
        her = queries.client_file(row, uow=uow)
        for who in (timur.id, cast.second):
            barriers.add(her, matter, who=who, why="He would take her telephone.", uow=uow)
        barriers.add(her, matter, name="Elçin Əliyev", uow=uow)
        assert barriers.cautions(matter, [her.id], about=[timur.id, her.id], uow=uow) == []
        uow.commit()
        everybody = [str(id) for id in (*cast.applicants, row.id)]
    here = f"/matters/{cast.matter}"
    with at_desk(office, cast.lawyer) as desk:
        fields = desk.fields(f"{here}/team", f"{here}/team/add")
        asked = desk.send(f"{here}/team/add", fields, 422, person=cast.second).text
        assert "Marc Orban must not learn of Ləman Əliyeva." in asked
        desk.send(f"{here}/team/add", fields, 303, person=cast.second, cautions_read="yes")
        hearing = {
            "due__day": "9",
            "due__month": "9",
            "due__year": "2026",
            "applicants": [str(cast.applicants[0]), str(row.id)],
        }
        desk.post(f"{here}/dates/new", 303, **hearing)
        asked = desk.post(f"{here}/dates/new", 422, **hearing, appearances="Эльчин Алиев").text
        assert "must not learn of Ləman" in asked
    with at_desk(office, cast.second) as desk:
        joint = {"forum": Forum.ECHR.value, "applicants": everybody}
        for address, given in (
            ("proceedings/new", joint),
            ("dates/new", {"due__day": "9", "due__month": "9", "due__year": "2026"}),
            ("touch/write", {"applicants": [str(cast.applicants[1])], "text_az": "Salam"}),
        ):
            asked = desk.post(f"{here}/{address}", 422, **given).text
            assert "Somebody in this matter asked that Тимур Алиев never learns of it." in asked, address
            assert "Ləman" not in asked
            assert "telephone." not in asked
        desk.post(f"{here}/proceedings/new", 303, forum=Forum.CIVIL.value, applicants=everybody)
        desk.post(f"{here}/proceedings/new", 303, forum=Forum.ECHR.value, applicants=[str(cast.applicants[0])])
        desk.post(f"{here}/proceedings/new", 303, **joint, cautions_read="yes")
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        her = queries.client_file(queries.applicants(matter, uow=uow)[3], uow=uow)
        for one in her.barriers:
            barriers.drop(her, one.id, uow=uow)
        assert barriers.cautions(matter, [her.id, cast.second], uow=uow) == []


def test_two_files_are_made_one_field_by_field_and_two_again(office: OfficeForTests, cast: Cast) -> None:
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        twin = service.add_applicant(matter, name="Timur Əliyev", contact="0501234567", uow=uow)
        add_task(queries.client_file(twin, uow=uow), TaskKind.PAPER, text="a sailor passport", uow=uow)
        service.add_applicant(matter, name="Sevda Qaraeva", uow=uow)
        timur = f"/doubles/{queries.applicants(matter, uow=uow)[1].client_file_id}/{twin.client_file_id}"
        uow.commit()
    with at_desk(office, cast.lawyer) as desk:
        page = desk.get(f"/matters/{cast.matter}/doubles")
        assert "Timur Əliyev" in page
        assert "Sevda Qaraeva" in desk.get("/doubles")
        addresses = sorted(set(re.findall(r'href="(/doubles/[0-9a-f-]+/[0-9a-f-]+)"', page)))
        names = {address: desk.get(address) for address in addresses}
        sevda = next(address for address, text in names.items() if "Qaraeva" in text)
        desk.press("/doubles", f"{sevda}/apart")
        assert "Qaraeva" not in desk.get("/doubles")
        desk.post(timur, keep_name="other", keep_contact="both")
        page = desk.get("/doubles")
        assert "No two files look alike." in page
        (undo,) = re.findall(r'action="(/doubles/undo/[0-9a-f-]+)"', page)
        merged = desk.get(f"/matters/{cast.matter}/applicants/{cast.applicants[1]}")
        (documents, _consents) = re.findall(r'href="([^"]+/(?:documents|consents))">(?:its)', merged)
        for other in (documents, _consents):
            assert desk.get(other)
        own = documents.removesuffix("/documents")
        assert own in merged.partition("Made one with this file")[2]
        assert "Timur" in desk.get(own)
        assert own in desk.post("/search", 200, words="sailor").text
        assert "Who opens it" not in desk.get(own)
        assert desk.client.get(f"{own}/access").status_code == 404
        assert "Through her sister" in merged
        assert "0501234567" in merged
        desk.press("/doubles", undo)
        assert "0501234567" not in desk.get(f"/matters/{cast.matter}/applicants/{cast.applicants[1]}")


def test_a_life_a_name_kept_and_an_observer_through_the_pages(office: OfficeForTests, cast: Cast) -> None:
    observer = hire(office, Role.OBSERVER, "Anna Weiss")
    here = f"/matters/{cast.matter}"
    nil, sevda = (f"{here}/applicants/{cast.applicants[number]}" for number in (2, 0))
    with at_desk(office, cast.lawyer) as desk:
        second = desk.post("/matters/new", codename="Plum 2").location
        asked = desk.post(f"{sevda}/relations", 200, kind="sibling", name="Timur", go="look").text
        (other,) = re.findall(r'name="other" value="([0-9a-f-]{36})"', asked)
        assert other not in desk.get(f"{sevda}/life"), "nobody who is nothing to her is offered"
        desk.post(f"{sevda}/relations", kind="sibling", other=other)
        assert "cannot decide for somebody else" in desk.post(f"{sevda}/life", 422, life="left", said_by=other).text
        desk.post(f"{sevda}/life", life="died", on__day="1", on__month="3", on__year="2026")
        assert "has died" in desk.get(sevda)
        for page in ("", "/write"):
            assert "Sevda" not in desk.get(f"{here}/touch{page}"), "nobody writes to the dead"
        assert "Find out who the heirs are" in desk.get(f"{sevda}/consents")
        desk.post(f"{sevda}/relations", drop="", kind="has-heir", other=other)
        desk.post(
            f"{here}/applicants/{cast.applicants[1]}/life", life="died", on__day="1", on__month="3", on__year="2026"
        )
        assert "has died</span>" in desk.get(f"{sevda}/life"), "an heir who has died is not asked"
        desk.post(f"{here}/applicants/{cast.applicants[1]}/life", back="1")
        desk.post(f"{sevda}/life", back="1")
        assert "has died" not in desk.get(sevda)
        assert "The Government reads the form with the full name" in desk.get(f"{nil}/name")
        desk.post(f"{nil}/name", why="Her sources would be found")
        assert "Initials wherever the public could see." in desk.get(nil)
        desk.post(f"{nil}/refer", to=second.rsplit("/", 1)[1], why="Lives there now")
        assert "Plum 2" in desk.get(f"{nil}/life")
        assert "Nil Ərdoğan" not in desk.get(f"{here}/authorities"), "nothing is signed for who is not in the case"
        assert "Nil Ərdoğan" in desk.get(f"{second}/applicants")
        add = f"{here}/team/add"
        fields = desk.fields(f"{here}/team", add)
        assert "Write the last day." in desk.send(add, fields, 422, person=observer).text
        desk.send(add, fields, 303, person=observer, until__day="2", until__month="3", until__year="2026")
        assert "until 2 March 2026" in desk.get(f"{here}/team")
    office.clock.advance(timedelta(days=1))
    with at_desk(office, observer) as desk:
        desk.get(here, 404)
    with at_desk(office, cast.lawyer) as desk:
        assert "ended on 2 March 2026" in desk.get(f"{here}/team")
        desk.post(f"{here}/applicants/new", name="Arif Orucov")
        assert "Anna Weiss</th>" not in desk.get(f"{here}/team"), "the write has turned the key"
