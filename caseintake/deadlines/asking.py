"""What the rules want to know: which dates and choices a record of what happened is asked for. Pure.

Nothing is asked that no rule with this trigger looks at, and nothing that the office knows from elsewhere.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from caseintake.law.events import EVENTS, Told
from caseintake.law.facts import CHOICES, DUE, FACT_NAMES
from caseintake.law.rule_file import RuleFile
from caseintake.law.rules import Law, Rule
from caseintake.matters.facts import HAPPENED
from caseintake.matters.kinds import Forum

#: Choices that follow from other records: the decision itself, its instance, whether notice was given, the office.
FOLLOW: Final = frozenset({"decision_kind", "formation", "notice", "reading", "state"})
#: Filings tell the day they went out; it is no date of its own.
SENT: Final = frozenset({"dispatched_on", "lodged_on"})
#: The State and the forum a domestic rule is for, by the first two parts of its id.
STATES: Final = {"az": "AZ"}
FORUMS: Final = {
    "civil": Forum.CIVIL,
    "crim": Forum.CRIMINAL,
    "admin": Forum.ADMINISTRATIVE,
    "admin_offence": Forum.ADMIN_OFFENCE,
}


def in_force(law: Law) -> Iterator[Rule]:
    """The rules that set clocks running."""
    return (rule for rule in law.rules.values() if rule.file.status != "retired")


def parents(file: RuleFile) -> tuple[str, ...]:
    """The rules whose last day starts this one."""
    starts = (fact for group in file.trigger.start for fact in group)
    return tuple(fact.removeprefix(DUE) for fact in starts if fact.startswith(DUE))


def own_facts(file: RuleFile) -> set[str]:
    """The dates a rule looks at, without those of the rules it hangs on."""
    trigger = file.trigger
    found = {fact for group in trigger.start for fact in group}
    found |= {*trigger.requires, *trigger.party_on}
    found |= {fact for version in file.versions for fact in (*version.select.facts, *version.select.start)}
    found |= {each.since for each in file.service}
    one_each = (trigger.never_before, trigger.ends_before, trigger.opens and trigger.opens.fact, file.count.fixed_by)
    found |= {fact for fact in one_each if fact}
    return {fact for fact in found if not fact.startswith(DUE)}


def own_choices(file: RuleFile) -> set[str]:
    """The choices a rule looks at."""
    found = {name for version in file.versions for name in version.select.choices}
    if file.service:
        found.add("service_method")
    return found | set(file.assumed)


def rules_of(kind: str, law: Law) -> list[Rule]:
    """The rules this event sets running."""
    return [rule for rule in in_force(law) if rule.file.trigger.event == kind]


def facts_asked(kind: str, law: Law) -> tuple[str, ...]:
    """The dates a record of this event has, in the order a lawyer meets them; of what only ends a clock its day."""
    found: set[str] = set()
    for rule in rules_of(kind, law):
        theirs = {fact for id in parents(rule.file) if id in law.rules for fact in law.rules[id].facts}
        # What stands in the decision a parent counts from is not typed a second time.
        found |= own_facts(rule.file) - (theirs - set(rule.file.trigger.requires))
    found -= SENT
    return tuple(name for name in FACT_NAMES if name in found) or (HAPPENED,)


def choices_asked(kind: str, law: Law) -> tuple[str, ...]:
    """The choices a record of this event has."""
    found = {name for rule in rules_of(kind, law) for name in own_choices(rule.file)}
    if "departure_on" in facts_asked(kind, law):
        return ("state", *sorted(found - FOLLOW))
    return tuple(sorted(found - FOLLOW))


def choices_of_decisions(forum: Forum, law: Law) -> tuple[str, ...]:
    """The choices a decision before this forum is asked for."""
    found: set[str] = set()
    for rule in in_force(law):
        told = EVENTS[rule.file.trigger.event].told if rule.file.trigger.event in EVENTS else None
        if told in (Told.DECISION, Told.CHAIN) and for_forum(rule.id) in (None, forum):
            found |= own_choices(rule.file)
    return tuple(sorted(found - FOLLOW))


def for_forum(rule_id: str) -> Forum | None:
    """The forum a domestic rule is for; None: its id names none."""
    _system, _, rest = rule_id.partition(".")
    return FORUMS.get(rest.partition(".")[0])


def for_state(rule_id: str) -> str | None:
    """The State whose law a rule is; None: of no one State."""
    return STATES.get(rule_id.partition(".")[0])


def offered(law: Law) -> tuple[str, ...]:
    """The events somebody can record: those a rule starts with or is met by."""
    known: Iterable[str] = {
        word for rule in in_force(law) for word in (rule.file.trigger.event, rule.file.met_by.event)
    }
    return tuple(word for word, event in EVENTS.items() if event.told is Told.EVENT and word in known)


def personal(kind: str, law: Law) -> bool:
    """Whether it happens to people one by one: then they are named, and nobody is meant without a word."""
    return any(
        str(rule.file.per) == "applicant" and kind in (rule.file.trigger.event, rule.file.met_by.event)
        for rule in in_force(law)
    )


def ended_by(kind: str, law: Law) -> list[Rule]:
    """The rules whose clocks this event ends."""
    return [rule for rule in in_force(law) if rule.file.met_by.event == kind]


def values_of(choice: str) -> tuple[str, ...]:
    """What a choice can be; empty where that is no closed list."""
    return CHOICES[choice] or ()
