"""The one public address that takes files. Its ticket is checked before a byte of a file is read.

Every button of the page of files sends here, so that a chosen file is never lost. Who chose none needs no ticket, no
slot and no room: a day on which no more files are taken holds nobody up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO, Final

import msgspec
from flask import Response, current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.formparser import MultiPartParser
from werkzeug.http import parse_options_header

from caseintake.documents import tickets
from caseintake.documents.receive import Received, receive
from caseintake.documents.refusals import CodeFull, Crowded, CutOff, DayFull, TicketRefused, UploadRefused
from caseintake.documents.service import store_of
from caseintake.documents.tickets import Redeemed
from caseintake.health import decisions
from caseintake.health.abuse import Kind
from caseintake.i18n import _, current_language, ngettext
from caseintake.intake import drafts, returning, visits
from caseintake.intake.drafts import MOST_FILES, Content, DraftedFile
from caseintake.web import leaving
from caseintake.web.guards import Guard, Pages
from caseintake.web.languages import IN_LANGUAGE
from caseintake.web.observed import abuse
from caseintake.web.public import coming_back, writing
from caseintake.web.public.counter import draw
from caseintake.web.public.file_pages import files_page, said_private
from caseintake.web.public.sittings import NoCodeSent, PageLeft, Sitting, sitting
from caseintake.web.public.visiting import OpenVisit
from caseintake.web.units import office

pages = Pages("uploads", __name__, url_prefix=IN_LANGUAGE)

FIELDS: Final = frozenset({"code", "sitting", "began", "visit", "kind", "go"})
KINDS: Final = frozenset({"ordinary", "private", "minor", ""})
#: The buttons that leave the page of files; "Add these files" has no value and stays.
LEAVING: Final = frozenset({"next", "back", "pause"})
#: A form in which no file was chosen is shorter than this, in bytes.
SHORT: Final = 8192


@pages.errorhandler(PageLeft)
def _left(_error: PageLeft) -> Response:
    return leaving.neutral()


@pages.errorhandler(NoCodeSent)
def _no_code(_error: NoCodeSent) -> Response:
    return draw("no_code.html", 400)


@pages.errorhandler(UploadRefused)
def _refused(error: UploadRefused) -> Response:
    return draw("upload_refused.html", error.status, words=str(error))


@pages.post("/files/<ticket>", guard=Guard.anyone(), uploads=True)
def upload(ticket: str) -> Response:
    """Take the files of one form, hang them on the draft, and go where the pressed button leads."""
    body = _short_body()
    if body is not None and (fields := _without_files(body)) is not None:
        return _leave_without(fields)
    _refuse_when_full()
    with _slot():
        return _take(ticket, request.stream if body is None else BytesIO(body))


def _short_body() -> bytes | None:
    """A form too short for more than its texts and a tiny file, read whole. Raises `CutOff`."""
    length = request.content_length or 0
    if not 0 < length <= SHORT:
        return None
    try:
        body = request.stream.read()
    except (OSError, HTTPException):
        raise CutOff from None
    if len(body) < length:
        raise CutOff
    return body


def _without_files(body: bytes) -> MultiDict[str, str] | None:
    """The texts of a form that leaves the page and brings no file. None: `receive` reads it, and names its faults."""
    boundary = parse_options_header(request.content_type)[1].get("boundary", "")
    if not boundary:
        return None
    try:
        parser = MultiPartParser(stream_factory=lambda *_about, **_named: BytesIO())
        fields, files = parser.parse(BytesIO(body), boundary.encode("ascii"), len(body))
    except (ValueError, RequestEntityTooLarge):
        return None
    whole = set(fields) <= FIELDS and fields.get("kind", "") in KINDS
    whole = whole and not any("\0" in text for _name, text in fields.items(multi=True))
    chosen = any(file.filename or file.read(1) for _name, file in files.items(multi=True))
    return fields if whole and not chosen and fields.get("go") in LEAVING else None


def _leave_without(fields: MultiDict[str, str]) -> Response:
    request.use_fields(fields)  # type: ignore[attr-defined]
    here, ended = _whose(fields)
    if ended:
        return draw("visit_ended.html", 401, kept=False)
    if fields["go"] == "next" and fields.get("kind") == "minor":
        return draw("minor.html", here=here)
    return _onward(here)


def _onward(here: Sitting | OpenVisit) -> Response:
    return coming_back.files_done(here) if isinstance(here, OpenVisit) else writing.files_done(here)


def _take(ticket: str, stream: IO[bytes]) -> Response:
    redeemed = _redeem(ticket)
    try:
        received = receive(
            stream,
            request.content_type or "",
            request.content_length,
            store=store_of(office()),
            limits=office().settings.limits,
            today=office().clock.today(),
            fields=FIELDS,
            file_fields=frozenset({"files", "voice"}),
            most_files=MOST_FILES,
        )
    except CutOff:
        with office().unit(write=True) as uow:
            tickets.give_back(redeemed, uow=uow)
            uow.commit()
        raise
    request.use_fields(received.fields)  # type: ignore[attr-defined]
    with received:
        here, ended = _whose(received.fields)
        redeemed.require(here.code.id.bytes)
        _refuse_above_share(here, received)
        answer = _hang(here, received)
    return draw("visit_ended.html", 401, kept=True) if ended else answer


def _refuse_when_full() -> None:
    """Raises `DayFull` before a byte is read, and before the ticket is used up."""
    today = office().clock.today()
    with office().unit() as uow:
        most = decisions.day_quota(uow=uow)
    if abuse().taken(today) + (request.content_length or 0) > most:
        abuse().note(Kind.DAY_FULL, today)
        raise DayFull


def _refuse_above_share(here: Sitting | OpenVisit, received: Received) -> None:
    """Raises `CodeFull` when this code has brought its share of the day; what came is removed."""
    today, code_id = office().clock.today(), here.code.id.bytes
    size = sum(file.size for file in received.files)
    if abuse().taken_with(code_id, today) + size > office().settings.limits.code_day_bytes:
        abuse().note(Kind.CODE_FULL, today)
        raise CodeFull


@contextmanager
def _slot() -> Iterator[None]:
    """One of the threads that may read files at once. Raises `Crowded`: the others answer people who write."""
    slots: BoundedSemaphore | None = current_app.extensions.get("upload_slots")
    if slots is not None and not slots.acquire(blocking=False):
        abuse().note(Kind.UPLOADS_BUSY, office().clock.today())
        raise Crowded
    try:
        yield
    finally:
        if slots is not None:
            slots.release()


def _redeem(ticket: str) -> Redeemed:
    with office().unit(write=True) as uow:
        redeemed = tickets.redeem(ticket, uow=uow)
        uow.commit()
    return redeemed


def _whose(fields: MultiDict[str, str]) -> tuple[Sitting | OpenVisit, bool]:
    """Whose form this is, and whether that visit ended while the files were coming."""
    if "visit" not in fields:
        here = sitting(fields)
        if here.sent:
            raise TicketRefused  # sent from another window meanwhile: files come with the code from now on
        return here, False
    try:
        code, ended = visits.resume(fields["visit"], office=office()), False
    except visits.Ended as error:
        code, ended = error.code, True
    except visits.Unknown:
        raise PageLeft from None
    if returning.keyring_of(code, office=office()) is None:
        raise PageLeft  # a conversation that is closed takes nothing and shows nothing, as behind the visit's own door
    return OpenVisit(code, fields["visit"]), ended


def _hang(here: Sitting | OpenVisit, received: Received) -> Response:
    kind = received.fields.get("kind", "")
    if kind not in KINDS or received.fields.get("go", "next") not in LEAVING:
        raise NoCodeSent
    if kind == "minor":
        return draw("minor.html", here=here)  # leaving the block removes what came
    until = drafts.expiry(office())

    def add(content: Content) -> Content:
        intimate = kind == "private" or (not kind and said_private(content))
        room = max(0, MOST_FILES - len(content.files))
        new = tuple(DraftedFile(file, intimate) for file in received.files[:room])
        return msgspec.structs.replace(content, files=content.files + new)

    content = drafts.save(here.code, add, Content(current_language()), office=office())
    left_out = received.keep_only({drafted.file.blob_id for drafted in content.files})
    received.hold(until)
    abuse().take(sum(file.size for file in received.files), here.code.id.bytes, office().clock.today())
    return _answered(here, content, received, left_out)


def _answered(here: Sitting | OpenVisit, content: Content, received: Received, left_out: int) -> Response:
    if left_out:
        fault = ngettext(
            "%(n)s file did not fit and was not kept. Send the others first, then add it with your code.",
            "%(n)s files did not fit and were not kept. Send the others first, then add them with your code.",
            left_out,
        )
        return files_page(here, content, 413, fault=fault)
    if received.not_kept:
        why = received.not_kept[0].why
        return files_page(here, content, why.status, fault=str(why))
    if "go" in received.fields:
        return _onward(here)
    if not received.files:
        return files_page(here, content, 422, fault=_("Please choose a file first."))
    return files_page(here, content)
