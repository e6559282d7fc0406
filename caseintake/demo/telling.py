"""The words in which the cases of the demo office are told (`story`).

Days are told as the board shows them: `Day.ends` is how many days from today the time-limit counted from this day
ends, so that every section of the board has something in it on whatever day the demo is started.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from caseintake.demo.people import Client
from caseintake.matters.facts import Source
from caseintake.matters.kinds import DecisionKind, FilingKind, Finality, Forum, Instance, Lodged, Status


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of a case. Exactly one of ``ends`` and ``ago`` is given; neither: nobody knows it.

    ``spread``: known only to lie within so many days from there. ``not_later``: only the last bound is known.
    """

    ends: int | None = None
    ago: int | None = None
    spread: int = 0
    not_later: bool = False
    #: The document of the matter that shows it.
    paper: str = ""
    source: Source = Source.DOCUMENT
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """A decision or act. ``limit`` is the rule by which `Day.ends` of its days is counted back."""

    kind: DecisionKind
    instance: Instance
    final: Finality = Finality.UNCLEAR
    outcome: str = ""
    limit: str
    days: Mapping[str, Day] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Something lodged, ``ago`` days before today; ``also``: further roads by which it went out on that day."""

    kind: FilingKind
    how: Lodged
    ago: int
    what: str = ""
    by: str = ""
    paper: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SecondReading:
    """A second reading asked by the responsible lawyer of a proceeding's first limit; answered or still open."""

    reader: str
    proof: str
    agreed: bool = False


@dataclass(frozen=True, kw_only=True)
class Course:
    """One proceeding. ``applicants`` are numbers in the matter, first and last."""

    state: str = "AZ"
    forum: Forum
    status: Status = Status.PENDING
    court: str = ""
    case_number: str = ""
    applicants: tuple[int, int]
    complaints: tuple[int, ...]
    note: str = ""
    rulings: tuple[Ruling, ...] = ()
    sent: tuple[Sent, ...] = ()
    slip: SecondReading | None = None


@dataclass(frozen=True, kw_only=True)
class Complained:
    """What is complained of; ``applicants`` are numbers in the matter, first and last."""

    state: str = "AZ"
    article: str
    what: str
    applicants: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One matter. Who makes it holds its key; ``responsible`` may be nobody yet."""

    codename: str
    about: str
    made_by: str
    responsible: str | None
    deputy: str | None = None
    #: The other firm the deputy is of; empty: this office.
    deputy_of: str = ""
    team: tuple[str, ...] = ()
    #: Days before today on which it was opened.
    ago: int
    clients: tuple[Client, ...]
    #: Numbers of applicants whose client file opens only to the people named.
    restricted: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    complaints: tuple[Complained, ...]
    courses: tuple[Course, ...]
