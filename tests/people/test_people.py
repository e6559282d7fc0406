"""One file a person: several places, a second matter, kin and guardians, and who may decide for whom."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import places, queries, service, team
from caseintake.matters.model import ClientFile, OtherFirm
from caseintake.matters.person import Channel, Contact, FileKind, PlaceRole
from caseintake.matters.service import Refusal
from caseintake.people import barriers, contacts, known, relations
from caseintake.people.duplicates import Entry, Hint, pairs
from caseintake.people.kinds import RelationKind
from caseintake.people.model import BarrierMark
from caseintake.people.relations import Amber
from caseintake.vault.errors import Locked
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def the_matter(cast: Cast, uow):
    return queries.matter(cast.matter, uow=uow)


@pytest.mark.one_engine
def test_one_file_for_a_person_in_two_matters(office, cast):
    """The witness of the second matter is the applicant of the first: a change is made once and read in both."""
    third = hire(office, Role.LAWYER, "Emin Cəfərov")
    with office.unit(cast.lawyer) as uow:
        sevda = queries.client_file(queries.applicants(the_matter(cast, uow), uow=uow)[0], uow=uow)
        other = service.create_matter(codename="Plum 2", team=[third], uow=uow)
        place = places.give_place(other, PlaceRole.WITNESS, sevda, uow=uow)
        with pytest.raises(Refusal):
            places.give_place(other, PlaceRole.WITNESS, sevda, uow=uow)
        places.give_place(other, PlaceRole.CONTACT, sevda, uow=uow)
        place_id, other_id, file_id = place.id, other.id, sevda.id
        uow.commit()

    with office.unit(third) as uow:
        other = queries.matter(other_id, uow=uow)
        (first, second) = queries.places(other, uow=uow)
        file = queries.client_file(queries.within(type(first), place_id, other, uow=uow), uow=uow)
        assert file.id == file_id
        assert first.client_file_id == second.client_file_id
        contacts.add(file, Contact(channel=Channel.SIGNAL, value="@sevda", never=True, whose="her husband"), uow=uow)
        with pytest.raises(LookupError):
            queries.matter(cast.matter, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer, write=False) as uow:
        file = queries.client_file(queries.applicants(the_matter(cast, uow), uow=uow)[0], uow=uow)
        assert [(one.value, one.never) for one in contacts.all_of(file)] == [
            ("Through her sister", False), ("@sevda", True),
        ]  # fmt: skip
        assert [one.value for one in contacts.safe(file)] == ["Through her sister"]

    # Closed to the team of the first matter, the file stays open to the second: that is for its team to say.
    with office.unit(cast.lawyer) as uow:
        matter = the_matter(cast, uow)
        service.add_member(matter, cast.second, uow=uow)
        service.restrict(queries.applicants(matter, uow=uow)[0], {cast.lawyer}, matter=matter, uow=uow)
        uow.commit()
    with office.unit(cast.second, write=False) as uow, pytest.raises(Locked):
        _ = uow.session.get(ClientFile, file_id).name
    with office.unit(third, write=False) as uow:
        assert uow.session.get(ClientFile, file_id).name == "Sevda Qarayeva"


@pytest.mark.one_engine
def test_a_relative_has_a_file_of_her_own(office, cast):
    """The wife's file is closed to the team; that she is his wife lies with her and is read by nobody else."""
    with office.unit(cast.lawyer) as uow:
        matter = the_matter(cast, uow)
        service.add_member(matter, cast.second, uow=uow)
        timur = queries.client_file(queries.applicants(matter, uow=uow)[1], uow=uow)
        wife = places.add_place(matter, PlaceRole.RELATIVE, name="Ləman Əliyeva", restricted=True, uow=uow)
        her = queries.client_file(wife, uow=uow)
        row = relations.record(timur, RelationKind.SPOUSE, her, uow=uow)
        assert row.vault_id == her.vault_id
        with pytest.raises(Refusal):
            relations.record(her, RelationKind.SPOUSE, timur, uow=uow)
        with pytest.raises(Refusal):
            relations.record(her, RelationKind.SIBLING, her, uow=uow)
        today = uow.clock.today()
        assert not relations.may_decide_for(her, timur.id, relations.here(matter, uow=uow), today)
        relations.record(timur, RelationKind.MAY_SPEAK, her, uow=uow)
        assert relations.may_decide_for(her, timur.id, relations.here(matter, uow=uow), today)
        uow.commit()
    with office.unit(cast.second, write=False) as uow:
        matter = the_matter(cast, uow)
        assert relations.here(matter, uow=uow) == []
        (place,) = queries.places(matter, uow=uow)
        assert queries.client_file(place, uow=uow) is None


