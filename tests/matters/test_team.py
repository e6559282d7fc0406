"""Who opens what: the team, a second lawyer of another firm, a client file closed to all but one."""

from __future__ import annotations

import pytest

from caseintake.identity import holding
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import queries, service, team
from caseintake.matters.model import ClientFile
from caseintake.matters.service import Refusal
from caseintake.vault.errors import Locked, NotVouched
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def the_matter(cast: Cast, uow):
    return queries.matter(cast.matter, uow=uow)


def join(office: OfficeForTests, cast: Cast, person) -> None:
    with office.unit(cast.lawyer) as uow:
        service.add_member(the_matter(cast, uow), person, uow=uow)
        uow.commit()


def close_file(office: OfficeForTests, cast: Cast, number: int, *holders) -> None:
    with office.unit(cast.lawyer) as uow:
        matter = the_matter(cast, uow)
        applicant = queries.applicants(matter, uow=uow)[number - 1]
        service.restrict(applicant, set(holders), matter=matter, uow=uow)
        uow.commit()


def names_open_to(office: OfficeForTests, cast: Cast, person) -> list[str | None]:
    with office.unit(person, write=False) as uow:
        rows = queries.applicants(the_matter(cast, uow), uow=uow)
        files = queries.client_files(rows, uow=uow)
        return [files[row.id].name if row.id in files else None for row in rows]


def test_a_second_lawyer_reads_everything_past_and_to_come(office, cast):
    join(office, cast, cast.second)
    with office.unit(cast.lawyer) as uow:
        service.add_applicant(the_matter(cast, uow), name="Arif Orucov", uow=uow)
        uow.commit()

    assert names_open_to(office, cast, cast.second) == ["Sevda Qarayeva", "Тимур Алиев", "Nil Ərdoğan", "Arif Orucov"]
    with office.unit(cast.lawyer, write=False) as uow:
        assert holding.news(the_matter(cast, uow).vault_id, uow=uow) == [], "who gave the key need not be told"
    assert office.roles[cast.second] is Role.LAWYER


def test_a_closed_file_shows_the_team_a_number_alone(office, cast):
    join(office, cast, cast.second)
    with office.unit(cast.lawyer) as uow:
        applicant = queries.applicants(the_matter(cast, uow), uow=uow)[2]
        service.change_applicant(applicant, label="N. Ə.", note="the journalist", uow=uow)
        uow.commit()
    close_file(office, cast, 3, cast.lawyer)

    assert names_open_to(office, cast, cast.second) == ["Sevda Qarayeva", "Тимур Алиев", None]
    assert names_open_to(office, cast, cast.lawyer)[2] == "Nil Ərdoğan"
    with office.unit(cast.second, write=False) as uow:
        applicant = queries.applicants(the_matter(cast, uow), uow=uow)[2]
        assert (applicant.restricted, applicant.label, applicant.note) == (True, "", "")
        with pytest.raises(Locked):
            _ = uow.session.get(ClientFile, applicant.client_file_id).name


def test_a_file_is_closed_from_its_first_day(office, cast):
    join(office, cast, cast.second)
    with office.unit(cast.second) as uow:
        service.add_applicant(the_matter(cast, uow), name="Lalə Mirzə", restricted=True, label="L. M.", uow=uow)
        uow.commit()
    assert names_open_to(office, cast, cast.second)[3] == "Lalə Mirzə"
    assert names_open_to(office, cast, cast.lawyer)[3] is None


def test_a_closed_file_can_be_shared_and_opened_again(office, cast):
    join(office, cast, cast.second)
    close_file(office, cast, 1, cast.lawyer)
    close_file(office, cast, 1, cast.lawyer, cast.second)
    assert names_open_to(office, cast, cast.second)[0] == "Sevda Qarayeva"
    close_file(office, cast, 1, cast.lawyer)
    assert names_open_to(office, cast, cast.second)[0] is None
    with office.unit(cast.lawyer) as uow:
        matter = the_matter(cast, uow)
        service.lift_restriction(queries.applicants(matter, uow=uow)[0], matter=matter, uow=uow)
        uow.commit()
    third = hire(office, Role.LAWYER, "Anna Sarkisova")
    join(office, cast, third)
    assert names_open_to(office, cast, third)[0] == "Sevda Qarayeva"


