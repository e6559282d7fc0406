"""Who is on the conflict card of a case of the demo office, a question that waits, one that was answered."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from caseintake.conflicts import asking, cards, inner
from caseintake.conflicts.kinds import Between, InnerKind, Side, Verdict
from caseintake.demo.cast import Cast
from caseintake.matters import queries
from caseintake.matters.kinds import Spellings

#: How many days ago the question was asked.
AGO: Final = 1
_LAWYER: Final = "leyla"
_OTHER: Final = "gunay"
_COORDINATOR: Final = "klaus"
_CASE: Final = "Juniper 41"
_NAMED: Final = (
    ("Ülkər Əsədova", Side.OFFICIAL, Spellings(ru="Асадова Улькер", en="Ulker Asadova"), "Judge at first instance"),
    ("Zahid Mirzəyev", Side.OPPONENT, Spellings(ru="Мирзоев Захид"), "Wrote the letters of the ministry"),
    ("Nodar Kapanadze", Side.EXPERT, Spellings(), "Examined two of the telephones"),
)


def check(matters: Mapping[str, UUID], cast: Cast) -> None:
    """The card is brought up; a colleague asks twice, and one question waits."""
    with cast.unit(_LAWYER) as uow:
        matter = queries.matter(matters[_CASE], uow=uow)
        for name, side, spellings, note in _NAMED:
            cards.add_name(matter, name, side, spellings=spellings, note=note, uow=uow)
        cards.bring_up_to_date(matter, uow=uow)
        first, second, *_ = queries.applicants(matter, uow=uow)
        circle = inner.make(matter, [], uow=uow)
        inner.write(circle, InnerKind.CONFLICT, about=(first.id, second.id), between=Between.SAME_EMPLOYER, uow=uow)
        uow.commit()
    with cast.unit(_OTHER) as uow:
        answered = asking.ask((("Nodar Kapanadze",),), note="Asked to examine a telephone for us", uow=uow).id
        asking.ask((("Захид Мирзоев", "Zahid Mirzayev"), ("Ulker Asadova",)), uow=uow)
        uow.commit()
    with cast.unit(_COORDINATOR) as uow:
        question = asking.question(answered, uow=uow)
        asking.look_up(question.names, question_id=question.id, uow=uow)
        asking.answer(question, Verdict.ASK, person=cast.id(_LAWYER), uow=uow)
        uow.commit()
