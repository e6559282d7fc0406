"""What the operator can mend is told in one line, never as a traceback."""

from __future__ import annotations

import msgspec
import pytest

from caseintake.cli import main
from caseintake.settings import save
from tests.office import OfficeForTests


def test_a_database_out_of_reach_is_said_in_words(
    office: OfficeForTests, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = office.office.settings
    away = "postgresql+psycopg://caseintake@/caseintake?host=/nonexistent"
    save(msgspec.structs.replace(settings, database_url=away))
    monkeypatch.setattr("sys.argv", ["caseintake", "doctor", "--dir", str(settings.directory)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1, "no traceback"
    assert "the database does not answer" in said[0]
