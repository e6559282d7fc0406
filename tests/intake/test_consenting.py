"""Which answer counts, who is told, what an act may do: consent is worth what the last honest answer says."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from caseintake.intake import consenting, queries, returning, service
from caseintake.intake.consenting import ConsentMissing
from caseintake.intake.consents import Given, standing
from caseintake.intake.model import Conversation, HowGiven, Wish
from caseintake.intake.receipts import Code
from caseintake.intake.sending import consent_record
from caseintake.kernel.actor import Role
from caseintake.matters import queries as matters_read
from caseintake.matters import service as matters
from caseintake.matters.kinds import FilingKind, Forum, Lodged
from caseintake.matters.model import ClientFile
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork
from tests.intake.people import agreed, officer, send, visit
from tests.office import OfficeForTests
from tests.staffing import employ
from tests.web.matters_desk import at_desk

DAY = date(2026, 3, 2)


class Client:
    """A client with a code whose file one lawyer opens."""

    def __init__(self, office: OfficeForTests) -> None:
        self.office, self.code = office, send(office.office)
        self.lawyer = office.hire(Role.LAWYER, VaultKind.DIRECTORY)
        reader = officer(office)
        with office.unit(reader) as uow:
            row = queries.inbox(uow=uow).rows[0]
            matter = matters.create_matter(codename="Heron", responsible=self.lawyer, join=False, uow=uow)
            taken = service.accept_into(row, matter, name="Günel Əsədova", text="Ready.", once="0", uow=uow)
            uow.commit()
            self.matter_id, self.applicant_id = matter.id, taken.id
        self.page = f"/matters/{self.matter_id}/applicants/{self.applicant_id}"

    def file(self, uow: UnitOfWork) -> ClientFile:
        row = matters_read.applicants(matters_read.matter(self.matter_id, uow=uow), uow=uow)[0]
        found = matters_read.client_file(row, uow=uow)
        assert found is not None
        return found

    def says(self, use: str, yes: bool, scope: str = "", code: Code | None = None) -> None:
        """With the code."""
        answer = msgspec.structs.replace(agreed(use, yes), scope=scope)
        with visit(self.office.office, code or self.code, write=True) as uow:
            returning.change_consent(answer, returning.own(uow=uow), uow=uow)
            uow.commit()

    def tells(self, use: str, yes: bool, scope: str = "") -> None:
        """Face to face, to the lawyer."""
        answer = msgspec.structs.replace(agreed(use, yes), scope=scope)
        with self.office.unit(self.lawyer) as uow:
            consenting.take(self.file(uow), answer, HowGiven.READ_ALOUD, "her sister", None, uow=uow)
            uow.commit()

    def agrees(self, use: str, scope: str = "") -> bool:
        with self.office.unit(self.lawyer, write=False) as uow:
            return consenting.agrees(self.file(uow), use, scope, uow=uow)


@pytest.fixture
def client(office: OfficeForTests) -> Client:
    return Client(office)


def test_nothing_is_agreed_until_somebody_says_yes(client: Client) -> None:
    assert client.agrees("intake")  # asked before sending
    for use in ("strasbourg", "press_name", "share_firm", "statistics", "no such use"):
        assert not client.agrees(use)
    with client.office.unit(client.lawyer, write=False) as uow, pytest.raises(ConsentMissing, match="un"):
        consenting.require(client.file(uow), "un", uow=uow)


def test_a_yes_is_for_what_was_named(client: Client) -> None:
    client.says("share_firm", True, "Orban & Fils, Strasbourg")
    assert client.agrees("share_firm", "orban & fils")
    assert not client.agrees("share_firm", "Keller")
    assert not client.agrees("share_firm", "Or")  # part of a name is not the name
    client.says("share_firm", True, "Keller, Berlin")
    assert client.agrees("share_firm", "Keller")
    assert not client.agrees("share_firm", "Orban")


def test_the_client_takes_back_what_was_given_face_to_face(office: OfficeForTests, client: Client) -> None:
    client.tells("strasbourg", True)
    assert client.agrees("strasbourg")
    client.says("strasbourg", True)
    client.says("strasbourg", False)
    assert not client.agrees("strasbourg")  # at once, on the same day
    client.tells("strasbourg", True)  # by somebody who has seen the no
    assert client.agrees("strasbourg")
    office.clock.advance(timedelta(days=1))
    client.says("strasbourg", True)
    client.says("strasbourg", False)
    assert not client.agrees("strasbourg")


def test_each_change_is_a_task_until_somebody_has_looked(office: OfficeForTests, client: Client) -> None:
    client.says("press_name", True, "Radio X")
    office.clock.advance(timedelta(days=2))
    client.says("press_name", False)
    with office.unit(client.lawyer) as uow:
        file = client.file(uow)
        new, old = consenting.waiting(file, uow=uow)
        assert (new.answer.row.agreed, new.due_on) == (False, date(2026, 3, 11))
        assert consenting.looked_after(file, new.answer.row.id, uow=uow) is not None
        uow.commit()
        assert [one.answer.row.id for one in consenting.waiting(file, uow=uow)] == [old.answer.row.id]
        assert consenting.looked_after(file, new.answer.row.id, uow=uow) is None


def test_what_went_out_stays_listed_after_a_no(office: OfficeForTests, client: Client) -> None:
    client.says("strasbourg", True)
    with office.unit(client.lawyer) as uow:
        matter = matters_read.matter(client.matter_id, uow=uow)
        case = matters.record_proceeding(
            matter, state="AZ", forum=Forum.ECHR, applicants=[client.applicant_id], uow=uow
        )
        matters.record_filing(case, kind=FilingKind.APPLICATION, how=Lodged.POST, uow=uow)
        note = consenting.note_gone_out(client.file(uow), "un", "WGAD", "A letter", DAY, uow=uow)
        uow.commit()
        assert not note.agreed
        assert consenting.without_consent([client.applicant_id], Forum.ECHR, matter, uow=uow) == []
    client.says("strasbourg", False)
    with office.unit(client.lawyer, write=False) as uow:
        matter = matters_read.matter(client.matter_id, uow=uow)
        assert [use for use, _filing in consenting.lodged_for(client.applicant_id, matter, uow=uow)] == ["strasbourg"]
        assert consenting.without_consent([client.applicant_id], Forum.ECHR, matter, uow=uow) == [client.applicant_id]
    with at_desk(office, client.lawyer) as desk:
        page = desk.get(f"{client.page}/consents")
        for words in ("WGAD", "no consent stood for it", "took back", "What has gone out already"):
            assert words in page
        assert "No consent to a filing here" in desk.get(f"/matters/{client.matter_id}/proceedings/{case.id}")


def test_another_firm_is_refused_until_the_client_agrees_by_name(office: OfficeForTests, client: Client) -> None:
    other = employ(office, Role.LAWYER, "Marc Orban", VaultKind.DIRECTORY).person_id
    team = f"/matters/{client.matter_id}/team"
    with at_desk(office, client.lawyer) as desk:
        fields = {"person": str(other), "firm": "Orban & Fils"}
        day = {"declared_on-day": "1", "declared_on-month": "3", "declared_on-year": "2026"}
        desk.post(f"/matters/{client.matter_id}/firms", name="Orban & Fils", declared="No conflict", **day)
        page = desk.send(f"{team}/add", desk.fields(team, "team/add"), 422, **fields).text
        assert "Günel Əsədova" in page
        with office.unit(other, write=False) as uow:
            assert not matters_read.my_matters(uow=uow)
        client.says("share_firm", True, "Orban & Fils")
        desk.send(f"{team}/add", desk.fields(team, "team/add"), **fields)
        assert "Orban &amp; Fils" in desk.get(team)
        assert "Orban &amp; Fils" in desk.get(f"{client.page}/consents")
        client.says("share_firm", False)
        assert "who have not agreed" in desk.get(team)


def test_an_answer_face_to_face_through_the_page(office: OfficeForTests, client: Client) -> None:
    with at_desk(office, client.lawyer) as desk:
        take = f"{client.page}/consents/take"
        desk.post(take, 422, use="un", answer="yes", how="read_aloud", language="az")
        desk.post(take, use="un", answer="yes", scope="WGAD", how="read_aloud", language="az", present="anası")
        page = desk.get(f"{client.page}/consents")
        assert "WGAD" in page
        assert "anası" in page
        assert "in person, read aloud" in page
    with office.unit(client.lawyer, write=False) as uow:
        row = consenting.current(consenting.history(client.file(uow), uow=uow))["un"].row
        text = agreed("un", language="az")
        assert (row.text_version, row.text_language, row.text_digest) == (text.version, "az", text.digest)


def test_no_code_opens_what_the_office_wrote_down(office: OfficeForTests, client: Client) -> None:
    client.tells("strasbourg", True)
    with visit(office.office, client.code) as uow:
        found = returning.consents_of(returning.own(uow=uow), uow=uow)
        assert "strasbourg" not in found
    with office.unit(client.lawyer, write=False) as uow:
        vault = client.file(uow).vault_id
    with visit(office.office, client.code) as uow:
        assert not uow.keystore.can_open(vault)


AUTHORS = [UUID(int=n) for n in range(3)]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(AUTHORS), st.integers(0, 2)), min_size=1, max_size=8))
def test_without_an_order_that_is_signed_one_no_is_enough(told: list[tuple[bool, UUID, int]]) -> None:
    rows = [
        Given(uuid4(), "un", yes, "", DAY + timedelta(days=day), author, number)
        for number, (yes, author, day) in enumerate(told)
    ]
    found = standing(rows)["un"]
    assert found == standing(reversed(rows))["un"] or not found.agreed
    newest = max(row.given_on for row in rows)
    last = {row.author: row for row in sorted(rows, key=lambda row: (row.given_on, row.sequence))}
    of_the_day = [row for row in last.values() if row.given_on == newest]
    assert found.agreed == all(row.agreed for row in of_the_day)


def test_a_colleague_does_not_say_yes_with_the_clients_code(office: OfficeForTests, client: Client) -> None:
    """A member of the team has every key to the conversation; what she signs is still not the client's answer."""
    client.says("share_firm", False)
    with office.unit(client.lawyer) as uow:
        conversation = uow.session.get_one(Conversation, client.file(uow).conversation_id)
        yes = msgspec.structs.replace(agreed("share_firm", True), scope="Keller")
        uow.add(consent_record(conversation, yes, "code", uow))
        uow.commit()
        assert not consenting.agrees(client.file(uow), "share_firm", "Keller", uow=uow)
        assert "share_firm" not in returning.consents_of(conversation, uow=uow)


CHANGED = ("UPDATE conversation SET state = 'accepted', open = 0",)
DELETED = tuple(
    f"DELETE FROM {table}"  # noqa: S608 - names of ours
    for table in ("message", "consent", "withdrawal_request", "triage_note", "conversation")
)


@pytest.mark.parametrize("statements", [CHANGED, DELETED], ids=["changed", "deleted"])
def test_a_wish_to_stop_taken_away_by_sql_brings_no_consent_back(
    office: OfficeForTests, client: Client, statements: tuple[str, ...]
) -> None:
    with visit(office.office, client.code, write=True) as uow:
        returning.withdraw(Wish.STOP, 30, returning.own(uow=uow), uow=uow)
        uow.commit()
    assert not client.agrees("intake")
    with office.office.engine.execution_options(writing=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    with office.unit(client.lawyer, write=False) as uow:
        assert consenting.wants_out(client.file(uow), uow=uow)
        assert not consenting.agrees(client.file(uow), "intake", uow=uow)
