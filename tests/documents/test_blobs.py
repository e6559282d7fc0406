"""The folder of sealed files: accepted before committed, swept by day, nothing lost in between."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from caseintake.documents.blobs import KEPT_DAYS, BlobMissing, BlobStore
from caseintake.documents.refusals import Garbled
from caseintake.kernel.ids import new_id
from tests.documents.bodies import TODAY, body, file, left_in, take


def arrived(store: BlobStore, data: bytes = b"noise") -> UUID:
    writer = store.begin(TODAY)
    writer.write(data)
    writer.keep()
    return writer.id


def day(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def named(*ids: UUID) -> object:
    def answer(asked: Iterable[UUID]) -> set[UUID]:
        return set(asked) & set(ids)

    return answer


def later(days: int) -> date:
    return TODAY + timedelta(days)


def test_an_unaccepted_file_lives_forty_eight_hours_by_day(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    arrived(store)
    assert store.sweep(later(KEPT_DAYS), named()).unaccepted == 0
    assert store.sweep(later(KEPT_DAYS + 1), named()).unaccepted == 1
    assert left_in(tmp_path) == []


def test_a_held_file_lives_as_long_as_its_draft(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    blob = arrived(store)
    store.hold(blob, later(7))
    assert store.sweep(later(7), named()).unaccepted == 0
    assert store.sweep(later(8), named()).unaccepted == 1
    with pytest.raises(BlobMissing):
        store.hold(blob, later(9))


def test_an_accepted_file_stays_though_the_first_name_goes(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    blob = arrived(store)
    store.accept(blob, TODAY)
    store.accepted(blob, TODAY)
    store.discard(blob, TODAY)
    assert left_in(tmp_path) == [f"{str(blob)[:2]}/{blob}"]
    assert store.open(blob).read() == b"noise"
    assert store.sweep(later(400), named(blob)).orphans == 0
    assert day(store.path(blob)) == day(store.path(blob).parent.parent) == TODAY
    assert store.path(blob).stat().st_nlink == 1


def test_a_crash_between_acceptance_and_commit_leaves_the_draft_its_file(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    blob = arrived(store)
    store.hold(blob, later(7))
    store.accept(blob, TODAY)
    # The power goes here. No record names the file; the draft still does.
    assert store.sweep(later(7), named()).unaccepted == 0
    store.accept(blob, later(7))
    store.accepted(blob, later(7))
    assert store.open(blob).read() == b"noise"


def test_a_crash_between_commit_and_tidying_leaves_the_record_its_file(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    blob = arrived(store)
    store.accept(blob, TODAY)
    # The power goes here, after the commit: both names are there.
    swept = store.sweep(later(30), named(blob))
    assert (swept.unaccepted, swept.orphans) == (1, 0)
    assert store.open(blob).read() == b"noise"


def test_a_file_no_record_names_is_swept_after_two_days(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    lost, kept = arrived(store), arrived(store)
    for blob in (lost, kept):
        store.accept(blob, TODAY)
        store.accepted(blob, TODAY)
    assert store.sweep(later(KEPT_DAYS - 1), named(kept)).orphans == 0
    assert store.sweep(later(KEPT_DAYS), named(kept)).orphans == 1
    with pytest.raises(BlobMissing):
        store.open(lost)
    assert store.open(kept).read() == b"noise"


def test_the_sweep_leaves_a_file_being_written_and_foreign_files_alone(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    writer = store.begin(TODAY)
    writer.write(b"half")
    foreign = tmp_path / "ab"
    foreign.mkdir()
    (foreign / "README").write_text("not ours")
    with store.flight(77, TODAY):
        swept = store.sweep(later(400), named())
        assert (swept.parts, swept.orphans) == (0, 0)
        assert store.in_flight() == 77
    writer.keep()
    assert store.open(writer.id).read() == b"half"
    assert (foreign / "README").exists()


def test_accepting_what_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(BlobMissing):
        BlobStore(tmp_path).accept(new_id(), TODAY)


def test_names_and_times_tell_nothing_of_the_hour(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    blobs = [arrived(store) for _ in range(3)]
    for blob in blobs[:2]:
        store.accept(blob, TODAY)
        store.accepted(blob, TODAY)
    store.delete(blobs[0], TODAY)
    with pytest.raises(Garbled):
        take(tmp_path, b"no form at all")
    with take(tmp_path, body(file("file", "x", b"y"))) as received:
        received.hold(TODAY)
    for path in tmp_path.rglob("*"):
        assert path.stat().st_mtime % 86400 == 0, path
        assert path.is_dir() or UUID(path.name).version == 4
