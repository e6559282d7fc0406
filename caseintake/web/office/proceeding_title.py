"""What a proceeding is called on pages."""

from caseintake.matters.model import Proceeding
from caseintake.matters.wording import word


def title_of(row: Proceeding) -> str:
    """Court and number, or what it is."""
    return ", ".join(part for part in (row.court, row.case_number) if part) or word(row.forum)
