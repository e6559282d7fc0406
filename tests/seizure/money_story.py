"""Money in the story of the seizure: costs in their own vault."""

from __future__ import annotations

import re

from tests.seizure.journey import Story


def day(name: str, number: str) -> dict[str, str]:
    return {f"{name}__day": number, f"{name}__month": "2", f"{name}__year": "2026"}


def money(story: Story, matter: str) -> None:
    """Costs opened with a second person, hours and an expense, a line taken out, a wish to end them."""
    lawyer, second = story.staff["lawyer"], str(story.accounts["second"].person_id)
    lawyer.open(f"{matter}/costs")
    lawyer.send("/costs/open", other=second)
    for kind, sums in (("time", {"hours": "2:30", "rate": "90"}), ("expense", {"amount": "1250.55"})):
        lawyer.open(f"{matter}/costs/new/{kind}")
        lawyer.send(needs="what", numbers="1", **sums, **day("on", "3"))
    page = lawyer.open(f"{matter}/costs")
    line = re.search(r'href="([^"]*/out)"', page)
    assert line is not None
    lawyer.send("/file/csv")
    lawyer.open(line[1])
    lawyer.send(needs="why")
    lawyer.open(f"{matter}/costs/key")
    lawyer.send(needs="keep_until-day", go="keep", **day("keep_until", "4"))
    lawyer.send(needs="why", go="ask")
    coordinator = story.staff["coordinator"]
    coordinator.open("/reports")
    coordinator.send("/reports/make")
    coordinator.send("/reports/file/fr")