def test_what_is_written_after_somebody_left_opens_to_them_no_more(office, cast):
    join(office, cast, cast.second)
    with office.unit(cast.second, write=False) as uow:
        keyring_then = uow.keyring
        assert the_matter(cast, uow).about
        for applicant in queries.applicants(the_matter(cast, uow), uow=uow):
            assert queries.client_file(applicant, uow=uow) is not None
    with office.unit(cast.lawyer) as uow:
        assert service.remove_member(the_matter(cast, uow), cast.second, uow=uow) == []
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        made = service.add_applicant(the_matter(cast, uow), name="Arif Orucov", uow=uow)
        file = queries.client_file(queries.applicants(the_matter(cast, uow), uow=uow)[0], uow=uow)
        file.safety = "moved on Tuesday"
        uow.commit()
    with office.office.unit(actor=office.actor(cast.second), keyring=keyring_then) as uow:
        assert queries.my_matters(uow=uow) == []
        row = uow.session.get(type(made), made.id)
        with pytest.raises(Locked):
            _ = row.label
        with pytest.raises(Locked):
            _ = uow.session.get(ClientFile, file.id).safety


def test_who_leaves_loses_the_closed_files_and_is_responsible_no_more(office, cast):
    join(office, cast, cast.second)
    close_file(office, cast, 2, cast.lawyer, cast.second)
    with office.unit(cast.lawyer) as uow:
        service.change_matter(
            the_matter(cast, uow), codename="Quince 14", about="", responsible=cast.second, deputy=None, uow=uow
        )
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        assert service.remove_member(the_matter(cast, uow), cast.second, uow=uow) == []
        uow.commit()
    with office.unit(cast.lawyer, write=False) as uow:
        matter = the_matter(cast, uow)
        assert queries.label_of(matter, uow=uow).responsible is None
        assert team.people(queries.applicants(matter, uow=uow)[1].client_file_vault_id, uow=uow) == [cast.lawyer]


def test_a_file_closed_to_who_removes_is_named(office, cast):
    join(office, cast, cast.second)
    with office.unit(cast.second) as uow:
        service.add_applicant(the_matter(cast, uow), name="Lalə Mirzə", restricted=True, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        kept = service.remove_member(the_matter(cast, uow), cast.second, uow=uow)
        assert [row.number for row in kept] == [4]
        uow.commit()


def test_the_last_one_cannot_leave(office, cast):
    with office.unit(cast.lawyer) as uow, pytest.raises(Refusal) as caught:
        service.remove_member(the_matter(cast, uow), cast.lawyer, uow=uow)
    assert caught.value.faults[0].code == "last_member"


def test_the_last_one_in_a_closed_file_cannot_leave(office, cast):
    join(office, cast, cast.second)
    close_file(office, cast, 2, cast.lawyer)
    with office.unit(cast.lawyer) as uow, pytest.raises(Refusal) as caught:
        service.remove_member(the_matter(cast, uow), cast.lawyer, uow=uow)
    assert (caught.value.faults[0].code, caught.value.faults[0].limit) == ("last_in_file", 2)


@pytest.mark.parametrize("whom", ["a stranger", "an administrator", "somebody on the team"])
def test_the_key_is_not_given_to(office, cast, whom):
    person = {
        "a stranger": new_id,
        "an administrator": lambda: hire(office, Role.ADMINISTRATOR, "Jan Novák"),
        "somebody on the team": lambda: cast.lawyer,
    }[whom]()
    with office.unit(cast.lawyer) as uow, pytest.raises((Refusal, NotVouched)):
        service.add_member(the_matter(cast, uow), person, uow=uow)


def test_a_closed_file_names_people_of_the_team_only(office, cast):
    with office.unit(cast.lawyer) as uow:
        matter = the_matter(cast, uow)
        applicant = queries.applicants(matter, uow=uow)[0]
        for holders, code in ((set(), "nobody"), ({cast.second}, "not_on_team")):
            with pytest.raises(Refusal) as caught:
                service.restrict(applicant, holders, matter=matter, uow=uow)
            assert caught.value.faults[0].code == code
