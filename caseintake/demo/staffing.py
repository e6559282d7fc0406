"""Founding the demo office and bringing its people in: invited, enrolled, compared, given what they may hold."""

from datetime import datetime, timedelta
from typing import Final

from caseintake.demo.cast import Cast, Member
from caseintake.demo.people import FOUNDER, STAFF, Colleague
from caseintake.founding import open_office, prepare
from caseintake.identity import holding, people, vouching, words
from caseintake.identity.credentials import NewKeys, wrap
from caseintake.identity.desk import cost
from caseintake.identity.model import Compared
from caseintake.kernel.actor import Role
from caseintake.kernel.clock import FixedClock
from caseintake.settings import Settings
from caseintake.vault.holders import VaultKind
from caseintake.work import Office

#: How many days before today the office was founded.
FOUNDED_AGO: Final = 60


def found(settings: Settings, ends: datetime) -> Cast:
    """The office with its first coordinator, ``FOUNDED_AGO`` days before ``ends``."""
    colleague = next(one for one in STAFF if one.key == FOUNDER)
    clock = FixedClock(ends - timedelta(days=FOUNDED_AGO), settings.zone)
    ceremony = prepare()
    pinned = open_office(settings, ceremony, colleague.name, clock=clock)
    first = Member(colleague, ceremony.coordinator, ceremony.handle, ceremony.words, ceremony.keys)
    today = FixedClock(ends, settings.zone).today()
    return Cast(Office.open(pinned, clock), clock, ends, today, {colleague.key: first}, shares=ceremony.shares)


def bring_in(cast: Cast) -> None:
    """Everybody else. The machine itself invites until there is an administrator."""
    for number, colleague in enumerate(one for one in STAFF if one.key != FOUNDER):
        cast.go_to(FOUNDED_AGO - 1 - number // 3)
        _enrol(colleague, cast)
        if colleague.vouched:
            _vouch(cast.members[colleague.key], cast)
            _give(cast.members[colleague.key], cast)
    with cast.unit(FOUNDER) as uow:
        # Whoever founds an office holds everything at first; reading letters is not a coordinator's work.
        holding.hand_back(VaultKind.INTAKE, uow=uow)
        uow.commit()


def _enrol(colleague: Colleague, cast: Cast) -> None:
    administrator = next((key for key, one in cast.members.items() if one.colleague.role is Role.ADMINISTRATOR), None)
    with cast.unit(administrator) if administrator else cast.office.unit(write=True) as uow:
        person, code = people.invite(colleague.role, uow=uow)
        uow.commit()
    keys, passphrase = NewKeys.draw(), words.draw_passphrase()
    wrapped = wrap(
        passphrase,
        keys.secret,
        fingerprint=cast.office.fingerprint,
        person_id=person.id,
        cost=cost(cast.office.settings),
    )
    with cast.office.unit(write=True) as uow:
        invited = people.invited(code, uow=uow)
        people.enrol(invited.id, keys, wrapped, 0, uow=uow)
        uow.commit()
    cast.members[colleague.key] = Member(colleague, person.id, person.handle, passphrase, keys)


def _vouch(member: Member, cast: Cast) -> None:
    """Coordinators compare words with somebody until that is enough."""
    for coordinator in [key for key, one in cast.members.items() if one.colleague.role is Role.COORDINATOR]:
        if coordinator == member.colleague.key:
            continue
        with cast.unit(coordinator) as uow:
            person = people.find(member.id, uow=uow)
            how = Compared.FACE_TO_FACE if coordinator == FOUNDER else Compared.VIDEO
            enough = vouching.vouch(person, how, member.colleague.name, "Met before the office was founded", uow=uow)
            uow.commit()
        if enough:
            return


def _give(member: Member, cast: Cast) -> None:
    if not member.colleague.holds:
        return
    with cast.unit(FOUNDER) as uow:
        for kind in member.colleague.holds:
            holding.give(kind, member.id, uow=uow)
        uow.commit()