@pytest.mark.one_engine
def test_what_others_files_say_of_somebody_goes_into_her_file_when_it_is_closed(office, cast):
    """Also of whom to be careful for her sake the team learns without learning for whose."""
    relations.listen(office.office)
    with office.unit(cast.lawyer) as uow:
        matter = the_matter(cast, uow)
        service.add_member(matter, cast.second, uow=uow)
        sevda, timur, nil = queries.applicants(matter, uow=uow)
        files = queries.client_files([sevda, timur, nil], uow=uow)
        barriers.add(files[timur.id], matter, who=files[nil.id].id, why="She would tell", uow=uow)
        for one, other in ((sevda, timur), (timur, nil), (sevda, nil)):
            relations.record(files[one.id], RelationKind.SIBLING, files[other.id], note="Half", uow=uow)
        uow.commit()
        ids = files[timur.id].id, files[nil.id].id
    with office.unit(cast.second, write=False) as uow:
        assert len(relations.here(the_matter(cast, uow), uow=uow)) == 3
    with office.unit(cast.lawyer) as uow:
        matter = the_matter(cast, uow)
        row = queries.applicants(matter, uow=uow)[1]
        service.restrict(row, {cast.lawyer}, matter=matter, uow=uow)
        uow.commit()
        kept = [one for one in relations.here(matter, uow=uow) if ids[0] in (one.one, one.other)]
        assert [(one.vault_id, one.note) for one in kept] == [(row.client_file_vault_id, "Half")] * 2
    with office.unit(cast.second, write=False) as uow:
        matter = the_matter(cast, uow)
        assert [ids[0] in (one.one, one.other) for one in relations.here(matter, uow=uow)] == [False]
        assert barriers.cautions(matter, [ids[1]], uow=uow) == [barriers.Caution(ids[1])]
        for row in uow.session.scalars(select(relations.Relation)):
            assert uow.keystore.can_open(row.vault_id) == (ids[0] != row.client_file_id)


@pytest.mark.one_engine
def test_a_warning_sealed_in_another_vault_and_hung_on_this_matter_is_none(office, cast):
    with office.unit(cast.second) as uow:
        own = service.create_matter(codename="Plum 2", uow=uow)
        uow.add(BarrierMark(vault_id=own.vault_id, matter_id=cast.matter, barrier_id=new_id(), who=cast.lawyer))
        uow.add(OtherFirm(vault_id=own.vault_id, matter_id=cast.matter, person_id=cast.lawyer, firm="Ours"))
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        matter = the_matter(cast, uow)
        service.restrict(queries.applicants(matter, uow=uow)[1], {cast.lawyer}, matter=matter, uow=uow)
        service.add_member(matter, cast.second, uow=uow)
        uow.commit()
    with office.unit(cast.second, write=False) as uow:  # reads both, and is shown no false warning
        assert barriers.cautions(the_matter(cast, uow), [cast.lawyer], uow=uow) == []
        assert team.firms(the_matter(cast, uow), uow=uow) == {}


def a_file(born_on: date | None = None, kind: FileKind = FileKind.PERSON) -> ClientFile:
    return ClientFile(vault_id=new_id(), name="Aysu", born_on=born_on, kind=kind)


def guarding(child: ClientFile, kind: RelationKind, *, conflict: bool = False) -> relations.Relation:
    return relations.Relation(
        vault_id=child.vault_id, client_file_id=child.id, kind=kind, one=new_id(), other=child.id, conflict=conflict,
        recorded_on=date(2026, 1, 1),
    )  # fmt: skip


