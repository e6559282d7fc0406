"""Looking for something and keeping the search; for the story of the office."""

from __future__ import annotations

from tests.seizure.browser import Browser


def look(lawyer: Browser) -> None:
    """A name that stands in the case is looked for, so that its segments are written; the search is kept."""
    lawyer.open("/search")
    lawyer.send("/search")
    lawyer.send("/search/kept")
