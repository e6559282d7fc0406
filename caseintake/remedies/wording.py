"""The sentences of this package."""

from collections.abc import Mapping
from typing import Final

from caseintake.i18n import lazy
from caseintake.remedies.kinds import RemedyState
from caseintake.remedies.warnings import Code

STATES: Final[Mapping[RemedyState, str]] = {
    RemedyState.NOT_NEEDED: lazy("not needed"),
    RemedyState.OPEN: lazy("open: not used yet"),
    RemedyState.PENDING: lazy("pending"),
    RemedyState.EXHAUSTED: lazy("exhausted"),
    RemedyState.INEFFECTIVE: lazy("not effective"),
}

WARNINGS: Final[Mapping[Code, str]] = {
    Code.CLOCKS_DIFFER: lazy("The applicants of this form have different last days. The first of them is the form's."),
    Code.UN_BLOCKS: lazy("The same matter is before a body of the United Nations: that closes the way to the Court."),
    Code.UN_PERHAPS: lazy("This is before a body of the United Nations. Ask which: some of them close the way."),
    Code.WOULD_BLOCK: lazy(
        "If this goes to the body of the United Nations, the way to the Court may close, or it is closed there already."
    ),
    Code.NO_ROW: lazy("Nothing is said of any remedy for this complaint: section G would be empty."),
    Code.TWICE: lazy("Named in two applications for the same complaint."),
    Code.NO_CLOCK: lazy("Under no complaint, or in no proceeding about it: no time-limit is counted."),
    Code.INEFFECTIVE_START: lazy("The time is counted from a remedy marked not effective: it may have begun earlier."),
}
#: The same in two words, for a column.
SHORT: Final[Mapping[Code, str]] = {
    Code.CLOCKS_DIFFER: lazy("different last days"),
    Code.UN_BLOCKS: lazy("United Nations: blocked"),
    Code.UN_PERHAPS: lazy("United Nations: ask"),
    Code.WOULD_BLOCK: lazy("United Nations: would block"),
    Code.NO_ROW: lazy("no remedies said"),
    Code.TWICE: lazy("in two applications"),
    Code.INEFFECTIVE_START: lazy("start in doubt"),
    Code.NO_CLOCK: lazy("no time-limit counted"),
}

DEEDS: Final[Mapping[str, str]] = {
    "remedy said": lazy("said where a remedy stands"),
}
