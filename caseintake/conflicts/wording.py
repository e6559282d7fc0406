"""The sentences of the conflict check, in the language now spoken."""

from collections.abc import Mapping
from typing import Final

from caseintake.conflicts.kinds import Between, InnerKind, Side, Strength, Verdict
from caseintake.i18n import lazy
from caseintake.matters import wording as matters
from caseintake.matters.facts import Fault

SIDES: Final[Mapping[Side, str]] = {
    Side.APPLICANT: lazy("applicant"),
    Side.OTHER_PERSON: lazy("another person of the case"),
    Side.RELATIVE: lazy("relative, heir or guardian"),
    Side.WITNESS: lazy("witness"),
    Side.EXPERT: lazy("expert"),
    Side.OFFICIAL: lazy("judge, prosecutor or other official"),
    Side.OPPONENT: lazy("on the other side"),
}
VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.NO: lazy("No conflict found"),
    Verdict.YES: lazy("There is a conflict: do not go on"),
    Verdict.ASK: lazy("Speak with a colleague first"),
    Verdict.TO_LEAD: lazy("Answered to the lead alone"),
}
STRENGTHS: Final[Mapping[Strength, str]] = {
    Strength.NAME: lazy("the same name"),
    Strength.WORDS: lazy("every word that was asked"),
}
BETWEEN: Final[Mapping[Between, str]] = {
    Between.WITNESS_AGAINST: lazy("one is a witness against the other"),
    Between.ACCUSED_WITH: lazy("accused together"),
    Between.SAME_EMPLOYER: lazy("same employer"),
    Between.FAMILY: lazy("one family"),
    Between.STATE_SERVICE: lazy("one works for the State"),
    Between.OTHER: lazy("something else"),
}
INNER: Final[Mapping[InnerKind, str]] = {
    InnerKind.NOTE: lazy("Note"),
    InnerKind.SUSPICION: lazy("May not be on our side"),
    InnerKind.CONFLICT: lazy("Conflict between two applicants"),
}
_FAULTS: Final[Mapping[str, str]] = {
    "names: needed": lazy("Write at least one name, one person a line."),
    "names: too_many": lazy("Ask about fewer people at once."),
    "lead: stranger": lazy("Choose somebody who works here."),
    "verdict: needed": lazy("Choose an answer."),
    "person: needed": lazy("Choose whom to speak with."),
    "name: needed": lazy("Write a name in letters."),
    "people: not_on_team": lazy("Only people who hold this matter can be in it."),
    "about: people_note": lazy("A note is about two people at most."),
    "about: people_suspicion": lazy("Choose the one person this is about."),
    "about: people_conflict": lazy("Choose the two applicants."),
    "between: needed": lazy("Choose what stands between them."),
    "text: needed": lazy("Write it down in a few words."),
}


def say(fault: Fault) -> str:
    """A refusal as a sentence."""
    words = _FAULTS.get(f"{fault.field}: {fault.code}")
    return str(words) if words is not None else matters.say(fault)


#: What the log says of a deed with a conflict card.
DEEDS: Final[Mapping[str, str]] = {
    "conflict card": lazy("brought the conflict card up to date"),
    "name on the conflict card": lazy("put a name on the conflict card"),
    "name off the conflict card": lazy("took a name off the conflict card"),
}
