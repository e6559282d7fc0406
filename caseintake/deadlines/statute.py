"""The rules this office counts with, read once a process."""

from functools import cache

from caseintake.law import rules
from caseintake.law.rules import Law


@cache
def the_law() -> Law:
    """The rules and calendars that came with the program. Raises `RuleError`."""
    return rules.load(rules.shipped_directory())
