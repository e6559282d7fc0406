"""Which clocks a matter sets running, by the rule files. Pure.

The unit is applicant × complaint × respondent State × proceeding (*Mukhtarli v. Azerbaijan and Georgia*, 39503/17;
*Alimuçaj v. Albania*, 20134/05, §§ 140-142), unless the rule says less. When in doubt a clock runs: one too many is
set aside by a person with a reason, one too few is seen by nobody.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from caseintake.deadlines import asking, meeting
from caseintake.deadlines.situations import (
    APPLICATION,
    KEPT,
    Case,
    Clock,
    Course,
    Facts,
    Happening,
    Key,
    Ruling,
    first_in_time,
)
from caseintake.law.events import EVENTS, Told
from caseintake.law.rules import Law, Rule
from caseintake.matters.facts import PERSONAL
from caseintake.matters.kinds import DOMESTIC, DecisionKind, Finality, Forum, Instance, Status

#: Ordinary instances from below; an extraordinary remedy does not restart the time (*Lopes de Sousa Fernandes* [GC],
#: 56080/13, § 132).
LADDER: Final = (Instance.AUTHORITY, Instance.FIRST, Instance.APPEAL, Instance.CASSATION)
#: Against a decision of which instance a filing goes.
AGAINST: Final = {"appeal_lodged": Instance.FIRST, "cassation_lodged": Instance.APPEAL}
#: The formation a decision of the Court names by its instance.
FORMATIONS: Final = {
    Instance.ECHR_SINGLE_JUDGE: "single_judge",
    Instance.ECHR_COMMITTEE: "committee",
    Instance.ECHR_CHAMBER: "chamber",
    Instance.ECHR_GRAND_CHAMBER: "grand_chamber",
}


@dataclass(frozen=True, slots=True)
class Start:
    """What sets one rule running: a decision of a proceeding, something that happened, or both."""

    course: Course | None
    ruling: Ruling | None = None
    happening: Happening | None = None

    @property
    def applicants(self) -> tuple[UUID, ...] | None:
        """Whose it is; None: nobody is named, and it stands in no proceeding."""
        if self.happening is not None and self.happening.applicants:
            return self.happening.applicants
        if self.course is None:
            return None
        if self.ruling is None and self.happening is None:
            return self.course.applicants
        return self.course.concerned((self.happening or self.ruling).day)  # type: ignore[union-attr]

    @property
    def complaints(self) -> tuple[UUID, ...] | None:
        """What it is about; None: every complaint of the matter."""
        if self.happening is not None and self.happening.complaints:
            return self.happening.complaints
        return self.course.complaints if self.course is not None else None

    @property
    def state(self) -> str:
        """The respondent State, as far as it is known."""
        if self.course is not None:
            return self.course.state
        return self.happening.choices.get("state", "") if self.happening is not None else ""

    def facts_for(self, applicant_id: UUID | None) -> Facts:
        facts: dict[str, object] = {}
        if self.ruling is not None:
            facts |= self.ruling.facts_for(applicant_id) if applicant_id is not None else self.ruling.facts
        return {**facts, **(self.happening.facts if self.happening is not None else {})}  # type: ignore[dict-item]


def clocks(case: Case, law: Law) -> list[Clock]:
    """Every clock of a matter. Nothing is left out because something is missing."""
    found: dict[Key, Clock] = {}
    for rule in asking.in_force(law):
        if EVENTS[rule.file.trigger.event].told in (Told.FILING, Told.ANSWER) or _planned(rule, law):
            continue  # what hangs on a dispatch is followed where dispatches are; a plan is shown at its limit
        renewed = _renews(rule)
        for start in sorted(starts(rule, case, law), key=_when) if renewed else starts(rule, case, law):
            for applicant_id, complaint_id in _units(rule, start, case):
                clock = _clock(rule, start, applicant_id, complaint_id, case)
                if renewed or clock.key not in found:
                    found[clock.key] = clock
    return list(found.values())


def _renews(rule: Rule) -> bool:
    """Whether the next event of the kind that starts it ends it, such as a contact: one clock that moves on."""
    return rule.file.trigger.event == rule.file.met_by.event


def _when(start: Start) -> tuple[str, str]:
    return meeting.order(start.happening) if start.happening is not None else ("", "")


def _planned(rule: Rule, law: Law) -> bool:
    """Whether the rule is one of the dates a parent carries with it."""
    parents = (law.rules[id] for id in asking.parents(rule.file) if id in law.rules)
    return any(then.id == rule.id for parent in parents for then in parent.file.then)


def starts(rule: Rule, case: Case, law: Law) -> Iterator[Start]:
    """Everything that sets this rule running."""
    event = rule.file.trigger.event
    told = EVENTS[event].told
    if told is Told.DECISION:
        for course in case.courses:
            if _fits(rule, course):
                yield from (Start(course, ruling) for ruling in RULINGS[event](course, rule))
    elif told is Told.CHAIN:
        for parent in _parents(rule, law):
            for start in starts(parent, case, law):
                if (start.course is None or _fits(rule, start.course)) and _carries(event, start):
                    yield start
    elif told is Told.EVENT:
        parents = list(_parents(rule, law))
        for happening in case.happenings:
            if happening.kind != event or not _concerns(rule, happening, case):
                continue
            if parents:
                yield from (each for parent in parents for each in _joined(happening, parent, case, law))
            else:
                yield Start(case.course(happening.proceeding_id), happening=happening)


def _carries(event: str, start: Start) -> bool:
    """Whether a start of the parent is one for what hangs on it: nothing is paid on a decision of inadmissibility."""
    return event != "judgment_final" or start.ruling is None or start.ruling.kind is DecisionKind.JUDGMENT


def _parents(rule: Rule, law: Law) -> Iterator[Rule]:
    return (law.rules[id] for id in asking.parents(rule.file) if id in law.rules)


def _joined(happening: Happening, parent: Rule, case: Case, law: Law) -> Iterator[Start]:
    """What happened, beside each start of the rule whose end it hangs on; alone, if there is none."""
    here = Start(case.course(happening.proceeding_id), happening=happening)
    found = False
    for start in starts(parent, case, law):
        same = here.state in ("", start.state) and set(here.applicants or start.applicants or ()) & set(
            start.applicants or ()
        )
        if same:
            found = True
            yield Start(start.course, start.ruling, happening)
    if not found:
        yield here


def _fits(rule: Rule, course: Course) -> bool:
    state, forum = asking.for_state(rule.id), asking.for_forum(rule.id)
    return state in (None, course.state) and forum in (None, course.forum)


def _concerns(rule: Rule, happening: Happening, case: Case) -> bool:
    """Whether a domestic rule is of the State this happened in; unsaid, it may be."""
    course = case.course(happening.proceeding_id)
    state = course.state if course is not None else happening.choices.get("state", "")
    return asking.for_state(rule.id) in (None, state) or not state


# --- decisions --------------------------------------------------------------------------------------------------------


def _ordinary(course: Course) -> list[Ruling]:
    return [each for each in course.rulings if each.kind is not DecisionKind.ACT and each.instance in LADDER]


def _top(course: Course) -> int:
    return max((LADDER.index(each.instance) for each in _ordinary(course)), default=-1)


def _final(course: Course, _rule: Rule) -> Iterator[Ruling | None]:
    """Final domestic decisions, and the highest one while nobody has said whether it is final."""
    if course.forum not in DOMESTIC:
        return
    ordinary = _ordinary(course)
    if not ordinary and course.status is Status.ENDED:
        yield None
    for ruling in ordinary:
        highest = LADDER.index(ruling.instance) == _top(course)
        if ruling.is_final is Finality.YES or (ruling.is_final is Finality.UNCLEAR and highest):
            yield ruling


def _against(course: Course, rule: Rule) -> Iterator[Ruling]:
    """Decisions an appeal can be lodged against. Once a higher court has decided, somebody has gone there."""
    instance = AGAINST.get(rule.file.met_by.event)
    for ruling in _ordinary(course) if course.forum in DOMESTIC else ():
        highest = LADDER.index(ruling.instance) == _top(course)
        if highest and ruling.is_final is not Finality.YES and instance in (None, ruling.instance):
            yield ruling


def _verdicts(course: Course, rule: Rule) -> Iterator[Ruling]:
    return (each for each in _against(course, rule) if each.kind is DecisionKind.JUDGMENT)


def _supervision(course: Course, rule: Rule) -> Iterator[Ruling]:
    return (each for each in _against(course, rule) if each.kind is DecisionKind.RULING)


def _acts(course: Course, _rule: Rule) -> Iterator[Ruling]:
    """Acts of an authority, while no court has decided."""
    if course.forum in DOMESTIC and _top(course) <= LADDER.index(Instance.AUTHORITY):
        yield from (
            each for each in course.rulings if each.kind is DecisionKind.ACT or each.instance is Instance.AUTHORITY
        )


def _no_remedy(course: Course, _rule: Rule) -> Iterator[Ruling | None]:
    # Without a day of the act the time runs all the same, and nobody can say until when.
    if course.forum is Forum.NO_REMEDY:
        yield from course.rulings or (None,)


def _chamber(course: Course, _rule: Rule) -> Iterator[Ruling]:
    for ruling in course.rulings if course.forum is Forum.ECHR else ():
        if ruling.instance is Instance.ECHR_CHAMBER and ruling.kind is DecisionKind.JUDGMENT:
            yield ruling


def _of_the_court(course: Course, _rule: Rule) -> Iterator[Ruling]:
    """Judgments, and what a single judge or a committee decides; a Chamber's decision is final by itself."""
    for ruling in course.rulings if course.forum is Forum.ECHR else ():
        small = ruling.instance in (Instance.ECHR_SINGLE_JUDGE, Instance.ECHR_COMMITTEE)
        if ruling.kind is DecisionKind.JUDGMENT or (small and ruling.kind is DecisionKind.RULING):
            yield ruling


