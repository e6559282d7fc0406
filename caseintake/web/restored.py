"""A restored office stays closed until coordinators have confirmed its roster.

Until then people can sign in, look at who is on the roster and take keys away; nothing is read, written or sent. The
public pages show what needs nobody: first aid, who reads, who else helps.
"""

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseintake.backup.confirming import Waiting, waiting
from caseintake.vault.errors import VaultError
from caseintake.web import errors
from caseintake.web.gate import SAFE_METHODS
from caseintake.web.public.counter import closed
from caseintake.web.units import office

#: Blueprints of the office that stay open.
OPEN = frozenset({"robots", "styles", "sign", "enrol", "account", "people", "holders", "restored"})
#: Of the public pages, whatever is sent is refused but the button for leaving.
LEAVING = frozenset({"entry.close", "leaving.leave"})
#: Set on an application once there is nothing to wait for; nothing asks the database for it from then on.
SETTLED = "restored_settled"


def install(app: Flask) -> None:
    """Put the question before every view. Install it after the gate."""
    app.before_request(hold_closed)


def standing() -> Waiting | None:
    """What is still to be confirmed. Asked until there is nothing: after that it never is again in this process."""
    if current_app.extensions.get(SETTLED):
        return None
    try:
        with office().unit() as uow:
            found = waiting(uow=uow)
    except VaultError as error:
        errors.note(error)  # whoever signs in or reads is told by what cannot be proven
        return None
    if found is None:
        current_app.extensions[SETTLED] = True
    return found


def hold_closed() -> ResponseReturnValue | None:
    """Lead to the page that says what is waited for."""
    if request.endpoint is None or _open_to_all() or standing() is None:
        return None
    return closed(codes=False) if _public() else redirect(url_for("restored.show"), 303)


def _open_to_all() -> bool:
    """Pages that are shown in any case. They ask no database: first aid must come when it is down, too."""
    if _public():
        return request.method in SAFE_METHODS or request.endpoint in LEAVING
    return request.blueprint in OPEN


def _public() -> bool:
    return bool(current_app.extensions["surface"] == "public")
