"""The shape of a rule file: what a lawyer may write, and what is missing or misspelt, said by name."""

from datetime import date, datetime
from typing import Final, Literal

import msgspec

LANGUAGES: Final = ("en", "az", "ru", "fr")

Severity = Literal["fatal", "sanction", "watch", "soft", "internal", "alarm"]
Roll = Literal["none", "next_working", "previous_working"]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every table of a rule file: an unknown key is an error, never a silent nothing."""


class Words(_Strict, frozen=True):
    """One text in the four languages; none may be missing or empty."""

    en: str
    az: str
    ru: str
    fr: str

    def get(self, language: str) -> str:
        """The text of a language. Raises `KeyError` for one we do not speak."""
        if language not in LANGUAGES:
            raise KeyError(language)
        return str(getattr(self, language))


class Reviewed(_Strict, frozen=True):
    """Who read the rule against its sources, when, and by when somebody must read it again."""

    by: str
    on: date
    due: date


class MetBy(_Strict, frozen=True):
    """What ends the clock, and the paper that proves it."""

    event: str
    proof: str


class Period(_Strict, frozen=True):
    """One of ``months``, ``days``, ``working_days``, ``hours`` (never moved for a day off), or ``at_once``: the last
    day is the day it starts.
    """

    months: int = 0
    days: int = 0
    working_days: int = 0
    hours: int = 0
    at_once: bool = False


class Opens(_Strict, frozen=True):
    """The first day on which something may be lodged, counted from a fact."""

    fact: str
    offset: Period


class Trigger(_Strict, frozen=True):
    """What starts the clock.

    ``start``: groups of facts in order. The first group with a fact recorded gives the date to work with; of facts
    that stand together the earliest counts. ``due:RULE`` is the last day of another rule, before a day off moved it.
    ``provisional``: facts that start it only until a better one is known. ``never_before``: the fact no start may
    precede. ``party_on``: the facts, in order, by whose day the respondent State must have been a party to the
    Convention. ``requires``: facts without which the clock does not arise. ``ends_before``: the last day lies before
    this one, whatever the period. ``opens``: before that day nothing may be lodged.
    """

    event: str
    start: tuple[tuple[str, ...], ...]
    provisional: tuple[str, ...] = ()
    never_before: str | None = None
    party_on: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    ends_before: str | None = None
    opens: Opens | None = None


class Count(_Strict, frozen=True):
    """How days are counted. ``first_day``, ``month_end`` and ``roll`` have no default: the law must be asked.

    ``first_day``: ``day_after`` leaves the starting day out, ``same_day`` counts it. ``month_end``: ``clamp`` is the
    last day of a shorter month; ``clamp_or_earlier`` does the same and shows as cautious the reading "next day + N
    months - 1 day" where that is earlier. ``fixed_by``: the fact that is the last day itself once it is recorded,
    such as the day a letter of the Court fixes; then nothing is counted.
    """

    first_day: Literal["day_after", "same_day"]
    month_end: Literal["clamp", "clamp_or_earlier"]
    roll: Roll
    calendar: str
    hour_clock: bool = False
    fixed_by: str | None = None


class Select(_Strict, frozen=True, rename={"since": "from", "until": "to"}):
    """When a version applies: a day of ``facts`` (the first one recorded) lies between ``from`` and ``to``,
    both included.

    ``decision_kind``: only for decisions of that kind. ``when``: only if every choice named has that value. ``start``:
    only for time that runs from one of these facts. ``reading``: only in that reading of texts that conflict.
    """

    facts: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    decision_kind: str | None = None
    when: dict[str, str] = {}
    start: tuple[str, ...] = ()
    reading: str | None = None

    @property
    def choices(self) -> dict[str, str]:
        """Every choice the version asks for, with its value; the reading is none of them."""
        return self.when if self.decision_kind is None else {"decision_kind": self.decision_kind, **self.when}


class Version(_Strict, frozen=True):
    """One state of the law in time, with the sources for it."""

    id: str
    select: Select
    period: Period
    sources: tuple[str, ...]


class Suspension(_Strict, frozen=True, rename={"since": "from", "until": "to"}):
    """A span in which limits were prolonged, both ends included. ``effect``: added once."""

    id: str
    since: date
    until: date
    applies: Literal["started_or_ending_within"]
    effect: Period
    source: str


class Service(_Strict, frozen=True, rename={"since": "from"}):
    """The day something counts as served that reached the client by ``method``: counted from the fact ``from``."""

    method: str
    since: str
    offset: Period
    source: str
    calendar: str = "none"


class Conflict(_Strict, frozen=True):
    """Texts that contradict each other: the question the office answers, with name and date, before a date is given."""

    question: Words


class Then(_Strict, frozen=True):
    """A date that hangs on this one; counted from the last day *before* it was rolled."""

    id: str
    offset: Period
    roll: Roll
    calendar: str
    severity: Severity


class Warn(_Strict, frozen=True):
    """Days before the end on which somebody is told; ``second_person``: a second reader must confirm."""

    days: tuple[int, ...]
    ack_by: str
    second_person: bool


class Source(_Strict, frozen=True):
    """``mark``: V read in a primary text, S in a secondary one, K well established but not re-read, U unsure.

    P is practice of the office and no law: only for dates of its own plan.
    """

    id: str
    cite: str
    mark: Literal["V", "S", "K", "U", "P"]
    checked: date


class Expect(_Strict, frozen=True):
    """What a test of a rule file expects; what is not named is not looked at."""

    due: date | None = None
    cautious: date | None = None
    latest: date | None = None
    provisional: bool | None = None
    version: str | None = None
    flags: tuple[str, ...] = ()
    due_at: datetime | None = None
    opens: date | None = None
    earliest: date | None = None
    refused: str | None = None


class Example(_Strict, frozen=True):
    """A test inside a rule file: facts as a person types them, the expected answer, and where it is from."""

    name: str
    given: dict[str, str]
    expect: Expect
    source: str


class RuleFile(_Strict, frozen=True):
    """One file of ``config/rules``.

    ``assume``: the value of a choice that is worked with while nobody has said it; for the kind of decision there is
    also the older key ``assume_decision_kind``. ``blocks``: the rules this event closes the way to; such a rule aims
    at no date.
    """

    schema: Literal["caseintake.rule/1"]
    id: str
    status: Literal["draft", "reviewed", "retired"]
    severity: Severity
    per: Literal["applicant_complaint", "applicant", "proceeding", "matter"]
    actor: Literal["us", "other_party", "court"]
    met_by: MetBy
    title: Words
    trigger: Trigger
    count: Count
    versions: tuple[Version, ...]
    warn: Warn
    explain: Words
    sources: tuple[Source, ...]
    tests: tuple[Example, ...]
    reviewed: Reviewed | None = None
    assume_decision_kind: str | None = None
    assume: dict[str, str] = {}
    conflict: Conflict | None = None
    service: tuple[Service, ...] = ()
    blocks: tuple[str, ...] = ()
    suspend: tuple[Suspension, ...] = ()
    then: tuple[Then, ...] = ()

    @property
    def assumed(self) -> dict[str, str]:
        """What is worked with while a choice is missing."""
        kind = self.assume_decision_kind
        return self.assume if kind is None else {"decision_kind": kind, **self.assume}
