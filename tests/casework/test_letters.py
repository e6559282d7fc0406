"""The register: one running number, what counts as delivered, filings and the Registry's answers in their order."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from caseintake.casework import letters, tasks
from caseintake.casework.kinds import Direction, Party, Road
from caseintake.casework.letters import Said
from caseintake.casework.tasks import Source
from caseintake.matters import dispatches, queries, service
from caseintake.matters.dispatch_model import AnswerKind
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import FilingKind, Forum, Lodged
from caseintake.matters.refusal import Refusal
from tests.matters.cast import set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

DAY = date(2026, 2, 20)
CAME = Said(direction=Direction.IN, about="Observations are invited", party=Party.REGISTRY)


def test_the_register_shows_everything_once_and_in_order(office: OfficeForTests) -> None:
    cast = set_scene(office)
    first, second, third = cast.applicants
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.add_member(matter, cast.second, uow=uow)
        people = queries.applicants(matter, uow=uow)
        service.restrict(people[0], {cast.lawyer}, matter=matter, uow=uow)
        here = service.record_proceeding(matter, state="AZ", forum=Forum.ECHR, applicants=[second, third], uow=uow)
        civil = queries.within(type(here), cast.proceeding, matter, uow=uow)
        both = service.record_together(
            [civil, here], kind=FilingKind.APPLICATION, how=Lodged.POST, lodged_on=exactly(DAY - timedelta(days=9)),
            applicants=[first, second], uow=uow,
        )  # fmt: skip
        assert [row.applicants for row in both] == [(first, second), (second,)]
        assert len({row.act_id for row in both}) == 1
        with pytest.raises(Refusal, match="proceedings: nobody"):
            service.record_together([civil, here], kind=FilingKind.OTHER, how=Lodged.POST, applicants=[first], uow=uow)
        dispatches.record_answer(
            both[1], here, kind=AnswerKind.ACKNOWLEDGED, number="12345/26", answered_on=exactly(DAY), uow=uow
        )
        about_one = letters.record(matter, Said(direction=Direction.OUT, about="To the prison"), applicants=[first],
                                   uow=uow)  # fmt: skip
        ecomms = Said(
            direction=Direction.IN, about="Observations are invited", party=Party.REGISTRY, road=Road.ECOMMS,
            available_on=DAY + timedelta(days=1), downloaded_on=DAY + timedelta(days=5), owner=cast.second,
            due_on=DAY + timedelta(days=6), dated_on=DAY,
        )  # fmt: skip
        waits = letters.record(matter, ecomms, applicants=[second, third], uow=uow)
        assert (about_one.number, waits.number) == (1, 2)
        assert waits.counts_from == DAY + timedelta(days=1), "put into the account, not downloaded"
        assert letters.facts_of(waits)["received_on"] == exactly(waits.counts_from, source="ecourt_account")
        for fault, wrong in {
            "about: needed": Said(direction=Direction.IN, about=" "),
            "moved_on: future": Said(direction=Direction.IN, about="X", moved_on=date(2027, 1, 1)),
            "moved_on: before_letter": Said(
                direction=Direction.IN, about="X", dated_on=DAY, moved_on=DAY.replace(day=1)
            ),
            "owner: cannot_open": Said(direction=Direction.IN, about="X", owner=office.coordinator),
        }.items():
            with pytest.raises(Refusal, match=fault):
                letters.record(matter, wrong, uow=uow)
        with pytest.raises(Refusal, match="answers_itself"):
            letters.change(waits, matter, Said(direction=Direction.IN, about="X", answered_by=waits.id), uow=uow)
        uow.commit()

    with office.unit(cast.second) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        lines = letters.register(matter, uow=uow)
        closed, *others = lines
        assert (closed.number, closed.letter) == (1, None), "a gap that says it lies in a closed file"
        assert [(one.number, one.answer is not None) for one in others] == [
            (2, False), (None, True), (None, False), (None, False),
        ]  # fmt: skip
        (mine,) = [one for one in tasks.everywhere(uow=uow)[0] if one.person == cast.second]
        assert mine.source is Source.LETTER
        tasks.finish([mine], uow=uow)
        assert not mine.row.waits  # type: ignore[union-attr]
        assert letters.record(matter, Said(direction=Direction.IN, about="Next"), uow=uow).number == 3
        uow.commit()


@pytest.mark.one_engine
def test_a_letter_starts_what_happened_and_leaves_as_a_file_without_names(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with at_desk(office, cast.lawyer) as desk:
        here = f"/matters/{cast.matter}"
        desk.post(f"{here}/letters/new", 422, about="")
        made = desk.post(
            f"{here}/letters/new", about="Kassasiya şikayəti", whom="Nərmin Səfərova, katib", applicants="1-2",
            dated_on__day="20", dated_on__month="2", dated_on__year="2026", document_id="",
        ).location  # fmt: skip
        page = desk.get(made)
        asked = re.search(r'href="([^"]*/happened\?letter=[^"]*)"', page)
        assert asked is not None
        choose = desk.get(asked[1].replace("&amp;", "&"))
        word = re.search(r'href="([^"]*/happened/new/observations_invited\?[^"]*)"', choose)
        assert word is not None
        address = word[1].replace("&amp;", "&")
        fields = desk.fields(address)
        assert (fields["letter_on-day"], fields["letter_on-month"]) == ("20", "2")
        assert fields.getlist("applicants") == [str(id) for id in cast.applicants[:2]]
        desk.send(address, fields)
        assert "Recorded as happened because of it" in desk.get(made)
        desk.post(made, whom="Katib", answered_by="")
        taken = desk.client.post(f"{here}/letters/file", data=desk.fields(f"{here}/letters", "number=")).text
        assert "1–2" in taken
        assert "Katib" not in taken
        assert "Kassasiya" not in taken
        desk.send(made, desk.fields(made).copy(), reason="It was of another matter")
        assert "taken back" in desk.get(f"{here}/letters")
        filed = desk.post(
            f"{here}/filings/new", proceedings=[str(cast.proceeding)], applicants="2", kind="observations"
        ).location  # fmt: skip
        assert "observations" in desk.get(filed)
