"""Chosen documents for one outside person, in a small vault, until a day.

The small vault is held by her and by the vault the documents come from, so that nobody learns more by it: neither she
of the case, nor colleagues of a client file that is closed to them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible, opened, visible
from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.documents.receive import ReceivedFile
from caseintake.kernel.actor import OUTSIDE
from caseintake.matters.facts import Fault
from caseintake.matters.model import Matter
from caseintake.matters.refusal import refuse_if
from caseintake.outside.model import Lent, Offered, Share, SharedOpening, ShareNote
from caseintake.vault.holders import Holder, VaultKind
from caseintake.work import UnitOfWork

#: A share is for one piece of work; a longer one is made anew.
MOST_DAYS: Final = 180


def share(
    matter: Matter,
    source_vault: UUID,
    chosen: Sequence[Document],
    person_id: UUID,
    *,
    purpose: str,
    until: date,
    titles: Mapping[UUID, str] = {},
    may_return: bool = False,
    uow: UnitOfWork,
) -> ShareNote:
    """Lend documents of one vault to a translator or an expert. ``titles``: what she reads instead of our names.

    Raises `Refusal`; `NotVouched` if no coordinator has vouched for the person.
    """
    policy.require(uow.actor, Action.TEAM_CHANGE)
    person, today = uow.roster.person(person_id), uow.clock.today()
    refuse_if(
        *([] if person.role in OUTSIDE else [Fault("person", "not_outside")]),
        *([Fault("until", "past")] if until < today else []),
        *([Fault("until", "too_long", MOST_DAYS)] if (until - today).days > MOST_DAYS else []),
        *([] if chosen else [Fault("items", "nothing")]),
        *([] if all(row.vault_id == source_vault for row in chosen) else [Fault("items", "nothing")]),
        *([Fault("items", "never_shared")] if any(_never(row) for row in chosen) else []),
    )
    vault_id = uow.keystore.create_vault(VaultKind.SHARED, [Holder.vault(source_vault), Holder.person(person_id)])
    lent = []
    for number, row in enumerate(chosen, 1):
        copy = documents.moved_to(vault_id, row)
        copy.name, copy.note = f"{number:03}{PurePath(row.name).suffix}", ""
        lent.append(Lent(copy.id, row.id, titles.get(row.id, "").strip() or str(number)))
        uow.add(copy)
    note = ShareNote(
        vault_id=source_vault,
        matter_id=matter.id,
        shared_vault_id=vault_id,
        items=tuple(lent),
        shared_on=today,
        person_id=person_id,
        purpose=purpose,
        until=until,
        may_return=may_return,
    )
    seen = Share(
        vault_id=vault_id,
        items=tuple(Offered(one.copy_id, one.title) for one in lent),
        person_id=person_id,
        purpose=purpose,
        until=until,
        may_return=may_return,
    )
    uow.add(note, seen)
    uow.say("documents shared")
    uow.flush()
    return note


def _never(row: Document) -> bool:
    return row.intimate or row.possible_minor


def end(note: ShareNote, *, uow: UnitOfWork) -> None:
    """Turn the key of the small vault without the outside person. Raises `Refusal` when that was done."""
    policy.require(uow.actor, Action.TEAM_CHANGE)
    refuse_if(*([Fault("share", "ended_already")] if note.ended_on is not None else []))
    _turn(note, uow)
    uow.say("share ended")
    uow.flush()


def _turn(note: ShareNote, uow: UnitOfWork) -> None:
    holder = Holder.person(note.person_id)
    if holder in uow.keystore.holders(note.shared_vault_id):
        uow.keystore.remove(note.shared_vault_id, holder)
    note.ended_on = uow.clock.today()


def notes_of(matter: Matter, *, uow: UnitOfWork) -> list[ShareNote]:
    """Every share of this matter that the acting person may know of; what runs first."""
    rows = opened(uow.session.scalars(select(ShareNote).where(ShareNote.matter_id == matter.id)).all(), uow=uow)
    return sorted(rows, key=lambda row: (row.ended_on is not None, row.until, row.id.hex))


def overdue(*, uow: UnitOfWork) -> list[ShareNote]:
    """Shares whose last day is over and whose key somebody must still turn, as far as the acting person can."""
    rows = uow.session.scalars(select(ShareNote)).all()
    today = uow.clock.today()
    return [row for row in opened(rows, uow=uow) if row.ended_on is None and row.until < today]


def end_overdue(*, uow: UnitOfWork) -> int:
    """Turn those keys. It needs no right of its own: the day was said when it was shared."""
    rows = overdue(uow=uow)
    for row in rows:
        _turn(row, uow)
    if rows:
        uow.say("share ended")
        uow.flush()
    return len(rows)


# --- the outside person -----------------------------------------------------------------------------------------------


def mine(*, uow: UnitOfWork) -> list[Share]:
    """What is shared with the acting person today."""
    policy.require(uow.actor, Action.SHARED_READ)
    rows = [row for row in visible(Share, uow=uow) if _runs(row, uow)]
    return sorted(rows, key=lambda row: (row.until, row.id.hex))


def _runs(row: Share, uow: UnitOfWork) -> bool:
    return row.person_id == uow.actor.id and uow.clock.today() <= row.until


def one(share_id: UUID, *, uow: UnitOfWork) -> Share:
    """The share with this id, if it is the acting person's and has not ended. Raises `NotVisible`."""
    found = next((row for row in mine(uow=uow) if row.id == share_id), None)
    if found is None:
        raise NotVisible
    return found


