"""Columns of the applicants grid: who they are, how to reach them, their papers and what they agreed to."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from caseintake.documents.model import Document
from caseintake.i18n import LANGUAGES, OWN_NAMES, _, format_day, lazy, ngettext
from caseintake.intake import consenting
from caseintake.matters import papers, states, team
from caseintake.matters.model import ClientFile
from caseintake.matters.papers import SignedOff
from caseintake.matters.person import FileKind, Life
from caseintake.people import contacts, lifecycle
from caseintake.people.wording import LIVES
from caseintake.storage import rows_in
from caseintake.web.office.grid_columns import Cell, Column, Sheet, View
from caseintake.web.office.matters_pages import name_of
from caseintake.web.office.numbers import spans

COMPLETE, MISSING, CLOSED = "complete", "missing", "closed"
#: Without a sign of life for so long a lawyer rings: the Court takes silence for loss of interest.
SILENT: Final = timedelta(days=90)
#: As much of a text as a cell shows; the whole stands on the applicant's page.
CELL: Final = 60


def _identity(sheet: Sheet) -> Mapping[UUID, Cell]:
    cells = {row.id: Cell(_("closed to you"), None, (CLOSED,)) for row in sheet.applicants}
    stand_as = _numbers(sheet)
    for id, file in sheet.files.items():
        missing = _gaps(file)
        own = stand_as.get((file.id, file.vault_id), ())
        if len(own) > 1:  # found to be one person after both were added: one place must end
            text = _("one person stands here as %(numbers)s", numbers=spans(own))
            cells[id] = Cell(text, len(missing) + 1, (MISSING,), False, "danger")
        elif missing:
            cells[id] = Cell(
                _("missing: %(what)s", what=", ".join(missing)), len(missing), (MISSING,), False, "warning"
            )
        else:
            cells[id] = Cell(_("complete"), 0, (COMPLETE,), True)
    return cells


def _numbers(sheet: Sheet) -> dict[tuple[UUID, UUID], list[int]]:
    """By client file and its vault: under which numbers this one person stands in the case."""
    found: dict[tuple[UUID, UUID], list[int]] = {}
    for row in sheet.everybody:
        if lifecycle.state_of(row.moves) in lifecycle.IN_THE_CASE:
            found.setdefault((row.client_file_id, row.client_file_vault_id), []).append(row.number)
    return found


def _gaps(file: ClientFile) -> list[str]:
    """What the Court's form asks of every person and this file does not say."""
    spelled = bool(file.spellings.en or file.spellings.fr) or _in_latin(file.name)
    person = file.kind is FileKind.PERSON
    return [
        words
        for words, there in (
            (_("name in Latin letters"), spelled),
            (_("birth"), not person or file.born_on is not None),
            (_("nationality"), not person or bool(file.nationalities)),
            (_("registration"), person or bool(file.registered)),
            (_("contact"), bool(contacts.safe(file))),
            (_("language"), bool(file.language)),
        )
        if not there
    ]


def _in_latin(name: str) -> bool:
    """Whether every letter is of the Latin script, as ``ə`` and ``ş`` are."""
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in name if letter.isalpha())


