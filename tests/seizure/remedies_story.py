"""Proceedings that are severed and joined, and what is said of remedies; for the story of the office."""

from __future__ import annotations

import re

from tests.seizure.browser import Browser

#: The day of an order, in the boxes of a form.
ORDER = {"ordered_on__precision": "day", "ordered_on__day": "5", "ordered_on__month": "2", "ordered_on__year": "2026"}


def chain(lawyer: Browser, matter: str) -> None:
    """An applicant is severed into a new proceeding, and put back."""
    page = lawyer.open(f"{matter}/proceedings/chain")
    found = re.search(rf'href="({re.escape(matter)}/proceedings/[0-9a-f-]{{36}}/move)"', page)
    assert found is not None, "nobody can be severed"
    lawyer.open(found[1])
    lawyer.send(needs="note", what="severed", into="new", numbers="1", **ORDER)
    joined = re.search(
        rf'href="({re.escape(matter)}/joinings/[0-9a-f-]{{36}})"', lawyer.open(f"{matter}/proceedings/chain")
    )
    assert joined is not None, "the severing is not in the chain"
    lawyer.open(joined[1])
    lawyer.send(needs="reason")


def remedies(lawyer: Browser, matter: str) -> None:
    """A remedy of our own is said not to be effective."""
    page = lawyer.open(f"{matter}/remedies")
    found = re.search(rf'href="({re.escape(matter)}/complaints/[0-9a-f-]{{36}}/remedies)"', page)
    assert found is not None, "there is no complaint to say a remedy of"
    lawyer.open(found[1])
    lawyer.send(needs="reason", remedy="own:", state="ineffective", numbers="1")
