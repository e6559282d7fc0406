"""Puts the house together: one Flask application for each surface.

To add pages, write a `Pages` in ``web/public`` or ``web/office`` and name it in the table below; nothing else
has to know.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from flask import Request, g
from flask_login import LoginManager

from caseintake import leavers
from caseintake.access.visibility import NotVisible, find
from caseintake.conflicts import cards as conflict_cards
from caseintake.deadlines import events as deadline_events
from caseintake.i18n import LANGUAGES
from caseintake.kernel.actor import Actor
from caseintake.matters.model import Matter
from caseintake.people import relations
from caseintake.reminders import events as reminder_events
from caseintake.settings import Settings
from caseintake.web import (
    body,
    drawing,
    errors,
    gate,
    hardening,
    languages,
    leaving,
    restored,
    signed_in,
    start,
    styles,
    units,
)
from caseintake.web.guards import Doors, Pages
from caseintake.web.office import (
    account,
    alarm,
    board_map,
    calculator,
    check_in,
    conflicts,
    enrol,
    feed,
    forgotten,
    freezing,
    health,
    holders,
    inbox_files,
    matter_map,
    monday,
    outside_mine,
    people,
    reminders,
    reports,
    search,
    set_aside,
    side_files,
    signin,
    slips,
    standings,
    suitcases,
    tasks_mine,
)
from caseintake.web.office import recovery as recovery_pages
from caseintake.web.office import restored as restored_pages
from caseintake.web.office.beats import Heartbeat, beat
from caseintake.web.public import coming_back, ending, entry, uploads, visiting, writing
from caseintake.web.surface import Surface
from caseintake.work import Office

SurfaceName = Literal["public", "office"]

#: Every page of the house, by surface, in no particular order.
PAGES: dict[SurfaceName, tuple[Pages, ...]] = {
    "public": (
        styles.pages,
        start.root,
        start.robots,
        leaving.pages,
        entry.pages,
        writing.pages,
        uploads.pages,
        coming_back.pages,
        ending.pages,
    ),
    "office": (
        styles.pages,
        start.robots,
        signin.pages,
        enrol.pages,
        account.pages,
        alarm.pages,
        freezing.pages,
        forgotten.pages,
        people.pages,
        standings.pages,
        holders.pages,
        recovery_pages.pages,
        matter_map.pages,
        monday.pages,
        tasks_mine.pages,
        search.pages,
        conflicts.pages,
        board_map.pages,
        calculator.pages,
        slips.pages,
        feed.pages,
        health.pages,
        reminders.pages,
        reports.pages,
        check_in.pages,
        restored_pages.pages,
        suitcases.pages,
        side_files.pages,
        inbox_files.pages,
        set_aside.pages,
        outside_mine.pages,
    ),
}


#: Who hears of what happens on the floors below; each takes the office and may be called again.
LISTENERS: tuple[Callable[[Office], None], ...] = (
    deadline_events.listen,
    reminder_events.listen,
    relations.listen,
    conflict_cards.listen,
    leavers.listen,
)


@dataclass(frozen=True, slots=True)
class Seams:
    """What the pages ask from the floors that know. Each is closed or silent until it is named here."""

    #: The person of a request, by the session cookie; leaves `g.keyring` and `g.csrf_key`. Office surface.
    person: Callable[[Request], Actor | None] = lambda _request: None
    doors: Doors = field(default_factory=Doors)
    heartbeat: Callable[[], Heartbeat | None] = lambda: None


def holds_matter(matter_id: UUID) -> bool:
    """Whether the person of this request can open this matter today."""
    try:
        find(Matter, matter_id, uow=g.uow)
    except NotVisible:
        return False
    return True


SEAMS: dict[SurfaceName, Seams] = {
    "public": Seams(doors=Doors(visit=visiting.door)),
    "office": Seams(person=signed_in.person, doors=Doors(matter=holds_matter), heartbeat=beat),
}


def create_app(
    office: Office | Settings,
    surface: SurfaceName,
    *,
    pages: tuple[Pages, ...] | None = None,
    seams: Seams | None = None,
) -> Surface:
    """The application of one surface of one office.

    ``pages`` and ``seams`` replace the tables above; only tests give them. Raises `SettingsError` or a
    `VaultError` if the office cannot be opened.
    """
    _collect_seldom()
    opened = office if isinstance(office, Office) else Office.open(office)
    for listen in LISTENERS:
        listen(opened)
    app = Surface("caseintake.web", static_folder=None)
    app.extensions["office"] = opened
    app.extensions["surface"] = surface
    _configure(app, opened.settings)
    _install(app, surface, seams or SEAMS[surface])
    for part in pages if pages is not None else PAGES[surface]:
        app.register_blueprint(part)
    return app


def _collect_seldom() -> None:
    """Look for unreachable circles of objects after 50,000 new ones, not after Python's 700.

    A page of 1,000 applicants makes some 100,000 that all live until it is drawn: looked through over and over, they
    cost more than a third of its time.
    """
    gc.set_threshold(50_000, 20, 20)


def _configure(app: Surface, settings: Settings) -> None:
    names = settings.public_addresses if app.extensions["surface"] == "public" else settings.office_addresses
    hosts = [host for name in names if (host := urlsplit(name if "//" in name else f"//{name}").hostname)]
    app.config.update(
        # Only these names of ours are answered; a demo has none and listens on the loopback address alone.
        TRUSTED_HOSTS=[*hosts, "localhost", "127.0.0.1"] if hosts else None,
        MAX_CONTENT_LENGTH=body.FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=body.FORM_BYTES,
        MAX_FORM_PARTS=body.FORM_PARTS,
        UPLOAD_BYTES=settings.limits.in_flight_bytes,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        # A stale page is answered in words, and a form written for an hour is still good.
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,
        SIGN_IN_ENDPOINT="sign.sign_in",
        ELSEWHERE=leaving.ELSEWHERE,
    )


def _install(app: Surface, surface: SurfaceName, seams: Seams) -> None:
    # The order is the order in which a request meets them: language, gate, guard, view.
    (languages.install_public if surface == "public" else languages.install_office)(app)
    gate.install(app)
    restored.install(app)
    hardening.install(app)
    errors.install(app)
    units.install(app)
    styles.install(app)
    drawing.install(app)
    app.extensions["doors"] = seams.doors
    app.jinja_env.globals.update(heartbeat=seams.heartbeat, surface=surface)
    _sign_in(app, seams.person)


def _sign_in(app: Surface, person: Callable[[Request], Actor | None]) -> None:
    """Flask-Login asks our loader once a request. It keeps nothing: no cookie of its own, no fingerprint."""
    login: Any = LoginManager()  # type: ignore[no-untyped-call]
    login.session_protection = None

    def load(request: Request) -> Any:
        found = person(request)
        language = getattr(found, "language", None)
        if language in LANGUAGES and not languages.chosen():
            languages.speak(language)
        return found

    login.request_loader(load)
    # Without its context processor: an error page must not ask again for a person who could not be loaded.
    login.init_app(app, add_context_processor=False)
