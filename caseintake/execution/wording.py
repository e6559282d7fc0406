"""The sentences of this package, in the language now spoken."""

from collections.abc import Mapping
from typing import Final

from caseintake.costs import wording as costs
from caseintake.execution.model import AwardKind, StepKind, Supervision
from caseintake.i18n import lazy
from caseintake.matters.facts import Fault

SUPERVISION: Final[Mapping[Supervision, str]] = {
    Supervision.NOT_YET: lazy("not under supervision yet"),
    Supervision.STANDARD: lazy("standard procedure"),
    Supervision.ENHANCED: lazy("enhanced procedure"),
    Supervision.CLOSED: lazy("closed by a final resolution"),
}

AWARDS: Final[Mapping[AwardKind, str]] = {
    AwardKind.PECUNIARY: lazy("pecuniary damage"),
    AwardKind.NON_PECUNIARY: lazy("non-pecuniary damage"),
    AwardKind.COSTS: lazy("costs and expenses"),
}

STEPS: Final[Mapping[StepKind, str]] = {
    StepKind.INDIVIDUAL_MEASURE: lazy("individual measure"),
    StepKind.GENERAL_MEASURE: lazy("general measure"),
    StepKind.ACTION_PLAN: lazy("action plan of the State"),
    StepKind.ACTION_REPORT: lazy("action report of the State"),
    StepKind.RULE_9_1: lazy("communication of an applicant, Rule 9.1"),
    StepKind.RULE_9_2: lazy("communication of an organisation, Rule 9.2"),
    StepKind.COMMITTEE_DECISION: lazy("decision of the Committee of Ministers"),
    StepKind.FINAL_RESOLUTION: lazy("final resolution"),
}

STATES: Final[Mapping[str, str]] = {
    "paid": lazy("paid"),
    "partly": lazy("partly paid"),
    "not": lazy("not paid"),
}

MARKS: Final[Mapping[str, str]] = {
    "V": lazy("read in the table of the bank"),
    "S": lazy("from another source: check it"),
    "T": lazy("added here"),
}

FAULTS: Final[Mapping[str, str]] = {
    "final_before": lazy("A judgment cannot become final before it was delivered. Look at both days."),
    "paid_before": lazy("Nothing is paid before the judgment was delivered. Look at the day."),
    "no_months": lazy("Write the months as a number, like 3."),
    "not_awarded": lazy("This award is not for all of these applicants."),
    "rate_known": lazy("The rate of this day is in the data that came with the program."),
    "rate_twice": lazy("A rate from this day is added already. Take it back first."),
    "no_rate": lazy("Write the rate in per cent, like 2.40."),
    "other_currency": lazy("Write the sum in the currency of the award."),
}

#: Deeds of this package, as the sealed log of a matter says them.
DEEDS: Final[Mapping[str, str]] = {
    "judgment recorded": lazy("recorded a judgment for execution"),
    "award recorded": lazy("recorded an award"),
    "payment recorded": lazy("recorded a payment"),
    "payment taken back": lazy("took a payment back"),
    "step of execution recorded": lazy("recorded a step of execution"),
    "rate added": lazy("added a rate of the European Central Bank"),
    "rate taken back": lazy("took a rate of the European Central Bank back"),
    "payment details kept": lazy("wrote down where the money goes"),
}


def say(fault: Fault) -> str:
    """The sentence of a fault of this package or of those it stands on."""
    words = FAULTS.get(fault.code)
    return costs.say(fault) if words is None else str(words)