def test_a_child_needs_a_guardian_whose_interests_do_not_differ():
    today = date(2026, 3, 2)
    child = a_file(date(2010, 3, 5))
    mother, father = guarding(child, RelationKind.PARENT), guarding(child, RelationKind.PARENT, conflict=True)
    special = guarding(child, RelationKind.SPECIAL_REPRESENTATIVE)

    def seen(*rows):
        return {one.what for one in relations.to_see({child.id: child}, rows, today, of_applicants=[child.id])}

    assert seen() == {Amber.COMES_OF_AGE, Amber.NO_GUARDIAN}
    assert seen(mother) == {Amber.COMES_OF_AGE, Amber.ONE_GUARDIAN}
    assert seen(mother, father) == {Amber.COMES_OF_AGE, Amber.GUARDIAN_CONFLICT}
    assert seen(mother, father, special) == {Amber.COMES_OF_AGE}
    late = a_file()
    late.died_on = date(2026, 1, 5)
    died = guarding(child, RelationKind.PARENT)
    died.one = late.id
    files = {child.id: child, late.id: late}
    for rows, sees in (([mother, died], set()), ([died], {Amber.NO_GUARDIAN})):
        found = relations.to_see(files, rows, today, of_applicants=[child.id])
        assert {one.what for one in found} == {Amber.COMES_OF_AGE} | sees, "the dead sign nothing, and nobody asks them"
        assert found[-1].what is Amber.COMES_OF_AGE, "what is to be done now stands first"
    assert relations.may_decide_for(child, mother.one, [mother, father], today)
    assert not relations.may_decide_for(child, father.one, [mother, father], today)
    assert not relations.may_decide_for(child, mother.one, [mother], date(2028, 3, 5)), "of age she decides alone"
    assert relations.birthday_18(date(2008, 2, 29)) == date(2026, 3, 1)
    paper = a_file(kind=FileKind.ORGANISATION)
    assert [one.what for one in relations.to_see({paper.id: paper}, [], today, of_applicants=[paper.id])] == [
        Amber.NOBODY_SIGNS
    ]


def test_one_name_in_four_scripts_is_found_as_one():
    spelt = ["Rauf Hüseynov", "Huseynov Rauf", "Рауф Гусейнов", "Raouf Houseynov"]
    rows = [Entry(new_id(), frozenset({name})) for name in spelt]
    rows.append(Entry(new_id(), frozenset({"Rauf Həsənov"})))
    found = pairs(rows)
    assert {frozenset((one.one, one.other)) for one in found} == {
        frozenset((a.id, b.id)) for a in rows[:4] for b in rows[:4] if a is not b
    }
    assert pairs(rows, [frozenset((one.one, one.other)) for one in found]) == []


def test_birthdays_and_telephones_speak_too():
    born, phone = date(1990, 5, 1), "+994 50 123-45-67"
    rows = [
        Entry(new_id(), frozenset({"Leyla Hüseynova"}), born),
        Entry(new_id(), frozenset({"Leyla Məmmədova"}), born),
        Entry(new_id(), frozenset({"Лейла Гусейнова"}), date(1991, 5, 1), frozenset({f"{phone} (sister)"})),
        Entry(new_id(), frozenset({"Nil Ərdoğan"}), None, frozenset({"0501234567", "at the market"})),
        Entry(new_id(), frozenset({"Anar Quliyev"}), born, frozenset({"at the market"})),
    ]
    found = {frozenset((rows.index(a), rows.index(b))): one.hints for one in pairs(rows)
             for a in rows for b in rows if (a.id, b.id) == (one.one, one.other)}  # fmt: skip
    assert found == {
        frozenset({0, 1}): (Hint.BIRTH,),
        frozenset({0, 2}): (Hint.NAME, Hint.OTHER_BIRTH),
        frozenset({2, 3}): (Hint.CONTACT,),
    }


@pytest.mark.one_engine
def test_somebody_is_found_in_any_spelling_among_the_files_i_open(office, cast):
    with office.unit(cast.lawyer, write=False) as uow:
        assert [file.name for file in known.called("Timur Əliyev", uow=uow)] == ["Тимур Алиев"]
        assert [file.name for file in known.called("Ərdoğan", uow=uow)] == ["Nil Ərdoğan"]
    with office.unit(cast.second, write=False) as uow:
        assert known.called("Timur Əliyev", uow=uow) == []
