"""Search over everything whose key the person holds.

What is looked for is sent with POST, never in the address: addresses stand in the history of browsers, in the logs of
proxies and in what a page tells the next one, and "Hüseynov" beside a hunted office's name is half a client list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from wtforms import SelectField, StringField

from caseintake import findable
from caseintake.access.policy import Action, roles
from caseintake.access.visibility import visible
from caseintake.conflicts.model import InnerCircle
from caseintake.findable import Group
from caseintake.i18n import _, lazy
from caseintake.intake.model import Conversation
from caseintake.matters import places, queries
from caseintake.matters.model import Applicant, ClientFile, Matter
from caseintake.people import merges
from caseintake.search import saved
from caseintake.search import service as search
from caseintake.search.excerpt import Piece, excerpt
from caseintake.search.service import Found, Hit
from caseintake.vault.errors import VaultError
from caseintake.vault.holders import VaultKind
from caseintake.web import units
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.matters_pages import called, id_or_none
from caseintake.web.signed_in import me, pressed

pages = Pages("search", __name__)
READERS = Guard.role(*roles(Action.MATTER_READ))

GROUPS: Final = {
    Group.PEOPLE: lazy("People"),
    Group.STATEMENTS: lazy("Statements and messages"),
    Group.NOTES: lazy("Notes and contacts"),
    Group.PROCEEDINGS: lazy("Proceedings, decisions and filings"),
    Group.INCIDENTS: lazy("Incidents"),
    Group.DOCUMENTS: lazy("Titles of documents"),
    Group.LETTERS: lazy("Letters and sendings"),
    Group.TASKS: lazy("Tasks"),
}
KINDS: Final = {
    "client file": lazy("Client"),
    "applicant": lazy("Applicant"),
    "place": lazy("Person in the case"),
    "matter": lazy("Matter"),
    "matter label": lazy("Matter"),
    "complaint": lazy("Complaint"),
    "proceeding": lazy("Proceeding"),
    "decision": lazy("Decision"),
    "filing": lazy("Filing"),
    "procedural event": lazy("What happened"),
    "dispatch": lazy("Sending"),
    "registry answer": lazy("Answer of the Registry"),
    "letter": lazy("Letter"),
    "conversation": lazy("Statement"),
    "message": lazy("Statement or message"),
    "triage note": lazy("Note of the inbox"),
    "case note": lazy("Note"),
    "hearing note": lazy("Note of a hearing"),
    "contact entry": lazy("Contact"),
    "custody record": lazy("Custody"),
    "custody entry": lazy("Custody"),
    "diary entry": lazy("Date"),
    "incident": lazy("Incident"),
    "advocacy": lazy("Said outside"),
    "executed judgment": lazy("Judgment"),
    "execution step": lazy("Execution"),
    "added rate": lazy("Execution"),
    "document card": lazy("Card of a document"),
    "laboratory record": lazy("Laboratory"),
    "chronology line": lazy("Chronology"),
    "inner note": lazy("Inner circle"),
    "named in a case": lazy("Named in the case"),
    "document": lazy("Document"),
    "work task": lazy("Task"),
    "task": lazy("Task"),
}
#: Where a record of a matter is shown, and which part of that address is its id.
PAGES: Final = {
    "proceeding": ("matters.proceeding", "proceeding_id"),
    "complaint": ("matters.edit_complaint", "complaint_id"),
    "decision": ("matters.edit_decision", "decision_id"),
    "filing": ("matters.edit_filing", "filing_id"),
    "procedural event": ("matters.edit_event", "event_id"),
    "dispatch": ("matters.edit_dispatch", "dispatch_id"),
    "letter": ("matters.letter", "letter_id"),
    "diary entry": ("matters.date", "entry_id"),
    "incident": ("matters.incident", "incident_id"),
    "work task": ("matters.task", "work_id"),
    "applicant": ("matters.applicant", "applicant_id"),
    "advocacy": ("matters.advocacy_checks", "advocacy_id"),
    "executed judgment": ("matters.judgment", "judgment_id"),
}
#: Where it stands among others of its kind.
LISTS: Final = {
    "place": "matters.persons",
    "registry answer": "matters.proceedings",
    "case note": "matters.notes",
    "hearing note": "matters.dates",
    "contact entry": "matters.contacts",
    "document": "matters.documents",
    "inner note": "matters.inner",
    "execution step": "matters.execution",
    "added rate": "matters.execution",
    "document card": "matters.documents",
    "laboratory record": "matters.laboratory",
    "chronology line": "matters.chronology",
    "named in a case": "matters.conflicts",
}
#: Where it stands in the file of a client.
OF_CLIENTS: Final = {
    "document": "matters.client_documents",
    "custody record": "matters.custody",
    "custody entry": "matters.custody",
}


class Asked(NamedTuple):
    """What is looked for."""

    words: str
    matter_id: UUID | None
    group: str
    since: date | None


class SearchForm(OfficeForm):
    """The box and what narrows it."""

    words = StringField(
        lazy("Words, names or numbers"), [Needed(lazy("Write what to look for.")), at_most(200)], filters=[trimmed]
    )
    matter = SelectField(lazy("Matter"))
    group = SelectField(lazy("Kind"))
    since = DayField(lazy("Not before"))
    name = StringField(lazy("Keep this search as"), [at_most(60)], filters=[trimmed])

    def value(self) -> Asked:
        return Asked(self.words.data or "", id_or_none(self.matter.data), self.group.data or "", self.since.data)


@dataclass(slots=True)
class Line:
    """One record as the page shows it: a link, and the words around what was found."""

    kind: str
    whom: str
    address: str
    excerpt: Sequence[Piece]
    day: date | None


@dataclass(slots=True)
class Section:
    """What was found in one matter, or outside any."""

    title: str
    address: str = ""
    lines: list[Line] = field(default_factory=list)


def _form(lines: Iterable[queries.MatterLine]) -> SearchForm:
    form = SearchForm()
    form.matter.choices = [
        ("", _("all that are open to you")),
        *((str(one.matter.id), one.label.codename) for one in lines),
    ]
    form.group.choices = [("", _("everything")), *((str(group), str(title)) for group, title in GROUPS.items())]
    return form


def _page(
    form: SearchForm, sections: Sequence[Section] | None, found: Found | None, code: int = 200
) -> ResponseReturnValue:
    shown = render_template(
        "office/search.html",
        form=form,
        sections=sections,
        found=found,
        count=len(found.hits) if found else 0,
        most=search.SHOWN,
        kept=saved.mine(uow=g.uow),
    )
    return shown, code


@pages.get("/search", guard=READERS, nav=Nav(lazy("Search"), 31))
def show() -> ResponseReturnValue:
    """An empty box, and the searches this person has kept."""
    return _page(_form(queries.my_matters(uow=g.uow)), None, None)


@pages.post("/search", guard=READERS, reads=True)
def find() -> ResponseReturnValue:
    """What was found. Afterwards the segments whose records had changed are sealed anew, in a small unit."""
    lines = queries.my_matters(uow=g.uow)
    form = _form(lines)
    if not form.validate():
        return _page(form, None, None, 422)
    asked = form.value()
    within = next((line.matter.vault_id for line in lines if line.matter.id == asked.matter_id), None)
    groups = (asked.group,) if asked.group else ()
    found = search.find(asked.words, findable.SOURCES, uow=g.uow, within=within, groups=groups, since=asked.since)
    answer = _page(form, _sections(found, lines, within), found)
    _keep(found)
    return answer


def _keep(found: Found) -> None:
    units.close()
    if not found.fresh:
        return
    with units.office().unit(actor=me(), keyring=g.keyring, write=True) as uow:
        try:
            search.keep(found, uow=uow)
            uow.commit()
        except (IntegrityError, StaleDataError, VaultError):
            return  # a colleague was quicker, or a vault has just turned: the next search does it


@pages.post("/search/kept", guard=READERS)
def keep() -> ResponseReturnValue:
    """Keep a search under a name."""
    form = _form(queries.my_matters(uow=g.uow))
    if form.validate() and not form.name.data:
        form.refuse("name", _("Give it a name."))
    if form.errors:
        return _page(form, None, None, 422)
    saved.save(form.name.data or "", **form.value()._asdict(), uow=g.uow)
    g.uow.commit()
    return redirect(url_for("search.show"), 303)


@pages.post("/search/kept/<uuid:saved_id>/forget", guard=READERS)
def forget(saved_id: UUID) -> ResponseReturnValue:
    """Take a kept search away."""
    pressed()
    saved.forget(saved_id, uow=g.uow)
    g.uow.commit()
    return redirect(url_for("search.show"), 303)


def _sections(found: Found, lines: Sequence[queries.MatterLine], within: UUID | None) -> list[Section]:
    """Hits by matter, in the order of codenames; what opens outside any matter of theirs comes last."""
    sections: list[Section] = []
    placed: set[UUID] = set()
    homes = _homes(found, lines)
    for line in lines:
        vaults = {line.matter.vault_id} | {vault for vault, matter_id in homes.items() if matter_id == line.matter.id}
        here = [hit for hit in found.hits if not vaults.isdisjoint(hit.through)]
        if not here or within not in (None, line.matter.vault_id):
            continue
        placed |= {hit.row.id for hit in here}
        section = Section(line.label.codename, url_for("matters.overview", matter_id=line.matter.id))
        people = _People(line.matter, here) if any(_personal(hit, line.matter) for hit in here) else None
        section.lines = [as_line(hit, found, line.matter, people) for hit in here]
        sections.append(section)
    rest = [hit for hit in found.hits if hit.row.id not in placed]
    if rest:
        sections.append(Section(_("Outside your matters"), "", [as_line(hit, found, None, None) for hit in rest]))
    return sections


def _homes(found: Found, lines: Sequence[queries.MatterLine]) -> dict[UUID, UUID]:
    """The matters of vaults that people hold by name: closed client files and inner circles. Asked for if needed."""
    matters = {line.matter.vault_id for line in lines}
    if all(not matters.isdisjoint(hit.through) for hit in found.hits):
        return {}
    homes = {row.client_file_vault_id: row.matter_id for row in visible(Applicant, uow=g.uow)}
    return homes | {row.vault_id: row.matter_id for row in visible(InnerCircle, uow=g.uow)}


def _personal(hit: Hit, matter: Matter) -> bool:
    return hit.row.vault_id != matter.vault_id


class _People:
    """The applicants of one matter by everything a record in a client's file may name."""

    def __init__(self, matter: Matter, hits: Sequence[Hit]) -> None:
        rows = queries.applicants(matter, uow=g.uow)
        self.by_vault = {row.client_file_vault_id: row for row in rows}
        vaults = {hit.row.vault_id for hit in hits}
        # A conversation lies in a vault of its own, and only the file says whose it is. Else a few files are enough.
        all_of_them = not vaults <= self.by_vault.keys() | {matter.vault_id}
        wanted = rows if all_of_them else [row for row in rows if row.client_file_vault_id in vaults]
        files = queries.client_files(wanted, uow=g.uow)
        self.by_conversation = {
            file.conversation_id: row
            for row in wanted
            if (file := files.get(row.id)) is not None and file.conversation_id is not None
        }
        self.names = {row.id: called(row, files.get(row.id)) for row in wanted}
        for row in wanted:
            if (file := files.get(row.id)) is not None and file.merged:
                self._behind(row, file)

    def _behind(self, row: Applicant, file: ClientFile) -> None:
        """What lies in a file that was made one with this one has its own pages beside hers."""
        for one in merges.behind(file, uow=g.uow):
            beside = places.beside(row, one.id, one.other_id, one.other_vault_id)
            if isinstance(beside, Applicant) and one.other_vault_id not in self.by_vault:
                self.by_vault[one.other_vault_id] = beside
                self.names[one.id] = self.names[row.id]

    def of(self, hit: Hit) -> Applicant | None:
        """Whose file the record lies in."""
        row = hit.row
        conversation = row.id if isinstance(row, Conversation) else getattr(row, "conversation_id", None)
        found = self.by_vault.get(row.vault_id)
        return found or (self.by_conversation.get(conversation) if conversation is not None else None)


