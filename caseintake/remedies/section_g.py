"""Section G of the form: for one complaint of one applicant the remedies used, and those not used and why.

The Court reads nothing else about exhaustion, so the text must be sufficient by itself (Rule 47 § 2 (a)).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from caseintake.i18n import _, current_language, use
from caseintake.matters.articles import needs_remedies
from caseintake.matters.facts import DateFact
from caseintake.matters.kinds import DOMESTIC, DecisionKind, Instance
from caseintake.matters.model import Complaint, Decision, Filing, Proceeding, ServiceOnApplicant, facts_for
from caseintake.matters.wording import tell, word
from caseintake.remedies import catalogue
from caseintake.remedies.grid import Cell, Grid, Spot
from caseintake.remedies.kinds import RemedyState

#: From which day a decision counts as received, the surest first.
RECEIVED = ("served_on", "served_on_lawyer", "reasons_on", "known_on")


@dataclass(frozen=True, slots=True)
class Record:
    """What the proceedings of a matter say, read once for all applicants."""

    proceedings: Mapping[UUID, Proceeding]
    decisions: Mapping[UUID, Sequence[Decision]]
    #: Days of single applicants, by decision and applicant.
    services: Mapping[tuple[UUID, UUID], ServiceOnApplicant]
    filings: Mapping[UUID, Filing]


def own_days(served: Mapping[UUID, Iterable[ServiceOnApplicant]]) -> dict[tuple[UUID, UUID], ServiceOnApplicant]:
    """The days of single applicants, found at once for any of a thousand."""
    return {(row.decision_id, row.applicant_id): row for rows in served.values() for row in rows}


@dataclass(frozen=True, slots=True)
class Text:
    """One text with those for whom it is the same, in the language of the form.

    ``gaps``: what must be filled in before it is sent, in the language now spoken.
    """

    complaint: Complaint
    applicants: tuple[UUID, ...]
    text: str
    gaps: tuple[str, ...]


def texts(
    complaint: Complaint, applicants: Iterable[UUID], remedies: Sequence[str], grid: Grid, record: Record, language: str
) -> list[Text]:
    """The texts of one complaint in ``language``; applicants with the same words stand together."""
    alike: dict[tuple[str, tuple[str, ...]], list[UUID]] = {}
    for applicant_id in applicants:
        cells = {one: grid.get(Spot(applicant_id, complaint.id, one)) for one in remedies}
        said = {one: cell for one, cell in cells.items() if cell is not None}
        with use(language):
            text, gaps = _text(complaint, applicant_id, said, record)
        if gaps and language != current_language():
            gaps = _text(complaint, applicant_id, said, record)[1]
        alike.setdefault((text, gaps), []).append(applicant_id)
    return [Text(complaint, tuple(whose), text, gaps) for (text, gaps), whose in alike.items()]


def _text(
    complaint: Complaint, applicant_id: UUID, said: Mapping[str, Cell], record: Record
) -> tuple[str, tuple[str, ...]]:
    used, unused, gaps = [], [], []
    for remedy, cell in said.items():
        name = catalogue.title(remedy)
        if cell.state in (RemedyState.EXHAUSTED, RemedyState.PENDING):
            known = catalogue.find(remedy)
            through = known.instances if known is not None and cell.state is RemedyState.EXHAUSTED else ()
            words, missing = _used(cell, applicant_id, record, through)
            used.append(f"– {name}: {words}")
            gaps += [f"{name}: {one}" for one in missing]
            if cell.state is RemedyState.PENDING:
                gaps.append(_("%(remedy)s: still pending. Wait for it, or say why not.", remedy=name))
        elif cell.state is RemedyState.OPEN:
            unused.append(_("– %(remedy)s: not used yet.", remedy=name))
            gaps.append(_("%(remedy)s: still open. Use it, or say why not.", remedy=name))
        elif cell.state is RemedyState.NOT_NEEDED:
            unused.append(_("– %(remedy)s: did not have to be used. %(reason)s", remedy=name, reason=cell.reason))
        else:
            tried = _used(cell, applicant_id, record)[0] if cell.decision_id or cell.filing_id else ""
            unused.append(_("– %(remedy)s: not effective. %(reason)s", remedy=name, reason=cell.reason))
            if tried:
                unused.append(f"  {tried}")
    if not said and needs_remedies(complaint.article):
        gaps.append(_("Nothing is said of any remedy."))
    head = _("Complaint under Article %(article)s", article=complaint.article)
    parts = [f"{head}: {complaint.what}" if complaint.what else head]
    if not said and not needs_remedies(complaint.article):
        parts.append(_("No remedy has to be used first: this is about the proceedings before the Court."))
    if used:
        parts += [_("Remedies used:"), *used]
    if unused:
        parts += [_("Remedies not used, or not effective:"), *unused]
    return "\n".join(parts), tuple(gaps)


def _used(cell: Cell, applicant_id: UUID, record: Record, through: Sequence[Instance] = ()) -> tuple[str, list[str]]:
    """What was decided in the proceeding that shows it, and what is missing there: of these instances and else."""
    filing = record.filings.get(cell.filing_id) if cell.filing_id is not None else None
    lodged = _("lodged on %(day)s", day=tell(filing.lodged_on)) if filing is not None else ""
    found = _decided(cell.decision_id, record)
    if found is None:
        running = record.proceedings.get(cell.proceeding_id) if cell.proceeding_id is not None else None
        where = ", ".join(filter(None, (running.court, running.case_number))) if running is not None else ""
        words = ", ".join(filter(None, (where, lodged, _("no final decision yet") if _pending(cell) else "")))
        return f"{words}.", [] if _pending(cell) or lodged else [_("the decision is missing.")]
    proceeding, last = found
    lines: list[str] = []
    missing: list[str] = []
    reached: set[Instance] = set()
    for each in _way_to(proceeding, applicant_id, record.proceedings):
        court = ", ".join(filter(None, (each.court, each.case_number)))
        lines += filter(None, (court, lodged if filing is not None and filing.proceeding_id == each.id else ""))
        for one in record.decisions.get(each.id, ()):
            if one.kind is not DecisionKind.ACT and one.instance is not Instance.EXTRAORDINARY:
                reached.add(one.instance)
                own = record.services.get((one.id, applicant_id))
                facts = facts_for(one, applicant_id, [own] if own is not None else [])
                lines.append(_one(one, facts, final=one.id == last.id and not _pending(cell)))
                if one.id == last.id and not _known(facts):
                    missing.append(_("the day the final decision was received is missing."))
    lost = [word(one) for one in through if one not in reached]
    missing += [_("no decision is recorded here: %(instances)s.", instances=", ".join(lost))] if lost else []
    return "; ".join(lines) + ".", missing


def _way_to(last: Proceeding, applicant_id: UUID, known: Mapping[UUID, Proceeding]) -> list[Proceeding]:
    """The proceedings at home from which the last one grew, the first of them first: the form asks for appeals too."""
    way = [last]
    while (
        (before := known.get(way[-1].parent_id or last.id)) is not None
        and before not in way
        and before.forum in DOMESTIC
        and before.state == last.state
        and applicant_id in before.ever
    ):
        way.append(before)
    return way[::-1]


def _pending(cell: Cell) -> bool:
    return cell.state is RemedyState.PENDING


def _decided(decision_id: UUID | None, record: Record) -> tuple[Proceeding, Decision] | None:
    for proceeding_id, rows in record.decisions.items():
        for row in rows:
            if row.id == decision_id and proceeding_id in record.proceedings:
                return record.proceedings[proceeding_id], row
    return None


def _one(row: Decision, facts: Mapping[str, DateFact | None], *, final: bool) -> str:
    given = {"instance": word(row.instance), "kind": word(row.kind), "day": tell(row.decided_on)}
    said = _("%(instance)s: %(kind)s of %(day)s", **given)
    if row.outcome:
        said += f" ({row.outcome})"
    if final:
        said += ", " + _("the final decision")
    received = _known(facts)
    return f"{said}, " + _("received on %(day)s", day=tell(received)) if received else said


def _known(facts: Mapping[str, DateFact | None]) -> DateFact | None:
    known = (facts.get(name) for name in RECEIVED)
    return next((fact for fact in known if fact is not None and fact.dated), None)
