"""From a running office to two sealed files, and from them to an office again."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

import caseintake.models  # noqa: F401 (fills the metadata)
from caseintake.audit.remembered import Remembered
from caseintake.audit.verify import logged_models
from caseintake.backup import confirming, rows
from caseintake.backup.archive import Archive, Part, WrongKey
from caseintake.backup.restoring import NotEmpty, OlderState, OtherHalf, Restored
from caseintake.backup.writing import Made, back_up
from caseintake.cli.health import checked
from caseintake.deadlines.model import FeedToken
from caseintake.documents import service as documents
from caseintake.documents.blobs import BlobMissing
from caseintake.documents.model import Document
from caseintake.documents.service import store_of
from caseintake.identity import people
from caseintake.intake import queries as inbox
from caseintake.intake import service, withdrawal
from caseintake.intake.model import State, Whose
from caseintake.intake.withdrawal import Found, settle
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.storage import Base
from caseintake.vault.errors import StreamDamaged
from caseintake.vault.holders import RECOVERY
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import HolderKeys, random_bytes
from caseintake.work import Office
from tests.backup.scene import FILE, Scene, set_up
from tests.documents.test_service import read
from tests.engines import Engines
from tests.intake.people import officer
from tests.intake.test_withdrawal import leaves
from tests.office import OfficeForTests

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_up(office)


@pytest.fixture
def made(scene: Scene, tmp_path: Path) -> Made:
    away = tmp_path / "away"
    away.mkdir()
    return back_up(scene.office.office, away / "one.backup")


def opened(done: Restored, scene: Scene) -> OfficeForTests:
    """The restored office with everybody's keys, as they have them in their heads."""
    there = Office.open(done.settings, scene.office.clock)
    return OfficeForTests(
        there,
        scene.office.clock,
        scene.office.coordinator,
        scene.office.recovery_secret,
        scene.office.secrets,
        scene.office.roles,
    )


def test_what_was_there_is_there_again(scene: Scene, made: Made, tmp_path: Path) -> None:
    done = scene.restored(made.records, tmp_path / "new")
    assert done.contents == made.contents
    again = opened(done, scene)
    report = checked(again.office, again.office.fingerprint)
    assert (report.findings, report.exit_code) == ([], 0)
    with again.unit(scene.cast.lawyer, write=False) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        assert matter.about == "Searches in March"
        names = [queries.client_file(one, uow=uow).name for one in queries.applicants(matter, uow=uow)]  # type: ignore[union-attr]
        assert names == ["Sevda Qarayeva", "Тимур Алиев", "Nil Ərdoğan"]
        assert read(scene.document, uow) == FILE
        assert uow.session.scalars(select(FeedToken)).all() == [], "a calendar address of then would be alive again"
    again.office.close()


def test_an_office_moves_from_one_engine_to_the_other(
    scene: Scene, made: Made, tmp_path: Path, engine_name: str, engines: Engines
) -> None:
    other = engines["postgresql" if engine_name == "sqlite" else "sqlite"]
    url = other.create()
    done = scene.restored(made.records, tmp_path / "new", database_url=url)
    again = opened(done, scene)
    assert checked(again.office, again.office.fingerprint).exit_code == 0
    again.office.close()
    other.drop(url)


def test_people_write_while_it_is_made_and_it_holds_one_moment(scene: Scene, tmp_path: Path) -> None:
    office, seen = scene.office, []
    real = rows.read

    def while_reading(*given: object) -> object:
        if not seen:
            seen.append(True)
            documents.store_of(office.office)
            with office.unit(scene.cast.lawyer) as uow:
                matter = queries.matter(scene.cast.matter, uow=uow)
                from caseintake.matters import service

                service.add_applicant(matter, name="Late Comer", uow=uow)
                uow.commit()
        return real(*given)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("caseintake.backup.writing.rows.read", while_reading)
        made = back_up(office.office, tmp_path / "busy.backup")
    assert seen
    done = scene.restored(made.records, tmp_path / "new")
    again = opened(done, scene)
    assert checked(again.office, again.office.fingerprint).exit_code == 0
    with again.unit(scene.cast.lawyer, write=False) as uow:
        found = len(queries.applicants(queries.matter(scene.cast.matter, uow=uow), uow=uow))
    assert found in (3, 4)
    again.office.close()


