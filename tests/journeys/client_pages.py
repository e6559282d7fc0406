"""The public pages as a person asking uses them. Nothing here depends on the language of the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.web.asking import told_of

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, ViewportSize

Look = Callable[["Page"], None]
#: A telephone.
SMALL: ViewportSize = {"width": 360, "height": 740}


def pass_by(_page: Page) -> None:
    """Look at nothing."""


@dataclass
class ClientPages:
    """One person at one browser. ``look`` is called on every page that appears."""

    page: Page
    url: str
    language: str
    look: Look
    groups: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        return " ".join(self.groups)

    @property
    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def press(self, button: str | Locator) -> None:
        """Press a button; the next page is looked at before anything else."""
        found = self.page.locator(button) if isinstance(button, str) else button
        with self.page.expect_navigation(wait_until="load"):
            found.click()
        self.nothing_of_the_code_remains()
        self.look(self.page)

    def go(self, where: str = "next") -> None:
        """One of the buttons at the end of a page of the flow."""
        self.press(f'main button[name="go"][value="{where}"]')

    def form(self, ending: str) -> str:
        """The button of the form that sends to this address."""
        return f'main form[action$="{ending}"] button'

    def nothing_of_the_code_remains(self) -> None:
        """No cookie at all, and no group of the code in address, title or the history of this tab."""
        assert self.page.context.cookies() == []
        devtools = self.page.context.new_cdp_session(self.page)
        entries = devtools.send("Page.getNavigationHistory")["entries"]
        devtools.detach()
        kept = " ".join(f"{entry['url']} {entry['title']}" for entry in entries) + self.page.title()
        assert told_of(self.groups, kept) == []

    # --- from the first screen to the code -----------------------------------------------------------------------

    def open_first_page(self) -> None:
        self.page.goto(f"{self.url}/{self.language}/")
        self.look(self.page)

    def answer_the_four_questions(self, urgent: str = "none") -> None:
        self.page.check('input[name="safety_watched"][value="no"]')
        self.page.check('input[name="safety_whose"][value="mine"]')
        self.page.check('input[name="safety_screen"][value="no"]')
        self.page.check(f'input[name="safety_urgent"][value="{urgent}"]')
        self.press(self.form("/advice"))

    def take_the_code(self) -> None:
        """Read the code off the page and give the asked group back."""
        self.press(self.form("/code"))
        shown = self.page.locator("ol.return-code li")
        self.groups = [text.strip() for text in shown.all_inner_texts()]
        marked = [("marked" in (item.get_attribute("class") or "")) for item in shown.all()].index(True)
        self.press(self.form("/code/group") + ".main")
        assert told_of(self.groups, self.text) == []
        self.page.fill("#group", self.groups[marked])
        self.go()

    # --- writing -------------------------------------------------------------------------------------------------

    def agree(self) -> None:
        self.page.check('input[name="consent-intake"][value="yes"]')
        self.go()

    def say(self, **answers: str) -> None:
        """Fill the boxes of this page by their names (``served__year`` is ``served-year``), and go on."""
        for name, value in answers.items():
            box = self.page.locator(f'[name="{name.replace("__", "-")}"]')
            if box.first.get_attribute("type") in ("radio", "checkbox"):
                self.page.check(f'[name="{name}"][value="{value}"]')
            elif box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
        self.go()

    def add_files(self, *paths: Path, kind: str = "ordinary") -> None:
        self.page.check(f'input[name="kind"][value="{kind}"]')
        self.page.set_input_files("#files", list(paths))
        self.press('main form[enctype="multipart/form-data"] .card button')

    def send(self) -> None:
        self.press('main form[action$="/send"] button[value="send"]')

    # --- coming back ---------------------------------------------------------------------------------------------

    def come_back(self) -> None:
        self.page.goto(f"{self.url}/{self.language}/return")
        self.look(self.page)
        self.page.fill("#typed", self.code)
        self.press(self.form("/return"))

    def read_the_answer(self) -> str:
        self.press(self.page.locator(self.form("/visit/answer")).first)
        return self.text

    def home(self) -> None:
        self.press(self.page.locator('main form[action$="/visit"] button').first)

    def add(self, text: str) -> None:
        self.press(self.page.locator(self.form("/visit/add")).first)
        self.page.fill("#addition", text)
        self.go("send")

    def stop(self) -> None:
        self.press(self.form("/visit/ending"))
        self.press(self.page.locator('main form[action$="/confirm"]:has(input[value="stop"]) button'))
        self.press('main form[action$="/do"] button')

    def leave(self) -> None:
        """Press the button for leaving and wait until the other site stands there."""
        self.page.locator(".leave-button").click()
        self.page.wait_for_url(re.compile("wikipedia"))
