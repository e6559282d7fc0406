"""Every page of a matter, for the table in `app.py`: importing the modules puts their routes on the blueprint."""

from caseintake.web.office import (
    applicants,
    applicants_paste,
    complaints,
    dates,
    dates_acts,
    deadlines,
    decisions,
    departure,
    dispatches,
    filings,
    freezing,
    happened,
    matters,
    matters_consents,
    matters_documents,
    matters_log,
    matters_plan,
    matters_stages,
    matters_team,
    matters_told,
    matters_withdrawal,
    missed,
    old_cases,
    proceedings,
)
from caseintake.web.office.matters_pages import pages

#: The modules whose routes stand on `pages`.
PARTS = (
    matters,
    applicants,
    applicants_paste,
    complaints,
    proceedings,
    decisions,
    dispatches,
    filings,
    happened,
    deadlines,
    dates,
    dates_acts,
    matters_plan,
    matters_stages,
    freezing,
    matters_documents,
    matters_consents,
    matters_withdrawal,
    matters_team,
    matters_log,
    departure,
    missed,
    matters_told,
    old_cases,
)

__all__ = ["PARTS", "pages"]
