"""Clients who come of age: what a guardian signed for them they must now sign themselves.

Counted anew from the birth date in the client's file and stored nowhere. A date in the diary would tell the birthday to
whoever holds the matter and not the file, and its plaintext day to whoever has the disk.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from caseintake.matters.model import Applicant, ClientFile
from caseintake.matters.person import FileKind
from caseintake.people import lifecycle
from caseintake.people.relations import Amber, birthday_18
from caseintake.representation.authorities import of_files
from caseintake.representation.kinds import AUTHORITIES, Step, gone, ink
from caseintake.representation.model import InkPage
from caseintake.work import UnitOfWork

#: Days for which a birthday that has passed is still looked at.
BEHIND: Final = timedelta(days=365)


class Birthday(NamedTuple):
    """The day on which an applicant comes of age, or did while the authority is still the guardian's."""

    applicant: Applicant
    day: date
    what: Amber


def birthdays(
    rows: Sequence[Applicant], files: Mapping[UUID, ClientFile], *, until: date | None = None, uow: UnitOfWork
) -> list[Birthday]:
    """Of these applicants, as far as their ``files`` open, by day; ``until`` (included) leaves later ones out."""
    today = uow.clock.today()
    days = {row.id: day for row in rows if (day := _day(row, files.get(row.id))) and (until is None or day <= until)}
    past = {id: files[id] for id, day in days.items() if today - BEHIND <= day <= today}
    pages = of_files(InkPage, past.values(), uow=uow)
    found = []
    for row in rows:
        day = days.get(row.id)
        if day is not None and day > today:
            found.append(Birthday(row, day, Amber.COMES_OF_AGE))
        elif day is not None and row.id in past and _guardians(pages[past[row.id].id], day):
            found.append(Birthday(row, day, Amber.CAME_OF_AGE))
    return sorted(found, key=lambda one: (one.day, one.applicant.number))


def _day(row: Applicant, file: ClientFile | None) -> date | None:
    known = file is not None and file.kind is FileKind.PERSON and file.born_on is not None and file.died_on is None
    if not known or lifecycle.state_of(row.moves) not in lifecycle.IN_THE_CASE:
        return None
    assert file is not None
    assert file.born_on is not None
    return birthday_18(file.born_on)


def _guardians(pages: Sequence[InkPage], day: date) -> bool:
    """Whether there is an authority from before this day and none that the client has signed since."""
    signed = [
        (page, done.on)
        for page in pages
        if page.what in AUTHORITIES and gone(page) is None and (done := ink(page, Step.SIGNED_BY_APPLICANT))
    ]
    own = any(not page.signer and on is not None and on >= day for page, on in signed)
    return bool(signed) and not own
