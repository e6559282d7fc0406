"""The sentences of this package."""

from collections.abc import Mapping
from typing import Final

from caseintake.i18n import lazy
from caseintake.remedies.kinds import RemedyState

STATES: Final[Mapping[RemedyState, str]] = {
    RemedyState.NOT_NEEDED: lazy("not needed"),
    RemedyState.OPEN: lazy("open: not used yet"),
    RemedyState.PENDING: lazy("pending"),
    RemedyState.EXHAUSTED: lazy("exhausted"),
    RemedyState.INEFFECTIVE: lazy("not effective"),
}

DEEDS: Final[Mapping[str, str]] = {
    "remedy said": lazy("said where a remedy stands"),
}
