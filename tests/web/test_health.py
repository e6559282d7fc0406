"""The page *Health*, and what the public pages do with it."""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec
import pytest
from flask.testing import FlaskClient

from caseintake.app import create_app
from caseintake.documents.refusals import CodeFull, DayFull
from caseintake.health import form as public_form
from caseintake.health import heartbeat
from caseintake.health.abuse import Kind
from caseintake.health.heartbeat import Result
from caseintake.kernel.actor import Role
from caseintake.matters import service as matters
from caseintake.settings import Limits
from caseintake.web.observed import abuse
from caseintake.web.surface import Surface
from tests.health.test_form import ready
from tests.office import OfficeForTests
from tests.signing_in import sign_in
from tests.web.asking import Phone, hidden
from tests.web.office_client import press

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)

WHY = "Kəmaləddin brings the new disk on Friday."


@pytest.fixture
def desk(office: OfficeForTests, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The coordinator of an office that is ready. No process believes for a minute what it saw."""
    monkeypatch.setattr(public_form, "LOOK_AGAIN_SECONDS", 0.0)
    ready(office)
    return sign_in(create_app(office.office, "office").test_client(), office, office.coordinator)


@pytest.fixture
def counter(office: OfficeForTests, desk: FlaskClient) -> Surface:
    return create_app(office.office, "public")


@pytest.fixture
def phone(counter: Surface) -> Phone:
    return Phone(counter.test_client())


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def refused(counter: Surface, office: OfficeForTests) -> dict[Kind, int]:
    with counter.app_context():
        return dict(abuse().counts(office.clock.today()).get(office.clock.today(), {}))


def test_what_is_missing_closes_the_form_and_a_coordinator_opens_it_with_a_reason(
    office: OfficeForTests, desk: FlaskClient, phone: Phone
) -> None:
    assert "It is open." in text(desk.get("/health").text)
    phone.begin().tell()
    code = phone.code
    heartbeat.record(office.office, "backup", Result.FAILED)
    assert "It is closed until what is marked below is mended" in text(desk.get("/health").text)

    new = Phone(phone.client)
    assert "closed just now" in new.get("/")
    assert "takes no new messages" in new.post("/advice", safety_watched="yes"), "what to do first is told all the same"
    page = new.post("/code", 503)
    assert "https://intake.example.org" in page
    assert "I have a code" in page
    for open_page in ("/first-aid", "/readers", "/help", "/return"):
        new.get(open_page)
    phone.send()
    assert "It has arrived" in phone.page, "whoever had begun may end"
    phone.come_back(code)
    phone.visit_post("/visit/add", addition="One more thing.", go="save")

    assert press(desk, "/health", "/health/in-spite/backup", reason=" ").status_code == 400
    assert press(desk, "/health", "/health/in-spite/roster", reason=WHY).status_code == 404
    assert press(desk, "/health", "/health/in-spite/backup", reason=WHY).status_code == 303
    page = text(desk.get("/health").text)
    assert "It is open in spite of what is marked below" in page
    assert WHY in page
    Phone(phone.client).begin()


def test_one_press_closes_it_and_the_administrator_sees_that_but_not_why(
    office: OfficeForTests, desk: FlaskClient, phone: Phone
) -> None:
    assert press(desk, "/health", "/health/close", reason=WHY).status_code == 303
    phone.post("/code", 503)
    administrator = office.hire(Role.ADMINISTRATOR)
    other = sign_in(desk.application.test_client(), office, administrator)
    page = other.get("/health").text
    assert "A coordinator closed it" in text(page)
    assert WHY not in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0], "an administrator undoes it not"
    assert press(desk, "/health", "/health/reopen", reason="It is here.").status_code == 303
    phone.begin()


def test_an_administrator_closes_and_opens_it_and_never_against_what_is_red(
    office: OfficeForTests, desk: FlaskClient, phone: Phone
) -> None:
    administrator = office.hire(Role.ADMINISTRATOR)
    other = sign_in(desk.application.test_client(), office, administrator)
    assert press(other, "/health", "/health/switch-off").status_code == 303
    phone.post("/code", 503)
    assert "An administrator closed it" in text(desk.get("/health").text)
    assert press(other, "/health", "/health/switch-on").status_code == 303
    Phone(phone.client).begin()
    assert press(other, "/health", "/health/close", reason=WHY).status_code == 404


def test_a_machine_is_asked_to_press_again_and_nothing_it_wrote_is_lost(
    office: OfficeForTests, counter: Surface, phone: Phone
) -> None:
    house = office.office
    house.settings = msgspec.structs.replace(house.settings, limits=Limits(seconds_to_write=5))
    phone.begin().tell("The line was cut.")
    assert "Please wait 5 seconds" in phone.send(429)
    office.clock.advance(timedelta(seconds=6))
    again = phone.post("/send", 429, website="https://spam.example", **phone.mine)
    assert hidden(again, "code") == phone.code.text
    foreign = {**phone.mine, "began": f"{int(office.clock.now().timestamp()) - 60}-{'00' * 16}"}
    assert "Please press Send once more" in phone.post("/send", 429, **foreign)
    office.clock.advance(timedelta(seconds=6))
    assert "It has arrived" in phone.send()
    assert refused(counter, office) == {Kind.TOO_QUICK: 1, Kind.TRAP: 1, Kind.STAMP: 1}


def test_a_page_of_before_the_power_cut_goes_on_with_the_same_code(office: OfficeForTests, phone: Phone) -> None:
    phone.post("/code")
    text_of_code, number = hidden(phone.page, "code"), hidden(phone.page, "sitting")
    again = phone.post("/write", 422, step="group", group="0000", code=text_of_code, sitting=number, began="1-00")
    assert hidden(again, "code") == text_of_code


def test_one_connection_begins_so_many_and_a_code_still_works(
    office: OfficeForTests, counter: Surface, phone: Phone
) -> None:
    house = office.office
    house.settings = msgspec.structs.replace(house.settings, limits=Limits(starts_an_hour=2, seconds_to_write=0))
    far = {"REMOTE_ADDR": "192.0.2.7"}
    for status in (200, 200, 429):
        answer = phone.client.post("/ru/code", environ_overrides=far)
        assert answer.status_code == status
    assert "192.0.2" not in answer.text
    assert phone.client.post("/ru/code").status_code == 200, "through Tor nobody has an address"
    assert phone.client.post("/ru/return", data={"typed": "x"}, environ_overrides=far).status_code == 422
    assert refused(counter, office) == {Kind.ADDRESS: 1}


def test_files_have_a_share_of_the_day_and_of_the_code(
    office: OfficeForTests, desk: FlaskClient, counter: Surface, phone: Phone
) -> None:
    house = office.office
    house.settings = msgspec.structs.replace(house.settings, limits=Limits(code_day_bytes=100_000, seconds_to_write=0))
    phone.begin().tell()
    phone.write("files", go="stay")
    phone.upload((b"a" * 30_000, "one.txt"), kind="ordinary", **phone.mine)
    kept = phone.page
    phone.upload((b"b" * 30_000, "two.txt"), kind="ordinary", status=413, **phone.mine)
    assert str(CodeFull.words) in phone.page
    assert len(list(house.settings.blobs.rglob("*.blob"))) <= 1, "what was not taken is not kept"
    assert press(desk, "/health", "/health/quota", reason=WHY, gigabytes="0").status_code == 303
    phone.write("files", go="stay")
    phone.upload((b"c", "three.txt"), kind="ordinary", status=503, **phone.mine)
    assert str(DayFull.words) in phone.page
    assert "one.txt" in kept
    assert refused(counter, office) == {Kind.CODE_FULL: 1, Kind.DAY_FULL: 1}
    page = text(desk.get("/health").text)
    assert "the share of one code was used up" in page


def test_more_files_than_fit_are_left_out_and_said_so(office: OfficeForTests, phone: Phone) -> None:
    phone.begin().tell()
    phone.write("files", go="stay")
    phone.upload(*((b"x%d" % n, f"{n}.txt") for n in range(38)), kind="ordinary", **phone.mine)
    phone.upload(*((b"y%d" % n, f"y{n}.txt") for n in range(5)), kind="ordinary", status=413, **phone.mine)
    assert "3 files did not fit and were not kept" in phone.page
    assert len([path for path in office.office.settings.blobs.rglob("*") if path.is_file()]) <= 80
    many = ((b"z", f"z{n}.txt") for n in range(41))
    other = Phone(phone.client)
    other.begin().tell()
    other.write("files", go="stay")
    assert "too many files at once" in other.upload(*many, kind="ordinary", status=413, **other.mine)


def test_coordinators_alone_read_which_matter_has_one_holder(office: OfficeForTests, desk: FlaskClient) -> None:
    lawyer = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        ref = matters.create_matter(codename="Heron", uow=uow).ref
        shared = matters.create_matter(codename="Quince", team=[office.coordinator], uow=uow).ref
        uow.commit()
    page = desk.get("/health").text
    assert ref in page
    assert shared not in page
    other = sign_in(desk.application.test_client(), office, office.hire(Role.ADMINISTRATOR))
    told = other.get("/health").text
    assert "A matter has one holder only" in told
    assert ref not in told
