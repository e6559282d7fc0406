"""What every page of a matter stands on: the blueprint, the matter of the address, saving without losing a word."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import g, request
from sqlalchemy.orm.exc import StaleDataError
from wtforms import HiddenField

from caseintake.access.policy import Action, roles
from caseintake.i18n import _, ngettext
from caseintake.identity import people
from caseintake.matters import places, queries, states
from caseintake.matters.model import Applicant, ClientFile, InMatter, Matter, MatterLabel, OtherPlace
from caseintake.matters.refusal import Refusal
from caseintake.matters.wording import tell, word
from caseintake.people import merges
from caseintake.people.model import Merge
from caseintake.people.wording import ROLES
from caseintake.portability import rights
from caseintake.vault.sealed import SealedRecord
from caseintake.web import once
from caseintake.web.errors import Changed
from caseintake.web.forms import OfficeForm
from caseintake.web.guards import Guard, Pages
from caseintake.web.office.matter_tabs import tabs

pages = Pages("matters", __name__)

#: So many names a sentence holds.
NAMED = 10


def may(action: Action) -> Guard:
    """Whoever holds the key of the matter in the address and has a role that does this."""
    return Guard.matter("matter_id", roles=roles(action))


def matter() -> Matter:
    """The matter of the address, read once a request; the guard has let it through."""
    if "matter" not in g:
        g.matter = queries.matter((request.view_args or {})["matter_id"], uow=g.uow)
    found: Matter = g.matter
    return found


def label() -> MatterLabel:
    """Its label, read once a request."""
    if "label" not in g:
        g.label = queries.label_of(matter(), uow=g.uow)
    found: MatterLabel = g.label
    return found


def names() -> Mapping[UUID, str]:
    """What colleagues are called, by id; read once a request."""
    if "names" not in g:
        g.names = people.display_names(uow=g.uow)
    found: Mapping[UUID, str] = g.names
    return found


def name_of(person_id: UUID | None) -> str:
    """A colleague's name, or a word that tells nobody anything."""
    if person_id is None:
        return _("nobody")
    return names().get(person_id) or _("colleague %(id)s", id=person_id.hex[:4].upper())


def in_matter(id: UUID) -> InMatter:
    """Whose place in this matter, or whose merged file, the address means: an applicant or somebody else.

    Raises `NotVisible`.
    """
    if g.uow.session.get(Applicant, id) is not None:
        return queries.within(Applicant, id, matter(), uow=g.uow)
    merged = g.uow.session.get(Merge, id)
    if merged is not None and g.uow.keystore.can_open(merged.vault_id) and merged.undone_on is None:
        for row in queries.places_of(matter(), merges.last(merged, uow=g.uow), uow=g.uow)[:1]:
            return places.beside(row, id, merged.other_id, merged.other_vault_id)
    return queries.within(OtherPlace, id, matter(), uow=g.uow)


def called(applicant: InMatter, file: ClientFile | None) -> str:
    """Somebody in the matter as this person may know them: by name, or by number or role alone."""
    if isinstance(applicant, OtherPlace):
        role = str(ROLES[applicant.role])
        return f"{file.name} ({role})" if file else _("%(applicant)s (closed to you)", applicant=role)
    number = _("Applicant %(number)s", number=applicant.number)
    if file is None:
        return _("%(applicant)s (closed to you)", applicant=number)
    return f"{applicant.number}. {file.name}"


def called_all(applicants: Sequence[InMatter]) -> dict[UUID, str]:
    """Every applicant by id as this person may know them."""
    files = queries.client_files(applicants, uow=g.uow)
    return {row.id: called(row, files.get(row.id)) for row in applicants}


def shortened(called: Sequence[str]) -> str:
    """Names in a sentence: of many the first ones and how many they are, for 200 names hide what the page is for."""
    if len(called) <= NAMED:
        return "; ".join(called)
    many = ngettext("%(n)s applicant", "%(n)s applicants", len(called))
    return f"{'; '.join(called[:NAMED])}; … ({many})"


def applicant_choices(among: Collection[UUID] | None = None) -> list[tuple[str, str]]:
    """Applicants to tick in a form: all of the matter, or those ``among`` these."""
    rows = [row for row in queries.applicants(matter(), uow=g.uow) if among is None or row.id in among]
    return [(str(id), name) for id, name in called_all(rows).items()]


def named(files: Iterable[ClientFile]) -> list[tuple[str, str]]:
    """People to choose from by name; applicants with their number, for two may have one name."""
    numbers = {row.client_file_id: row.number for row in queries.applicants(matter(), uow=g.uow)}
    return [
        (str(one.id), f"{one.name} ({numbers[one.id]})" if one.id in numbers else one.name)
        for one in sorted(files, key=lambda one: one.name.casefold())
    ]


def frame(current: str) -> dict[str, Any]:
    """What `office/matters/base.html` needs of every page."""
    groups, beside = tabs(current, matter())
    return {
        "matter": matter(),
        "label": label(),
        "tabs": groups,
        "beside": beside,
        "name_of": name_of,
        "state_name": states.name_of,
        "word_of": word,
        "tell_fact": tell,
        "shortened": shortened,
        "cautions": g.get("cautions", ()),
        "kept_names": g.get("kept_names", ()),
        "export_news": rights.news(matter(), uow=g.uow),
    }


class MatterForm(OfficeForm):
    """A form about a row that a colleague may change at the same time."""

    #: The version that was read when the form was drawn; empty for a new row.
    revision = HiddenField()


def version(*rows: SealedRecord) -> str:
    """Which version of these rows somebody is looking at."""
    return ".".join(str(row.revision) for row in rows)


def save(
    form: MatterForm,
    act: Callable[[], object],
    *rows: SealedRecord,
    theirs: Callable[[], Sequence[tuple[str, str]]] = tuple,
) -> bool:
    """Do it and make it true. False if the form now says what cannot be.

    Raises `Changed` (409) with ``theirs`` if somebody saved one of ``rows`` after the form was drawn: the page shows
    both texts. Raises `SentAlready` if this very form was saved before.
    """
    if "once" not in form:  # else the service itself answers with what was made the first time
        once.heed()
    if rows and form.revision.data != version(*rows):
        raise Changed(theirs())
    try:
        act()
        g.uow.commit()
    except Refusal as refusal:
        g.uow.session.rollback()
        form.show(refusal.faults)
        return False
    except StaleDataError:
        g.uow.session.rollback()
        raise Changed(theirs()) from None
    return True


def posted() -> bool:
    """Whether a form was sent, as opposed to asked for."""
    return request.method == "POST"


def status() -> int:
    """Of a page that shows its form again: 422 when what was sent could not be taken."""
    return 422 if posted() else 200


def ids(texts: Iterable[str] | None) -> tuple[UUID, ...]:
    """The ids ticked in a form; its choices have been checked already."""
    return tuple(UUID(text) for text in texts or ())


def id_or_none(text: str | None) -> UUID | None:
    return UUID(text) if text else None
