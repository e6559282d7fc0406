"""Looking for something, asking who is in a case, and what some keep among themselves; for the story of the office."""

from __future__ import annotations

from tests.seizure.browser import Browser


def look(lawyer: Browser) -> None:
    """A name that stands in the case is looked for, so that its segments are written; the search is kept."""
    lawyer.open("/search")
    lawyer.send("/search")
    lawyer.send("/search/kept")


def ask(lawyer: Browser, coordinator: Browser, matter: str) -> None:
    """An official on the card; a question that is looked up and answered; a look-up of the coordinator's own."""
    lawyer.open(f"{matter}/conflicts")
    lawyer.send(needs="name")
    lawyer.open(f"/conflicts/ask?matter={matter.rpartition('/')[2]}")
    lawyer.send("/ask")
    question = lawyer.address
    coordinator.open(question)
    coordinator.send(needs="look")
    coordinator.send(needs="verdict", verdict="no")
    coordinator.open("/conflicts")
    coordinator.send("/look")


def keep_apart(lawyer: Browser, matter: str) -> None:
    """An inner circle of one, and a note in it."""
    lawyer.open(f"{matter}/inner")
    lawyer.send("/inner/circles")
    lawyer.send("/inner")
