"""Dates of a case as far as they are known. Pure.

A fact keeps its bounds, how exactly it is known, where it comes from and how sure that is. Nothing is guessed: the law
counts from the earliest possible day, and a day nobody knows stays unknown.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from caseintake.law.dates import Interval, at

#: "About" a day reaches this many days to both sides, "about" a month or a year this many months.
ABOUT_DAYS: Final = 15
ABOUT_MONTHS: Final = 1
ABOUT_YEAR_MONTHS: Final = 3
#: The Convention was opened for signature in November 1950; no fact of a case before the Court is older.
FIRST_YEAR: Final = 1950

#: Every date fact of a decision or act, in the order a lawyer meets them; the names of `caseintake.law.facts`.
FACTS: Final = (
    "act_on", "decided_on", "announced_on", "reasons_on", "posted_on", "served_on", "served_on_lawyer", "known_on",
    "judgment_on", "final_on",
)  # fmt: skip
#: The facts that may differ from one applicant to the next.
PERSONAL: Final = ("served_on", "served_on_lawyer", "known_on")
#: The day of what starts no time-limit and only ends one.
HAPPENED: Final = "happened_on"
#: Days that may lie ahead: a letter fixes them, or somebody has announced them.
AHEAD: Final = frozenset(
    {"letter_due_on", "planned_on", "meeting_on", "order_ends_on", "departure_on", "ceases_on", "final_on"}
)


def timed(name: str) -> bool:
    """Whether a fact has an hour: its clock counts hours."""
    return name.endswith("_at")


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    BETWEEN = "between"
    NOT_LATER = "not_later"
    ABOUT = "about"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Where a date comes from."""

    DOCUMENT = "document"
    CLIENTS_MEMORY = "clients_memory"
    ENVELOPE = "envelope"
    COURT_REGISTER = "court_register"
    ECOURT_ACCOUNT = "ecourt_account"
    PRISON_RECEIPT = "prison_receipt"
    LAWYER = "lawyer"


class Certainty(StrEnum):
    """How sure the person is who recorded it. ``PROVEN`` means a document in the file shows it."""

    PROVEN = "proven"
    BELIEVED = "believed"
    UNSURE = "unsure"


class DateFact(msgspec.Struct, frozen=True, kw_only=True):
    """One day of a case, both bounds included; an unknown side is None.

    ``written`` is what was typed (``2025-03``, ``2025-03-01..2025-05-31``), so that a page can show it again as it was
    meant. ``how`` says by what a person came to know.
    """

    earliest: date | None = None
    latest: date | None = None
    precision: Precision = Precision.UNKNOWN
    source: Source = Source.LAWYER
    certainty: Certainty = Certainty.BELIEVED
    how: str = ""
    document_id: UUID | None = None
    written: str = ""
    #: The hour where the day is exact and hours count, ``14:20``, by the clock of the place.
    time: str = ""

    @property
    def dated(self) -> bool:
        """Whether anything at all is known of the day."""
        return self.earliest is not None or self.latest is not None

    @property
    def exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest

    @property
    def proven(self) -> bool:
        """Whether a document of the file shows it, by the word of who recorded it."""
        return self.certainty is Certainty.PROVEN and self.document_id is not None

    @property
    def interval(self) -> Interval:
        """The bounds as the law engine takes them."""
        if self.time and self.earliest is not None:
            return at(datetime.combine(self.earliest, clock_time.fromisoformat(self.time)))
        return Interval(self.earliest, self.latest)


def exactly(day: date, **more: object) -> DateFact:
    """A fact known to the day."""
    return msgspec.convert(
        {"earliest": day, "latest": day, "precision": "day", "written": day.isoformat(), **more}, DateFact
    )


class Known(msgspec.Struct, frozen=True):
    """A fact with its name."""

    name: str
    fact: DateFact


class Fault(NamedTuple):
    """What is wrong and at which box of the form. ``wording`` has the sentence of each code."""

    field: str
    code: str
    #: What the sentence names: a bound, or numbers of applicants.
    limit: int | str = 0


NUMBERS: Final = ("day", "month", "year", "to_day", "to_month", "to_year")
#: The boxes of a date question ``q`` in a form: ``q-precision``, ``q-day``, …
PARTS: Final = ("precision", *NUMBERS, "time", "source", "certainty", "how", "document")
_TIME: Final = re.compile(r"(\d{1,2})[:.\s]?(\d{2})", re.ASCII)
#: Later than any day a person could mean; a slip of the keyboard is caught before.
_NO_END: Final = date(2200, 12, 31)


