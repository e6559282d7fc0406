"""When the public form is open, who may open it, and what somebody with SQL can make of that."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from sqlalchemy import delete, event, insert, update

from caseintake.app import create_app
from caseintake.backup.paper import settings_files
from caseintake.health import decisions, form, heartbeat
from caseintake.health.decisions import Act, CannotDecide, FormDecision, FormSwitch
from caseintake.health.examine import examine
from caseintake.health.findings import Bar, Finding, Light, Question
from caseintake.health.form import Standing
from caseintake.health.heartbeat import Kind, Result
from caseintake.intake import papers
from caseintake.intake.office_texts import load_office_texts
from caseintake.intake.papers import office_texts_file
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.law.rules import load as load_law
from caseintake.law.rules import shipped_directory
from caseintake.reminders.service import set_address
from caseintake.settings import Mail
from caseintake.vault.errors import VaultError
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.primitives import HolderKeys, random_bytes
from caseintake.vault.tables import EpochRow
from tests.intake.people import with_office_words
from tests.live import say_the_schema
from tests.office import OfficeForTests
from tests.signing_in import account
from tests.vault.test_attacks import check, fired, named, sql


def ready(office: OfficeForTests) -> None:
    """All a host and its people must have done."""
    house = office.office
    house.settings = msgspec.structs.replace(house.settings, form="open when ready")
    house.settings.directory.chmod(0o700)
    say_the_schema(house.engine)
    with_office_words(house.settings.directory)
    for _ in range(2):
        office.hire(Role.INTAKE_OFFICER, VaultKind.INTAKE)
    for kind in Kind:
        heartbeat.record(house, kind, began=office.clock.now() if kind is Kind.BACKUP else None)


def look(office: OfficeForTests) -> Standing:
    found = examine(office.office)
    with office.office.unit() as uow:
        return form.standing(found, uow=uow)


def finding(office: OfficeForTests, question: Question) -> Finding:
    return next(finding for finding in examine(office.office) if finding.question is question)


def test_helplines_nobody_tried_are_named_and_close_nothing(office: OfficeForTests) -> None:
    found = finding(office, Question.HELPLINES)
    assert found.light is Light.AMBER
    assert not found.must_be_mended
    assert "Front Line Defenders" in str(found.words)
    own, shipped = office.office.settings.directory, shipped_directory() / "intake" / "helplines.toml"
    tried = f"[[helplines]]\nchecked_on = {office.clock.today()}\n"
    (own / "helplines.toml").write_text(shipped.read_text("utf-8").replace("[[helplines]]\n", tried), "utf-8")
    assert finding(office, Question.HELPLINES).light is Light.GREEN
    assert own / "helplines.toml" in settings_files(own), "a backup takes it along"


def test_rules_an_office_once_copied_do_not_count(office: OfficeForTests) -> None:
    """They would count with the law of that year for ever, in the inbox alone."""
    with_office_words(office.office.settings.directory)
    (rule,) = office.office.settings.directory.glob("config/rules/echr/echr.application.toml")
    rule.write_text("id = 'of another year'\n", "utf-8")
    counted, program = papers.read(office.office.settings).law, load_law(shipped_directory())
    assert {id: rule.file for id, rule in counted.rules.items()} == {
        id: rule.file for id, rule in program.rules.items()
    }


def test_a_quick_alert_is_promised_only_where_somebody_who_reads_gets_mail(office: OfficeForTests) -> None:
    """A mother whose son is in custody must not wait for somebody whom nothing tells."""
    ready(office)
    house = office.office
    app = create_app(house, "public")

    def page() -> str:
        app.extensions.pop("watch", None)
        return app.test_client().post("/en/advice", data={"safety_urgent": "detained"}).text

    told = finding(office, Question.ALERT)
    assert (told.light, told.must_be_mended) == (Light.AMBER, False)
    assert "within the hour" not in page()
    assert "Somebody reads it within" in page()
    officer, lawyer = office.hire(Role.INTAKE_OFFICER, VaultKind.INTAKE), office.hire(Role.LAWYER)
    house.settings = msgspec.structs.replace(house.settings, mail=Mail(host="localhost", sender="desk@example.org"))
    for person, light in ((lawyer, Light.AMBER), (officer, Light.GREEN)):
        account(office, person)
        with office.unit(person) as uow:
            set_address("one@example.org", uow=uow)
            uow.commit()
        assert finding(office, Question.ALERT).light is light, "somebody who reads what arrives, not anybody"
    assert "an officer is told within the hour" in page()


def decide(office: OfficeForTests, act: Callable[..., None], *values: object) -> None:
    with office.unit(office.coordinator) as uow:
        act(*values, "The disk is on its way.", uow=uow)
        uow.commit()


def test_every_question_is_answered_and_a_ready_office_is_open(office: OfficeForTests) -> None:
    ready(office)
    found = examine(office.office)
    assert [finding.question for finding in found] == list(Question)
    assert [f.question for f in found if f.must_be_mended] == []
    assert look(office).open


def _no_backup(office: OfficeForTests) -> None:
    office.clock.set(office.clock.now().replace(hour=9, minute=0))
    heartbeat.record(office.office, Kind.BACKUP, began=office.clock.now())
    office.clock.advance(timedelta(hours=23, minutes=59))
    assert not look(office).lacking, "reminders ran yesterday, the backup is under 24 hours old"
    office.clock.advance(timedelta(minutes=1))
    heartbeat.record(office.office, Kind.REMIND)


def _failed(office: OfficeForTests) -> None:
    heartbeat.record(office.office, Kind.BACKUP, Result.FAILED)


def _silent(office: OfficeForTests) -> None:
    office.clock.advance(timedelta(days=2))
    heartbeat.record(office.office, Kind.BACKUP)


def _matter_of_one(office: OfficeForTests) -> None:
    lawyer = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow:
        uow.keystore.create_vault(VaultKind.MATTER, [Holder.person(lawyer)])
        uow.commit()


def _no_limits(office: OfficeForTests) -> None:
    limits = msgspec.structs.replace(office.office.settings.limits, upload_day_bytes=0)
    office.office.settings = msgspec.structs.replace(office.office.settings, limits=limits)


def _no_words(office: OfficeForTests) -> None:
    (office.office.settings.directory / "office_texts.toml").write_text("version = 1\n", encoding="utf-8")


def _words_of_the_example(office: OfficeForTests) -> None:
    office.office.settings = msgspec.structs.replace(office.office.settings, secure=True)


def _open_rights(office: OfficeForTests) -> None:
    office.office.settings.log_key_file.chmod(0o644)


def _rolled_back(office: OfficeForTests) -> None:
    office.office.remembered.note_heads({new_id(): (3, random_bytes(32))})


def _no_room(office: OfficeForTests) -> None:
    limits = msgspec.structs.replace(office.office.settings.limits, disk_floor_bytes=1 << 60)
    office.office.settings = msgspec.structs.replace(office.office.settings, limits=limits)


def _other_schema(office: OfficeForTests) -> None:
    with office.office.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")


def _plain_http(office: OfficeForTests) -> None:
    office.office.settings = msgspec.structs.replace(
        office.office.settings, secure=True, public_addresses=("http://forms.example.org",)
    )


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("question", "spoil", "bar"),
    [
        (Question.BACKUP, _no_backup, Bar.MAY_OPEN),
        (Question.BACKUP, _failed, Bar.MAY_OPEN),
        (Question.REMINDERS, _silent, Bar.MAY_OPEN),
        (Question.MATTERS, _matter_of_one, Bar.MAY_OPEN),
        (Question.LIMITS, _no_limits, Bar.MAY_OPEN),
        (Question.TEXTS, _no_words, Bar.SHUT),
        (Question.TEXTS, _words_of_the_example, Bar.SHUT),
        (Question.FILES, _open_rights, Bar.SHUT),
        (Question.HISTORY, _rolled_back, Bar.SHUT),
        (Question.DISK, _no_room, Bar.SHUT),
        (Question.SCHEMA, _other_schema, Bar.SHUT),
        (Question.PUBLIC_ADDRESS, _plain_http, Bar.SHUT),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)).strip("_"),
)
def test_what_is_missing_closes_the_form(
    office: OfficeForTests, question: Question, spoil: Callable[[OfficeForTests], None], bar: Bar
) -> None:
    ready(office)
    spoil(office)
    found = finding(office, question)
    assert (found.bar, found.light is Light.GREEN, bool(str(found.do))) == (bar, False, True)
    assert not look(office).open
    if bar is Bar.SHUT:
        with pytest.raises(CannotDecide):
            decide(office, decisions.open_in_spite, found)
    else:
        decide(office, decisions.open_in_spite, found)
        assert look(office).open, "a coordinator opened in spite of exactly this"


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_an_address_that_people_are_not_told_is_pointed_out_and_closes_nothing(office: OfficeForTests) -> None:
    ready(office)
    told = [address.url for address in load_office_texts(office_texts_file(office.office.settings)).addresses]

    def light(*names: str) -> Light:
        office.office.settings = msgspec.structs.replace(office.office.settings, secure=True, public_addresses=names)
        found = finding(office, Question.PUBLIC_ADDRESS)
        assert found.bar is Bar.NONE
        return found.light

    assert light(*told) is Light.GREEN
    assert light(*told, "https://forms.example.net") is Light.AMBER
    assert light(*told[1:], "https://forms.example.net") is Light.AMBER


def test_one_reader_may_be_overlooked_and_none_may_not(office: OfficeForTests) -> None:
    with office.office.unit() as uow:
        intake = uow.roster.office_vaults[VaultKind.INTAKE]
        assert office.coordinator in {holder.id for holder in uow.keystore.holders(intake)}
    assert finding(office, Question.INTAKE).bar is Bar.SHUT, "the key alone opens no inbox to a coordinator"
    ready(office)
    assert finding(office, Question.INTAKE).light is Light.GREEN
    with office.unit(office.coordinator) as uow:
        uow.keystore.remove(uow.roster.office_vaults[VaultKind.INTAKE], Holder.person(office.coordinator))
        uow.commit()
    assert finding(office, Question.INTAKE).light is Light.GREEN
    officers = [person for person, role in office.roles.items() if role is Role.INTAKE_OFFICER]
    with office.unit(officers[0]) as uow:
        uow.keystore.remove(uow.roster.office_vaults[VaultKind.INTAKE], Holder.person(officers[1]))
        uow.commit()
    assert finding(office, Question.INTAKE).bar is Bar.MAY_OPEN


def test_opening_in_spite_is_of_one_finding_and_ends_after_seven_days(office: OfficeForTests) -> None:
    ready(office)
    _failed(office)
    decide(office, decisions.open_in_spite, finding(office, Question.BACKUP))
    _matter_of_one(office)
    assert [f.question for f in look(office).lacking] == [Question.MATTERS], "another finding closes it all the same"
    decide(office, decisions.open_in_spite, finding(office, Question.MATTERS))
    assert look(office).open
    for _ in range(7):
        office.clock.advance(timedelta(days=1))
        heartbeat.record(office.office, Kind.REMIND)
    assert {f.question for f in look(office).lacking} == {Question.BACKUP, Question.MATTERS}


def test_closing_counts_over_everything_green(office: OfficeForTests) -> None:
    ready(office)
    decide(office, decisions.close)
    standing = look(office)
    assert standing.closed is not None
    assert (standing.open, standing.closed.author) == (False, office.coordinator)
    with office.unit(office.coordinator, write=False) as uow:
        assert decisions.reasons(uow=uow)[standing.closed.id] == "The disk is on its way."
    administrator = office.hire(Role.ADMINISTRATOR)
    with office.unit(administrator, write=False) as uow:
        assert decisions.reasons(uow=uow) == {}
    decide(office, decisions.reopen)
    assert look(office).open
    assert check(office).findings == []


def test_the_gate_obeys_a_decision_at_once_and_asks_all_else_again_soon(
    office: OfficeForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(office)
    now = 1_000.0
    monkeypatch.setattr(form, "time", SimpleNamespace(monotonic=lambda: now))
    gate = form.Watch(office.office)
    assert gate.is_open()
    decide(office, decisions.close)
    assert not gate.is_open()
    decide(office, decisions.reopen)
    assert gate.is_open()
    with office.office.unit() as uow:
        intake = uow.roster.office_vaults[VaultKind.INTAKE]
    sql(office, lambda c: c.execute(delete(EpochRow.__table__).where(EpochRow.__table__.c.vault_id == intake)))
    now += form.ASK_AGAIN_SECONDS
    with pytest.raises(VaultError):
        gate.is_open()
    with pytest.raises(VaultError):
        gate.is_open()


def test_nobody_but_a_coordinator_decides(office: OfficeForTests) -> None:
    lawyer = office.hire(Role.LAWYER)
    with office.unit(lawyer) as uow, pytest.raises(CannotDecide):
        decisions.close("I say so.", uow=uow)


def test_an_administrator_closes_it_and_takes_back_no_closing_of_a_coordinator(office: OfficeForTests) -> None:
    ready(office)
    administrator = office.hire(Role.ADMINISTRATOR)

    def press(act: Act) -> bool:
        with office.unit(administrator) as uow:
            decisions.switch(act, uow=uow)
            uow.commit()
        return look(office).open

    assert not press(Act.CLOSE)
    assert press(Act.REOPEN)
    decide(office, decisions.close)
    assert not press(Act.REOPEN)
    assert not press(Act.CLOSE)
    assert not press(Act.REOPEN), "the coordinator's closing stands, whatever came after it"
    decide(office, decisions.reopen)
    assert look(office).open
    office.clock.advance(timedelta(days=2))  # backup and reminders are late now
    assert not press(Act.REOPEN), "never against what is red"
    assert check(office).findings == []
    for person, act in ((office.coordinator, Act.CLOSE), (administrator, Act.IN_SPITE), (administrator, Act.QUOTA)):
        with office.unit(person) as uow, pytest.raises(CannotDecide):
            decisions.switch(act, uow=uow)


def test_a_switch_written_by_sql_or_by_another_hand_counts_for_nothing(office: OfficeForTests) -> None:
    ready(office)
    administrator, lawyer = office.hire(Role.ADMINISTRATOR), office.hire(Role.LAWYER)
    with office.unit(administrator) as uow:
        decisions.switch(Act.CLOSE, uow=uow)
        uow.commit()
    for author, keys in ((administrator, lawyer), (lawyer, lawyer), (office.coordinator, office.coordinator)):
        row = FormSwitch(number=9, act=Act.REOPEN, day=office.clock.today(), author=author, signature_in_clear=b"")
        row.signature_in_clear = HolderKeys(office.secrets[keys]).sign(row.message(office.office.fingerprint))
        values = {column.name: getattr(row, column.name) for column in FormSwitch.__table__.columns}
        sql(office, lambda c, v=values: c.execute(insert(FormSwitch).values(**v)))
    assert not look(office).open


def test_somebody_removed_opens_nothing_and_what_she_closed_stays_closed(office: OfficeForTests) -> None:
    """She kept her keys and has SQL: nobody could say on which day she signed."""
    ready(office)
    second = office.hire(Role.COORDINATOR, VaultKind.DOCKET)
    with office.unit(second) as uow:
        decisions.close("Closed.", uow=uow)
        uow.commit()
    fired(office, second)
    assert not look(office).open
    with office.office.unit() as uow:
        docket = uow.roster.office_vaults[VaultKind.DOCKET]
    for number, act, question in ((7, Act.REOPEN, None), (8, Act.IN_SPITE, Question.BACKUP), (9, Act.QUOTA, None)):
        row = FormDecision(
            vault_id=docket, number=number, act=act, question=question, gigabytes=None if number < 9 else 4000,
            day=office.clock.today(), author=second, signature_in_clear=b"", reason="Because.",
        )  # fmt: skip
        row.signature_in_clear = HolderKeys(office.secrets[second]).sign(row.message(office.office.fingerprint))
        columns = [column.name for column in FormDecision.__table__.columns]
        values = {name: getattr(row, name) for name in columns if name not in ("epoch", "revision", "sealed")}
        sql(office, lambda c, v=values: c.execute(insert(FormDecision).values(epoch=1, revision=1, sealed=b"x", **v)))
    standing = look(office)
    assert (standing.open, standing.in_spite, standing.quota) == (False, {}, None)
    decide(office, decisions.reopen)
    assert look(office).open


def test_a_quota_is_what_was_set_last(office: OfficeForTests) -> None:
    with office.office.unit() as uow:
        assert decisions.day_quota(uow=uow) == office.office.settings.limits.upload_day_bytes
    decide(office, decisions.set_quota, 3)
    with office.office.unit() as uow:
        assert decisions.day_quota(uow=uow) == 3 * decisions.GIGABYTE


def test_what_is_read_without_a_key_is_written_down(office: OfficeForTests) -> None:
    ready(office)
    asked: list[str] = []

    @event.listens_for(office.office.engine, "before_cursor_execute")
    def listen(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    look(office)
    read = {name for statement in asked for name in re.findall(r"(?:FROM|JOIN) (\w+)", statement)}
    page = Path(__file__).parents[2] / "docs" / "without-a-key.md"
    told = {line.split("`")[1] for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| doctor")}
    assert read - {"alembic_version", "sqlite_master", "pg_catalog"} <= told


def test_sql_alone_opens_no_form(office: OfficeForTests) -> None:
    ready(office)
    _failed(office)
    decide(office, decisions.open_in_spite, finding(office, Question.BACKUP))
    decide(office, decisions.close)
    table = FormDecision.__table__
    sql(office, lambda c: c.execute(update(table).where(table.c.act == "close").values(act="reopen")))
    assert {name for name, _ in named(check(office))} == {"form_decision"}
    forged = FormDecision(
        id=new_id(), vault_id=office.coordinator, number=9, act=Act.REOPEN, question=None, gigabytes=None,
        day=office.clock.today(), author=office.coordinator, signature_in_clear=b"", reason="",
    )  # fmt: skip
    forged.signature_in_clear = HolderKeys(random_bytes(32)).sign(forged.message(office.office.fingerprint))
    with office.office.unit() as uow:
        vault = uow.roster.office_vaults[VaultKind.DOCKET]
    names = ("id", "number", "act", "question", "gigabytes", "day", "author", "signature_in_clear")
    values = {name: getattr(forged, name) for name in names}
    row = {**values, "vault_id": vault, "epoch": 1, "sealed": b"x" * 300, "revision": 1}
    sql(office, lambda c: c.execute(update(table).where(table.c.act == "reopen").values(act="close")))
    sql(office, lambda c: c.execute(insert(table).values(row)))
    assert look(office).closed is not None, "a decision nobody signed is passed over"
    sql(office, lambda c: c.execute(delete(table).where(table.c.number == 9)))
    assert check(office).findings == []
