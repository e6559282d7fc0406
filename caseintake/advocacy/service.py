"""Preparing a statement, its checks, letting it go; recording what has gone already; pledges of secrecy."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.advocacy.checks import SCOPED, Check, Facts, Finding, Named, look, open_still, use_of
from caseintake.advocacy.model import Advocacy, Answered, Before, Pledge, Saying
from caseintake.casework import place
from caseintake.deadlines import asking
from caseintake.deadlines.statute import the_law
from caseintake.documents.model import Document
from caseintake.intake import consenting
from caseintake.matters import queries as matters
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import Forum, Status, TaskKind
from caseintake.matters.model import ClientFile, Matter
from caseintake.matters.refusal import refuse_if
from caseintake.matters.tasks import add_task
from caseintake.people import naming
from caseintake.settlements import service as settlements
from caseintake.work import UnitOfWork

#: Days within which somebody speaks with a client about whom something went out without a consent.
DAYS_TO_SPEAK: Final = 3
#: Events of a matter that tell the whole team that talks have begun.
TALKS: Final = frozenset({"unilateral_declaration_received"})


class NotYet(Exception):
    """It does not go: a consent is missing, or a question has no answer. ``open`` says which."""

    def __init__(self, found: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(one.check for one in found))
        self.open = found


def prepare(matter: Matter, saying: Saying, *, uow: UnitOfWork) -> Advocacy:
    """A statement that has not gone, sealed where only who may read of these clients opens it. Raises `Refusal`."""
    policy.require(uow.actor, Action.CLIENT_ANSWER)
    made = Advocacy(vault_id=_vault_for(matter, saying, uow=uow), matter_id=matter.id, saying=saying)
    uow.add(made)
    uow.say("statement prepared")
    uow.flush()
    return made


def change(row: Advocacy, saying: Saying, *, matter: Matter, uow: UnitOfWork) -> Advocacy:
    """While it has not gone. Another text must be checked anew: the answers go. Raises `Refusal`.

    Of other people than before it may belong into another vault: then it is written once more there, and goes here.
    """
    policy.require(uow.actor, Action.CLIENT_ANSWER)
    refuse_if(*([Fault("what", "gone_already")] if row.gone_on or row.taken_back else []))
    vault_id = _vault_for(matter, saying, uow=uow)
    if saying == row.saying and vault_id == row.vault_id:
        return row
    history = (*row.history, Before(row.saying, uow.actor.id, uow.clock.today()))
    if vault_id == row.vault_id:
        row.saying, row.answers, row.history = saying, (), history
    else:
        uow.delete(row)
        row = Advocacy(vault_id=vault_id, matter_id=matter.id, saying=saying, history=history)
        uow.add(row)
    uow.say("statement changed")
    uow.flush()
    return row


def answer(row: Advocacy, given: Mapping[Check, str], *, uow: UnitOfWork) -> None:
    """Write down answers to checks. An unchanged one keeps its author."""
    policy.require(uow.actor, Action.CLIENT_ANSWER)
    refuse_if(*([Fault("what", "gone_already")] if row.gone_on or row.taken_back else []))
    kept = {one.check: one for one in row.answers}
    for check, text in given.items():
        if text.strip() and (check not in kept or kept[check].text != text.strip()):
            kept[check] = Answered(check, text.strip(), uow.actor.id)
        elif not text.strip():
            kept.pop(check, None)
    row.answers = tuple(kept[check] for check in Check if check in kept)
    uow.say("checks of a statement answered")


def let_go(row: Advocacy, on: date, *, matter: Matter, uow: UnitOfWork) -> None:
    """It goes. Every client's record says so from now on. Raises `NotYet`, `Refusal`."""
    policy.require(uow.actor, Action.CLIENT_ANSWER)
    refuse_if(
        *([Fault("what", "gone_already")] if row.gone_on or row.taken_back else []),
        *([Fault("gone_on-year", "future")] if on > uow.clock.today() else []),
    )
    left = open_still(findings(row, matter=matter, uow=uow), {one.check: one.text for one in row.answers})
    if left:
        raise NotYet(left)
    _gone(row, on, matter, uow)
    uow.say("statement gone out")


