"""What part of a team keeps to itself, so that somebody who may be an informer notices nothing.

Walling somebody by taking a key away is seen at once: pages vanish. So nothing is taken away. Named people make an
inner circle, a vault that the matter's vault does not hold, and keep what is new there. The one who is walled reads,
writes and is written to as before; his pages come from the same records and have the same bytes.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible, visible
from caseintake.conflicts.kinds import Between, InnerKind
from caseintake.conflicts.model import InnerCircle, InnerNote
from caseintake.matters import closed
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.vault.holders import HolderKind, VaultKind
from caseintake.work import UnitOfWork

#: What is about how many people.
ABOUT = {InnerKind.NOTE: (0, 2), InnerKind.SUSPICION: (1, 1), InnerKind.CONFLICT: (2, 2)}


def circles(matter: Matter, *, uow: UnitOfWork) -> list[InnerCircle]:
    """The inner circles of this matter that the acting person is in. Of others there is no trace."""
    rows = [row for row in visible(InnerCircle, uow=uow, of=VaultKind.INNER) if row.matter_id == matter.id]
    return sorted(rows, key=lambda row: (row.made_on, row.id))


def circle(matter: Matter, id: UUID, *, uow: UnitOfWork) -> InnerCircle:
    """Raises `NotVisible`."""
    for row in circles(matter, uow=uow):
        if row.id == id:
            return row
    raise NotVisible


def people(row: InnerCircle, *, uow: UnitOfWork) -> list[UUID]:
    """Who is in it."""
    return [holder.id for holder in uow.keystore.holders(row.vault_id) if holder.kind is HolderKind.PERSON]


def make(matter: Matter, with_: Iterable[UUID], *, uow: UnitOfWork) -> InnerCircle:
    """A new inner circle of the acting person and these colleagues, who hold the matter already. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    chosen = set(with_)
    refuse_if(*closed.strangers(matter, chosen, "people", uow=uow))
    vault_id = closed.make(matter, VaultKind.INNER, chosen, tell=False, uow=uow)
    made = InnerCircle(vault_id=vault_id, matter_id=matter.id, made_on=uow.clock.today())
    uow.add(made)
    uow.flush()
    return made


def write(
    row: InnerCircle,
    kind: InnerKind,
    *,
    about: tuple[UUID, ...] = (),
    between: Between | None = None,
    text: str = "",
    uow: UnitOfWork,
) -> InnerNote:
    """Keep something in it, signed. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    least, most = ABOUT[kind]
    about = tuple(dict.fromkeys(about))
    refuse_if(
        *([] if least <= len(about) <= most else [Fault("about", f"people_{kind.value}")]),
        *([Fault("between", "needed")] if kind is InnerKind.CONFLICT and between is None else []),
        *([] if text.strip() or kind is InnerKind.CONFLICT else [Fault("text", "needed")]),
    )
    made = InnerNote(
        vault_id=row.vault_id,
        circle_id=row.id,
        kind=kind,
        about=about,
        between=between if kind is InnerKind.CONFLICT else None,
        text=text.strip(),
        written_at=uow.clock.now().replace(microsecond=0),
    )
    uow.add(made)
    uow.flush()
    return made


def notes(row: InnerCircle, *, uow: UnitOfWork) -> list[InnerNote]:
    """What it holds, the newest first."""
    statement = select(InnerNote).where(InnerNote.vault_id == row.vault_id)
    return sorted(uow.session.scalars(statement), key=lambda one: (one.written_at, one.id), reverse=True)


def suspected(matter: Matter, *, uow: UnitOfWork) -> frozenset[UUID]:
    """Applicants and colleagues marked in a circle that the acting person is in; for everybody else nobody."""
    return frozenset(
        id
        for row in circles(matter, uow=uow)
        for note in notes(row, uow=uow)
        if note.kind is InnerKind.SUSPICION
        for id in note.about
    )
