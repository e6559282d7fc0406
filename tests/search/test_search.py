"""A search reads what its keys open and nothing else; segments say nothing, and are made anew when records change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.findable import SOURCES
from caseintake.intake.model import Message, MessageKind
from caseintake.matters import queries, service, team
from caseintake.outside import papers
from caseintake.search import service as search
from caseintake.search.model import IndexSegment
from caseintake.search.segment import FLOOR
from tests.documents.bodies import body, file, take
from tests.matters.cast import set_scene
from tests.office import OfficeForTests


def look(office: OfficeForTests, person: UUID, query: str) -> list[str]:
    """What the person finds, as first texts, and the segments kept afterwards."""
    with office.unit(person, write=False) as uow:
        found = search.find(query, SOURCES, uow=uow)
        told = [hit.texts[0] for hit in found.hits]
    with office.unit(person) as uow:
        search.keep(found, uow=uow)
        uow.commit()
    return told


def segments(office: OfficeForTests) -> dict[UUID, tuple[int, bytes]]:
    with office.office.unit() as uow:
        return {row.vault_id: (row.epoch, row.sealed) for row in uow.session.scalars(select(IndexSegment))}


def test_every_script_finds_the_same_and_strangers_find_nothing(office: OfficeForTests) -> None:
    cast = set_scene(office)
    for query in ("Timur Əliyev", "Алиев", "ALIYEV timur", "Aliev"):
        assert look(office, cast.lawyer, query) == ["Тимур Алиев"], query
    for query, expected in (
        ("2(009)-118/2026", ["Sabail District Court"]),
        ("20091182026", ["Sabail District Court"]),
        ("Quince", ["Quince 14"]),
        ("phone", ["8"]),
        ("Aliyev Sevda", []),
        ("Vəliyev", []),
        ("…", []),
    ):
        assert look(office, cast.lawyer, query) == expected, query

    assert look(office, cast.second, "Aliyev") == []
    with office.unit(cast.second, write=False) as uow:
        found = search.find("Aliyev", SOURCES, uow=uow)
        held = uow.keystore.mine()
    assert (found.hits, found.more, found.fresh.keys() - held) == ([], False, set())


def test_a_segment_is_read_again_only_when_a_record_changed(office: OfficeForTests) -> None:
    cast = set_scene(office)
    assert look(office, cast.lawyer, "Aliyev")
    before = segments(office)
    assert look(office, cast.lawyer, "Aliyev")
    assert segments(office) == before, "nothing changed, so nothing is written"

    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        applicant = queries.applicants(matter, uow=uow)[1]
        file = queries.client_files([applicant], uow=uow)[applicant.id]
        file.name = "Тимур Насиров"
        changed = file.vault_id
        uow.commit()
    assert look(office, cast.lawyer, "Aliyev") == []
    assert look(office, cast.lawyer, "Nəsirov") == ["Тимур Насиров"]
    after = segments(office)
    assert {id for id in after if after[id] != before.get(id)} == {changed}


def test_an_old_segment_put_back_finds_nothing_that_is_gone(office: OfficeForTests) -> None:
    cast = set_scene(office)
    look(office, cast.lawyer, "Aliyev")
    with office.office.unit() as uow:
        old = {row.vault_id: (row.epoch, row.state, row.sealed) for row in uow.session.scalars(select(IndexSegment))}
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        matter.about = "Nothing more"
        vault_id = matter.vault_id
        uow.commit()
    look(office, cast.lawyer, "more")
    with office.office.unit(write=True) as uow:
        row = uow.session.get_one(IndexSegment, vault_id)
        row.epoch, row.state, row.sealed = old[vault_id]
        uow.commit()
    assert look(office, cast.lawyer, "searches") == []
    with office.office.unit(write=True) as uow:
        row = uow.session.get_one(IndexSegment, vault_id)
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
        uow.commit()
    assert len(look(office, cast.lawyer, "nothing")) == 1


def test_whoever_has_left_the_team_opens_no_segment_written_since(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with office.unit(cast.lawyer) as uow:
        team.add_member(queries.matter(cast.matter, uow=uow), cast.second, uow=uow)
        uow.commit()
    assert look(office, cast.second, "Aliyev") == ["Тимур Алиев"]
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        vault_id, epoch = matter.vault_id, uow.keystore.chains.current(matter.vault_id).number
        team.remove_member(matter, cast.second, uow=uow)
        uow.commit()
    assert look(office, cast.second, "Aliyev") == []
    assert look(office, cast.lawyer, "Aliyev") == ["Тимур Алиев"]
    assert segments(office)[vault_id][0] > epoch
    with office.unit(cast.second, write=False) as uow:
        assert not uow.keystore.can_open(vault_id)


def test_a_segment_tells_its_size_in_powers_of_two_and_no_word(office: OfficeForTests) -> None:
    cast = set_scene(office)
    look(office, cast.lawyer, "Aliyev")
    for _epoch, sealed in segments(office).values():
        size = len(sealed) - 28
        assert size >= FLOOR
        assert size & (size - 1) == 0
        for word in (b"aliav", b"timur", b"Quince"):
            assert word not in sealed


@pytest.mark.one_engine
def test_search_keeps_to_one_matter(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with office.unit(cast.lawyer) as uow:
        other = service.create_matter(codename="Damson 3", about="Searches in April", uow=uow)
        vault_id = other.vault_id
        uow.commit()

    assert len(look(office, cast.lawyer, "searches")) == 2
    with office.unit(cast.lawyer, write=False) as uow:
        (only,) = search.find("searches", SOURCES, uow=uow, within=vault_id).hits
        assert only.row.id != cast.matter
        assert only.through == {vault_id}
        assert search.find("Aliyev", SOURCES, uow=uow, within=vault_id).hits == []


@pytest.mark.one_engine
def test_a_private_file_is_found_by_no_card(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with office.unit(cast.lawyer, write=False) as uow:
        vault = queries.matter(cast.matter, uow=uow).vault_id
    content = body(file("file", "photo.pdf", b"%PDF"))
    received = take(office.office.settings.blobs, content, today=office.clock.today())
    with received as form, office.unit(cast.lawyer) as uow:
        (paper,) = documents.keep(form.files, vault, uow=uow)
        papers.describe(paper, title="Hematoma of Leyla", uow=uow)
        uow.commit()
        document_id = paper.id
    assert look(office, cast.lawyer, "hematoma") == ["Hematoma of Leyla"]
    with office.unit(cast.lawyer) as uow:
        documents.mark_intimate(uow.session.get_one(Document, document_id), uow=uow)
        uow.commit()
    assert look(office, cast.lawyer, "hematoma") == []


def test_what_was_written_after_midnight_is_of_the_day_it_was_in_the_office() -> None:
    row = Message(kind=MessageKind.STATEMENT, text="", written_at=datetime(2026, 3, 1, 21, 30, tzinfo=UTC))
    (source,) = [one for one in SOURCES if one.model is Message]
    assert source.day(row, "Asia/Baku") == date(2026, 3, 2)
