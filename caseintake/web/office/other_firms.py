"""What keeps a lawyer of another firm from being given the key of a matter, in words and with the way out."""

from flask import g

from caseintake.i18n import _
from caseintake.matters.model import Matter
from caseintake.representation import firms, wording
from caseintake.web.office.matters_pages import called_all, shortened


def why_not(of: Matter, firm: str) -> str:
    """The firm has not declared, or clients have not agreed to it by name; empty: nothing keeps it."""
    if not firm:
        return ""
    if not firms.has_declared(of, firm, uow=g.uow):
        return str(wording.FAULTS["firm_not_declared"])
    missing = firms.not_agreed(of, firm, uow=g.uow)
    if not missing:
        return ""
    return _(
        "These clients have not agreed that %(firm)s reads their file: %(who)s. Write down their consent, or close "
        "their files to the team first.", firm=firm, who=shortened(list(called_all(missing).values())),
    )  # fmt: skip
