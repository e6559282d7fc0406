"""Telling the story of the cases through the services of matters and time-limits, as the people who would do it."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from caseintake.deadlines import slips
from caseintake.deadlines.model import Slip, Verdict
from caseintake.deadlines.service import deadlines_of, refresh
from caseintake.deadlines.statute import the_law
from caseintake.demo import two_firms
from caseintake.demo.cast import Cast
from caseintake.demo.days import start_for
from caseintake.demo.papers import page, received
from caseintake.demo.people import Client
from caseintake.demo.telling import Case, Course, Day, Ruling, SecondReading
from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.matters import queries, service
from caseintake.matters.dispatches import Sending, record_dispatch
from caseintake.matters.facts import Certainty, DateFact, Precision, Source
from caseintake.matters.kinds import DecisionKind, Finality
from caseintake.matters.model import Matter, Proceeding
from caseintake.work import UnitOfWork

#: When facts, filings and second readings were put in: the office has lived with its dates for some days.
RECORDED_AGO: Final = 2
ASKED_AGO: Final = 1

Papers = dict[str, UUID]


def open_case(case: Case, cast: Cast) -> UUID:
    """The matter with its team. Applicants come later: some of them from the inbox."""
    deputy = None if case.deputy_of else case.deputy
    people = [cast.id(key) for key in (case.responsible, deputy, *case.team)]
    with cast.unit(case.made_by) as uow:
        matter = service.create_matter(
            codename=case.codename,
            about=case.about,
            responsible=cast.id(case.responsible),
            deputy=cast.id(deputy),
            team=[id for id in people if id is not None],
            uow=uow,
        )
        if case.responsible is None:
            service.change_matter(
                matter, codename=case.codename, about=case.about, responsible=None, deputy=None, uow=uow
            )
        if case.deputy_of:
            two_firms.let_in(matter, case, cast, uow=uow)
        uow.commit()
    return matter.id


def add_clients(case: Case, matter_id: UUID, cast: Cast) -> None:
    """All applicants of a case that are added by hand, then what only some of the team may read."""
    with cast.unit(_leads(case)) as uow:
        matter = queries.matter(matter_id, uow=uow)
        for client in case.clients:
            _add(client, matter, uow)
        uow.commit()
    if not case.restricted:
        return
    with cast.unit(_leads(case)) as uow:
        matter = queries.matter(matter_id, uow=uow)
        by_number = {row.number: row for row in queries.applicants(matter, uow=uow)}
        for number, holders in case.restricted.items():
            named = {cast.members[key].id for key in holders}
            service.restrict(by_number[number], named, matter=matter, uow=uow)
        uow.commit()


def _add(client: Client, matter: Matter, uow: UnitOfWork) -> None:
    service.add_applicant(
        matter,
        name=client.name,
        spellings=client.names,
        language=client.language,
        contact=client.contact,
        never=client.never,
        label=client.name,
        uow=uow,
    )


def _leads(case: Case) -> str:
    """Who works on the case: the responsible, or the first of the team where nobody is."""
    return case.responsible or case.team[0]


def record(case: Case, matter_id: UUID, cast: Cast) -> None:
    """Papers, complaints and proceedings with everything decided and lodged in them, put in by who leads."""
    papers = _keep_papers(case, matter_id, cast)
    with cast.unit(_leads(case)) as uow:
        matter = queries.matter(matter_id, uow=uow)
        whose = {row.number: row.id for row in queries.applicants(matter, uow=uow)}
        complaints = [
            service.record_complaint(
                matter,
                state=one.state,
                article=one.article,
                what=one.what,
                applicants=_between(whose, one.applicants),
                uow=uow,
            ).id
            for one in case.complaints
        ]
        for course in case.courses:
            _course(course, matter, whose, complaints, papers, cast, uow)
        uow.commit()


def _keep_papers(case: Case, matter_id: UUID, cast: Cast) -> Papers:
    files = {f"{name}.pdf": page(name, f"Case {case.codename}") for name in case.papers}
    with received(cast.office, **files) as arrived, cast.unit(_leads(case)) as uow:
        matter = queries.matter(matter_id, uow=uow)
        kept: list[Document] = documents.keep(arrived.files, matter.vault_id, uow=uow)
        uow.say("documents added")
        uow.commit()
        return {row.name.removesuffix(".pdf"): row.id for row in kept}


def _between(whose: dict[int, UUID], numbers: tuple[int, int]) -> list[UUID]:
    return [whose[number] for number in range(numbers[0], numbers[1] + 1)]


def _course(
    course: Course,
    matter: Matter,
    whose: dict[int, UUID],
    complaints: list[UUID],
    papers: Papers,
    cast: Cast,
    uow: UnitOfWork,
) -> None:
    made = service.record_proceeding(
        matter,
        state=course.state,
        forum=course.forum,
        status=course.status,
        court=course.court,
        case_number=course.case_number,
        applicants=_between(whose, course.applicants),
        complaints=[complaints[number] for number in course.complaints],
        note=course.note,
        uow=uow,
    )
    for ruling in course.rulings:
        _ruling(ruling, course, made, papers, cast.today, uow)
    for sent in course.sent:
        on = _exactly(cast.today - timedelta(days=sent.ago), None)
        filing = service.record_filing(
            made,
            kind=sent.kind,
            how=sent.how,
            what=sent.what,
            lodged_by=sent.by,
            lodged_on=on,
            proof_id=papers.get(sent.paper),
            uow=uow,
        )
        for road in sent.also:
            record_dispatch(filing, made, Sending(channel=road, handed_by=sent.by), days={"handed_on": on}, uow=uow)


def _ruling(
    ruling: Ruling, course: Course, proceeding: Proceeding, papers: Papers, today: date, uow: UnitOfWork
) -> None:
    facts = {name: _fact(name, day, ruling, course, papers, today) for name, day in ruling.days.items()}
    if ruling.kind is not DecisionKind.ACT and "decided_on" not in facts and "judgment_on" not in facts:
        facts = {"decided_on": _decided(facts, papers, ruling), **facts}
    service.record_decision(
        proceeding,
        kind=ruling.kind,
        instance=ruling.instance,
        outcome=ruling.outcome,
        is_final=ruling.final,
        facts=facts,
        documents=[papers[day.paper] for day in ruling.days.values() if day.paper],
        uow=uow,
    )


#: Judgments reach people some weeks after they were made.
_UNDER_WAY: Final = timedelta(days=16)


def _decided(facts: dict[str, DateFact], papers: Papers, ruling: Ruling) -> DateFact:
    served = min(fact.earliest for fact in facts.values() if fact.earliest is not None)
    day = served - _UNDER_WAY
    paper = next((papers[one.paper] for one in ruling.days.values() if one.paper), None)
    return _exactly(day, paper)


def _exactly(day: date, paper: UUID | None) -> DateFact:
    return DateFact(
        earliest=day,
        latest=day,
        precision=Precision.DAY,
        written=day.isoformat(),
        document_id=paper,
        source=Source.DOCUMENT if paper else Source.LAWYER,
        certainty=Certainty.PROVEN if paper else Certainty.BELIEVED,
    )


def _fact(name: str, day: Day, ruling: Ruling, course: Course, papers: Papers, today: date) -> DateFact:
    if day.ends is not None:
        choices = {"state": course.state}
        if ruling.kind is not DecisionKind.ACT and ruling.final is not Finality.YES and course.forum != "echr":
            choices["decision_kind"] = ruling.kind.value
        first = start_for(ruling.limit, name, today + timedelta(days=day.ends), the_law(), choices)
    else:
        first = today - timedelta(days=day.ago or 0)
    paper = papers.get(day.paper)
    fact = _exactly(first, paper)
    earliest, latest, precision = fact.earliest, fact.latest, fact.precision
    written = fact.written
    if day.not_later:
        earliest, precision = None, Precision.NOT_LATER
    elif day.spread:
        last = min(first + timedelta(days=day.spread), today)
        latest, precision, written = last, Precision.BETWEEN, f"{first.isoformat()}..{last.isoformat()}"
    return DateFact(
        earliest=earliest,
        latest=latest,
        precision=precision,
        written=written,
        source=day.source,
        certainty=fact.certainty,
        how=day.how,
        document_id=paper,
    )


def ask_second_readers(case: Case, matter_id: UUID, cast: Cast) -> None:
    """Confirmation slips of a case; those answered are taken in by who leads, the others stay open."""
    asked = [(number, course.slip) for number, course in enumerate(case.courses) if course.slip is not None]
    if not asked:
        return
    with cast.unit(_leads(case)) as uow:
        matter = queries.matter(matter_id, uow=uow)
        proceedings = {row.case_number: row.id for row in queries.proceedings(matter, uow=uow)}
        made: list[tuple[SecondReading, UUID]] = []
        for number, slip in asked:
            row = next(
                row
                for row in deadlines_of(matter, uow=uow)
                if row.proceeding_id == proceedings[case.courses[number].case_number] and row.running
            )
            reader = cast.members[slip.reader].id
            made.append((slip, slips.make(row, matter, reader=reader, proof=slip.proof, uow=uow).id))
        uow.commit()
    for slip, slip_id in made:
        if slip.agreed:
            _agree(slip, slip_id, cast)
    with cast.unit(_leads(case)) as uow:
        refresh(queries.matter(matter_id, uow=uow), uow=uow)
        uow.say("time-limits counted")
        uow.commit()


def _agree(slip: SecondReading, slip_id: UUID, cast: Cast) -> None:
    with cast.unit(slip.reader) as uow:
        found: Slip = slips.one(slip_id, uow=uow).slip
        slips.answer(found, verdict=Verdict.AGREE, note="Counted by hand: the same day.", uow=uow)
        uow.commit()
