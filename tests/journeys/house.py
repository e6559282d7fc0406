"""An office served by this very process, so that its clock is the clock of the test: a last day can be today."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from caseintake import settings as settings_file
from caseintake.app import SurfaceName, create_app
from caseintake.kernel.actor import Role
from caseintake.vault.holders import VaultKind
from tests.chromium import PATIENCE
from tests.intake.people import with_office_words
from tests.journeys.client_pages import SMALL, ClientPages, Look, pass_by
from tests.journeys.office_pages import OfficePages
from tests.live import say_the_schema
from tests.office import OfficeForTests, make_office, make_tables
from tests.signing_in import Account, account
from tests.staffing import employ, take_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ViewportSize

#: The screen of a small laptop.
LAPTOP: ViewportSize = {"width": 1280, "height": 900}
Wsgi = Callable[..., object]


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's own name
        pass


@contextmanager
def served_here(app: Wsgi) -> Iterator[str]:
    """The address of an application that a thread of the tests serves."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def surface(office: OfficeForTests, name: SurfaceName) -> Iterator[str]:
    """The address of one surface of this office."""
    app = create_app(office.office, name)
    with served_here(app) as url:
        yield url
    if "desk" in app.extensions:
        app.extensions["desk"].close()


@dataclass
class House:
    """The office and who works there: two coordinators, an officer at intake, three lawyers."""

    office: OfficeForTests
    desk: str
    public: str
    browser: Browser
    fatima: Account
    ayan: Account
    narmin: Account
    leyla: Account
    marc: Account
    gunel: Account

    def at_desk(self, closing: ExitStack, *, screen: ViewportSize = LAPTOP, url: str = "") -> OfficePages:
        """A browser without a past and without JavaScript, before sign-in."""
        return OfficePages(self._context(closing, screen).new_page(), url or self.desk, pass_by)

    def sign_in(self, closing: ExitStack, who: Account, *, screen: ViewportSize = LAPTOP, url: str = "") -> OfficePages:
        """Somebody at a browser of her own. A minute passes: no one-time code opens twice."""
        pages = self.at_desk(closing, screen=screen, url=url)
        self.come_in(pages, who)
        return pages

    def come_in(self, pages: OfficePages, who: Account) -> None:
        self.office.clock.advance(timedelta(minutes=1))
        pages.open("/sign-in")
        pages.send(handle=who.handle, passphrase=who.passphrase, code=who.code(self.office))
        assert pages.page.url.rpartition("/")[2] != "sign-in", pages.text

    def client(self, closing: ExitStack, look: Look) -> ClientPages:
        """Somebody with a telephone on the public surface, in English."""
        return ClientPages(self._context(closing, SMALL).new_page(), self.public, "en", look)

    def _context(self, closing: ExitStack, screen: ViewportSize) -> BrowserContext:
        context = self.browser.new_context(
            java_script_enabled=False, locale="en", viewport=screen, accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        closing.callback(context.close)
        return context


@pytest.fixture(scope="session")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    office = _office(folder)
    with surface(office, "office") as desk, surface(office, "public") as public:
        yield House(office, desk, public, browser, *_people(office))
    office.office.close()


def _office(folder: Path) -> OfficeForTests:
    url = f"sqlite:///{folder / 'office' / 'office.sqlite3'}"
    (folder / "office").mkdir()
    make_tables(url)
    office = make_office(folder / "office", url)
    say_the_schema(office.office.engine)
    with_office_words(office.office.settings.directory)
    settings_file.save(office.office.settings)
    return office


def _people(office: OfficeForTests) -> Iterator[Account]:
    directory, docket = VaultKind.DIRECTORY, VaultKind.DOCKET
    yield take_in(office, account(office, office.coordinator), "Fatimə Nəbiyeva")
    yield employ(office, Role.COORDINATOR, "Ayan Babayeva", directory, docket)
    yield employ(office, Role.INTAKE_OFFICER, "Nərmin Səfərova", VaultKind.INTAKE, directory)
    yield employ(office, Role.LAWYER, "Leyla Quliyeva", directory)
    yield employ(office, Role.LAWYER, "Marc Orban", directory)
    yield employ(office, Role.LAWYER, "Günel Əsədova", directory)


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    """Closes the browsers of one journey."""
    with ExitStack() as stack:
        yield stack