# --- what a thief has ------------------------------------------------------------------------------------------------


@on_sqlite
def test_a_stolen_backup_opens_nothing(scene: Scene, made: Made) -> None:
    with Archive.at(made.records) as archive, pytest.raises(WrongKey):
        archive.check(HolderKeys(random_bytes(32)))
    for path in (made.records, made.keys):
        data = path.read_bytes()
        for word in (b"fingerprint", b"vault_grant", b"person", b"Qarayeva", scene.paper[0].encode() * 2):
            assert word not in data
        assert path.stat().st_mode & 0o077 == 0


@on_sqlite
def test_even_opened_it_holds_only_sealed_rows(scene: Scene, made: Made) -> None:
    with Archive.at(made.records) as archive:
        inside = b"".join(repr(item).encode() + b"\n" for item in archive.items(scene.key))
    for name in (
        "Sevda Qarayeva",
        "Тимур",
        "Quince 14",
        "Zəhra-qərar",
        "Searches in March",
        "telephone in the corridor",
    ):
        assert repr(name)[1:-1].encode() not in inside
    with Archive.at(made.records) as archive:
        tables = {values[0] for label, values in archive.items(scene.key) if label == "table"}
    assert not tables & rows.KEYS, "an archive that is kept for years holds no key"


@on_sqlite
def test_the_recovery_key_opens_it_too(scene: Scene, made: Made) -> None:
    with Archive.at(made.keys) as archive:
        assert archive.check(HolderKeys(scene.office.recovery_secret)) == made.contents[Part.KEYS]


def test_every_table_without_a_log_is_left_out_for_a_reason_or_is_the_log() -> None:
    logged = {model.__tablename__ for model in logged_models()}
    ours = {m.local_table.name for m in Base.registry.mappers if m.class_.__module__.startswith("caseintake.")}
    undecided = ours - logged - set(rows.LEFT_OUT) - set(rows.CARRIED)
    assert not undecided, "say in backup/rows.py whether it belongs into a backup, and why"
    assert not set(rows.LEFT_OUT) & logged, "verify would miss its rows"


# --- damage ---------------------------------------------------------------------------------------------------------


