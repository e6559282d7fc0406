"""An office as a released version wrote it opens, proves and goes on under this one (`tests/vectors/released`)."""

from __future__ import annotations

import json
import lzma
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import MetaData, insert, select

from caseintake import schema, settings
from caseintake.audit.verify import Report, logged_models, verify
from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.identity import checkpoint
from caseintake.identity.credentials import open_bundle, unwrap
from caseintake.identity.model import Credential
from caseintake.intake import returning
from caseintake.intake.model import TriageNote
from caseintake.intake.receipts import read_code
from caseintake.kernel.actor import Actor, Role
from caseintake.kernel.clock import FixedClock
from caseintake.storage import Base, is_sqlite, make_engine
from caseintake.vault.errors import NotVouched
from caseintake.vault.holders import RECOVERY
from caseintake.vault.keyring import Keyring
from caseintake.vault.sealed import SealedRecord
from caseintake.work import Office

FOLDER = Path(__file__).parent / "vectors" / "released"
RELEASED = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@dataclass
class Kept:
    """The office of a release, migrated to this version, and what its people have on paper."""

    revision: str
    office: Office
    paper: dict[str, Any]

    def secret(self, name: str) -> tuple[UUID, bytes]:
        who = self.paper["people"][name]
        person_id = UUID(who["id"])
        with self.office.unit() as uow:
            credential = uow.session.scalars(select(Credential).where(Credential.person_id == person_id)).one()
        named = {"fingerprint": self.office.fingerprint, "person_id": person_id}
        return person_id, unwrap(tuple(who["passphrase"].split()), credential.under_passphrase(), **named)

    def check(self) -> Report:
        with self.office.unit() as uow:
            return verify(
                uow.session,
                fingerprint=self.office.fingerprint,
                host_key=bytes.fromhex(self.office.settings.log_public_key or ""),
                remembered_heads=self.office.remembered.heads,
                remembered_roster=self.office.remembered.roster_seq,
            )


def load(revision: str, url: str) -> None:
    """The rows of a released database, in the tables of its own revision."""
    dump = lzma.decompress((FOLDER / revision / "office.sql.xz").read_bytes()).decode()
    engine = make_engine(url)
    if is_sqlite(engine):
        engine.dispose()
        database = sqlite3.connect(url.removeprefix("sqlite:///"))
        database.executescript(dump)
        database.close()
        return
    schema.upgrade(engine, revision)
    metadata, kept = MetaData(), sqlite3.connect(":memory:")
    metadata.reflect(engine)
    kept.row_factory = sqlite3.Row
    kept.executescript(dump)
    with engine.begin() as connection:
        for table in metadata.tables.values():
            if table.name == "alembic_version":
                continue
            rows = [dict(row) for row in kept.execute(f'SELECT * FROM "{table.name}"')]  # noqa: S608
            if rows:
                read = {column.name: _READ.get(column.type.python_type, _as_it_is) for column in table.columns}
                connection.execute(
                    insert(table),
                    [{name: None if row[name] is None else read[name](row[name]) for name in row} for row in rows],
                )
    kept.close()
    engine.dispose()


def _as_it_is(value: Any) -> Any:
    return value


#: SQLite keeps these as text or number.
_READ: dict[type, Callable[[Any], Any]] = {UUID: UUID, date: date.fromisoformat, bool: bool}


def _prepare(revision: str, url: str) -> None:
    """The database of a release, brought up to date."""
    load(revision, url)
    engine = make_engine(url)
    schema.upgrade(engine)
    schema.require_current(engine)
    of_tests = [table for name, table in Base.metadata.tables.items() if name.endswith("_for_tests")]
    with engine.execution_options(writing=True).begin() as connection:
        Base.metadata.create_all(connection, of_tests)  # models other tests made up: `verify` asks for every table
    engine.dispose()


#: Made once for each release and engine, then copied: reading twenty thousand statements takes its time.
PREPARED = {revision: partial(_prepare, revision) for revision in RELEASED}


@pytest.fixture(params=RELEASED)
def kept(
    request: pytest.FixtureRequest, database_copy: Callable[[Callable[[str], None]], str], tmp_path: Path
) -> Iterator[Kept]:
    revision: str = request.param
    database_url = database_copy(PREPARED[revision])
    for name in ("office.toml", "heads.json", "log.key"):
        shutil.copyfile(FOLDER / revision / name, tmp_path / name)
    (blob,) = (path for path in (FOLDER / revision).iterdir() if path.name.count("-") == 4)
    (tmp_path / "blobs" / blob.name[:2]).mkdir(parents=True)
    shutil.copyfile(blob, tmp_path / "blobs" / blob.name[:2] / blob.name)
    chosen = settings.load(tmp_path)
    chosen = msgspec.structs.replace(chosen, database_url=database_url, runtime=tmp_path / "run")
    office = Office.open(chosen, FixedClock(NOW, chosen.zone))
    yield Kept(revision, office, json.loads((FOLDER / revision / "paper.json").read_text(encoding="utf-8")))
    office.close()


