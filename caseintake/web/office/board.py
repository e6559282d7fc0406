"""The board: what ends when. Codenames only; whoever holds no key to a matter sees no name of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import g, render_template

from caseintake.deadlines import board, orders, wording
from caseintake.deadlines.board import Line, Scope, Section, Wanted
from caseintake.deadlines.orders import Order
from caseintake.deadlines.states import Group
from caseintake.diary import board as diary
from caseintake.diary.wording import hour
from caseintake.i18n import lazy
from caseintake.web.asked import one_of, whole_number
from caseintake.web.guards import Nav
from caseintake.web.office import board_filters as filters
from caseintake.web.office.board_filters import READ, pages
from caseintake.web.office.board_readings import ASKS
from caseintake.web.office.exports import MAY_EXPORT
from caseintake.web.office.matters_pages import name_of


@dataclass(frozen=True, slots=True)
class Whole:
    """All sections in one list: how many limits, and one page of lines; ``more``: there is a next page."""

    count: int
    lines: list[Line]
    more: bool


@pages.get("/board", guard=READ, nav=Nav(lazy("Time-limits"), 20))
def show() -> str:
    """Every section with its first lines; with ``?section=`` one section page by page, with ``?sort=`` all of them."""
    within = board.scope(uow=g.uow)
    asked = filters.asked()
    labels = filters.labels_for(asked, g.uow)
    wanted = filters.wanted(asked, labels)
    alone = one_of("section", tuple(Group), default="")
    sort = one_of("sort", tuple(Order), default="")
    number = whole_number("page", default=1, least=1)
    sections: Sequence[Section | Whole]
    if sort:
        sections = _sorted(Order(sort), within, wanted, number)
    elif alone:
        sections = _alone(Group(alone), within, wanted, number)
    else:
        sections = diary.sections(within, wanted, uow=g.uow)
    lines = [line for one in sections for line in one.lines]
    changed = diary.check(lines, uow=g.uow)
    called = {line.matter_id: line.label.codename if line.label else line.ref for line in lines}
    unread, moved = diary.counts_of(within, wanted, uow=g.uow)
    first = {one.group: one.count for one in sections if isinstance(one, Section)}
    return render_template(
        "office/board/board.html",
        sections=sections,
        changed=sorted((called[id], number) for id, number in changed.items()),
        counts=diary.counts(within, wanted, uow=g.uow) if alone or sort else first,
        groups=list(Group),
        alone=alone,
        sort=sort,
        orders=orders.Order,
        number=number,
        unread=unread,
        moved=moved,
        asked=asked,
        choices=filters.choices(asked, labels),
        undated=_undated(within, wanted) if wanted.windowed else 0,
        everything=within.everything,
        may_ask=ASKS.admits(g.uow.actor) and any(line.mine for line in lines),
        may_export=MAY_EXPORT.admits(g.uow.actor),
        today=g.uow.clock.today(),
        recent=board.MOVED_DAYS,
        name_of=name_of,
        address=filters.address,
        hour=hour,
        w=wording,
    )


def _undated(within: Scope, wanted: Wanted) -> int:
    return filters.undated(diary.counts(within, replace(wanted, first=None, last=None), uow=g.uow))


def _alone(group: Group, within: Scope, wanted: Wanted, number: int) -> list[Section]:
    lines, more = diary.page(group, within, wanted, number=number, uow=g.uow)
    diary.dress(lines, within, uow=g.uow)
    return [Section(group, diary.counts(within, wanted, uow=g.uow)[group], lines, more)]


def _sorted(order: Order, within: Scope, wanted: Wanted, number: int) -> list[Whole]:
    """All the filter shows as one list in another order than that of the sections."""
    lines = every(order, within, wanted)
    shown = lines[(number - 1) * board.PAGE : number * board.PAGE]
    diary.dress(shown, within, uow=g.uow)
    total = sum(line.number for line in lines)
    return [Whole(total, shown, number * board.PAGE < len(lines))] if lines else []


def every(order: Order, within: Scope, wanted: Wanted) -> list[Line]:
    """Every line the filter shows, in order. Codenames are opened for all of them only where they give the order."""
    lines = diary.every(within, wanted, uow=g.uow)
    if order is Order.MATTER:
        board.name(lines, within, uow=g.uow)
    return orders.ordered(lines, order)
