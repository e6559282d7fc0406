"""One whole story through the pages of both surfaces, with a canary in every box.

Told in a few minutes of one odd afternoon, so that a time left anywhere can be recognised.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from caseintake.app import create_app
from caseintake.identity import people
from caseintake.identity.credentials import step_of
from caseintake.intake.receipts import read_code
from caseintake.kernel.actor import Role
from caseintake.vault.holders import VaultKind
from caseintake.vault.primitives import totp
from caseintake.web.public.writing import asked_group
from caseintake.web.surface import Surface
from tests.intake.people import with_office_words
from tests.office import OfficeForTests
from tests.seizure.browser import Browser
from tests.seizure.canaries import Canaries
from tests.signing_in import DEVICE_COOKIE, SESSION_COOKIE, Account, account
from tests.web.office_client import words_in

#: When the story begins: a time that nothing else here has.
MOMENT = datetime(2026, 3, 2, 14, 3, 24, 518_000, tzinfo=UTC)
A_LITTLE = timedelta(seconds=30)
WRITING = timedelta(seconds=6)


@dataclass
class Story:
    """What the story has made so far."""

    office: OfficeForTests
    canaries: Canaries = field(default_factory=Canaries)
    staff: dict[str, Browser] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    #: The codes of the people who asked, by what became of them.
    codes: dict[str, str] = field(default_factory=dict)
    #: Every code that was ever drawn, also one that opens nothing any more.
    drawn: list[str] = field(default_factory=list)
    #: What the browsers of the story keep of the pages they were shown.
    history: list[str] = field(default_factory=list)
    #: What left the house and may be found where it went, by name: mails, a suitcase.
    sent: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.office.clock.set(MOMENT)
        with_office_words(self.office.office.settings.directory)
        self.public: Surface = create_app(self.office.office, "public")
        self.desk: Surface = create_app(self.office.office, "office")

    def close(self) -> None:
        if "desk" in self.desk.extensions:
            self.desk.extensions["desk"].close()

    # --- people --------------------------------------------------------------------------------------------------

    def hire_everybody(self) -> None:
        """Coordinator and administrator from the founding; the others by invitation, word by word."""
        office = self.office
        self.keep("coordinator", account(office, office.coordinator))
        self.keep("administrator", account(office, office.hire(Role.ADMINISTRATOR)))
        self.sign_in("coordinator")
        self.sign_in("administrator")
        for name, role in (
            ("officer", Role.INTAKE_OFFICER),
            ("lawyer", Role.LAWYER),
            ("second", Role.LAWYER),
            ("translator", Role.TRANSLATOR),
        ):
            self._enrol(name, role)
            self._vouch(name)
            self.sign_in(name)
        coordinator, officer = self.staff["coordinator"], str(self.accounts["officer"].person_id)
        coordinator.open(f"/people/{officer}")
        coordinator.send("/describe")
        coordinator.open("/holders")
        coordinator.send(f"/holders/{VaultKind.INTAKE.value}/give", person=officer)

    def keep(self, name: str, who: Account) -> None:
        self.accounts[name] = who
        self.canaries.keep(f"passphrase of the {name}", " ".join(who.words))
        self.canaries.keep(f"authenticator of the {name}", who.totp_secret)

    def _enrol(self, name: str, role: Role) -> None:
        admin = self.staff["administrator"]
        admin.open("/people")
        code = " ".join(words_in(admin.send("/people/invite", role=role.value)))
        self.canaries.keep(f"invitation of the {name}", code)
        browser = self.browser(self.desk, name)
        browser.open("/enrol")
        page = browser.send("/enrol", code=code)
        passphrase = words_in(page)
        handle = _shown(page, "[a-z-]+")
        places = [int(number) for number in re.findall(r"Word\s+(\d)", browser.send("/enrol/ask"))]
        asked = dict(zip(("first", "second", "third"), (passphrase[place - 1] for place in places), strict=True))
        page = browser.send("/enrol/authenticator", **asked)
        secret = base64.b32decode(_shown(page, "[A-Z2-7 ]+").replace(" ", ""))
        browser.send("/enrol/finish", code=totp(secret, step_of(self.office.clock.now())))
        with self.office.unit(self.office.coordinator, write=False) as uow:
            person_id: UUID = people.find_by_handle(handle, uow=uow).id
        self.keep(name, Account(person_id, handle, tuple(passphrase), secret))
        self.office.clock.advance(A_LITTLE)

    def _vouch(self, name: str) -> None:
        coordinator, page = self.staff["coordinator"], f"/people/{self.accounts[name].person_id}"
        coordinator.open(page)
        coordinator.send(f"{page}/vouch", how="face_to_face", same="y")

    def sign_in(self, name: str) -> None:
        who, browser = self.accounts[name], self.browser(self.desk, name)
        browser.open("/sign-in")
        code = totp(who.totp_secret, step_of(self.office.clock.now()))
        browser.send("/sign-in", handle=who.handle, passphrase=" ".join(who.words), code=code)
        for cookie in (SESSION_COOKIE, DEVICE_COOKIE):
            kept = browser.client.get_cookie(cookie)
            assert kept is not None
            self.canaries.keep(f"{cookie} of the {name}", kept.value)
        self.staff[name] = browser

    def sign_out(self) -> None:
        for browser in self.staff.values():
            browser.open("/account")
            browser.send("/sign-out")

    def browser(self, surface: Surface, who: str) -> Browser:
        return Browser(surface.test_client(), self.canaries, who, self.history)

    # --- somebody asks -------------------------------------------------------------------------------------------

    def ask(self, name: str, *, sends: bool = True) -> Browser:
        """From the first page to a sent statement with files. Returns the browser at its last page."""
        browser = self.browser(self.public, f"client {name}")
        browser.open("/en/")
        browser.send("/advice", safety_urgent="detained")
        page = browser.send("/code")
        code = read_code(hidden(page, "code"))
        self.codes[name] = code.text
        self.drawn.append(code.text)
        for spelling in (code.text, code.text.lower(), " ".join(code.groups)):
            self.canaries.keep(f"code of {name} {spelling.count(' ')}{spelling.islower()}", spelling)
        self.canaries.keep(f"sitting of {name}", hidden(page, "sitting"))
        browser.send("/code/group")
        browser.send("/write", group=code.groups[asked_group(code)])
        browser.send("/write", needs="consent-intake", consent__intake="yes", go="next")
        self.office.clock.advance(WRITING)  # nobody writes in no time: whoever does is asked to press again
        self._answer_everything(browser)
        self.add_files(browser, name)
        browser.send("/write", needs="step", go="stay")
        if sends:
            browser.send("/write", go="next", needs="step")
            browser.send("/send", go="send")
        return browser

    def _answer_everything(self, browser: Browser) -> None:
        dated = {"precision": "day", "day": "5", "month": "1", "year": "2026"}
        for _page in range(6):
            given: dict[str, object] = {"go": "next"}
            for name in sorted(set(re.findall(r'name="([a-z_]+)-precision"', browser.page))):
                given |= {f"{name}__{part}": value for part, value in dated.items()}
            for name, choice in (("contact_way", "place"), ("others_appear", "yes"), ("pictures_private", "yes")):
                if f'name="{name}"' in browser.page:
                    given[name] = choice
            browser.send("/write", needs="step", **given)

    def add_files(self, browser: Browser, name: str, **pressed: str) -> None:
        canaries = self.canaries
        content = f"%PDF-1.7 {canaries.text(f'content of the file of {name}')}\n".encode() * 3000
        names = [f"{canaries.word(f'name of a file of {name}')}{ending}" for ending in (".pdf", ".jpg")]
        action = re.search(r'action="([^"]*/files/[^"]+)"', browser.page)
        assert action is not None
        browser.send(action[1], kind="private", files=[(one, content) for one in names], **pressed)

    def come_back(self, name: str) -> Browser:
        browser = self.browser(self.public, f"client {name}")
        browser.open("/en/return")
        page = browser.send("/return", typed=self.codes[name])
        self.canaries.keep(f"visit of {name}", hidden(page, "visit"))
        return browser


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"no {name} in the page"
    return found[1]


def _shown(page: str, letters: str) -> str:
    found = re.search(rf'<p class="receipt"[^>]*>({letters})</p>', page)
    assert found is not None
    return found[1]
