"""A warning at the very place: a name that is not public stands in a text that anybody may read later."""

from collections.abc import Iterable
from typing import Final

from flask import g, request

from caseintake.i18n import _
from caseintake.people import naming
from caseintake.web.office.matters_pages import MatterForm, matter

#: The box that says that the warning was read; the field stands in `office/matters/_kept_names.html`.
READ: Final = "kept_names_read"


def said(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Each name that is kept from the public and stands in these texts: how it may be written, and where it stands."""
    found = naming.standing(naming.kept(matter(), uow=g.uow).values(), texts)
    return [
        _("%(name)s asked that the name be kept from the public: write %(initials)s It stands in: %(where)s.",
          name=file.name, initials=naming.initials(file.name), where=", ".join(f"“{title}”" for title in where))
        for file, where in found
    ]  # fmt: skip


def heeded(form: MatterForm, texts: Iterable[tuple[str, str]]) -> bool:
    """Whether no such name stands in them, or somebody who has read the warning goes on all the same."""
    g.kept_names = said(texts)
    if not g.kept_names or request.form.get(READ) == "yes":
        return True
    form.form_errors.append(_("A name that is not public stands in this. Read the warning, then decide."))
    return False
