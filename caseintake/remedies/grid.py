"""The exhaustion grid: applicant by complaint by remedy; who stands alike stands in one line. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from caseintake.remedies.kinds import RemedyState


class Cell(NamedTuple):
    """What counts of one remedy for one applicant and complaint. ``number``: of the statement it is from."""

    state: RemedyState
    reason: str = ""
    decision_id: UUID | None = None
    filing_id: UUID | None = None
    entry_id: UUID | None = None
    number: int = 0
    proceeding_id: UUID | None = None

    @property
    def says(self) -> tuple[object, ...]:
        """What makes two cells alike, whoever said it when."""
        return self.state, self.reason, self.decision_id, self.filing_id, self.proceeding_id


class Spot(NamedTuple):
    """One place in the grid."""

    applicant_id: UUID
    complaint_id: UUID
    remedy: str


class Said(NamedTuple):
    """A statement as it is recorded."""

    complaint_id: UUID
    remedy: str
    applicants: tuple[UUID, ...]
    cell: Cell


Grid = Mapping[Spot, Cell]


@dataclass(frozen=True, slots=True)
class Line:
    """Applicants of one complaint of whom the same is said, with a cell or nothing for each remedy."""

    applicants: tuple[UUID, ...]
    cells: tuple[Cell | None, ...]


def filled(said: Iterable[Said]) -> dict[Spot, Cell]:
    """What counts at each place: the statement with the highest number."""
    found: dict[Spot, Cell] = {}
    for one in sorted(said, key=lambda each: each.cell.number):
        for applicant_id in one.applicants:
            found[Spot(applicant_id, one.complaint_id, one.remedy)] = one.cell
    return found


def lines(complaint_id: UUID, applicants: Iterable[UUID], remedies: Sequence[str], grid: Grid) -> list[Line]:
    """One complaint: the applicants in their order, those of whom the same is said together; the largest first."""
    alike: dict[tuple[object, ...], list[UUID]] = {}
    cells: dict[tuple[object, ...], tuple[Cell | None, ...]] = {}
    for applicant_id in applicants:
        own = tuple(grid.get(Spot(applicant_id, complaint_id, remedy)) for remedy in remedies)
        key = tuple(cell.says if cell is not None else None for cell in own)
        alike.setdefault(key, []).append(applicant_id)
        cells.setdefault(key, own)
    made = [Line(tuple(whose), cells[key]) for key, whose in alike.items()]
    return sorted(made, key=lambda line: -len(line.applicants))
