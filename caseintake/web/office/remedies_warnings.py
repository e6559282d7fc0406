"""The warnings of `caseintake.remedies.warnings` in words: on the overview, at the proceedings, in the grid."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from flask import g, url_for

from caseintake.i18n import _, format_day, lazy
from caseintake.matters import queries
from caseintake.remedies import looking
from caseintake.remedies.warnings import Code, Warned
from caseintake.remedies.wording import SHORT, WARNINGS
from caseintake.web.office.grid_columns import Cell, Column, Sheet, View
from caseintake.web.office.matters_pages import matter
from caseintake.web.office.numbers import spans
from caseintake.web.office.proceeding_title import title_of
from caseintake.web.office.remedies import about

#: What closes the way to the Court; the others are to be looked at.
FATAL: Final = frozenset({Code.UN_BLOCKS, Code.TWICE})
NONE: Final = "none"


class Shown(NamedTuple):
    """One cause in words, with the page where something can be done about it."""

    text: str
    tone: str
    where: str
    whose: str
    #: For each complaint, or each last day, whose it is; nothing where it is the same for all.
    lines: tuple[str, ...]
    address: str


def shown(warned: Iterable[Warned], course_id: UUID | None = None) -> list[Shown]:
    """All of them, or those about one proceeding: one for each cause, with its complaints; the gravest first."""
    causes: dict[tuple[object, ...], list[Warned]] = {}
    for one in warned:
        if course_id is None or course_id in (one.course_id, one.other_id):
            causes.setdefault((one.code, one.course_id, one.other_id, one.days), []).append(one)
    if not causes:
        return []
    numbers = {row.id: row.number for row in queries.applicants(matter(), uow=g.uow)}
    titles = {row.id: title_of(row) for row in queries.proceedings(matter(), uow=g.uow)}
    complaints = {row.id: about(row) for row in queries.complaints(matter(), uow=g.uow)}
    lines = [_shown(some, numbers, titles, complaints) for some in causes.values()]
    return sorted(lines, key=lambda line: line.tone != "danger")


def _shown(
    some: Sequence[Warned], numbers: Mapping[UUID, int], titles: Mapping[UUID, str], complaints: Mapping[UUID, str]
) -> Shown:
    """Warnings of one cause: they differ in the complaint and in whose it is."""
    first = some[0]
    places = [titles.get(id, "") for id in (first.course_id, first.other_id) if id is not None]
    about_each = [complaints.get(one.complaint_id, "") if one.complaint_id is not None else "" for one in some]
    if len(some) == 1:
        places += about_each
    each = [f"{words}: {_span(one.applicants, numbers)}" for words, one in zip(about_each, some, strict=True)]
    days = [
        f"{format_day(day) if day is not None else _('may end any day')}: {_span(whose, numbers)}"
        for day, whose in first.days
    ]
    whose_any = {id for one in some for id in one.applicants}
    return Shown(
        str(WARNINGS[first.code]),
        "danger" if first.code in FATAL else "warning",
        "; ".join(filter(None, places)),
        _span([id for id in numbers if id in whose_any], numbers),
        (*(each if len(some) > 1 else ()), *days),
        _address(first),
    )


def _span(whose: Sequence[UUID], numbers: Mapping[UUID, int]) -> str:
    return spans([numbers[id] for id in whose if id in numbers])


def _address(one: Warned) -> str:
    here: dict[str, Any] = {"matter_id": matter().id}
    if one.code is Code.NO_ROW and one.complaint_id is not None:
        return url_for("matters.remedies", **here)
    if one.code in (Code.CLOCKS_DIFFER, Code.INEFFECTIVE_START):
        return url_for("matters.deadlines", **here)
    if one.code is Code.NO_CLOCK:
        return url_for("matters.complaint_matrix", **here)
    place = one.other_id or one.course_id
    if place is None:
        return url_for("matters.happened", **here)
    return url_for("matters.proceeding", **here, proceeding_id=place)


# --- the column of the applicants grid --------------------------------------------------------------------------------


def _column(sheet: Sheet) -> Mapping[UUID, Cell]:
    codes: dict[UUID, list[Code]] = {row.id: [] for row in sheet.applicants}
    for one in looking.warnings(sheet.matter, limits=sheet.limits, uow=sheet.uow):
        for id in one.applicants:
            if id in codes and one.code not in codes[id]:
                codes[id].append(one.code)
    return {id: _cell(found) for id, found in codes.items()}


def _cell(found: Sequence[Code]) -> Cell:
    if not found:
        return Cell(_("none"), 0, (NONE,), True)
    words = ", ".join(str(SHORT[code]) for code in found)
    tone = "danger" if FATAL.intersection(found) else "warning"
    return Cell(words, len(found), tuple(code.value for code in found), False, tone)


def _choices(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [(code.value, str(words)) for code, words in SHORT.items()] + [(NONE, _("none"))]


WARNINGS_COLUMN: Final = Column("warnings", lazy("Warnings"), _column, View.CASE, _choices, pack=lazy("warnings"))
