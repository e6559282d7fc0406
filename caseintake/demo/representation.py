"""Authorities of the first case, in every state a page can be in; who acts before the Court; a licence taken away."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from caseintake.demo.cast import Cast
from caseintake.matters import queries
from caseintake.matters.model import Matter
from caseintake.representation import authorities, desk, handover, runs, standing
from caseintake.representation.authorities import Line, Power, Wanted
from caseintake.representation.desk import Told
from caseintake.representation.kinds import AgreedHow, Arena, LawyerState, Mark, PageKind, PowerKind, Step
from caseintake.representation.model import Representative
from caseintake.work import UnitOfWork

AGO: Final = 12
_CASE: Final = "Juniper 41"
_LEAD, _SECOND = "leyla", "marc"
#: How far the pages of how many applicants have come, from the first: the last step, and what it says.
_ROAD: Final = (
    (Step.PRINTED, "", 14),
    (Step.WITH_COLLECTOR, "Əminə, on her way to the villages", 12),
    (Step.SIGNED_BY_APPLICANT, "", 9),
    (Step.SIGNED_BY_REPRESENTATIVE, "", 7),
    (Step.ORIGINAL, "Safe, second shelf", 6),
    (Step.SCANNED, "", 4),
)


def sign(found: dict[str, UUID], cast: Cast) -> None:
    """Pages prepared for everybody but a few; some signed, one a mark, one seized on the road."""
    lead, second = cast.members[_LEAD].id, cast.members[_SECOND].id
    with cast.unit(_LEAD) as uow:
        matter: Matter = queries.matter(found[_CASE], uow=uow)
        today = uow.clock.today()
        desk.change(matter, _told(lead, second, today), uow=uow)
        desk.look(matter, note="Two letters saved", uow=uow)
        some = [(line.applicant, line.file) for line in authorities.lines(matter, uow=uow)[:16] if line.file]
        authorities.prepare(some, Wanted(representative=lead), uow=uow)
        lines = authorities.lines(matter, uow=uow)
        for number, (step, words, many) in enumerate(_ROAD):
            pages = [line.page for line in lines[:many] if line.page is not None]
            authorities.note(pages, step, on=today - timedelta(days=30 - number), words=words, uow=uow)
        _by_another_hand(lines, today, uow)
        _at_home(lines[0], lead, second, today, uow)
        _go_out(matter, lead, uow)
        handover.prepare(matter, second, lead, why="is suspended at home", uow=uow)
        uow.commit()
    with cast.unit("nino") as uow:
        source = "Decision of the Presidium, read out on the telephone; the paper has not come"
        since = uow.clock.today() - timedelta(days=9)
        standing.record(second, Arena.DOMESTIC, LawyerState.SUSPENDED, since=since, source=source, uow=uow)
        uow.commit()


def _told(lead: UUID, second: UUID, today: date) -> Told:
    people = (Representative(lead, country="AZ"), Representative(second, country="FR"))
    return Told(people, "Account of the lead lawyer", lead, second, 7, today - timedelta(days=40))


def _by_another_hand(lines: list[Line], today: date, uow: UnitOfWork) -> None:
    mark = Mark(("Rauf Səmədli", "Gülnar Əlizadə"), "Aysel Məmmədli", "talış")
    marked, seized = lines[2].page, lines[9].page
    assert marked is not None
    assert seized is not None
    authorities.describe_signer(marked, signer="", why="", mark=mark, uow=uow)
    authorities.note([seized], Step.SEIZED, on=today - timedelta(days=3), words="Taken at a road check", uow=uow)


def _at_home(line: Line, lead: UUID, second: UUID, today: date, uow: UnitOfWork) -> None:
    assert line.file is not None
    authorities.engage(
        line.file, how=AgreedHow.CODE, agreed_on=today - timedelta(days=34), scope="All instances", uow=uow
    )
    for lawyer, number in ((lead, "004511"), (second, "004512")):
        power = Power(
            kind=PowerKind.ORDER, forum="Yasamal District Court", lawyer=lawyer, number=number,
            instance="First instance", valid_from=today - timedelta(days=34),
        )  # fmt: skip
        authorities.record_power(line.file, power, uow=uow)


def _go_out(matter: Matter, lead: UUID, uow: UnitOfWork) -> None:
    """A batch for one village: two pages a person."""
    some = [(line.applicant, line.file) for line in authorities.lines(matter, uow=uow)[14:18] if line.file]
    kinds = (PageKind.AUTHORITY, PageKind.DECLARATION)
    runs.make(matter, some, kinds, Wanted(representative=lead), place="The upper village", collector="Əminə", uow=uow)
