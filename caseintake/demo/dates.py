"""Telling the dates no rule computes: a joint hearing, one that clashes with it, a fatal date one person has typed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from caseintake.deadlines.states import Severity
from caseintake.demo.cast import Cast
from caseintake.diary import service
from caseintake.diary.kinds import Kind, Place, SetBy
from caseintake.diary.model import Appearance
from caseintake.diary.service import Typed
from caseintake.matters import queries

#: How many days ago they were typed, and in how many days from today the hearings are.
AGO: Final = 1
IN_DAYS: Final = 6
LAWYER: Final = "leyla"


def type_in(matters: Mapping[str, UUID], cast: Cast) -> None:
    """Two hearings of one lawyer within an hour, one of them for eighteen applicants; the day for a court fee."""
    day = cast.today + timedelta(days=IN_DAYS)
    me = cast.members[LAWYER].id
    told = {
        "Juniper 41": [
            Typed(
                kind=Kind.HEARING, due=day, minute=10 * 60, lasts=120, what="Appeal of all applicants",
                place_type=Place.COURT, place="Baku Court of Appeal", room="12", panel="Panel of three",
                set_by=SetBy.COURT, appearing=(me,), bring="Power of attorney of each applicant, two copies",
                appearances=(
                    Appearance("Leyla Quliyeva", "", "1-13"), Appearance("Marc Orban", "Orban & Partners", "14-18"),
                ),
            ),
            Typed(
                kind=Kind.COURT_DATE, due=day + timedelta(days=3), severity=Severity.FATAL, set_by=SetBy.COURT,
                what="Receipt of the court fee, or the appeal is returned",
            ),
        ],
        "Saffron 63": [
            Typed(
                kind=Kind.HEARING, due=day, minute=11 * 60 + 30, what="Request for the record of the copying",
                place_type=Place.COURT, place="Sabail District Court", room="3", set_by=SetBy.COURT, appearing=(me,),
                responsible=me,
            ),
        ],
    }  # fmt: skip
    with cast.unit(LAWYER) as uow:
        for codename, dates in told.items():
            for typed in dates:
                service.record(queries.matter(matters[codename], uow=uow), typed, uow=uow)
        uow.commit()
