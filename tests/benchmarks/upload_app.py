"""One upload route for the benchmark: sealed as in the office, the same code writing in clear, or Flask's own way.

Run by `bench_upload`: CASEINTAKE_BENCH_HOW is ``sealed``, ``clear`` or ``flask``.
"""

import hashlib
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from uuid import uuid4

from flask import Flask, request

from caseintake.documents import receive as receiving
from caseintake.documents import sealing
from caseintake.documents.blobs import BlobStore, BlobWriter
from caseintake.settings import Limits
from caseintake.web.body import Request

LIMITS = Limits(disk_floor_bytes=0)


class ClearFile(sealing.SealingFile):
    """The same file on the same road, thread and all, with nothing sealed: one SHA-256 serves file and disk."""

    def __init__(self, writer: BlobWriter) -> None:
        super().__init__(writer)
        self._sealer = Passing()

    def _store(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            self._size += len(piece)
            self._writer.write(piece)


class Passing:
    """Where the sealer would be."""

    def update(self, data: bytes) -> Iterable[bytes]:
        return [data]

    def finish(self) -> Iterable[bytes]:
        return []


def make_app(folder: Path, how: str) -> Flask:
    """One route. ``how`` is ``sealed``, ``clear`` or ``flask``: Flask's own form parser, saving and hashing."""
    app = Flask("upload_app")
    store = BlobStore(folder)
    if how != "flask":
        app.request_class = Request
    if how == "clear":
        receiving.SealingFile = ClearFile

    def upload() -> str:
        with receiving.receive(
            request.environ["wsgi.input"],
            request.headers["Content-Type"],
            request.content_length,
            store=store,
            limits=LIMITS,
            today=date(2026, 3, 2),
            fields=("note",),
            file_fields=("file",),
        ) as received:
            return "".join(file.sha256.hex() for file in received.files)

    def save() -> str:
        came, path = request.files["file"], folder / uuid4().hex
        digest = hashlib.sha256()
        with path.open("wb") as saved:
            while piece := came.stream.read(1 << 20):
                digest.update(piece)
                saved.write(piece)
            saved.flush()
            os.fsync(saved.fileno())
        path.unlink()
        return digest.hexdigest()

    app.add_url_rule("/upload", view_func=save if how == "flask" else upload, methods=["POST"])
    return app


if "CASEINTAKE_BENCH_FOLDER" in os.environ:
    app = make_app(Path(os.environ["CASEINTAKE_BENCH_FOLDER"]), os.environ["CASEINTAKE_BENCH_HOW"])