def went(matter: Matter, saying: Saying, on: date, *, uow: UnitOfWork) -> Advocacy:
    """It has gone out already: recorded in any case, red with a task for each client without a consent."""
    made = prepare(matter, saying, uow=uow)
    refuse_if(*([Fault("gone_on-year", "future")] if on > uow.clock.today() else []))
    made.unchecked = True
    _gone(made, on, matter, uow)
    uow.say("statement that had gone out recorded")
    return made


def _gone(row: Advocacy, on: date, matter: Matter, uow: UnitOfWork) -> None:
    saying = row.saying
    use, scope = use_of(saying.body, saying.named), saying.to
    files = _files(matter, saying.applicants, uow)
    agreed = _agreeing(files.values(), saying, uow)
    row.gone_on = on
    row.without = tuple(id for id in saying.applicants if id not in files or files[id].id not in agreed)
    what = " ".join(filter(None, (saying.what, saying.version)))
    consenting.note_all_gone_out(files.values(), use, scope, what, on, agreed=agreed, uow=uow)
    due = uow.clock.today() + timedelta(days=DAYS_TO_SPEAK)
    for file in files.values():
        if file.id not in agreed:
            add_task(file, TaskKind.WENT_OUT, text=scope, subject_id=row.id, due_on=due, uow=uow)


def take_back(row: Advocacy, reason: str, *, uow: UnitOfWork) -> None:
    """It will not go, or never went: it stays to be read. What clients' files say of it stays too. Raises `Refusal`."""
    policy.require(uow.actor, Action.CLIENT_ANSWER)
    refuse_if(*([] if reason.strip() else [Fault("reason", "need_reason")]))
    row.taken_back = reason.strip()
    uow.say("statement taken back")


# --- reading -------------------------------------------------------------------------------------------------------


def entries(matter: Matter, *, uow: UnitOfWork) -> list[Advocacy]:
    """Everything said or prepared: what has not gone first, then the latest."""
    rows = place.found(Advocacy, [matter], uow=uow).rows
    return sorted(rows, key=lambda row: (row.gone_on is None, row.gone_on or date.min, row.id), reverse=True)


def one(id: UUID, matter: Matter, *, uow: UnitOfWork) -> Advocacy:
    """Raises `NotVisible` for one of another matter, or in a file closed to the acting person."""
    return place.within(Advocacy, id, matter, uow=uow)


def findings(row: Advocacy, *, matter: Matter, uow: UnitOfWork) -> tuple[Finding, ...]:
    """The checks of one statement as things stand today."""
    saying = row.saying
    files = _files(matter, saying.applicants, uow)
    agreed = _agreeing(files.values(), saying, uow)
    going = {
        id
        for course in matters.proceedings(matter, uow=uow)
        if course.forum is Forum.ECHR and course.status is not Status.ENDED
        for id in course.applicants
    }
    talks = any(one.kind in TALKS and not one.taken_back for one in matters.events(matter, uow=uow))
    return look(
        Facts(
            body=saying.body,
            applicants=saying.applicants,
            without=tuple(id for id in saying.applicants if id not in files or files[id].id not in agreed),
            blocks=blocked_rules(),
            strasbourg=tuple(id for id in saying.applicants if id in going),
            settlement=talks or bool(settlements.begun(matter, uow=uow)),
            pledges=len([one for one in pledges(matter, uow=uow) if not one.ended]),
            speaks=bool(saying.speaker.strip()),
            others=bool(saying.others.strip()),
            kept=_kept(row, matter, uow),
        )
    )


def _kept(row: Advocacy, matter: Matter, uow: UnitOfWork) -> tuple[UUID, ...]:
    """Also whoever is not among those it speaks of and stands in the text, or in the name of the paper, by a slip."""
    saying = row.saying
    named = saying.applicants if saying.named is not Named.NO_NAME else ()
    wishes = naming.kept(matter, uow=uow)
    found = {file.id for file, _where in naming.standing(wishes.values(), texts(row, uow=uow).items())}
    return tuple(id for id, file in wishes.items() if id in named or file.id in found)


