"""Upload tickets: leave to send one form with files, checked before a byte of it is read.

A form's own token stands inside the body, behind a gigabyte. So the address of an upload form carries a ticket: 32
random bytes that are good once, for the session or draft they were given to.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from sqlalchemy import CursorResult, delete, select

from caseintake.documents.model import UploadTicket
from caseintake.documents.refusals import TicketRefused
from caseintake.vault import canonical
from caseintake.vault.primitives import equal, random_bytes, sha256
from caseintake.work import UnitOfWork

_BYTES = 32


@dataclass(frozen=True)
class Redeemed:
    """A ticket that was good and is used up. On the public surface only the body says whose draft it is for."""

    ticket: bytes
    bound: bytes

    def __repr__(self) -> str:
        return "<Redeemed>"

    def require(self, bound_to: bytes) -> None:
        """Raises `TicketRefused` unless the ticket was issued to exactly this session or draft."""
        if not equal(self.bound, _bound(self.ticket, bound_to)):
            raise TicketRefused


def issue(bound_to: bytes, *, uow: UnitOfWork) -> str:
    """A new ticket for the address of an upload form, good for as long as a draft is kept."""
    ticket = random_bytes(_BYTES)
    _write(ticket, _bound(ticket, bound_to), uow)
    return urlsafe_b64encode(ticket).decode("ascii").rstrip("=")


def redeem(ticket: str, bound_to: bytes | None = None, *, uow: UnitOfWork) -> Redeemed:
    """Use a ticket up; commit before reading the body. Raises `TicketRefused`, which leaves the body unread.

    Without ``bound_to`` (the body will say whose it is) ask `Redeemed.require` afterwards.
    """
    raw = _decoded(ticket)
    row = sha256(raw)
    bound = uow.session.scalar(
        select(UploadTicket.bound).where(UploadTicket.id == row, UploadTicket.good_until >= uow.clock.today())
    )
    if bound is None:
        raise TicketRefused
    redeemed = Redeemed(raw, bound)
    if bound_to is not None:
        redeemed.require(bound_to)
    used = uow.session.execute(delete(UploadTicket).where(UploadTicket.id == row))
    # Two requests may have read the same row: only one of them has deleted it.
    if cast("CursorResult[tuple[()]]", used).rowcount != 1:
        raise TicketRefused
    return redeemed


def give_back(redeemed: Redeemed, *, uow: UnitOfWork) -> None:
    """Make a ticket good again: the connection broke, and the same page may be sent once more."""
    _write(redeemed.ticket, redeemed.bound, uow)


def remove_old(*, uow: UnitOfWork) -> int:
    """Delete the tickets whose last day is over. Returns how many."""
    statement = delete(UploadTicket).where(UploadTicket.good_until < uow.clock.today())
    return cast("CursorResult[tuple[()]]", uow.session.execute(statement)).rowcount


def _write(ticket: bytes, bound: bytes, uow: UnitOfWork) -> None:
    until = uow.clock.today() + timedelta(uow.office.settings.limits.draft_days)
    uow.add(UploadTicket(id=sha256(ticket), bound=bound, good_until=until))


def _bound(ticket: bytes, bound_to: bytes) -> bytes:
    return sha256(canonical.encode("upload ticket", ticket, bound_to))


def _decoded(ticket: str) -> bytes:
    try:
        raw = urlsafe_b64decode(ticket + "=")
    except (ValueError, BadBase64):
        raise TicketRefused from None
    if len(raw) != _BYTES:
        raise TicketRefused
    return raw
