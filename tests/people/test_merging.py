"""Two files of one person: made one, and given back exactly as they were."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseintake.casework import letters, tasks
from caseintake.casework.kinds import Direction
from caseintake.casework.letters import Said
from caseintake.custody import service as custody
from caseintake.custody.model import CustodyRecord
from caseintake.incidents import queries as incidents
from caseintake.incidents import service as recording
from caseintake.incidents.kinds import IncidentKind
from caseintake.incidents.model import Told
from caseintake.matters import places, queries, service
from caseintake.matters.kinds import Spellings, TaskKind
from caseintake.matters.model import ClientFile
from caseintake.matters.person import Abroad, Channel, Contact, PlaceRole
from caseintake.matters.service import Refusal
from caseintake.matters.tasks import add_task
from caseintake.people import known, merges, merging, relations
from caseintake.people.kinds import RelationKind
from caseintake.people.merging import FIELDS, FileFacts, Keep
from caseintake.vault.errors import Locked
from caseintake.vault.holders import Holder
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests

WORDS = st.sampled_from(["", "Leyla", "Лейла", "by telephone"])
CONTACTS = st.lists(
    st.builds(Contact, channel=st.sampled_from(Channel), value=WORDS, never=st.booleans()), max_size=3, unique=True
)
FACTS = st.builds(
    FileFacts,
    name=WORDS, contact=WORDS, safety=WORDS, note=WORDS, language=WORDS,
    spellings=st.builds(Spellings, ru=WORDS),
    born_on=st.sampled_from([None, date(1990, 5, 1), date(1991, 5, 1)]),
    woman_lawyer=st.booleans(),
    abroad=st.sampled_from([None, Abroad(country="GE"), Abroad(country="FR", at_home="his mother")]),
    contacts=CONTACTS.map(tuple),
    nationalities=st.lists(WORDS, max_size=2, unique=True).map(tuple),
    not_same=st.lists(st.uuids(version=4), max_size=2, unique=True).map(tuple),
)  # fmt: skip
CHOICES = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(Keep))


@settings(max_examples=200, deadline=None)
@given(kept=FACTS, other=FACTS, choices=CHOICES)
def test_merging_and_undoing_gives_back_what_was(kept: FileFacts, other: FileFacts, choices: dict[str, Keep]) -> None:
    after = merging.merge(kept, other, choices)
    assert merging.undo(after, kept, after) == kept
    for name in merging.ONE:
        assert getattr(after, name) != getattr(FileFacts(), name) or getattr(kept, name) == getattr(other, name), name
    for name in merging.LISTS:
        assert set(getattr(after, name)) == {*getattr(kept, name), *getattr(other, name)}


@settings(max_examples=100, deadline=None)
@given(kept=FACTS, other=FACTS, since=FACTS)
def test_what_was_changed_since_is_not_lost(kept: FileFacts, other: FileFacts, since: FileFacts) -> None:
    after = merging.merge(kept, other, {})
    back = merging.undo(since, kept, after)
    for name in merging.ONE:
        if getattr(since, name) != getattr(after, name):
            assert getattr(back, name) == getattr(since, name)


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def everything(cast: Cast, uow) -> list[object]:
    """What a matter says of its people, to compare before and after."""
    matter = queries.matter(cast.matter, uow=uow)
    rows = queries.everybody(matter, uow=uow)
    files = queries.client_files(rows, uow=uow)
    kin = [(row.id, row.kind, row.one, row.other) for row in relations.here(matter, uow=uow)]
    return [[(row.id, row.client_file_id, merges.facts(files[row.id])) for row in rows], kin]


@pytest.mark.one_engine
def test_two_files_become_one_and_two_again(office, cast):
    """The second is in another matter; papers and answers stay where they are and open to both teams."""
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        twin = service.add_applicant(matter, name="Timur Əliyev", contact="0501234567", uow=uow)
        told = Told(kind=IncidentKind.LEAK, applicants=(twin.id,), note="seen by a neighbour")
        incident = recording.record(matter, told, only_for=twin, uow=uow).id
        sister = queries.client_file(queries.applicants(matter, uow=uow)[0], uow=uow)
        his = queries.client_file(twin, uow=uow)
        relations.record(sister, RelationKind.SIBLING, his, uow=uow)
        relations.record(his, RelationKind.EMPLOYER, sister, uow=uow)
        add_task(his, TaskKind.PAPER, text="his passport", uow=uow)
        held = CustodyRecord(vault_id=his.vault_id, client_file_id=his.id, place="Colony 12")
        uow.add(held)
        letter = letters.record(matter, Said(direction=Direction.OUT, about="To him"), applicants=[twin.id], uow=uow).id
        other = service.create_matter(codename="Plum 2", team=[cast.second], uow=uow)
        places.give_place(other, PlaceRole.WITNESS, his, uow=uow)
        uow.commit()
        twin_id, other_id, twin_place = twin.client_file_id, other.id, twin.id
    with office.unit(cast.second, write=False) as uow, pytest.raises(LookupError):
        queries.matter(cast.matter, uow=uow)
    with office.unit(cast.lawyer, write=False) as uow:
        was = everything(cast, uow)
        (pair,) = known.doubles(known.known_files(uow=uow).values())
        kept_id = next(id for id in (pair.one, pair.other) if id != twin_id)

    with office.unit(cast.lawyer) as uow:
        kept, gone = uow.session.get(ClientFile, kept_id), uow.session.get(ClientFile, twin_id)
        assert merging.differ(merges.facts(kept), merges.facts(gone)) == ("name", "contact")
        merges.merge(kept, gone, {"contact": Keep.BOTH}, uow=uow)
        with pytest.raises(Refusal):
            merges.merge(kept, gone, {}, uow=uow)
        assert kept.contact == "Through her sister\n0501234567"
        matter = queries.matter(cast.matter, uow=uow)
        assert len(queries.places_of(matter, kept_id, uow=uow)) == 2
        assert [(row.one, row.other) for row in relations.here(matter, uow=uow)] == [
            (kept_id, sister.id), (sister.id, kept_id),
        ]  # fmt: skip
        assert known.doubles(known.known_files(uow=uow).values()) == []
        assert [row.id for row in letters.of_matter(matter, uow=uow)] == [letter], "it lies in the file that went"
        assert [row.id for row in incidents.of_matter(matter, uow=uow)] == [incident]
        people = queries.applicants(matter, uow=uow)
        assert incidents.file_of(incidents.of_matter(matter, uow=uow)[0], people).id == twin_place
        assert [one.what for one in tasks.of_matter(matter, uow=uow) if one.kind is TaskKind.PAPER] == ["his passport"]
        assert custody.current(kept, uow=uow).place == "Colony 12"
        uow.commit()
    with office.unit(cast.second, write=False) as uow:
        (place,) = queries.places(queries.matter(other_id, uow=uow), uow=uow)
        assert queries.client_file(place, uow=uow).name == "Тимур Алиев"
        assert uow.session.get(ClientFile, twin_id).name == "Timur Əliyev", "what was merged is kept"

    with office.unit(cast.lawyer) as uow:
        (row,) = merges.of([uow.session.get(ClientFile, kept_id)], uow=uow)
        merges.undo(row, uow=uow)
        with pytest.raises(Refusal):
            merges.undo(row, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer, write=False) as uow:
        assert everything(cast, uow) == was
    with office.unit(cast.second, write=False) as uow, pytest.raises(Locked):
        _ = uow.session.get(ClientFile, kept_id).name

    # Also when the kept file was closed meanwhile and took along what others' files said of its person.
    relations.listen(office.office)
    with office.unit(cast.lawyer) as uow:
        kept, gone = uow.session.get(ClientFile, kept_id), uow.session.get(ClientFile, twin_id)
        merges.merge(kept, gone, {}, uow=uow)
        matter = queries.matter(cast.matter, uow=uow)
        service.restrict(queries.places_of(matter, kept_id, uow=uow)[0], {cast.lawyer}, matter=matter, uow=uow)
        assert {one.vault_id for one in relations.here(matter, uow=uow)} == {kept.vault_id}
        team, me = Holder.vault(matter.vault_id), Holder.person(cast.lawyer)
        for file in (kept, gone):  # what is behind a closed file is closed with it
            held = uow.keystore.holders(file.vault_id)
            assert (team in held, me in held) == (False, True)
        service.lift_restriction(queries.places_of(matter, kept_id, uow=uow)[0], matter=matter, uow=uow)
        assert team in uow.keystore.holders(gone.vault_id)
        service.restrict(queries.places_of(matter, kept_id, uow=uow)[0], {cast.lawyer}, matter=matter, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        merges.undo(merges.of([uow.session.get(ClientFile, kept_id)], uow=uow)[0], uow=uow)
        uow.commit()
        kin = [
            (one.client_file_id, one.one, one.other)
            for one in relations.here(queries.matter(cast.matter, uow=uow), uow=uow)
        ]
        assert {(one, other) for _kept_with, one, other in kin} == {(sister.id, twin_id), (twin_id, sister.id)}
        assert len(kin) == 2, "nothing is said of the kept one that was not said before"
        assert kept_id not in {with_ for with_, _one, _other in kin}


@pytest.mark.one_engine
def test_files_that_open_to_different_people_are_not_made_one(office, cast):
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        timur = queries.client_file(queries.applicants(matter, uow=uow)[1], uow=uow)
        closed = service.add_applicant(matter, name="Timur Əliyev", restricted=True, uow=uow)
        gone = queries.client_file(closed, uow=uow)
        for one, other in ((timur, gone), (gone, timur)):
            with pytest.raises(Refusal):
                merges.merge(one, other, {}, uow=uow)
        with pytest.raises(Refusal):
            merges.merge(timur, timur, {}, uow=uow)
        elsewhere = service.create_matter(codename="Plum 2", team=[cast.second], join=False, uow=uow)
        uow.commit()
        elsewhere_id = elsewhere.id
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.add_member(matter, cast.second, uow=uow)
        uow.commit()
    with office.unit(cast.second) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        timur = queries.client_file(queries.applicants(matter, uow=uow)[1], uow=uow)
        places.give_place(queries.matter(elsewhere_id, uow=uow), None, timur, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        first, second, *_rest = (queries.client_file(row, uow=uow) for row in queries.applicants(matter, uow=uow))
        with pytest.raises(Refusal) as refused:
            merges.merge(first, second, {}, uow=uow)
        assert refused.value.faults[0].code == "merge_elsewhere"
        known.keep_apart(first, second, uow=uow)
        assert (first.not_same, second.not_same) == ((second.id,), (first.id,))
