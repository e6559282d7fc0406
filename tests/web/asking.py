"""A person asking at one phone: no script, no cookie; the pages it saw, and the hidden fields they carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from caseintake.intake.receipts import Code, read_code
from caseintake.web.public.writing import asked_group
from caseintake.web.surface import Surface
from tests.intake.people import papers, with_office_words
from tests.office import OfficeForTests
from tests.surfaces import lent_app

SECTIONS = ("what_happened", "dates", "contact", "others", "pictures", "trust")


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found is not None, f"no {name} in the page"
    return found[1]


def ticket(html: str) -> str:
    found = re.search(r'action="([^"]*/files/[^"]+)"', html)
    assert found is not None, "no upload form"
    return found[1]


def told_of(groups: Iterable[str], text: str) -> list[str]:
    """What of a return code a text tells: all of it, however it is spaced, or groups of it as words of their own.

    Four characters inside a longer word, number or token stand there by chance.
    """
    groups = list(groups)
    whole = re.escape("·".join(groups)).replace("·", "[^0-9A-Za-z]*")
    found = re.findall(whole, text, re.IGNORECASE) if groups else []
    return found + [group for group in groups if re.search(rf"(?<![0-9A-Za-z]){group}(?![0-9A-Za-z])", text)]


class Phone:
    """One browser; ``page`` is what it shows now."""

    def __init__(self, client: FlaskClient, language: str = "en") -> None:
        self.client, self.language = client, language
        self.answer: TestResponse
        self.began = ""
        self.code: Code

    @property
    def page(self) -> str:
        return self.answer.text

    def get(self, path: str, status: int = 200) -> str:
        self.answer = self.client.get(f"/{self.language}{path}")
        assert self.answer.status_code == status, self.page
        return self.page

    def post(self, path: str, status: int = 200, **fields: Any) -> str:
        address = path if path.startswith(f"/{self.language}/") else f"/{self.language}{path}"
        data = {name.replace("__", "-"): value for name, value in fields.items()}
        self.answer = self.client.post(address, data=data)
        assert self.answer.status_code == status, f"{self.answer.status_code}: {self.page[-1500:]}"
        if 'name="began"' in self.page:
            self.began = hidden(self.page, "began")
        return self.page

    def begin(self, **safety: Any) -> Phone:
        """Up to the consent page, with the code on paper."""
        self.post("/advice", **safety)
        self.post("/code", **safety)
        self.code = read_code(hidden(self.page, "code"))
        self.sitting = hidden(self.page, "sitting")
        self.post("/code/group", **self.mine, **safety)
        self.post("/write", step="group", group=self.group.lower(), **self.mine, **safety)
        return self

    @property
    def mine(self) -> dict[str, Any]:
        return {"code": self.code.text, "sitting": self.sitting, "began": self.began}

    @property
    def group(self) -> str:
        return self.code.groups[asked_group(self.code)]

    def write(self, step: str, go: str = "next", status: int = 200, **fields: Any) -> str:
        return self.post("/write", status, step=step, go=go, **self.mine, **fields)

    def tell(self, text: str = "They took my telephone.", **answers: str) -> Phone:
        """All pages up to the last check."""
        self.write("consent", consent__intake="yes")
        for section in SECTIONS:
            own: dict[str, Any] = {"what_happened": text} if section == "what_happened" else {}
            own |= {name: value for name, value in answers.items() if name in FIELDS[section]}
            self.write(section, **own)
        self.write("files")
        return self

    def send(self, status: int = 200) -> str:
        return self.post("/send", status, **self.mine)

    def upload(self, *files: tuple[bytes, str], status: int = 200, at: str = "", **fields: Any) -> str:
        self.answer = self.client.post(
            at or ticket(self.page),
            data={**(fields or self.mine), "files": [(BytesIO(data), name) for data, name in files or [(b"", "")]]},
            content_type="multipart/form-data",
        )
        assert self.answer.status_code == status, f"{self.answer.status_code}: {self.page[-1500:]}"
        return self.page

    def come_back(self, code: Code | None = None) -> Phone:
        self.post("/return", typed=" ".join((code or self.code).groups).lower())
        self.visit = hidden(self.page, "visit")
        return self

    def visit_post(self, path: str, status: int = 200, **fields: Any) -> str:
        return self.post(path, status, visit=self.visit, **fields)


FIELDS = {
    "what_happened": frozenset({"what_happened"}),
    "dates": frozenset({"decision_what", "known_how"}),
    "contact": frozenset({"contact_way", "contact_never", "contact_person", "contact_place"}),
    "others": frozenset({"others_appear", "others_know", "others_safe", "others_never"}),
    "pictures": frozenset({"pictures_private", "pictures_minor", "pictures_description"}),
    "trust": frozenset({"safe_question", "safe_answer", "wish_woman", "wish_language"}),
}


@pytest.fixture
def counter(office: OfficeForTests) -> Iterator[Surface]:
    """The public surface of an office whose own words are written."""
    with_office_words(office.office.settings.directory)
    with lent_app(office.office, "public") as app:
        app.extensions["papers"] = papers()  # the same words, read once and not for each test
        yield app


@pytest.fixture
def phone(counter: Surface) -> Phone:
    return Phone(counter.test_client())
