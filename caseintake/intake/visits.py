"""Visits of people who came back with their code, and visits that were left.

The public pages set no cookie. A visit is a random token in the hidden fields of a page; the row behind it holds the
code and lies where sessions lie: sealed under one half of the token, found by the hash of the other, in no backup,
gone with the power. It ends after 20 minutes without a sign of life. When somebody leaves in a hurry the row goes at
once, so that pressing Back shows nothing.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import LargeBinary, bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.identity.sessions import TOKEN_LETTERS, SessionStore
from caseintake.intake.receipts import Code, NoCode, read_code
from caseintake.storage import Base
from caseintake.vault.primitives import random_bytes, sha256
from caseintake.work import Office, UnitOfWork

IDLE: Final = timedelta(minutes=20)
#: Times inside the row are rounded down to this, and it is written again only when they differ.
STEP: Final = timedelta(minutes=5)
SITTING_BYTES: Final = 16
#: Days for which a page that was left stays dead; as long as what was written on it is kept.
LEFT_DAYS: Final = 7
PURPOSE: Final = "visit"
#: A visit is nobody's as far as its row tells: which conversation it is for stands inside.
NOBODY: Final = UUID(int=0)


class LeftSitting(Base):
    """A form that was left by the quick exit: its pages are dead, whatever Back or Reload sends again."""

    __tablename__ = "left_sitting"
    __unlogged__ = "says only that some page was left; vanishes with the drafts"

    id: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)


_LEFT: Final = select(LeftSitting.day).where(LeftSitting.id == bindparam("sitting"))


class _Held(msgspec.Struct, frozen=True, array_like=True):
    code: str
    seen: datetime


class Ended(Exception):
    """The visit is over by time. ``code`` is there so that what was typed can still be kept, sealed."""

    def __init__(self, code: Code) -> None:
        super().__init__("this visit has ended")
        self.code = code


class Unknown(LookupError):
    """No such visit: it was left, closed, or never was."""


def begin(code: Code, *, office: Office) -> str:
    """A token for a visit that begins now."""
    tomorrow = office.clock.today() + timedelta(days=1)
    return _store(office).keep(PURPOSE, NOBODY, 0, _packed(code, _rounded(office)), tomorrow)


def resume(token: str, *, office: Office) -> Code:
    """The code of a live visit. Raises `Ended` after too long a pause, `Unknown`."""
    kept = _store(office).find(token, PURPOSE)
    if kept is None:
        raise Unknown
    try:
        held = msgspec.msgpack.decode(kept.content, type=_Held)
        code = read_code(held.code)
    except (msgspec.MsgspecError, NoCode):
        raise Unknown from None
    now = _rounded(office)
    if now - held.seen > IDLE:
        raise Ended(code)
    if now > held.seen:
        _store(office).rewrite(kept, _packed(code, now))
    return code


def end(token: str, *, office: Office) -> None:
    """Close a visit, whether it lives or not."""
    kept = _store(office).find(token, PURPOSE)
    if kept is not None:
        _store(office).end(kept)


def new_sitting() -> str:
    """A number for one sitting of writing, carried in the hidden fields of its pages."""
    return random_bytes(SITTING_BYTES).hex()


def leave(sitting: str, *, office: Office) -> None:
    """Make every page of this sitting dead. The draft stays: the code opens it in a new sitting."""
    try:
        id = _sitting_id(sitting)
    except Unknown:
        return
    with office.unit(write=True) as uow, suppress(IntegrityError):  # pressed twice: it is left already
        uow.session.execute(insert(LeftSitting).values({"id": id, "day": office.clock.today()}))
        uow.commit()


def was_left(sitting: str, *, uow: UnitOfWork) -> bool:
    """Whether this sitting was left. A sitting that is no number of ours counts as left."""
    try:
        id = _sitting_id(sitting)
    except Unknown:
        return True
    return uow.session.connection().scalar(_LEFT, {"sitting": id}) is not None


def purge(today: date, *, uow: UnitOfWork) -> None:
    """Delete what ended before today; needs no key."""
    _store(uow.office).sweep(today)
    uow.session.execute(delete(LeftSitting).where(LeftSitting.day < today - timedelta(days=LEFT_DAYS)))


def _store(office: Office) -> SessionStore:
    """Where this process keeps the rows of visits, opened when it is first needed."""
    return office.once(PURPOSE, lambda: SessionStore.open(office))


def _rounded(office: Office) -> datetime:
    now = office.clock.now()
    return now - timedelta(minutes=now.minute % (STEP.seconds // 60), seconds=now.second, microseconds=now.microsecond)


def _packed(code: Code, seen: datetime) -> bytes:
    return msgspec.msgpack.encode(_Held(code.text, seen))


def _sitting_id(text: str) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError:
        raise Unknown from None
    if len(data) != SITTING_BYTES:
        raise Unknown
    return sha256(b"caseintake/v1/sitting" + data)


__all__ = [
    "TOKEN_LETTERS",
    "Ended",
    "LeftSitting",
    "Unknown",
    "begin",
    "end",
    "leave",
    "new_sitting",
    "purge",
    "resume",
    "was_left",
]
