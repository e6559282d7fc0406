"""What is in a suitcase, page by page, in the words of the day on which it was packed.

A page is a title and blocks: pairs, texts, tables. So a viewer of later years shows it without knowing of matters.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseintake.access.visibility import visible
from caseintake.deadlines import service as deadlines
from caseintake.deadlines.states import RUNNING
from caseintake.deadlines.wording import STATES, short
from caseintake.diary import queries as diary
from caseintake.diary.wording import hour
from caseintake.documents.model import Document
from caseintake.i18n import _, format_day
from caseintake.intake import queries as intake
from caseintake.intake.model import FROM_CLIENT, Conversation
from caseintake.intake.returning import day_of
from caseintake.matters import queries
from caseintake.matters.model import Applicant, ClientFile, Matter
from caseintake.vault.errors import VaultError
from caseintake.work import UnitOfWork


@dataclass(slots=True)
class Page:
    """``group`` is the part of the contents it stands in."""

    group: str
    title: str
    blocks: list[list[Any]] = field(default_factory=list)

    def facts(self, pairs: list[tuple[str, str]]) -> None:
        self.blocks.append(["facts", [[name, value] for name, value in pairs if value]])

    def text(self, heading: str, text: str) -> None:
        if text:
            self.blocks.append(["text", heading, text])

    def table(self, heading: str, columns: list[str], rows: list[list[str]]) -> None:
        if rows:
            self.blocks.append(["table", heading, columns, rows])


def pages(*, uow: UnitOfWork) -> Iterator[Page]:
    """Everything but files: all dates on one page, then each matter, then each conversation."""
    lines = queries.my_matters(uow=uow)
    yield _dates(lines, uow)
    for line in lines:
        yield _or_damaged(line.label.codename, _("Matters"), lambda line=line: _matter(line, uow))
    for found in _conversations(uow):
        yield _or_damaged(found.reference, _("Conversations"), lambda found=found: _conversation(found, uow))


def _or_damaged(title: str, group: str, make: Any) -> Page:
    """A record that does not open must not keep the others from being packed."""
    try:
        page: Page = make()
    except VaultError as error:
        page = Page(group, title)
        page.text("", _("This could not be packed: %(why)s. Tell a coordinator.", why=type(error).__name__))
    return page


def _dates(lines: list[queries.MatterLine], uow: UnitOfWork) -> Page:
    page = Page(_("Dates"), _("All dates"))
    rows: list[tuple[str, list[str]]] = []
    for line in lines:
        found = [*_limits(line.matter, uow), *_hearings(line.matter, uow)]
        rows += [(day, [shown, line.matter.ref, line.label.codename, what]) for day, shown, what in found]
    table = [row for _day, row in sorted(rows, key=lambda row: row[0])]
    page.table("", [_("Last day"), _("Reference"), _("Matter"), _("What ends")], table)
    if not table:
        page.text("", _("Nothing runs."))
    return page


def _limits(matter: Matter, uow: UnitOfWork) -> list[tuple[str, str, str]]:
    """Sorting day, shown day and words of each limit that runs; those of many applicants once."""
    count: dict[tuple[str, str, str], int] = {}
    for row in deadlines.deadlines_of(matter, uow=uow):
        if row.state in RUNNING:
            shown = format_day(row.due) if row.due else _("may end any day")
            key = (row.due.isoformat() if row.due else "", shown, f"{short(row.rule)}, {STATES[row.state]}")
            count[key] = count.get(key, 0) + 1
    return [(day, shown, f"{what} ×{n}" if n > 1 else what) for (day, shown, what), n in count.items()]


def _hearings(matter: Matter, uow: UnitOfWork) -> list[tuple[str, str, str]]:
    found = []
    for one in diary.dates_of(matter, uow=uow):
        if one.entry.running:
            at = hour(one.label.minute) if one.label.minute is not None else ""
            words = [short(one.entry.rule), one.entry.what, one.entry.place, one.entry.room, one.entry.bring]
            shown = f"{format_day(one.entry.due)} {at}".strip()
            found.append((one.entry.due.isoformat(), shown, ", ".join(word for word in words if word)))
    return found


def _matter(line: queries.MatterLine, uow: UnitOfWork) -> Page:
    matter = line.matter
    page = Page(_("Matters"), f"{line.label.codename} ({matter.ref})")
    page.text(_("About"), matter.about)
    dated = [*_limits(matter, uow), *_hearings(matter, uow)]
    page.table(_("Dates"), [_("Last day"), _("What ends")], [[shown, what] for _day, shown, what in sorted(dated)])
    for complaint in queries.complaints(matter, uow=uow):
        page.text(_("Complaint under Article %(article)s", article=complaint.article), complaint.what)
    for one in queries.proceedings(matter, uow=uow):
        page.facts([(_("Court"), one.court), (_("Case number"), one.case_number), (_("Note"), one.note)])
    rows = queries.applicants(matter, uow=uow)
    files = queries.client_files(rows, uow=uow)
    for row in rows:
        _applicant(page, row, files.get(row.id))
    # The name of a private file may say what is in it, or who.
    names = [[_("A private file") if _stays(row) else row.name] for row in _documents(matter.vault_id, uow)]
    page.table(_("Files in the office"), [_("Name")], names)
    return page


def _applicant(page: Page, row: Applicant, file: ClientFile | None) -> None:
    if file is None:
        page.text(_("Applicant %(number)s", number=row.number), _("This file is closed to you."))
        return
    page.text(_("Applicant %(number)s", number=row.number), file.name)
    page.facts(
        [
            (_("Language"), file.language),
            (_("How to reach safely"), file.contact),
            (_("Never use"), file.never),
            (_("Safety"), file.safety),
            (_("Note"), file.note),
        ]
    )


def _conversations(uow: UnitOfWork) -> list[Conversation]:
    rows = uow.session.scalars(select(Conversation)).all()
    uow.keystore.open({row.vault_id for row in rows})
    return [row for row in rows if uow.keystore.can_open(row.vault_id)]


def _conversation(found: Conversation, uow: UnitOfWork) -> Page:
    page = Page(_("Conversations"), found.reference)
    page.facts([(_("Language"), found.language), (_("Came on"), format_day(found.received_on))])
    for said in intake.whole(found, uow=uow).messages:
        message = said.message
        who = _("The person") if message.kind in FROM_CLIENT else _("The office")
        if said.proof is None:
            who = _("%(who)s, not proven", who=who)
        page.text(f"{who}, {format_day(day_of(message, uow=uow))}", message.text)
        for answer in message.answers:
            page.text("", "\n".join(answer.values))
    return page


def _documents(vault_id: UUID, uow: UnitOfWork) -> list[Document]:
    return sorted(uow.session.scalars(select(Document).where(Document.vault_id == vault_id)), key=lambda row: row.name)


def files_of(matter_ids: frozenset[UUID], *, uow: UnitOfWork) -> Iterator[tuple[Matter, Document]]:
    """The files of chosen matters that this person may open, but for what a suitcase never holds.

    Intimate pictures and files that may show a child stay in the office: a taken laptop is one search away.
    """
    for matter in visible(Matter, uow=uow):
        if matter.id in matter_ids:
            for document in _documents(matter.vault_id, uow):
                if not _stays(document):
                    yield matter, document


def _stays(row: Document) -> bool:
    return row.intimate or row.possible_minor
