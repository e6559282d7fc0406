"""Reports that were made, in the docket: counts that name nobody, and no matter."""

from datetime import date

from caseintake.reports.guarded import Report
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class ReportMade(SealedRecord):
    """One report, signed by who made it. The next one is measured against it, so none is ever changed."""

    __tablename__ = "report_made"
    __kind__ = "report made"
    __signed__ = True

    #: 1, 2, 3 … in the order in which they were made.
    number: Sealed[int] = sealed()
    made_on: Sealed[date] = sealed()
    report: Sealed[Report] = sealed()
