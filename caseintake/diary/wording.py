"""The sentences of this package, in the language now spoken."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from caseintake.deadlines import wording as deadlines
from caseintake.diary.kinds import Kind, Place, SetBy
from caseintake.diary.model import What
from caseintake.i18n import lazy
from caseintake.matters.facts import Fault

W = TypeVar("W", bound=StrEnum)

KINDS: Final[Mapping[Kind, str]] = {kind: deadlines.TYPED[kind.rule] for kind in Kind}

PLACES: Final[Mapping[Place, str]] = {
    Place.NONE: lazy("no place"),
    Place.COURT: lazy("court"),
    Place.PRISON: lazy("prison or remand centre"),
    Place.POLICE: lazy("police"),
    Place.AUTHORITY: lazy("other authority"),
    Place.OFFICE: lazy("our office"),
    Place.REMOTE: lazy("by video or telephone"),
    Place.ELSEWHERE: lazy("elsewhere"),
}

SET_BY: Final[Mapping[SetBy, str]] = {
    SetBy.COURT: lazy("a court"),
    SetBy.AUTHORITY: lazy("an authority"),
    SetBy.BAR: lazy("the Bar"),
    SetBy.OTHER_SIDE: lazy("the other side"),
    SetBy.CLIENT: lazy("the client"),
    SetBy.OURSELVES: lazy("ourselves"),
}

WHATS: Final[Mapping[What, str]] = {
    What.TYPED: lazy("typed"),
    What.MOVED: lazy("moved"),
    What.CONFIRMED: lazy("confirmed by a second reader"),
    What.DONE: lazy("took place"),
    What.CANCELLED: lazy("cancelled"),
    What.REOPENED: lazy("taken up again"),
}

FAULTS: Final[Mapping[str, str]] = {
    "date_over": lazy("This date is over. Take it up again first."),
    "next_before": lazy("The next date must be later than this one."),
    "no_such_time": lazy("Write the hour with two numbers, like 9:30 or 14:05."),
    "no_such_length": lazy("Write how many minutes it lasts, at most 1440."),
    "no_such_zone": lazy("Choose a time zone from the list."),
}

#: Deeds of this package, as the sealed log of a matter says them.
DEEDS: Final[Mapping[str, str]] = {
    "date typed": lazy("typed a date"),
    "date changed": lazy("changed a date"),
    "date done": lazy("recorded what a date brought"),
    "date cancelled": lazy("cancelled a date"),
    "date taken up again": lazy("took a date up again"),
    "second reading taken in": lazy("took in a second reading"),
    "hearing note written": lazy("wrote a note of a hearing"),
}


def say(fault: Fault) -> str:
    """The sentence of a fault of this package or of those it stands on."""
    words = FAULTS.get(fault.code)
    return deadlines.say(fault) if words is None else str(words)


def choices(words: Mapping[W, str]) -> list[tuple[str, str]]:
    """(value, word) of every member, for selects."""
    return [(str(member), str(word)) for member, word in words.items()]


def hour(minute: int | None) -> str:
    """Minutes after midnight as a clock shows them; nothing where no hour is known."""
    return "" if minute is None else f"{minute // 60}:{minute % 60:02}"
