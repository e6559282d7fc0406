"""Words for what a typed date is, where it is and who set it. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from caseintake.deadlines.states import Severity


class Kind(StrEnum):
    """What a date is about."""

    HEARING = "hearing"
    COURT_DATE = "court_date"
    LETTER = "letter"
    VISIT = "visit"
    BAR = "bar"
    OWN = "own"

    @property
    def rule(self) -> str:
        """What boards, slips and feeds call it: see `deadlines.wording.TYPED`."""
        return f"typed.{self.value}"


#: Somebody has to be there at an hour: two of these can clash.
ATTENDED: Final = frozenset({Kind.HEARING, Kind.BAR, Kind.VISIT})
#: Before a court or a disciplinary body.
HEARD: Final = frozenset({Kind.HEARING, Kind.BAR})

#: What a date of this kind most likely is, where nobody said.
USUAL: Final[Mapping[Kind, Severity]] = {
    Kind.HEARING: Severity.SANCTION,
    Kind.COURT_DATE: Severity.SANCTION,
    Kind.LETTER: Severity.SOFT,
    Kind.VISIT: Severity.WATCH,
    Kind.BAR: Severity.SANCTION,
    Kind.OWN: Severity.INTERNAL,
}


class Place(StrEnum):
    """The type of a place. Where it is exactly stands in words beside it."""

    NONE = "none"
    COURT = "court"
    PRISON = "prison"
    POLICE = "police"
    AUTHORITY = "authority"
    OFFICE = "office"
    REMOTE = "remote"
    ELSEWHERE = "elsewhere"


class SetBy(StrEnum):
    """Who set a date."""

    COURT = "court"
    AUTHORITY = "authority"
    BAR = "bar"
    OTHER_SIDE = "other_side"
    CLIENT = "client"
    OURSELVES = "ourselves"


#: Who most likely set a date of this kind, where nobody said; everything else is our own.
USUAL_SETTER: Final[Mapping[Kind, SetBy]] = {
    Kind.HEARING: SetBy.COURT,
    Kind.COURT_DATE: SetBy.COURT,
    Kind.BAR: SetBy.BAR,
}

#: Time zones offered beside the office's own: where hearings of ours are.
ZONES: Final = (
    "Asia/Baku",
    "Asia/Tbilisi",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/Warsaw",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/London",
)
