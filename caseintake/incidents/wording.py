"""What the words of an incident are called on a page."""

from collections.abc import Mapping
from typing import Final

from caseintake.i18n import lazy
from caseintake.incidents.kinds import Doer, Family, IncidentKind, Origin, PlaceKind

KINDS: Final[Mapping[IncidentKind, str]] = {
    IncidentKind.SPYWARE: lazy("spyware on a device"),
    IncidentKind.INTERCEPTION: lazy("calls or messages intercepted"),
    IncidentKind.HIDDEN_CAMERA: lazy("hidden camera or microphone"),
    IncidentKind.ACCOUNT_TAKEOVER: lazy("account taken over"),
    IncidentKind.LEAK: lazy("recording or intimate image leaked"),
    IncidentKind.BLACKMAIL: lazy("blackmail"),
    IncidentKind.FOLLOWED: lazy("followed or watched"),
    IncidentKind.SEARCH: lazy("search and seizure"),
    IncidentKind.TRAVEL_BAN: lazy("travel ban"),
    IncidentKind.DETENTION: lazy("arrest or detention"),
    IncidentKind.SUMMONS: lazy("summons or interrogation"),
    IncidentKind.PRESSURE: lazy("pressure to withdraw"),
    IncidentKind.SMEAR: lazy("smear in the media"),
    IncidentKind.RELATIVES: lazy("attack on relatives"),
    IncidentKind.OTHER: lazy("something else"),
}
FAMILIES: Final[Mapping[Family, str]] = {
    Family.DIGITAL: lazy("devices and messages"),
    Family.IMAGES: lazy("images and threats with them"),
    Family.FORCE: lazy("watching, searching, holding"),
    Family.PRESSURE: lazy("pressure"),
}
DOERS: Final[Mapping[Doer, str]] = {
    Doer.UNKNOWN: lazy("not known"),
    Doer.POLICE: lazy("police"),
    Doer.SECURITY: lazy("security service"),
    Doer.PROSECUTOR: lazy("prosecuting authority"),
    Doer.COURT: lazy("court"),
    Doer.PRISON: lazy("place of detention"),
    Doer.BORDER: lazy("border or migration service"),
    Doer.OTHER_AUTHORITY: lazy("another authority"),
    Doer.MEDIA: lazy("media"),
    Doer.PRIVATE: lazy("private person or company"),
}
PLACES: Final[Mapping[PlaceKind, str]] = {
    PlaceKind.UNKNOWN: lazy("not known"),
    PlaceKind.HOME: lazy("at home"),
    PlaceKind.WORK: lazy("at work"),
    PlaceKind.STREET: lazy("in public"),
    PlaceKind.OFFICIAL: lazy("in a building of an authority"),
    PlaceKind.CUSTODY: lazy("in detention"),
    PlaceKind.BORDER: lazy("at the border"),
    PlaceKind.ONLINE: lazy("on a device or on the net"),
    PlaceKind.ABROAD: lazy("abroad"),
}
ORIGINS: Final[Mapping[Origin, str]] = {
    Origin.CLIENT: lazy("the client"),
    Origin.DOCUMENT: lazy("a document"),
    Origin.LABORATORY: lazy("a laboratory"),
    Origin.PRESS: lazy("the press"),
    Origin.WITNESS: lazy("a witness"),
    Origin.OTHER: lazy("somebody else"),
}
#: What makes a record amber.
MISSING: Final[Mapping[str, str]] = {
    "no_day": lazy("no day"),
    "not_exact": lazy("the day is not exact"),
    "no_evidence": lazy("no evidence in the file"),
    "no_clock": lazy("may set a time-limit running: link it to its event or act"),
}
#: Deeds of this package, as the sealed log of a vault says them.
DEEDS: Final[Mapping[str, str]] = {
    "incident recorded": lazy("recorded an incident"),
    "incident corrected": lazy("corrected an incident"),
    "incident taken back": lazy("took an incident back"),
    "incidents taken as a file": lazy("took the incidents as a file without names"),
}
