"""Everybody of the demo office with the secrets in hand, so that the story can be told as each of them."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from caseintake.demo.people import Colleague
from caseintake.identity.credentials import NewKeys
from caseintake.intake.receipts import Code
from caseintake.kernel.actor import Actor
from caseintake.kernel.clock import FixedClock
from caseintake.vault.keyring import Keyring
from caseintake.work import Office, UnitOfWork

#: When a day of the story begins, where the office is; each thing that happens takes a minute.
_OPENS = time(11)
_MINUTE = timedelta(minutes=1)


@dataclass
class Member:
    """A colleague with an account: what stands on paper and on the telephone."""

    colleague: Colleague
    id: UUID
    handle: str
    words: tuple[str, ...]
    keys: NewKeys

    def __repr__(self) -> str:
        return f"<Member {self.colleague.key}>"


@dataclass
class Cast:
    """The demo office while its story is told. ``clock`` stands where the story is; it ends ``today``."""

    office: Office
    clock: FixedClock
    ends: datetime
    today: date
    members: dict[str, Member] = field(default_factory=dict)
    #: Codes of people who wrote, by the number of the letter.
    codes: dict[int, Code] = field(default_factory=dict)
    shares: tuple[str, ...] = ()

    def unit(self, key: str, *, write: bool = True) -> AbstractContextManager[UnitOfWork]:
        """A unit of work of one colleague."""
        member = self.members[key]
        return self.office.unit(
            actor=Actor("person", member.id, member.colleague.role),
            keyring=Keyring.person(member.id, member.keys.secret),
            write=write,
        )

    def id(self, key: str | None) -> UUID | None:
        return None if key is None else self.members[key].id

    def go_to(self, ago: int) -> None:
        """Move on to so many days before the end, in the morning; never back, never past the end."""
        # The day is that of the office: after midnight there it is still the day before in UTC.
        zone = ZoneInfo(self.office.settings.zone)
        morning = datetime.combine(self.today - timedelta(days=ago), _OPENS, zone)
        self.clock.set(min(max(morning, self.clock.now() + _MINUTE), self.ends))
