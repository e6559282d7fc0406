"""What of a backup is compared with paper. Pure but for two small files."""

from __future__ import annotations

from pathlib import Path

from caseintake.backup import paper


def test_settings_changed_on_the_way_have_other_words(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text("zone = 'Asia/Baku'")
    (tmp_path / "backup.public").write_bytes(b"1")
    first = paper.of_settings(tmp_path)
    (tmp_path / "backup.public").write_bytes(b"2")
    second = paper.of_settings(tmp_path)
    (tmp_path / "office.toml").write_text("zone = 'Asia/Bakv'")
    assert len({first, second, paper.of_settings(tmp_path)}) == 3
