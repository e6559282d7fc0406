"""What can be said of a remedy. Pure."""

from enum import StrEnum


class RemedyState(StrEnum):
    """Where a remedy stands for an applicant and a complaint (Article 35 § 1 of the Convention)."""

    NOT_NEEDED = "not_needed"
    OPEN = "open"
    PENDING = "pending"
    EXHAUSTED = "exhausted"
    INEFFECTIVE = "ineffective"


#: What needs a reason in words: the Court asks for it, and the Government will answer it.
NEEDS_REASON = frozenset({RemedyState.NOT_NEEDED, RemedyState.INEFFECTIVE})
