"""Every day from which the time to Strasbourg may run for one applicant, complaint and State. Pure.

The decision of each instance, each day of it, and the act itself: which of them starts the time depends on which
remedy was effective, and the Court decides that last. So all are shown, with the remedy behind each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from caseintake.deadlines.situations import APPLICATION, NO_REMEDY, Case, Course, Key, Ruling
from caseintake.law import candidates
from caseintake.law.engine import compute
from caseintake.law.refusal import Refused
from caseintake.law.result import Candidate
from caseintake.law.rules import Law, Rule
from caseintake.matters.facts import DateFact
from caseintake.matters.kinds import DOMESTIC, DecisionKind, Forum

#: The rules whose start depends on which remedy was effective.
STRASBOURG: Final = frozenset({APPLICATION, NO_REMEDY})
#: Why a start of another decision is not relied on; the others are codes of `caseintake.law.candidates`.
OTHER_REMEDY: Final = "other_remedy"
THE_ACT: Final = "the_act"


@dataclass(frozen=True, slots=True)
class Possible:
    """One day the time may run from. ``why``: the reason it is relied on, or is not, as a code.

    ``course_id`` and ``decision_id``: the remedy behind it; ``earliest`` the first last day it can lead to.
    """

    rule: str
    candidate: Candidate
    earliest: date
    relied: bool
    why: str
    course_id: UUID | None = None
    decision_id: UUID | None = None


def of_limit(key: Key, kept: Sequence[Candidate], case: Case, law: Law) -> list[Possible]:
    """The table of one limit: its own starts first, then those of other decisions and of the act, by last day."""
    rule = law.rules.get(key.rule)
    own = [] if rule is None or not kept else [
        Possible(key.rule, row.candidate, row.earliest, row.relied, row.why, key.proceeding_id, key.decision_id)
        for row in candidates.table(rule, kept)
    ]  # fmt: skip
    if key.rule not in STRASBOURG or key.applicant_id is None:
        return own
    others = [
        Possible(one.id, each, min(each.due, each.cautious), False, why, course.id, ruling.id)
        for course in case.courses
        if _about(course, key, case)
        for ruling in course.rulings
        if key.applicant_id in course.concerned(ruling.day)
        for one, why in _rules(course, ruling, law)
        if (ruling.id, one.id) != (key.decision_id, key.rule)
        for each in _candidates(one, ruling.facts_for(key.applicant_id), course.state, ruling.kind, law)
    ]
    return own + sorted(others, key=lambda each: (each.earliest, each.candidate.fact))


def earliest(possible: Iterable[Possible]) -> Possible | None:
    """The start that would end first, if the other side is right about every remedy."""
    return min(possible, key=lambda each: each.earliest, default=None)


def _about(course: Course, key: Key, case: Case) -> bool:
    here = case.course(key.proceeding_id)
    same_state = here is None or course.state == here.state
    complaint = key.complaint_id is None or not course.complaints or key.complaint_id in course.complaints
    return same_state and complaint


def _rules(course: Course, ruling: Ruling, law: Law) -> Iterator[tuple[Rule, str]]:
    """By which rules a decision, or the act it is about, may start the time."""
    decided = ruling.kind is not DecisionKind.ACT and course.forum in DOMESTIC
    if decided and APPLICATION in law.rules:
        yield law.rules[APPLICATION], OTHER_REMEDY
    acted = ruling.facts.get("act_on") is not None or ruling.kind is DecisionKind.ACT
    if acted and NO_REMEDY in law.rules and (course.forum in DOMESTIC or course.forum is Forum.NO_REMEDY):
        yield law.rules[NO_REMEDY], THE_ACT


def _candidates(
    rule: Rule, facts: dict[str, DateFact | None], state: str, kind: DecisionKind, law: Law
) -> tuple[Candidate, ...]:
    known = {
        name: fact.interval for name, fact in facts.items() if fact is not None and fact.dated and name in rule.facts
    }
    choices = {"state": state}
    if "decision_kind" in rule.plan.choices and kind is not DecisionKind.ACT:
        choices["decision_kind"] = kind.value
    try:
        return compute(rule, known, law.calendars, choices).candidates
    except Refused:
        return ()
