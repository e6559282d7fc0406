"""Making matters, applicants, proceedings, decisions, filings and typed dates of rows; all of them or none.

The dry run is the same work in a unit that is never committed: what it shows is what would be.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseintake.access.visibility import opened
from caseintake.deadlines import service as deadlines
from caseintake.deadlines.states import Severity, State
from caseintake.diary import service as diary
from caseintake.diary.kinds import Kind
from caseintake.diary.service import Typed
from caseintake.i18n import _
from caseintake.matters import queries, service
from caseintake.matters.facts import PERSONAL, DateFact
from caseintake.matters.model import Matter, Proceeding
from caseintake.matters.refusal import Refusal
from caseintake.matters.wording import say
from caseintake.old_cases.columns import folded
from caseintake.old_cases.model import TableMapping
from caseintake.old_cases.rows import OldCase
from caseintake.representation import newcomers
from caseintake.work import UnitOfWork

#: Flags of a time-limit that say: the days of this row do not fit each other.
CONTRADICTIONS = ("late_ask_service_date", "lodged_late", "lodged_after_cautious")


@dataclass(frozen=True, slots=True)
class Ends:
    """A time-limit that would run or has ended, as the dry run shows it."""

    matter: str
    applicants: int
    rule: str
    due: date | None
    state: State
    flags: tuple[str, ...]


@dataclass(slots=True)
class Made:
    """What was made: numbers for the page, the limits that follow, and rows that the house refused, in words."""

    matters: list[UUID] = field(default_factory=list)
    new_matters: int = 0
    applicants: int = 0
    proceedings: int = 0
    decisions: int = 0
    filings: int = 0
    dates: int = 0
    limits: list[Ends] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def mapping_for(heads: Sequence[str], *, uow: UnitOfWork) -> tuple[str, ...] | None:
    """How a table with these headings was read before, as far as this person's keys reach."""
    wanted = tuple(folded(head) for head in heads)
    for row in opened(list(uow.session.scalars(select(TableMapping))), uow=uow):
        if row.heads == wanted:
            return row.fields
    return None


def make(rows: Sequence[OldCase], heads: Sequence[str], mapping: Sequence[str], *, usual: str, uow: UnitOfWork) -> Made:
    """Make everything of these rows. ``usual``: the codename for rows without one.

    The caller commits, or, for a dry run, rolls back. What the house refuses of a row is a fault; nothing of the
    table may then be committed.
    """
    made = Made()
    known = {line.label.codename.casefold(): line.matter for line in queries.my_matters(uow=uow)}
    for codename, some in _by_matter(rows, usual).items():
        matter = known.get(codename.casefold())
        if matter is None:
            matter = service.create_matter(codename=codename, uow=uow)
            made.new_matters += 1
        made.matters.append(matter.id)
        _make_matter(matter, some, made, uow)
        _remember(matter, heads, mapping, uow)
        made.limits += _limits(matter, codename, uow)
    uow.say("old cases taken over from a table")
    uow.flush()
    return made


def _by_matter(rows: Iterable[OldCase], usual: str) -> dict[str, list[OldCase]]:
    found: dict[str, list[OldCase]] = {}
    called: dict[str, str] = {}
    for row in rows:
        codename = row.matter or usual
        found.setdefault(called.setdefault(codename.casefold(), codename), []).append(row)
    return found


def _make_matter(matter: Matter, rows: Sequence[OldCase], made: Made, uow: UnitOfWork) -> None:
    before = {_known_as(row) for row in queries.proceedings(matter, uow=uow)}
    people = _people(matter, rows, made, uow)
    for same in _alike(rows, _proceeding_of):
        whose = frozenset(_ids(same, people))
        if any(key == _proceeding_of(same[0]) and whose <= theirs for key, theirs in before):
            # The same table sent twice must not set every clock running twice.
            made.faults.append((same[0].number, _("This proceeding is in the matter already.")))
            continue
        try:
            if any(row.facts or row.lodged_on or row.court or row.case_number for row in same):
                _make_proceeding(matter, same, people, made, uow)
            _make_dates(matter, same, people, made, uow)
        except Refusal as refusal:
            made.faults += [(same[0].number, say(fault)) for fault in refusal.faults]


def _people(matter: Matter, rows: Sequence[OldCase], made: Made, uow: UnitOfWork) -> dict[str, UUID]:
    """Applicants by name: those the matter has, and the new ones."""
    here = queries.applicants(matter, uow=uow)
    files = queries.client_files(here, uow=uow)
    known = {files[row.id].name.casefold(): row.id for row in here if row.id in files}
    opening = newcomers.opening(matter, newcomers.UNASKED, uow=uow)  # closed to other firms until they agree
    for row in rows:
        for name in row.applicants:
            if name.casefold() not in known:
                new = service.add_applicant(matter, name=name, note="", **opening, uow=uow)
                newcomers.begin(matter, [new], newcomers.UNASKED, uow=uow)
                known[name.casefold()] = new.id
                made.applicants += 1
    return known


