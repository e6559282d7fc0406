"""What the house does beside its cases: files set aside, absences, the form, a backup, reminders, a suitcase."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec

from caseintake.backup.key import draw, keep_public, keys_of
from caseintake.backup.writing import back_up
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.reminders.running import by_mail, run
from caseintake.settings import Mail
from caseintake.suitcase.reading import Suitcase
from caseintake.suitcase.side import Entry, What
from caseintake.vault.holders import VaultKind
from tests.reminders.sink import sink
from tests.seizure.journey import Story
from tests.signing_in import account
from tests.web.office_client import words_in

#: Where the reminders go: an address is readable on the disk, and its owner has been told so.
ADDRESS = "wren@example.org"


def set_aside(story: Story, conversation: str) -> None:
    """A file that may show a child: closed with one press, described without looking, handed over by decision."""
    coordinator, officer, lawyer = (story.staff[name] for name in ("coordinator", "officer", "lawyer"))
    coordinator.open("/set-aside")
    coordinator.send("/set-aside/officers", first=str(story.accounts["lawyer"].person_id), second="")
    page = officer.open(conversation)
    action = re.search(r'action="([^"]*/files/[0-9a-f-]{36}/minor)"', page)
    assert action is not None
    page = officer.send(action[1])
    sheet = re.search(r'href="([^"]*/set-aside/[0-9a-f-]{36})"', page)
    assert sheet is not None, "the file was not set aside"
    officer.open(sheet[1])
    officer.send(needs="text")
    lawyer.open("/set-aside")
    page = lawyer.send("/decide", needs="witness", step="hand_over")
    copy = re.search(r'action="(/set-aside/[0-9a-f-]{36})"', page)
    assert copy is not None, "two names decided, and the file cannot be handed over"
    lawyer.send(copy[1])
    assert lawyer.content.startswith(b"%PDF")


def look_after(story: Story, matter: str) -> None:
    """Who is away, how far the work has come, the form closed and opened, coordinators."""
    lawyer, coordinator = story.staff["lawyer"], story.staff["coordinator"]
    lawyer.open("/away")
    days = {f"{name}__{part}": value for name, month in (("first", "3"), ("last", "4"))
            for part, value in (("day", "9"), ("month", month), ("year", "2026"))}  # fmt: skip
    lawyer.send(needs="why", **days)
    page = lawyer.open("/monday")
    stage = re.search(rf'href="({re.escape(matter)}/stage/[^"]+)"', page)
    assert stage is not None, "no last day of the matter on the Monday page"
    lawyer.open(stage[1].replace("&amp;", "&"))
    lawyer.send(needs="note", stage="facts")
    coordinator.open("/health")
    coordinator.send("/health/close")
    coordinator.send("/health/reopen")
    coordinator.send("/health/quota", gigabytes="3")
    _coordinators(story)


def _coordinators(story: Story) -> None:
    """One of three has forgotten the passphrase and begins anew; that another leaves, one proposes."""
    office, coordinator = story.office, story.staff["coordinator"]
    forgetful, leaving = (account(office, office.hire(Role.COORDINATOR, VaultKind.DOCKET)) for _number in range(2))
    story.canaries.keep("forgotten passphrase", forgetful.passphrase)
    coordinator.open(f"/people/{forgetful.person_id}/forgotten")
    code = words_in(coordinator.send("/forgotten", needs="reason"))
    story.canaries.keep("code for new keys", " ".join(code))
    story.keep("leaving coordinator", leaving)
    coordinator.open(f"/people/{leaving.person_id}")
    coordinator.send("/removal/propose")


def by_night(story: Story) -> None:
    """The timers of the house: reminders by mail, a backup with both its parts beside the office."""
    lawyer, house = story.staff["lawyer"], story.office.office
    lawyer.open("/reminders")
    lawyer.send("/reminders/address", address=ADDRESS, understood="y")
    with sink() as kept:
        mail = Mail(host="127.0.0.1", port=kept.port, sender="desk@example.org", security="none")
        house.settings = msgspec.structs.replace(house.settings, mail=mail)
        deliver, to = by_mail(house)
        assert run(house, deliver, to=to).sent
    for number, (to_whom, said) in enumerate(kept.mails):
        story.sent[f"mail {number}"] = to_whom.encode() + bytes(said)
    lawyer.open("/reminders")
    paper = draw()
    story.canaries.keep("backup key", " ".join(paper))
    keep_public(house.settings, keys_of(paper))
    folder = house.settings.directory / "backups"
    folder.mkdir(mode=0o700)
    made = back_up(house, folder / "one.backup")
    assert made.contents
    assert not made.damaged


def suitcase(story: Story, matter: str) -> None:
    """The lawyer takes the matter along."""
    lawyer, who = story.staff["lawyer"], story.accounts["lawyer"]
    lawyer.open("/suitcase")
    lawyer.send("/suitcase", passphrase=" ".join(who.words), matters=[matter.rpartition("/")[2]])
    assert len(lawyer.content) > 30_000, f"a suitcase without the files of the matter: {len(lawyer.content)} bytes"
    story.sent["suitcase"] = lawyer.content
    away, day = story.canaries.text("lawyer: the page to write down, away from the office"), story.office.clock.today()
    with TemporaryDirectory() as folder:
        (path := Path(folder) / "a.case").write_bytes(lawyer.content)
        case = Suitcase.open(path, who.words)
    assert case.side is not None
    here = UUID(matter.rpartition("/")[2])
    for what in (What.NOTE, What.OWN):
        sealed = case.side.seal([Entry(new_id(), here, None, what, day, away, False, day)])
        story.sent[f"side file of a {what}"] = sealed
        lawyer.open("/suitcase")
        page = lawyer.send("/suitcase/side", files=[("a.side", sealed)])
        lawyer.send("/suitcase/side/accept", accept=re.findall(r'name="accept" value="([^"]+)"', page))
        assert "1 entry was taken in" in lawyer.page
