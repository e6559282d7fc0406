"""The sentences of this package, in the language now spoken."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from caseintake.casework.kinds import About, Direction, Party, Reached, Road, Safe, Way
from caseintake.i18n import lazy
from caseintake.matters import wording as matters
from caseintake.matters.facts import Fault

W = TypeVar("W", bound=StrEnum)

ABOUT: Final[Mapping[About, str]] = {
    About.MATTER: lazy("the whole matter"),
    About.APPLICANT: lazy("an applicant"),
    About.PROCEEDING: lazy("a proceeding"),
    About.DOCUMENT: lazy("a document"),
    About.TASK: lazy("a task"),
}

WAYS: Final[Mapping[Way, str]] = {
    Way.VISIT: lazy("meeting or visit"),
    Way.CALL: lazy("telephone call"),
    Way.MESSENGER: lazy("messenger"),
    Way.EMAIL: lazy("e-mail"),
    Way.LETTER: lazy("letter or signed note"),
    Way.VIDEO: lazy("video call"),
    Way.THROUGH_SOMEBODY: lazy("through somebody"),
    Way.OTHER: lazy("another way"),
}

SOUGHT: Final[Mapping[Direction, str]] = {
    Direction.OUT: lazy("we sought the client"),
    Direction.IN: lazy("the client sought us"),
}

REACHED: Final[Mapping[Reached, str]] = {
    Reached.CLIENT: lazy("the client"),
    Reached.SOMEBODY_ELSE: lazy("somebody else only"),
    Reached.NOBODY: lazy("nobody"),
}

SAFE: Final[Mapping[Safe, str]] = {
    Safe.UNSURE: lazy("nobody can say"),
    Safe.YES: lazy("it was safe"),
    Safe.NO: lazy("it was not safe"),
}

DIRECTIONS: Final[Mapping[Direction, str]] = {
    Direction.IN: lazy("in"),
    Direction.OUT: lazy("out"),
}

PARTIES: Final[Mapping[Party, str]] = {
    Party.REGISTRY: lazy("Court or its Registry"),
    Party.COURT: lazy("domestic court"),
    Party.PROSECUTOR: lazy("prosecutor or investigator"),
    Party.GOVERNMENT: lazy("Government"),
    Party.BAR: lazy("Bar"),
    Party.PRISON: lazy("prison"),
    Party.UN: lazy("United Nations"),
    Party.LAWYER: lazy("another lawyer"),
    Party.OTHER: lazy("somebody else"),
}

ROADS: Final[Mapping[Road, str]] = {
    Road.POST: lazy("by post"),
    Road.REGISTERED_POST: lazy("by registered post"),
    Road.COURIER: lazy("by private courier"),
    Road.BY_HAND: lazy("by hand"),
    Road.ECOMMS: lazy("the Court's electronic service"),
    Road.ECOURT: lazy("e-court account"),
    Road.EMAIL: lazy("by e-mail"),
    Road.FAX: lazy("by fax"),
    Road.PRISON: lazy("through the prison"),
    Road.OTHER: lazy("another way"),
}

FAULTS: Final[Mapping[str, str]] = {
    "file_closed": lazy("The file of this client is closed to you, so nothing can be written into it."),
    "cannot_open": lazy("This colleague cannot open it. Give her the key first, or name somebody else."),
    "before_letter": lazy("This is before the date on the letter. Look at both dates."),
    "answers_itself": lazy("A letter does not answer itself. Choose another one."),
    "no_such_applicant": lazy("There is no applicant %(limit)s here."),
    "in_no_proceeding": lazy("Applicant %(limit)s is in none of the proceedings ticked."),
    "no_proceeding": lazy("Tick at least one proceeding."),
}

#: Deeds of this package, as the sealed log of a matter says them.
DEEDS: Final[Mapping[str, str]] = {
    "task made": lazy("made a task"),
    "task changed": lazy("changed a task"),
    "task taken up again": lazy("took a task up again"),
    "task given to a colleague": lazy("gave a task to a colleague"),
    "note written": lazy("wrote a note"),
    "contact recorded": lazy("recorded a contact"),
    "contact taken back": lazy("took back a contact"),
    "letter recorded": lazy("recorded a letter"),
    "letter changed": lazy("changed a letter"),
    "letter taken back": lazy("took back a letter"),
    "register of letters taken as a file": lazy("took the register of letters as a file"),
}


def say(fault: Fault) -> str:
    """The sentence of a fault of this package or of the matters it stands on."""
    words = FAULTS.get(fault.code)
    return matters.say(fault) if words is None else str(words) % {"limit": fault.limit}


def choices(words: Mapping[W, str]) -> list[tuple[str, str]]:
    """(value, word) of every member, for selects."""
    return [(str(member), str(word)) for member, word in words.items()]
