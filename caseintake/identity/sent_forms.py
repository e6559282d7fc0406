"""Forms that were sent and saved, so that pressing twice, or loading a page again, makes one thing and not two."""

from datetime import date, timedelta

from sqlalchemy import LargeBinary, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.storage import Base
from caseintake.work import UnitOfWork

#: Days for which a form is known. A sign-in, and with it every form drawn in it, is over long before.
DAYS_KNOWN = 2


class SentForm(Base):
    """One form that was saved. ``digest``: SHA-256 over all its fields with the random token of its drawing."""

    __tablename__ = "sent_form"
    __unlogged__ = "a lost row only lets one form be sent twice; what was saved is in the log itself"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    sent_on: Mapped[date]


def first_time(digest: bytes, *, uow: UnitOfWork) -> bool:
    """Whether this form was not saved before; from the commit of ``uow`` on it was.

    Of two that come at once the second waits for the first, and is told no.
    """
    try:
        uow.session.execute(insert(SentForm).values(digest=digest, sent_on=uow.clock.today()))
    except IntegrityError:
        uow.session.rollback()
        return False
    return True


def saved(digest: bytes, *, uow: UnitOfWork) -> bool:
    """Whether this form was saved before."""
    return uow.session.scalar(select(SentForm.digest).where(SentForm.digest == digest)) is not None


def forget_old(*, uow: UnitOfWork) -> None:
    """Forget forms of days gone by."""
    last = uow.clock.today() - timedelta(days=DAYS_KNOWN)
    uow.session.execute(delete(SentForm).where(SentForm.sent_on < last))
