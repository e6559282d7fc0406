"""One upload route for the benchmark: sealed as in the office, or the same route writing the bytes in clear.

CASEINTAKE_BENCH_FOLDER=… CASEINTAKE_BENCH_CLEAR=1 gunicorn tests.benchmarks.upload_app:app
"""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

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


def make_app(folder: Path, *, clear: bool) -> Flask:
    app = Flask("upload_app")
    app.request_class = Request
    store = BlobStore(folder)
    if clear:
        receiving.SealingFile = ClearFile

    @app.post("/upload")
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

    return app


if "CASEINTAKE_BENCH_FOLDER" in os.environ:
    app = make_app(Path(os.environ["CASEINTAKE_BENCH_FOLDER"]), clear=os.environ.get("CASEINTAKE_BENCH_CLEAR") == "1")
