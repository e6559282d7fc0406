"""Return visits: the door that lets a visit token in, and what its pages stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from flask import g, request
from werkzeug.exceptions import Unauthorized

from caseintake.i18n import current_language
from caseintake.intake import drafts, returning, visits
from caseintake.intake.answers import clean
from caseintake.intake.drafts import Content
from caseintake.intake.model import Conversation
from caseintake.intake.receipts import Code
from caseintake.kernel.actor import Actor
from caseintake.vault.errors import Locked
from caseintake.web.public.sittings import PageLeft
from caseintake.web.units import office
from caseintake.work import UnitOfWork


class VisitEnded(Unauthorized):
    """Twenty minutes without a sign of life. What was typed has been kept, sealed, if there was anything."""

    def __init__(self, kept: bool) -> None:
        super().__init__()
        self.kept = kept


@dataclass(frozen=True)
class OpenVisit:
    """A live visit: the code it was opened with and the token its pages carry."""

    code: Code
    token: str

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields of the next page."""
        return {"visit": self.token}

    @property
    def left(self) -> dict[str, str]:
        """What the button for leaving must tell."""
        return {"visit": self.token}


def door() -> Actor | None:
    """The client of this request, or None if no token of ours came with it.

    Raises `VisitEnded` after too long a pause, `PageLeft` for a visit that was left or a conversation that is closed.
    """
    token = request.form.get("visit", "")
    if len(token) != visits.TOKEN_LETTERS:
        return None
    try:
        code = visits.resume(token, office=office())
    except visits.Ended as error:
        if returning.keyring_of(error.code, office=office()) is None:
            raise PageLeft from None  # what is closed to the code keeps nothing, so that it looks like an unknown one
        raise VisitEnded(_kept(error.code)) from None
    except visits.Unknown:
        raise PageLeft from None
    keyring = returning.keyring_of(code, office=office())
    if keyring is None:
        raise PageLeft
    g.keyring, g.visit = keyring, OpenVisit(code, token)
    return Actor("receipt", code.id)


def _kept(code: Code) -> bool:
    """Keep what was typed on a page whose visit has ended, under the code."""
    text = clean(request.form.get("addition", ""))
    if not text.strip():
        return False
    start = Content(current_language())
    drafts.save(code, lambda content: msgspec.structs.replace(content, addition=text), start, office=office())
    return True


def here() -> OpenVisit:
    """The visit of this request, behind the guard that let it in."""
    visit: OpenVisit = g.visit
    return visit


@contextmanager
def conversation(*, write: bool = False) -> Iterator[tuple[UnitOfWork, Conversation]]:
    """The visitor's conversation in a unit of its own: most pages of a visit are POSTs that only read.

    Raises `PageLeft` for one that was closed to the code after the door had let it in, as the door itself does.
    """
    with office().unit(actor=g.visitor, keyring=g.keyring, write=write) as uow:
        try:
            own = returning.own(uow=uow)
        except Locked:
            raise PageLeft from None
        yield uow, own