def _make_proceeding(
    matter: Matter, rows: Sequence[OldCase], people: dict[str, UUID], made: Made, uow: UnitOfWork
) -> None:
    """One set of proceedings with its complaints, decisions and filings."""
    first = rows[0]
    whose = _ids(rows, people)
    articles = dict.fromkeys(row.article for row in rows if row.article)
    complaints = [
        service.record_complaint(
            matter,
            state=first.state,
            article=article,
            applicants=_ids([row for row in rows if row.article == article], people),
            uow=uow,
        ).id
        for article in articles
    ]
    proceeding = service.record_proceeding(
        matter,
        state=first.state,
        forum=first.forum,
        applicants=whose,
        complaints=complaints,
        court=first.court,
        case_number=first.case_number,
        note="\n".join(dict.fromkeys(row.note for row in rows if row.note)),
        uow=uow,
    )
    made.proceedings += 1
    for same in _alike([row for row in rows if row.facts], _decision_of):
        _make_decision(proceeding, same, people, made, uow)
    for same in _alike([row for row in rows if row.lodged_on is not None], _filing_of):
        _make_filing(proceeding, same, people, made, uow)


def _make_decision(
    proceeding: Proceeding, rows: Sequence[OldCase], people: dict[str, UUID], made: Made, uow: UnitOfWork
) -> None:
    """One decision of several rows: days that differ are those of single applicants."""
    first = rows[0]
    common = {name: fact for name, fact in first.facts.items() if all(row.facts.get(name) == fact for row in rows)}
    decision = service.record_decision(
        proceeding,
        kind=first.kind,
        instance=first.instance,
        facts=common,
        outcome=first.outcome,
        is_final=first.final,
        uow=uow,
    )
    made.decisions += 1
    for row in rows:
        own = {name: fact for name, fact in row.facts.items() if name in PERSONAL and name not in common}
        for name in row.applicants if own else ():
            service.record_service(
                decision, proceeding=proceeding, applicant_id=people[name.casefold()], facts=own, uow=uow
            )


def _make_filing(
    proceeding: Proceeding, rows: Sequence[OldCase], people: dict[str, UUID], made: Made, uow: UnitOfWork
) -> None:
    """What was lodged for all of these."""
    first = rows[0]
    service.record_filing(
        proceeding,
        kind=first.lodged,
        how=first.how,
        lodged_on=first.lodged_on,
        applicants=_ids(rows, people),
        uow=uow,
    )
    made.filings += 1


def _make_dates(matter: Matter, rows: Sequence[OldCase], people: dict[str, UUID], made: Made, uow: UnitOfWork) -> None:
    """Last days as the table has them: typed dates, which a second person must read."""
    for row in rows:
        if row.limit_on is not None:
            typed = Typed(
                kind=Kind.OWN,
                due=row.limit_on,
                what=_("Last day as the table has it, row %(number)s", number=row.number),
                severity=Severity.FATAL,
                applicants=_ids([row], people),
            )
            diary.record(matter, typed, uow=uow)
            made.dates += 1


def _remember(matter: Matter, heads: Sequence[str], mapping: Sequence[str], uow: UnitOfWork) -> None:
    row = uow.session.scalar(queries.kept_by(matter, TableMapping))
    kept = tuple(folded(head) for head in heads), tuple(mapping)
    if row is None:
        uow.add(TableMapping(vault_id=matter.vault_id, matter_id=matter.id, heads=kept[0], fields=kept[1]))
    else:
        row.heads, row.fields = kept


def _limits(matter: Matter, codename: str, uow: UnitOfWork) -> list[Ends]:
    """The limits of a matter, those with the same rule, day, state and doubts as one line."""
    uow.flush()
    lines: dict[tuple[str, date | None, State, tuple[str, ...]], set[UUID | None]] = {}
    for row in deadlines.deadlines_of(matter, uow=uow):
        if row.arises:
            flags = tuple(flag for flag in row.counted.flags if flag in CONTRADICTIONS)
            lines.setdefault((row.rule, row.due, row.state, flags), set()).add(row.applicant_id)
    return [Ends(codename, len(whose), *key) for key, whose in lines.items()]


def _ids(rows: Iterable[OldCase], people: dict[str, UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(people[name.casefold()] for row in rows for name in row.applicants))


def _proceeding_of(row: OldCase) -> Hashable:
    """Rows with these in common are one set of proceedings; without court and number each decision is its own."""
    told = (row.court.casefold(), row.case_number.casefold())
    return (row.state, row.forum, *(told if any(told) else (tuple(_marks(row.facts)),)))


def _known_as(row: Proceeding) -> tuple[Hashable, frozenset[UUID]]:
    """A proceeding the matter has, as `_proceeding_of` names one with a court or number, and whose it is."""
    return (row.state, row.forum, row.court.casefold(), row.case_number.casefold()), frozenset(row.applicants)


def _filing_of(row: OldCase) -> Hashable:
    day = row.lodged_on
    return row.lodged, row.how, day and (day.earliest, day.latest)


def _decision_of(row: OldCase) -> Hashable:
    shared = {name: fact for name, fact in row.facts.items() if name not in PERSONAL}
    return (row.kind, row.instance, row.final, row.outcome, tuple(_marks(shared)))


def _marks(facts: Mapping[str, DateFact]) -> list[tuple[str, date | None, date | None]]:
    return sorted((name, fact.earliest, fact.latest) for name, fact in facts.items())


def _alike(rows: Sequence[OldCase], key: Callable[[OldCase], Hashable]) -> list[list[OldCase]]:
    """Rows with the same key together, in the order of the table."""
    found: dict[Hashable, list[OldCase]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return list(found.values())
