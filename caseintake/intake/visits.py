"""Visits of people who came back with their code, and visits that were left.

The public pages set no cookie. A visit is a random token in the hidden fields of a page; the row behind it holds the
code, sealed under one half of the token and found by the hash of the other. It ends after 20 minutes without a sign
of life. When somebody leaves in a hurry the row goes at once, so that pressing Back shows nothing.
"""

from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import LargeBinary, bindparam, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.intake.receipts import Code, NoCode, read_code
from caseintake.storage import Base
from caseintake.vault import canonical
from caseintake.vault.primitives import DoesNotOpen, hkdf, open_sealed, random_bytes, seal, sha256
from caseintake.work import Office, UnitOfWork

IDLE: Final = timedelta(minutes=20)
#: Times inside the row are rounded down to this, and it is written again only when they differ.
STEP: Final = timedelta(minutes=5)
TOKEN_BYTES: Final = 48
SITTING_BYTES: Final = 16
#: Days for which a page that was left stays dead; as long as what was written on it is kept.
LEFT_DAYS: Final = 7


class Visit(Base):
    """One return visit, found by the SHA-256 of half of its token."""

    __tablename__ = "visit"
    __unlogged__ = "ends by itself after twenty minutes; it proves nothing and must leave no trace"

    id: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    day: Mapped[date] = mapped_column(index=True)


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
    token = random_bytes(TOKEN_BYTES)
    row = {"id": _id(token), "sealed": _seal(token, code, _rounded(office)), "day": office.clock.today()}
    with office.unit(write=True) as uow:
        uow.session.execute(insert(Visit).values(row))
        uow.commit()
    return token.hex()


def resume(text: str, *, office: Office) -> Code:
    """The code of a live visit. Raises `Ended` after too long a pause, `Unknown`."""
    token = _token(text)
    with office.unit() as uow:
        sealed = uow.session.scalar(select(Visit.sealed).where(Visit.id == _id(token)))
    if sealed is None:
        raise Unknown
    try:
        held = msgspec.msgpack.decode(open_sealed(_key(token), sealed, _context(token)), type=_Held)
        code = read_code(held.code)
    except (DoesNotOpen, msgspec.MsgspecError, NoCode):
        raise Unknown from None
    now = _rounded(office)
    if now - held.seen > IDLE:
        raise Ended(code)
    if now > held.seen:
        with office.unit(write=True) as uow:
            fresh = {"sealed": _seal(token, code, now)}
            uow.session.execute(update(Visit).where(Visit.id == _id(token)).values(fresh))
            uow.commit()
    return code


def end(text: str, *, office: Office) -> None:
    """Close a visit, whether it lives or not."""
    try:
        token = _token(text)
    except Unknown:
        return
    with office.unit(write=True) as uow:
        uow.session.execute(delete(Visit).where(Visit.id == _id(token)))
        uow.commit()


def new_sitting() -> str:
    """A number for one sitting of writing, carried in the hidden fields of its pages."""
    return random_bytes(SITTING_BYTES).hex()


def leave(sitting: str, *, office: Office) -> None:
    """Make every page of this sitting dead. The draft stays: the code opens it in a new sitting."""
    try:
        id = _sitting_id(sitting)
    except Unknown:
        return
    with office.unit(write=True) as uow:
        known = uow.session.scalar(select(LeftSitting.day).where(LeftSitting.id == id))
        if known is None:
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
    uow.session.execute(delete(Visit).where(Visit.day < today))
    uow.session.execute(delete(LeftSitting).where(LeftSitting.day < today - timedelta(days=LEFT_DAYS)))


def _rounded(office: Office) -> datetime:
    now = office.clock.now()
    return now - timedelta(minutes=now.minute % (STEP.seconds // 60), seconds=now.second, microseconds=now.microsecond)


def _bytes(text: str, size: int) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError:
        raise Unknown from None
    if len(data) != size:
        raise Unknown
    return data


def _token(text: str) -> bytes:
    return _bytes(text, TOKEN_BYTES)


def _sitting_id(text: str) -> bytes:
    return sha256(b"caseintake/v1/sitting" + _bytes(text, SITTING_BYTES))


def _id(token: bytes) -> bytes:
    return sha256(b"caseintake/v1/visit" + token[:16])


def _key(token: bytes) -> bytes:
    return hkdf(token[16:], info=b"caseintake/v1/visit")


def _context(token: bytes) -> bytes:
    return canonical.encode("visit", 1, _id(token))


def _seal(token: bytes, code: Code, seen: datetime) -> bytes:
    held = msgspec.msgpack.encode(_Held(code.text, seen))
    return seal(_key(token), held, _context(token))


__all__ = [
    "Ended",
    "LeftSitting",
    "Unknown",
    "Visit",
    "begin",
    "end",
    "leave",
    "new_sitting",
    "purge",
    "resume",
    "was_left",
]
