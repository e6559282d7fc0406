"""Who may act for whom in the story: pages for ink, powers, standing, a handover, a batch, firms."""

from __future__ import annotations

import re

from tests.seizure.browser import Browser
from tests.seizure.journey import Story


def day(name: str, number: str = "1") -> dict[str, str]:
    return {f"{name}__day": number, f"{name}__month": "3", f"{name}__year": "2026"}


def represent(story: Story, matter: str) -> None:
    """Everything about representation, with a canary in every box."""
    lawyer, me = story.staff["lawyer"], str(story.accounts["lawyer"].person_id)
    lawyer.open(f"{matter}/representation")
    lawyer.send(needs="account", person0=me, checks_account=me, **day("facts_changed_on"))
    _ink(lawyer, matter)
    _run(lawyer, matter, me)
    _firm(story, matter)
    lawyer.open("/standing")
    second = str(story.accounts["second"].person_id)
    lawyer.send(needs="source", person=second, arena="domestic", state="suspended", **day("since"), **_empty("until"))
    page = lawyer.open(f"/handover/{second}")
    box = re.search(r'name="(successor_[0-9a-f]+)"', page)
    assert box is not None, "nothing of this colleague needs anybody"
    lawyer.send(needs="why", **{box[1]: me})
    made = re.search(rf'href="({re.escape(matter)}/handover/[0-9a-f-]{{36}})"', lawyer.page)
    assert made is not None
    lawyer.open(made[1])
    lawyer.send("/ticks", numbers="1", everybody=None, why=None, **day("on"))
    lawyer.send("/ticks", numbers="1", everybody=None, **day("on"))
    lawyer.open(f"{made[1]}/letters")


def _empty(name: str) -> dict[str, None]:
    return dict.fromkeys((f"{name}__day", f"{name}__month", f"{name}__year"))


def _ink(lawyer: Browser, matter: str) -> None:
    here = f"{matter}/authorities"
    lawyer.open(here)
    lawyer.send("/prepare", numbers="1", everybody=None, representative="")
    lawyer.send("/steps", numbers="1", everybody=None, step="with_collector", **day("on"))
    link = re.search(r'href="([^"]*/authority)"', lawyer.open(here))
    assert link is not None
    lawyer.open(link[1])
    lawyer.send("/signer")
    lawyer.send("/back")
    lawyer.send("/engagement", **day("agreed_on"))
    lawyer.send("/power", lawyer="", **day("valid_from"), **_empty("valid_until"))
    for _row in ("the power", "the engagement"):
        lawyer.send("/end", **day("on"))


def _run(lawyer: Browser, matter: str, me: str) -> None:
    lawyer.open(f"{matter}/signatures")
    lawyer.send(needs="collector", numbers="1", everybody=None, representative=me)
    lawyer.open(f"{matter}/signatures")
    link = re.search(rf'href="({re.escape(matter)}/signatures/[0-9a-f-]{{36}})"', lawyer.page)
    assert link is not None
    for what in ("sheets", "envelopes", "collector"):
        lawyer.open(f"{link[1]}/{what}")


def _firm(story: Story, matter: str) -> None:
    """A firm without people of the office comes and leaves."""
    lawyer, name = story.staff["lawyer"], story.canaries.text("lawyer: a firm that leaves")
    page = lawyer.open(f"{matter}/firms")
    known = set(re.findall(r'action="([^"]*/firms/[0-9a-f-]{36}/leave)"', page))
    new_firm = {"row": "", "name": name, "leads": None, "corresponds": None, "costs": name, "declared": name}
    lawyer.send(f"{matter}/firms", needs="declared", **new_firm, **day("declared_on"))
    (new,) = set(re.findall(r'action="([^"]*/firms/[0-9a-f-]{36}/leave)"', lawyer.open(f"{matter}/firms"))) - known
    lawyer.send(new, needs="left_why", numbers="1", **day("left_on"))