def as_line(hit: Hit, found: Found, matter: Matter | None, people: _People | None) -> Line:
    applicant = people.of(hit) if people is not None else None
    return Line(
        kind=str(KINDS.get(hit.source.kind, hit.source.kind)),
        whom=people.names[applicant.id] if people is not None and applicant is not None else "",
        address=_address(hit, matter, applicant),
        excerpt=excerpt(hit.texts, found.wanted),
        day=hit.source.day(hit.row, g.uow.office.settings.zone),
    )


def _address(hit: Hit, matter: Matter | None, applicant: Applicant | None) -> str:
    """The page nearest to the record that its reader may open."""
    kind, row = hit.source.kind, hit.row
    if matter is None:
        conversation = row.id if isinstance(row, Conversation) else getattr(row, "conversation_id", None)
        return url_for("inbox.show", conversation_id=conversation) if conversation else ""
    if kind in PAGES:
        endpoint, part = PAGES[kind]
        named: dict[str, Any] = {part: row.id}
        return url_for(endpoint, matter_id=matter.id, **named)
    if applicant is not None:
        return url_for(OF_CLIENTS.get(kind, "matters.applicant"), matter_id=matter.id, applicant_id=applicant.id)
    if kind == "document" and g.uow.keystore.chains.current(row.vault_id).kind is VaultKind.INNER:
        return url_for("matters.inner", matter_id=matter.id)
    return url_for(LISTS.get(kind, "matters.overview"), matter_id=matter.id)
