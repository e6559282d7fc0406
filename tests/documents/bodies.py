"""Multipart bodies as browsers send them, and a stream like a server's."""

import io
from datetime import date
from pathlib import Path

from caseintake.documents.blobs import BlobStore
from caseintake.documents.receive import Received, Stream, receive
from caseintake.settings import Limits

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
TODAY = date(2026, 3, 2)
LIMITS = Limits(disk_floor_bytes=0)


def text(name: str, value: str | bytes) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + raw


def file(name: str, filename: str, data: bytes) -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
    return (head + "Content-Type: application/octet-stream\r\n\r\n").encode() + data


def body(*parts: bytes, boundary: str = BOUNDARY) -> bytes:
    mark = b"--" + boundary.encode()
    return b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


def take(
    folder: Path,
    sent: bytes | Stream,
    *,
    content_type: str = CONTENT_TYPE,
    length: int | None = -1,
    limits: Limits = LIMITS,
    today: date = TODAY,
) -> Received:
    """Receive a form with the texts ``note`` and ``place`` and the files ``file``; ``length`` -1 is the true one."""
    stream = io.BytesIO(sent) if isinstance(sent, bytes) else sent
    if length == -1:
        length = len(sent) if isinstance(sent, bytes) else 0
    return receive(
        stream,
        content_type,
        length,
        store=BlobStore(folder),
        limits=limits,
        today=today,
        fields=("note", "place"),
        file_fields=("file",),
    )


def left_in(folder: Path) -> list[str]:
    """Names of all files below ``folder``."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
