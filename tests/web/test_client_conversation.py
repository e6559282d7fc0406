"""An accepted client and her lawyer go on writing to one another: through the client file, with the code, no script."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from caseintake.app import create_app
from caseintake.audit.reading import deeds
from caseintake.intake import queries, returning, service, visits
from caseintake.intake.model import Conversation, State
from caseintake.intake.receipts import Code, read_code
from caseintake.kernel.actor import Role
from caseintake.matters import queries as matters_read
from caseintake.matters import service as matters
from caseintake.vault.holders import VaultKind
from tests.intake.people import content, officer, send, visit
from tests.office import OfficeForTests
from tests.staffing import employ
from tests.web.matters_desk import Desk, Fields, at_desk

pytestmark = pytest.mark.one_engine


class Client:
    """One client of a lawyer: her code, her matter, her place in it."""

    def __init__(self, office: OfficeForTests) -> None:
        self.office = office
        self.code: Code = send(office.office, content({"what_happened": "x", "safe_question": "Bicycle?"}))
        self.officer = officer(office)
        self.lawyer = office.hire(Role.LAWYER, VaultKind.DIRECTORY)
        with office.unit(self.officer) as uow:
            row = queries.inbox(uow=uow).rows[0]
            matter = matters.create_matter(codename="Heron", responsible=self.lawyer, join=False, uow=uow)
            taken = service.accept_into(row, matter, name="Günel Əsədova", text="Ready.", once="0", uow=uow)
            uow.commit()
            self.conversation_id, self.vault_id, self.matter_id = row.id, row.vault_id, matter.id
            self.applicant_id: UUID = taken.id
        self.page = f"/matters/{self.matter_id}/applicants/{self.applicant_id}"
        self.talk = f"{self.page}/conversation"

    def post(self, address: str, **fields: str) -> str:
        """One page of a return visit on the public surface."""
        app = create_app(self.office.office, "public")
        token = visits.begin(self.code, office=self.office.office)
        answer = app.test_client().post(f"/en{address}", data={"visit": token, **fields})
        assert answer.status_code == 200, answer.text[-1500:]
        return answer.text


@pytest.fixture
def client(office: OfficeForTests) -> Client:
    return Client(office)


@pytest.fixture
def desk(office: OfficeForTests, client: Client) -> Iterator[Desk]:
    with at_desk(office, client.lawyer) as desk:
        yield desk


def test_the_lawyer_answers_and_sees_what_was_read(office: OfficeForTests, client: Client, desk: Desk) -> None:
    text = "Salam. Ərizəni oxuduq, Thursday is fine.\nДо четверга."
    desk.post(f"{client.talk}/answer", text=text)
    page = desk.get(client.page)
    assert page.count("not read yet") == 2  # the acceptance and this answer
    home = client.post("/visit")
    message = Fields(home).forms
    ids = [fields["message"] for action, fields in message if action.endswith("/visit/answer")]
    read = "".join(client.post("/visit/answer", message=id) for id in ids)
    assert "Thursday is fine.\nДо четверга." in read
    page = desk.get(client.page)
    assert "not read yet" not in page
    assert page.count("read on 2 March 2026") == 2
    with office.unit(client.lawyer, write=False) as uow:
        assert uow.session.get_one(Conversation, client.conversation_id).state is State.ACCEPTED


def test_a_question_stands_on_the_clients_page_until_it_is_taken_back(client: Client, desk: Desk) -> None:
    day = {"needed_by__day": "9", "needed_by__month": "4", "needed_by__year": "2026"}
    desk.post(f"{client.talk}/ask", 422, text="Please.", needed="", **day)
    desk.post(f"{client.talk}/ask", text="Please.", needed="Zərfin şəkli", **day)
    home = client.post("/visit")
    before = home.partition("Zərfin şəkli")[0].rpartition('<section class="card">')[2]
    assert "We need something from you" in before
    assert '<details class="more"><summary>' in before, "folded: not read over her shoulder at once"
    assert "9 April 2026" in home
    desk.press(client.page, f"{client.talk}/ask/withdraw")
    assert "Zərfin şəkli" not in client.post("/visit")
    assert "Not needed any more" not in desk.get(client.page)


def test_a_new_code_takes_two_steps_and_gives_nobody_a_key(office: OfficeForTests, client: Client, desk: Desk) -> None:
    sure = desk.post(f"{client.talk}/code", 200, how="person").text
    assert returning.keyring_of(client.code, office=office.office) is not None
    page = desk.send(f"{client.talk}/code", Fields(sure).forms[-1][1], 200).text
    new = read_code("".join(part.split("<")[0] for part in page.split("<li><span>")[1:7]))
    assert returning.keyring_of(client.code, office=office.office) is None
    with visit(office.office, new) as uow:
        assert returning.own(uow=uow).id == client.conversation_id
    with office.unit(client.officer, write=False) as uow:
        assert not uow.keystore.can_open(client.vault_id)
    with office.unit(client.lawyer, write=False) as uow:
        said = deeds(client.vault_id, session=uow.session, keystore=uow.keystore, limit=1)[0]
        assert (said.by, said.said) == (client.lawyer, "code replaced, known in person")


def test_a_retired_code_opens_nothing_and_a_new_epoch_begins(
    office: OfficeForTests, client: Client, desk: Desk
) -> None:
    with visit(office.office, client.code) as uow:
        kept = uow.keyring  # somebody opened everything the code opens, before it was retired
        before = uow.keystore.chains.current(client.vault_id).number
        returning.own(uow=uow)
    desk.post(f"{client.talk}/code/retire")
    assert returning.keyring_of(client.code, office=office.office) is None
    desk.post(f"{client.talk}/answer", text="Only for her.")
    with office.office.unit(actor=returning.actor_of(client.code), keyring=kept) as uow:
        current = uow.keystore.chains.current(client.vault_id)
        assert current.number > before
        assert kept.find(client.vault_id, current.number) is None
        assert not uow.keystore.can_open(client.vault_id)
    page = desk.get(client.page)
    assert "No code opens this conversation" in page
    assert "Retire the code" not in page


def test_a_closed_client_file_lets_no_colleague_write(office: OfficeForTests, client: Client, desk: Desk) -> None:
    colleague = employ(office, Role.LAWYER, "Marc Orban", VaultKind.DIRECTORY).person_id
    with office.unit(client.lawyer) as uow:
        matter = matters_read.matter(client.matter_id, uow=uow)
        matters.add_member(matter, colleague, uow=uow)
        row = matters_read.applicants(matter, uow=uow)[0]
        matters.restrict(row, {client.lawyer}, matter=matter, uow=uow)
        uow.commit()
    with at_desk(office, colleague) as other:
        for act in ("answer", "ask", "code", "code/retire"):
            other.get(f"{client.talk}/{act}", 404)
    desk.get(f"{client.talk}/answer")
