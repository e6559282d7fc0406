"""The board as a file. It leaves the vault in clear, so it says what lies on the board and less: no person at all."""

from collections.abc import Sequence
from typing import Final

from flask import Response, g
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action, roles
from caseintake.deadlines import board, orders, wording
from caseintake.deadlines.board import Line
from caseintake.deadlines.orders import Order
from caseintake.diary import board as diary
from caseintake.i18n import _
from caseintake.vault.logged import OFFICE_CHAIN
from caseintake.web import spreadsheet
from caseintake.web.asked import one_of
from caseintake.web.guards import Guard
from caseintake.web.hardening import DOWNLOAD_POLICY
from caseintake.web.office import board_filters as filters
from caseintake.web.office.board_filters import pages
from caseintake.web.signed_in import pressed
from caseintake.web.spreadsheet import Cell
from caseintake.web.units import acting, close, office
from caseintake.work import UnitOfWork

#: Who looks after matters; whoever only reads them takes nothing along.
MAY_EXPORT: Final = Guard.role(*roles(Action.MATTER_CHANGE))
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pages.post("/board/file/<any(csv, xlsx):kind>", guard=MAY_EXPORT)
def take(kind: str) -> ResponseReturnValue:
    """All the filter shows, as CSV or XLSX. First it is written into the log of the office."""
    pressed()
    asked, sort = filters.asked(), one_of("sort", tuple(Order), default=Order.DAY.value)
    g.uow.note(OFFICE_CHAIN, "board taken as a file", g.uow.actor.id)
    g.uow.say("time-limits taken as a file")
    g.uow.commit()
    close()
    # A unit that reads: one record somebody changed from outside is marked and does not hold back the others.
    with office().unit(actor=acting(), keyring=g.keyring) as uow:
        uow.draw_a_page()
        lines = _lines(asked, Order(sort), uow)
        columns, rows = _columns(), [_row(line) for line in lines]
    return sent_as_file(kind, _("time-limits"), columns, rows)


def sent_as_file(kind: str, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Response:
    """A table as a download, ``csv`` or ``xlsx``."""
    made = spreadsheet.as_csv(columns, rows) if kind == "csv" else spreadsheet.as_xlsx(title, columns, rows)
    response = Response(made, content_type=TYPES[kind])
    # The name says nothing of whose list it is: it lies in the list of downloads.
    response.headers["Content-Disposition"] = f'attachment; filename="list-{office().clock.today().isoformat()}.{kind}"'
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def _lines(asked: filters.Asked, order: Order, uow: UnitOfWork) -> list[Line]:
    within = board.scope(uow=uow)
    wanted = filters.wanted(asked, filters.labels_for(asked, uow))
    lines = diary.every(within, wanted, uow=uow)
    board.name(lines, within, uow=uow)
    diary.check(lines, uow=uow)
    return orders.ordered(lines, order)


def _columns() -> list[str]:
    return [
        _("Last day"), _("Matter"), _("Reference"), _("Rule"), _("If it passes"), _("State"), _("Time-limits"),
        _("Moved on"), _("Was before"),
    ]  # fmt: skip


def _row(line: Line) -> list[Cell]:
    state = wording.stands(line.rule, line.state)
    return [
        # A day somebody else wrote is worse than none.
        None if line.damaged else line.due,
        line.label.codename if line.label is not None else "",
        line.ref,
        wording.short(line.rule),
        str(wording.SEVERITIES[line.severity]),
        _("changed from outside: do not rely on it") if line.damaged else state,
        line.number,
        None if line.damaged else line.moved_on,
        None if line.damaged else line.was,
    ]
