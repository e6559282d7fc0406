"""Who did what in a matter, from its signed log."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, render_template

from caseintake.access.policy import Action
from caseintake.advocacy import wording as advocacy
from caseintake.audit.reading import Deed, deeds
from caseintake.casework import wording as work
from caseintake.conflicts import wording as conflicts
from caseintake.custody import wording as custody
from caseintake.deadlines import wording as limits
from caseintake.diary import wording as diary
from caseintake.execution import wording as execution
from caseintake.i18n import _
from caseintake.incidents import wording as incidents
from caseintake.matters import deeds as matters
from caseintake.outside import wording as outside
from caseintake.people import wording as people
from caseintake.portability import wording as portability
from caseintake.remedies import wording as remedies
from caseintake.representation import wording as representation
from caseintake.web.asked import whole_number
from caseintake.web.office.matters_pages import frame, matter, may, name_of, pages
from caseintake.web.units import office

PAGE = 100
DEEDS = {
    **matters.DEEDS,
    **people.DEEDS,
    **conflicts.DEEDS,
    **limits.DEEDS,
    **diary.DEEDS,
    **work.DEEDS,
    **execution.DEEDS,
    **portability.DEEDS,
    **custody.DEEDS,
    **outside.DEEDS,
    **remedies.DEEDS,
    **representation.DEEDS,
    **incidents.DEEDS,
    **advocacy.DEEDS,
}


@pages.get("/matters/<uuid:matter_id>/log", guard=may(Action.MATTER_READ), endpoint="log")
def show(matter_id: UUID) -> str:
    """The newest first. Times are those of the office; nobody without the key of the matter sees them."""
    before = whole_number("before", default=0, most=10_000_000) or None
    found = deeds(matter().vault_id, session=g.uow.session, keystore=g.uow.keystore, before=before, limit=PAGE + 1)
    return render_template(
        "office/matters/log.html",
        **frame("log"),
        deeds=[(deed, what(deed), who(deed)) for deed in found[:PAGE]],
        at=lambda moment: moment.astimezone(ZoneInfo(office().settings.zone)).strftime("%H:%M"),
        earlier=found[PAGE - 1].seq if len(found) > PAGE else None,
    )


def what(deed: Deed) -> str:
    """What was done, in words; from the kinds of rows where nothing was said."""
    if deed.said:
        parts = dict.fromkeys(deed.said.split(", "))
        return "; ".join(str(DEEDS.get(part, part)) for part in parts)
    events = dict.fromkeys(item.kind for item in deed.items if item.op == "event")
    if events:
        return "; ".join(str(DEEDS.get(kind, kind)) for kind in events)
    return _("keys or records changed")


def who(deed: Deed) -> str:
    """The signer of the entry."""
    if deed.by_kind == "person":
        return name_of(deed.by)
    return _("the client") if deed.by_kind == "receipt" else _("the office's own machine")
