"""Columns of the applicants grid: where the case of each runs, what was decided last, until when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from caseintake.deadlines import wording as limits
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import COSTS, Group, Severity, State
from caseintake.i18n import _, format_day, lazy, ngettext
from caseintake.matters import states
from caseintake.matters.facts import DateFact
from caseintake.matters.model import Decision, Proceeding, ServiceOnApplicant, facts_for
from caseintake.matters.wording import tell, word
from caseintake.web.office.grid_columns import Cell, Column, Sheet, View

#: Not in any application, or without a decision.
NONE: Final = "none"
#: The bands of days left, as on the board: (until so many days, section).
BANDS: Final = (
    (-1, Group.OVERDUE),
    (0, Group.TODAY),
    (7, Group.IN_7),
    (14, Group.IN_14),
    (30, Group.IN_30),
    (60, Group.IN_60),
    (90, Group.IN_90),
)
#: Which days of a decision stand for the day it fell, from the surest.
DECIDED: Final = ("decided_on", "judgment_on", "act_on", "reasons_on")
SERVED: Final = ("served_on", "served_on_lawyer", "known_on")


def application_name(row: Proceeding, number: int) -> str:
    """An application by the Court's number, or by ours until it has one."""
    return row.case_number or _("application %(n)s, no number yet", n=number)


def _applications(sheet: Sheet) -> Mapping[UUID, Cell]:
    cells = {row.id: Cell(_("none"), None, (NONE,)) for row in sheet.applicants}
    of: dict[UUID, list[tuple[int, Proceeding]]] = {}
    for number, row in enumerate(sheet.applications, 1):
        for id in row.applicants:
            of.setdefault(id, []).append((number, row))
    for id, rows in of.items():
        names = [application_name(row, number) for number, row in rows]
        cells[id] = Cell(", ".join(names), names[0], tuple(str(row.id) for _number, row in rows))
    return cells


def _application_choices(sheet: Sheet) -> Sequence[tuple[str, str]]:
    rows = enumerate(sheet.applications, 1)
    return [(str(row.id), application_name(row, number)) for number, row in rows] + [(NONE, _("in no application"))]


def last_decisions(sheet: Sheet) -> dict[UUID, tuple[Proceeding, Decision, dict[str, DateFact | None]]]:
    """The latest decision of each applicant by the day it fell, with the days as they stand for this one."""
    found: dict[UUID, tuple[Proceeding, Decision, dict[str, DateFact | None]]] = {}
    latest: dict[UUID, date] = {}
    for proceeding in sheet.proceedings:
        for decision in sheet.decisions.get(proceeding.id, ()):
            own = {row.applicant_id: [row] for row in sheet.services.get(decision.id, ())}
            common = decision.facts
            for id in proceeding.applicants:
                day = _first(common, DECIDED) or _first(common, SERVED) or date.min
                if id not in found or day >= latest[id]:
                    latest[id] = day
                    found[id] = (proceeding, decision, _days(decision, common, id, own.get(id, ())))
    return found


def _days(
    decision: Decision,
    common: dict[str, DateFact | None],
    applicant_id: UUID,
    own: Sequence[ServiceOnApplicant],
) -> dict[str, DateFact | None]:
    return facts_for(decision, applicant_id, own) if own else common


def _first(facts: Mapping[str, DateFact | None], names: Iterable[str]) -> date | None:
    for name in names:
        fact = facts.get(name)
        if fact is not None and fact.dated:
            return fact.earliest or fact.latest
    return None


def _decided(sheet: Sheet) -> Mapping[UUID, Cell]:
    cells = {row.id: Cell(_("none"), None, (NONE,)) for row in sheet.applicants}
    for id, (_proceeding, decision, facts) in last_decisions(sheet).items():
        day = _first(facts, DECIDED)
        said = f"{word(decision.instance)}, {word(decision.kind)}"
        text = f"{said}, {format_day(day)}" if day else said
        cells[id] = Cell(text, day.toordinal() if day else None, (str(decision.id),))
    return cells


