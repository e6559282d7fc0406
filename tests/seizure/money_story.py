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


def execution(story: Story, matter: str) -> None:
    """A judgment, an award, a payment taken back, a step, and where the money goes."""
    lawyer = story.staff["lawyer"]
    lawyer.open(f"{matter}/execution/new")
    lawyer.send(needs="title", months="3", **day("judged_on", "3"), **day("final_on", "4"))
    judgment = lawyer.address
    lawyer.send("/add/award", award__amount="4500", award__numbers="1")
    lawyer.send("/add/payment", payment__amount="4501.25", payment__numbers=None, **day("payment__on", "5"))
    lawyer.send("/add/step", step__done_on__day=None, step__done_on__month=None, step__done_on__year=None,
                **day("step__on", "6"))  # fmt: skip
    lawyer.send("/add/rate", rate__percent="2.40", rate__begins__day="11", rate__begins__month="6",
                rate__begins__year="2025")  # fmt: skip
    page = lawyer.send("/add/details")
    for what in ("payments", "rates"):
        back = re.search(rf'href="([^"]*/{what}/[^"]*/back)"', page)
        assert back is not None
        lawyer.open(back[1])
        lawyer.send(needs="why")
    lawyer.open(judgment)


def tables(story: Story, matter: str) -> None:
    """A person and an incident from a table; the headings are remembered."""
    lawyer, new = story.staff["lawyer"], story.canaries.text
    person, key, note = (new(f"lawyer: a {what} in a table") for what in ("name", "key", "note"))
    people = f"name\tkey\tnote\t{new('lawyer: a heading of a table')}\n{person}\t{key}\t{note}\tx\n"
    incidents = f"applicants\tkind\tnote\n1\tblackmail\t{note}\n"
    for what, table in (("people", people), ("incidents", incidents)):
        lawyer.open(f"{matter}/import/{what}")
        lawyer.send(needs="table", table=table, go="look")
        lawyer.send(needs="seen", table=table, go="make", **lawyer.agreed)


def out(story: Story, matter: str) -> None:
    """An export a colleague refuses, one she agrees to, fetched for her key; and one through the glass, seen by her."""
    lawyer, second = story.staff["lawyer"], story.staff["second"]
    here = f"{matter}/in-and-out"
    lawyer.open(here)
    lawyer.send("/ask", break_glass=None)
    second.open(here)
    second.send("/end")
    lawyer.open(here)
    lawyer.send("/seen")
    for glass in (None, "y"):
        lawyer.open(here)
        lawyer.send("/ask", to_person=str(story.accounts["second"].person_id), break_glass=glass)
        if glass is None:
            second.open(here)
            second.send("/agree")
        lawyer.open(here)
        lawyer.send("/fetch")
    second.open(here)
    second.send("/seen")
