"""What runs, read without any key, and held against the log before a day of it is told (docs/without-a-key.md)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select

from caseintake.audit import rows
from caseintake.audit.rows import Put
from caseintake.deadlines import chase
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import Severity
from caseintake.diary.model import DiaryEntry
from caseintake.diary.readiness import AwayDays
from caseintake.identity.freezing import frozen
from caseintake.identity.model import Person, PersonState
from caseintake.intake.model import URGENT as URGENT_DATED
from caseintake.intake.model import URGENT_ANY_DAY, Conversation, State
from caseintake.kernel.actor import Role
from caseintake.matters.kinds import MatterState
from caseintake.matters.model import Matter
from caseintake.reminders.agenda import URGENT, Item, Staff
from caseintake.reminders.model import Acknowledgement, CheckIn, DeliveryAddress, MatterDuty
from caseintake.storage import rows_in, scalars_in
from caseintake.vault.errors import VaultError
from caseintake.vault.holders import Holder, HolderKind, VaultKind
from caseintake.vault.logged import OFFICE_CHAIN
from caseintake.vault.tables import Vault
from caseintake.work import UnitOfWork, digest_of

#: The five letters of a matter that nobody can name.
UNKNOWN = "?????"
#: The gravest first: of several limits of one rule and day the gravest speaks.
_GRAVEST = tuple(Severity)
Key = tuple[UUID, str, date | None]
#: Matter, rule, the day that counts, and how grave it is.
Running = tuple[UUID, str, date | None, Severity]
_MATTERS = select(Matter.id, Matter.vault_id, Matter.ref, Matter.state)


def staff(*, uow: UnitOfWork) -> Staff:
    """Who is on the roster and has an account that is neither closed nor frozen."""
    active = set(uow.session.scalars(select(Person.id).where(Person.state == PersonState.ACTIVE)))
    active -= frozen(uow=uow)
    here = [person for person in uow.roster.people() if person.active and person.id in active]
    return Staff(
        frozenset(person.id for person in here),
        frozenset(person.id for person in here if person.role is Role.COORDINATOR),
        _away(uow),
    )


def _away(uow: UnitOfWork) -> frozenset[UUID]:
    """Who is away today; a row that nobody on the roster wrote so is passed over."""
    said = uow.office.log_seen.puts(uow.session, uow.roster, OFFICE_CHAIN, AwayDays.__kind__)
    today = uow.clock.today()
    rows = uow.session.scalars(select(AwayDays).where(AwayDays.first <= today))
    good = (row for row in rows if row.id in said and said[row.id].digest == digest_of(row))
    return frozenset(row.person_id for row in good if row.last is None or today <= row.last)


def items(*, uow: UnitOfWork) -> list[Item]:
    """What runs in the matters that are open, and an alarm for each matter that another hand has changed."""
    matters = {row.id: row for row in uow.session.execute(_MATTERS)}
    vaults = set(uow.session.scalars(select(Vault.id).where(Vault.kind == VaultKind.MATTER)))
    vaults |= {matter.vault_id for matter in matters.values()}
    holders = Holders(uow, vaults)
    damaged = _damaged(vaults, uow) | holders.unproven(vaults)
    open_ = {
        id: row for id, row in matters.items() if row.state is not MatterState.CLOSED and row.vault_id not in damaged
    }
    found = _items(open_, _rows(uow), holders, uow)
    by_vault = {row.vault_id: row for row in matters.values()}
    for vault_id in sorted(damaged):
        hurt = by_vault.get(vault_id)
        known = (hurt.id, hurt.ref) if hurt else (vault_id, UNKNOWN)
        found.append(alarm(known[0], vault_id, known[1], holders))
    return [*_urgent(holders, uow), *found]


def ending(until: date, *, matter: UUID | None = None, holder: UUID | None = None, uow: UnitOfWork) -> list[Item]:
    """What ends by this day in open matters, or in one; of a ``holder`` in those she holds. For a page: no alarm.

    Only what is shown is compared with the log, and a matter is left out in which some of it was changed. A date that
    was moved out of sight or taken away is found by `items`, which compares everything at every run of the reminders.
    """
    rows = [row for row in _rows(uow, until) if matter in (None, row[0])]
    known = rows_in(_MATTERS, Matter.id, {row[0] for row in rows}, uow.session)
    holders = Holders(uow, {row.vault_id for row in known})
    open_ = {row.id: row for row in known if holder is None or holder in holders.of(row.vault_id)}
    vaults = {row.vault_id for row in open_.values()}
    damaged = set(altered(Matter, vaults, uow)) | holders.unproven(vaults)
    for model in (Deadline, DiaryEntry):
        damaged |= altered(model, vaults, uow, and_(model.running, model.due <= until)).keys()
    return _items({id: row for id, row in open_.items() if row.vault_id not in damaged}, rows, holders, uow)


def _items(matters: Mapping[UUID, Any], rows: Iterable[Running], holders: "Holders", uow: UnitOfWork) -> list[Item]:
    duty = select(MatterDuty.matter_id, MatterDuty.responsible, MatterDuty.deputy)
    duties = {id: people for id, *people in rows_in(duty, MatterDuty.matter_id, matters, uow.session)}
    seen = _seen({row.vault_id for row in matters.values()}, uow)
    found = []
    for (matter_id, rule, due), (severity, number) in _running(matters, rows).items():
        responsible, deputy = duties.get(matter_id, (None, None))
        found.append(
            Item(
                matter_id=matter_id,
                ref=matters[matter_id].ref,
                rule=rule,
                severity=severity,
                due=due,
                number=number,
                responsible=responsible,
                deputy=deputy,
                holders=holders.of(matters[matter_id].vault_id),
                seen_by=tuple(sorted(seen.get((matter_id, rule, due), ()))),
            )
        )
    return found


def alarm(id: UUID, vault_id: UUID, ref: str, holders: "Holders") -> Item:
    """That somebody must look: what lies in this vault is not what people wrote."""
    return Item(id, ref, "", Severity.ALARM, None, holders=holders.of(vault_id), damaged=True)


def _urgent(holders: "Holders", uow: UnitOfWork) -> list[Item]:
    """What waits at intake for people in danger, by the day it came: for whoever reads intake."""
    intake = uow.roster.office_vaults[VaultKind.INTAKE]
    statement = select(Conversation.received_on, func.count()).where(
        Conversation.urgency.in_((URGENT_ANY_DAY, URGENT_DATED)), Conversation.state.in_((State.NEW, State.WROTE_AGAIN))
    )
    return [
        Item(intake, "", URGENT, Severity.ALARM, day, number, holders=holders.of(intake))
        for day, number in uow.session.execute(statement.group_by(Conversation.received_on))
    ]


def _damaged(vaults: set[UUID], uow: UnitOfWork) -> set[UUID]:
    """Vaults of matters in which something a reminder relies on is not what people wrote, or was taken away."""
    found: set[UUID] = set()
    for model in (Matter, Deadline, DiaryEntry, MatterDuty):
        found |= altered(model, vaults, uow).keys()
    return found


def altered(model: Any, vaults: set[UUID], uow: UnitOfWork, among: Any = None) -> dict[UUID, set[UUID]]:
    """Rows of these vaults that differ from the log, or are gone: ids by vault. ``among`` as in `rows.altered`."""
    return rows.altered(
        model, vaults, session=uow.session, roster=uow.roster, seen=uow.office.log_seen,
        vaults=uow.keystore.chains, among=among,
    )  # fmt: skip


def _running(matters: Mapping[UUID, Any], rows: Iterable[Running]) -> dict[Key, tuple[Severity, int]]:
    found: dict[Key, tuple[Severity, int]] = {}
    for matter_id, rule, due, severity in rows:
        if matter_id in matters:
            other, number = found.get((matter_id, rule, due), (severity, 0))
            found[(matter_id, rule, due)] = (min(other, severity, key=_GRAVEST.index), number + 1)
    return found


def _rows(uow: UnitOfWork, until: date | None = None) -> Iterator[Running]:
    """What runs. ``until``: what ends by then, and lies in the vault of a matter that is open."""
    today = uow.clock.today()
    columns = (Deadline.matter_id, Deadline.rule, Deadline.due, Deadline.severity, Deadline.send_again_by)
    for matter_id, rule, due, severity, again in uow.session.execute(_narrowed(select(*columns), Deadline, until)):
        late = chase.overdue(rule, due, today)
        # Without an answer of the Registry the day that counts is the last one on which another set can go out.
        day = again if late and again is not None and again >= today else due
        yield matter_id, rule, day, chase.gravity(rule, severity, due, today)
    typed = select(DiaryEntry.matter_id, DiaryEntry.kind, DiaryEntry.due, DiaryEntry.severity)
    for matter_id, kind, due, severity in uow.session.execute(_narrowed(typed, DiaryEntry, until)):
        yield matter_id, kind.rule, due, severity


def _narrowed(statement: Any, model: Any, until: date | None) -> Any:
    if until is None:
        return statement.where(model.running)
    # By vault as well: a row that somebody else sealed, or put into another vault, is compared with no log here.
    own = and_(Matter.id == model.matter_id, Matter.vault_id == model.vault_id)
    return statement.join(Matter, own).where(model.running, model.due <= until, Matter.state != MatterState.CLOSED)


def _seen(vaults: set[UUID], uow: UnitOfWork) -> dict[Key, set[UUID]]:
    """Who has seen what. An acknowledgement written by SQL, or for somebody else, silences nobody."""
    there = scalars_in(select(Acknowledgement), Acknowledgement.vault_id, vaults, uow.session)
    answered = {row.vault_id for row in there}
    forged = {id for ids in altered(Acknowledgement, answered, uow).values() for id in ids}
    found: dict[Key, set[UUID]] = {}
    said = uow.office.log_seen.puts_of(uow.session, uow.roster, sorted(answered), Acknowledgement.__kind__)
    for row in there:
        if row.id not in forged and _is_own(row, said[row.vault_id], uow):
            found.setdefault((row.matter_id, row.rule, row.due), set()).add(row.person_id)
    return found


def _is_own(row: Acknowledgement | CheckIn | DeliveryAddress, said: dict[UUID, Put], uow: UnitOfWork) -> bool:
    """Whether the person the row speaks for wrote it: a colleague signs the log too, and is not believed for her."""
    put = said.get(row.id)
    return put is not None and put.digest == digest_of(row) and uow.office.log_seen.signer(put) == row.person_id


class Holders:
    """The people who hold a vault today, by its signed epoch; asked once a vault, of these ``vaults`` all at once.

    Nobody where the epochs do not verify: one row changed in one matter must not silence all the others.
    """

    def __init__(self, uow: UnitOfWork, vaults: Iterable[UUID] = ()) -> None:
        uow.keystore.chains.load(vaults)
        self._uow = uow
        self._known: dict[UUID, tuple[UUID, ...]] = {}
        self._unproven: set[UUID] = set()

    def unproven(self, vaults: Iterable[UUID]) -> set[UUID]:
        """Those of these vaults whose epochs do not verify."""
        for id in vaults:
            self.of(id)
        return self._unproven & set(vaults)

    def of(self, vault_id: UUID) -> tuple[UUID, ...]:
        if vault_id not in self._known:
            holders: Iterable[Holder] = ()
            try:
                holders = self._uow.keystore.holders(vault_id)
            except VaultError:
                self._unproven.add(vault_id)
            self._known[vault_id] = tuple(holder.id for holder in holders if holder.kind is HolderKind.PERSON)
        return self._known[vault_id]


def addresses(*, uow: UnitOfWork) -> tuple[dict[UUID, DeliveryAddress], int]:
    """Where mails go, and how many addresses were changed, added or taken away by another hand: those are not used."""
    said = uow.office.log_seen.puts(uow.session, uow.roster, OFFICE_CHAIN, DeliveryAddress.__kind__)
    there = {row.id: row for row in uow.session.scalars(select(DeliveryAddress))}
    good = {id for id, row in there.items() if _is_own(row, said, uow)}
    return {there[id].person_id: there[id] for id in good}, len((there.keys() | said.keys()) - good)


def check_ins(*, uow: UnitOfWork) -> tuple[list[CheckIn], int]:
    """Who will be back by when, and how many of these rows another hand changed, added or took away."""
    said = uow.office.log_seen.puts(uow.session, uow.roster, OFFICE_CHAIN, CheckIn.__kind__)
    there = {row.id: row for row in uow.session.scalars(select(CheckIn))}
    good = {id for id, row in there.items() if _is_own(row, said, uow)}
    return [there[id] for id in sorted(good)], len((there.keys() | said.keys()) - good)
