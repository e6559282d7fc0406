"""One run of the reminders, by a timer and without any key.

First it is written down what is to be said, then it is said, then that it was said. Whatever breaks in between is said
again by the next run: once too often, never not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from caseintake.health import heartbeat
from caseintake.health.heartbeat import Kind, Result
from caseintake.i18n import LANGUAGES, use
from caseintake.reminders import check_in, gathering, mailing, tasks, wording
from caseintake.reminders.agenda import Item, Said, Staff, to_say
from caseintake.reminders.mailing import NotDelivered
from caseintake.reminders.memory import Memory
from caseintake.vault.canonical import encode
from caseintake.vault.primitives import sha256
from caseintake.work import Office

FILE = "reminders.json"

#: Takes a person, the subject and the text of a digest, and a number that is the same when it is sent again.
Deliver = Callable[[UUID, str, str, str], None]


@dataclass
class Ran:
    """What a run did. ``failed``: digests that wait for the next run; ``without``: people who have no address."""

    sent: int = 0
    failed: int = 0
    without: int = 0
    alarms: int = 0
    running: int = 0


@dataclass
class Today:
    """What was read at the start of a run."""

    items: list[Item] = field(default_factory=list)
    staff: Staff = field(default_factory=lambda: Staff(frozenset(), frozenset()))
    addresses: dict[UUID, str] = field(default_factory=dict)
    #: In which language a person's mails are, where she has chosen one.
    languages: dict[UUID, str] = field(default_factory=dict)
    forged: int = 0


def look(office: Office) -> Today:
    """Read everything in one unit. Raises a `VaultError` when roster or epochs cannot be believed."""
    with office.unit() as uow:
        addresses, forged = gathering.addresses(uow=uow)
        _good, changed = gathering.check_ins(uow=uow)
        items = [*gathering.items(uow=uow), *check_in.items(uow=uow), *tasks.items(uow=uow)]
        return Today(
            items,
            gathering.staff(uow=uow),
            {id: row.address for id, row in addresses.items()},
            {id: row.language for id, row in addresses.items() if row.language in LANGUAGES},
            forged + changed,
        )


def run(office: Office, deliver: Deliver, *, to: Callable[[Today], frozenset[UUID]]) -> Ran:
    """Say what is to be said today. ``to`` answers who can be reached this way. Notes the heartbeat."""
    today = look(office)
    reached = to(today)
    done = Ran(running=len(today.items), alarms=sum(item.damaged for item in today.items) + today.forged)
    with Memory.held(office.settings.directory / FILE) as memory:
        digests = _digests(memory, today, office)
        memory.write()
        for person, said in sorted(digests.items()):
            if person not in reached:
                done.without += 1
                continue
            try:
                _deliver(person, said, deliver, today.languages.get(person), office)
            except NotDelivered:
                done.failed += 1
                continue
            for one in said:
                memory.drop(one)
            memory.write()
            done.sent += 1
    good = not done.failed and not done.alarms
    heartbeat.record(office, Kind.REMIND, Result.DONE if good else Result.FAILED)
    return done


def _digests(memory: Memory, today: Today, office: Office) -> dict[UUID, dict[Said, Item]]:
    """By person what waits to be said. What has ended or moved meanwhile need not be said any more."""
    now = office.clock.today()
    memory.forget_before(now)
    saying = dict(to_say(today.items, memory.since, today.staff, now))
    for said in saying:
        memory.add(said, now)
    digests: dict[UUID, dict[Said, Item]] = {}
    for said in sorted(memory.unsent):
        if said in saying:
            digests.setdefault(said.person, {})[said] = saying[said]
        else:
            memory.drop(said)
    return digests


def _deliver(person: UUID, said: dict[Said, Item], deliver: Deliver, language: str | None, office: Office) -> None:
    with use(language or office.settings.languages[0]):
        items = list(said.values())
        text = wording.body(items, office.clock.today())
        number = sha256(encode("digest", *[[s.person, s.matter, s.rule, s.due, s.step] for s in sorted(said)]))
        deliver(person, wording.subject(items), text, number.hex()[:32])


def by_mail(office: Office) -> tuple[Deliver, Callable[[Today], frozenset[UUID]]]:
    """Delivery to the addresses people have entered."""
    settings = office.settings.mail
    assert settings is not None
    known: dict[UUID, str] = {}

    def to(today: Today) -> frozenset[UUID]:
        known.update(today.addresses)
        return frozenset(known)

    def deliver(person: UUID, subject: str, body: str, number: str) -> None:
        made = mailing.message(settings, known[person], subject, body, number, office.clock.today())
        mailing.deliver(settings, made)

    return deliver, to
