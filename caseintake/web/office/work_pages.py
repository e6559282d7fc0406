"""What the pages of the daily work share: forms with their own refusals, colleagues, papers and people to choose."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import g, request

from caseintake.casework import wording
from caseintake.documents.service import documents_in
from caseintake.i18n import _
from caseintake.matters import queries, team
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant
from caseintake.web.office.matters_pages import MatterForm, matter, name_of
from caseintake.web.office.numbers import spans
from caseintake.web.office.outside import title_of_document
from caseintake.web.office.proceeding_title import title_of


class WorkForm(MatterForm):
    """A form of the daily work."""

    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)


def people() -> list[Applicant]:
    """The applicants of the matter, read once a request."""
    if "work_people" not in g:
        g.work_people = queries.applicants(matter(), uow=g.uow)
    found: list[Applicant] = g.work_people
    return found


def colleagues() -> list[tuple[str, str]]:
    """Who holds the key of the matter, for a select."""
    return sorted(((str(id), name_of(id)) for id in team.members(matter(), uow=g.uow)), key=lambda pair: pair[1])


def papers(*vault_ids: UUID) -> list[tuple[str, str]]:
    """The documents of the matter and of these other vaults, for a select; the newest first."""
    rows = [row for id in dict.fromkeys((matter().vault_id, *vault_ids)) for row in documents_in(id, uow=g.uow)]
    named = [(str(row.id), title_of_document(row, "", number)) for number, row in enumerate(rows, 1)]
    return [("", _("no document")), *reversed(named)]


def courses() -> list[tuple[str, str]]:
    """The proceedings of the matter, for a select."""
    rows = queries.proceedings(matter(), uow=g.uow)
    return [("", _("none")), *((str(row.id), title_of(row)) for row in rows)]


def for_whom(ids: Iterable[UUID]) -> str:
    """The applicants a record is about, by number; all where none is named."""
    known = {row.id: row.number for row in people()}
    numbers = [known[id] for id in ids if id in known]
    return spans(numbers) if numbers else _("all")


def page_address(page: int) -> str:
    """The address of another page of the same list, with the filters as they are."""
    asked = request.args.to_dict() | {"page": str(page)}
    return f"{request.path}?{urlencode(asked)}"


def words() -> dict[str, Any]:
    """What templates of the daily work need to say anything."""
    return {"work": wording, "for_whom": for_whom, "today": g.uow.clock.today()}
