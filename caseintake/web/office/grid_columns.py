"""What a column of the applicants grid is, and what every column is computed from.

A column is asked once for everybody on the page, never once for each: a matter of 1,000 applicants takes as many
statements as one of ten.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from enum import Flag
from functools import cached_property
from typing import Any, Final, NamedTuple
from uuid import UUID

from caseintake.deadlines import service as deadlines
from caseintake.deadlines.model import Deadline
from caseintake.i18n import lazy
from caseintake.matters import queries
from caseintake.matters.kinds import Forum
from caseintake.matters.model import (
    Applicant,
    ClientFile,
    Decision,
    Matter,
    MatterLabel,
    ProceduralEvent,
    Proceeding,
    ServiceOnApplicant,
)
from caseintake.work import UnitOfWork


class View(Flag):
    """The sets of columns a lawyer chooses from; a column may stand in several."""

    #: What is missing before something can be lodged.
    WORK = 1
    #: Where it runs, and until when.
    CASE = 2
    #: Who they are and how to reach them.
    PEOPLE = 4


class Cell(NamedTuple):
    """What one column says of one applicant."""

    #: In the reader's language.
    text: str
    #: Numbers, words or tuples, of one kind in a column. None stands at the end.
    sort: Any = None
    #: By which of the column's choices this row is found. Codes or ids: they stand in addresses, so never a name.
    choices: tuple[str, ...] = ()
    #: Whether all is well here; None: it does not count.
    ok: bool | None = None
    #: The look of a tag (`macros/parts.html`), or plain text.
    tone: str = ""


class Sheet:
    """The matter's records a page is drawn from, each kind read once and only when a column asks for it."""

    def __init__(self, matter: Matter, label: MatterLabel, uow: UnitOfWork) -> None:
        self.matter, self.label, self.uow = matter, label, uow
        self.today: date = uow.clock.today()
        self._cells: dict[str, Mapping[UUID, Cell]] = {}

    def cells(self, column: "Column") -> Mapping[UUID, Cell]:
        """What a column says of everybody, asked once a page."""
        if column.key not in self._cells:
            self._cells[column.key] = column.read(self)
        return self._cells[column.key]

    def of(self, rows: list[Applicant]) -> "Sheet":
        """The same, asked about these applicants only. What was read and computed so far is not read again."""
        if len(rows) == len(self.applicants):
            return self
        part = copy(self)
        part.__dict__ |= {"applicants": rows, "_cells": dict(self._cells)}
        if "files" in self.__dict__:
            part.files = {row.id: self.files[row.id] for row in rows if row.id in self.files}
        return part

    @cached_property
    def everybody(self) -> list[Applicant]:
        """By number."""
        return queries.applicants(self.matter, uow=self.uow)

    @cached_property
    def applicants(self) -> list[Applicant]:
        """Whom the columns are asked about: everybody, unless a page shows only some."""
        return self.everybody

    @cached_property
    def files(self) -> Mapping[UUID, ClientFile]:
        """Their client files that open, by applicant id."""
        return queries.client_files(self.applicants, uow=self.uow)

    @cached_property
    def limits(self) -> list[Deadline]:
        return deadlines.deadlines_of(self.matter, uow=self.uow)

    @cached_property
    def proceedings(self) -> list[Proceeding]:
        return queries.proceedings(self.matter, uow=self.uow)

    @property
    def applications(self) -> list[Proceeding]:
        """Those before the Court in Strasbourg."""
        return [row for row in self.proceedings if row.forum is Forum.ECHR]

    @cached_property
    def decisions(self) -> Mapping[UUID, Sequence[Decision]]:
        """By proceeding id."""
        return queries.decisions(self.proceedings, uow=self.uow)

    @cached_property
    def services(self) -> Mapping[UUID, Sequence[ServiceOnApplicant]]:
        """By decision id."""
        return queries.services([one for rows in self.decisions.values() for one in rows], uow=self.uow)

    @cached_property
    def events(self) -> list[ProceduralEvent]:
        return queries.events(self.matter, uow=self.uow)


Read = Callable[[Sheet], Mapping[UUID, Cell]]
Offer = Callable[[Sheet], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``key`` stands in addresses; ``read`` answers for all applicants at once, by applicant id."""

    key: str
    title: str
    read: Read
    view: View
    #: What it can be narrowed to and grouped by: (code, words).
    choices: Offer | None = None
    #: A word for "not ready: …" where this must be in order before the pack is complete; empty: it does not matter.
    pack: str = ""
    #: The same for "could be taken over tomorrow".
    takeover: str = ""
    #: Reads as a figure.
    number: bool = False


YES: Final = lazy("yes")
NOT_READY: Final = lazy("no: %(what)s")
CLOSED: Final = lazy("closed to you")


def verdict(sheet: Sheet, because: Sequence[tuple[Column, str]]) -> dict[UUID, Cell]:
    """Yes, or no because of what these columns miss, each with its word: a column that follows from others.

    Whoever one of them says nothing of is neither: what is closed to this person may be in order or not.
    """
    asked = [(sheet.cells(column), str(word)) for column, word in because]
    found = {}
    for row in sheet.applicants:
        missing = [word for cells, word in asked if (cell := cells.get(row.id)) is not None and cell.ok is False]
        if missing:
            found[row.id] = Cell(str(NOT_READY) % {"what": ", ".join(missing)}, len(missing), ("no",), ok=False)
        elif all(row.id in cells for cells, _word in asked):
            found[row.id] = Cell(str(YES), 0, ("yes",), ok=True)
        else:
            found[row.id] = Cell(str(CLOSED))
    return found
