"""The words a rule may ask for: dates of a case, and choices that are no dates."""

from collections.abc import Iterable, Mapping
from typing import Final

from caseintake.law.dates import Interval, parse_interval
from caseintake.law.refusal import Refused

#: Every date fact the rules know, in the order a lawyer meets them.
FACT_NAMES: Final = (
    "act_on",  # the act complained of
    "decided_on",  # the decision was taken or pronounced
    "reasons_on",  # the full text with reasons was available
    "served_on",  # the written decision was served on the client
    "served_on_lawyer",  # … on the client's lawyer
    "known_on",  # the client knew, or ought to have known
    "judgment_on",  # date of a Chamber judgment of the Court
    "lodged_on",  # what was due was lodged; starts nothing, only checked against the result
)

#: Facts that are no dates. ``state`` is the respondent State as an ISO 3166 code of two letters.
CHOICES: Final[Mapping[str, tuple[str, ...] | None]] = {"decision_kind": ("judgment", "ruling"), "state": None}


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
            facts[name] = parse_interval(value, name)
        else:
            raise unknown_fact(name)
    return facts, choices


def accepted_choice(name: str, value: str) -> str:
    """The value of a choice as the rules write it. Raises `Refused`."""
    if name not in CHOICES:
        raise unknown_fact(name)
    if name == "state":
        return value.strip().upper()
    allowed = CHOICES[name] or ()
    if value.strip() not in allowed:
        raise Refused("bad_choice", fact=name, written=value, allowed=", ".join(allowed))
    return value.strip()


def unknown_fact(name: str) -> Refused:
    """The refusal of a name no rule knows; it lists the names there are."""
    return Refused("unknown_fact", fact=name, allowed=", ".join((*FACT_NAMES, *CHOICES)))
