"""The custody record: the file's short line follows it, what staff hindered is an incident, the sheet names nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from caseintake.custody import service, texts, visit, wording
from caseintake.custody.kinds import Happened, Listened
from caseintake.custody.model import CustodyEntry
from caseintake.custody.service import Custody, Said
from caseintake.incidents import queries as incidents
from caseintake.matters import queries
from caseintake.matters import service as matters
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
            return service.keep(matter, people[0], file, Custody(**{"place": "Kürdəxanı", **said}), uow=uow)  # type: ignore[arg-type]

        row = keep(since=SINCE, questions="Was a doctor let in?\nWhat did Qarayeva sign?")
        assert (file.custody, file.safety_changed_on) == ("Kürdəxanı, 2026-02-01", uow.clock.today())
        for wrong in ("Ask about Тимур", "What of Quince 14?", f"Letters of {matter.ref}", "ABCD 1234 EFGH 5678 JKM"):
            with pytest.raises(Refusal, match="questions: stray"):
                keep(questions=wrong)

        def tell(kind: Happened, day: int, **said: object) -> CustodyEntry:
            told = Said(kind=kind, on=SINCE + timedelta(days=day), **said)  # type: ignore[arg-type]
            return service.tell(row, matter, people[0], file, told, uow=uow)

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
        assert "Salam" in desk.get(f"{here}/new?kind=message&message=greetings") or "salam" in desk.get(
            f"{here}/new?kind=message&message=greetings"
        )
        assert "Staff stood in the way 1 time." in desk.get(f"{here}/rule-39")
        assert f"{here}/rule-39" in page, "two clicks from the client's page"
