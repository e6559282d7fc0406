"""What this host remembers outside the database, so that putting back an old database is noticed.

A small JSON file: the highest roster entry, the newest epochs of the office's own vaults, the last seen heads of the
log, what was destroyed, and the restore this office was made by. Nothing in it is secret.
"""

import copy
import fcntl
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID


class Remembered:
    """The host's own memory of roster and log. Survives a restored or replaced database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[tuple[int, int, int], dict[str, Any]] | None = None

    @property
    def roster_seq(self) -> int:
        return int(self._read().get("roster_seq", 0))

    @property
    def roster_head(self) -> bytes:
        """Hash of that entry; empty in a file of an earlier version."""
        return bytes.fromhex(self._read().get("roster_head", ""))

    @property
    def heads(self) -> dict[UUID, tuple[int, bytes]]:
        stored = self._read().get("heads", {})
        return {UUID(chain): (int(seq), bytes.fromhex(link)) for chain, (seq, link) in stored.items()}

    @property
    def epochs(self) -> dict[UUID, tuple[int, bytes]]:
        """Number and hash of the newest epoch row of each of the office's own vaults."""
        stored = self._read().get("epochs", {})
        return {UUID(vault): (int(seq), bytes.fromhex(row)) for vault, (seq, row) in stored.items()}

    @property
    def restored(self) -> dict[str, str | int]:
        """The restore this office was made by, and the roster's last entry then; empty where there was none."""
        return dict(self._read().get("restored", {}))

    @property
    def destroyed_vaults(self) -> frozenset[UUID]:
        """Vaults of which every key was destroyed: an older backup brings them back."""
        return frozenset(map(UUID, self._read().get("destroyed_vaults", ())))

    @property
    def destroyed_files(self) -> frozenset[UUID]:
        """Sealed files that were destroyed, by the ids they had on the disk."""
        return frozenset(map(UUID, self._read().get("destroyed_files", ())))

    def note_destroyed(self, *, vaults: Iterable[UUID] = (), files: Iterable[UUID] = ()) -> None:
        """Remember for ever that these are not to come back."""

        def change(stored: dict[str, Any]) -> None:
            for name, ids in (("destroyed_vaults", vaults), ("destroyed_files", files)):
                if new := {str(id) for id in ids}:
                    stored[name] = sorted({*stored.get(name, ()), *new})

        self._update(change)

    def note_restored(self, restored: dict[str, str | int]) -> None:
        """Remember the restore, so that taking its row away does not open the office."""
        self._update(lambda stored: stored.update(restored=restored))

    def note_roster(self, seq: int, head: bytes) -> None:
        """Remember the longest roster seen. Never goes back."""

        def change(stored: dict[str, Any]) -> None:
            if seq >= int(stored.get("roster_seq", 0)):
                stored.update(roster_seq=seq, roster_head=head.hex())

        self._update(change)

    def note_heads(self, heads: dict[UUID, tuple[int, bytes]]) -> None:
        """Remember these heads; a head older than the one remembered is not taken."""

        self._note("heads", heads)

    def note_epochs(self, epochs: dict[UUID, tuple[int, bytes]]) -> None:
        """Remember these epoch rows; one older than the one remembered is not taken."""
        self._note("epochs", epochs)

    def _note(self, what: str, places: dict[UUID, tuple[int, bytes]]) -> None:
        def change(stored: dict[str, Any]) -> None:
            known = stored.setdefault(what, {})
            for id, (seq, digest) in places.items():
                if seq > known.get(str(id), [0, ""])[0]:
                    known[str(id)] = [seq, digest.hex()]

        self._update(change)

    def _read(self) -> dict[str, Any]:
        """What the file says. Read again only when it is another file than the last time: it is replaced, never
        written into, and every unit of work asks."""
        try:
            state = self._path.stat()
            mark = (state.st_ino, state.st_mtime_ns, state.st_size)
            seen = self._seen
            if seen is None or seen[0] != mark:
                seen = self._seen = (mark, json.loads(self._path.read_text(encoding="ascii")))
        except FileNotFoundError:
            return {}
        return seen[1]

    def _update(self, change: Any) -> None:
        lock = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            stored = copy.deepcopy(self._read())
            change(stored)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(stored, indent=1, sort_keys=True), encoding="ascii")
            os.replace(fresh, self._path)
        finally:
            os.close(lock)
