"""Files of somebody asking: sent one form at a time into sealed blobs, hung on the draft, marked or taken back.

Pictures that may show somebody under 18 are not taken at all: in most countries receiving them is an offence, and a
pretext to seize the server.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from flask import Response
from werkzeug.exceptions import BadRequest

from caseintake.documents import tickets
from caseintake.documents.blobs import BlobMissing
from caseintake.documents.service import store_of
from caseintake.intake import drafts
from caseintake.intake.drafts import MOST_FILES, Content, DraftedFile
from caseintake.web.public.counter import draw, steps
from caseintake.web.public.sittings import Sitting
from caseintake.web.public.visiting import OpenVisit
from caseintake.web.units import office

Here = Sitting | OpenVisit
Save = Callable[[Any, drafts.Edit], Content]


def files_page(
    here: Here, content: Content, status: int = 200, *, fault: str = "", advice: tuple[str, ...] = ()
) -> Response:
    """The files of a draft, with a fresh ticket for the next upload."""
    with office().unit(write=True) as uow:
        ticket = tickets.issue(here.code.id.bytes, uow=uow)
        uow.commit()
    return draw(
        "files.html", status, here=here, content=content, ticket=ticket, fault=fault, advice=advice,
        full=len(content.files) >= MOST_FILES, minor=said_minor(content), private=said_private(content),
        place=(steps().index("files") + 1, len(steps())),
    )  # fmt: skip


def said_private(content: Content) -> bool:
    """She spoke of private pictures, or is not sure: files without a mark are treated as private."""
    return content.answers.get("pictures_private", ("",))[0] in ("yes", "not_sure")


def said_minor(content: Content) -> bool:
    """Somebody under 18 may be in the pictures she has."""
    return content.answers.get("pictures_minor", ("",))[0] in ("yes", "not_sure")


def change_file(here: Here, go: str, save: Save) -> Response:
    """Mark a file, take the mark back, or destroy it: ``go`` is the act, a colon, and the blob's id."""
    act, _colon, text = go.partition(":")
    try:
        blob_id = UUID(text)
    except ValueError:
        raise BadRequest from None
    if act in ("private", "open"):
        content = save(here, lambda content: _marked(content, blob_id, act == "private"))
        return files_page(here, content)
    if act not in ("remove", "minor"):
        raise BadRequest
    content = save(here, lambda content: _without(content, blob_id))
    store_of(office()).discard(blob_id, office().clock.today())
    return draw("minor.html", here=here) if act == "minor" else files_page(here, content)


def _marked(content: Content, blob_id: UUID, intimate: bool) -> Content:
    files = tuple(
        DraftedFile(drafted.file, intimate) if drafted.file.blob_id == blob_id else drafted for drafted in content.files
    )
    return msgspec.structs.replace(content, files=files)


def _without(content: Content, blob_id: UUID) -> Content:
    kept = tuple(drafted for drafted in content.files if drafted.file.blob_id != blob_id)
    return msgspec.structs.replace(content, files=kept)


def without_missing(content: Content) -> Content:
    """The draft without files whose sealed bytes are gone."""
    kept = []
    for drafted in content.files:
        try:
            store_of(office()).open(drafted.file.blob_id).close()
        except BlobMissing:
            continue
        kept.append(drafted)
    return msgspec.structs.replace(content, files=tuple(kept))
