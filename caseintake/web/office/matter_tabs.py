"""The pages of a matter in groups: the first row names the groups, the second the pages of the one we are in."""

from typing import Final, NamedTuple

from flask import current_app, g, url_for

from caseintake.i18n import lazy
from caseintake.matters.model import Matter
from caseintake.web.guards import Guarded


class Group(NamedTuple):
    """A row of pages; `pages` is (endpoint without ``matters.``, title)."""

    title: str
    pages: tuple[tuple[str, str], ...]


GROUPS: Final = (
    Group(
        lazy("Overview"),
        (
            ("overview", lazy("Overview")),
            ("course", lazy("Course")),
            ("tasks", lazy("Tasks")),
            ("notes", lazy("Notes")),
        ),
    ),
    Group(
        lazy("Applicants"),
        (
            ("applicants", lazy("Applicants")),
            ("persons", lazy("Others and kin")),
            ("doubles_here", lazy("Doubles")),
            ("authorities", lazy("Authorities")),
            ("signatures", lazy("Signature runs")),
            ("contacts", lazy("Contact log")),
        ),
    ),
    Group(
        lazy("Case"),
        (
            ("complaints", lazy("Complaints")),
            ("proceedings", lazy("Proceedings")),
            ("chain", lazy("Chain")),
            ("remedies", lazy("Remedies")),
            ("section_g", lazy("Section G")),
            ("happened", lazy("What happened")),
            ("incidents", lazy("Incidents")),
            ("advocacy", lazy("Said outside")),
        ),
    ),
    Group(
        lazy("Time-limits"),
        (
            ("deadlines", lazy("Time-limits")),
            ("dates", lazy("Dates")),
        ),
    ),
    Group(
        lazy("Papers"),
        (
            ("documents", lazy("Documents")),
            ("chronology", lazy("Chronology")),
            ("shares", lazy("Shared outside")),
            ("laboratory", lazy("Laboratory")),
            ("letters", lazy("Letters")),
        ),
    ),
    Group(
        lazy("Money and execution"),
        (
            ("costs", lazy("Costs")),
            ("settlement", lazy("Settlement")),
            ("execution", lazy("Execution")),
        ),
    ),
    Group(
        lazy("Team and access"),
        (
            ("team", lazy("Team and access")),
            ("representation", lazy("Who acts")),
            ("firms", lazy("Firms")),
            ("conflicts", lazy("Conflict card")),
            ("inner", lazy("Inner circle")),
            ("in_and_out", lazy("In and out")),
            ("log", lazy("Log")),
        ),
    ),
)

Tab = tuple[str, str, bool]


def tabs(current: str, matter: Matter) -> tuple[list[Tab], list[Tab]]:
    """Text, address and whether we are there: of every group, and of the pages of ours when it has several."""
    ours = next((group for group in GROUPS if current in dict(group.pages)), None)
    first = [(group.title, _address(group.pages[0][0], matter), group is ours) for group in GROUPS]
    pages = ours.pages if ours is not None and len(ours.pages) > 1 else ()
    return first, [(title, _address(name, matter), name == current) for name, title in pages if _opens(name)]


def _opens(name: str) -> bool:
    """Whether the reader's role may open the page: nobody is shown a way to a page that does not exist for her."""
    view = current_app.view_functions[f"matters.{name}"]
    return not isinstance(view, Guarded) or not view.guard.roles or g.uow.actor.role in view.guard.roles


def _address(name: str, matter: Matter) -> str:
    return url_for(f"matters.{name}", matter_id=matter.id)
