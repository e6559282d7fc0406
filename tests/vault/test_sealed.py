"""A sealed model reads like an ordinary one, and nothing that could lose or leak a value passes in silence."""

import copy
import pickle
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from caseintake.kernel.actor import Role
from caseintake.vault.errors import ForgedRecord, Locked, SealedQuery, Tampered
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.logged import bound_columns
from caseintake.vault.sealed import Sealed, SealedRecord, Signature, sealed
from tests.office import OfficeForTests
from tests.vault.note import Note, Place, write


@pytest.fixture
def lawyer(office: OfficeForTests) -> UUID:
    return office.hire(Role.LAWYER)


@pytest.fixture
def matter(office: OfficeForTests, lawyer: UUID) -> UUID:
    with office.unit(lawyer) as uow:
        vault_id = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
        uow.commit()
    return vault_id


def test_a_value_comes_back_as_it_was_written(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    places = (Place("Gəncə", date(2025, 3, 1)), Place("Şəki"))
    note_id = write(office, lawyer, matter, text="Hüseynov", places=places, told_on=date(2024, 2, 29))
    with office.unit(lawyer, write=False) as uow:
        note = uow.session.get_one(Note, note_id)
        assert (note.text, note.places, note.told_on) == ("Hüseynov", places, date(2024, 2, 29))


def test_without_a_grant_it_is_locked(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    note_id = write(office, lawyer, matter)
    stranger = office.hire(Role.LAWYER)
    with office.unit(stranger, write=False) as uow, pytest.raises(Locked):
        assert uow.session.get_one(Note, note_id).text


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state", "'closed'"),
        ("due", "'2027-05-04'"),
        ("due", "NULL"),
        ("rank", "4"),
        ("hidden", "TRUE"),
        ("other", "'00000000000000000000000000000001'"),
        ("revision", "7"),
        ("epoch", "2"),
        ("sealed", None),
    ],
)
def test_every_column_is_bound(office: OfficeForTests, lawyer: UUID, matter: UUID, column: str, value: str) -> None:
    note_id = write(office, lawyer, matter)
    with office.office.engine.execution_options(writing=True).begin() as connection:
        if column == "sealed":
            stored = connection.execute(select(Note.__table__.c.sealed)).scalar_one()
            flipped = stored[:40] + bytes([stored[40] ^ 1]) + stored[41:]
            connection.execute(update(Note.__table__).values(sealed=flipped))
        else:
            connection.execute(text(f"UPDATE note_for_tests SET {column} = {value}"))  # noqa: S608
    with office.unit(lawyer, write=False) as uow:
        note = uow.session.get_one(Note, note_id)
        with pytest.raises((Tampered, Locked)):
            assert note.text


def test_the_columns_a_test_changes_are_all_there_are() -> None:
    tested = {"state", "due", "rank", "hidden", "other", "revision", "epoch", "sealed", "id", "vault_id"}
    assert set(bound_columns(Note)) == tested