def read_fact(question: str, typed: Mapping[str, str], today: date) -> DateFact | tuple[Fault, ...] | None:
    """What was typed into the boxes of ``question`` (``typed`` by part: ``day``, ``precision``, …).

    None if no date was typed and unknown was not chosen; faults by box if there is no such day, or it has not come
    yet. ``today`` is the last day a thing that happened can lie on; what is `AHEAD` may lie on any.
    """
    last = _NO_END if question in AHEAD else today
    parts = {part: typed.get(part, "").strip() for part in PARTS}
    filled = [name for name in NUMBERS if parts[name]]
    if not filled and parts["precision"] != Precision.UNKNOWN:
        return None
    faults = _unknown_words(question, parts) + tuple(
        Fault(f"{question}-{name}", "not_a_number")
        for name in filled
        if not (parts[name].isascii() and parts[name].isdigit() and len(parts[name]) <= 9)
    )
    if faults:
        return faults
    precision = Precision(parts["precision"] or Precision.DAY)
    bounds = _bounds(question, precision, [int(parts[name]) if parts[name] else None for name in NUMBERS], last)
    if isinstance(bounds, Fault):
        return (bounds,)
    time = _hour(question, parts["time"], exact=bounds[0] == bounds[1])
    if isinstance(time, Fault):
        return (time,)
    return DateFact(
        earliest=bounds[0],
        latest=bounds[1],
        precision=precision,
        source=Source(parts["source"] or Source.LAWYER),
        certainty=Certainty(parts["certainty"] or Certainty.BELIEVED),
        how=parts["how"],
        document_id=UUID(parts["document"]) if parts["document"] else None,
        written="" if precision is Precision.UNKNOWN else _written(parts),
        time=time,
    )


def _hour(question: str, text: str, *, exact: bool) -> str | Fault:
    """``14:20`` of what was typed for an hour; empty for nothing."""
    if not text:
        return ""
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return Fault(f"{question}-time", "no_such_time")
    if not exact:
        return Fault(f"{question}-time", "time_without_day")
    return f"{int(found[1]):02}:{found[2]}"


def _unknown_words(question: str, parts: Mapping[str, str]) -> tuple[Fault, ...]:
    """Choices that no page of ours offers: the form was altered by hand."""
    faults = []
    for part, kind in (("precision", Precision), ("source", Source), ("certainty", Certainty)):
        if parts[part] and parts[part] not in [str(word) for word in kind]:
            faults.append(Fault(f"{question}-{part}", "unknown_choice"))
    if parts["document"]:
        try:
            UUID(parts["document"])
        except ValueError:
            faults.append(Fault(f"{question}-document", "unknown_choice"))
    return tuple(faults)


_Bounds = tuple[date | None, date | None]


def _bounds(question: str, precision: Precision, numbers: list[int | None], today: date) -> _Bounds | Fault:
    first, last = numbers[:3], numbers[3:]
    if precision is Precision.UNKNOWN:
        typed = any(part is not None for part in numbers)
        return Fault(f"{question}-precision", "unknown_with_date") if typed else (None, None)
    if precision is not Precision.BETWEEN and any(part is not None for part in last):
        return Fault(f"{question}-to_year", "end_not_asked")
    start = _span(f"{question}-", first, precision)
    if isinstance(start, Fault):
        return start
    if start[0] > today:
        return Fault(f"{question}-year", "future")
    if precision is Precision.NOT_LATER:
        return None, min(start[1], today)
    if precision is Precision.ABOUT:
        return _widened(first, *start)
    if precision is not Precision.BETWEEN:
        return start[0], min(start[1], today)
    if all(part is None for part in last):
        return Fault(f"{question}-to_year", "need_end")
    end = _span(f"{question}-to_", last, precision)
    if isinstance(end, Fault):
        return end
    if end[1] < start[0]:
        return Fault(f"{question}-to_year", "end_before_start")
    return start[0], min(end[1], today)


