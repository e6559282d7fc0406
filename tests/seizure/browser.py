"""A browser that types a canary into every empty box it meets, so that a box added tomorrow gets one as well."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from caseintake.web.public.writing import TRAP
from tests.seizure.canaries import Canaries


@dataclass
class Box:
    """One field of a form as it stands in the page."""

    name: str
    kind: str
    value: str = ""
    chosen: bool = False
    digits: bool = False


@dataclass
class Form:
    action: str
    boxes: list[Box] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {box.name for box in self.boxes}


class Forms(HTMLParser):
    """The forms of a page with their boxes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
        if not self.found:
            return
        boxes = self.found[-1].boxes
        if tag == "input" and "name" in given:
            kind = given.get("type", "text")
            digits = given.get("inputmode") == "numeric"
            boxes.append(Box(given["name"], kind, given.get("value", ""), "checked" in given, digits))
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select:
            boxes.append(Box(self._select, "option", given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self._area = given["name"]
            boxes.append(Box(self._area, "text"))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[-1].boxes[-1].value += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


class Browser:
    """One person at one browser without JavaScript. Every page it was shown must be a page, not a refusal.

    ``history`` is what a browser keeps of each page: its address, its title, and the name of a download.
    """

    def __init__(self, client: FlaskClient, canaries: Canaries, who: str, history: list[str]) -> None:
        self.client, self.canaries, self.who, self.history = client, canaries, who, history
        self.page = ""
        self.content = b""
        self.address = ""

    def open(self, address: str) -> str:
        self._show(self.client.get(address, follow_redirects=True))
        return self.page

    def send(self, action: str = "", *, needs: str = "", status: int = 200, **given: Any) -> str:
        """Fill and send a form of this page.

        ``action`` is the end of its address and ``needs`` the name of a box it must have. What is in ``given`` is
        chosen or typed (``served_on__day`` is ``served_on-day``; None leaves a box empty); every other box for words
        gets a canary.
        """
        form = self._form(action, needs)
        given = {name.replace("__", "-"): value for name, value in given.items()}
        files = given.pop("files", None)
        data: MultiDict[str, Any] = MultiDict()
        for box in form.boxes:
            self._fill(data, box, form, given)
        for name, value in given.items():
            if value is not None and name not in form.names | {"go"}:
                raise AssertionError(f"{self.address}: no box {name} in {sorted(form.names)}")
        if "go" in given:
            data["go"] = given["go"]
        where = form.action or self.address
        if files is None:
            answer = self.client.post(where, data=data, follow_redirects=True)
        else:
            box_of_files = next(box.name for box in form.boxes if box.kind == "file")
            data.setlist(box_of_files, [(BytesIO(content), name) for name, content in files])
            sent = {**data.to_dict(flat=False)}
            answer = self.client.post(where, data=sent, content_type="multipart/form-data", follow_redirects=True)
        self._show(answer, status)
        return self.page

    @property
    def agreed(self) -> dict[str, str]:
        """A yes to each question whether the client agreed that another firm of the team reads the file."""
        return dict.fromkeys(re.findall(r'name="(firm_\w+)"', self.page), "yes")

    def _form(self, action: str, needs: str) -> Form:
        forms = Forms(self.page).found
        for form in forms:
            if form.action.partition("?")[0].endswith(action) and (not needs or needs in form.names):
                return form
        raise AssertionError(f"{self.address}: no form {action} {needs} among {[form.action for form in forms]}")

    def _fill(self, data: MultiDict[str, Any], box: Box, form: Form, given: dict[str, Any]) -> None:
        if box.kind in ("file", "submit", "button") or box.name == TRAP:
            return  # no person sees the box that only machines fill
        if box.name in given:
            if box.name not in data and given[box.name] is not None:
                value = given[box.name]
                data.setlist(box.name, value if isinstance(value, list) else [str(value)])
        elif box.kind == "option":
            if box.chosen or box.name not in data:
                data[box.name] = box.value
        elif box.kind in ("radio", "checkbox"):
            if box.chosen:
                data.add(box.name, box.value)
        elif box.kind == "hidden" or box.digits or box.value.strip():
            data.add(box.name, box.value)
        else:
            place = re.sub(r"[0-9a-f-]{36}", "…", form.action or self.address)
            data.add(box.name, self.canaries.text(f"{self.who}: {place} {box.name}"))

    def _show(self, answer: Any, status: int = 200) -> None:
        self.content, self.address = answer.data, answer.request.path
        self.page = self.content.decode(errors="replace")
        title = re.search(r"<title>.*?</title>", self.page, re.DOTALL)
        named = answer.headers.get("Content-Disposition", "")
        self.history.append(f"{answer.request.full_path} {title[0] if title else ''} {named}")
        if answer.status_code != status:
            at = max(self.page.find('class="summary"'), self.page.find("<h1"), 0)
            raise AssertionError(f"{self.who}: {self.address}: {answer.status_code}\n{self.page[at : at + 2500]}")
