"""Whether the public form is open: what the findings say, and what coordinators decided.

A form that takes what it cannot keep, or that nobody reads, is worse than a closed one. Whoever has a code comes back,
reads and writes whatever is said here: this is about new people only.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select

from caseintake.health.decisions import Act, Decision, FormDecision, FormSwitch, decisions
from caseintake.health.examine import examine
from caseintake.health.findings import Bar, Finding, Light, Question
from caseintake.kernel.actor import Role
from caseintake.vault.holders import HolderKind, VaultKind
from caseintake.work import Office, UnitOfWork

#: How long a form stays open in spite of a finding; then a coordinator looks and signs again.
IN_SPITE_DAYS: Final = 7
#: How long a process believes what it found. A decision of a coordinator counts at once.
LOOK_AGAIN_SECONDS: Final = 60.0
#: How long it believes that somebody reads. Whoever sends proves that again, and is told if it is no longer so.
ASK_AGAIN_SECONDS: Final = 5.0
_TABLES: Final = (FormDecision.__table__.c, FormSwitch.__table__.c)
_NEWEST: Final = tuple(select(one.id).order_by(one.number.desc(), one.id).limit(1) for one in _TABLES)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the form is open today, and why."""

    findings: Sequence[Finding]
    rule: str
    closed: Decision | None = None
    in_spite: Mapping[Question, Decision] = field(default_factory=dict)
    quota: Decision | None = None

    @property
    def shut_by(self) -> list[Finding]:
        """What closes the form and must be mended."""
        return [finding for finding in self.findings if finding.light is not Light.GREEN and finding.bar is Bar.SHUT]

    @property
    def lacking(self) -> list[Finding]:
        """What closes the form until it is mended or a coordinator opens in spite of it."""
        return [f for f in self.findings if f.bar is Bar.MAY_OPEN and f.question not in self.in_spite]

    @property
    def open(self) -> bool:
        if self.closed is not None or self.rule == "closed":
            return False
        return self.rule == "rehearsal" or not (self.shut_by or self.lacking)


class Watch:
    """What one process knows of the findings, looked at again every minute."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lock = threading.Lock()
        self._found: Sequence[Finding] = ()
        self._until = 0.0
        self._answer: _Answer | None = None

    def findings(self) -> Sequence[Finding]:
        """One thread looks; the others go on with what was found a minute ago."""
        if time.monotonic() >= self._until and self._lock.acquire(blocking=not self._found):
            try:
                if time.monotonic() >= self._until:
                    self._found = examine(self._office)
                    self._until = time.monotonic() + LOOK_AGAIN_SECONDS
            finally:
                self._lock.release()
        return self._found

    def is_open(self) -> bool:
        """Whether new people may write: it stands open, and somebody whom we can prove reads.

        What was decided last is asked for every page: closing counts from the next one on. Raises a `VaultError`
        when roster or intake do not verify.
        """
        rehearsing = self._office.settings.form == "rehearsal"
        findings = () if rehearsing else self.findings()
        with self._office.engine.connect() as connection:
            newest = tuple(connection.scalar(statement) for statement in _NEWEST)
        asked = (newest, self._office.clock.today(), findings, self._office.verified)
        answer = self._answer
        if answer is None or time.monotonic() >= answer.until or answer.asked != asked:
            until = time.monotonic() + ASK_AGAIN_SECONDS
            with self._office.unit() as uow:
                is_open = standing(findings, uow=uow).open and somebody_reads(uow=uow)
            answer = self._answer = _Answer(asked, until, is_open)
        return answer.is_open


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was answered, to what, and until when it is believed."""

    asked: tuple[Any, ...]
    until: float
    is_open: bool


def _closed(before: Decision | None, made: Decision) -> Decision | None:
    """The closing that holds after this one. An administrator takes back no closing of a coordinator's."""
    if made.role is Role.COORDINATOR:
        return made if made.act is Act.CLOSE else None
    if before is not None and before.role is Role.COORDINATOR:
        return before
    return made if made.act is Act.CLOSE else None


def somebody_reads(*, uow: UnitOfWork) -> bool:
    """Whether a person of the roster holds the intake. Raises a `VaultError` when that does not verify."""
    holders = uow.keystore.holders(uow.roster.office_vaults[VaultKind.INTAKE])
    return any(holder.kind is HolderKind.PERSON and uow.roster.find(holder.id) is not None for holder in holders)


def standing(findings: Sequence[Finding], *, uow: UnitOfWork) -> Standing:
    """Findings and proven decisions together. Raises a `VaultError` when the roster does not verify."""
    closed: Decision | None = None
    quota: Decision | None = None
    in_spite: dict[Question, Decision] = {}
    since = uow.clock.today() - timedelta(days=IN_SPITE_DAYS)
    for made in decisions(uow=uow):
        if made.act is Act.QUOTA:
            quota = made
        elif made.act is Act.IN_SPITE and made.question is not None:
            if since < made.day <= uow.clock.today():
                in_spite[made.question] = made
        else:
            closed = _closed(closed, made)
    return Standing(findings, uow.office.settings.form, closed, in_spite, quota)
