"""A grant for a time: it opens until its last day, is refused after it, and the key turns when a holder comes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from caseintake.identity import signing_in
from caseintake.identity.desk import Entrant
from caseintake.kernel.actor import Role
from caseintake.matters import queries, service, team
from caseintake.matters.model import ClientFile
from caseintake.matters.service import Refusal
from caseintake.vault.errors import Locked, Tampered
from caseintake.vault.holders import Holder
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests

TWO_WEEKS = timedelta(days=14)


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def sees(office: OfficeForTests, cast: Cast, person: UUID) -> bool:
    """Whether this person opens the matter, finds it in the list and reads a client file: all or none."""
    with office.unit(cast.lawyer, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        vault_id, file_id = matter.vault_id, queries.applicants(matter, uow=uow)[0].client_file_id
    with office.unit(person, write=False) as uow:
        try:
            read = bool(uow.session.get_one(ClientFile, file_id).name)
        except Locked:
            read = False
        assert read == uow.keystore.can_open(vault_id) == bool(queries.my_matters(uow=uow))
        return read


def test_a_grant_for_a_time_ends_in_code_and_then_in_keys(office, cast):
    observer = hire(office, Role.OBSERVER, "Anna Weiss")
    last = office.clock.today() + TWO_WEEKS
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        with pytest.raises(Refusal):
            service.add_member(matter, observer, until=office.clock.today() - timedelta(days=1), uow=uow)
        service.add_member(matter, observer, until=last, uow=uow)
        assert team.last_days(matter, uow=uow) == {observer: last}
        uow.commit()
    office.clock.advance(TWO_WEEKS)
    assert sees(office, cast, observer), "the last day counts"

    office.clock.advance(timedelta(days=1))
    assert not sees(office, cast, observer)
    assert sees(office, cast, cast.lawyer)
    with office.unit(cast.lawyer, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        assert Holder.person(observer) in uow.keystore.holders(matter.vault_id), "nothing turns by itself"
        before = uow.keystore.chains.current(matter.vault_id).number

    entrant = Entrant(cast.lawyer, Role.LAWYER, office.secrets[cast.lawyer], 1 << 40, None, alarmed=False)
    with office.unit(cast.lawyer) as uow:
        signing_in.enter(entrant, uow=uow)
        assert uow.keystore.turn_ended() == 0, "signing in has turned it"
        uow.commit()
    with office.unit(cast.lawyer, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        assert Holder.person(observer) not in uow.keystore.holders(matter.vault_id)
        assert uow.keystore.chains.current(matter.vault_id).number == before + 1
        file = queries.client_file(queries.applicants(matter, uow=uow)[0], uow=uow)
        assert file.name, "what is nested has turned with it"

    with office.unit(cast.lawyer) as uow:
        service.add_member(queries.matter(cast.matter, uow=uow), observer, uow=uow)
        uow.commit()
    assert sees(office, cast, observer), "given again, without an end"


@pytest.mark.one_engine
def test_the_key_turns_at_the_next_write_and_nobody_prolongs_a_grant_unseen(office, cast):
    observer = hire(office, Role.OBSERVER, "Anna Weiss")
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.add_member(matter, observer, until=office.clock.today(), uow=uow)
        service.restrict(
            queries.applicants(matter, uow=uow)[0], {cast.lawyer, observer}, matter=matter, uow=uow
        )  # by name too
        uow.commit()
    office.clock.advance(timedelta(days=1))
    assert not sees(office, cast, observer)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.add_applicant(matter, name="Arif Orucov", uow=uow)
        uow.commit()
        assert Holder.person(observer) not in uow.keystore.holders(matter.vault_id)

    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text("UPDATE grant_end SET until = :day"), {"day": "2030-01-01"})
    with office.unit(cast.lawyer, write=False) as uow, pytest.raises(Tampered):
        team.last_days(queries.matter(cast.matter, uow=uow), uow=uow)