def test_every_row_opens_every_signature_fits_and_nothing_is_damaged(kept: Kept) -> None:
    report = kept.check()
    assert report.findings == []
    assert report.exit_code == 0
    opened: dict[str, int] = {}
    proven: dict[str, int] = {}
    with kept.office.unit(keyring=Keyring(RECOVERY, bytes.fromhex(kept.paper["recovery"]))) as uow:
        for model in logged_models():
            rows = list(uow.session.scalars(select(model)))
            opened[model.__tablename__] = len(rows)
            for row in rows:
                if isinstance(row, SealedRecord):
                    row.payload()
                    if row.__signed__:
                        uow.proof(row)
                        proven[model.__tablename__] = proven.get(model.__tablename__, 0) + 1
    assert sum(opened.values()) == report.rows
    assert HELD[kept.revision] <= {name for name, count in opened.items() if count}
    assert SIGNED[kept.revision] <= proven.keys()


def test_everybody_comes_in_with_what_is_on_paper(kept: Kept) -> None:
    for name in kept.paper["people"]:
        person_id, secret = kept.secret(name)
        with kept.office.unit(actor=Actor("person", person_id), keyring=Keyring.person(person_id, secret)) as uow:
            if name == "second":  # removed before the release was kept
                with pytest.raises(NotVouched):
                    uow.roster.person(person_id)
                continue
            credential = uow.session.scalars(select(Credential).where(Credential.person_id == person_id)).one()
            bundle = open_bundle(secret, credential.bundle, person_id, credential.revision)
            assert checkpoint.check(bundle, uow=uow) == []


#: Whose code still opens a conversation with an answer in it.
CODES = {"0001": "accepted", "0002": "referred", "0003": "referred"}


def test_a_client_comes_back_with_the_code(kept: Kept) -> None:
    code = read_code(kept.paper["codes"][CODES[kept.revision]])
    keyring = returning.keyring_of(code, office=kept.office)
    assert keyring is not None
    with kept.office.unit(actor=returning.actor_of(code), keyring=keyring) as uow:
        assert returning.answers_of(returning.own(uow=uow), uow=uow)


def test_a_file_opens(kept: Kept) -> None:
    (blob,) = (path for path in (kept.office.settings.blobs).glob("*/*"))
    with kept.office.unit(keyring=Keyring(RECOVERY, bytes.fromhex(kept.paper["recovery"]))) as uow:
        document = uow.session.scalars(select(Document).where(Document.blob_id == UUID(blob.name))).first()
        assert document is not None
        opened = documents.open_document(document, uow=uow)
        assert len(b"".join(opened.pieces)) == opened.length
        opened.close()


def test_the_next_record_follows_the_last_one(kept: Kept) -> None:
    person_id, secret = kept.secret("officer")
    actor, keyring = Actor("person", person_id, Role.INTAKE_OFFICER), Keyring.person(person_id, secret)
    with kept.office.unit(actor=actor, keyring=keyring, write=True) as uow:
        earlier = list(uow.session.scalars(select(TriageNote)))
        before = max(uow.proof(row).sequence for row in earlier if uow.proof(row).author.id == person_id)
        last = earlier[0]
        note = TriageNote(vault_id=last.vault_id, conversation_id=last.conversation_id, text="on we go", written_at=NOW)
        uow.add(note)
        uow.flush()
        assert uow.proof(note).sequence == before + 1
        uow.commit()
    assert kept.check().findings == []


