"""One small file of a form, read into memory: it passes the disk sealed, and is gone after the answer."""

from collections.abc import Collection

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from caseintake.documents.receive import Received
from caseintake.vault.stream import open_stream
from caseintake.web.office import taking_in


def arriving(fields: Collection[str], most: int) -> Received:
    """The form with the part ``file``, sealed on the disk; leaving it as a context destroys what nothing holds.

    ``most``: bytes of the whole form. Raises `UploadRefused`, 413.
    """
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge
    return taking_in.arriving(fields, "file")


def received(fields: Collection[str], most: int) -> tuple[MultiDict[str, str], bytes]:
    """The text parts of the form, and the part ``file`` in memory; empty if there is none.

    ``most``: bytes of the whole form. Raises `UploadRefused`, 413.
    """
    found = arriving(fields, most)
    with found:  # nothing holds the file: leaving the block destroys it
        for file in found.files:
            with found.store.open(file.blob_id) as sealed:
                return found.fields, b"".join(open_stream(file.key, sealed, file.length))
    return found.fields, b""
