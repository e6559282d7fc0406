"""Applications for tests, lent from one to the next: drawing up the map of addresses costs more than most tests.

What an application knows of its office lies in ``app.extensions``; that is made anew each time, and nothing else of an
application changes while it answers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from caseintake.app import LISTENERS, SurfaceName, create_app
from caseintake.web.surface import Surface
from caseintake.work import Office

_MADE: dict[SurfaceName, tuple[Surface, dict[str, Any]]] = {}
_LENT: dict[SurfaceName, Office] = {}


@contextmanager
def lent_app(office: Office, name: SurfaceName = "office") -> Iterator[Surface]:
    """One surface of this office, as `create_app` makes it. Two at once of one office are the same one."""
    if name in _LENT:
        yield _MADE[name][0] if _LENT[name] is office else create_app(office, name)
        return
    if name not in _MADE:
        app = create_app(office, name)
        _MADE[name] = app, dict(app.extensions)
    app, fresh = _MADE[name]
    app.extensions.clear()
    app.extensions.update(fresh, office=office)
    for listen in LISTENERS:
        listen(office)
    _LENT[name] = office
    try:
        yield app
    finally:
        del _LENT[name]
        if "desk" in app.extensions:
            app.extensions["desk"].close()
