"""People of a matter in the story: each box about kin, contacts, barriers, lives and doubles filled once."""

from __future__ import annotations

import re

from tests.seizure.browser import Browser
from tests.seizure.journey import Story


def people(story: Story, matter: str) -> None:
    """A guardian and an heir; what they are to the first applicant; a leaving, a wish, two files made one."""
    lawyer = story.staff["lawyer"]
    for role in ("guardian", "heir"):
        lawyer.open(f"{matter}/persons/new")
        lawyer.send(needs="name", role=role, restricted=None, **lawyer.agreed)
    found = re.findall(rf'<a href="({matter}/applicants/[0-9a-f-]{{36}})"', lawyer.open(f"{matter}/persons"))
    guardian, heir = list(dict.fromkeys(found))[:2]
    first = _applicant(lawyer, matter)
    lawyer.open(f"{first}/contacts")
    lawyer.send(needs="value")
    lawyer.open(f"{first}/abroad")
    lawyer.send(needs="certifies", country="FR", shelter="asked")
    lawyer.open(f"{heir}/relations")
    lawyer.send(needs="note", name=None, other=_ticked(lawyer, "other")[0], kind="heir")
    lawyer.open(f"{first}/barriers")
    lawyer.send(needs="why", go="look")
    given = {"who": "nobody"} if _ticked(lawyer, "who") else {}  # canaries are of one root, as spellings are
    lawyer.send(needs="why", **given)
    lawyer.open(f"{first}/barriers")
    lawyer.send(needs="why", name="a", go="look")
    other_applicant = re.search(
        r'name="who" value="([0-9a-f-]{36})"[^>]*><label[^>]*>[^<]*\(\d+\)</label>', lawyer.page
    )
    assert other_applicant is not None
    lawyer.send(needs="why", who=other_applicant[1])
    lawyer.open(f"{first}/name")
    lawyer.send(needs="why")
    lawyer.open(f"{first}/life")
    lawyer.send(needs="why", life="left")
    lawyer.open(f"{first}/life")
    lawyer.send(needs="why", life="active")
    lawyer.open("/matters/new")
    lawyer.send(needs="codename")
    other = re.search(r"/matters/([0-9a-f-]{36})", lawyer.address)
    assert other is not None
    lawyer.open(f"{first}/refer")
    lawyer.send(needs="why", to=other[1])
    lawyer.open(f"{first}/life")
    lawyer.send(needs="back")  # the story goes on with everybody
    lawyer.open(f"{guardian}/relations")
    names = _ticked(lawyer, "other")
    lawyer.open(f"/doubles/{names[0]}/{names[1]}")
    lawyer.send(needs="revision")
    lawyer.open(f"{matter}/team")
    grant = {"until__day": "20", "until__month": "3", "until__year": "2026", "firm": None}
    lawyer.send("/team/add", person=_file(lawyer, "person", 0), **grant)


def _applicant(lawyer: Browser, matter: str) -> str:
    found = re.search(rf'href="({matter}/applicants/[0-9a-f-]{{36}})"', lawyer.open(f"{matter}/applicants"))
    assert found is not None
    return found[1]


def _file(lawyer: Browser, box: str, number: int) -> str:
    """One of the people a box of this page offers."""
    select = lawyer.page.split(f'<select id="{box}"')[1].split("</select>")[0]
    return re.findall(r'<option value="([0-9a-f-]{36})"', select)[number]


def _ticked(lawyer: Browser, box: str) -> list[str]:
    """The people this page lists to choose one from."""
    return re.findall(rf'name="{box}" value="([0-9a-f-]{{36}})"', lawyer.page)
