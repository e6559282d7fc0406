"""A client comes of age: the guardian's page no longer counts, and nobody without a key to the file learns the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from caseintake.matters import queries, service, team
from caseintake.people.relations import Amber
from caseintake.representation import authorities, of_age
from caseintake.representation.authorities import Wanted
from caseintake.representation.kinds import Step
from caseintake.work import UnitOfWork
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

pytestmark = pytest.mark.one_engine


def seen(cast: Cast, uow: UnitOfWork) -> list[tuple[int, date, Amber]]:
    rows = queries.applicants(queries.matter(cast.matter, uow=uow), uow=uow)
    found = of_age.birthdays(rows, queries.client_files(rows, uow=uow), uow=uow)
    return [(one.applicant.number, one.day, one.what) for one in found]


def test_until_the_client_has_signed(office: OfficeForTests) -> None:
    cast = set_scene(office)
    today = office.clock.today()
    birthday = today + timedelta(days=20)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        team.add_member(matter, cast.second, uow=uow)
        child, grown, _other = queries.applicants(matter, uow=uow)
        files = queries.client_files([child, grown], uow=uow)
        files[child.id].born_on = birthday.replace(year=birthday.year - 18)
        files[grown.id].born_on = date(2008, 2, 1)  # came of age before; nobody signed for her
        service.restrict(child, {cast.lawyer}, matter=matter, uow=uow)
        pages = authorities.prepare([(child, files[child.id])], Wanted(representative=cast.second), uow=uow)
        authorities.note(pages, Step.SIGNED_BY_APPLICANT, on=today, uow=uow)
        authorities.describe_signer(pages[0], signer="Her mother", why="", mark=None, uow=uow)
        assert seen(cast, uow) == [(1, birthday, Amber.COMES_OF_AGE)]
        uow.commit()
    with office.unit(cast.second) as uow:
        assert seen(cast, uow) == [], "the file is closed to her"
    with at_desk(office, cast.second) as second, at_desk(office, cast.lawyer) as lawyer:
        here = f"/matters/{cast.matter}/dates"
        assert "of age" in lawyer.get(here)
        assert "of age" not in second.get(here)
    office.clock.advance(timedelta(days=30))
    with office.unit(cast.lawyer) as uow:
        assert seen(cast, uow) == [(1, birthday, Amber.CAME_OF_AGE)]
        rows = queries.applicants(queries.matter(cast.matter, uow=uow), uow=uow)[:1]
        file = queries.client_files(rows, uow=uow)[rows[0].id]
        own = authorities.prepare([(rows[0], file)], Wanted(representative=cast.lawyer), uow=uow)
        authorities.note(own, Step.SIGNED_BY_APPLICANT, on=office.clock.today(), uow=uow)
        assert seen(cast, uow) == []
