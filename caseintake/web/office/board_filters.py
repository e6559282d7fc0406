"""What the board is narrowed to, read from the address: the same for the lists, the pictures and the spreadsheets."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import g, request, url_for

from caseintake.access.policy import Action, roles
from caseintake.deadlines import board, wording
from caseintake.deadlines.board import Wanted
from caseintake.deadlines.states import RUNNING, Group, Severity, State
from caseintake.deadlines.statute import the_law
from caseintake.i18n import _
from caseintake.matters.model import MatterLabel
from caseintake.web.asked import one_of
from caseintake.web.guards import Guard, Pages
from caseintake.web.office.matters_pages import name_of
from caseintake.work import UnitOfWork

#: The list, the pictures and the files of the board; the modules of `board_map` put their routes on it.
pages = Pages("board", __name__)
#: Whose keys may show anything here, and who looks after matters.
READERS: Final = roles(Action.MATTER_READ)
READ: Final = Guard.role(*READERS)
NEEDS: Final = ("", "reading", "moved", "unowned", "own")

Asked = dict[str, str]
Labels = Mapping[UUID, MatterLabel]


def asked() -> Asked:
    """What stands in the address, as far as it means anything."""
    return {
        "lawyer": _id("lawyer"),
        "matter": _id("matter"),
        "rule": one_of("rule", _rules(), default=""),
        "severity": one_of("severity", tuple(Severity), default=""),
        "state": one_of("state", tuple(State), default=""),
        "need": one_of("need", NEEDS, default=""),
        "from": _day("from"),
        "to": _day("to"),
    }


def _rules() -> tuple[str, ...]:
    return *the_law().rules, *wording.TYPED


def _id(name: str) -> str:
    try:
        return str(UUID(request.args.get(name, "")))
    except ValueError:
        return ""


def _day(name: str) -> str:
    try:
        return date.fromisoformat(request.args.get(name, "").strip()).isoformat()
    except ValueError:
        return ""


def labels_for(what: Asked, uow: UnitOfWork) -> dict[UUID, MatterLabel] | None:
    """The labels of all matters, where a filter asks who looks after them; else None, for opening them takes time."""
    if what["lawyer"] or what["need"] == "unowned":
        return board.labels_of(None, uow=uow)
    return None


def wanted(what: Asked, labels: dict[UUID, MatterLabel] | None) -> Wanted:
    """The same as the board's questions."""
    matters: frozenset[UUID] | None = None
    if labels is not None and what["lawyer"]:
        matters = board.matters_of(labels, person=UUID(what["lawyer"]), alone=what["need"] == "own")
    if labels is not None and what["need"] == "unowned":
        nobody = board.matters_of(labels, unowned=True)
        matters = nobody if matters is None else matters & nobody
    if what["matter"]:
        matters = frozenset({UUID(what["matter"])}) if matters is None else matters & {UUID(what["matter"])}
    return Wanted(
        rule=what["rule"] or None,
        severity=Severity(what["severity"]) if what["severity"] else None,
        state=State(what["state"]) if what["state"] else None,
        matters=matters,
        unread=what["need"] == "reading",
        moved=what["need"] == "moved",
        first=date.fromisoformat(what["from"]) if what["from"] else None,
        last=date.fromisoformat(what["to"]) if what["to"] else None,
    )


def between(what: Wanted, first: date, last: date) -> Wanted:
    """Narrowed further, to a picture's own days."""
    return replace(what, first=first, last=last)


def undated(counts: Mapping[Group, int]) -> int:
    """Of these sections, how many stand on no day and so in no list or picture of days."""
    return counts.get(Group.ANY_DAY, 0) + counts.get(Group.NEEDS_FACT, 0)


def choices(what: Asked, labels: dict[UUID, MatterLabel] | None) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers. People are those the roster knows; matters those whose label opens."""
    running = [(state.value, str(wording.STATES[state])) for state in State if state in RUNNING]
    found = {
        "lawyer": people(),
        "rule": sorted(((rule, wording.short(rule)) for rule in _rules()), key=lambda pair: pair[1].casefold()),
        "severity": [(one.value, str(wording.SEVERITIES[one])) for one in Severity],
        "state": [*running, (State.LODGED_NO_PROOF.value, str(wording.STATES[State.LODGED_NO_PROOF]))],
        "need": [
            ("reading", _("needs a second reading")),
            ("moved", _("moved in the last 7 days")),
            ("unowned", _("nobody is responsible")),
        ],
    }
    if what["lawyer"]:
        found["need"].append(("own", _("responsible, not as deputy")))
    known = board.labels_to_choose(uow=g.uow) if labels is None else labels
    if what["matter"] and UUID(what["matter"]) not in known:
        known = board.labels_of({UUID(what["matter"])}, uow=g.uow)
    named = [(str(id), label.codename) for id, label in known.items()]
    if what["matter"] and not named:
        named = [(what["matter"], _("one matter"))]
    found["matter"] = sorted(named, key=lambda pair: pair[1].casefold())
    return found


def people() -> list[tuple[str, str]]:
    """Everybody who can look after a matter: id and name, by name."""
    may_own = set(READERS)
    known = [one.id for one in g.uow.roster.people() if one.active and one.role in may_own]
    return sorted(((str(id), name_of(id)) for id in known), key=lambda pair: pair[1].casefold())


def address(endpoint: str, what: Asked, **changed: Any) -> str:
    """The address of a page narrowed as ``what`` says, but for what ``changed`` says otherwise."""
    # Built in two steps: `from` is no name an argument can have.
    return url_for(endpoint, **{name: value for name, value in {**what, **changed}.items() if value})
