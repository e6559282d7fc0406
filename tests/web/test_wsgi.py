"""The two names a WSGI server asks for."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from caseintake.settings import SettingsError


@pytest.fixture
def office_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "office.toml").write_text("secure = false\n")
    monkeypatch.setenv("CASEINTAKE_DIR", str(tmp_path))
    monkeypatch.setenv("CASEINTAKE_RUNTIME", str(tmp_path))
    return tmp_path


def test_each_name_is_its_own_surface_made_once(office_directory: Path) -> None:
    wsgi = importlib.reload(importlib.import_module("wsgi"))
    assert wsgi.public.extensions["surface"] == "public"
    assert wsgi.office.extensions["surface"] == "office"
    assert wsgi.public is wsgi.public
    assert wsgi.public.test_client().get("/").status_code == 302


def test_importing_opens_nothing_and_a_missing_directory_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASEINTAKE_DIR", raising=False)
    wsgi = importlib.import_module("wsgi")
    for name in ("public", "office"):
        wsgi.__dict__.pop(name, None)
    with pytest.raises(SettingsError, match="CASEINTAKE_DIR"):
        wsgi.office  # noqa: B018
    assert not hasattr(wsgi, "elsewhere")
