"""What coordinators and administrators decided about the public form, each decision under a signature.

The public pages hold no key and obey these rows, so what they obey is signed in clear; the reason is sealed.
An administrator closes, and takes back what an administrator closed; she opens in spite of nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import LargeBinary, func, select
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.health.findings import Bar, Finding, Question
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.storage import Word
from caseintake.vault import canonical
from caseintake.vault.holders import VaultKind
from caseintake.vault.logged import LoggedRecord
from caseintake.vault.primitives import verify_signature
from caseintake.vault.sealed import Sealed, SealedRecord, sealed
from caseintake.work import UnitOfWork

GIGABYTE: Final = 1 << 30


class Act(StrEnum):
    """What a coordinator may decide about the public form."""

    CLOSE = "close"
    REOPEN = "reopen"
    IN_SPITE = "in_spite"
    QUOTA = "quota"


class FormDecision(SealedRecord):
    """One decision; the reason is sealed in the docket, where coordinators read it.

    The public surface holds no key, so what it obeys stands in clear under a signature of its own.
    """

    __tablename__ = "form_decision"
    __kind__ = "form decision"
    __signed__ = True

    number: Mapped[int]
    act: Mapped[Act] = mapped_column(Word(Act))
    #: The finding in spite of which the form is open.
    question: Mapped[Question | None] = mapped_column(Word(Question))
    #: Of a quota: gigabytes of files a day.
    gigabytes: Mapped[int | None]
    day: Mapped[date]
    author: Mapped[UUID]
    signature_in_clear: Mapped[bytes] = mapped_column(LargeBinary)
    reason: Sealed[str] = sealed()

    def message(self, fingerprint: bytes) -> bytes:
        values = (self.id, self.number, self.act, self.question, self.gigabytes, self.day, self.author)
        return canonical.encode("form decision", fingerprint, *values)


class FormSwitch(LoggedRecord):
    """An administrator closed the form, or took such a closing back. No reason: she has no vault to seal it in."""

    __tablename__ = "form_switch"
    __kind__ = "form switch"

    number: Mapped[int]
    act: Mapped[Act] = mapped_column(Word(Act))
    day: Mapped[date]
    author: Mapped[UUID]
    signature_in_clear: Mapped[bytes] = mapped_column(LargeBinary)

    question = None
    gigabytes = None

    def message(self, fingerprint: bytes) -> bytes:
        values = (self.id, self.number, self.act, self.day, self.author)
        return canonical.encode("form switch", fingerprint, *values)


class CannotDecide(Exception):
    """Nobody opens in spite of a red finding: whoever wrote now would be in danger. Or this is no coordinator."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One proven decision, as anybody may know it."""

    id: UUID
    act: Act
    question: Question | None
    gigabytes: int | None
    day: date
    author: UUID
    #: Coordinator or administrator.
    role: Role = Role.COORDINATOR


def day_quota(*, uow: UnitOfWork) -> int:
    """Bytes of files the public pages take a day: what a coordinator set last, or the settings."""
    set_last = [made.gigabytes for made in decisions(uow=uow) if made.act is Act.QUOTA]
    most = set_last[-1] if set_last else None
    return uow.office.settings.limits.upload_day_bytes if most is None else most * GIGABYTE


def decisions(*, uow: UnitOfWork) -> Iterator[Decision]:
    """In their order; a row that nobody signed who may decide it is passed over. Opens nothing.

    A closing stays when she who signed it has left. Whatever opens counts only under a key that is good today: nobody
    can tell whether somebody who was removed signed it before she went or, with SQL, after.
    """
    rows: list[FormDecision | FormSwitch] = [*uow.session.scalars(select(FormDecision))]
    rows += uow.session.scalars(select(FormSwitch).where(FormSwitch.act.in_((Act.CLOSE, Act.REOPEN))))
    for row in sorted(rows, key=lambda row: (row.number, row.id)):
        said = row.message(uow.office.fingerprint)
        role = Role.COORDINATOR if isinstance(row, FormDecision) else Role.ADMINISTRATOR
        now = uow.roster.find(row.author)
        known = uow.roster.history(row.author) if row.act is Act.CLOSE else [now] if now is not None else []
        people = [entry for entry in known if entry.role is role]
        if any(verify_signature(entry.sign_public, row.signature_in_clear, said) for entry in people):
            yield Decision(row.id, row.act, row.question, row.gigabytes, row.day, row.author, role)


def close(reason: str, *, uow: UnitOfWork) -> None:
    """Close the form for new people, at once, until a coordinator opens it again."""
    _decide(Act.CLOSE, reason, uow)


def reopen(reason: str, *, uow: UnitOfWork) -> None:
    """Take a closing back; findings count as before."""
    _decide(Act.REOPEN, reason, uow)


def open_in_spite(finding: Finding, reason: str, *, uow: UnitOfWork) -> None:
    """Let this finding not close the form for seven days. Raises `CannotDecide`."""
    if finding.bar is not Bar.MAY_OPEN:
        raise CannotDecide(finding.question)
    _decide(Act.IN_SPITE, reason, uow, question=finding.question)


def set_quota(gigabytes: int, reason: str, *, uow: UnitOfWork) -> None:
    """Take at most so many gigabytes of files a day from now on; 0 takes none."""
    _decide(Act.QUOTA, reason, uow, gigabytes=gigabytes)


def switch(act: Act, *, uow: UnitOfWork) -> None:
    """An administrator closes the form for new people, or takes an administrator's closing back.

    Raises `CannotDecide` for anybody else, and for anything else.
    """
    person, keys = uow.roster.person(uow.actor.id), uow.keyring.keys
    if person.role is not Role.ADMINISTRATOR or keys is None or act not in (Act.CLOSE, Act.REOPEN):
        raise CannotDecide(act)
    row = FormSwitch(
        number=_next(uow), act=act, day=uow.clock.today(), author=person.id, signature_in_clear=b""
    )  # fmt: skip
    row.signature_in_clear = keys.sign(row.message(uow.office.fingerprint))
    uow.say(f"form {act}")
    uow.add(row)


def _next(uow: UnitOfWork) -> int:
    newest = (uow.session.scalar(select(func.max(table.number))) for table in (FormDecision, FormSwitch))
    return max(number or 0 for number in newest) + 1


def _decide(
    act: Act, reason: str, uow: UnitOfWork, *, question: Question | None = None, gigabytes: int | None = None
) -> None:
    person, keys = uow.roster.person(uow.actor.id), uow.keyring.keys
    if person.role is not Role.COORDINATOR or keys is None:
        raise CannotDecide(act)
    row = FormDecision(
        id=new_id(), vault_id=uow.roster.office_vaults[VaultKind.DOCKET], number=_next(uow), act=act, question=question,
        gigabytes=gigabytes, day=uow.clock.today(), author=person.id, signature_in_clear=b"", reason=reason,
    )  # fmt: skip
    row.signature_in_clear = keys.sign(row.message(uow.office.fingerprint))
    uow.say(f"form {act}")
    uow.add(row)


def reasons(*, uow: UnitOfWork) -> dict[UUID, str]:
    """The reasons by decision, for whoever holds the docket; empty for everybody else."""
    if not uow.keystore.can_open(uow.roster.office_vaults[VaultKind.DOCKET]):
        return {}
    return {row.id: row.reason for row in uow.session.scalars(select(FormDecision))}