def _decision_choices(sheet: Sheet) -> Sequence[tuple[str, str]]:
    found = {}
    for proceeding, decision, facts in last_decisions(sheet).values():
        day = _first(facts, DECIDED)
        where = proceeding.court or states.name_of(proceeding.state)
        when = f", {format_day(day)}" if day else ""
        found[str(decision.id)] = f"{where}: {word(decision.instance)}, {word(decision.kind)}{when}"
    return [*sorted(found.items(), key=lambda pair: pair[1]), (NONE, _("no decision yet"))]


def _served(sheet: Sheet) -> Mapping[UUID, Cell]:
    cells = {}
    for id, (_proceeding, _decision, facts) in last_decisions(sheet).items():
        fact = next((facts[name] for name in SERVED if facts.get(name) is not None), None)
        day = _first(facts, SERVED)
        if fact is None or day is None:
            cells[id] = Cell(_("not recorded"), None, ("no",), False, "warning")
        elif not fact.proven:
            cells[id] = Cell(f"{tell(fact)} ({_('no proof')})", day.toordinal(), ("unproven",), False, "provisional")
        else:
            cells[id] = Cell(tell(fact), day.toordinal(), ("proven",), True)
    return cells


def _served_choices(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [("no", _("not recorded")), ("unproven", _("recorded, no proof")), ("proven", _("recorded, proof here"))]


def nearest(rows: Iterable[Deadline], severities: Iterable[Severity] = COSTS) -> dict[UUID, Deadline]:
    """The running time-limit of each applicant that ends first, of those whose passing costs something."""
    asked = set(severities)
    found: dict[UUID, Deadline] = {}
    for row in rows:  # what may end any day stands first, then by day
        if row.running and row.severity in asked and row.applicant_id is not None:
            found.setdefault(row.applicant_id, row)
    return found


def band(due: date | None, today: date) -> Group:
    """The section of the board a last day belongs to."""
    if due is None:
        return Group.ANY_DAY
    left = due - today
    return next((group for most, group in BANDS if left <= timedelta(days=most)), Group.LATER)


def _left(sheet: Sheet) -> Mapping[UUID, Cell]:
    cells = {row.id: Cell(_("no fatal limit runs"), None, (NONE,)) for row in sheet.applicants}
    alike: dict[tuple[date | None, date | None, State], Cell] = {}  # most of a joint case have one clock
    for id, row in nearest(sheet.limits, (Severity.FATAL,)).items():
        same = (row.due, row.counted.cautious, row.state)
        if same not in alike:
            alike[same] = _ending(row, sheet.today)
        cells[id] = alike[same]
    return cells


def _ending(row: Deadline, today: date) -> Cell:
    said = limits.days_left(row.due, today, row.state)
    text = f"{said}, {format_day(row.due)}" if row.due else said
    careful = row.counted.cautious
    if careful is not None and careful != row.due:
        text += f" ({limits.cautious(careful, row.due)})"
    order = (0, 0) if row.due is None else (1, row.due.toordinal())
    return Cell(text, order, (band(row.due, today).value,), None, _tone(row, today))


def _tone(row: Deadline, today: date) -> str:
    return limits.tone(row.due, today, row.state)


def _left_choices(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    running = [Group.ANY_DAY, *(group for _most, group in BANDS), Group.LATER]
    return [*((group.value, str(limits.GROUPS[group])) for group in running), (NONE, _("no fatal limit runs"))]


def _proceedings(sheet: Sheet) -> Mapping[UUID, Cell]:
    count: dict[UUID, int] = {}
    for row in sheet.proceedings:
        for id in row.applicants:
            count[id] = count.get(id, 0) + 1
    return {id: Cell(ngettext("%(n)s proceeding", "%(n)s proceedings", n), n) for id, n in count.items()}


APPLICATION = Column(
    "application", lazy("Application"), _applications, View.WORK | View.CASE, _application_choices
)  # fmt: skip
DECISION = Column("decision", lazy("Last decision"), _decided, View.CASE, _decision_choices)
SERVICE = Column("served", lazy("Served on"), _served, View.CASE, _served_choices)
DAYS_LEFT = Column("left", lazy("Nearest fatal limit"), _left, View.WORK | View.CASE | View.PEOPLE, _left_choices)
PROCEEDINGS = Column("proceedings", lazy("Proceedings"), _proceedings, View.CASE)