def open_item(row: Share, document_id: UUID, *, uow: UnitOfWork) -> Document:
    """A lent document, with a note for the team that it was opened. Raises `NotVisible`."""
    document = uow.session.get(Document, document_id)
    lent = {item.copy_id for item in row.items}
    if document is None or document.id not in lent or document.vault_id != row.vault_id or _never(document):
        raise NotVisible
    uow.add(SharedOpening(vault_id=row.vault_id, document_id=document.id, opened_on=uow.clock.today()))
    uow.say("shared document opened")
    return document


def lent_now(row: Share, *, uow: UnitOfWork) -> set[UUID]:
    """The documents of a share that are still there: one marked private since then is gone."""
    return {document.id for document in documents.documents_in(row.vault_id, uow=uow) if not _never(document)}


def send_back(row: Share, files: Iterable[ReceivedFile], *, uow: UnitOfWork) -> list[Document]:
    """What the outside person made of it: for the team to take. Raises `NotVisible` where none was asked for."""
    policy.require(uow.actor, Action.SHARED_READ)
    if not row.may_return or not _runs(row, uow):
        raise NotVisible
    uow.say("return uploaded")
    return documents.keep(files, row.vault_id, uow=uow)


# --- the team ---------------------------------------------------------------------------------------------------------


def returns(note: ShareNote, *, uow: UnitOfWork) -> list[Document]:
    """What came back and was not taken yet."""
    lent = {item.copy_id for item in note.items}
    return [row for row in documents.documents_in(note.shared_vault_id, uow=uow) if row.id not in lent]


def take(note: ShareNote, document_id: UUID, *, uow: UnitOfWork) -> Document:
    """Move a return into the vault the documents came from. Raises `NotVisible`."""
    policy.require(uow.actor, Action.DOCUMENT_ADD)
    found = next((row for row in returns(note, uow=uow) if row.id == document_id), None)
    if found is None:
        raise NotVisible
    moved = documents.moved_to(note.vault_id, found)
    uow.add(moved)
    uow.delete(found)
    uow.say("return taken")
    uow.flush()
    return moved


def openings(notes: Iterable[ShareNote], *, uow: UnitOfWork) -> dict[UUID, list[tuple[UUID, date]]]:
    """By small vault: which lent document was opened on which day."""
    vaults = [note.shared_vault_id for note in notes]
    rows = opened(uow.session.scalars(select(SharedOpening).where(SharedOpening.vault_id.in_(vaults))).all(), uow=uow)
    found: dict[UUID, list[tuple[UUID, date]]] = {}
    for row in sorted(rows, key=lambda each: (each.opened_on, each.id.hex)):
        found.setdefault(row.vault_id, []).append((row.document_id, row.opened_on))
    return found
