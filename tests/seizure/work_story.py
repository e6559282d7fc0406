"""The daily work in the story of the seizure: a task, notes, a contact, letters, a client in custody."""

from __future__ import annotations

import re

from tests.seizure.browser import Browser


def on(name: str, day: str) -> dict[str, str]:
    return {f"{name}__day": day, f"{name}__month": "2", f"{name}__year": "2026"}


def work(lawyer: Browser, matter: str) -> None:
    """Each box of the daily work filled once; a contact and a letter taken back."""
    lawyer.open(f"{matter}/tasks/new")
    lawyer.send(needs="what", applicants="1")
    lawyer.open(f"{matter}/notes")
    lawyer.send(needs="text", number="1")
    lawyer.open(f"{matter}/contacts/new?numbers=1")
    lawyer.send(needs="summary", **on("on", "6"))
    lawyer.open(_first(lawyer, f"{matter}/contacts", rf"{matter}/contacts/[0-9a-f-]{{36}}/back"))
    lawyer.send(needs="reason")
    lawyer.open(f"{matter}/letters/new")
    lawyer.send(needs="about", applicants="1", **on("moved_on", "6"))
    lawyer.send(needs="reason")
    lawyer.open(f"{matter}/letters")
    lawyer.send("/letters/file")
    lawyer.open("/tasks")


def custody(lawyer: Browser, matter: str) -> None:
    """The record of a client in custody, and a signature that staff refused."""
    here = _first(lawyer, f"{matter}/applicants", rf"{matter}/applicants/[0-9a-f-]{{36}}") + "/custody"
    lawyer.open(f"{here}/edit")
    lawyer.send(needs="place")
    lawyer.open(f"{here}/new?kind=signature_refused")
    lawyer.send(needs="reason", hour="14:20", **on("on", "6"))
    lawyer.open(f"{here}/visit")


def _first(lawyer: Browser, page: str, address: str) -> str:
    found = re.search(rf'href="({address})', lawyer.open(page))
    assert found is not None, f"{page} leads to nothing like {address}"
    return found[1]
