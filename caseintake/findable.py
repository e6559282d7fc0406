"""Everything search reads, one line a kind of record. Whoever adds a kind adds its line here.

A line gives what the page of the record shows to whoever opens it. Never the inside of a file, and nothing at all of
a file that shows somebody's body or may show a child, not even its name. Each line is indexed in the record's own
vault, so papers of a settlement or costs are found by their holders alone.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec
from sqlalchemy.orm import object_session

from caseintake.advocacy.model import Advocacy
from caseintake.casework.model import CaseNote, ContactEntry, Letter, WorkTask
from caseintake.conflicts.model import InnerNote, NamedInCase
from caseintake.custody.model import CustodyEntry, CustodyRecord
from caseintake.diary.model import DiaryEntry, HearingNote
from caseintake.documents.model import Document
from caseintake.execution.model import AddedRate, ExecutedJudgment, ExecutionStep
from caseintake.incidents.model import Incident
from caseintake.intake.model import Conversation, Message, TriageNote
from caseintake.matters.dispatch_model import Dispatch, RegistryAnswer
from caseintake.matters.facts import DateFact
from caseintake.matters.model import (
    Applicant,
    ClientFile,
    Complaint,
    Decision,
    Filing,
    Matter,
    MatterLabel,
    OtherPlace,
    ProceduralEvent,
    Proceeding,
    Task,
)
from caseintake.outside.model import ChronologyLine, DocumentCard, LabRecord
from caseintake.search.source import Source


class Group(StrEnum):
    """What the page's filter offers."""

    PEOPLE = "people"
    STATEMENTS = "statements"
    NOTES = "notes"
    PROCEEDINGS = "proceedings"
    INCIDENTS = "incidents"
    DOCUMENTS = "documents"
    LETTERS = "letters"
    TASKS = "tasks"


def _person(row: ClientFile) -> Iterable[str]:
    if row.merged_into is None:
        yield from (row.name, *msgspec.structs.astuple(row.spellings), row.registered, row.contact, row.note)


def _document(row: Document) -> Iterable[str]:
    if not (row.intimate or row.possible_minor):
        yield from (row.name, row.note)


def _message(row: Message) -> Iterable[str]:
    yield row.text
    for answer in row.answers:
        yield from answer.values


def _incident(row: Incident) -> Iterable[str]:
    if not row.taken_back:
        told = row.told
        yield from (told.place, told.actor_name, told.alleged_by, told.device, told.others, told.note)


def _said_outside(row: Advocacy) -> Iterable[str]:
    if not row.taken_back:
        yield from (row.saying.to, row.saying.what, row.saying.speaker, row.saying.others)


def _card(row: DocumentCard) -> Iterable[str]:
    session = object_session(row)
    document = session.get(Document, row.document_id) if session is not None else None
    if document is None or document.intimate or document.possible_minor:
        return ()
    return (row.title, row.title_en, row.title_fr, row.author, row.proves_en, row.proves_fr, row.translator)


def _hearing_note(row: HearingNote) -> Iterable[str]:
    return (row.present, row.asked, row.refused, row.objections, row.more)


def _day(fact: DateFact | None) -> date | None:
    return (fact.latest or fact.earliest) if fact is not None else None


def _latest(facts: Iterable[DateFact | None]) -> date | None:
    return max((day for fact in facts if (day := _day(fact)) is not None), default=None)


SOURCES: Final = (
    Source(ClientFile, Group.PEOPLE, _person),
    Source(Applicant, Group.PEOPLE, lambda row: (row.label, row.note)),
    Source(OtherPlace, Group.PEOPLE, lambda row: (row.label, row.note), lambda row: row.since),
    Source(Matter, Group.PROCEEDINGS, lambda row: (row.ref, row.about), lambda row: row.opened_on),
    Source(MatterLabel, Group.PROCEEDINGS, lambda row: (row.codename,)),
    Source(Complaint, Group.PROCEEDINGS, lambda row: (row.article, row.what)),
    Source(Proceeding, Group.PROCEEDINGS, lambda row: (row.court, row.case_number, row.note)),
    Source(Decision, Group.PROCEEDINGS, lambda row: (row.outcome,), lambda row: _latest(row.facts.values())),
    Source(
        Filing,
        Group.PROCEEDINGS,
        lambda row: () if row.taken_back else (row.what, row.lodged_by),
        lambda row: _day(row.lodged_on),
    ),
    Source(ProceduralEvent, Group.PROCEEDINGS, lambda row: (row.note,), lambda row: _latest(row.facts.values())),
    Source(
        Dispatch, Group.LETTERS, lambda row: (row.carrier, row.tracking, row.contents), lambda row: _day(row.handed_on)
    ),
    Source(RegistryAnswer, Group.LETTERS, lambda row: (row.number, row.why), lambda row: _day(row.answered_on)),
    Source(
        Letter,
        Group.LETTERS,
        lambda row: () if row.taken_back else (row.whom, row.about, row.their_number),
        lambda row: row.moved_on or row.dated_on,
    ),
    Source(Conversation, Group.STATEMENTS, lambda row: (row.reference, row.needed), lambda row: row.received_on),
    Source(Message, Group.STATEMENTS, _message, lambda row: row.written_at),
    Source(TriageNote, Group.NOTES, lambda row: (row.text,), lambda row: row.written_at),
    Source(CaseNote, Group.NOTES, lambda row: (row.text,), lambda row: row.written_at),
    Source(HearingNote, Group.NOTES, _hearing_note, lambda row: row.written_at),
    Source(
        ContactEntry,
        Group.NOTES,
        lambda row: () if row.taken_back else (row.with_whom, row.summary),
        lambda row: row.on,
    ),
    Source(
        CustodyRecord, Group.PEOPLE, lambda row: (row.place, row.basis, row.lawyer, row.health), lambda row: row.since
    ),
    Source(CustodyEntry, Group.NOTES, lambda row: (row.who, row.text, row.reason), lambda row: row.on),
    Source(DiaryEntry, Group.PROCEEDINGS, lambda row: (row.what, row.place, row.panel, row.bring, row.result)),
    Source(NamedInCase, Group.PEOPLE, lambda row: (row.name, row.spellings.en, row.note)),
    Source(InnerNote, Group.NOTES, lambda row: (row.text,), lambda row: row.written_at),
    Source(Incident, Group.INCIDENTS, _incident, lambda row: _day(row.told.on)),
    Source(Advocacy, Group.PROCEEDINGS, _said_outside, lambda row: row.gone_on),
    Source(ExecutedJudgment, Group.PROCEEDINGS, lambda row: (row.title, row.note), lambda row: row.judged_on),
    Source(ExecutionStep, Group.PROCEEDINGS, lambda row: (row.what,), lambda row: row.on),
    Source(AddedRate, Group.PROCEEDINGS, lambda row: (row.source,), lambda row: row.begins),
    Source(DocumentCard, Group.DOCUMENTS, _card, lambda row: _day(row.dated_on)),
    Source(
        LabRecord,
        Group.DOCUMENTS,
        lambda row: (row.device, row.handed_by, row.bag, row.laboratory, row.report, row.retest),
        lambda row: _day(row.handed_on),
    ),
    Source(ChronologyLine, Group.PROCEEDINGS, lambda row: (row.fact,), lambda row: _day(row.happened_on)),
    Source(Document, Group.DOCUMENTS, _document, lambda row: row.received_on),
    Source(WorkTask, Group.TASKS, lambda row: (row.what, row.more), lambda row: row.due_on or row.made_on),
    Source(Task, Group.TASKS, lambda row: (row.text,), lambda row: row.due_on or row.made_on),
)
