"""The closed part of a matter: whoever does not hold it learns nothing at all, each applicant answers alone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from caseintake.access.visibility import NotVisible
from caseintake.audit.trail import LogEntry
from caseintake.conflicts import inner
from caseintake.conflicts.model import InnerCircle
from caseintake.costs import service as costs
from caseintake.costs.model import CostBook
from caseintake.kernel.actor import Role
from caseintake.matters import queries, team
from caseintake.matters import service as matters
from caseintake.matters.model import Matter
from caseintake.matters.refusal import Refusal
from caseintake.settlements import service
from caseintake.settlements.model import Answer, OfferedBy, OfferKind, SettlementPart
from caseintake.settlements.service import Offered
from caseintake.vault.holders import Holder
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk, errors

pytestmark = pytest.mark.one_engine

SECRET = "7 200 EUR"


def offered(office: OfficeForTests, cast: Cast) -> list[UUID]:
    """A part of the lawyer's alone with the same offer to two of three people; the second lawyer is on the team."""
    with office.unit(cast.lawyer) as uow:
        here = queries.matter(cast.matter, uow=uow)
        matters.add_member(here, cast.second, uow=uow)
        part = service.open_part(here, uow=uow)
        paper = Offered(kind=OfferKind.FRIENDLY, by=OfferedBy.REGISTRY, offered_on=date(2026, 3, 1), amount=SECRET)
        made = service.offer(part, here, paper, cast.applicants[:2], uow=uow)
        ids = [row.id for row in made]
        uow.commit()
    return ids


def without_token(page: str) -> str:
    return re.sub(r'value="[0-9a-f]{64,}"', "", page)


def test_without_the_key_the_page_is_the_same_before_and_after(office: OfficeForTests) -> None:
    cast = set_scene(office)
    address = f"/matters/{cast.matter}/settlement"
    with office.unit(cast.lawyer) as uow:
        matters.add_member(queries.matter(cast.matter, uow=uow), cast.second, uow=uow)
        uow.commit()
    with at_desk(office, cast.second) as second:
        before = {page: without_token(second.get(page)) for page in (address, f"/matters/{cast.matter}/log")}
    with at_desk(office, cast.lawyer) as lawyer:
        lawyer.send(f"{address}/open", lawyer.fields(address, "/open"), named=[])
        day = {"offered_on__day": 1, "offered_on__month": 3, "offered_on__year": 2026}
        refused = lawyer.post(f"{address}/new", 422, numbers="1, 9", **day)
        assert "There is no applicant 9 here." in errors(refused.text)
        lawyer.post(f"{address}/new", numbers="1-2", amount=SECRET, **day)
        assert "in the diary" not in lawyer.get(address), "no day, no date"
        first, other = dict.fromkeys(re.findall(rf'action="({address}/[0-9a-f-]{{36}})"', lawyer.get(address)))
        lawyer.send(first, lawyer.fields(address, first), answer="refuses", go="answer", said="By letter")
        lawyer.send(first, lawyer.fields(address, first), answer="accepts", go="answer", said="Thought again")
        lawyer.send(other, lawyer.fields(address, other), 422, go="out")
        shown = lawyer.get(address)
        assert shown.count(SECRET) == 2
        assert all(words in shown for words in ("By letter", "Thought again", "no answer yet", "abuse of the right"))
        assert SECRET not in lawyer.get(f"/matters/{cast.matter}/log")
    with at_desk(office, cast.second) as second:
        assert {page: without_token(second.get(page)) for page in before} == before
        for page in ("new", "papers"):
            second.get(f"{address}/{page}", 404)


def test_the_last_day_stands_in_the_diary_and_says_nothing_else(office: OfficeForTests) -> None:
    cast = set_scene(office)
    here = f"/matters/{cast.matter}"
    with office.unit(cast.lawyer) as uow:
        matters.add_member(queries.matter(cast.matter, uow=uow), cast.second, uow=uow)
        uow.commit()
        vault = service.open_part(queries.matter(cast.matter, uow=uow), uow=uow).vault_id
        uow.commit()
    with at_desk(office, cast.lawyer) as lawyer:
        last = {"answer_by__day": 9, "answer_by__month": 3, "answer_by__year": 2026}
        first = {"offered_on__day": 1, "offered_on__month": 3, "offered_on__year": 2026}
        lawyer.post(f"{here}/settlement/new", numbers="1-2", amount=SECRET, **first, **last)
        assert lawyer.get(f"{here}/settlement").count("in the diary") == 2, "one date for both"
        waits = lawyer.get("/monday")
        assert "9 March 2026" in waits
        assert "Letter to answer or send" in waits
        found = re.findall(rf'action="({here}/settlement/[0-9a-f-]{{36}})"', lawyer.get(f"{here}/settlement"))
        actions = dict.fromkeys(found)
        for action, answer in zip(actions, ("refuses", "accepts"), strict=True):
            with at_desk(office, cast.second) as second:
                dates, log = second.get(f"{here}/dates"), second.get(f"{here}/log")
                assert dates.count("Letter to answer or send</td>") == 1
                assert all(word not in dates + log for word in (SECRET, "ettlement to", "offer", "1, 2"))
                assert "over</span>" not in dates
                (entry,) = set(re.findall(rf'"({here}/dates/[0-9a-f-]{{36}})"', dates))
                assert "offer" not in second.get(entry)
            lawyer.send(action, lawyer.fields(f"{here}/settlement", action), answer=answer, go="answer")
        assert "Dates that are over" in lawyer.get(f"{here}/dates"), "everybody has answered"
    with office.office.unit() as uow:
        matter = uow.session.scalars(select(Matter.vault_id).where(Matter.id == cast.matter)).one()
        units = {
            chain: set(uow.session.scalars(select(LogEntry.unit).where(LogEntry.chain == chain)))
            for chain in (vault, matter)
        }
        assert len(units[vault]) >= 3
        assert not units[vault] & units[matter], "nothing ties the part to its matter"


