"""Reading incidents: those of the team, and of the client files that open to the acting person. The others are not."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from caseintake.access.visibility import NotVisible
from caseintake.incidents.kinds import Doer, IncidentKind
from caseintake.incidents.model import Incident
from caseintake.matters import queries as matters
from caseintake.matters.model import Applicant, Matter
from caseintake.people.model import Merge
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork


class Wanted(NamedTuple):
    """A filter; what is empty asks for nothing. ``first`` and ``last`` are days, both included."""

    kind: IncidentKind | None = None
    applicant: UUID | None = None
    actor: Doer | None = None
    first: date | None = None
    last: date | None = None

    def holds(self, row: Incident) -> bool:
        """Whether a record may be meant: of a day that is not exact, any part of its span is enough."""
        told = row.told
        begins = told.on.earliest or told.on.latest if told.on is not None else None
        span = told.until or told.on
        ends = span.latest or span.earliest if span is not None else None
        return (
            (self.kind is None or told.kind is self.kind)
            and (self.actor is None or told.actor is self.actor)
            and (self.applicant is None or self.applicant in told.applicants)
            and (self.first is None or (ends is not None and ends >= self.first))
            and (self.last is None or (begins is not None and begins <= self.last))
        )


#: Everything.
ALL = Wanted()


def of_matter(
    matter: Matter, wanted: Wanted = ALL, *, taken_back: bool = False, uow: UnitOfWork, people: Iterable[Applicant] = ()
) -> list[Incident]:
    """The incidents of a matter that open, the latest first; what has no day stands at the end.

    ``people`` are its applicants where they were read already. Statements do not grow with them.
    """
    applicants = list(people) or matters.applicants(matter, uow=uow)
    vaults = {matter.vault_id, *(row.client_file_vault_id for row in applicants)}
    uow.keystore.open(vaults)
    opened = [id for id in vaults if uow.keystore.can_open(id)]
    opened += _behind(applicants, uow)
    rows = scalars_in(select(Incident), Incident.vault_id, opened, uow.session)
    found = [
        row for row in rows if row.matter_id == matter.id and wanted.holds(row) and (taken_back or not row.taken_back)
    ]
    return sorted(found, key=_newest)


def _behind(applicants: Iterable[Applicant], uow: UnitOfWork) -> list[UUID]:
    """The vaults of files that were made one with these people's, where an incident may lie that is theirs alone."""
    kept = set(uow.session.scalars(select(Merge.client_file_id).distinct()))
    places = [row for row in applicants if row.client_file_id in kept] if kept else []
    files = matters.client_files(places, uow=uow).values() if places else ()
    return [each.vault_id for one in matters.merged_into(files, uow=uow).values() for each in one.opened]


def _newest(row: Incident) -> tuple[int, UUID]:
    day = (row.told.on.earliest or row.told.on.latest) if row.told.on is not None else None
    return (-day.toordinal() if day is not None else 0), row.id


def one(incident_id: UUID, matter: Matter, *, uow: UnitOfWork) -> Incident:
    """Raises `NotVisible` for one of another matter, or of a file that is closed to this person."""
    row = uow.session.get(Incident, incident_id)
    if row is None or not uow.keystore.can_open(row.vault_id) or row.matter_id != matter.id:
        raise NotVisible
    return row


def file_of(row: Incident, applicants: Iterable[Applicant]) -> Applicant | None:
    """The applicant in whose file alone it lies, or in one made one with it; None where the team reads it."""
    return next((one for one in applicants if one.vault_id != row.vault_id and one.id in row.told.applicants), None)
