"""The inbox of intake officers: order, what each act does, and who may not come in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from caseintake.app import create_app
from caseintake.documents.service import seal_away
from caseintake.intake import queries, returning, service
from caseintake.intake.drafts import DraftedFile
from caseintake.intake.model import Message, State, Wish
from caseintake.intake.receipts import read_code
from caseintake.kernel.actor import Role
from caseintake.matters import queries as matters_read
from caseintake.matters import service as matters
from caseintake.vault.holders import VaultKind
from tests.documents.bodies import body, file, take
from tests.intake.files import received
from tests.intake.people import STATEMENT, content, officer, papers, send, visit
from tests.matters.cast import hire
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, Fields, at_desk

pytestmark = pytest.mark.one_engine


@pytest.fixture
def reader(office: OfficeForTests) -> UUID:
    return officer(office)


@pytest.fixture
def desk(office: OfficeForTests, reader: UUID) -> Iterator[Desk]:
    with at_desk(office, reader) as desk:
        yield desk


def first(office: OfficeForTests, reader: UUID) -> UUID:
    with office.unit(reader, write=False) as uow:
        return queries.inbox(uow=uow, all_states=True).rows[0].id


@contextmanager
def seen(office: OfficeForTests, reader: UUID) -> Iterator[queries.Whole]:
    with office.unit(reader, write=False) as uow:
        yield queries.whole(queries.inbox(uow=uow, all_states=True).rows[0], uow=uow)


def served(day: date, **more: str) -> dict[str, str]:
    parts = {"precision": "day", "day": str(day.day), "month": str(day.month), "year": str(day.year)}
    return {"what_happened": "x", **{f"served-{name}": value for name, value in parts.items()}, **more}


def test_the_most_pressing_stand_on_top(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    wanted: list[str] = []
    for answers in (
        {"what_happened": "a", "safety_urgent": "detained"},
        served(date(2026, 1, 5), safety_urgent="removal"),
        {"what_happened": "b"},
        served(date(2025, 12, 5)),
        served(date(2026, 2, 20)),
    ):
        known = set(wanted)
        send(office.office, content(answers))
        with office.unit(reader, write=False) as uow:
            wanted += [row.reference for row in queries.inbox(uow=uow).rows if row.reference not in known]
    page = desk.get("/inbox")
    places = [page.index(f">{reference}<") for reference in wanted]
    assert places == sorted(places)
    assert page.count("may end any day") == 2
    assert "5 April 2026" in page


def test_within_a_week_the_earlier_day_stands_first_whoever_came_first(
    office: OfficeForTests, reader: UUID, desk: Desk
) -> None:
    """The database knows Mondays only; what ends on Tuesday must not wait below what ends on Friday."""
    for day in (9, 6, 8, 7):  # Friday, Tuesday, Thursday, Wednesday of one week, four months before their last day
        send(office.office, content(served(date(2025, 12, day + 3))))
    with office.unit(reader, write=False) as uow:
        rows = queries.inbox(uow=uow).rows
        assert len({row.possible_week for row in rows}) < len(rows)
        days = [row.earliest_last_day for row in rows]
    assert days == sorted(days, key=lambda day: day or date.min)


def test_answers_stand_in_the_order_of_the_form(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    asked = {"un_which": "Geneva", "others_appear": "yes", "contact_person": "Aunt", "contact_way": "intermediary"}
    send(office.office, content({"what_happened": "x", **asked}))
    page = desk.get(f"/inbox/{first(office, reader)}")
    questions = papers().questionnaire
    wanted = ("contact_way", "contact_person", "others_appear", "un_which")
    places = [page.index(f"<dt>{questions.field(name).label.in_('en')}") for name in wanted]
    assert places == sorted(places)


def test_what_a_day_was_remembered_by_is_said_in_words(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    anchored = {"served-anchor": "phone_alert", "served-anchor_note": "a week before Novruz"}
    send(office.office, content(served(date(2026, 2, 20), **anchored)))
    page = desk.get(f"/inbox/{first(office, reader)}")
    assert "An alert on the phone" in page
    assert "phone_alert" not in page
    assert "a week before Novruz" in page


def test_a_recording_waits_until_somebody_has_written_it_down(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    received = take(office.office.settings.blobs, body(file("file", "səs.ogg", b"OggS x")), today=office.clock.today())
    with received as form:
        form.hold(date(2026, 3, 20))
        send(office.office, content(files=(DraftedFile(form.files[0], False),)))
    one = f"/inbox/{first(office, reader)}"
    page = desk.get(one)
    assert "A voice recording has not been written down yet." in page
    address = next(part for part in page.split('"') if "write-down?recording=" in part)
    assert 'value="recording" selected' in desk.get(address)
    foreign = desk.fields(address)
    foreign["recording"] = str(uuid4())
    desk.send(f"{one}/write-down", foreign, 404, speaker="client", read_back="no", what_happened="x")
    desk.post(address, speaker="client", read_back="no", what_happened="Every word of it.")
    page = desk.get(one)
    assert "A voice recording has not been written down yet." not in page
    assert "Every word of it." in page
    assert "second-hand, not confirmed" in page


def test_states_filter_and_ages_are_in_days(office: OfficeForTests, reader: UUID) -> None:
    send(office.office)
    office.clock.advance(timedelta(days=3))
    with at_desk(office, reader) as desk:
        assert "3 days" in desk.get("/inbox")
        assert "Nobody waits here" in desk.get("/inbox?state=declined")
        assert "3 days" in desk.get("/inbox?state=new")
        assert "3 days" in desk.get("/inbox?state=nonsense&page=-4")
        assert "Nobody waits here" in desk.get("/inbox?page=99")


def test_without_the_key_of_intake_the_role_opens_nothing(office: OfficeForTests, reader: UUID) -> None:
    send(office.office)
    id = first(office, reader)
    keyless = office.hire(Role.INTAKE_OFFICER)
    lawyer = office.hire(Role.LAWYER, VaultKind.DIRECTORY)
    for person in (keyless, lawyer, office.coordinator):
        with at_desk(office, person) as desk:
            for address in ("/inbox", f"/inbox/{id}", f"/inbox/{id}/answer", f"/inbox/{id}/accept"):
                desk.get(address, 404)


def test_a_conversation_shows_statement_dates_consents_and_a_checked_signature(
    office: OfficeForTests, reader: UUID, desk: Desk
) -> None:
    told = served(date(2026, 1, 5), safe_question="The blue bicycle?", others_appear="yes")
    send(office.office, content(told | {"what_happened": STATEMENT + " <script>"}))
    page = desk.get(f"/inbox/{first(office, reader)}")
    for words in (STATEMENT, "&lt;script&gt;", "5 January 2026", "5 May 2026", "The blue bicycle?", "Reading",
                  "Signed with the code of this conversation"):  # fmt: skip
        assert words in page


def test_a_message_somebody_changed_is_not_shown_as_signed(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    one, other = send(office.office), send(office.office, content({"what_happened": "another"}))
    with visit(office.office, other) as uow:
        foreign = uow.session.scalars(select(Message)).all()
        sealed = {row.vault_id: row.sealed for row in foreign}
    with visit(office.office, one) as uow:
        own = returning.own(uow=uow).vault_id
    table = Message.__table__
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(
            update(Message.metadata.tables[table.description])
            .where(table.c.vault_id == own)
            .values(sealed=next(value for vault, value in sealed.items() if vault != own))
        )
    with office.unit(reader, write=False) as uow:
        id = next(row.id for row in queries.inbox(uow=uow).rows if row.vault_id == own)
    page = desk.get(f"/inbox/{id}")
    assert "was changed after it was written and is not shown" in page
    assert STATEMENT not in page


def test_taking_answering_and_asking(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    code = send(office.office)
    one = f"/inbox/{first(office, reader)}"
    desk.press(one, f"{one}/take")
    with seen(office, reader) as whole:
        assert whole.conversation.state is State.IN_REVIEW
    desk.post(f"{one}/answer", text="We read it.")
    desk.post(f"{one}/answer", 422, text="   ")
    desk.post(
        f"{one}/ask",
        422,
        text="x",
        needed="The envelope",
        needed_by__day="31",
        needed_by__month="6",
        needed_by__year="2026",
    )
    desk.post(
        f"{one}/ask",
        422,
        text="x",
        needed="The envelope",
        needed_by__day="1",
        needed_by__month="1",
        needed_by__year="2026",
    )
    desk.post(
        f"{one}/ask",
        text="Please.",
        needed="The envelope",
        needed_by__day="9",
        needed_by__month="4",
        needed_by__year="2026",
    )
    with visit(office.office, code) as uow:
        own = returning.own(uow=uow)
        assert (own.needed, own.needed_by, own.state) == ("The envelope", date(2026, 4, 9), State.AWAITING)
        assert len(returning.answers_of(own, uow=uow)) == 2
    assert "Signed by" in desk.get(one)


def test_an_answer_sent_twice_is_written_once(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    send(office.office)
    address = f"/inbox/{first(office, reader)}/answer"
    fields = desk.fields(address)
    for _ in range(2):
        desk.send(address, fields, text="Once.")
    with seen(office, reader) as whole:
        assert len(whole.messages) == 2


@pytest.mark.parametrize("language", ["en", "ru"])
def test_declining_always_says_what_was_not_checked_until_when_and_whom_else(
    office: OfficeForTests, reader: UUID, desk: Desk, language: str
) -> None:
    send(office.office, content(served(date(2026, 1, 5)), language=language))
    one = f"/inbox/{first(office, reader)}"
    desk.post(f"{one}/decline", text="We are sorry.")
    with seen(office, reader) as whole:
        text = whole.messages[-1].message.text
        assert whole.conversation.state is State.DECLINED
        assert whole.conversation.kept_until == date(2026, 4, 1)
    words = {
        "en": ("did not check", "5 May 2026", "1 April 2026"),
        "ru": ("Чего мы не проверяли", "5 мая 2026", "1 апреля 2026"),
    }
    for part in ("We are sorry.", "Front Line Defenders", *words[language]):
        assert part in text


def test_referring_noting_and_the_note_nobody_outside_reads(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    code = send(office.office)
    one = f"/inbox/{first(office, reader)}"
    desk.post(f"{one}/note", text="Watch the brother.")
    desk.post(f"{one}/refer", text="RSF can help.")
    assert "Watch the brother." in desk.get(one)
    with visit(office.office, code) as uow:
        own = returning.own(uow=uow)
        assert own.state is State.REFERRED
        assert all("brother" not in repr(row.payload()) for row in uow.session.scalars(select(Message)))


def test_a_withdrawal_is_shown_and_settled(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    code = send(office.office)
    with visit(office.office, code, write=True) as uow:
        returning.withdraw(Wish.DELETE, 30, returning.own(uow=uow), uow=uow)
        uow.commit()
    one = f"/inbox/{first(office, reader)}"
    page = desk.get(one)
    assert "Delete what I sent" in page
    assert "1 April 2026" in page
    desk.post(f"{one}/accept", 422, name="A", codename="B", join="y", text="x")
    desk.post(f"{one}/withdrawal", whose="unclear", how="By the safe question.")
    with seen(office, reader) as whole:
        assert whole.conversation.state is State.IN_REVIEW
    assert "By the safe question." in desk.get(one)


def test_a_new_code_is_shown_once_and_works(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    old = send(office.office, content({"what_happened": "x", "safe_question": "Bicycle?", "safe_answer": "blue"}))
    one = f"/inbox/{first(office, reader)}"
    assert "Bicycle?" in desk.get(f"{one}/code")
    sure = desk.post(f"{one}/code", 200, how="question").text
    assert returning.keyring_of(old, office=office.office) is not None
    page = desk.send(f"{one}/code", Fields(sure).forms[-1][1], 200).text
    groups = [part.split("<")[0] for part in page.split("<li><span>")[1:7]]
    new = read_code("".join(groups))
    assert returning.keyring_of(old, office=office.office) is None
    with visit(office.office, new) as uow:
        assert returning.own(uow=uow).reference


def test_accepting_into_a_new_matter_and_into_an_existing_one(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    send(office.office)
    one = f"/inbox/{first(office, reader)}"
    desk.post(f"{one}/accept", 422, name="", codename="Heron", join="y", text="Ready.")
    desk.post(f"{one}/accept", 422, name="Aytən", codename="", text="Ready.")
    answer = desk.post(f"{one}/accept", name="Aytən", codename="Heron", join="y", text="Ready.")
    assert "Aytən" in desk.get(answer.location), "she sees at once whom she has accepted"
    desk.get(one)  # the officer joined the team and reaches it through the matter
    assert "Nobody waits here" in desk.get("/inbox?state=all")
    send(office.office)
    with office.unit(reader, write=False) as uow:
        fresh = queries.inbox(uow=uow).rows[0].id
        matter = service.find(UUID(one.rsplit("/", 1)[-1]), uow=uow).matter_id
    desk.post(f"/inbox/{fresh}/accept", name="Rəşad", matter=str(matter), restricted="y", text="Ready.")
    page = desk.get(f"/matters/{matter}")
    assert "Heron" in page
    abroad = hire(office, Role.LAWYER, "Marc Orban")
    with office.unit(reader) as uow:
        matters.add_member(matters_read.matter(matter, uow=uow), abroad, firm="Orban", uow=uow)
        uow.commit()
    send(office.office)
    with office.unit(reader, write=False) as uow:
        fresh = queries.inbox(uow=uow).rows[0].id
    told = {"name": "Lalə", "matter": str(matter), "text": "Ready."}
    asked = desk.post(f"/inbox/{fresh}/accept", 422, **told).text
    assert "Has the client agreed that Orban reads the file?" in asked
    (ask,) = set(re.findall(r'name="(firm_\w+)"', asked))
    assert "Lalə" in desk.get(desk.post(f"/inbox/{fresh}/accept", **told, **{ask: "wait"}).location)
    with office.unit(abroad, write=False) as uow:
        rows = matters_read.applicants(matters_read.matter(matter, uow=uow), uow=uow)
        assert [uow.keystore.can_open(row.client_file_vault_id) for row in rows] == [True, False, False]


def test_an_officer_who_does_not_join_is_told_and_nobody_but_lawyers_and_coordinators_is_offered(
    office: OfficeForTests, reader: UUID, desk: Desk
) -> None:
    lawyer, assistant = office.hire(Role.LAWYER), office.hire(Role.ASSISTANT)
    send(office.office)
    one = f"/inbox/{first(office, reader)}"
    offered, in_new = (
        desk.get(page).partition('name="responsible"')[2].partition("</select>")[0]
        for page in (f"{one}/accept", "/matters/new")
    )
    assert str(lawyer) in offered
    assert str(office.coordinator) in offered
    assert not any(str(id) in offered + in_new for id in (assistant, reader))
    answer = desk.post(f"{one}/accept", name="Aytən", codename="Heron", responsible=str(lawyer), text="Ready.")
    assert "From then on the team reads the conversation" in desk.get(answer.location)
    assert "From then on the team reads the conversation" not in desk.get("/inbox")


def test_monday_says_first_that_something_urgent_waits(office: OfficeForTests, desk: Desk) -> None:
    send(office.office)
    assert "Something urgent" not in desk.get("/monday")
    for _ in range(2):
        send(office.office, content({"what_happened": "x", "safety_urgent": "removal"}))
    waiting = desk.get("/monday").partition("Something urgent waits in the inbox.")[2]
    assert "× 2" in waiting
    assert "3 people who wrote have no answer yet." in waiting


def test_files_are_downloads_only_and_each_opening_is_noted(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    files = (DraftedFile(received(office.office, b"%PDF- decision", "qərar.pdf")),
             DraftedFile(received(office.office, b"private picture", "secret-name.jpg"), intimate=True))  # fmt: skip
    send(office.office, content(files=files))
    one = f"/inbox/{first(office, reader)}"
    page = desk.get(one)
    assert "qərar.pdf" in page
    assert "secret-name.jpg" not in page
    assert "<img" not in page
    with seen(office, reader) as whole:
        plain = next(row for row in whole.documents if not row.intimate)
        answer = desk.press(one, f"{one}/files/{plain.id}", 200)
    assert answer.data == b"%PDF- decision"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "qərar" not in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_that_may_show_a_child_opens_to_nobody_else(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    send(office.office, content(files=(DraftedFile(received(office.office, b"x", "a.jpg")),)))
    named = office.hire(Role.INTAKE_OFFICER, VaultKind.INTAKE)
    with office.unit(reader) as uow:
        whole = queries.whole(queries.inbox(uow=uow).rows[0], uow=uow)
        vault = uow.roster.office_vaults[VaultKind.INTAKE]
        moved = seal_away(whole.documents[0], [named], vault, uow=uow)
        uow.commit()
    one = f"/inbox/{first(office, reader)}"
    fields = desk.fields(one, f"{one}/take")
    desk.send(f"{one}/files/{moved.id}", fields, 404)


def test_an_act_without_the_token_of_the_session_is_refused(office: OfficeForTests, reader: UUID, desk: Desk) -> None:
    send(office.office)
    one = f"/inbox/{first(office, reader)}"
    assert desk.client.post(f"{one}/take", data={}).status_code == 400
    assert desk.client.post(f"{one}/answer", data={"text": "x", "once": "0" * 32}).status_code == 422
    assert desk.client.post(f"{one}/answer", data={"f": (BytesIO(b"x"), "f")}).status_code in (415, 422)
    with seen(office, reader) as whole:
        assert whole.conversation.state is State.NEW
        assert len(whole.messages) == 1


def test_a_private_file_is_opened_with_a_reason_and_the_client_is_told(
    office: OfficeForTests, reader: UUID, desk: Desk
) -> None:
    file = DraftedFile(received(office.office, b"private", "mənim_adım.mp4"), True)
    code = send(office.office, content(files=(file,)))
    one = f"/inbox/{first(office, reader)}"
    page = desk.get(one)
    assert "mənim_adım" not in page
    assert "marked private" in page
    with seen(office, reader) as whole:
        (row,) = whole.documents
    asked = desk.press(one, f"{one}/files/{row.id}", 200)
    assert asked.mimetype == "text/html"
    fields = Fields(asked.text).forms[-1][1]
    assert desk.send(f"{one}/files/{row.id}", fields, 422, reason="  ").mimetype == "text/html"
    answer = desk.send(f"{one}/files/{row.id}", fields, 200, reason="The expert needs the length")
    assert answer.data == b"private"
    assert "The expert needs the length" in desk.get(one)
    app = create_app(office.office, "public")
    home = app.test_client().post("/en/return", data={"typed": code.text}).text
    assert "2 March 2026" in home
    assert "opened by somebody who reads what arrives" in home
    assert "expert" not in home
