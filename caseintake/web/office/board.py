"""The Monday page: what ends when. Codenames only; whoever holds no key to a matter sees no name of it."""

from typing import Any
from uuid import UUID

from flask import g, render_template, request, url_for

from caseintake.access.policy import Action, roles
from caseintake.deadlines import board, wording
from caseintake.deadlines.board import Section, Wanted
from caseintake.deadlines.situations import RULES
from caseintake.deadlines.states import RUNNING, Group, Severity, State
from caseintake.diary import board as diary
from caseintake.diary.wording import hour
from caseintake.i18n import _, lazy
from caseintake.matters.model import MatterLabel
from caseintake.web.asked import one_of, whole_number
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.matters_pages import name_of

pages = Pages("board", __name__)
READERS = roles(Action.MATTER_READ)
NEEDS = ("", "reading", "moved", "unowned")


@pages.get("/board", guard=Guard.role(*READERS), nav=Nav(lazy("Time-limits"), 20))
def show() -> str:
    """Every section with its first lines; with ``?section=`` one section page by page."""
    within = board.scope(uow=g.uow)
    asked = _asked()
    labels = board.labels_of(None, uow=g.uow) if asked["lawyer"] or asked["need"] == "unowned" else None
    wanted = _wanted(asked, labels)
    alone = one_of("section", tuple(Group), default="")
    number = whole_number("page", default=1, least=1)
    sections = _alone(Group(alone), within, wanted, number) if alone else diary.sections(within, wanted, uow=g.uow)
    lines = [line for one in sections for line in one.lines]
    changed = diary.check(lines, uow=g.uow)
    called = {line.matter_id: line.label.codename if line.label else line.ref for line in lines}
    unread, moved = diary.counts_of(within, wanted, uow=g.uow)
    return render_template(
        "office/board/board.html",
        sections=sections,
        changed=sorted((called[id], number) for id, number in changed.items()),
        counts=diary.counts(within, wanted, uow=g.uow) if alone else {one.group: one.count for one in sections},
        groups=list(Group),
        alone=alone,
        number=number,
        unread=unread,
        moved=moved,
        asked=asked,
        choices=_choices(asked, labels),
        everything=within.everything,
        today=g.uow.clock.today(),
        recent=board.MOVED_DAYS,
        name_of=name_of,
        link=_link,
        hour=hour,
        w=wording,
    )


def _alone(group: Group, within: board.Scope, wanted: Wanted, number: int) -> list[Section]:
    lines, more = diary.page(group, within, wanted, number=number, uow=g.uow)
    diary.dress(lines, within, uow=g.uow)
    return [Section(group, diary.counts(within, wanted, uow=g.uow)[group], lines, more)]


def _asked() -> dict[str, str]:
    """What stands in the address, as far as it means anything."""
    return {
        "lawyer": _id("lawyer"),
        "matter": _id("matter"),
        "rule": one_of("rule", (*RULES, *wording.TYPED), default=""),
        "severity": one_of("severity", tuple(Severity), default=""),
        "state": one_of("state", tuple(State), default=""),
        "need": one_of("need", NEEDS, default=""),
    }


def _id(name: str) -> str:
    try:
        return str(UUID(request.args.get(name, "")))
    except ValueError:
        return ""


def _wanted(asked: dict[str, str], labels: dict[UUID, MatterLabel] | None) -> Wanted:
    matters: frozenset[UUID] | None = None
    if labels is not None and asked["lawyer"]:
        matters = board.matters_of(labels, person=UUID(asked["lawyer"]))
    if labels is not None and asked["need"] == "unowned":
        nobody = board.matters_of(labels, unowned=True)
        matters = nobody if matters is None else matters & nobody
    if asked["matter"]:
        matters = frozenset({UUID(asked["matter"])}) if matters is None else matters & {UUID(asked["matter"])}
    return Wanted(
        rule=asked["rule"] or None,
        severity=Severity(asked["severity"]) if asked["severity"] else None,
        state=State(asked["state"]) if asked["state"] else None,
        matters=matters,
        unread=asked["need"] == "reading",
        moved=asked["need"] == "moved",
    )


def _choices(asked: dict[str, str], labels: dict[UUID, MatterLabel] | None) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers. People are those the roster knows; the matter only what the address says already."""
    may_own = set(READERS)
    people = [one.id for one in g.uow.roster.people() if one.active and one.role in may_own]
    running = [(state.value, str(wording.STATES[state])) for state in State if state in RUNNING]
    found = {
        "lawyer": sorted(((str(id), name_of(id)) for id in people), key=lambda pair: pair[1].casefold()),
        "rule": [(rule, wording.short(rule)) for rule in (*RULES, *wording.TYPED)],
        "severity": [(one.value, str(wording.SEVERITIES[one])) for one in Severity],
        "state": [*running, (State.LODGED_NO_PROOF.value, str(wording.STATES[State.LODGED_NO_PROOF]))],
        "need": [
            ("reading", _("needs a second reading")),
            ("moved", _("moved in the last 7 days")),
            ("unowned", _("nobody is responsible")),
        ],
    }
    if asked["matter"]:
        known = labels or board.labels_of({UUID(asked["matter"])}, uow=g.uow)
        label = known.get(UUID(asked["matter"]))
        found["matter"] = [(asked["matter"], label.codename if label else _("one matter"))]
    return found


def _link(asked: dict[str, str], **changed: Any) -> str:
    """The address of the board narrowed otherwise."""
    return url_for("board.show", **{name: value for name, value in {**asked, **changed}.items() if value})