def texts(row: Advocacy, *, uow: UnitOfWork) -> dict[str, str]:
    """Everything of a statement that somebody outside reads, by the field it stands in."""
    said = row.saying
    paper = uow.session.get(Document, said.document_id) if said.document_id is not None else None
    fields = ("to", "what", "version", "speaker", "sent_by", "others")
    return {name: getattr(said, name) for name in fields} | {"document": paper.name if paper is not None else ""}


def blocked_rules() -> tuple[str, ...]:
    """The rules another international procedure closes the way to, by the rules of the office."""
    rules = asking.rules_of("other_procedure_lodged", the_law())
    return tuple(dict.fromkeys(name for rule in rules for name in rule.file.blocks))


def _files(matter: Matter, applicants: Iterable[UUID], uow: UnitOfWork) -> Mapping[UUID, ClientFile]:
    """The client files that open, by applicant. One that is closed counts as no."""
    wanted = set(applicants)
    return matters.client_files([row for row in matters.applicants(matter, uow=uow) if row.id in wanted], uow=uow)


def _agreeing(files: Iterable[ClientFile], saying: Saying, uow: UnitOfWork) -> set[UUID]:
    use = use_of(saying.body, saying.named)
    return consenting.agreeing(files, use, saying.to if use in SCOPED else "", uow=uow)


def _vault_for(matter: Matter, saying: Saying, *, uow: UnitOfWork) -> UUID:
    """The vault it lies in. Raises `Refusal` for what cannot be said so, or of people who may not stand together."""
    scoped = use_of(saying.body, saying.named) in SCOPED
    faults = [] if saying.what.strip() else [Fault("what", "needed")]
    faults += [Fault("to", "needed")] if scoped and not saying.to.strip() else []
    refuse_if(*faults)
    vault_id = place.vault_for(matter, saying.applicants, uow=uow, field="numbers")
    if saying.document_id is not None:
        paper = uow.session.get(Document, saying.document_id)
        fits = paper is not None and paper.vault_id in (matter.vault_id, vault_id)
        refuse_if(*([] if fits else [Fault("document", "stranger")]))
    return vault_id


# --- pledges of secrecy --------------------------------------------------------------------------------------------


def pledge(
    matter: Matter, *, who: str, signed_on: date | None, article: str = "", note: str = "", uow: UnitOfWork
) -> Pledge:
    """Somebody signed a pledge to keep an investigation secret. Raises `Refusal`."""
    policy.require(uow.actor, Action.CLIENT_ANSWER)
    refuse_if(
        *([] if who.strip() else [Fault("who", "needed")]),
        *([Fault("signed_on-year", "future")] if signed_on is not None and signed_on > uow.clock.today() else []),
    )
    made = Pledge(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        who=who.strip(),
        signed_on=signed_on,
        article=article.strip(),
        note=note,
    )
    uow.add(made)
    uow.say("pledge of secrecy recorded")
    return made


def end_pledge(matter: Matter, pledge_id: UUID, why: str, *, uow: UnitOfWork) -> None:
    """It binds no more, or was never signed. Raises `Refusal`, `NotVisible`."""
    policy.require(uow.actor, Action.CLIENT_ANSWER)
    row = uow.session.get(Pledge, pledge_id)
    if row is None or row.vault_id != matter.vault_id:
        raise NotVisible
    refuse_if(*([] if why.strip() else [Fault("why", "need_reason")]))
    row.ended, row.ended_on = why.strip(), uow.clock.today()
    uow.say("pledge of secrecy ended")


def pledges(matter: Matter, *, uow: UnitOfWork) -> list[Pledge]:
    """Those in force first."""
    rows = uow.session.scalars(select(Pledge).where(Pledge.vault_id == matter.vault_id))
    return sorted(rows, key=lambda row: (bool(row.ended), row.signed_on or date.min, row.id))
