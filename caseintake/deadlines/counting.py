"""From a clock to its date, or to the reason why there is none: everything a row keeps of it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from caseintake.deadlines.situations import Clock, first_in_time
from caseintake.law.chains import Link, chain
from caseintake.law.dates import Interval
from caseintake.law.engine import compute
from caseintake.law.refusal import Refused
from caseintake.law.result import Candidate, Result, Step
from caseintake.law.rules import Law
from caseintake.matters.facts import Certainty, DateFact, Source


class FactSeen(msgspec.Struct, frozen=True):
    """A day as it stood when the limit was counted, with where it is from."""

    name: str
    earliest: date | None
    latest: date | None
    source: Source
    certainty: Certainty
    how: str = ""
    document_id: UUID | None = None
    time: str = ""

    @classmethod
    def of(cls, name: str, fact: DateFact) -> "FactSeen":
        return cls(name, fact.earliest, fact.latest, fact.source, fact.certainty, fact.how, fact.document_id, fact.time)

    @property
    def interval(self) -> Interval:
        """The bounds as the law engine takes them."""
        return DateFact(earliest=self.earliest, latest=self.latest, time=self.time).interval

    @property
    def proven(self) -> bool:
        return self.certainty is Certainty.PROVEN and self.document_id is not None


class NoDate(msgspec.Struct, frozen=True):
    """Why the law gives no date: the code of a `Refused` and its values, days as ISO 8601."""

    code: str
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, refused: Refused) -> "NoDate":
        return cls(refused.code, tuple((name, _plain(value)) for name, value in refused.values.items()))

    @property
    def refused(self) -> Refused:
        """The refusal again, for `explain.refusal_words`."""
        values: dict[str, Any] = {
            name: date.fromisoformat(text) if text and (name == "day" or name.endswith("_day")) else text
            for name, text in self.values
        }
        return Refused(self.code, **values)


class Lodging(msgspec.Struct, frozen=True):
    """The filing, or what happened, that ended the clock."""

    filing_id: UUID
    earliest: date | None
    latest: date | None
    proven: bool
    #: None: the filing's own day and road.
    dispatch_id: UUID | None = None
    #: It was an event: ``filing_id`` is its id.
    event: bool = False


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """One clock counted. Either ``due`` or ``no_date`` is set. ``doubts`` are codes of what may still move it."""

    respondent: str
    due: date | None = None
    cautious: date | None = None
    latest: date | None = None
    no_date: NoDate | None = None
    doubts: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    facts: tuple[FactSeen, ...] = ()
    decision_kind: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    lodged: Lodging | None = None
    rule_digest: str
    calendar_digest: str = ""
    #: Of a clock in hours the minute it ends, by the clock of the place; ``due`` is its day.
    due_at: datetime | None = None
    #: Before this day nothing may be lodged.
    opens: date | None = None
    #: The earliest day that any start and any reading gives, also of those the office does not follow.
    earliest: date | None = None


#: What makes a date provisional, beside what the law itself says in its flags.
NOT_PROVEN: Final = "not_proven"
FINALITY: Final = "finality_unclear"
MISSING: Final = "missing_fact"


def count(clock: Clock, law: Law) -> Counted:
    """Count one clock by the rule of its key. What the law refuses is an answer too, never an exception.

    Of several sets that were sent the first provable one inside the limit counts.
    """
    counted = _count(clock, law)
    if len(clock.sent) > 1 and counted.due is not None:
        first = first_in_time(clock.sent, counted.due)
        if first is not clock.lodged:
            return _count(replace(clock, lodged=first), law)
    return counted


def _count(clock: Clock, law: Law) -> Counted:
    rule = law.rules[clock.key.rule]
    facts = tuple(
        FactSeen.of(name, fact)
        for name, fact in sorted(clock.facts.items())
        if fact is not None and fact.dated and name in rule.facts
    )
    kind = clock.decision_kind.value if clock.decision_kind is not None and "decision_kind" in rule.plan.choices else ""
    own = tuple((name, value) for name, value in sorted(clock.choices.items()) if name in rule.plan.choices)
    choices = chosen(clock.state, kind, own)
    base: dict[str, Any] = {
        "respondent": clock.state,
        "facts": facts,
        "decision_kind": kind,
        "choices": own,
        "lodged": _lodging(clock),
        "rule_digest": rule.digest,
    }
    warned = ("form_rejected",) if clock.rejected else ("not_by_post",) if clock.not_by_post else ()
    known = {fact.name: fact.interval for fact in facts}
    if (day := _lodged_on(clock)) is not None:
        known["lodged_on"] = day.interval
    try:
        result = compute(rule, known, law.calendars, choices)
    except Refused as refused:
        return Counted(**base, no_date=NoDate.of(refused), flags=warned)
    return Counted(
        **base,
        due=result.due,
        cautious=result.cautious,
        latest=result.latest,
        doubts=_doubts(clock, result, {fact.name: fact for fact in facts}),
        flags=(*result.flags, *warned),
        steps=result.steps,
        candidates=result.candidates,
        calendar_digest=result.calendar_digest,
        due_at=result.due_at,
        opens=result.opens,
        earliest=result.earliest,
    )


def chosen(respondent: str, decision_kind: str, choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    """All choices of a limit by name, as the law takes them."""
    found = dict(choices)
    if respondent:
        found["state"] = respondent
    if decision_kind:
        found["decision_kind"] = decision_kind
    return found


def again(
    rule_id: str,
    facts: Iterable[FactSeen],
    respondent: str,
    decision_kind: str,
    law: Law,
    choices: Iterable[tuple[str, str]] = (),
) -> Result | None:
    """Count from kept facts by today's law; None where it gives no date. For whoever wants to check a date."""
    rule = law.rules.get(rule_id)
    if rule is None:
        return None
    known = {fact.name: fact.interval for fact in facts}
    try:
        return compute(rule, known, law.calendars, chosen(respondent, decision_kind, choices))
    except Refused:
        return None


def linked(result: Result, law: Law) -> tuple[Link, ...]:
    """The dates that hang on a limit, such as the last day to hand the parcel to the post."""
    try:
        return chain(result, law.calendars)
    except Refused:
        return ()


def _doubts(clock: Clock, result: Result, facts: Mapping[str, FactSeen]) -> tuple[str, ...]:
    found = [MISSING] if result.provisional else []
    start = facts.get(result.start.fact)
    # A clock that hangs on another rule stands on all its facts.
    if not all(fact.proven for fact in (facts.values() if start is None else (start,))):
        found.append(NOT_PROVEN)
    if clock.finality_unclear:
        found.append(FINALITY)
    return tuple(found)


def _lodged_on(clock: Clock) -> DateFact | None:
    sent = clock.lodged
    return sent.lodged_on if sent is not None and sent.lodged_on is not None and sent.lodged_on.dated else None


def _lodging(clock: Clock) -> Lodging | None:
    if clock.lodged is None:
        return None
    day = _lodged_on(clock)
    bounds = (day.earliest, day.latest) if day else (None, None)
    return Lodging(clock.lodged.id, *bounds, clock.lodged.proven, clock.lodged.dispatch_id, clock.lodged.event)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
