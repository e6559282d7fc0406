"""The right to take a matter out: every way to it without a second person's word for exactly this is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import queries, team
from caseintake.matters.model import Matter
from caseintake.matters.refusal import Refusal
from caseintake.portability import rights
from caseintake.portability.model import ExportAgreed, ExportAsked, ExportEnded, ExportFetched
from caseintake.portability.rights import Stands
from caseintake.vault.errors import VaultError
from caseintake.work import UnitOfWork
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests
from tests.staging import staged

pytestmark = pytest.mark.one_engine


@staged
def _asked(office: OfficeForTests) -> tuple[Cast, UUID, UUID]:
    """The lawyer asks; the second lawyer and an assistant are on the team."""
    cast = set_scene(office)
    assistant = hire(office, Role.ASSISTANT, "Tural Babayev")
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        for person in (cast.second, assistant):
            team.add_member(matter, person, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        asked = rights.ask(queries.matter(cast.matter, uow=uow), reason="The office moves abroad", uow=uow).id
        uow.commit()
    return cast, assistant, asked


def as_(office: OfficeForTests, person: UUID, cast: Cast, act: Callable[[Matter, UnitOfWork], Any]) -> Any:
    with office.unit(person) as uow:
        answer = act(queries.matter(cast.matter, uow=uow), uow)
        uow.commit()
        return answer


def stands(office: OfficeForTests, cast: Cast, asked: UUID) -> Stands:
    with office.unit(cast.lawyer, write=False) as uow:
        found: Stands = rights.asking(queries.matter(cast.matter, uow=uow), asked, uow=uow).stands
        return found


def refused(act: Callable[[], object], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        act()
    assert [fault.code for fault in refusal.value.faults] == [code]


def sql(office: OfficeForTests, statement: Any) -> None:
    """What somebody can do who writes the database and holds no key."""
    with office.office.engine.execution_options(writing=True).connect() as connection:
        connection.execute(statement)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
        else:
            connection.commit()


def test_asked_agreed_fetched_once(office: OfficeForTests) -> None:
    cast, _assistant, asked = _asked(office)
    assert stands(office, cast, asked) is Stands.WAITING
    refused(lambda: as_(office, cast.lawyer, cast, lambda m, u: rights.fetch(m, asked, uow=u)), "export_waiting")
    as_(office, cast.second, cast, lambda m, u: rights.agree(m, asked, uow=u))
    assert stands(office, cast, asked) is Stands.AGREED
    refused(lambda: as_(office, cast.second, cast, lambda m, u: rights.fetch(m, asked, uow=u)), "not_your_asking")
    as_(office, cast.lawyer, cast, lambda m, u: rights.fetch(m, asked, uow=u))
    refused(lambda: as_(office, cast.lawyer, cast, lambda m, u: rights.fetch(m, asked, uow=u)), "export_fetched")


def news(office: OfficeForTests, person: UUID, cast: Cast) -> list[tuple[UUID, Stands]]:
    with office.unit(person, write=False) as uow:
        found = rights.news(queries.matter(cast.matter, uow=uow), uow=uow)
        return [(one.row.id, one.stands) for one in found]


def test_it_is_withdrawn_or_refused_before_it_is_fetched(office: OfficeForTests) -> None:
    cast, assistant, asked = _asked(office)
    assert news(office, cast.second, cast) == [(asked, Stands.WAITING)]
    assert news(office, assistant, cast) == []  # she has no word in it
    with pytest.raises(Exception, match="may not"):
        as_(office, assistant, cast, lambda m, u: rights.end(m, asked, "No", uow=u))
    refused(lambda: as_(office, cast.second, cast, lambda m, u: rights.end(m, asked, " ", uow=u)), "needed")
    as_(office, cast.second, cast, lambda m, u: rights.agree(m, asked, uow=u))
    assert news(office, cast.lawyer, cast) == [(asked, Stands.AGREED)]
    as_(office, cast.second, cast, lambda m, u: rights.end(m, asked, "Too many names", uow=u))  # a second thought
    with office.unit(cast.lawyer, write=False) as uow:
        one = rights.asking(queries.matter(cast.matter, uow=uow), asked, uow=uow)
        assert (one.stands, one.ended_by, one.why) == (Stands.REFUSED, cast.second, "Too many names")
    for act, code in ((rights.agree, "not_waiting"), (rights.fetch, "export_refused"), (rights.end, "not_open")):
        who = cast.second if act is rights.agree else cast.lawyer
        refused(lambda act=act, who=who: as_(office, who, cast, lambda m, u: act(m, asked, uow=u)), code)  # type: ignore[misc]
    as_(office, cast.lawyer, cast, lambda m, u: rights.see(m, asked, uow=u))
    assert news(office, cast.lawyer, cast) == []
    # Her own, also through the glass, which nobody else can refuse.
    raid = as_(office, cast.lawyer, cast, lambda m, u: rights.ask(m, reason="Raid", break_glass=True, uow=u).id)
    refused(lambda: as_(office, cast.second, cast, lambda m, u: rights.end(m, raid, "No", uow=u)), "through_the_glass")
    as_(office, cast.lawyer, cast, lambda m, u: rights.end(m, raid, uow=u))
    refused(lambda: as_(office, cast.lawyer, cast, lambda m, u: rights.fetch(m, raid, uow=u)), "export_withdrawn")
    assert news(office, cast.second, cast) == []
    sql(office, delete(ExportEnded.__table__))  # who takes the word away does not make it good again
    assert stands(office, cast, asked) is Stands.CHANGED


def test_nobody_agrees_with_herself(office: OfficeForTests) -> None:
    cast, assistant, asked = _asked(office)
    refused(lambda: as_(office, cast.lawyer, cast, lambda m, u: rights.agree(m, asked, uow=u)), "own_asking")
    with pytest.raises(Exception, match="may not"):
        as_(office, assistant, cast, lambda m, u: rights.agree(m, asked, uow=u))

    def by_hand(matter: Matter, uow: UnitOfWork) -> None:
        row = uow.session.get(ExportAsked, asked)
        assert row is not None
        uow.add(ExportAgreed(vault_id=matter.vault_id, asked_id=asked, digest=rights.digest(row)))

    as_(office, cast.lawyer, cast, by_hand)  # passing by the service
    as_(office, assistant, cast, by_hand)  # a role that has no word in it
    assert stands(office, cast, asked) is Stands.WAITING


def test_a_word_for_something_else_counts_for_nothing(office: OfficeForTests) -> None:
    cast, _assistant, asked = _asked(office)

    def other(matter: Matter, uow: UnitOfWork) -> None:
        uow.add(ExportAgreed(vault_id=matter.vault_id, asked_id=asked, digest=b"\0" * 32))

    as_(office, cast.second, cast, other)
    assert stands(office, cast, asked) is Stands.WAITING


def test_an_agreement_moved_to_another_asking_is_found(office: OfficeForTests) -> None:
    cast, _assistant, asked = _asked(office)
    as_(office, cast.second, cast, lambda m, u: rights.agree(m, asked, uow=u))
    other = as_(office, cast.lawyer, cast, lambda m, u: rights.ask(m, reason="Again", uow=u).id)
    sql(office, update(ExportAgreed.__table__).values(asked_id=other))
    with office.unit(cast.lawyer, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        try:
            found = rights.asking(matter, other, uow=uow).stands
        except VaultError:
            return  # it does not even open
        assert found is Stands.CHANGED


def test_it_is_over_after_72_hours(office: OfficeForTests) -> None:
    cast, _assistant, asked = _asked(office)
    as_(office, cast.second, cast, lambda m, u: rights.agree(m, asked, uow=u))
    office.clock.advance(timedelta(hours=71, minutes=59))
    assert stands(office, cast, asked) is Stands.AGREED
    office.clock.advance(timedelta(minutes=1))
    assert stands(office, cast, asked) is Stands.OVER
    refused(lambda: as_(office, cast.lawyer, cast, lambda m, u: rights.fetch(m, asked, uow=u)), "export_over")


def test_taking_away_that_it_was_fetched_makes_it_no_good_again(office: OfficeForTests) -> None:
    cast, _assistant, asked = _asked(office)
    as_(office, cast.second, cast, lambda m, u: rights.agree(m, asked, uow=u))
    as_(office, cast.lawyer, cast, lambda m, u: rights.fetch(m, asked, uow=u))
    sql(office, delete(ExportFetched.__table__))
    assert stands(office, cast, asked) is Stands.CHANGED
    refused(lambda: as_(office, cast.lawyer, cast, lambda m, u: rights.fetch(m, asked, uow=u)), "export_changed")


def test_whoever_has_left_the_team_has_no_word(office: OfficeForTests) -> None:
    cast, _assistant, asked = _asked(office)
    as_(office, cast.second, cast, lambda m, u: rights.agree(m, asked, uow=u))
    as_(office, cast.lawyer, cast, lambda m, u: team.remove_member(m, cast.second, uow=u))
    assert stands(office, cast, asked) is not Stands.AGREED


def test_breaking_the_glass_tells_everybody_and_is_good_once(office: OfficeForTests) -> None:
    cast, assistant, first = _asked(office)
    asked = as_(office, cast.lawyer, cast, lambda m, u: rights.ask(m, reason="Raid", break_glass=True, uow=u).id)
    as_(office, cast.lawyer, cast, lambda m, u: rights.fetch(m, asked, uow=u))
    refused(lambda: as_(office, cast.lawyer, cast, lambda m, u: rights.fetch(m, asked, uow=u)), "export_fetched")
    for person, told in ((cast.lawyer, []), (cast.second, [asked]), (assistant, [asked])):
        with office.unit(person, write=False) as uow:
            alarms = rights.news(queries.matter(cast.matter, uow=uow), uow=uow)
            assert [one.row.id for one in alarms if one.row.break_glass] == told
    as_(office, cast.second, cast, lambda m, u: rights.see(m, asked, uow=u))
    with office.unit(cast.second, write=False) as uow:
        left = rights.news(queries.matter(cast.matter, uow=uow), uow=uow)
        assert [one.row.id for one in left] == [first]  # the one that waits for her word


def test_a_reason_and_a_known_colleague_are_needed(office: OfficeForTests) -> None:
    cast, assistant, _asked_id = _asked(office)
    refused(lambda: as_(office, cast.lawyer, cast, lambda m, u: rights.ask(m, reason=" ", uow=u)), "needed")
    translator = hire(office, Role.TRANSLATOR, "Emma Petit")
    for nobody in (new_id(), translator, assistant):
        act = lambda m, u, to=nobody: rights.ask(m, reason="For her", to_person=to, uow=u)  # noqa: E731 - one call
        refused(lambda act=act: as_(office, cast.lawyer, cast, act), "not_vouched")
    with office.unit(cast.lawyer, write=False) as uow:
        assert len(list(uow.session.scalars(select(ExportAsked)))) == 1
