"""Giving a document out: as a file to save, never as something the browser shows.

What a stranger sent may be a weapon against the lawyer's machine. So the browser is told the plainest of types, a
name of ours, and that nothing in it may run.
"""

from collections.abc import Iterator

from flask import Response

from caseintake.documents.model import Document
from caseintake.documents.service import Opened, file_name, open_document
from caseintake.web.hardening import DOWNLOAD_POLICY
from caseintake.work import UnitOfWork


def download_response(document: Document, ref: str, *, uow: UnitOfWork) -> Response:
    """The document under the name ``ref`` and a harmless extension, opened as it is sent.

    Raises what `open_document` raises, before anything is sent. A chunk that turns out bad later breaks the connection:
    the browser sees fewer bytes than it was promised. The view notes the download in the vault's log.
    """
    opened = open_document(document, uow=uow)
    response = Response(_pieces(opened), mimetype="application/octet-stream")
    response.content_length = opened.length
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(document, ref)}"'
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    response.call_on_close(opened.close)
    return response


def _pieces(opened: Opened) -> Iterator[bytes]:
    try:
        yield from opened.pieces
    finally:
        opened.close()
