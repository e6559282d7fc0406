"""A matter that arrives on the host: every secret is asked, it is tried first, and nothing is made of half a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from caseintake.cli import matter
from caseintake.cli.matter import NO_EXPORT, import_matter
from caseintake.identity.words import draw_passphrase
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.portability.lock import ExportLock
from caseintake.vault.primitives import random_bytes
from tests.live import prepare
from tests.office import OfficeForTests
from tests.portability.test_export import CHEAP, a_matter, packed
from tests.signing_in import Account, account

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
WORDS = draw_passphrase()


def test_it_is_tried_then_made_and_never_half(
    office: OfficeForTests, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matter, "harden", lambda: None)  # of this process every other test is a part
    cast = a_matter(office)
    prepare(office)
    key, whole, cut = random_bytes(32), tmp_path / "whole.matter", tmp_path / "cut.matter"
    lock = ExportLock.with_words(WORDS, key, office.clock.today(), CHEAP)
    whole.write_bytes(packed(office, cast.lawyer, cast.matter, lock, key))
    cut.write_bytes(whole.read_bytes()[:-200])
    # Each comes once: a code works once.
    first, second, third, last = (account(office, office.hire(Role.LAWYER)) for _ in range(4))
    observer = account(office, office.hire(Role.OBSERVER))
    blobs = office.office.settings.blobs

    def run(by: Account, file: Path, *more: str, words: str = " ".join(WORDS), code: str = "") -> Result:
        where = ["--dir", str(office.office.settings.directory), "--as", by.handle, "--codename", "Sage 7", str(file)]
        office.clock.set(datetime.now(UTC))  # the command looks at the clock of this host
        typed = "\n".join((by.passphrase, code or by.code(office), words, *more, ""))
        return CliRunner().invoke(import_matter, [*where, *(["--dry-run"] if not more else [])], input=typed)

    def here() -> tuple[set[str], set[str]]:
        with office.unit(last.person_id) as uow:
            names = {line.label.codename for line in queries.my_matters(uow=uow)}
        return names, {path.name for path in blobs.rglob("*") if path.is_file() and path.suffix != ".lock"}

    before = here()
    assert "do not fit" in str(run(first, whole, code=first.wrong_code(office)).exception)
    said = run(first, whole)
    assert said.exit_code == 0, said.output
    assert "2 files" in said.output
    assert "Nothing was taken in." in said.output
    assert not [some for some in ("Qarayeva", "Quince", " ".join(WORDS), first.passphrase) if some in said.output]
    assert here() == before, "a trial leaves nothing on the disk"
    assert NO_EXPORT in str(run(second, cut).exception)
    assert "these words do not open" in str(run(third, whole, words="abrupt beaver").exception)
    assert "makes no matters" in str(run(observer, whole).exception)
    assert here() == before
    made = run(last, whole, "y")
    assert "Taken in." in made.output, made
    names, files = here()
    assert names == {"Sage 7"}
    assert len(files) == len(before[1]) + 2