#: Which decisions each word of `caseintake.law.events` means.
RULINGS: Final[Mapping[str, Callable[[Course, Rule], Iterable[Ruling | None]]]] = {
    "final_domestic_decision": _final,
    "act_or_knowledge": _no_remedy,
    "decision_served": _against,
    "verdict": _verdicts,
    "supervision_decision": _supervision,
    "offence_decision": _against,
    "authority_act": _acts,
    "chamber_judgment": _chamber,
    "court_judgment": _of_the_court,
}


# --- units ------------------------------------------------------------------------------------------------------------


def _units(rule: Rule, start: Start, case: Case) -> Iterator[tuple[UUID | None, UUID | None]]:
    """For whom, and about what, one clock each."""
    per: str = "applicant_complaint" if rule.id in KEPT else rule.file.per
    whose = case.applicants if start.applicants is None else start.applicants
    if per == "applicant_complaint":
        claims = {claim.id: claim for claim in case.claims if start.state in ("", claim.state)}
        about = list(claims) if start.complaints is None else start.complaints
        people = {id: frozenset(claims[id].applicants) for id in about if id in claims}
        for applicant_id in whose:
            # An applicant without a complaint of their own keeps one clock all the same.
            own = [id for id, its in people.items() if applicant_id in its]
            yield from ((applicant_id, complaint_id) for complaint_id in own or (None,))
    elif per == "applicant" or (start.ruling is not None and asking.own_facts(rule.file) & set(PERSONAL)):
        # A decision may reach each of them on another day.
        yield from ((applicant_id, None) for applicant_id in whose)
    else:
        yield None, None


