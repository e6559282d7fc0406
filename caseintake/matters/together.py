"""One act for many applicants in one unit of work: what cannot be done for one of them stops none of the others."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters import queries, team
from caseintake.matters.decisions import NOTHING, serve, tell
from caseintake.matters.events import ProceedingChanged
from caseintake.matters.facts import DateFact, Fault, exactly
from caseintake.matters.kinds import Forum, TaskKind
from caseintake.matters.model import Applicant, ClientFile, Decision, Matter, Proceeding, facts_for
from caseintake.matters.outcome import Outcome
from caseintake.matters.papers import PapersSigned, asked_for
from caseintake.matters.proceedings import put_people
from caseintake.matters.refusal import refuse_if
from caseintake.matters.tasks import add_task
from caseintake.matters.turns import TurnKind
from caseintake.work import UnitOfWork


def look_after(matter: Matter, applicants: Iterable[Applicant], person: UUID | None, *, uow: UnitOfWork) -> Outcome:
    """Name the colleague who looks after these; None: whoever is responsible for the matter. Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    on_team = person is None or person in team.members(matter, uow=uow)
    refuse_if(*([] if on_team else [Fault("person", "not_on_team")]))

    def act(row: Applicant) -> None:
        opens = person is None or not row.restricted or person in team.people(row.client_file_vault_id, uow=uow)
        refuse_if(*([] if opens else [Fault("applicant", "closed_to_colleague")]))
        if row.responsible != person:
            row.responsible = person

    return _told(Outcome().each(applicants, act), "applicants given to a colleague", uow)


def ask_for_paper(
    applicants: Iterable[Applicant], paper: str, *, due_on: date | None = None, uow: UnitOfWork
) -> Outcome:
    """A task in each client file: get this paper. Who is asked for it already is left alone. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    paper = " ".join(paper.split())
    refuse_if(*([] if paper else [Fault("paper", "needed")]))
    rows = list(applicants)
    files = queries.client_files(rows, uow=uow)
    waiting = asked_for(files.values(), uow=uow)

    def act(row: Applicant) -> None:
        file = _open(row, files)
        again = any(task.text.casefold() == paper.casefold() for task in waiting.get(file.id, ()))
        refuse_if(*([Fault("applicant", "asked_already")] if again else []))
        add_task(file, TaskKind.PAPER, text=paper, due_on=due_on, responsible=row.responsible, uow=uow)

    return _told(Outcome().each(rows, act), "a paper asked for", uow)


def sign_off(applicants: Iterable[Applicant], *, complete: bool, uow: UnitOfWork) -> Outcome:
    """Sign that the papers of each are complete, or that they are not after all."""
    policy.require(uow.actor, Action.FACT_RECORD)
    rows = list(applicants)
    files = queries.client_files(rows, uow=uow)

    def act(row: Applicant) -> None:
        file = _open(row, files)
        signed = PapersSigned(vault_id=file.vault_id, client_file_id=file.id, complete=complete, on=uow.clock.today())
        uow.add(signed)

    return _told(Outcome().each(rows, act), "papers signed off", uow)


def record_service(
    decision: Decision,
    applicants: Iterable[Applicant],
    facts: Mapping[str, DateFact],
    *,
    proceeding: Proceeding,
    uow: UnitOfWork,
) -> Outcome:
    """The day on which this decision reached each of these."""
    policy.require(uow.actor, Action.FACT_RECORD)
    rows = {row.applicant_id: row for row in queries.services([decision], uow=uow)[decision.id]}

    def act(row: Applicant) -> None:
        serve(decision, proceeding, row.id, rows.get(row.id), facts, NOTHING, uow)

    outcome = Outcome().each(applicants, act)
    if outcome.done:
        tell(proceeding, decision, "service on many applicants recorded", uow)
    return outcome


def other_days(
    decision: Decision, groups: Iterable[tuple[Iterable[UUID], Mapping[str, DateFact]]], *, uow: UnitOfWork
) -> dict[DateFact, list[UUID]]:
    """Days that stand there already and that these would replace, with whose they are: a clock may move later."""
    rows = {row.applicant_id: [row] for row in queries.services([decision], uow=uow)[decision.id]}
    found: dict[DateFact, list[UUID]] = {}
    for whose, facts in groups:
        for id in whose:
            known = facts_for(decision, id, rows.get(id, ()))
            for name, new in facts.items():
                old = known.get(name)
                if old is not None and old.dated and (old.earliest, old.latest) != (new.earliest, new.latest):
                    found.setdefault(old, []).append(id)
    return found


def move(matter: Matter, applicants: Iterable[Applicant], target: Proceeding, *, uow: UnitOfWork) -> Outcome:
    """Regroup people who are prepared for the Court: from the application they are in to this one.

    Nothing of theirs was lodged yet: from then on the Court alone joins and severs, and that is recorded on the page
    of the proceeding. Both applications keep who came and went. Raises `Refusal`.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if target.forum is Forum.ECHR else [Fault("target", "no_application")]))
    every = [row for row in queries.proceedings(matter, uow=uow) if row.forum is Forum.ECHR]
    lodged = {id for id, filed in queries.filings(every, uow=uow).items() if filed}
    leaving: dict[UUID, list[UUID]] = {}

    def act(row: Applicant) -> None:
        before = [one for one in every if row.id in one.applicants and one.state == target.state]
        refuse_if(*([Fault("applicant", "there_already")] if target in before else []))
        refuse_if(*([Fault("applicant", "lodged_already")] if any(one.id in lodged for one in before) else []))
        refuse_if(*([Fault("applicant", "several_applications")] if len(before) > 1 else []))
        for one in before:
            leaving.setdefault(one.id, []).append(row.id)

    outcome = Outcome().each(applicants, act)
    if not outcome.done:
        return outcome
    for source in every:
        gone = set(leaving.get(source.id, ()))
        if gone:
            left = [id for id in source.applicants if id not in gone]
            put_people(source, left, TurnKind.CHANGED, other=target.id, uow=uow)
    # What went out before they came was not lodged for them: their time runs on.
    why, day = (TurnKind.SEVERED, exactly(uow.clock.today())) if target.id in lodged else (TurnKind.CHANGED, None)
    put_people(target, (*target.applicants, *outcome.done), why, day=day, uow=uow)
    _told(outcome, "applicants moved to another application", uow)
    for changed in (*(one for one in every if one.id in leaving), target):
        uow.emit(ProceedingChanged(changed))
    return outcome


def _open(row: Applicant, files: Mapping[UUID, ClientFile]) -> ClientFile:
    refuse_if(*([] if row.id in files else [Fault("applicant", "file_closed")]))
    return files[row.id]


def _told(outcome: Outcome, said: str, uow: UnitOfWork) -> Outcome:
    if outcome.done:
        uow.say(said)
        uow.flush()
    return outcome
