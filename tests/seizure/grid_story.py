"""Acts for many in the story of the seizure: a paper asked for with a message, the papers signed off."""

from __future__ import annotations

from tests.seizure.browser import Browser


def together(lawyer: Browser, matter: str) -> None:
    """Each box filled once, looked over, done."""
    for act, needs, given in (("paper", "paper", {}), ("sign_off", "complete", {"complete": "yes"})):
        lawyer.open(f"{matter}/applicants")
        lawyer.send("/together", needs="act", act=act, scope="shown")
        lawyer.send("/together", needs=needs, **given)
        lawyer.send("/together", needs="numbers", go="sure")
    lawyer.open(f"{matter}/applicants?view=all&group=application&sort=-left")
