"""Who must never learn of somebody's case, and the warning before they would.

The list lies in the person's own file. What the matter knows is of whom to be careful, never for whose sake, so that
the warning reaches also a colleague to whom the file is closed and tells her nothing else.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import ClientFile, Matter
from caseintake.matters.person import Barrier
from caseintake.matters.refusal import refuse_if
from caseintake.people.duplicates import forms
from caseintake.people.model import BarrierMark
from caseintake.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Caution:
    """Somebody is about to learn of somebody. ``of`` None: of whom is closed to the acting person."""

    #: A client file or a colleague; None: the name that was typed.
    toward: UUID | None
    name: str = ""
    of: UUID | None = None
    why: str = ""


def add(
    file: ClientFile, matter: Matter, *, who: UUID | None = None, name: str = "", why: str = "", uow: UnitOfWork
) -> Barrier:
    """Somebody who must never learn: of a matter or a colleague by id, or anybody by name. Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    name = " ".join(name.split())
    refuse_if(*([] if who is not None or name else [Fault("name", "needed")]))
    refuse_if(*([Fault("who", "same_person")] if who == file.id else []))
    barrier = Barrier(id=uuid4(), who=who, name=name, why=why, added_on=uow.clock.today())
    file.barriers = (*file.barriers, barrier)
    mark(file, matter, uow=uow)
    uow.say("barrier written down")
    uow.flush()
    return barrier


def drop(file: ClientFile, barrier_id: UUID, *, uow: UnitOfWork) -> None:
    """The person said that it is over. The warning goes from every matter the acting person holds."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    file.barriers = tuple(one for one in file.barriers if one.id != barrier_id)
    rows = uow.session.scalars(select(BarrierMark).where(BarrierMark.vault_id.in_(uow.keystore.mine())))
    for row in list(rows):
        if row.barrier_id == barrier_id:
            uow.delete(row)
    uow.say("barrier taken out")
    uow.flush()


def mark(file: ClientFile, matter: Matter, *, uow: UnitOfWork) -> None:
    """Let this matter know of whom to be careful: when a barrier is added, and when the file comes to a new matter."""
    known = {row.barrier_id for row in _marks(matter, uow)}
    for one in file.barriers:
        if one.who is not None and one.id not in known:
            uow.add(BarrierMark(vault_id=matter.vault_id, matter_id=matter.id, barrier_id=one.id, who=one.who))


def _marks(matter: Matter, uow: UnitOfWork) -> list[BarrierMark]:
    """Those the team itself wrote: whoever holds another vault could seal one there and hang it on this matter."""
    return list(uow.session.scalars(queries.kept_by(matter, BarrierMark)))


def cautions(
    matter: Matter,
    learners: Collection[UUID],
    *,
    about: Collection[UUID] | None = None,
    names: Collection[str] = (),
    uow: UnitOfWork,
) -> list[Caution]:
    """Who of the ``learners`` (client files, colleagues) and ``names`` must not learn of somebody in the matter.

    ``about``: the client files they would learn of; None: everybody in the matter.
    """
    everybody = queries.everybody(matter, uow=uow)
    files = {file.id: file for file in queries.client_files(everybody, uow=uow).values()}
    typed = forms(names)
    # A barrier may name a file that was since merged into the one of whoever would learn.
    behind = queries.merged_into([files[id] for id in learners if id in files], uow=uow).values()
    learners = {
        *learners,
        *(each.id for one in behind for each in one.opened),
        *(each.file_id for one in behind for each in one.closed),
    }
    found: list[Caution] = []
    for file in files.values():
        if about is None or file.id in about:
            found += [
                Caution(one.who, one.name, file.id, one.why)
                for one in file.barriers
                if one.who in learners or (one.name and typed & forms([one.name]))
            ]
    closed = {row.client_file_id for row in everybody} - files.keys()
    if about is None or closed & set(about):
        open_ones = {one.id for file in files.values() for one in file.barriers}
        careful = {row.who for row in _marks(matter, uow) if row.barrier_id not in open_ones}
        found += [Caution(who) for who in sorted(careful & set(learners))]
    return found
