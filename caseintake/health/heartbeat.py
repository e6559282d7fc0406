"""What was last done on this host, and how it went: backup, rehearsals, reminders.

`record` when a job is done, `last` to ask. The row is signed by the host's log key, which is a file outside the
database, and stands in the office chain besides: whoever has SQL alone can neither invent a backup nor date an old one
forward. A row that does not prove is passed over, so a forger only makes the office look worse.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import LargeBinary, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.kernel.clock import Clock
from caseintake.kernel.ids import new_id
from caseintake.storage import Word
from caseintake.vault import canonical
from caseintake.vault.logged import LoggedRecord
from caseintake.vault.primitives import verify_signature
from caseintake.work import Office, UnitOfWork


class Kind(StrEnum):
    """What a host does for the office."""

    BACKUP = "backup"
    RESTORE_REHEARSAL = "restore_rehearsal"
    REMIND = "remind"
    RECOVERY_REHEARSAL = "recovery_rehearsal"
    NIGHT_REHEARSAL = "night_rehearsal"
    #: The recovery shares signed for a coordinator; ``digest`` is the entry of the roster.
    STAND_IN = "stand_in"


class Result(StrEnum):
    """How it went."""

    DONE = "done"
    FAILED = "failed"


class Operation(LoggedRecord):
    """One thing the host did. ``digest`` may name the archive that was made."""

    __tablename__ = "operation"
    __kind__ = "operation"

    kind: Mapped[Kind] = mapped_column(Word(Kind), index=True)
    #: Which of the host's words about this kind it is, from 1: of two on one day the later counts.
    number: Mapped[int]
    day: Mapped[date]
    #: Of a backup the hour it began: whole hours since 1970-01-01 00:00 UTC. Its age decides whether the form is open.
    hour: Mapped[int | None]
    result: Mapped[Result] = mapped_column(Word(Result))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)

    def message(self, fingerprint: bytes) -> bytes:
        """What the host signs: the whole row, and for which office."""
        hour = () if self.hour is None else (self.hour,)
        values = (self.id, self.kind, self.number, self.day, self.result, self.digest, *hour)
        return canonical.encode("operation", fingerprint, *values)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A proven word of the host about one kind of work. ``day`` is counted where the office is."""

    kind: Kind
    day: date
    result: Result
    digest: bytes = b""
    hour: int | None = None

    def age(self, clock: Clock) -> timedelta:
        """In whole hours where the hour was said, in whole days elsewhere."""
        if self.hour is None:
            return clock.today() - self.day
        return timedelta(hours=_hour(clock.now()) - self.hour)


def record(
    office: Office,
    kind: Kind | str,
    result: Result | str = Result.DONE,
    *,
    digest: bytes = b"",
    began: datetime | None = None,
) -> None:
    """Say that ``kind`` was done today, or failed. A unit of its own, committed: call it after yours is closed.

    ``began`` (aware) keeps the hour: of a backup, which holds nothing that came later. A job that runs every quarter of
    an hour and says none leaves one row a day. Raises `ValueError` for a word nobody knows.
    """
    hour = None if began is None else _hour(began)
    with office.unit(write=True) as uow:
        add(Kind(kind), Result(result), digest, hour, uow=uow)
        uow.commit()


def add(kind: Kind, result: Result, digest: bytes = b"", hour: int | None = None, *, uow: UnitOfWork) -> None:
    """The same within a writing unit of the host (``office.unit(write=True)``, no actor)."""
    today, before = uow.clock.today(), _newest(kind, None, uow)
    said = (today, hour, result, digest)
    if before is not None and (before.day, before.hour, before.result, before.digest) == said:
        return
    number = before.number + 1 if before is not None else 1
    row = Operation(id=new_id(), kind=kind, number=number, day=today, hour=hour, result=result, digest=digest)
    row.signature = uow.office.log_keys.sign(row.message(uow.office.fingerprint))
    uow.add(row)


def last(office: Office, kind: Kind | str, result: Result | str | None = None) -> Heartbeat | None:
    """The newest proven word about ``kind`` (only with this ``result``, if one is given), or None. Opens nothing."""
    with office.unit() as uow:
        return latest(Kind(kind), None if result is None else Result(result), uow=uow)


def latest(kind: Kind, result: Result | None = None, *, uow: UnitOfWork) -> Heartbeat | None:
    """The same within a unit."""
    row = _newest(kind, result, uow)
    return None if row is None else Heartbeat(row.kind, row.day, row.result, row.digest, row.hour)


def day_of(kind: Kind, digest: bytes, *, uow: UnitOfWork) -> date | None:
    """The day of a proven word about this very thing; None where the host never said one."""
    rows = select(Operation).where(Operation.kind == kind, Operation.digest == digest)
    return next((row.day for row in uow.session.scalars(rows) if _proven(row, uow)), None)


def _hour(at: datetime) -> int:
    return int(at.timestamp()) // 3600


def _proven(row: Operation, uow: UnitOfWork) -> bool:
    message = row.message(uow.office.fingerprint)
    return any(verify_signature(key, row.signature, message) for key in uow.office.settings.host_log_keys)


def _newest(kind: Kind, result: Result | None, uow: UnitOfWork) -> Operation | None:
    # What has not come yet was written by a clock that went wrong, and would stay green for ever.
    rows = select(Operation).where(
        Operation.kind == kind,
        Operation.day <= uow.clock.today(),
        or_(Operation.hour.is_(None), Operation.hour <= _hour(uow.clock.now())),
    )
    if result is not None:
        rows = rows.where(Operation.result == result)
    found = uow.session.scalars(rows.order_by(Operation.number.desc()))
    return next((row for row in found if _proven(row, uow)), None)
