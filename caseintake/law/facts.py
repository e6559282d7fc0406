"""The words a rule may ask for: dates of a case, and choices that are no dates."""

from collections.abc import Iterable, Mapping
from typing import Final

from caseintake.law.dates import Interval, parse_interval, parse_moment
from caseintake.law.refusal import Refused

#: Every date fact the rules know, in the order a lawyer meets them. Those that end in ``_at`` may carry a time of day.
FACT_NAMES: Final = (
    "act_on",  # the act complained of
    "decided_on",  # the decision was taken
    "announced_on",  # … and pronounced
    "reasons_on",  # the full text with reasons was available
    "posted_on",  # the court sent the decision
    "served_on",  # the written decision was served on the client
    "served_on_lawyer",  # … on the client's lawyer
    "known_on",  # the client knew, or ought to have known
    "judgment_on",  # date of a judgment of the Court
    "final_on",  # finality as printed on the judgment
    "letter_on",  # a letter of the Court
    "letter_due_on",  # the day that letter fixes
    "notice_on",  # notice of the application was given to the Government
    "published_on",  # published, such as a State's reply by the Committee of Ministers
    "dispatched_on",  # handed to the post
    "acknowledged_on",  # the Registry answered
    "rejected_on",  # the Registry rejected the form
    "refused_on",  # the last domestic protection was refused
    "planned_on",  # the act that is threatened
    "new_fact_on",  # a fact the Registry must be told of
    "last_contact_on",  # last proof of contact with the client
    "looked_on",  # last look into the Court account
    "departure_on",  # a State gave notice that it leaves the Convention
    "ceases_on",  # the day it ceases to be a party
    "meeting_on",  # a meeting of the Committee of Ministers
    "exhausted_on",  # domestic remedies were exhausted
    "other_lodged_on",  # another international procedure began
    "other_ended_on",  # … ended
    "received_on",  # a request arrived
    "last_sign_on",  # last sign of life of an investigation
    "detained_since_on",  # detention began
    "order_ends_on",  # the order of detention runs out
    "arrested_at",  # arrest
    "aware_at",  # somebody became aware of a breach
    "received_at",  # a request arrived, with its hour
    "lodged_on",  # what was due was lodged; starts nothing, only checked against the result
)

#: Facts that are no dates. ``state`` is the respondent State as an ISO 3166 code of two letters, ``reading`` the id of
#: a reading of the rule whose texts conflict.
CHOICES: Final[Mapping[str, tuple[str, ...] | None]] = {
    "decision_kind": ("judgment", "ruling"),
    "state": None,
    "formation": ("chamber", "committee", "single_judge", "grand_chamber"),
    "notice": ("no", "yes"),
    "gravity": ("minor", "less_serious", "serious", "especially_serious"),
    "exceptional": ("no", "yes"),
    "urgency": ("ordinary", "loses_purpose", "threat_to_life"),
    "extended": ("no", "yes"),
    "service_method": ("personal", "lawyer", "post", "electronic", "prison", "refused"),
    "submitter": ("applicant", "organisation"),
    "reading": None,
}

#: A start written ``due:RULE`` is the last day of that rule, before a day off moved it.
DUE: Final = "due:"


def parse_given(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, Interval], dict[str, str]]:
    """Split ``NAME=VALUE`` pairs into date facts and choices.

    Raises `Refused`: ``unknown_fact``, ``repeated_fact``, ``bad_choice`` and those of `parse_interval`.
    """
    facts: dict[str, Interval] = {}
    choices: dict[str, str] = {}
    for name, value in pairs:
        if name in facts or name in choices:
            raise Refused("repeated_fact", fact=name)
        if name in CHOICES:
            choices[name] = accepted_choice(name, value)
        elif name in FACT_NAMES:
            facts[name] = parse_moment(value, name) if name.endswith("_at") else parse_interval(value, name)
        else:
            raise unknown_fact(name)
    return facts, choices


def accepted_choice(name: str, value: str) -> str:
    """The value of a choice as the rules write it. Raises `Refused`."""
    if name not in CHOICES:
        raise unknown_fact(name)
    allowed = CHOICES[name]
    if allowed is None:
        return value.strip().upper() if name == "state" else value.strip()
    if value.strip() not in allowed:
        raise Refused("bad_choice", fact=name, written=value, allowed=", ".join(allowed))
    return value.strip()


def unknown_fact(name: str) -> Refused:
    """The refusal of a name no rule knows; it lists the names there are."""
    return Refused("unknown_fact", fact=name, allowed=", ".join((*FACT_NAMES, *CHOICES)))
