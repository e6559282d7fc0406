"""The custody record: the file's short line follows it, what staff hindered is an incident, the sheet names nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from caseintake.custody import service, texts, visit, wording
from caseintake.custody.kinds import Happened, Listened
from caseintake.custody.model import CustodyEntry
from caseintake.custody.service import Custody, Said
from caseintake.deadlines import hours
from caseintake.deadlines.wording import hours_left
from caseintake.i18n import use
from caseintake.incidents import queries as incidents
from caseintake.matters import places, queries
from caseintake.matters import service as matters
from caseintake.matters.facts import exactly
from caseintake.matters.person import PlaceRole
from caseintake.matters.refusal import Refusal
from tests.matters.cast import set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

SINCE = date(2026, 2, 1)


def test_the_record_follows_what_happens(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        matters.add_member(matter, cast.second, uow=uow)
        people = queries.applicants(matter, uow=uow)
        matters.restrict(people[0], {cast.lawyer}, matter=matter, uow=uow)
        file = queries.client_files(people, uow=uow)[people[0].id]

        def keep(**said: object) -> service.CustodyRecord:
            return service.keep(matter, file, Custody(**{"place": "Kürdəxanı", **said}), uow=uow)  # type: ignore[arg-type]

        row = keep(since=SINCE, questions="Was a doctor let in?\nWhat did Qarayeva sign?")
        assert (file.custody, file.safety_changed_on) == ("Kürdəxanı, 2026-02-01", uow.clock.today())
        for wrong in ("Ask about Тимур", "What of Quince 14?", f"Letters of {matter.ref}", "ABCD 1234 EFGH 5678 JKM"):
            with pytest.raises(Refusal, match="questions: stray"):
                keep(questions=wrong)

        def tell(kind: Happened, day: int, **said: object) -> CustodyEntry:
            told = Said(kind=kind, on=SINCE + timedelta(days=day), **said)  # type: ignore[arg-type]
            return service.tell(row, matter, file, told, uow=uow)

        with pytest.raises(Refusal, match="text: where_to"):
            tell(Happened.TRANSFER, 3)
        with pytest.raises(Refusal, match="on: before_custody"):
            tell(Happened.VISIT, -1)
        seen = tell(Happened.VISIT, 4, hour="14:20", who="Leyla Quliyeva", listened=Listened.YES, text="She is thin.")
        tell(Happened.HUNGER_BEGAN, 5)
        assert row.hunger_day(SINCE + timedelta(days=5)) == 1
        tell(Happened.TRANSFER, 6, text="Prison No. 5\nby night")
        assert file.custody == "Prison No. 5, 2026-02-01"
        hindered = tell(Happened.SIGNATURE_REFUSED, 7, hour="10:00", who="Captain on duty", reason="No pens here")
        uow.commit()
        assert service.last_seen(service.entries(file, uow=uow)) == seen
        draft = wording.draft(file.name, row, hindered)
        assert all(word in draft for word in ("Article 34", "Captain on duty", "No pens here", "10:00", "Prison No. 5"))
        (incident,) = incidents.of_matter(matter, uow=uow)
        assert (incident.vault_id, incident.told.applicants) == (file.vault_id, (people[0].id,))
        assert uow.proof(hindered).author.id == cast.lawyer

        tell(Happened.RELEASED, 9)
        uow.commit()
        assert (file.custody, service.current(file, uow=uow)) == ("", None)
        assert len(service.entries(file, uow=uow)) == 5, "nothing that happened goes"
    with office.unit(cast.second, write=False) as uow:
        closed = uow.session.get_one(CustodyEntry, seen.id)
        assert not uow.keystore.can_open(closed.vault_id)


@pytest.mark.parametrize(
    ("questions", "found"),
    [
        ("How is Leyla?", None),  # too short a life to be a name of the case
        ("Did ALIYEV write?", "ALIYEV"),
        ("Ask her mother Sevda Qarayeva", None),  # her own family name
        ("Case 12345/26 is pending", "12345/26"),
        ("Kod: 7K2M-9QXA-44TZ-PWRV-3", "7K2M-9QXA-44TZ-PWRV-3"),
    ],
)
def test_what_must_not_go_through_the_gate(questions: str, found: str | None) -> None:
    others = ["Timur Aliyev", "Ramin Qarayev Əli"]
    assert visit.stray(questions, ["Sevda Qarayeva"], others, ["Quince 14", "12345/26", ""]) == found


def test_the_texts_are_whole() -> None:
    assert len({one.id for one in texts.messages()}) == len(texts.messages()) > 3
    assert [step.id for step in texts.rule39().steps][-1] == "after"


@pytest.mark.one_engine
def test_the_pages(office: OfficeForTests) -> None:
    cast = set_scene(office)
    client = f"/matters/{cast.matter}/applicants/{cast.applicants[0]}"
    here = f"{client}/custody"
    with at_desk(office, cast.lawyer) as desk:
        assert here in desk.get(client)
        assert "Not in custody" in desk.get(here)
        assert desk.client.get(f"{here}/new").location.endswith("/custody/edit")
        desk.post(f"{here}/edit", 422, place="")
        refused = desk.post(f"{here}/edit", 422, place="Kürdəxanı", questions="Ask Nil Ərdoğan")
        assert "take it out" in refused.text
        desk.post(f"{here}/edit", place="Kürdəxanı", questions="Was a doctor let in?", health="Diabetes, no insulin")
        assert "Diabetes, no insulin" in desk.get(here)
        sheet = desk.get(f"{here}/visit")
        assert "Was a doctor let in?" in sheet
        for secret in ("Qarayeva", "Quince", "Kürdəxanı", "Diabetes"):
            assert secret not in sheet, "the sheet goes through the gate"
        desk.post(f"{here}/new", 422, hour="25:00")
        desk.post(f"{here}/new", kind="signature_delayed", who="Captain on duty", reason="Come tomorrow")
        page = desk.get(here)
        assert "Draft of a note under Article 34" in page
        assert "Come tomorrow" in page
        assert "Nə baş verib" in page, "the client's language first"
        assert "What happened: signature delayed by staff." in desk.get(f"{here}?words=en")
        assert "Salam" in desk.get(f"{here}/new?kind=message&message=greetings") or "salam" in desk.get(
            f"{here}/new?kind=message&message=greetings"
        )
        assert "Staff stood in the way 1 time." in desk.get(f"{here}/rule-39")
        assert f"{here}/rule-39" in page, "two clicks from the client's page"


def test_hours_run_by_the_clock_of_the_place() -> None:
    ends, now = datetime(2026, 3, 4, 14, 20), datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # noqa: DTZ001 - wall time
    for office in ("Asia/Baku", "Europe/Berlin"):
        assert hours.left("az.detention.judge", ends, now=now, office=office) == timedelta(hours=1, minutes=20)
    assert hours.left("eu.gdpr.breach", ends, now=now, office="Europe/Berlin") == timedelta(hours=4, minutes=20)
    said = {
        30: "30 hours left",
        1: "1 hour left",
        0.5: "less than an hour left",
        -0.5: "overdue",
        -2: "2 hours overdue",
    }
    with use("en"):
        assert {left: hours_left(timedelta(hours=left))[0] for left in said} == said


@pytest.mark.one_engine
def test_whoever_is_held_has_a_record_and_its_hours(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with at_desk(office, cast.lawyer) as desk:
        with office.unit(cast.lawyer) as uow:
            matter = queries.matter(cast.matter, uow=uow)
            brother = places.add_place(matter, PlaceRole.RELATIVE, name="Aydın Qarayev", language="ru", uow=uow).id
            facts = {"arrested_at": exactly(office.clock.today(), time="09:00")}
            matters.record_event(matter, kind="arrested", applicants=[cast.applicants[0]], facts=facts, uow=uow)
            uow.commit()
        client, held = (f"/matters/{cast.matter}/applicants/{id}" for id in (cast.applicants[0], brother))
        assert "43 hours left" in desk.get(f"{client}/custody"), "09:00 in Baku, and now it is 13:30 there"
        assert "hours left" in desk.get(f"/matters/{cast.matter}/time-limits")
        assert f"{held}/custody" in desk.get(held)
        desk.post(f"{held}/custody/edit", place="Zabrat")
        assert "take it out" in desk.post(f"{held}/custody/edit", 422, questions="Ask Sevda").text
        assert "In custody" in desk.get(held)
        desk.post(f"{held}/custody/new", kind="visit_refused", reason="No room")
        page = desk.get(f"{held}/custody")
        assert "No room" in page
        assert "Article 34" not in page, "he is no applicant"
        assert "Rule 39" in desk.get(f"{held}/custody/rule-39")
    with office.unit(cast.lawyer, write=False) as uow:
        assert not incidents.of_matter(queries.matter(cast.matter, uow=uow), uow=uow)
