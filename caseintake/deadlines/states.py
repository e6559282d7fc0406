"""What state a time-limit is in, and the one date to work with. Pure: today is always an argument.

The earliest date that anything supports is the one to work with. A later one counts only once somebody accepted it,
or, for an override, once a second person agreed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """What happens when a limit passes: as in the rule files."""

    FATAL = "fatal"
    SANCTION = "sanction"
    WATCH = "watch"
    SOFT = "soft"
    INTERNAL = "internal"
    ALARM = "alarm"


class State(StrEnum):
    """From the most to the least worrying while it runs, then how it ended."""

    MAY_END_ANY_DAY = "may_end_any_day"
    NEEDS_FACT = "needs_fact"
    PROVISIONAL = "provisional"
    COMPUTED = "computed"
    CONFIRMED = "confirmed"
    LODGED_WITH_PROOF = "lodged_with_proof"
    LODGED_NO_PROOF = "lodged_no_proof"
    NOT_PURSUED = "not_pursued"
    MISSED = "missed"
    #: The facts that set it running have been corrected: it never ran.
    RETIRED = "retired"
    #: Of dates no rule computes (`caseintake.diary`): typed by one person; fatal and read by nobody else yet; over.
    TYPED = "typed"
    TYPED_UNREAD = "typed_unread"
    DONE = "done"
    CANCELLED = "cancelled"


#: What is lost when a limit passes, or a person held without a judge.
COSTS: Final = frozenset({Severity.FATAL, Severity.SANCTION, Severity.ALARM})
#: While a limit is in one of these, time runs.
RUNNING: Final = frozenset(
    {State.MAY_END_ANY_DAY, State.NEEDS_FACT, State.PROVISIONAL, State.COMPUTED, State.CONFIRMED}
    | {State.TYPED, State.TYPED_UNREAD}
)
#: A date that one person alone has looked at.
UNREAD: Final = (State.PROVISIONAL, State.COMPUTED, State.TYPED_UNREAD)
#: Refusals that mean: it runs, and nobody can say until when. Any other is a mistake or gap in what was recorded.
ANY_DAY: Final = frozenset({"no_start", "start_unbounded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """All that decides the state of one limit.

    ``computed`` is None when the law ``refused`` (its code). ``lodged``: None not lodged, True with proof.
    ``confirmed`` is the date a second person agreed to, ``override`` the date somebody set by hand, ``held`` the one
    worked with before the rule changed and gave a later date that nobody has accepted yet.
    """

    computed: date | None = None
    refused: str | None = None
    doubtful: bool = False
    lodged: bool | None = None
    confirmed: date | None = None
    override: date | None = None
    held: date | None = None
    dropped: bool = False
    missed: bool = False
    arises: bool = True
    #: Something is lost when it passes; what is only watched must not stand among what may end any day.
    costs: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """State, the date to work with (None: no date, it may end any day), and whether a later date waits for a yes."""

    state: State
    due: date | None
    waiting: date | None = None


def standing(given: Given) -> Standing:
    """Where one limit stands."""
    aimed = given.override or given.computed
    agreed = given.confirmed is not None and given.confirmed == aimed
    due = aimed if agreed else _earliest(given.computed, given.override, given.confirmed, given.held)
    waiting = aimed if due is not None and aimed is not None and aimed > due else None
    return Standing(_ended(given) or _running(given, due, agreed=agreed), due, waiting)


def _ended(given: Given) -> State | None:
    if not given.arises:
        return State.RETIRED
    if given.lodged is not None:
        # A fact that happened goes before what anybody decided.
        return State.LODGED_WITH_PROOF if given.lodged else State.LODGED_NO_PROOF
    if given.dropped:
        return State.NOT_PURSUED
    return State.MISSED if given.missed else None


def _running(given: Given, due: date | None, *, agreed: bool) -> State:
    if due is None:
        return State.MAY_END_ANY_DAY if given.costs and given.refused in ANY_DAY else State.NEEDS_FACT
    if given.override is not None:
        return State.CONFIRMED if agreed else State.PROVISIONAL
    if given.doubtful or given.computed is None:
        return State.PROVISIONAL
    return State.CONFIRMED if agreed else State.COMPUTED


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


class Group(StrEnum):
    """The sections of the board in reading order."""

    ANY_DAY = "any_day"
    OVERDUE = "overdue"
    TODAY = "today"
    IN_7 = "in_7"
    IN_14 = "in_14"
    IN_30 = "in_30"
    IN_60 = "in_60"
    IN_90 = "in_90"
    LATER = "later"
    NEEDS_FACT = "needs_fact"
    NO_PROOF = "no_proof"


#: Days from today, both ends included; None is open.
SPANS: Final[dict[Group, tuple[int | None, int | None]]] = {
    Group.OVERDUE: (None, -1),
    Group.TODAY: (0, 0),
    Group.IN_7: (1, 7),
    Group.IN_14: (8, 14),
    Group.IN_30: (15, 30),
    Group.IN_60: (31, 60),
    Group.IN_90: (61, 90),
    Group.LATER: (91, None),
}


def group_of(state: State, due: date | None, today: date) -> Group | None:
    """The section of the board a limit stands in; None for one that is done with.

    Overdue only after midnight of the last day: on the day itself a parcel can still be posted.
    """
    if state is State.LODGED_NO_PROOF:
        return Group.NO_PROOF
    if state not in RUNNING:
        return None
    if due is None:
        return Group.ANY_DAY if state is State.MAY_END_ANY_DAY else Group.NEEDS_FACT
    left = (due - today).days
    return next(group for group, (low, high) in SPANS.items() if _within(left, low, high))


def _within(left: int, low: int | None, high: int | None) -> bool:
    return (low is None or left >= low) and (high is None or left <= high)


def span(group: Group, today: date) -> tuple[date | None, date | None]:
    """First and last day of a section with dates, both included."""
    low, high = SPANS[group]
    return (
        None if low is None else today + timedelta(days=low),
        None if high is None else today + timedelta(days=high),
    )
