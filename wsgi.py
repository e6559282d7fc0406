"""Two names for a WSGI server: ``public`` (clients) and ``office`` (staff).

``gunicorn wsgi:office`` serves the office in ``CASEINTAKE_DIR``. Each is made when it is first asked for, so
a server of one surface never opens the other.
"""

import os
from pathlib import Path

from caseintake.app import SurfaceName, create_app
from caseintake.settings import SettingsError, load
from caseintake.web.surface import Surface


def __getattr__(name: str) -> Surface:
    if name not in ("public", "office"):
        raise AttributeError(name)
    directory = os.environ.get("CASEINTAKE_DIR")
    if not directory:
        raise SettingsError("CASEINTAKE_DIR: not set. Set it to the directory of the office.")
    surface: SurfaceName = "public" if name == "public" else "office"
    app = create_app(load(Path(directory)), surface)
    # Kept, so that the module has a plain name from now on.
    globals()[name] = app
    return app
