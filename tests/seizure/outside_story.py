"""One document for a translator, the device in the laboratory, a fact with its page; for the story of the office."""

from __future__ import annotations

import re

from tests.seizure.browser import Browser
from tests.seizure.journey import Story


def outside(story: Story, matter: str) -> None:
    """A card, a share, the translator's own page, what she sends back; then the papers beside."""
    lawyer, translator = story.staff["lawyer"], story.staff["translator"]
    card = _found(lawyer, f"{matter}/documents", f"{matter}/cards/[0-9a-f-]{{36}}")
    lawyer.open(card)
    lawyer.send(needs="proves_en", translation="asked", due_on__day=None, **_day("dated_on"))
    lawyer.open(f"{matter}/share")
    until = {"until__day": "20", "until__month": "3", "until__year": "2026"}
    document = card.rpartition("/")[2]
    lawyer.send(
        needs="purpose", person=str(story.accounts["translator"].person_id), items=[document], may_return="y", **until
    )

    page = translator.open("/shared")
    lent = re.search(r'action="(/shared/[0-9a-f-]{36}/[0-9a-f-]{36})"', page)
    assert lent is not None, "nothing is shared with the translator"
    translator.send(lent[1])
    translator.open("/shared")
    translator.send("/return")
    translation = story.canaries.text("content of a translation").encode() * 500
    translator.send(needs="files", files=[(f"{story.canaries.word('name of a translation')}.docx", translation)])
    lawyer.open(f"{matter}/shares")
    lawyer.send("/returns/" + _found(lawyer, f"{matter}/shares", "returns/[0-9a-f-]{36}").rpartition("/")[2])

    lawyer.open(f"{matter}/laboratory/record")
    lawyer.send(needs="device", **_day("handed_on"))
    lawyer.open(f"{matter}/chronology/line")
    lawyer.send(needs="fact", remove=None, document_id=document, **_day("happened_on"))


def _day(name: str) -> dict[str, str]:
    return {f"{name}__precision": "day", f"{name}__day": "5", f"{name}__month": "2", f"{name}__year": "2026"}


def _found(browser: Browser, page: str, pattern: str) -> str:
    found = re.search(pattern, browser.open(page))
    assert found is not None, f"{page} leads to nothing like {pattern}"
    return found[0]