def _identity_choices(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [(COMPLETE, _("complete")), (MISSING, _("something is missing")), (CLOSED, _("closed to you"))]


def _code_of(text: str) -> str:
    """A word that stands for a text in an address, so that the text itself never does."""
    return text if text in LANGUAGES else "-" + sha256(text.casefold().encode()).hexdigest()[:8]


def _life(sheet: Sheet) -> Mapping[UUID, Cell]:
    """What became of the place: nothing is said of whoever is in the case from the start."""
    found = {}
    for row in sheet.applicants:
        life = lifecycle.state_of(row.moves)
        said = "" if life is Life.ACTIVE else str(LIVES[life])
        found[row.id] = Cell(said, said, (life.value,), None, "" if life in lifecycle.IN_THE_CASE else "settled")
    return found


def _lives(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [(life.value, str(LIVES[life])) for life in Life]


def _language(sheet: Sheet) -> Mapping[UUID, Cell]:
    found = {}
    for id, file in sheet.files.items():
        words = OWN_NAMES.get(file.language, file.language)
        found[id] = Cell(words or _("not known yet"), words or None, (_code_of(file.language) if words else MISSING,))
    return found


def _language_choices(sheet: Sheet) -> Sequence[tuple[str, str]]:
    spoken = {_code_of(file.language): OWN_NAMES.get(file.language, file.language) for file in sheet.files.values()}
    known = sorted(((code, words) for code, words in spoken.items() if words), key=lambda pair: pair[1])
    return [*known, (MISSING, _("not known yet"))]


def _contact(sheet: Sheet) -> Mapping[UUID, Cell]:
    cells = {}
    for id, file in sheet.files.items():
        said = "; ".join(one.value for one in contacts.safe(file))
        there = Cell(_short(said), said.casefold(), ("there",))
        cells[id] = there if said else Cell(_("missing"), None, (MISSING,), None, "warning")
    return cells


def _contact_choices(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [("there", _("recorded")), (MISSING, _("missing"))]


def _never(sheet: Sheet) -> Mapping[UUID, Cell]:
    said = {id: "; ".join(one.value for one in contacts.all_of(file) if one.never) for id, file in sheet.files.items()}
    return {id: Cell(_short(words), None, ("yes",), None, "danger") for id, words in said.items() if words}


def _never_choices(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [("yes", _("something must never be used"))]


def _safety(sheet: Sheet) -> Mapping[UUID, Cell]:
    return {id: Cell(_short(file.safety), None, ("yes",)) for id, file in sheet.files.items() if file.safety}


def _safety_choices(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [("yes", _("has a safety note"))]


def _custody(sheet: Sheet) -> Mapping[UUID, Cell]:
    found = {}
    for id, file in sheet.files.items():
        held = bool(file.custody)
        found[id] = Cell(_short(file.custody), file.custody or None, (_code_of(file.custody) if held else "free",))
    return found


def _custody_choices(sheet: Sheet) -> Sequence[tuple[str, str]]:
    places = {_code_of(file.custody): _short(file.custody) for file in sheet.files.values() if file.custody}
    return [*sorted(places.items(), key=lambda pair: pair[1]), ("free", _("not in custody"))]


def _abroad(sheet: Sheet) -> Mapping[UUID, Cell]:
    found = {}
    for id, file in sheet.files.items():
        country = file.abroad.country if file.abroad is not None else ""
        name = states.name_of(country) if country else ""
        found[id] = Cell(name, name or None, (country or "home",))
    return found


def _countries(sheet: Sheet) -> Sequence[tuple[str, str]]:
    codes = {file.abroad.country for file in sheet.files.values() if file.abroad is not None}
    named = sorted(((code, states.name_of(code)) for code in codes), key=lambda pair: pair[1])
    return [*named, ("home", _("at home, or not said"))]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= CELL else line[: CELL - 1].rstrip() + "…"


def _papers(sheet: Sheet) -> Mapping[UUID, Cell]:
    """How many files lie in each client file, what is asked for and still waited for, and who signed for them."""
    vaults = {file.vault_id: id for id, file in sheet.files.items()}
    counted = select(Document.vault_id, func.count()).group_by(Document.vault_id)
    count = Counter({vaults[at]: n for at, n in rows_in(counted, Document.vault_id, vaults, sheet.uow.session)})
    waiting = papers.asked_for(sheet.files.values(), uow=sheet.uow)
    signed = papers.signed_off(sheet.files.values(), uow=sheet.uow)
    return {
        id: _paper(count[id], len(waiting.get(file.id, ())), signed.get(file.id)) for id, file in sheet.files.items()
    }


def _paper(files: int, asked: int, signed: SignedOff | None) -> Cell:
    said = [ngettext("%(n)s file", "%(n)s files", files)]
    if asked:
        said.append(_("%(n)s asked for", n=asked))
    complete = signed is not None and signed.complete
    if signed is not None:
        who = {"who": name_of(signed.by), "day": format_day(signed.on)}
        said.append(
            _("complete, signed: %(who)s, %(day)s", **who) if complete else _("not complete: %(who)s, %(day)s", **who)
        )
    found = ("signed" if complete else "unsigned", *(["asked"] if asked else []), *([] if files else ["none"]))
    ok = complete and not asked
    return Cell(", ".join(said), (not ok, asked, files), found, ok, "" if ok or files else "warning")


def _paper_choices(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [
        ("signed", _("complete, signed")),
        ("unsigned", _("not signed for")),
        ("asked", _("something is asked for")),
        ("none", _("no paper at all")),
    ]


def _responsible(sheet: Sheet) -> Mapping[UUID, Cell]:
    """Who looks after each; nobody in particular means whoever is responsible for the matter."""
    found = {}
    for row in sheet.applicants:
        id = row.responsible or sheet.label.responsible
        said = name_of(id)
        shown = said if row.responsible or not id else ""  # what is true of everybody by default is no news
        found[row.id] = Cell(shown, said.casefold(), (str(id) if id else "nobody",), None, "" if id else "warning")
    return found


def _responsible_choices(sheet: Sheet) -> Sequence[tuple[str, str]]:
    people = {row.responsible or sheet.label.responsible for row in sheet.applicants}
    return sorted(((str(id) if id else "nobody", name_of(id)) for id in people), key=lambda pair: pair[1].casefold())


def _consents(sheet: Sheet) -> Mapping[UUID, Cell]:
    """What an application needs a yes for; a name beside others only where there are others."""
    said = consenting.counting(sheet.files.values(), uow=sheet.uow)
    agreed = {id: {use for use, answer in found.items() if answer.row.agreed} for id, found in said.items()}
    together = {id for row in sheet.applications if len(row.applicants) > 1 for id in row.applicants}
    cells = {}
    for id, file in sheet.files.items():
        gaps = [] if "strasbourg" in agreed[file.id] else [("strasbourg", _("no yes for Strasbourg"))]
        if id in together and "named_beside_others" not in agreed[file.id]:
            gaps.append(("beside", _("no yes to stand beside others")))
        if gaps:
            words = ", ".join(said for _code, said in gaps)
            cells[id] = Cell(words, len(gaps), tuple(code for code, _said in gaps), False, "warning")
        else:
            cells[id] = Cell(_("none"), 0, ("none",), True)
    return cells


def _consent_choices(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [
        ("strasbourg", _("no yes for Strasbourg")),
        ("beside", _("no yes to stand beside others")),
        ("none", _("no gap")),
    ]


def _last_contact(sheet: Sheet) -> Mapping[UUID, Cell]:
    """The last contact somebody recorded: each is proof only once it is recorded."""
    last: dict[UUID, date] = {}
    for event in sheet.events:
        fact = event.facts.get("last_contact_on") if event.kind == "contact_made" and not event.taken_back else None
        day = fact.earliest if fact is not None else None
        if day is not None:
            for id in event.applicants:
                last[id] = max(last.get(id, date.min), day)
    cells = {}
    for row in sheet.applicants:
        day = last.get(row.id)
        if day is None:
            cells[row.id] = Cell(_("none recorded"), 0, ("silent",), False, "warning")
        elif sheet.today - day > SILENT:
            cells[row.id] = Cell(format_day(day), day.toordinal(), ("silent",), False, "warning")
        else:
            cells[row.id] = Cell(format_day(day), day.toordinal(), ("recent",), True)
    return cells


def _contact_ages(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [("silent", _("none in %(n)s days", n=SILENT.days)), ("recent", _("in the last %(n)s days", n=SILENT.days))]


def _keys(sheet: Sheet) -> Mapping[UUID, Cell]:
    """How many people open each client file: whoever holds a file alone takes it along when she is taken."""
    on_team = len(team.members(sheet.matter, uow=sheet.uow))
    cells = {}
    for row in sheet.applicants:
        n = len(team.people(row.client_file_vault_id, uow=sheet.uow)) if row.restricted else on_team
        said = ngettext("%(n)s person", "%(n)s people", n)
        cells[row.id] = Cell(said, n, ("one" if n < 2 else "more",), n > 1, "" if n > 1 else "warning")
    return cells


def _key_choices(_sheet: Sheet) -> Sequence[tuple[str, str]]:
    return [("one", _("one person alone")), ("more", _("two or more"))]


def _deputy(sheet: Sheet) -> Mapping[UUID, Cell]:
    """Who looks after the matter and who would step in."""
    label = sheet.label
    ok = label.responsible is not None and label.deputy is not None
    said = f"{name_of(label.responsible)} / {name_of(label.deputy)}"
    cell = Cell(said, said, (), ok, "" if ok else "warning")
    return {row.id: cell for row in sheet.applicants}


IDENTITY = Column(
    "identity", lazy("Identity"), _identity, View.WORK | View.PEOPLE, _identity_choices, pack=lazy("identity")
)  # fmt: skip
LIFE = Column("life", lazy("In the case"), _life, View.CASE | View.PEOPLE, _lives)
LANGUAGE = Column("language", lazy("Language"), _language, View.PEOPLE, _language_choices)
CONTACT = Column("contact", lazy("Safe contact"), _contact, View.PEOPLE, _contact_choices)
NEVER = Column("never", lazy("Never use"), _never, View.PEOPLE, _never_choices)
SAFETY = Column("safety", lazy("Safety note"), _safety, View.PEOPLE, _safety_choices)
CUSTODY = Column("custody", lazy("In custody"), _custody, View.PEOPLE, _custody_choices)
ABROAD = Column("abroad", lazy("Lives in"), _abroad, View(0), _countries)
PAPERS = Column("papers", lazy("Papers"), _papers, View.WORK, _paper_choices, pack=lazy("papers"))
CONSENTS = Column("consents", lazy("Consents missing"), _consents, View.WORK, _consent_choices, pack=lazy("consent"))
LAST_CONTACT = Column("contacted", lazy("Last contact"), _last_contact, View.PEOPLE, _contact_ages)
KEYS = Column("keys", lazy("Opens to"), _keys, View.PEOPLE, _key_choices, takeover=lazy("a second key"))
DEPUTY = Column("deputy", lazy("Of the matter: responsible / deputy"), _deputy, View(0), takeover=lazy("a deputy"))
RESPONSIBLE = Column(
    "responsible", lazy("Looked after by"), _responsible, View.WORK | View.CASE | View.PEOPLE, _responsible_choices
)
