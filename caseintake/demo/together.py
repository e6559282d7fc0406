"""Acts for many in one case: a paper asked of some, papers signed for, applicants given to a colleague."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from caseintake.demo.cast import Cast
from caseintake.matters import queries, together
from caseintake.work import UnitOfWork

#: How many days ago it was done.
AGO: Final = 2
_CASE: Final = "Juniper 41"
_LAWYER: Final = "leyla"
_COLLEAGUE: Final = "marc"


def go_on(matters: Mapping[str, UUID], cast: Cast) -> None:
    """What the lead did from the applicants grid."""
    with cast.unit(_LAWYER) as uow:
        _act(matters[_CASE], cast, uow)
        uow.commit()


def _act(matter_id: UUID, cast: Cast, uow: UnitOfWork) -> None:
    matter = queries.matter(matter_id, uow=uow)
    people = queries.applicants(matter, uow=uow)
    files = queries.client_files(people, uow=uow)
    opened = [row for row in people if row.id in files]
    together.look_after(matter, opened[6:9], cast.members[_COLLEAGUE].id, uow=uow)
    due = uow.clock.today() + timedelta(days=12)
    together.ask_for_paper(opened[:9], "Copy of the passport, page with the photograph", due_on=due, uow=uow)
    together.sign_off(opened[10:13], complete=True, uow=uow)
