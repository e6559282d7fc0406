"""``caseintake verify``: is everything what it was."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from caseintake.audit.chain import link
from caseintake.audit.replay import Finding
from caseintake.audit.trail import LogEntry
from caseintake.audit.verify import Report
from caseintake.audit.verify import verify as verify_log
from caseintake.cli.refused import Refusal
from caseintake.cli.where import directory_option, office_in
from caseintake.documents.blobs import BlobStore
from caseintake.documents.checking import Damage, damaged_files
from caseintake.kernel import words
from caseintake.vault.logged import OFFICE_CHAIN
from caseintake.work import Office

HEAD_WORDS = 9


def head_words(head: bytes) -> str:
    """A log head as words that fit on paper and can be read out."""
    return " ".join(words.of_bytes(head, HEAD_WORDS)) if head else "-"


@click.command()
@directory_option
@click.option("--office", "fingerprint", metavar="HEX", help="The office fingerprint, from paper.")
@click.option("--expect", metavar="SEQ:WORDS", help="A head of the office chain noted on paper earlier.")
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON object.")
def verify(directory: Path, fingerprint: str | None, expect: str | None, as_json: bool) -> None:
    """Check every row, key and log entry. Needs no private key.

    Exit 0: clean, against the office fingerprint. 1: damage, each named. 3: consistent, not proven.
    """
    office = office_in(directory)
    told = fingerprint or office.settings.fingerprint
    try:
        expected = bytes.fromhex(told) if told else None
    except ValueError:
        raise Refusal("--office: the fingerprint is 64 hexadecimal digits") from None
    report = checked(office, expected, expect)
    office.close()
    _print(report, as_json)
    sys.exit(report.exit_code)


def checked(office: Office, fingerprint: bytes | None, expect: str | None = None) -> Report:
    """What ``verify`` finds in this office."""
    with office.unit() as uow:
        report = verify_log(
            uow.session,
            fingerprint=fingerprint,
            host_keys=office.settings.host_log_keys,
            remembered_heads=office.remembered.heads,
            remembered_roster=office.remembered.roster_seq,
            remembered_epochs=office.remembered.epochs,
            removals_by_one=office.removals_by_one,
            extra=[lambda session: _files(session, office)],
        )
        if expect is not None:
            report.findings += _against_paper(uow.session, expect)
    return report


def _files(session: Session, office: Office) -> Iterator[Finding]:
    for damaged in damaged_files(session, BlobStore(office.settings.blobs)):
        if damaged.what is Damage.MISSING and damaged.blob_id in office.remembered.destroyed_files:
            continue  # an older backup brought the record back, and what it named stays destroyed
        words = f"its sealed file {damaged.blob_id} is not what was stored ({damaged.what.value})"
        yield Finding("document", str(damaged.document_id), words)


def _against_paper(session: Session, expect: str) -> list[Finding]:
    seq, _, said = expect.partition(":")
    try:
        wanted = " ".join(words.read(said))
        number = int(seq)
    except ValueError as error:
        raise Refusal(f"--expect: {error}; write it as 12:word word word …") from None
    statement = select(LogEntry.body).where(LogEntry.chain == OFFICE_CHAIN, LogEntry.seq == number)
    body = session.scalar(statement)
    if body is None or head_words(link(body)) != wanted:
        return [Finding("log_entry", f"{OFFICE_CHAIN}/{number}", "rewritten: it is not the head noted on paper")]
    return []


def _print(report: Report, as_json: bool) -> None:
    seq, head = report.head
    if as_json:
        findings = [{"table": f.table, "record": f.record, "what": f.what} for f in report.findings]
        answer = {"exit": report.exit_code, "proven": report.proven, "rows": report.rows, "entries": report.entries}
        click.echo(json.dumps({**answer, "head": [seq, head_words(head)], "findings": findings}, ensure_ascii=False))
        return
    for finding in report.findings:
        click.echo(str(finding))
    outcomes = {0: "clean", 1: f"{len(report.findings)} damaged", 3: "consistent in itself, not proven"}
    click.echo(f"{outcomes[report.exit_code]}: {report.rows} rows, {report.entries} log entries")
    click.echo(f"office head {seq}: {head_words(head)}")
