"""What becomes of an applicant in a matter: joining later, leaving, death and heirs, being handed to another matter.

Nothing here sends anything to a court: it writes down what happened and makes the tasks that follow. Nobody else's
place is touched, and why somebody left stands in the own file alone.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters import places, queries
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import Forum, Status, TaskKind
from caseintake.matters.model import Applicant, ClientFile, InMatter, Matter
from caseintake.matters.person import Life, Move, NameWish, PlaceRole, Reason
from caseintake.matters.refusal import refuse_if
from caseintake.matters.tasks import add_task
from caseintake.people import lifecycle, relations
from caseintake.people.kinds import RelationKind, Wish
from caseintake.people.model import Relation
from caseintake.people.places import files_here
from caseintake.work import UnitOfWork

#: Days within which the Registry is told of a death, and each heir is asked.
DAYS_TO_TELL: Final = 7


def move(
    applicant: Applicant,
    file: ClientFile,
    matter: Matter,
    life: Life,
    *,
    on: date | None,
    why: str = "",
    said_by: UUID | None = None,
    uow: UnitOfWork,
) -> Move:
    """One step in an applicant's life. ``said_by``: whose word it is, if not the client's own. Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    today, heirs = uow.clock.today(), _living(heirs_of(file, matter, uow=uow), matter, uow=uow)
    new = Move(life=life, on=on, by=uow.actor.id, recorded_on=today)
    refuse_if(*(_fault(one) for one in lifecycle.faults(applicant.moves, new, [row.wish for row in heirs], today)))
    refuse_if(*_not_theirs(file, matter, life, said_by, today, uow=uow))
    _step(applicant, file, new, why, said_by)
    _follow_up(applicant, file, matter, life, heirs, uow=uow)
    if life is Life.DIED:
        file.died_on = on
    uow.say("an applicant's place changed")
    uow.flush()
    return new


def _step(applicant: Applicant, file: ClientFile, new: Move, why: str, said_by: UUID | None) -> None:
    applicant.moves = lifecycle.after(applicant.moves, new)
    reason = Reason(
        applicant_id=applicant.id, life=new.life, why=why, said_by=said_by, recorded_on=new.recorded_on
    )  # fmt: skip
    if why or said_by:
        file.reasons = (*file.reasons, reason)


def _fault(why: lifecycle.Why) -> Fault:
    return Fault("on" if why in (lifecycle.Why.FUTURE, lifecycle.Why.BEFORE_LAST) else "life", why.value)


def _not_theirs(
    file: ClientFile, matter: Matter, life: Life, said_by: UUID | None, today: date, *, uow: UnitOfWork
) -> list[Fault]:
    """Nobody leaves, or comes in, on somebody else's word without the right to give it."""
    if life not in (Life.LEFT, Life.REFERRED, Life.ACTIVE, Life.JOINED_LATER) or said_by is None:
        return []
    allowed = relations.may_decide_for(file, said_by, relations.here(matter, uow=uow), today)
    return [] if allowed else [Fault("said_by", "may_not_decide")]


def _follow_up(
    applicant: Applicant,
    file: ClientFile,
    matter: Matter,
    life: Life,
    heirs: Collection[Relation],
    *,
    uow: UnitOfWork,
) -> None:
    """What must be done now, in the client's own file, and for each heir in the heir's."""
    soon = uow.clock.today() + timedelta(days=DAYS_TO_TELL)
    running = [row for row in queries.proceedings(matter, uow=uow) if applicant.id in row.applicants]
    before_court = [row for row in running if row.forum is Forum.ECHR and row.status is not Status.ENDED]
    if life in (Life.LEFT, Life.REFERRED):
        for complaint in queries.complaints(matter, uow=uow):
            if applicant.id in complaint.applicants:
                add_task(file, TaskKind.LEAVE_COMPLAINT, subject_id=complaint.id, uow=uow)
        for row in before_court if life is Life.LEFT else ():
            add_task(file, TaskKind.ASK_TO_STRIKE_OUT, subject_id=row.id, uow=uow)
    elif life is Life.DIED:
        for row in before_court:
            add_task(file, TaskKind.TELL_REGISTRY, subject_id=row.id, due_on=soon, uow=uow)
        _ask_heirs(file, matter, heirs, soon, uow=uow)
    elif life is Life.HEIRS_STOP:
        for row in before_court:
            add_task(file, TaskKind.ASK_TO_STRIKE_OUT, subject_id=row.id, due_on=soon, uow=uow)