@on_sqlite
def test_a_tampered_or_cut_backup_is_refused_and_leaves_nothing(scene: Scene, made: Made, tmp_path: Path) -> None:
    whole = made.records.read_bytes()
    head = int.from_bytes(whole[4:8], "big")
    flipped = lambda at: whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]  # noqa: E731
    bad = {
        "head": flipped(8 + head // 2),
        "first chunk": flipped(8 + head + 200),
        "last chunk": flipped(len(whole) - 40),
        "length": flipped(len(whole) - 1),
        "cut": whole[:-100_000],
        "cut to the head": whole[: 8 + head],
        "empty": b"",
        "keys twice": made.keys.read_bytes(),
    }
    into = tmp_path / "new"
    for name, data in bad.items():
        path = tmp_path / "bad.backup"
        path.write_bytes(data)
        with pytest.raises((StreamDamaged, OtherHalf)):
            scene.restored(path, into, keys=made.keys)
        assert not into.exists(), name


@on_sqlite
def test_a_missing_file_is_named_and_the_rest_is_kept(scene: Scene, tmp_path: Path) -> None:
    (blob,) = store_of(scene.office.office).folder.glob("??/*")
    blob.unlink()
    made = back_up(scene.office.office, tmp_path / "one.backup")
    assert [str(id) for id in made.damaged] == [blob.name]
    assert made.records.exists()


@on_sqlite
def test_a_full_disk_is_said_and_leaves_nothing(scene: Scene, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            back_up(scene.office.office, away / "one.backup")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert list(away.iterdir()) == []


@on_sqlite
def test_killed_it_leaves_no_half_file_and_the_next_one_tidies_up(scene: Scene, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    scene.office.office.close()
    slow = (
        "import os,sys; os.umask(0o077)\n"
        "from caseintake.backup import writing\n"
        "real=writing._File.write\n"
        "def write(self,data):\n"
        "    real(self,data)\n"
        "    if 'keys' not in self.path.name: print('writing',flush=True); sys.stdin.read()\n"
        "writing._File.write=write\n"
        "from caseintake.__main__ import main; main()\n"
    )
    words = ["backup", "--dir", str(scene.office.office.settings.directory), "--to", str(away / "one.backup")]
    process = subprocess.Popen(
        [sys.executable, "-c", slow, *words], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    process.kill()
    process.wait()
    assert not (away / "one.backup").exists()
    assert any(path.name.endswith(".part") for path in away.iterdir())
    made = back_up(scene.office.office, away / "one.backup")
    assert sorted(path.name for path in away.iterdir() if path.suffix != ".lock") == [
        "heads.json",
        "one.backup",
        "one.backup.keys",
    ]
    assert made.records.exists()


@on_sqlite
def test_killed_between_the_two_names_it_is_tidied_up_and_taken_for_no_backup(scene: Scene, tmp_path: Path) -> None:
    office, away = scene.office.office, tmp_path / "away"
    away.mkdir()
    whole = back_up(office, away / "whole.backup")
    carried = back_up(office, away / "carried.backup")
    carried.records.rename(tmp_path / "carried.backup")  # to another place, on purpose
    half = back_up(office, away / "half.backup")
    half.records.rename(away / ".half.backup.part")  # as a kill after the first of the two leaves it
    back_up(office, away / "half.backup")
    kept = {path.name for path in away.iterdir() if path.suffix != ".lock"} - {"heads.json"}
    assert kept == {
        *(whole.records.name, whole.keys.name, carried.keys.name),
        *("half.backup", "half.backup.keys"),
    }
    with Archive.at(half.records) as records, Archive.at(half.keys) as keys:
        assert records.head.id == keys.head.id != half.id


# --- older states ----------------------------------------------------------------------------------------------------


def test_an_older_backup_is_refused_by_what_is_remembered(scene: Scene, made: Made, tmp_path: Path) -> None:
    office = scene.office
    with office.office.unit(write=True) as uow:
        people.invite(Role.LAWYER, uow=uow)
        uow.commit()
    back_up(office.office, made.records.with_name("two.backup"))
    beside = Remembered(made.records.parent / "heads.json")
    into = tmp_path / "new"
    with pytest.raises(OlderState):
        scene.restored(made.records, into, remembered=beside)
    assert not into.exists()
    done = scene.restored(made.records, into, remembered=beside, accept_loss=True)
    assert done.lost == 1
    again = opened(done, scene)
    assert checked(again.office, again.office.fingerprint).exit_code == 0
    again.office.close()


@on_sqlite
def test_old_records_with_the_keys_of_today(scene: Scene, made: Made, tmp_path: Path) -> None:
    office = scene.office
    newcomer = office.hire(Role.LAWYER)
    with office.unit(newcomer) as uow:
        from caseintake.matters import service

        service.create_matter(codename="Fig 2", uow=uow)
        uow.commit()
    two = back_up(office.office, made.records.with_name("two.backup"))
    with pytest.raises(OtherHalf):
        scene.restored(made.records, tmp_path / "new", keys=two.keys)
    done = scene.restored(made.records, tmp_path / "new", keys=two.keys, accept_loss=True)
    assert done.left_out > 0
    again = opened(done, scene)
    with again.unit(scene.cast.lawyer, write=False) as uow:
        assert read(scene.document, uow) == FILE
    again.office.close()


@on_sqlite
def test_keys_older_than_thirty_days_are_overwritten(scene: Scene, made: Made) -> None:
    spare = made.keys.with_name("kept-by-a-link")
    os.link(made.keys, spare)
    scene.office.clock.advance(timedelta(days=30))
    assert back_up(scene.office.office, made.records.with_name("day30.backup")).ended == []
    scene.office.clock.advance(timedelta(days=1))
    later = back_up(scene.office.office, made.records.with_name("day31.backup"))
    assert later.ended == [made.keys]
    assert not made.keys.exists()
    assert set(spare.read_bytes()) == {0}
    assert made.records.exists()


@on_sqlite
def test_nothing_is_written_over_what_is_there(scene: Scene, made: Made, tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        back_up(scene.office.office, made.records)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "something").touch()
    with pytest.raises(NotEmpty):
        scene.restored(made.records, tmp_path / "new")
    assert (tmp_path / "new" / "something").exists()


# --- what was destroyed since -----------------------------------------------------------------------------------------


def destroyed(scene: Scene) -> tuple[UUID, UUID]:
    """Somebody asks with her code to delete what she sent, two officers do it, and a lawyer destroys a file."""
    office, first = scene.office, officer(scene.office)
    leaves(office)
    with office.unit(first, write=False) as uow:
        (row,) = (row for row in inbox.inbox(uow=uow, all_states=True).rows if row.state is State.WITHDRAWAL)
        id, vault = row.id, row.vault_id
    return id, vault


def test_what_was_destroyed_after_the_backup_is_destroyed_again(scene: Scene, tmp_path: Path) -> None:
    """By what the host remembers, or the note beside newer backups. Without either the page says so."""
    office = scene.office
    id, vault = destroyed(scene)
    first, second = officer(office), officer(office)
    old = back_up(office.office, tmp_path / "old.backup")
    with office.unit(first) as uow:
        settle(service.find(id, uow=uow), Found(Whose.OWN, "At the agreed place"), uow=uow)
        uow.commit()
    office.clock.advance(timedelta(days=31))
    with office.unit(second) as uow:
        withdrawal.destroy(service.find(id, uow=uow), uow=uow)
        uow.commit()
    with office.unit(scene.cast.lawyer) as uow:
        documents.destroy(uow.session.get_one(Document, scene.document), uow=uow)
        uow.commit()
    (tmp_path / "newer").mkdir()  # beside the old one its keys part would be overwritten: its days are over
    back_up(office.office, tmp_path / "newer" / "new.backup")
    beside, host = Remembered(tmp_path / "newer" / "heads.json"), office.office.remembered
    assert beside.destroyed_vaults == host.destroyed_vaults == {vault}

    forgotten = scene.restored(old.records, tmp_path / "forgotten")
    assert forgotten.destroyed is None
    again = opened(forgotten, scene)
    with again.unit(first, write=False) as uow:
        assert uow.keystore.can_open(vault), "nobody said that it was to be gone"
        assert confirming.destroyed_again(uow=uow) is None
    again.office.close()

    with office.unit(scene.cast.lawyer, write=False) as uow:
        alive = queries.matter(scene.cast.matter, uow=uow).vault_id
    beside.note_destroyed(vaults=[alive])  # by somebody who can write where backups lie
    done = scene.restored(old.records, tmp_path / "told", remembered=beside, accept_loss=True)
    assert done.destroyed == (1, 1)
    again = opened(done, scene)
    with again.unit(scene.cast.lawyer, write=False) as uow:
        assert uow.keystore.can_open(alive)
    assert checked(again.office, again.office.fingerprint).findings == []
    for person in (first, second, office.coordinator):
        with again.unit(person, write=False) as uow:
            assert not uow.keystore.can_open(vault)
    with again.office.unit(keyring=Keyring(RECOVERY, office.recovery_secret)) as uow:
        assert not uow.keystore.can_open(vault)
        assert confirming.destroyed_again(uow=uow) == (1, 1)
    with again.unit(scene.cast.lawyer, write=False) as uow, pytest.raises(BlobMissing):
        read(scene.document, uow)
    (tmp_path / "later").mkdir()
    twice = back_up(again.office, tmp_path / "later" / "twice.backup")
    assert Remembered(twice.records.parent / "heads.json").destroyed_vaults == {vault, alive}, (
        "nor by a backup of a restore"
    )
    again.office.close()