def test_the_key_is_given_by_name_and_taken(office: OfficeForTests) -> None:
    cast = set_scene(office)
    first, second = offered(office, cast)
    with office.unit(cast.second) as uow:
        here = queries.matter(cast.matter, uow=uow)
        assert service.part_of(here, uow=uow) is None
        assert service.begun(here, uow=uow) == frozenset()
        with pytest.raises(Refusal):
            service.open_part(here, uow=uow)
    with office.unit(cast.lawyer) as uow:
        here = queries.matter(cast.matter, uow=uow)
        part = service.part_of(here, uow=uow)
        assert part is not None
        service.answer(part, first, Answer.ACCEPTS, date(2026, 3, 2), uow=uow)
        assert [one.answer for one in service.offers(part, uow=uow)].count(Answer.WAITING) == 1, "each alone"
        with pytest.raises(Refusal):
            service.answer(part, second, Answer.ACCEPTS, date(2026, 2, 2), uow=uow)
        with pytest.raises(NotVisible):
            service.one(part, cast.matter, uow=uow)
        service.take_out(part, second, "Never made", uow=uow)
        uow.flush()
        assert service.begun(here, uow=uow) == {cast.applicants[0]}
        service.give_key(part, here, cast.second, uow=uow)
        uow.commit()
    with office.unit(cast.second) as uow:
        here = queries.matter(cast.matter, uow=uow)
        part = service.part_of(here, uow=uow)
        assert part is not None
        assert len(service.offers(part, uow=uow)) == 2
        with pytest.raises(Refusal):
            service.take_key(part, office.coordinator, uow=uow)
        service.take_key(part, cast.lawyer, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        assert service.part_of(queries.matter(cast.matter, uow=uow), uow=uow) is None


def test_a_part_in_the_vault_of_the_team_is_none_and_a_guest_keeps_nothing_longer(office: OfficeForTests) -> None:
    cast = set_scene(office)
    guest, today = hire(office, Role.LAWYER, "Ilaha Məmmədli"), office.clock.today()
    with office.unit(cast.lawyer) as uow:
        here = queries.matter(cast.matter, uow=uow)
        team.add_member(here, cast.second, uow=uow)
        team.add_member(here, guest, until=today, uow=uow)
        uow.commit()
    with office.unit(cast.second) as uow:  # somebody of the team who would like to read along
        here = queries.matter(cast.matter, uow=uow)
        uow.add(SettlementPart(vault_id=here.vault_id, matter_id=here.id, opened_on=today))
        uow.add(CostBook(vault_id=here.vault_id, matter_id=here.id, opened_on=today))
        uow.add(InnerCircle(vault_id=here.vault_id, matter_id=here.id, made_on=today))
        uow.say("bait")
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        here = queries.matter(cast.matter, uow=uow)
        assert service.part_of(here, uow=uow) is None
        assert costs.book_of(here, uow=uow) is None
        assert inner.circles(here, uow=uow) == []
        part = service.open_part(here, uow=uow)
        service.give_key(part, here, guest, uow=uow)
        vaults = {part.vault_id, costs.open_book(here, other=guest, uow=uow).vault_id}
        vaults.add(inner.make(here, [guest], uow=uow).vault_id)
        uow.commit()
    with office.unit(guest, write=False) as uow:
        assert vaults <= uow.keystore.mine()
    office.clock.advance(timedelta(days=1))
    with office.unit(guest, write=False) as uow:
        assert not [id for id in vaults if uow.keystore.can_open(id)]
    with office.unit(cast.lawyer) as uow:
        uow.keystore.turn_ended()
        uow.commit()
        assert not [id for id in vaults if Holder.person(guest) in uow.keystore.holders(id)]