def _clock(rule: Rule, start: Start, applicant_id: UUID | None, complaint_id: UUID | None, case: Case) -> Clock:
    course, ruling, happening = start.course, start.ruling, start.happening
    key = Key(
        rule.id,
        applicant_id,
        complaint_id,
        course.id if course and not _renews(rule) else None,
        ruling.id if ruling else None,
        happening.id if happening and not _renews(rule) else None,
    )
    facts = start.facts_for(applicant_id)
    sent = [] if _renews(rule) else meeting.sent_for(rule, start, key, facts, case)
    stops = [each for each in sent if each.stops]
    rejected = not stops and any(each.rejected for each in sent)
    return Clock(
        key=key,
        state=_state(start, complaint_id, case),
        facts=facts,
        decision_kind=ruling.kind if ruling and ruling.kind is not DecisionKind.ACT else None,
        choices=_choices(rule, start, applicant_id, case),
        lodged=first_in_time(stops, None),
        sent=tuple(stops),
        # Practice Direction on institution of proceedings §§ 1, 3: fax or e-mail does not stop the time.
        not_by_post=bool(sent) and not stops and not rejected,
        rejected=rejected,
        finality_unclear=rule.id == APPLICATION and (ruling is None or ruling.is_final is not Finality.YES),
    )


def _state(start: Start, complaint_id: UUID | None, case: Case) -> str:
    if start.state:
        return start.state
    found = [claim.state for claim in case.claims if complaint_id in (None, claim.id)]
    return found[0] if len(set(found)) == 1 else ""


def _choices(rule: Rule, start: Start, applicant_id: UUID | None, case: Case) -> dict[str, str]:
    """Everything recorded that answers a choice; the rule takes what it asks for."""
    known = dict(start.ruling.choices) if start.ruling is not None else {}
    known |= start.happening.choices if start.happening is not None else {}
    if start.ruling is not None and start.ruling.instance in FORMATIONS:
        known["formation"] = FORMATIONS[start.ruling.instance]
    known["notice"] = "yes" if case.notice_given(applicant_id) else "no"
    known = {name: value for name, value in known.items() if value and name not in ("state", "decision_kind")}
    if rule.id in case.readings:
        known["reading"] = case.readings[rule.id]
    return known