#: What a kept office holds, so that a load that lost a table is noticed.
HELD = {
    "0001": {
        "announcement", "applicant", "client_file", "complaint", "consent", "conversation", "credential", "deadline",
        "deadline_act", "decision", "display_name", "document", "epoch", "feed_token", "filing",
        "history_warning", "invitation", "matter", "matter_label", "message", "person", "proceeding", "reading",
        "receipt", "roster", "service_on_applicant", "slip", "slip_answer", "triage_note", "vault", "vault_grant",
        "vouch", "vouch_note", "withdrawal_request",
    },
    "0002": {
        "absence", "announcement", "applicant", "away_days", "circular", "circumstances", "client_file",
        "complaint", "confirmation", "consent", "consent_taken", "conversation", "credential", "deadline",
        "deadline_act", "decision", "delivery_address", "diary_entry", "diary_label", "dispatch",
        "display_name", "document", "epoch", "feed_token", "filing", "forgotten_passphrase", "form_decision",
        "gone_out", "hearing_note", "history_warning", "invitation", "legal_officers", "matter", "matter_duty",
        "matter_label", "message", "missed_sheet", "operation", "other_firm", "person", "procedural_event",
        "proceeding", "reading", "receipt", "registry_answer", "removal_proposal", "roster", "rule_reading",
        "service_on_applicant", "set_aside", "slip", "slip_answer", "step_taken", "suitcase_fetched",
        "table_mapping", "task", "triage_note", "vault", "vault_grant", "viewing", "vouch", "vouch_note",
        "withdrawal_finding", "withdrawal_request", "work_stages",
    },
    "0003": {
        "absence", "added_rate", "advocacy", "announcement", "applicant", "award", "away_days", "barrier_mark",
        "case_note", "chronology_line", "circular", "circumstances", "client_file", "complaint", "confirmation",
        "conflict_answer", "conflict_card", "conflict_entry", "conflict_look_up", "conflict_question",
        "consent", "consent_taken", "contact_entry", "conversation", "cost_book", "cost_item", "costs_end",
        "credential", "custody_entry", "custody_record", "deadline", "deadline_act", "decision",
        "delivery_address", "diary_entry", "diary_label", "dispatch", "display_name", "document",
        "document_card", "domestic_power", "engagement", "epoch", "executed_judgment", "execution_step",
        "export_agreed", "export_asked", "export_ended", "export_fetched", "export_seen", "feed_token",
        "filing", "firm_in_case", "forgotten_passphrase", "form_decision", "gone_out", "grant_end", "handover",
        "handover_tick", "hearing_note", "history_warning", "import_mapping", "incident", "ink_page",
        "inner_circle", "inner_note", "invitation", "joining", "lab_record", "lawyer_status", "legal_officers",
        "letter", "matter", "matter_duty", "matter_label", "merge", "message", "missed_sheet", "named_in_case",
        "operation", "other_firm", "papers_signed", "payment", "payment_details", "person", "place",
        "procedural_event", "proceeding", "reading", "receipt", "registry_answer", "relation", "remedy_entry",
        "removal_proposal", "report_made", "representation", "roster", "rule_reading", "saved_search",
        "secrecy_pledge", "service_on_applicant", "set_aside", "settlement_answer", "settlement_offer",
        "settlement_part", "share", "share_note", "shared_opening", "signature_batch", "slip", "slip_answer",
        "step_taken", "suitcase_fetched", "table_mapping", "task", "triage_note", "vault", "vault_grant",
        "viewing", "vouch", "vouch_note", "withdrawal_finding", "withdrawal_request", "work_stages",
        "work_task",
    },
}  # fmt: skip
SIGNED = {
    "0001": {
        "consent",
        "deadline_act",
        "filing",
        "message",
        "slip",
        "slip_answer",
        "triage_note",
        "withdrawal_request",
    },
    "0002": {
        "absence", "circular", "circumstances", "confirmation", "consent", "consent_taken", "deadline_act",
        "dispatch", "filing", "forgotten_passphrase", "form_decision", "gone_out", "hearing_note", "message",
        "missed_sheet", "procedural_event", "registry_answer", "removal_proposal", "rule_reading", "set_aside",
        "slip", "slip_answer", "step_taken", "triage_note", "viewing", "withdrawal_finding",
        "withdrawal_request",
    },
    "0003": {
        "absence", "added_rate", "advocacy", "case_note", "circular", "circumstances", "confirmation",
        "conflict_answer", "conflict_look_up", "conflict_question", "consent", "consent_taken", "contact_entry",
        "cost_item", "costs_end", "custody_entry", "custody_record", "deadline_act", "dispatch",
        "domestic_power", "engagement", "execution_step", "export_agreed", "export_asked", "export_ended",
        "export_fetched", "filing", "firm_in_case", "forgotten_passphrase", "form_decision", "gone_out",
        "handover", "handover_tick", "hearing_note", "incident", "ink_page", "inner_note", "joining",
        "lawyer_status", "letter", "merge", "message", "missed_sheet", "papers_signed", "payment",
        "procedural_event", "registry_answer", "remedy_entry", "removal_proposal", "report_made",
        "representation", "rule_reading", "secrecy_pledge", "set_aside", "settlement_answer",
        "settlement_offer", "share", "share_note", "shared_opening", "signature_batch", "slip", "slip_answer",
        "step_taken", "triage_note", "viewing", "withdrawal_finding", "withdrawal_request",
    },
}  # fmt: skip
