"""Columns of the applicants grid about authorities for the Court, and whether somebody else could go on tomorrow."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from caseintake.i18n import _, lazy
from caseintake.representation import authorities, desk, handover, wording
from caseintake.representation.authorities import Line
from caseintake.representation.kinds import READY, Waits
from caseintake.web.office.grid_columns import Cell, Column, Sheet, View


def _lines(sheet: Sheet) -> list[Line]:
    acts = desk.of_matter(sheet.matter, uow=sheet.uow)
    changed = acts.facts_changed_on if acts is not None else None
    return authorities.lines_of(sheet.applicants, sheet.files, facts_changed_on=changed, uow=sheet.uow)


def _authority(sheet: Sheet) -> Mapping[UUID, Cell]:
    order = list(Waits)
    cells = {}
    for line in _lines(sheet):
        if line.file is not None:
            wrong = "; ".join(str(wording.CHECKS[code]) for code in line.checks)
            text = f"{wording.WAITS[line.waits]}: {wrong}" if wrong else str(wording.WAITS[line.waits])
            ready = line.waits in READY and not line.checks
            tone = "done" if ready else wording.TONES.get(line.waits, "warning")
            cells[line.applicant.id] = Cell(text, order.index(line.waits), (line.waits.value,), ready, tone)
    return cells


def _stages(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [(one.value, str(words)) for one, words in wording.WAITS.items()]


def _succession(sheet: Sheet) -> Mapping[UUID, Cell]:
    cells = {}
    for id, codes in handover.tomorrow(sheet.matter, _lines(sheet), uow=sheet.uow).items():
        text = "; ".join(str(wording.NOT_TAKEN_OVER[code]) for code in codes) or _("yes")
        cells[id] = Cell(text, len(codes), codes or ("yes",), not codes, "warning" if codes else "done")
    return cells


def _reasons(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [("yes", _("yes")), *((code, str(words)) for code, words in wording.NOT_TAKEN_OVER.items())]


AUTHORITY = Column("authority", lazy("Authority"), _authority, View.WORK, _stages, pack=lazy("authority"))
SUCCESSION = Column(
    "succession", lazy("Somebody else could act"), _succession, View.CASE, _reasons, takeover=lazy("standing")
)
