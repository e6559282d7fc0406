"""From a matter's records to the plain values clocks are derived from."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from caseintake.deadlines.rule_readings import chosen
from caseintake.deadlines.situations import Case, Claim, Course, Happening, Ruling, Sent
from caseintake.matters import dispatches, queries
from caseintake.matters.articles import needs_remedies
from caseintake.matters.channels import Stops
from caseintake.matters.dispatches import Road
from caseintake.matters.model import Decision, Filing, Matter, ProceduralEvent, Proceeding, ServiceOnApplicant
from caseintake.matters.turns import stays
from caseintake.work import UnitOfWork


def case(matter: Matter, *, uow: UnitOfWork) -> Case:
    """The matter as the rules see it."""
    return Case(
        courses=courses(matter, uow=uow),
        claims=claims(matter, uow=uow),
        happenings=[_happening(row) for row in queries.events(matter, uow=uow) if not row.taken_back],
        applicants=tuple(row.id for row in queries.applicants(matter, uow=uow)),
        readings=chosen(uow=uow),
    )


def _happening(row: ProceduralEvent) -> Happening:
    return Happening(
        id=row.id,
        kind=row.kind,
        facts=row.facts,
        choices=dict(row.choices),
        proceeding_id=row.proceeding_id,
        applicants=row.applicants,
        complaints=row.complaints,
        proven=bool(row.documents) or any(one.fact.proven for one in row.known),
    )


def courses(matter: Matter, *, uow: UnitOfWork) -> list[Course]:
    """Every proceeding of the matter with its decisions and filings."""
    rows = queries.proceedings(matter, uow=uow)
    decided = queries.decisions(rows, uow=uow)
    lodged = queries.filings(rows, uow=uow)
    served = queries.services([one for each in decided.values() for one in each], uow=uow)
    everything = [one for each in lodged.values() for one in each]
    posted, answers = dispatches.of_filings(everything, uow=uow), dispatches.answers_to(everything, uow=uow)
    sent = {
        id: [each for one in filed for each in _sent(one, dispatches.roads(one, posted[one.id], answers[one.id]))]
        for id, filed in lodged.items()
    }
    return [_course(row, decided[row.id], sent.get(row.id, ()), served) for row in rows]


def _course(
    row: Proceeding,
    decided: Iterable[Decision],
    sent: Sequence[Sent],
    served: Mapping[UUID, Sequence[ServiceOnApplicant]],
) -> Course:
    return Course(
        id=row.id,
        state=row.state,
        forum=row.forum,
        status=row.status,
        applicants=row.applicants,
        complaints=row.complaints,
        rulings=[_ruling(one, served.get(one.id, ())) for one in decided],
        sent=sent,
        stays=tuple(stay for stay in stays(row.turns) if stay.since is not None or stay.until is not None),
    )


def _ruling(row: Decision, served: Iterable[ServiceOnApplicant]) -> Ruling:
    return Ruling(
        id=row.id,
        kind=row.kind,
        instance=row.instance,
        is_final=row.is_final,
        facts=row.facts,
        personal={one.applicant_id: one.facts for one in served},
        choices=dict(row.choices),
    )


def _sent(row: Filing, roads: Iterable[Road]) -> list[Sent]:
    return [
        Sent(
            row.id, row.kind, road.handed_on, row.applicants,
            proven=road.proven, stops=road.stands, dispatch_id=road.dispatch_id, rejected=road.refused,
            unsure=road.stops is Stops.UNSURE,
        )
        for road in roads
    ]  # fmt: skip


def claims(matter: Matter, *, uow: UnitOfWork) -> list[Claim]:
    """Every complaint of the matter."""
    rows = queries.complaints(matter, uow=uow)
    return [Claim(row.id, row.state, row.applicants, needs_remedies(row.article)) for row in rows]