def _span(prefix: str, parts: list[int | None], precision: Precision) -> tuple[date, date] | Fault:
    """First and last day of what was written: a day, a month or a year."""
    day, month, year = parts
    if year is None:
        return Fault(f"{prefix}year", "need_year")
    if not 1000 <= year <= 9999:
        return Fault(f"{prefix}year", "year_digits")
    if year < FIRST_YEAR:
        return Fault(f"{prefix}year", "too_early", FIRST_YEAR)
    if month is None and (day is not None or precision in (Precision.DAY, Precision.MONTH)):
        return Fault(f"{prefix}month", "need_month")
    if month is not None and not 1 <= month <= 12:
        return Fault(f"{prefix}month", "no_such_month")
    if precision is Precision.DAY and day is None:
        return Fault(f"{prefix}day", "need_day")
    if month is not None and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return Fault(f"{prefix}day", "no_such_day", monthrange(year, month)[1])
    if precision is Precision.MONTH:
        day = None  # who says they know only the month is believed, even with a day left in the form
    last_month = month or 12
    return date(year, month or 1, day or 1), date(year, last_month, day or monthrange(year, last_month)[1])


def _widened(parts: list[int | None], start: date, end: date) -> tuple[date, date]:
    day, month, _year = parts
    if day is not None:
        return start - timedelta(days=ABOUT_DAYS), end + timedelta(days=ABOUT_DAYS)
    months = ABOUT_MONTHS if month is not None else ABOUT_YEAR_MONTHS
    return _months_away(start, -months), _months_away(end + timedelta(days=1), months) - timedelta(days=1)


def _months_away(first_of_month: date, months: int) -> date:
    year, month = divmod(first_of_month.year * 12 + first_of_month.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _written(parts: Mapping[str, str]) -> str:
    start = _joined(parts["year"], parts["month"], parts["day"])
    end = _joined(parts["to_year"], parts["to_month"], parts["to_day"])
    if parts["precision"] == Precision.MONTH:
        start = _joined(parts["year"], parts["month"], "")
    return f"{start}..{end}" if end else start


def _joined(year: str, month: str, day: str) -> str:
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def typed_again(fact: DateFact | None) -> dict[str, str]:
    """The boxes as they must be filled to say this fact: the other way round of `read_fact`."""
    if fact is None:
        return {}
    shown = {
        "precision": fact.precision.value,
        "source": fact.source.value,
        "certainty": fact.certainty.value,
        "how": fact.how,
        "document": str(fact.document_id) if fact.document_id else "",
        **({"time": fact.time} if fact.time else {}),
    }
    start, _, end = (fact.written or _iso(fact)).partition("..")
    for text, prefix in ((start, ""), (end, "to_")):
        for name, value in zip(("year", "month", "day"), text.split("-"), strict=False):
            if value:
                shown[prefix + name] = str(int(value))
    return shown


def _iso(fact: DateFact) -> str:
    """What would have been typed, for a fact that came from elsewhere than a form."""
    first, last = fact.earliest or fact.latest, fact.latest or fact.earliest
    if first is None or last is None:
        return ""
    if fact.precision is Precision.BETWEEN:
        return f"{first.isoformat()}..{last.isoformat()}"
    if fact.precision is Precision.NOT_LATER:
        return last.isoformat()
    if fact.precision is Precision.ABOUT:
        middle = first + (last - first) / 2
        return middle.isoformat() if (last - first).days <= 2 * ABOUT_DAYS else middle.isoformat()[:7]
    return first.isoformat() if fact.precision is Precision.DAY else first.isoformat()[:7]


#: What cannot lie before what: (earlier, later, code). Only what is certain is refused; spans that overlap are not.
ORDER: Final = (
    ("decided_on", "reasons_on", "reasons_before_decided"),
    ("decided_on", "served_on", "served_before_decided"),
    ("decided_on", "served_on_lawyer", "served_before_decided"),
    ("decided_on", "known_on", "known_before_decided"),
    ("act_on", "known_on", "known_before_act"),
)


def out_of_order(facts: Mapping[str, DateFact | None], asked: Iterable[str] = FACTS) -> tuple[Fault, ...]:
    """Dates that cannot both be true. The fault is at the later one, or at the earlier if only that was ``asked``."""
    typed, faults = set(asked), []
    for first, then, code in ORDER:
        earlier, later = facts.get(first), facts.get(then)
        if earlier is None or later is None or earlier.earliest is None or later.latest is None:
            continue
        if later.latest >= earlier.earliest or not typed & {first, then}:
            continue
        if code == "known_before_decided" and facts.get("act_on") is not None:
            continue  # then it is the act that became known
        faults.append(Fault(f"{then if then in typed else first}-year", code))
    return tuple(faults)
