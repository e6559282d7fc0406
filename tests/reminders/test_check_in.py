"""Somebody says by when she will be back; if she is not, two colleagues hear that somebody has not, and no more."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, update

from caseintake.i18n import gettext_for
from caseintake.identity.freezing import frozen
from caseintake.identity.model import Credential
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.reminders import check_in, service
from caseintake.reminders.check_in import BadCheckIn
from caseintake.reminders.model import CheckIn
from tests.live import prepare
from tests.office import OfficeForTests
from tests.reminders.sink import sink
from tests.reminders.test_running import COORDINATOR, DEPUTY, send
from tests.signing_in import account, sign_in
from tests.surfaces import lent_app
from tests.vault.test_attacks import check, sql
from tests.web.office_client import press

table = CheckIn.__table__


@pytest.fixture
def people(office: OfficeForTests) -> tuple[OfficeForTests, tuple[UUID, UUID, UUID]]:
    """A lawyer, the colleague who is told, and another one."""
    prepare(office)
    account(office, office.coordinator)
    lawyer, friend, other = (account(office, office.hire(Role.LAWYER)).person_id for _ in range(3))
    for person, address in ((friend, DEPUTY), (office.coordinator, COORDINATOR)):
        with office.unit(person) as uow:
            service.set_address(address, uow=uow)
            uow.commit()
    return office, (lawyer, friend, other)


def ask(office: OfficeForTests, who: object, *colleagues: object, hours: int = 5, grace: int = 3) -> None:
    with office.unit(who) as uow:  # type: ignore[arg-type]
        check_in.ask(hours, grace, colleagues, uow=uow)  # type: ignore[arg-type]
        uow.commit()


def test_missed_it_is_told_once_to_whom_she_named_and_next_day_to_the_coordinators(people) -> None:
    office, (lawyer, friend, other) = people
    ask(office, lawyer, friend)
    with sink() as kept:
        office.clock.advance(timedelta(hours=8) - timedelta(minutes=1))
        send(office, kept)
        assert kept.mails == []
        office.clock.advance(timedelta(minutes=1))
        send(office, kept)
        send(office, kept)
        (mail,) = kept.to(DEPUTY)
        said = "A colleague has not come back as agreed. Sign in and look at the page Check-in."
        assert gettext_for("az")(said) in " ".join(mail.split())
        assert kept.to(COORDINATOR) == []
        office.clock.advance(timedelta(days=1))
        send(office, kept)
        assert len(kept.to(COORDINATOR)) == 1
        for _, sent in kept.mails:
            said = sent.as_string()
            assert str(lawyer) not in said
            assert "2026" not in sent.get_payload()
    with office.unit(lawyer, write=False) as uow:
        assert frozen(uow=uow) == frozenset(), "nothing happens by itself"
    with office.unit(other) as uow, pytest.raises(LookupError):
        check_in.settle(check_in.missed(uow=uow)[0].id, uow=uow)
    with office.unit(friend) as uow:
        check_in.settle(check_in.told(uow=uow)[0].id, uow=uow)
        uow.commit()
    with office.office.unit() as uow:
        assert check_in.missed(uow=uow) == []
    assert check(office).findings == []


def test_whoever_is_back_in_time_is_nobodys_business(people) -> None:
    office, (lawyer, friend, _other) = people
    ask(office, lawyer, friend)
    office.clock.advance(timedelta(hours=7))
    with office.unit(friend) as uow:
        assert check_in.told(uow=uow) == []
    with office.unit(lawyer) as uow:
        check_in.back(uow=uow)
        uow.commit()
    office.clock.advance(timedelta(days=2))
    with sink() as kept:
        ran = send(office, kept)
    assert (kept.mails, ran.alarms) == ([], 0)
    assert check(office).findings == []


def test_what_cannot_be_asked(people) -> None:
    office, (lawyer, friend, other) = people
    for hours, grace, colleagues, field in (
        (0, 3, [friend], "hours"),
        (721, 3, [friend], "hours"),
        (5, 0, [friend], "grace"),
        (5, 73, [friend], "grace"),
        (5, 3, [], "colleagues"),
        (5, 3, [lawyer], "colleagues"),
        (5, 3, [new_id()], "colleagues"),
        (5, 3, [friend, other, office.coordinator], "colleagues"),
    ):
        with office.unit(lawyer) as uow, pytest.raises(BadCheckIn, match=field):
            check_in.ask(hours, grace, colleagues, uow=uow)


@pytest.mark.parametrize("act", ["moved", "taken away", "written for her"])
def test_nothing_written_by_sql_silences_it_or_cries_wolf(people, act: str) -> None:
    office, (lawyer, friend, _other) = people
    if act == "written for her":
        row = {"id": new_id(), "person_id": lawyer, "first": friend, "second": None, "back_by": 1, "told_at": 2}
        sql(office, lambda c: c.execute(insert(table).values(**row)))
    else:
        ask(office, lawyer, friend)
        change = delete(table) if act == "taken away" else update(table).values(told_at=1 << 30)
        sql(office, lambda c: c.execute(change))
    office.clock.advance(timedelta(hours=9))
    with sink() as kept:
        ran = send(office, kept)
    assert ran.alarms == 1, "remind says that something was changed, and exits 1"
    assert kept.mails == []
    with office.office.unit() as uow:
        assert check_in.missed(uow=uow) == []


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_it_is_asked_answered_and_seen_on_the_pages(people) -> None:
    office, (lawyer, friend, other) = people
    with lent_app(office.office) as app:
        hers, his, third = (sign_in(app.test_client(), office, one) for one in (lawyer, friend, other))
        page = "/check-in"
        assert press(hers, page, page, hours="x", grace="3", first=str(friend), second="").status_code == 400
        assert press(hers, page, page, hours="5", grace="3", first=str(lawyer), second="").status_code == 400
        assert str(other) in hers.get(page).text
        sql(office, lambda c: c.execute(update(Credential).where(Credential.person_id == other).values(frozen=b"x")))
        assert str(other) not in hers.get(page).text, "who was taken hears nothing"
        sql(office, lambda c: c.execute(update(Credential).where(Credential.person_id != lawyer).values(frozen=b"x")))
        assert "There is nobody else here who could be told." in hers.get(page).text
        sql(office, lambda c: c.execute(update(Credential).values(frozen=None)))
        assert press(hers, page, page, hours="5", grace="3", first=str(friend), second="").status_code == 303
        assert "You are to be back by" in hers.get(page).text
        assert "Not back as agreed" not in his.get(page).text
        office.clock.advance(timedelta(hours=8))
        for person in (friend, other):  # sessions have ended meanwhile
            sign_in(his if person == friend else third, office, person)
        app.extensions.pop("beats", None)
        assert "see the page Check-in" in his.get("/account").text
        assert "see the page Check-in" not in third.get("/account").text
        text = his.get(page).text
        assert "Not back as agreed" in text
        assert "Not back as agreed" not in third.get(page).text
        which = text.split('name="which" value="')[1].split('"')[0]
        assert press(third, page, "/check-in/settled", which=which).status_code == 404
        assert press(his, page, "/check-in/settled", which="x").status_code == 400
        assert press(his, page, "/check-in/settled", which=which).status_code == 303
        assert "Not back as agreed" not in his.get(page).text
