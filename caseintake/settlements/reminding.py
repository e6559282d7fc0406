"""The last day for answers to an offer, as an ordinary date of the matter that says nothing of what it is.

The team, boards and reminders read "Letter to answer or send" and a day. Each of these acts is committed apart from
those of the closed part: one entry of the log for both would tell the team's log of the offer, and whoever has the disk
which part belongs to which matter.
"""

from collections.abc import Iterable
from uuid import UUID

from caseintake.access.visibility import NotVisible
from caseintake.deadlines.states import Severity
from caseintake.diary import queries as diary
from caseintake.diary import service as dates
from caseintake.diary.kinds import Kind
from caseintake.diary.model import DiaryEntry
from caseintake.diary.service import Typed
from caseintake.matters import queries
from caseintake.matters.model import Matter
from caseintake.settlements.model import Answer, Offer, SettlementPart
from caseintake.settlements.service import Stands, offers, one
from caseintake.settlements.wording import OVER
from caseintake.work import UnitOfWork


def put_down(offer: Offer, matter: Matter, *, uow: UnitOfWork) -> None:
    """Type the day of an offer that is committed; of one without a day or of which nobody wants it, nothing."""
    if offer.date_id is not None and offer.answer_by is not None:
        # Not soft: within the last fortnight somebody must say on the Monday page that she has seen it.
        typed = Typed(kind=Kind.LETTER, due=offer.answer_by, severity=Severity.SANCTION)
        dates.record(matter, typed, id=offer.date_id, uow=uow)


def end(part: SettlementPart, offer_id: UUID, *, uow: UnitOfWork) -> bool:
    """Once everybody has answered what shares a day with this offer, the day is over. Whether it was ended now."""
    matter, given = queries.matter(part.matter_id, uow=uow), one(part, offer_id, uow=uow)
    same = [each for each in offers(part, uow=uow) if each.offer.date_id == given.date_id and not each.offer.taken_out]
    if given.date_id is None or any(each.answer in (Answer.WAITING, Answer.ASKS) for each in same):
        return False
    try:
        dated = diary.date_of(matter, given.date_id, uow=uow)
    except NotVisible:  # the power failed between the two acts
        return False
    if dated.entry.running:
        dates.hold(dated, matter, result=str(OVER), uow=uow)
    return dated.entry.ended is not None


def days_of(rows: Iterable[Stands], matter: Matter, *, uow: UnitOfWork) -> dict[UUID, DiaryEntry]:
    """The dates of these offers by id, as anybody of the team may have moved or ended them."""
    wanted = {row.offer.date_id for row in rows}
    return {each.entry.id: each.entry for each in diary.dates_of(matter, uow=uow) if each.entry.id in wanted}
