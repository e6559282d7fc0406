"""One document for one person outside: what she reaches, until when, and what nobody may lend."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from caseintake.access.policy import NotAllowed
from caseintake.access.visibility import NotVisible, visible
from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.model import Applicant, Matter, MatterLabel
from caseintake.matters.service import Refusal
from caseintake.outside import papers, sharing
from caseintake.outside.model import Share, SharedOpening, ShareNote, Translation
from caseintake.vault.errors import Locked
from caseintake.vault.holders import Holder
from caseintake.work import UnitOfWork
from tests.documents.bodies import body, file, take
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests

DAYS = timedelta(days=10)


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def put(office: OfficeForTests, person: UUID, vault_id: UUID, name: str = "Qərar Qarayeva.pdf") -> UUID:
    received = take(office.office.settings.blobs, body(file("file", name, b"%PDF-1.7 x")), today=office.clock.today())
    with received as form, office.unit(person) as uow:
        (kept,) = documents.keep(form.files, vault_id, uow=uow)
        uow.commit()
        return kept.id


def lend(
    office: OfficeForTests, cast: Cast, whom: UUID, *ids: UUID, until: date | None = None, may_return: bool = False
) -> ShareNote:
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        rows = [uow.session.get_one(Document, id) for id in ids]
        source = rows[0].vault_id if rows else matter.vault_id
        day = until or office.clock.today() + DAYS
        note = sharing.share(
            matter, source, rows, whom, purpose="Into English", until=day, may_return=may_return, uow=uow
        )
        uow.commit()
    return note


def matter_vault(office: OfficeForTests, cast: Cast) -> UUID:
    with office.unit(cast.lawyer, write=False) as uow:
        return queries.matter(cast.matter, uow=uow).vault_id


def test_she_opens_what_is_lent_and_nothing_else(office: OfficeForTests, cast: Cast) -> None:
    vault = matter_vault(office, cast)
    lent, kept = put(office, cast.lawyer, vault), put(office, cast.lawyer, vault, "Strategy.pdf")
    emma, other = hire(office, Role.TRANSLATOR, "Emma Petit"), hire(office, Role.EXPERT, "Dr Weiss")
    note = lend(office, cast, emma, lent, may_return=True)
    copy = note.items[0].copy_id
    with office.unit(emma) as uow:
        (share,) = sharing.mine(uow=uow)
        assert uow.keystore.mine() == {share.vault_id}
        assert visible(Matter, uow=uow) == visible(MatterLabel, uow=uow) == visible(Applicant, uow=uow) == []
        for id in (lent, kept):
            with pytest.raises(Locked):
                _ = uow.session.get_one(Document, id).name
            with pytest.raises(NotVisible):
                sharing.open_item(share, id, uow=uow)
        seen = sharing.open_item(share, copy, uow=uow)
        assert "Qarayeva" not in seen.name + share.purpose + share.items[0].title
        opened = documents.open_document(seen, uow=uow)
        assert b"".join(opened.pieces) == b"%PDF-1.7 x"
        opened.close()
        matter = uow.session.get_one(Matter, cast.matter)
        assert sharing.notes_of(matter, uow=uow) == []
        with pytest.raises(NotAllowed):
            matters.record_complaint(matter, state="AZ", article="8", applicants=(), uow=uow)
        uow.commit()
    with office.unit(other, write=False) as uow:
        assert sharing.mine(uow=uow) == []
        with pytest.raises(NotVisible):
            sharing.one(share.id, uow=uow)
    with office.unit(cast.lawyer, write=False) as uow:
        assert sharing.openings([note], uow=uow) == {note.shared_vault_id: [(copy, office.clock.today())]}
        (row,) = uow.session.scalars(select(SharedOpening))
        assert uow.proof(row).author == Holder.person(emma)


@pytest.mark.one_engine
def test_a_return_is_taken_to_where_the_document_came_from(office: OfficeForTests, cast: Cast) -> None:
    vault = matter_vault(office, cast)
    emma = hire(office, Role.TRANSLATOR, "Emma Petit")
    lent = put(office, cast.lawyer, vault)
    silent, note = lend(office, cast, emma, lent), lend(office, cast, emma, lent, may_return=True)
    arriving = body(file("file", "judgment.docx", b"PK x"))
    received = take(office.office.settings.blobs, arriving, today=office.clock.today())
    with received as form, office.unit(emma) as uow:
        shares = {row.vault_id: row for row in sharing.mine(uow=uow)}
        with pytest.raises(NotVisible):
            sharing.send_back(shares[silent.shared_vault_id], form.files, uow=uow)
        (sent,) = sharing.send_back(shares[note.shared_vault_id], form.files, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        (known,) = [row for row in sharing.notes_of(queries.matter(cast.matter, uow=uow), uow=uow) if row.may_return]
        assert [row.id for row in sharing.returns(known, uow=uow)] == [sent.id]
        with pytest.raises(NotVisible):
            sharing.take(known, known.items[0].copy_id, uow=uow)  # what we lent is no return
        taken = sharing.take(known, sent.id, uow=uow)
        assert (taken.vault_id, taken.name) == (vault, "judgment.docx")
        assert sharing.returns(known, uow=uow) == []
        uow.commit()


def test_the_day_ends_it_and_the_next_colleague_turns_the_key(office: OfficeForTests, cast: Cast) -> None:
    emma = hire(office, Role.TRANSLATOR, "Emma Petit")
    lent = put(office, cast.lawyer, matter_vault(office, cast))
    note = lend(office, cast, emma, lent, until=office.clock.today())
    with office.unit(emma, write=False) as uow:
        (share,) = sharing.mine(uow=uow)
    office.clock.advance(timedelta(days=1))
    with office.unit(emma, write=False) as uow:
        assert sharing.mine(uow=uow) == []  # refused before anybody has turned anything
        with pytest.raises(NotVisible):
            sharing.one(share.id, uow=uow)
    with office.unit(cast.second) as uow:
        assert sharing.end_overdue(uow=uow) == 0  # who holds nothing turns nothing
    with office.unit(cast.lawyer) as uow:
        epoch = uow.keystore.chains.current(note.shared_vault_id).number
        assert sharing.end_overdue(uow=uow) == 1
        uow.commit()
    with office.unit(cast.lawyer, write=False) as uow:
        assert uow.keystore.chains.current(note.shared_vault_id).number == epoch + 1
        assert Holder.person(emma) not in uow.keystore.holders(note.shared_vault_id)
        assert sharing.overdue(uow=uow) == []
    with office.unit(emma, write=False) as uow:
        assert visible(Share, uow=uow) == []


@pytest.mark.one_engine
def test_ending_early(office: OfficeForTests, cast: Cast) -> None:
    emma = hire(office, Role.TRANSLATOR, "Emma Petit")
    note = lend(office, cast, emma, put(office, cast.lawyer, matter_vault(office, cast)))
    with office.unit(cast.lawyer) as uow:
        row = uow.session.get_one(ShareNote, note.id)
        sharing.end(row, uow=uow)
        with pytest.raises(Refusal, match="ended_already"):
            sharing.end(row, uow=uow)
        uow.commit()
    with office.unit(emma, write=False) as uow:
        assert sharing.mine(uow=uow) == []
        assert not uow.keystore.can_open(note.shared_vault_id)


def test_what_nobody_may_lend_and_to_whom(office: OfficeForTests, cast: Cast) -> None:
    """A private file is refused; one marked private afterwards is gone from the small vault at once."""
    vault, today = matter_vault(office, cast), office.clock.today()
    emma = hire(office, Role.EXPERT, "Emma Petit")
    first, second, third = (put(office, cast.lawyer, vault) for _ in range(3))
    with office.unit(cast.lawyer) as uow:
        documents.mark_intimate(uow.session.get_one(Document, first), uow=uow)
        uow.commit()
    later = today + DAYS
    for whom, ids, until, code in (
        (emma, [first], later, "never_shared"),
        (emma, [], later, "nothing"),
        (emma, [second], today - timedelta(days=1), "past"),
        (emma, [second], today + timedelta(days=181), "too_long"),
        (cast.second, [second], later, "not_outside"),
    ):
        with pytest.raises(Refusal, match=code):
            lend(office, cast, whom, *ids, until=until)
    note = lend(office, cast, emma, second, third)
    copies = [item.copy_id for item in note.items]
    with office.unit(cast.lawyer) as uow:
        documents.mark_intimate(uow.session.get_one(Document, second), uow=uow)
        documents.destroy(uow.session.get_one(Document, third), uow=uow)
        uow.commit()
    with office.unit(emma) as uow:
        (share,) = sharing.mine(uow=uow)
        assert sharing.lent_now(share, uow=uow) == set()
        for copy in copies:
            with pytest.raises(NotVisible):
                sharing.open_item(share, copy, uow=uow)


@pytest.mark.one_engine
def test_a_closed_client_file_stays_closed_to_the_team(office: OfficeForTests, cast: Cast) -> None:
    """What is lent from a file that only one colleague opens is known to nobody else of the team."""
    emma = hire(office, Role.TRANSLATOR, "Emma Petit")
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        matters.add_member(matter, cast.second, uow=uow)
        own = matters.add_applicant(matter, name="Nigar Həsənli", restricted=True, holders=[cast.lawyer], uow=uow)
        vault = own.client_file_vault_id
        uow.commit()
    note = lend(office, cast, emma, put(office, cast.lawyer, vault))
    with office.unit(cast.second, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        assert sharing.notes_of(matter, uow=uow) == []
        assert not uow.keystore.can_open(note.shared_vault_id)
    with office.unit(cast.lawyer, write=False) as uow:
        assert [row.id for row in sharing.notes_of(queries.matter(cast.matter, uow=uow), uow=uow)] == [note.id]


@pytest.mark.one_engine
def test_outside_people_never_get_the_key_of_a_matter(office: OfficeForTests, cast: Cast) -> None:
    for role in (Role.TRANSLATOR, Role.EXPERT):
        emma = hire(office, role, "Emma Petit")
        with office.unit(cast.lawyer) as uow, pytest.raises(Refusal, match="role_holds_nothing"):
            matters.add_member(queries.matter(cast.matter, uow=uow), emma, uow=uow)


@pytest.mark.one_engine
def test_cards_and_lines(office: OfficeForTests, cast: Cast) -> None:
    vault = matter_vault(office, cast)
    id = put(office, cast.lawyer, vault)

    def written(uow: UnitOfWork) -> list[tuple[str, Translation]]:
        return [(card.title_en, card.translation) for card in papers.cards([vault], uow=uow).values()]

    with office.unit(cast.lawyer) as uow:
        row, matter = uow.session.get_one(Document, id), queries.matter(cast.matter, uow=uow)
        papers.describe(row, title_en="Judgment", uow=uow)
        papers.describe(row, translation=Translation.ASKED, uow=uow)
        assert written(uow) == [("Judgment", Translation.ASKED)]
        for values in ({"fact": " "}, {}):
            with pytest.raises(Refusal, match="needed"):
                papers.keep_line(None, matter, uow=uow, **values)
        line = papers.keep_line(None, matter, fact="The flat was searched", document_id=id, page="4", uow=uow)
        assert papers.chronology(matter, uow=uow) == [line]
        papers.remove_line(line, uow=uow)
        assert papers.chronology(matter, uow=uow) == []
        device = papers.keep_lab_record(None, matter, vault, device="Telephone", bag="A 17", uow=uow)
        papers.keep_lab_record(device, matter, vault, device="Telephone", retest="Second laboratory", uow=uow)
        (kept,) = papers.lab_records(matter, uow=uow)
        assert (kept.bag, kept.retest) == ("A 17", "Second laboratory")
        assert new_id() not in papers.cards([vault], uow=uow)
