"""The one public address that takes files. Its ticket is checked before a byte of the body is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

import msgspec
from flask import Response, current_app, request
from werkzeug.datastructures import MultiDict

from caseintake.documents import tickets
from caseintake.documents.receive import Received, receive
from caseintake.documents.refusals import CodeFull, Crowded, CutOff, DayFull, TicketRefused, UploadRefused
from caseintake.documents.service import store_of
from caseintake.documents.tickets import Redeemed
from caseintake.health import decisions
from caseintake.health.abuse import Kind
from caseintake.i18n import _, current_language, ngettext
from caseintake.intake import drafts, visits
from caseintake.intake.drafts import MOST_FILES, Content, DraftedFile
from caseintake.web import leaving
from caseintake.web.guards import Guard, Pages
from caseintake.web.languages import IN_LANGUAGE
from caseintake.web.observed import abuse
from caseintake.web.public.counter import draw
from caseintake.web.public.file_pages import files_page, said_private
from caseintake.web.public.sittings import NoCodeSent, PageLeft, Sitting, sitting
from caseintake.web.public.visiting import OpenVisit
from caseintake.web.units import office

pages = Pages("uploads", __name__, url_prefix=IN_LANGUAGE)

FIELDS: Final = frozenset({"code", "sitting", "began", "visit", "kind"})
KINDS: Final = frozenset({"ordinary", "private", "minor", ""})


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
    """Take the files of one form and hang them on the draft."""
    _refuse_when_full()
    with _slot():
        return _take(ticket)


def _take(ticket: str) -> Response:
    redeemed = _redeem(ticket)
    try:
        received = receive(
            request.stream,
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
        return OpenVisit(visits.resume(fields["visit"], office=office()), fields["visit"]), False
    except visits.Ended as error:
        return OpenVisit(error.code, fields["visit"]), True
    except visits.Unknown:
        raise PageLeft from None


def _hang(here: Sitting | OpenVisit, received: Received) -> Response:
    kind = received.fields.get("kind", "")
    if kind not in KINDS:
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
        return files_page(here, content, 413, fault=str(received.not_kept[0].why))
    if not received.files:
        return files_page(here, content, 422, fault=_("Please choose a file first."))
    return files_page(here, content)
