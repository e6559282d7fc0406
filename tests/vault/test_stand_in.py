"""The recovery key signs in the roster in place of one coordinator: what it takes, and what it is refused for. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import pytest

from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.vault import canonical
from caseintake.vault import roster as rosters
from caseintake.vault.errors import ForgedRoster
from caseintake.vault.holders import OFFICE_VAULTS, RECOVERY
from caseintake.vault.primitives import HolderKeys, random_bytes
from caseintake.vault.rescue import NotReadable
from caseintake.vault.roster import Introduction, Roster, RosterEntry
from caseintake.vault.stand_in import StandIn, StandInRequest


@dataclass
class Paper:
    """A roster without a database, every key in hand."""

    people: dict[UUID, HolderKeys] = field(default_factory=dict)
    secret: bytes = field(default_factory=lambda: random_bytes(32))
    signs: bool = True

    def __post_init__(self) -> None:
        self.first = new_id()
        self.people[self.first] = HolderKeys(random_bytes(32))
        keys = HolderKeys(self.secret)
        vaults = {kind: new_id() for kind in OFFICE_VAULTS}
        sign = keys.sign_public if self.signs else None
        self.entries = [rosters.found(self.first, self.people[self.first], keys.hpke_public, vaults, sign)]

    @property
    def roster(self) -> Roster:
        return rosters.read(self.entries, self.entries[0].hash)

    def said(self, action: str, role: Role = Role.COORDINATOR, person: UUID | None = None) -> Introduction:
        person = person or new_id()
        self.people.setdefault(person, HolderKeys(random_bytes(32)))
        fresh = self.people[person] if action == "add" else HolderKeys(random_bytes(32))
        return Introduction(action, person, role, fresh.hpke_public, fresh.sign_public)

    def vouch(self, by: UUID, said: Introduction) -> tuple[UUID, bytes]:
        return by, self.people[by].sign(said.message(self.entries[0].hash))

    def hire(self, role: Role, *by: UUID) -> UUID:
        said = self.said("add", role)
        given = [self.vouch(one, said) for one in by]
        self.entries.append(self.roster.append(said, given, self.first, self.people[self.first]))
        return said.person_id

    def request(self, said: Introduction, *by: UUID) -> StandInRequest:
        vouches = tuple(self.vouch(one, said) for one in by)
        return StandInRequest(self.entries[0].hash, said, vouches, tuple(self.entries))

    def signed(self, said: Introduction, *by: UUID, secret: bytes | None = None) -> RosterEntry:
        sent = StandInRequest.decode(self.request(said, *by).encode())
        return StandIn.decode(sent.answer(secret or self.secret).encode()).entry


def test_the_shares_are_one_coordinator_and_everybody_reads_it() -> None:
    paper = Paper()
    again = paper.said("replace", person=paper.first)
    paper.entries.append(paper.signed(again))
    roster = paper.roster
    assert roster.person(paper.first).sign_public == again.sign_public, "the only one, who forgot"
    assert roster.person(paper.first).vouchers == (RECOVERY.id,)
    assert roster.stood_in() == {paper.first: 1}


def test_of_three_two_are_out_of_reach_and_the_third_goes_on_with_the_shares() -> None:
    paper = Paper()
    second = paper.hire(Role.COORDINATOR)
    third = paper.hire(Role.COORDINATOR, second)
    fourth, again = paper.said("add"), paper.said("replace", person=third)
    for said in (fourth, again):
        with pytest.raises(ForgedRoster, match="too few"):
            paper.signed(said)  # the shares alone are one
        with pytest.raises(ForgedRoster, match="too few"):
            paper.roster.append(said, [], paper.first, paper.people[paper.first])  # one coordinator alone is one
        with pytest.raises(ForgedRoster, match="too few"):
            paper.signed(said, *([third] if said is again else []))  # nor does she vouch for herself
    paper.entries.append(paper.signed(fourth, paper.first))
    assert set(paper.roster.person(fourth.person_id).vouchers) == {RECOVERY.id, paper.first}


def test_nothing_else_is_signed_by_the_shares() -> None:
    paper = Paper()
    lawyer, second = paper.hire(Role.LAWYER), paper.hire(Role.COORDINATOR)
    old = paper.roster.person(second)
    for said in (
        Introduction("remove", second, Role.COORDINATOR, old.hpke_public, old.sign_public),
        paper.said("add", Role.LAWYER),
        paper.said("add", Role.INTAKE_OFFICER),
        paper.said("add", Role.ADMINISTRATOR),
        paper.said("replace", Role.LAWYER, second),
        paper.said("replace", Role.COORDINATOR, lawyer),
        paper.said("replace", Role.COORDINATOR),
    ):
        with pytest.raises(ForgedRoster, match="recovery key"):
            paper.signed(said, paper.first)
    drawn, keys = HolderKeys(random_bytes(32)), HolderKeys(paper.secret)
    with pytest.raises(ForgedRoster, match="makes coordinators and nothing else"):
        paper.roster.append_recovery(drawn.hpke_public, drawn.sign_public, [], RECOVERY.id, keys)
    said = paper.said("add")
    given = (RECOVERY.id, keys.sign(said.message(paper.entries[0].hash)))
    with pytest.raises(ForgedRoster, match="a voucher may not vouch"):  # nor as a voucher in somebody's entry
        paper.roster.append(said, [given], paper.first, paper.people[paper.first])


def test_without_enough_shares_nobody_signs_as_the_recovery_key() -> None:
    paper = Paper()
    said = paper.said("replace", person=paper.first)
    for secret in (random_bytes(32), random_bytes(32)):
        with pytest.raises(ForgedRoster, match="does not fit"):
            paper.signed(said, secret=secret)
    body = canonical.encode("roster", 1, paper.roster.head, *said.values(), [])
    forged = RosterEntry(1, body, RECOVERY.id, paper.people[paper.first].sign(body))
    with pytest.raises(ForgedRoster, match="does not fit"):
        paper.roster.accept(forged)
    first_version = Paper(signs=False)
    with pytest.raises(ForgedRoster, match="does not fit"):
        first_version.signed(first_version.said("replace", person=first_version.first))


def test_an_entry_is_good_for_the_very_next_place_of_its_own_office() -> None:
    paper, other = Paper(), Paper()
    other.secret = paper.secret
    said = paper.said("add")
    kept = paper.signed(said)
    with pytest.raises(ForgedRoster, match="does not follow"):
        other.roster.accept(kept)
    paper.hire(Role.LAWYER)
    with pytest.raises(ForgedRoster, match="does not follow"):  # the roster has moved on
        paper.roster.accept(kept)
    paper.entries.append(paper.signed(said))
    with pytest.raises(ForgedRoster, match="does not follow"):  # again
        paper.roster.accept(paper.entries[-1])
    with pytest.raises(ForgedRoster, match="adds somebody"):
        paper.signed(said)


def test_an_older_recovery_key_signs_no_more() -> None:
    paper = Paper()
    drawn = HolderKeys(random_bytes(32))
    paper.entries.append(
        paper.roster.append_recovery(drawn.hpke_public, drawn.sign_public, [], paper.first, paper.people[paper.first])
    )
    with pytest.raises(ForgedRoster, match="does not fit"):
        paper.signed(paper.said("add"))


def test_other_files_are_refused_in_words() -> None:
    for read in (StandInRequest.decode, StandIn.decode):
        with pytest.raises(NotReadable):
            read(b"\x91\xa1x")
