"""Said outside the courts: a statement that went, one that is being checked; and a closed part for talks."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from caseintake.advocacy import service as advocacy
from caseintake.advocacy.checks import Body, Named
from caseintake.advocacy.model import Saying
from caseintake.demo.cast import Cast
from caseintake.matters import queries
from caseintake.settlements import reminding
from caseintake.settlements import service as settlements
from caseintake.settlements.model import Answer, OfferedBy, OfferKind
from caseintake.settlements.service import Offered

AGO: Final = 1
CASE: Final = "Juniper 41"
LAWYER: Final = "leyla"


def speak(found: Mapping[str, UUID], cast: Cast) -> None:
    """A letter that names nobody, a petition that would block Strasbourg, a pledge; an offer to three people."""
    with cast.unit(LAWYER) as uow:
        matter = queries.matter(found[CASE], uow=uow)
        people = {row.number: row.id for row in queries.applicants(matter, uow=uow)}
        gone = cast.today - timedelta(days=20)
        letter = Saying(
            body=Body.COMMISSIONER, what="Eighteen journalists and their families, figures only", version="2"
        )
        advocacy.went(matter, letter, gone, uow=uow)
        advocacy.pledge(
            matter,
            who="Toğrul Hüseynbala",
            signed_on=cast.today - timedelta(days=118),
            article="Article 222 CCP, what he was shown in the investigation",
            uow=uow,
        )
        petition = Saying(
            body=Body.UN_WGAD,
            to="Working Group on Arbitrary Detention",
            what="Petition about eleven hours without a record",
            version="draft 1",
            named=Named.NAME,
            applicants=(people[13],),
            speaker="Leyla Həsənova",
        )
        advocacy.prepare(matter, petition, uow=uow)
        uow.commit()
    with cast.unit(LAWYER) as uow:  # apart: the log of the team must not tell of the talks
        matter = queries.matter(found[CASE], uow=uow)
        part = settlements.open_part(matter, uow=uow)
        offered = Offered(
            kind=OfferKind.FRIENDLY,
            by=OfferedBy.REGISTRY,
            offered_on=cast.today - timedelta(days=10),
            answer_by=cast.today + timedelta(days=60),
            amount="4 500 EUR",
            terms="Nothing on the record of the interception",
        )
        first, second, _third = settlements.offer(part, matter, offered, [people[n] for n in (1, 2, 3)], uow=uow)
        on = cast.today - timedelta(days=2)
        settlements.answer(part, first.id, Answer.REFUSES, on, "Wants the record destroyed", uow=uow)
        settlements.answer(part, second.id, Answer.ASKS, on, "Whether the warrant is shown", uow=uow)
        uow.commit()
        reminding.put_down(first, matter, uow=uow)
        uow.commit()
