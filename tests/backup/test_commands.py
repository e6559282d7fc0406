"""The three words a technician types."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from caseintake.backup.restoring import OtherOffice
from caseintake.cli.backup import backup, rehearse, restore
from caseintake.cli.health import verify
from caseintake.cli.where import office_in
from caseintake.health import heartbeat
from caseintake.health.heartbeat import Kind
from caseintake.identity import words
from caseintake.vault import recovery
from caseintake.vault.primitives import sha256
from tests.backup.scene import Scene, set_up
from tests.office import OfficeForTests

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    return set_up(office)


def run(command: object, *words: object, typed: str = "") -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], input=typed)  # type: ignore[arg-type]


def told(scene: Scene, kind: Kind) -> str:
    found = heartbeat.last(scene.office.office, kind)
    return "-" if found is None else found.result.value


def test_a_backup_is_made_rehearsed_and_restored(scene: Scene, tmp_path: Path) -> None:
    directory, file = scene.office.office.settings.directory, tmp_path / "away" / "one.backup"
    assert told(scene, Kind.BACKUP) == "-"
    made = run(backup, "--dir", directory, "--to", file)
    assert made.exit_code == 0, made.output
    assert "copy both files to another place" in made.output
    assert told(scene, Kind.BACKUP) == "done"

    tried = run(rehearse, "--dir", directory, file, typed=" ".join(scene.paper) + "\n")
    assert tried.exit_code == 0, tried.output
    assert "verify: clean" in tried.output
    assert "result: it can be restored" in tried.output
    assert "office head" not in tried.output, "the head of the copy is none of the office: on paper it would cry wolf"
    assert told(scene, Kind.RESTORE_REHEARSAL) == "done"
    assert " ".join(scene.paper[3:6]) not in tried.output.split("\n", 1)[1]

    again = run(restore, "--dir", tmp_path / "new", file, typed="y\n" + " ".join(scene.paper) + "\n")
    assert again.exit_code == 0, again.output
    sheet = [line.strip() for line in tried.output.splitlines()]
    for kind in ("office  ", "log keys", "settings"):
        (line,) = [line for line in again.output.splitlines() if line.startswith(kind + " ")]
        assert line in sheet, "what a restore shows can be compared with the sheet of the rehearsal"
    assert next(line for line in sheet if line.startswith("settings")).split(" ", 1)[1] in made.output
    assert run(verify, "--dir", tmp_path / "new").output.startswith("clean: ")
    restored = office_in(tmp_path / "new")
    assert heartbeat.last(restored, Kind.RESTORE_REHEARSAL) is not None, "what was restored was tried"
    restored.close()


def test_recovery_shares_open_it_where_the_backup_key_is_lost(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "one.backup"
    run(backup, "--dir", scene.office.office.settings.directory, "--to", file)
    shares = recovery.split(scene.office.recovery_secret)
    typed = "\n".join(["y", shares[4], shares[0], shares[2], ""])
    done = run(restore, "--dir", tmp_path / "new", file, typed=typed)
    assert done.exit_code == 0, done.output


def test_a_backup_of_another_office_is_refused_before_any_secret_is_typed(scene: Scene, tmp_path: Path) -> None:
    """Anybody can seal one to the public keys of this office: what says whose it is lies on paper."""
    office, file, new = scene.office.office, tmp_path / "one.backup", tmp_path / "new"
    run(backup, "--dir", office.settings.directory, "--to", file)
    mine, other = office.fingerprint, sha256(b"another office")
    for wrong in (other.hex(), " ".join(words.of_fingerprint(other)), "", "notaword"):
        refused = run(restore, "--dir", new, file, "--fingerprint", wrong)
        assert "another office" in str(refused.exception), wrong
    assert "another office" in str(run(restore, "--dir", new, file, typed="n\n").exception)
    assert not new.exists()
    with pytest.raises(OtherOffice):
        scene.restored(file, new, fingerprint=other)
    for right in (mine.hex(), " ".join(words.of_fingerprint(mine)).upper()):
        done = run(restore, "--dir", new, file, "--fingerprint", right, typed=" ".join(scene.paper) + "\n")
        assert done.exit_code == 0, done.output
        shutil.rmtree(new)


def test_a_wrong_key_and_a_failed_rehearsal_are_said(scene: Scene, tmp_path: Path) -> None:
    directory, file = scene.office.office.settings.directory, tmp_path / "one.backup"
    run(backup, "--dir", directory, "--to", file)
    wrong = [*scene.paper[1:], scene.paper[0]]
    refused = run(rehearse, "--dir", directory, file, typed=" ".join(wrong) + "\n")
    assert "not sealed for this key" in str(refused.exception)
    assert told(scene, Kind.RESTORE_REHEARSAL) == "-", "who mistypes has not tried the backup"
    whole = file.read_bytes()
    file.write_bytes(whole[:-50_000] + bytes(50_000))
    damaged = run(rehearse, "--dir", directory, file, typed=" ".join(scene.paper) + "\n")
    assert "Nothing was made" in str(damaged.exception)
    assert told(scene, Kind.RESTORE_REHEARSAL) == "failed"
    short = run(restore, "--dir", tmp_path / "new", file, typed="y\nacademic acid\n")
    assert short.exception is not None
    assert not (tmp_path / "new").exists()
    twice = run(backup, "--dir", directory, "--to", file)
    assert "is there already" in str(twice.exception)
    assert told(scene, Kind.BACKUP) == "done", "a name typed twice is no failed backup: it would close the public form"
    (tmp_path / "full").write_bytes(b"")
    nowhere = run(backup, "--dir", directory, "--to", tmp_path / "full" / "two.backup")
    assert nowhere.exception is not None
    assert told(scene, Kind.BACKUP) == "failed", "a place that takes no file is one"
