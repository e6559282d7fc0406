"""The recovery shares of an office: tried, used off the network, and replaced. Real SLIP-0039 shares."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from caseintake.cli.keys import keys
from caseintake.cli.refused import Refusal
from caseintake.founding import append_to_roster, open_office, prepare
from caseintake.health import heartbeat
from caseintake.identity import people, recovering, vouching
from caseintake.identity.refusals import Refused, Why
from caseintake.kernel.actor import Role
from caseintake.kernel.clock import FixedClock
from caseintake.settings import Limits, Settings, load
from caseintake.vault import recovery
from caseintake.vault import roster as rosters
from caseintake.vault.epoch import Epoch
from caseintake.vault.errors import ForgedEpoch, ForgedRoster, WrongShares
from caseintake.vault.holders import RECOVERY, Holder, VaultKind
from caseintake.vault.primitives import HolderKeys, random_bytes, sha256
from caseintake.vault.rescue import Rescue
from caseintake.vault.roster import Introduction
from caseintake.vault.tables import EpochRow, Grant
from caseintake.work import Office
from tests.office import OfficeForTests, make_tables
from tests.signing_in import Account, account
from tests.vault.note import Note, write
from tests.vault.test_attacks import check

OTHERS = recovery.split(random_bytes(32), shares=3, threshold=2)


@dataclass
class Founded:
    """An office as ``init`` makes it, with its shares and a lawyer who holds a matter alone."""

    office: OfficeForTests
    shares: tuple[str, ...]
    murad: Account
    matter: UUID

    @property
    def directory(self) -> Path:
        return self.office.office.settings.directory

    def run(self, *arguments: str, typed: tuple[str, ...] = (), bare: bool = False) -> str:
        at = [] if bare else ["--dir", str(self.directory)]
        words = [arguments[0], *at, *arguments[1:]]
        done = CliRunner().invoke(keys, words, input="".join(f"{line}\n" for line in typed), standalone_mode=False)
        if done.exception is not None:
            raise done.exception
        assert not any(share.split()[5:9] == done.output.split() for share in self.shares)
        return done.output


@dataclass
class Template:
    """The office made once and copied for each test: migrations are slow."""

    directory: Path
    shares: tuple[str, ...]
    secrets: dict[UUID, bytes]
    coordinator: UUID
    murad: Account
    matter: UUID


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    directory = tmp_path_factory.mktemp("founded") / "office"
    url = f"sqlite:///{directory / 'office.sqlite3'}"
    limits = Limits(argon2_memory_kib=8 * 1024)
    settings = Settings(
        directory=directory, database_url=url, runtime=directory.parent / "run", secure=False, limits=limits
    )
    ceremony, clock = prepare(3, 2), FixedClock(datetime.now(UTC), settings.zone)
    settings = open_office(settings, ceremony, "Leyla M.", clock=clock)
    make_tables(url)
    me, roles = {ceremony.coordinator: ceremony.keys.secret}, {ceremony.coordinator: Role.COORDINATOR}
    office = OfficeForTests(Office.open(settings, clock), clock, ceremony.coordinator, b"", me, roles)
    murad = account(office, office.hire(Role.LAWYER))
    with office.unit(murad.person_id) as uow:
        matter = uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(murad.person_id)])
        uow.commit()
    write(office, murad.person_id, matter, text="What only Murad knew")
    office.office.close()
    return Template(directory, ceremony.shares, me, ceremony.coordinator, murad, matter)


@pytest.fixture
def founded(template: Template, tmp_path: Path) -> Iterator[Founded]:
    directory = tmp_path / "office"
    shutil.copytree(template.directory, directory)
    settings = load(directory)
    clock = FixedClock(datetime.now(UTC), settings.zone)
    roles = {template.coordinator: Role.COORDINATOR, template.murad.person_id: Role.LAWYER}
    house = Office.open(settings, clock)
    office = OfficeForTests(house, clock, template.coordinator, b"", dict(template.secrets), roles)
    yield Founded(office, template.shares, template.murad, template.matter)
    house.close()


def gone(office: OfficeForTests, who: Account) -> None:
    with office.unit(office.coordinator) as uow:
        vouching.remove(people.find(who.person_id, uow=uow), uow=uow)
        uow.commit()


def texts(office: OfficeForTests, person: UUID) -> list[str]:
    with office.unit(person, write=False) as uow:
        return [note.text for note in uow.session.scalars(select(Note))]


# --- trying them -------------------------------------------------------------------------------------------------


def test_a_rehearsal_opens_nothing_and_is_noted(founded: Founded) -> None:
    assert heartbeat.last(founded.office.office, "recovery_rehearsal") is None
    said = founded.run("rehearse", "--by", founded.murad.handle, typed=founded.shares[1:])
    assert "Nothing was opened" in said
    done = heartbeat.last(founded.office.office, "recovery_rehearsal", "done")
    assert done is not None
    assert (done.day, UUID(bytes=done.digest)) == (founded.office.clock.today(), founded.murad.person_id)
    assert check(founded.office).findings == []


def test_a_rehearsal_on_a_copy_is_noted_where_the_office_is(founded: Founded) -> None:
    asked = ("rehearse", "--by", founded.murad.handle, "--elsewhere")
    with pytest.raises(Refusal, match="nothing was noted"):
        founded.run(*asked, typed=("n",))
    assert heartbeat.last(founded.office.office, "recovery_rehearsal") is None
    founded.run(*asked, typed=("y",))
    assert heartbeat.last(founded.office.office, "recovery_rehearsal", "done") is not None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (lambda s: (s[0], s[0]), "1 of 2 shares"),
        (lambda s: (s[0], OTHERS[1]), "not of one set"),
        (lambda _: OTHERS[:2], "not of this office"),
    ],
    ids=["the same twice", "of two sets", "of another office"],
)
def test_wrong_shares_are_named_and_nothing_is_noted(founded: Founded, typed, words) -> None:
    with pytest.raises(WrongShares, match=words):
        founded.run("rehearse", "--by", founded.murad.handle, typed=typed(founded.shares))
    assert heartbeat.last(founded.office.office, "recovery_rehearsal") is None


def test_a_mistyped_share_is_named_and_asked_again(founded: Founded) -> None:
    """Thirty-three words: whoever brought a share from another country types it until it is right."""
    first, second = founded.shares[:2]
    wrong = " ".join([*first.split()[:-1], "acid" if first.split()[-1] != "acid" else "acne"])
    said = founded.run(
        "rehearse", "--by", founded.murad.handle, typed=("academic notaword", wrong, first, second.split()[0], second)
    )
    assert re.search(r"Share 1: .*2", said)
    assert said.count("Share 1: a share is mistyped") == 1
    assert "Share 2: a share is mistyped: it has 33 words, these are 1" in said
    assert "Nothing was opened" in said


# --- letting somebody in again -----------------------------------------------------------------------------------


def test_whoever_lost_her_keys_gets_what_she_held_back_under_a_new_account(founded: Founded, tmp_path: Path) -> None:
    """Off the network: the file out, the shares, the file back."""
    office = founded.office
    gone(office, founded.murad)
    again = account(office, office.hire(Role.LAWYER))
    request, answer = tmp_path / "request", tmp_path / "answer"
    asked = ("recover", "--for", again.handle, "--formerly", founded.murad.handle)
    assert "1 vaults" in founded.run(*asked, "--export", str(request))
    fingerprint_first = ("n", *founded.shares[:2])
    with pytest.raises(Refusal, match="not of your office"):
        founded.run("recover", "--from", str(request), "--to", str(answer), typed=fingerprint_first, bare=True)
    said = ("y", founded.shares[2], founded.shares[0])
    founded.run("recover", "--from", str(request), "--to", str(answer), typed=said, bare=True)
    assert b"What only Murad knew" not in answer.read_bytes()
    assert texts_closed(office, again.person_id, founded.matter)
    assert "1 vaults open" in founded.run("import", str(answer))

    assert texts(office, again.person_id) == ["What only Murad knew"]
    write(office, again.person_id, founded.matter, text="She goes on")
    assert check(office).findings == []
    with office.unit(again.person_id, write=False) as uow:
        current = uow.keystore.chains.current(founded.matter)
        assert set(current.holders) == {Holder.person(again.person_id), RECOVERY}
    with pytest.raises(Refusal, match="nothing this person held"):
        founded.run(*asked)


def texts_closed(office: OfficeForTests, person: UUID, matter: UUID) -> bool:
    with office.unit(person, write=False) as uow:
        return not uow.keystore.can_open(matter)


def test_new_keys_under_the_same_name_are_let_in_under_a_new_key(founded: Founded) -> None:
    office, murad = founded.office, founded.murad.person_id
    old, fresh = office.secrets[murad], random_bytes(32)
    pairs = HolderKeys(fresh)
    with office.unit(office.coordinator) as uow:
        made = tuple(vouching.signed_by(murad, uow=uow))
        said = Introduction("replace", murad, Role.LAWYER, pairs.hpke_public, pairs.sign_public, made)
        append_to_roster(said, [], uow=uow)
        uow.commit()
    office.secrets[murad] = fresh
    founded.run("recover", "--for", founded.murad.handle, typed=founded.shares[:2])
    assert texts(office, murad) == ["What only Murad knew"]
    write(office, murad, founded.matter, text="She goes on")
    assert check(office).findings == []
    office.secrets[murad] = old
    assert texts_closed(office, murad, founded.matter), "the old keys open nothing of the new one"


def test_nobody_is_let_in_whom_nobody_vouched_for(founded: Founded) -> None:
    gone(founded.office, founded.murad)
    with pytest.raises(Refusal, match="compare words"):
        founded.run("recover", "--for", founded.murad.handle, typed=founded.shares[:2])


def test_an_answer_to_an_older_office_is_refused_whole(founded: Founded, tmp_path: Path) -> None:
    office = founded.office
    gone(office, founded.murad)
    again = account(office, office.hire(Role.LAWYER))
    with office.office.unit() as uow:
        request = recovering.request(again.person_id, founded.murad.person_id, uow=uow)
    secret = recovery.combine(founded.shares, request.roster().recovery_public)
    answer = tmp_path / "answer"
    answer.write_bytes(Rescue(request, secret).answer().encode())
    founded.run("import", str(answer))
    with pytest.raises(Refusal, match="moved on"):
        founded.run("import", str(answer))


def test_the_recovery_key_lets_in_and_does_nothing_else(founded: Founded) -> None:
    """With enough shares and SQL: neither a stranger, nor a colleague under another key, nor a vault of its own."""
    office = founded.office
    other, stranger = office.hire(Role.LAWYER), HolderKeys(random_bytes(32))
    with office.office.unit() as uow:
        request = recovering.request(other, founded.murad.person_id, uow=uow)
        current, seq = uow.keystore.chains.current(founded.matter), uow.roster.seq
        recovers = HolderKeys(recovery.combine(founded.shares, uow.roster.recovery_public))
        hashes = {
            "a stranger": {Holder.person(UUID(int=7)): sha256(stranger.hpke_public)},
            "another key": {Holder.person(other): sha256(stranger.hpke_public)},
            "a vault": {Holder.vault(uow.roster.office_vaults[VaultKind.DOCKET]): sha256(b"x")},
        }
        for name, added in hashes.items():
            row = Epoch(
                founded.matter, current.kind, current.seq + 1, current.number, current.hash, current.public,
                current.commitment, {**current.holders, **added}, seq, RECOVERY,
            )  # fmt: skip
            with pytest.raises(ForgedEpoch, match="vouched"):
                uow.keystore.chains.add(Epoch.parse(row.body, recovers.sign(row.body)))
            assert name
        first = Epoch(
            UUID(int=9), VaultKind.MATTER, 1, 1, b"", current.public, current.commitment, current.holders, seq, RECOVERY
        )
        with pytest.raises(ForgedEpoch, match="makes no vault"):
            uow.keystore.chains.add(Epoch.parse(first.body, recovers.sign(first.body)))
    assert request.vaults == (), "nothing is asked for while she who holds it is there"


# --- a new recovery key ------------------------------------------------------------------------------------------


def renewed(founded: Founded, *agree: UUID) -> bytes:
    secret = random_bytes(32)
    drawn = HolderKeys(secret)
    with founded.office.office.unit(write=True) as uow:
        recovering.offer(drawn.hpke_public, drawn.sign_public, uow=uow)
        uow.commit()
    for person in agree:
        with founded.office.unit(person) as uow:
            recovering.agree(uow=uow)
            uow.commit()
    return secret


def test_two_coordinators_put_a_new_recovery_key_in_force(founded: Founded) -> None:
    office = founded.office
    rena = office.hire(Role.COORDINATOR)
    old = recovery.combine(founded.shares, recovery_public(office))
    secret = renewed(founded, office.coordinator)
    with office.unit(office.coordinator) as uow, pytest.raises(Refused) as refused:
        recovering.agree(uow=uow)
    assert refused.value.why is Why.NEEDS_SECOND
    assert recovery_public(office) == HolderKeys(old).hpke_public
    with office.unit(rena) as uow:
        assert recovering.agree(uow=uow)
        uow.commit()
    assert recovery_public(office) == HolderKeys(secret).hpke_public
    with office.unit(office.coordinator) as uow:
        open_ones = recovering.still_opened_by_old_shares(uow=uow)
        assert open_ones == 5, "Rena holds none of them: four office vaults and the matter"
        for vault_id in uow.roster.office_vaults.values():
            uow.keystore.refresh(vault_id)
        uow.commit()
    write(office, founded.murad.person_id, founded.matter, text="Under the new one")
    with office.office.unit() as uow:
        assert recovering.still_opened_by_old_shares(uow=uow) == 0
        mine = [Grant.vault_id == founded.matter, Grant.holder_kind == RECOVERY.kind]
        assert len(uow.session.scalars(select(Grant).where(*mine)).all()) == 2
    assert check(office).findings == []

    with pytest.raises(WrongShares, match="not of this office"):
        founded.run("rehearse", "--by", founded.murad.handle, typed=founded.shares[:2])
    gone(office, founded.murad)
    again = account(office, office.hire(Role.LAWYER))
    shares = recovery.split(secret, shares=3, threshold=2)
    founded.run("recover", "--for", again.handle, "--formerly", founded.murad.handle, typed=shares[1:])
    assert sorted(texts(office, again.person_id)) == ["Under the new one", "What only Murad knew"]


def recovery_public(office: OfficeForTests) -> bytes:
    with office.office.unit() as uow:
        return uow.roster.recovery_public


def test_one_coordinator_of_two_puts_no_recovery_key_in_force(founded: Founded) -> None:
    office = founded.office
    office.hire(Role.COORDINATOR)
    drawn, mine = HolderKeys(random_bytes(32)), HolderKeys(office.secrets[office.coordinator])
    with office.unit(office.coordinator) as uow:
        for agreed in ([], [(office.coordinator, mine.sign(b"x"))]):
            with pytest.raises(ForgedRoster):
                uow.roster.append_recovery(drawn.hpke_public, drawn.sign_public, agreed, office.coordinator, mine)


def test_a_row_under_the_old_recovery_key_after_the_new_one_is_refused(founded: Founded) -> None:
    office = founded.office
    renewed(founded, office.coordinator)
    with office.unit(founded.murad.person_id) as uow:
        current = uow.keystore.chains.current(founded.matter)
        row = Epoch(
            founded.matter, current.kind, current.seq + 1, current.number, current.hash, current.public,
            current.commitment, current.holders, uow.roster.seq, Holder.person(founded.murad.person_id),
        )  # fmt: skip
        signed = Epoch.parse(row.body, HolderKeys(office.secrets[founded.murad.person_id]).sign(row.body))
        with pytest.raises(ForgedEpoch, match="recovery key"):
            uow.keystore.chains.add(signed)


def test_a_forged_entry_for_a_recovery_key_closes_the_roster(founded: Founded) -> None:
    from caseintake.vault import canonical, directory

    office = founded.office
    with office.office.unit() as uow:
        stored, head = directory.entries(uow.session), uow.roster.head
        assert uow.session.scalars(select(EpochRow)).first()
    lawyer = HolderKeys(office.secrets[founded.murad.person_id])
    drawn = HolderKeys(random_bytes(32))
    values = ["recovery", drawn.hpke_public, drawn.sign_public]
    for signer, body_values in ((founded.murad.person_id, [*values, []]), (office.coordinator, values)):
        body = canonical.encode("roster", len(stored), head, *body_values)
        entry = rosters.RosterEntry(len(stored), body, signer, lawyer.sign(body))
        with pytest.raises(ForgedRoster):
            rosters.read([*stored, entry], office.office.fingerprint)
