"""The one style sheet, under an address made of its content.

Cached for good, because a changed sheet has another address. The address says nothing of what this site is:
a browser's cache may be looked through.
"""

from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from caseintake.web.guards import Guard, Pages

STATIC = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"

pages = Pages("styles", __name__)


class Sheet:
    """The style sheet and the icons, read once when the process starts."""

    def __init__(self, folder: Path = STATIC) -> None:
        self.css = (folder / "caseintake.css").read_bytes()
        self.digest = sha256(self.css).hexdigest()[:16]
        # Markup is safe here: the files are ours and part of the program.
        self.icons = {
            path.stem: Markup(path.read_text(encoding="utf-8").strip())  # noqa: S704
            for path in sorted((folder / "icons").glob("*.svg"))
        }


def install(app: Flask) -> None:
    """Read the files and let templates draw ``{{ style_address() }}`` and ``{{ icon('alert') }}``."""
    kept = Sheet()
    app.extensions["sheet"] = kept
    app.jinja_env.globals["style_address"] = f"/s/{kept.digest}.css"
    app.jinja_env.globals["icon"] = kept.icons.__getitem__


@pages.get("/s/<digest>.css", guard=Guard.anyone())
def sheet(digest: str) -> Response:
    """The style sheet of this version, and of no other."""
    kept: Sheet = current_app.extensions["sheet"]
    if digest != kept.digest:
        raise NotFound
    return Response(kept.css, mimetype="text/css", headers={"Cache-Control": FOREVER})