def _ask_heirs(file: ClientFile, matter: Matter, heirs: Collection[Relation], by: date, *, uow: UnitOfWork) -> None:
    """Each heir is asked by herself; without any known heir the first thing is to find out who they are."""
    files = files_here(matter, uow=uow, among={row.one for row in heirs})
    for row in heirs:
        if row.one in files:
            add_task(files[row.one], TaskKind.ASK_HEIR, subject_id=row.id, due_on=by, uow=uow)
    if not heirs:
        add_task(file, TaskKind.FIND_HEIRS, due_on=by, uow=uow)


def take_back(applicant: Applicant, file: ClientFile, *, uow: UnitOfWork) -> None:
    """The last step was written down by mistake. Its tasks stay: somebody closes them. Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    refuse_if(*([] if applicant.moves else [Fault("life", "life_not_from_here")]))
    if applicant.moves[-1].life is Life.DIED:
        file.died_on = None
    applicant.moves = lifecycle.without_last(applicant.moves)
    uow.say("a step of an applicant taken back")
    uow.flush()


def heirs_of(file: ClientFile, matter: Matter, *, uow: UnitOfWork) -> list[Relation]:
    """Who is written down as an heir of this person, as far as it opens."""
    return [row for row in relations.here(matter, uow=uow) if row.kind is RelationKind.HEIR and row.other == file.id]


def _living(heirs: list[Relation], matter: Matter, *, uow: UnitOfWork) -> list[Relation]:
    """Those nobody has written down as dead: they alone can be asked, and go on with the case."""
    files = files_here(matter, uow=uow, among={row.one for row in heirs}) if heirs else {}
    return [row for row in heirs if row.one not in files or files[row.one].died_on is None]


def other_died(file: ClientFile, on: date | None, *, uow: UnitOfWork) -> None:
    """Somebody who is no applicant has died: a relative, a guardian, an heir, a witness. Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    late = on is not None and on > uow.clock.today()
    refuse_if(*([Fault("on", "needed")] if on is None else []), *([Fault("on", "future")] if late else []))
    file.died_on = on
    uow.say("client file changed")
    uow.flush()


def other_lives(file: ClientFile, *, uow: UnitOfWork) -> None:
    """That death was written down by mistake."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    file.died_on = None
    uow.say("client file changed")
    uow.flush()


def record_wish(row: Relation, wish: Wish, on: date | None, *, uow: UnitOfWork) -> None:
    """What this heir wants, as she said it herself. Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    refuse_if(*([Fault("wish_on", "future")] if on is not None and on > uow.clock.today() else []))
    row.wish, row.wish_on = wish, on
    uow.say("an heir's wish written down")
    uow.flush()


def refer(
    applicant: Applicant,
    file: ClientFile,
    matter: Matter,
    to: Matter,
    *,
    role: PlaceRole | None = None,
    said_by: UUID | None = None,
    why: str = "",
    restricted: bool = False,
    uow: UnitOfWork,
) -> InMatter:
    """Hand a client to another matter: its team is given the one file, and the place here ends. Raises `Refusal`."""
    today = uow.clock.today()
    new = Move(life=Life.REFERRED, on=today, by=uow.actor.id, recorded_on=today, matter_id=to.id)
    refuse_if(*([Fault("to", "same_matter")] if to.id == matter.id else []))
    refuse_if(*(_fault(one) for one in lifecycle.faults(applicant.moves, new, (), today)))
    refuse_if(*_not_theirs(file, matter, Life.REFERRED, said_by, today, uow=uow))
    made = places.give_place(to, role, file, restricted=restricted, uow=uow)
    _step(applicant, file, new, why, said_by)
    _follow_up(applicant, file, matter, Life.REFERRED, (), uow=uow)
    if isinstance(made, Applicant):
        # The team there sees since when, and by whom; which matter it was is said only to who holds it.
        came = Move(life=Life.JOINED_LATER, on=today, by=uow.actor.id, recorded_on=today, matter_id=matter.id)
        made.moves = lifecycle.after(made.moves, came)
    uow.say("client handed to another matter")
    uow.flush()
    return made


def wish_name_kept(file: ClientFile, wish: NameWish | None, *, uow: UnitOfWork) -> None:
    """The wish that the name be kept from the public, or None when it is taken back. A new one makes the task."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    refuse_if(*([Fault("why", "needed")] if wish is not None and not wish.why else []))
    if wish is not None and file.name_wish is None:
        add_task(file, TaskKind.ASK_NAME_KEPT, uow=uow)
    file.name_wish = wish
    uow.say("name not public")
    uow.flush()