def test_a_ciphertext_moved_to_another_row_does_not_open(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    one, two = write(office, lawyer, matter, text="one"), write(office, lawyer, matter, text="two")
    table = Note.__table__
    with office.office.engine.execution_options(writing=True).begin() as connection:
        stored = connection.execute(select(table.c.sealed).where(table.c.id == one)).scalar_one()
        connection.execute(update(table).where(table.c.id == two).values(sealed=stored))
    with office.unit(lawyer, write=False) as uow, pytest.raises(Tampered):
        assert uow.session.get_one(Note, two).text


def test_a_changed_clear_column_is_sealed_again(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    note_id = write(office, lawyer, matter)
    with office.unit(lawyer) as uow:
        note = uow.session.get_one(Note, note_id)
        note.state = "closed"
        assert note.text == "Нигяр"
        uow.commit()
    with office.unit(lawyer, write=False) as uow:
        note = uow.session.get_one(Note, note_id)
        assert (note.state, note.text, note.revision) == ("closed", "Нигяр", 2)


def test_the_second_of_two_editors_is_told(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    note_id = write(office, lawyer, matter)
    for wording in ("first", "second"):
        with office.unit(lawyer) as uow:
            note = uow.session.get_one(Note, note_id)
            note.text = wording
            set_committed_value(note, "revision", 1)  # as if read before the other's commit
            if wording == "second":
                with pytest.raises(StaleDataError):
                    uow.commit()
            else:
                uow.commit()
    with office.unit(lawyer, write=False) as uow:
        assert uow.session.get_one(Note, note_id).text == "first"


def test_after_a_rollback_the_value_is_the_databases(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    note_id = write(office, lawyer, matter, text="kept")
    with office.unit(lawyer) as uow:
        note = uow.session.get_one(Note, note_id)
        note.text = "never committed"
        uow.flush()
        uow.session.rollback()
        assert note.text == "kept"


def test_the_database_cannot_be_asked_about_it() -> None:
    for ask in (
        lambda: Note.text == "x",
        lambda: select(Note).order_by(Note.text),
        lambda: Note.text.in_(["x"]),
        lambda: select(Note).filter_by(text="x"),
        lambda: Note.text < "x",
    ):
        with pytest.raises(SealedQuery):
            ask()


def test_bulk_statements_are_refused(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    with office.unit(lawyer) as uow:
        for statement in (update(Note).values(state="x"), insert(Note).values(state="x")):
            with pytest.raises(TypeError, match="passes by seal and log"):
                uow.session.execute(statement)
        with pytest.raises(TypeError):
            uow.session.bulk_save_objects([])
        with pytest.raises(TypeError):
            uow.session.merge(Note(vault_id=matter, state="x", due=None, rank=None, hidden=None, other=None, text=""))


def test_an_opened_record_is_not_copied(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    note_id = write(office, lawyer, matter)
    with office.unit(lawyer, write=False) as uow:
        note = uow.session.get_one(Note, note_id)
        assert note.text
        for leave in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                leave(note)
            with pytest.raises(TypeError):
                leave(uow.keyring)


def test_mutable_kinds_are_refused_when_the_class_is_made() -> None:
    with pytest.raises(TypeError, match="immutable"):

        class Wrong(SealedRecord):
            __tablename__ = "wrong_for_tests"
            __kind__ = "wrong"
            words: Sealed[list[str]] = sealed()


def test_a_missing_or_wrong_value_names_its_field(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    clear = {"vault_id": matter, "state": "x", "due": None, "rank": None, "hidden": None, "other": None}
    with pytest.raises(TypeError, match="text"):
        Note(**clear)
    with office.unit(lawyer) as uow:
        uow.add(Note(**clear, text=5))  # type: ignore[arg-type]
        with pytest.raises(msgspec.ValidationError, match="text"):
            uow.commit()


def test_a_record_keeps_its_vault_for_life(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    note_id = write(office, lawyer, matter)
    with office.unit(lawyer) as uow:
        note = uow.session.get_one(Note, note_id)
        with pytest.raises(TypeError, match="for life"):
            note.vault_id = UUID(int=5)


def test_the_author_is_proven_and_numbered(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    first, second = write(office, lawyer, matter), write(office, lawyer, matter)
    with office.unit(lawyer, write=False) as uow:
        one = uow.proof(uow.session.get_one(Note, first))
        two = uow.proof(uow.session.get_one(Note, second))
        assert one.author == two.author == Holder.person(lawyer)
        assert (one.sequence, two.sequence) == (1, 2)
        assert two.previous == one.digest


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_numbers_go_on_without_opening_what_was_written_before(
    office: OfficeForTests, lawyer: UUID, matter: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one unit and over several, past edits, a colleague's writing and a row that was taken away."""
    other = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        uow.keystore.grant(matter, Holder.person(other))
        uow.commit()
    first = write(office, lawyer, matter)
    with office.unit(lawyer) as uow:
        for _ in range(2):
            uow.add(Note(vault_id=matter, state="x", due=None, rank=None, hidden=None, other=None, text="t"))
        uow.flush()
        uow.add(Note(vault_id=matter, state="x", due=None, rank=None, hidden=None, other=None, text="t"))
        uow.commit()
    write(office, other, matter)
    with office.unit(lawyer) as uow:
        uow.session.get_one(Note, first).text = "edited"  # signed again: number 5
        uow.commit()
    last = write(office, lawyer, matter)
    with office.unit(lawyer, write=False) as uow:
        proofs = [uow.proof(note) for note in uow.session.scalars(select(Note).where(Note.vault_id == matter))]
        mine = sorted((one for one in proofs if one.author.id == lawyer), key=lambda one: one.sequence)
        assert [one.sequence for one in mine] == [2, 3, 4, 5, 6]
        assert all(two.previous == one.digest for one, two in pairwise(mine))
    with office.unit(lawyer) as uow:
        uow.delete(uow.session.get_one(Note, last))
        uow.commit()
    again = write(office, lawyer, matter)
    opened: list[UUID] = []
    monkeypatch.setattr(Note, "_open", lambda self, data: opened.append(self.id) or SealedRecord._open(self, data))
    write(office, lawyer, matter)
    assert opened == [again]
    monkeypatch.undo()
    with office.unit(lawyer, write=False) as uow:
        assert uow.proof(uow.session.get_one(Note, again)).sequence == 6


def test_a_member_cannot_write_in_anothers_name(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    """Both hold the key of the vault, so only the signature inside tells them apart."""
    other = office.hire(Role.LAWYER)
    note_id = write(office, lawyer, matter)
    with office.unit(lawyer) as uow:
        uow.keystore.grant(matter, Holder.person(other))
        uow.commit()
    with office.unit(other) as uow:
        note = uow.session.get_one(Note, note_id)
        signature = note.signature()
        assert isinstance(signature, Signature)
        note.text = "I withdraw"
        ready = uow.keystore.ready_to_write([matter])
        number, key = ready[matter]
        note.seal(key, number, signature)
        with pytest.raises(ForgedRecord):
            uow.proof(note)


def test_size_tells_only_a_bucket(office: OfficeForTests, lawyer: UUID, matter: UUID) -> None:
    yes, no = write(office, lawyer, matter, text="yes"), write(office, lawyer, matter, text="no, not ever")
    with office.unit(lawyer, write=False) as uow:
        sizes = {len(uow.session.get_one(Note, id).sealed) for id in (yes, no)}
    assert len(sizes) == 1


class PlaceLater(msgspec.Struct, frozen=True):
    """What a later version may make of `Place`."""

    town: str
    seen_on: date | None = None
    how: str = "seen by her"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """The program grows: a structure inside a signed record has one more field."""

    def grow() -> None:
        monkeypatch.setitem(Note.__annotations__, "places", Sealed[tuple[PlaceLater, ...]])
        Note._declare()

    yield grow
    monkeypatch.undo()
    Note._declare()


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_signature_outlives_the_growth_of_what_it_signed(
    office: OfficeForTests, lawyer: UUID, matter: UUID, later: Callable[[], None]
) -> None:
    note_id = write(office, lawyer, matter, places=(Place("Gəncə", date(2025, 3, 1)),))
    later()
    with office.unit(lawyer) as uow:
        note = uow.session.get_one(Note, note_id)
        assert note.places[0] == PlaceLater("Gəncə", date(2025, 3, 1))  # type: ignore[comparison-overlap]
        before = uow.proof(note)
        note.begin_draft()  # sealed again by somebody else, with its author's signature
        signature = note.signature()
        number, key = uow.keystore.ready_to_write([matter])[matter]
        note.seal(key, number, signature)
        assert uow.proof(note) == before
        note.text = "other words"
        note.seal(key, number, signature)
        with pytest.raises(ForgedRecord):
            uow.proof(note)
