"""The office pages as its people use them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.journeys.client_pages import Look
from tests.live import Live
from tests.signing_in import Account

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class OfficePages:
    """One colleague at one browser. ``look`` is called on every page that appears."""

    page: Page
    url: str
    look: Look

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def open(self, path: str) -> None:
        answer = self.page.goto(f"{self.url}{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        self.look(self.page)

    def refused(self, path: str) -> bool:
        """Whether this address does not exist for this person."""
        answer = self.page.goto(f"{self.url}{path}")
        assert answer is not None
        return answer.status == 404

    def follow(self, link: str) -> None:
        """Click the first link of the page whose address matches."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(f"main {link}").first.click()
        self.look(self.page)

    def send(self, button: str = "main form button.main", **typed: str) -> None:
        """Type into the boxes (``served_on__day`` is ``served_on-day``) and press the button."""
        for name, value in typed.items():
            self.type(name.replace("__", "-"), value)
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(button).first.click()
        assert self.page.locator(".summary").count() == 0, self.page.locator(".summary").inner_text()
        self.look(self.page)

    def type(self, name: str, value: str) -> None:
        box = self.page.locator(f'main [name="{name}"]')
        kind = box.first.get_attribute("type")
        if kind == "radio":
            self.page.check(f'main [name="{name}"][value="{value}"]')
        elif kind == "checkbox":
            box.first.set_checked(value == "yes")
        elif box.first.evaluate("box => box.tagName") == "SELECT":
            box.first.select_option(value)
        else:
            box.first.fill(value)

    def unfold(self, name: str) -> None:
        """Open what stands behind a summary."""
        if self.page.locator(f"#{name}").get_attribute("open") is None:
            self.page.locator(f"#{name} > summary").click()

    def sign_in(self, live: Live, who: Account) -> None:
        self.open("/sign-in")
        self.send(handle=who.handle, passphrase=who.passphrase, code=live.code(who))
        assert self.page.url.rpartition("/")[2] != "sign-in", self.text

    def sign_out(self) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator('form[action="/sign-out"] button').click()
        assert self.page.url.endswith("/sign-in")

    def path(self, pattern: str) -> str:
        """The path of the first link of this page that matches."""
        for link in self.page.locator("main a[href]").all():
            href = link.get_attribute("href") or ""
            if re.fullmatch(pattern, href):
                return href
        raise AssertionError(f"no link like {pattern} at {self.page.url}")
