"""What is asked of keys and log: who holds what, believed only because it is signed. Opens nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.audit.trail import contains
from caseintake.backup.confirming import waiting
from caseintake.health import heartbeat
from caseintake.health.findings import Finding, Question, advice, danger, green, missing
from caseintake.health.heartbeat import Kind
from caseintake.i18n import lazy
from caseintake.identity.holding import MAY_HOLD
from caseintake.kernel.actor import Role
from caseintake.matters.model import Matter
from caseintake.reminders import gathering
from caseintake.vault.errors import VaultError
from caseintake.vault.holders import Holder, HolderKind, VaultKind
from caseintake.vault.tables import Vault
from caseintake.work import UnitOfWork

#: So many days everybody is told on every page that the recovery shares signed for a coordinator.
STAND_IN_DAYS: Final = 30
STOOD_IN: Final = lazy("The recovery shares signed in place of a coordinator.")


def examine(uow: UnitOfWork) -> Iterator[Finding]:
    """Every finding about keys. What does not verify is red under the question it belongs to."""
    checks: tuple[tuple[Question, Callable[[UnitOfWork], Finding]], ...] = (
        (Question.ROSTER, _roster),
        (Question.HISTORY, _history),
        (Question.RESTORED, _restored),
        (Question.INTAKE, _intake),
        (Question.ALERT, _alert),
        (Question.COORDINATORS, _coordinators),
        (Question.STAND_IN, stand_in),
        (Question.MATTERS, _matters),
    )
    for question, check in checks:
        try:
            yield check(uow)
        except VaultError:
            words = lazy("A signature or a key does not verify.")
            yield danger(question, words, lazy("Change nothing. Run: caseintake verify, and tell the coordinators."))


def _roster(uow: UnitOfWork) -> Finding:
    uow.roster.people()
    return green(Question.ROSTER)


def _history(uow: UnitOfWork) -> Finding:
    """The heads this host remembers, outside the database: an older database put back lacks them."""
    heads = uow.office.remembered.heads
    if all(contains(uow.session, chain, seq, link) for chain, (seq, link) in heads.items()):
        return green(Question.HISTORY)
    words = lazy("The log is older than what this machine remembers: something was put back or cut off.")
    return danger(Question.HISTORY, words, lazy("Change nothing. Run: caseintake verify, and tell the coordinators."))


def _restored(uow: UnitOfWork) -> Finding:
    if waiting(uow=uow) is None:
        return green(Question.RESTORED)
    words = lazy("This office was made from a backup: people who were removed since may be back.")
    way_out = lazy("The coordinators look at everybody on the list and confirm it: two of them, where there are two.")
    return danger(Question.RESTORED, words, way_out)


def _readers_of_intake(uow: UnitOfWork) -> set[UUID]:
    """Who is here, holds the intake and has a role that opens it: a coordinator keeps its key only to pass it on."""
    holders = uow.keystore.holders(uow.roster.office_vaults[VaultKind.INTAKE])
    people = (uow.roster.find(holder.id) for holder in holders if holder.kind is HolderKind.PERSON)
    return {
        person.id
        for person in people
        if person is not None and person.active and person.role in MAY_HOLD[VaultKind.INTAKE]
    }


def _intake(uow: UnitOfWork) -> Finding:
    readers = len(_readers_of_intake(uow))
    do = lazy("Let another intake officer hold the intake, on the page “Who holds what”.")
    if readers == 0:
        return danger(Question.INTAKE, lazy("Nobody can read what arrives."), do)
    if readers == 1:
        return missing(Question.INTAKE, lazy("One person alone can read what arrives."), do)
    return green(Question.INTAKE, lazy("Two people or more can read what arrives."))


def _alert(uow: UnitOfWork) -> Finding:
    """Whether a mail reaches somebody who reads intake. The public page promises it only where this is green."""
    readers = _readers_of_intake(uow) & gathering.staff(uow=uow).people
    reached = readers & gathering.addresses(uow=uow)[0].keys()
    if reached and uow.office.settings.mail is not None:
        return green(Question.ALERT)
    words = lazy("No mail reaches anybody who reads what arrives: something urgent waits until somebody looks.")
    do = lazy("Set up mail, and let an intake officer enter an address on the page “Reminders”. Until then look often.")
    return advice(Question.ALERT, words, do)


def _coordinators(uow: UnitOfWork) -> Finding:
    if sum(person.active and person.role is Role.COORDINATOR for person in uow.roster.people()) > 1:
        return green(Question.COORDINATORS, lazy("Two or more."))
    words = lazy("There is one: nobody can vouch a second time or read a fatal date again.")
    return advice(Question.COORDINATORS, words, lazy("Invite a second coordinator when you can."))


def stood_in(uow: UnitOfWork) -> bool:
    """Whether the recovery shares signed for a coordinator lately, or on a day the host cannot prove.

    From the signed roster: a row taken away by SQL makes it stay, and nothing makes it go but the days.
    """
    since = uow.clock.today() - timedelta(days=STAND_IN_DAYS)
    entries = (uow.roster.hashes[seq] for seq in uow.roster.stood_in().values())
    days = [heartbeat.day_of(Kind.STAND_IN, entry, uow=uow) for entry in entries]
    return any(day is None or day > since for day in days)


def stand_in(uow: UnitOfWork) -> Finding:
    """Amber while everybody is to be told."""
    if not stood_in(uow):
        return green(Question.STAND_IN)
    do = lazy("See the page People. If nobody here asked for it, tell everybody.")
    return advice(Question.STAND_IN, STOOD_IN, do)


def _matters(uow: UnitOfWork) -> Finding:
    """Says whether one has fewer than two holders, never how many or which: everybody may read a finding."""
    if not _lone(uow):
        return green(Question.MATTERS)
    words = lazy("A matter has one holder only: if that person is taken, nobody opens it.")
    return missing(Question.MATTERS, words, lazy("Ask the lawyers to add a second person to every team."))


def lone_matters(uow: UnitOfWork) -> list[str]:
    """The letters of every matter with fewer than two holders, for the coordinators who mend it."""
    return sorted(uow.session.scalars(select(Matter.ref).where(Matter.vault_id.in_(_lone(uow)))))


def _lone(uow: UnitOfWork) -> list[UUID]:
    """The vaults of matters with fewer than two holders, from the signed epoch rows."""
    ids = list(uow.session.scalars(select(Vault.id).where(Vault.kind == VaultKind.MATTER)))
    uow.keystore.chains.load(ids)
    return [id for id in ids if _people(uow.keystore.holders(id), uow) < 2]


def _people(holders: tuple[Holder, ...], uow: UnitOfWork) -> int:
    """How many people who are still here hold it."""
    people = (uow.roster.find(holder.id) for holder in holders if holder.kind is HolderKind.PERSON)
    return sum(person is not None and person.active for person in people)
