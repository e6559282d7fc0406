"""From the limits of an office to mails on this machine, and back when something breaks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from caseintake.app import create_app
from caseintake.casework import letters
from caseintake.casework import tasks as work
from caseintake.casework.kinds import Direction
from caseintake.casework.letters import Said
from caseintake.cli.remind import remind
from caseintake.diary import absences
from caseintake.diary.readiness import Away, AwayDays
from caseintake.health import heartbeat
from caseintake.health.heartbeat import Kind
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.kinds import MatterState
from caseintake.reminders import gathering, running, service
from caseintake.reminders.events import listen
from caseintake.reminders.running import by_mail, run
from caseintake.reminders.service import NotAnAddress
from caseintake.settings import Mail, SettingsError
from caseintake.vault.holders import Holder, VaultKind
from tests.deadlines.scene import DUE, Scene, damage, set_limits
from tests.live import prepare
from tests.office import OfficeForTests
from tests.reminders.sink import Sink, sink
from tests.signing_in import account, sign_in
from tests.web.asking import hidden

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
LAWYER, DEPUTY, COORDINATOR = "wren@example.org", "owl@example.org", "kite@example.org"


@pytest.fixture
def scene(office: OfficeForTests) -> Scene:
    listen(office.office)
    account(office, office.coordinator)
    made = set_limits(office)
    with office.unit(made.cast.lawyer) as uow:
        matter = queries.matter(made.cast.matter, uow=uow)
        matters.add_member(matter, made.cast.second, uow=uow)
        uow.commit()
    with office.unit(made.cast.lawyer) as uow:
        matter = queries.matter(made.cast.matter, uow=uow)
        matters.change_matter(
            matter, codename="Quince 14", about="", responsible=made.cast.lawyer, deputy=made.cast.second, uow=uow
        )
        uow.commit()
    for person, address in ((made.cast.lawyer, LAWYER), (made.cast.second, DEPUTY), (made.reader, COORDINATOR)):
        with office.unit(person) as uow:
            service.set_address(address, uow=uow)
            uow.commit()
    return made


def on(office: OfficeForTests, day: date, hour: int = 7) -> None:
    office.clock.set(datetime.combine(day, time(hour), tzinfo=ZoneInfo(office.office.settings.zone)))


def send(office: OfficeForTests, kept: Sink) -> running.Ran:
    mail = Mail(host="127.0.0.1", port=kept.port, sender="desk@example.org", security="none")
    office.office.settings = msgspec.structs.replace(office.office.settings, mail=mail)
    deliver, to = by_mail(office.office)
    return run(office.office, deliver, to=to)


def test_a_last_day_is_told_once_a_step_and_tells_nothing(scene: Scene) -> None:
    office = scene.office
    with sink() as kept:
        on(office, DUE - timedelta(days=30))
        assert (send(office, kept).sent, send(office, kept).sent) == (1, 0)
        on(office, DUE - timedelta(days=29), 23)
        assert send(office, kept).sent == 0
        on(office, DUE - timedelta(days=14))
        send(office, kept)
    first, second = kept.to(LAWYER)
    assert "2026" in first
    assert "×3" in first, "three applicants with one day are one line"
    assert "*" not in first.split("\n\n")[0]
    assert "* " in second
    whole = b"".join(bytes(mail) for _, mail in kept.mails).decode()
    for word in ("Quince", "Qarayeva", "Leyla", "Sabail", "118/2026", "https"):
        assert word not in whole
    assert {to for to, _ in kept.mails} == {LAWYER}
    assert heartbeat.last(office.office, Kind.REMIND) is not None


def test_silence_reaches_deputy_and_coordinator_and_an_answer_ends_it(scene: Scene) -> None:
    office, cast = scene.office, scene.cast
    with sink() as kept:
        for left, heard in ((14, [LAWYER]), (13, [LAWYER, DEPUTY]), (12, [LAWYER, DEPUTY, COORDINATOR])):
            on(office, DUE - timedelta(days=left))
            send(office, kept)
            assert sorted({to for to, _ in kept.mails}) == sorted(heard), left
        with office.unit(cast.lawyer) as uow:
            ((item, answered),) = service.waiting(uow=uow)
            assert not answered
            service.acknowledge(item.matter_id, item.rule, str(item.due), uow=uow)
            uow.commit()
        kept.mails.clear()
        on(office, DUE - timedelta(days=7))
        send(office, kept)
        assert [to for to, _ in kept.mails] == [LAWYER]


@on_sqlite
def test_a_task_is_told_to_who_does_it_and_moved_by_sql_it_is_an_alarm(scene: Scene) -> None:
    office, cast, day = scene.office, scene.cast, DUE - timedelta(days=200)
    on(office, day)
    for person in (cast.lawyer, cast.second, scene.reader):
        with office.unit(person) as uow:
            service.speak("en", uow=uow)
            uow.commit()
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        for person, due in ((cast.second, 3), (cast.second, 3), (None, -1), (cast.second, 30)):
            work.add(matter, what="Ring Qarayeva", assignee=person, due_on=day + timedelta(days=due), uow=uow)
        said = Said(direction=Direction.IN, about="Reply to Sabail", owner=cast.second, due_on=day)
        letter = letters.record(matter, said, applicants=cast.applicants[:1], uow=uow)
        letters.record(matter, Said(direction=Direction.IN, about="For the file", due_on=None), uow=uow)
        uow.commit()
        reply = letter.id
    with sink() as kept:
        assert (send(office, kept).sent, send(office, kept).sent) == (2, 0)
        ((theirs,), (own,)) = kept.to(DEPUTY), kept.to(LAWYER)
        assert "×2  3 days left" in theirs
        assert "today" in theirs, "the letter is one of them"
        assert "1 day over" in own, "what nobody was named for falls to whoever is responsible"
        assert "TIME-LIMITS" in own
        assert {str(mail["Subject"]) for to, mail in kept.mails if to == DEPUTY} == {"3 tasks"}
        whole = b"".join(bytes(mail) for _, mail in kept.mails).decode()
        assert not [word for word in ("Ring", "Qarayeva", "Sabail", "Quince", "https") if word in whole]
        kept.mails.clear()
        with office.unit(cast.lawyer) as uow:
            matter = queries.matter(cast.matter, uow=uow)
            lines = [line for line in work.of_matter(matter, uow=uow) if line.row.id != reply]
            assert work.finish(lines, uow=uow) == 4
            uow.commit()
        on(office, day + timedelta(days=4))
        send(office, kept)
        assert [to for to, _ in kept.mails] == [DEPUTY], "the letter is over, what is done is silent"
        with office.office.engine.begin() as connection:
            connection.execute(text("UPDATE letter SET running = false"))
        kept.mails.clear()
        send(office, kept)
        assert "ALARM" in "".join(kept.to(COORDINATOR))


@on_sqlite
def test_a_server_that_is_down_is_tried_again(scene: Scene) -> None:
    office = scene.office
    on(office, DUE - timedelta(days=7))
    with sink() as kept:
        kept.refusing = True
        assert send(office, kept).failed == 1
        told = heartbeat.last(office.office, Kind.REMIND)
        assert told is not None
        assert told.result.value == "failed"
        kept.refusing = False
        assert send(office, kept).sent == 1
    gone = kept.port
    on(office, DUE - timedelta(days=3))
    nobody = Sink(port=gone)
    assert send(office, nobody).failed >= 1
    with sink() as again:
        on(office, DUE - timedelta(days=2))
        send(office, again)
        assert len(again.to(LAWYER)) == 1, "two steps that waited are one mail"


@on_sqlite
def test_killed_between_sending_and_writing_down_it_is_sent_twice_and_never_not(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = scene.office
    on(office, DUE - timedelta(days=7))
    with sink() as kept:
        real = running.Memory.write

        def cut(self: running.Memory) -> None:
            if kept.mails:
                raise KeyboardInterrupt
            real(self)

        with monkeypatch.context() as patch:
            patch.setattr(running.Memory, "write", cut)
            with pytest.raises(KeyboardInterrupt):
                send(office, kept)
        assert send(office, kept).sent == 1
        assert send(office, kept).sent == 0
    numbers = [mail["Message-ID"] for to, mail in kept.mails if to == LAWYER]
    assert len(numbers) == 2
    assert len(set(numbers)) == 1, "the reader's program sees one mail"


@pytest.mark.parametrize(
    "changed",
    [
        {"due": date(2027, 1, 1)},
        {"running": False, "state": "lodged_with_proof"},
        {"severity": "soft"},
    ],
    ids=["moved away", "marked as done", "made harmless"],
)
@on_sqlite
def test_a_date_changed_by_another_hand_is_an_alarm(scene: Scene, changed: dict[str, object]) -> None:
    office = scene.office
    on(office, DUE - timedelta(days=30))
    damage(office, None, **changed)
    with sink() as kept:
        done = send(office, kept)
        assert done.alarms == 1
        assert sorted({to for to, _ in kept.mails}) == sorted([LAWYER, DEPUTY, COORDINATOR])
        (mail,) = kept.to(COORDINATOR)
        assert "2027" not in mail
        told = heartbeat.last(office.office, Kind.REMIND)
        assert told is not None
        assert told.result.value == "failed"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE matter SET state = 'closed'",
        "DELETE FROM deadline",
        "UPDATE matter_duty SET responsible = deputy",
        "DELETE FROM matter_duty",
    ],
)
@on_sqlite
def test_nothing_written_by_sql_silences_a_matter(scene: Scene, sql: str) -> None:
    on(scene.office, DUE - timedelta(days=30))
    execute(scene.office, sql)
    with scene.office.office.unit() as uow:
        assert [item.damaged for item in gathering.items(uow=uow)] == [True]


@on_sqlite
def test_an_answer_and_an_address_written_by_sql_count_for_nothing(scene: Scene) -> None:
    office = scene.office
    on(office, DUE - timedelta(days=10))
    with office.unit(scene.cast.lawyer) as uow:
        ((item, _),) = service.waiting(uow=uow)
        service.acknowledge(item.matter_id, item.rule, str(item.due), uow=uow)
        uow.commit()
    execute(office, "UPDATE acknowledgement SET person_id = :other", other=scene.cast.second.hex)
    execute(office, "UPDATE delivery_address SET address = 'police@example.org' WHERE address = :old", old=LAWYER)
    execute(office, "DELETE FROM delivery_address WHERE address = :old", old=DEPUTY)
    with office.office.unit() as uow:
        (item,) = gathering.items(uow=uow)
        assert item.seen_by == ()
        found, forged = gathering.addresses(uow=uow)
        assert {row.address for row in found.values()} == {COORDINATOR}
        assert forged == 2


def execute(office: OfficeForTests, sql: str, **values: str) -> None:
    with office.office.engine.execution_options(writing=True).connect() as connection:
        connection.execute(text(sql), values)
        connection.exec_driver_sql("COMMIT")


@on_sqlite
def test_an_ended_limit_is_not_reminded_of(scene: Scene) -> None:
    office = scene.office
    on(office, DUE - timedelta(days=30))
    with sink() as kept:
        kept.refusing = True
        send(office, kept)
        kept.refusing = False
        with office.unit(scene.cast.lawyer) as uow:
            matters.set_state(queries.matter(scene.cast.matter, uow=uow), MatterState.CLOSED, uow=uow)
            uow.commit()
        assert send(office, kept).sent == 0


@on_sqlite
def test_without_mail_it_is_written_out(scene: Scene) -> None:
    prepare(scene.office)
    settings = scene.office.office.settings
    refused = CliRunner().invoke(remind, ["--dir", str(settings.directory)])
    assert "[mail]" in str(refused.exception)
    printed = CliRunner().invoke(remind, ["--dir", str(settings.directory), "--print"])
    assert printed.exit_code == 0, printed.output
    assert "ALARM" not in printed.output


@on_sqlite
def test_mail_in_clear_leaves_no_machine(scene: Scene) -> None:
    mail = Mail(host="mail.example.org", sender="desk@example.org", security="none")
    scene.office.office.settings = msgspec.structs.replace(scene.office.office.settings, mail=mail)
    on(scene.office, DUE - timedelta(days=7))
    deliver, to = by_mail(scene.office.office)
    with pytest.raises(SettingsError, match="this very machine"):
        run(scene.office.office, deliver, to=to)


# --- the page ---------------------------------------------------------------------------------------------------------


@on_sqlite
def test_a_holder_answers_and_enters_an_address_on_the_page(scene: Scene) -> None:
    on(scene.office, DUE - timedelta(days=10))
    app = create_app(scene.office.office, "office")
    app.testing = True
    lawyer = sign_in(app.test_client(), scene.office, scene.cast.lawyer)
    reader = sign_in(app.test_client(), scene.office, scene.reader)
    watched = reader.get("/reminders").text
    assert "nobody has answered" in watched
    assert 'href="/matters/' not in watched, "no link to a page that is closed to her"
    page = lawyer.get("/reminders").text
    assert 'href="/matters/' in page
    fields = {name: hidden(page, name) for name in ("csrf_token", "matter", "rule", "due")}
    late = lawyer.post("/reminders/seen", data={**fields, "due": "2026-06-04"})
    assert late.status_code == 409
    assert lawyer.post("/reminders/seen", data=fields).status_code == 303
    assert "Leyla Quliyeva" in reader.get("/reminders").text
    strange = {**fields, "csrf_token": hidden(reader.get("/reminders").text, "csrf_token")}
    assert reader.post("/reminders/seen", data=strange).status_code == 404

    token = {"csrf_token": fields["csrf_token"]}
    for typed, code in (
        ({"address": "wren@example.org"}, 400),
        ({"address": "wren@example.org, owl@example.org", "understood": "y"}, 400),
        ({"address": "heron@example.org", "understood": "y"}, 303),
    ):
        assert lawyer.post("/reminders/address", data={**token, **typed}).status_code == code
    assert "heron@example.org" in lawyer.get("/reminders").text
    lawyer.post("/reminders/end", data=token)
    assert "heron@example.org" not in lawyer.get("/reminders").text


@pytest.mark.parametrize(
    "bad", ["", "wren", "a@b", "a@b.org\nBcc: x@y.org", "a b@c.org", "<a@b.org>", f"{'a' * 250}@b.org"]
)
@on_sqlite
def test_what_is_no_address_is_refused(office: OfficeForTests, bad: str) -> None:
    with office.unit(office.coordinator) as uow, pytest.raises(NotAnAddress):
        service.set_address(bad, uow=uow)


# --- each in her language, and who is away --------------------------------------------------------------------------


def test_each_reads_her_own_language(scene: Scene) -> None:
    office = scene.office
    for person, address, language in ((scene.cast.lawyer, LAWYER, "ru"), (scene.cast.second, DEPUTY, None)):
        with office.unit(person) as uow:
            service.set_address(address, language, uow=uow)
            uow.commit()
    with sink() as kept:
        on(office, DUE - timedelta(days=7))
        send(office, kept)
        on(office, DUE - timedelta(days=6))
        send(office, kept)  # nobody has answered: the deputy hears too
        assert "осталось" in kept.to(LAWYER)[0].lower()
        assert "осталось" not in kept.to(DEPUTY)[0].lower()
        with office.unit(scene.cast.lawyer) as uow:
            service.speak("en", uow=uow)
            uow.commit()
        on(office, DUE - timedelta(days=3))
        send(office, kept)
        assert "days left" in kept.to(LAWYER)[-1]


def test_while_somebody_is_away_the_deputy_hears_from_the_first_day(scene: Scene) -> None:
    office, cast = scene.office, scene.cast
    with office.unit(office.coordinator) as uow:
        uow.keystore.grant(uow.roster.office_vaults[VaultKind.DIRECTORY], Holder.person(cast.lawyer))
        uow.commit()
    first = DUE - timedelta(days=31)
    on(office, first)
    with office.unit(cast.lawyer) as uow:
        made = absences.record(cast.lawyer, Away.ILL, first, DUE - timedelta(days=20), uow=uow).id
        uow.commit()
    with sink() as kept:
        on(office, DUE - timedelta(days=30))
        send(office, kept)
        assert len(kept.to(DEPUTY)) == len(kept.to(LAWYER)) == 1, "and whoever is away is not silenced by it"
        assert kept.to(COORDINATOR) == []
        assert "ill" not in kept.to(DEPUTY)[0].split()
    with office.unit(cast.lawyer) as uow:
        absences.end(made, uow=uow)
        uow.commit()
    with office.office.unit() as uow:
        assert uow.session.scalars(select(AwayDays)).all() == []
        assert gathering.staff(uow=uow).away == frozenset()


def test_away_changed_by_sql_draws_in_nobody(scene: Scene) -> None:
    office, cast = scene.office, scene.cast
    with office.unit(office.coordinator) as uow:
        absences.record(cast.second, Away.AWAY, uow.clock.today(), None, uow=uow)
        uow.commit()
    with office.office.unit() as uow:
        assert gathering.staff(uow=uow).away == {cast.second}
    execute(office, "UPDATE away_days SET person_id = :lawyer", lawyer=cast.lawyer.hex)
    with office.office.unit() as uow:
        assert gathering.staff(uow=uow).away == frozenset()
