"""What people are to one another, and what follows for children and for organisations."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import opened
from caseintake.matters import queries
from caseintake.matters.events import FileAccessChanged
from caseintake.matters.facts import Fault
from caseintake.matters.model import ClientFile, Matter
from caseintake.matters.person import FileKind
from caseintake.matters.refusal import refuse_if
from caseintake.people.kinds import GUARDING, RelationKind
from caseintake.people.model import Relation
from caseintake.people.places import files_here, teams_of
from caseintake.storage import scalars_in
from caseintake.work import Office, UnitOfWork

#: Years at which somebody decides alone, in every State we write to.
OF_AGE: Final = 18


class Amber(StrEnum):
    """What must be seen to, because of age or because an organisation cannot sign."""

    NO_GUARDIAN = "no_guardian"
    ONE_GUARDIAN = "one_guardian"
    GUARDIAN_CONFLICT = "guardian_conflict"
    COMES_OF_AGE = "comes_of_age"
    CAME_OF_AGE = "came_of_age"
    NOBODY_SIGNS = "nobody_signs"


@dataclass(frozen=True, slots=True)
class ToSee:
    """One such thing about one person, with the day to act on if there is one."""

    file_id: UUID
    what: Amber
    on: date | None = None


def record(
    one: ClientFile, kind: RelationKind, other: ClientFile, *, conflict: bool = False, note: str = "", uow: UnitOfWork
) -> Relation:
    """``one`` is ``kind`` of ``other``. Kept with the one of the two that fewer teams open, else with ``one``.

    Raises `Refusal`.
    """
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    refuse_if(*([Fault("other", "same_person")] if one.id == other.id else []))
    known = [row for row in of([one, other], uow=uow) if {row.one, row.other} == {one.id, other.id}]
    refuse_if(*([Fault("other", "related_already")] if any(row.kind is kind for row in known) else []))
    keeper = _keeper(one, other, uow)
    row = Relation(
        vault_id=keeper.vault_id,
        client_file_id=keeper.id,
        kind=kind,
        one=one.id,
        other=other.id,
        conflict=conflict,
        note=note,
        recorded_on=uow.clock.today(),
    )
    uow.add(row)
    uow.say("relation written down")
    uow.flush()
    return row


def _keeper(one: ClientFile, other: ClientFile, uow: UnitOfWork) -> ClientFile:
    """Whoever reads what is kept with this one of the two may read both."""
    return one if teams_of(one, uow=uow) <= teams_of(other, uow=uow) else other


def listen(office: Office) -> None:
    """When a file is closed to the team, what others' files say of the person goes into it in the same act."""
    office.listen(FileAccessChanged, _moved)


def _moved(event: FileAccessChanged, uow: UnitOfWork) -> None:
    """When it is opened again they stay where they are: the team reads them there too."""
    about = event.place.client_file_id
    rows = [row for row in here(event.matter, uow=uow) if about in (row.one, row.other)]
    files = files_here(event.matter, uow=uow, among={id for row in rows for id in (row.one, row.other)})
    for row in rows:
        if row.one in files and row.other in files:
            keeper = _keeper(files[row.one], files[row.other], uow)
            if keeper.id == about != row.client_file_id:
                _move(row, keeper, uow)
    uow.flush()


def _move(row: Relation, keeper: ClientFile, uow: UnitOfWork) -> None:
    """Into the vault of this one of the two: no row changes its vault, so it is written anew."""
    made = repeat(row, keeper, instead_of=keeper.id, uow=uow)
    made.was = row.was or row.id
    uow.delete(row)


def once_called(id: UUID, files: Iterable[ClientFile], *, uow: UnitOfWork) -> Relation | None:
    """The relation that had this id when somebody wrote it down, as far as it is kept with one of these files."""
    return next((row for row in of(files, uow=uow) if id in (row.id, row.was)), None)


def keep_rightly(row: Relation, files: Mapping[UUID, ClientFile], *, uow: UnitOfWork) -> None:
    """A relation that is kept with neither of its two any more goes to the right one of them."""
    if row.client_file_id not in (row.one, row.other) and row.one in files and row.other in files:
        _move(row, _keeper(files[row.one], files[row.other], uow), uow)


def repeat(row: Relation, file: ClientFile, *, instead_of: UUID, uow: UnitOfWork) -> Relation:
    """The same relation once more, with ``file`` instead of another file of the same person, and kept with it."""
    made = Relation(
        vault_id=file.vault_id,
        client_file_id=file.id,
        kind=row.kind,
        one=file.id if row.one == instead_of else row.one,
        other=file.id if row.other == instead_of else row.other,
        conflict=row.conflict,
        note=row.note,
        wish=row.wish,
        wish_on=row.wish_on,
        recorded_on=row.recorded_on,
    )
    uow.add(made)
    return made


def forget(row: Relation, *, uow: UnitOfWork) -> None:
    """It was a mistake, or is over."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    uow.delete(row)
    uow.say("relation taken out")
    uow.flush()


def of(files: Iterable[ClientFile], *, uow: UnitOfWork) -> list[Relation]:
    """The relations that are kept with these files. One statement for any number of files."""
    return _kept_with({file.id: file.vault_id for file in files}, uow=uow)


def here(matter: Matter, *, uow: UnitOfWork) -> list[Relation]:
    """The relations of everybody in a matter, as far as they open to the acting person."""
    rows = queries.everybody(matter, uow=uow)
    return _kept_with({row.client_file_id: row.client_file_vault_id for row in rows}, uow=uow)


def _kept_with(vaults: Mapping[UUID, UUID], *, uow: UnitOfWork) -> list[Relation]:
    rows = scalars_in(select(Relation), Relation.client_file_id, vaults, uow.session)
    kept = opened([row for row in rows if row.vault_id == vaults[row.client_file_id]], uow=uow)
    return sorted(kept, key=lambda row: (row.kind, row.recorded_on, row.id.hex))


def birthday_18(born_on: date) -> date:
    """The day somebody comes of age; of a child of 29 February the first of March."""
    try:
        return born_on.replace(year=born_on.year + OF_AGE)
    except ValueError:
        return date(born_on.year + OF_AGE, 3, 1)


def is_minor(file: ClientFile, today: date) -> bool:
    """Whether somebody is known to be a child. Without a date of birth nobody is taken for one."""
    return file.kind is FileKind.PERSON and file.born_on is not None and today < birthday_18(file.born_on)


def to_see(
    files: Mapping[UUID, ClientFile], relations: Collection[Relation], today: date, *, of_applicants: Collection[UUID]
) -> list[ToSee]:
    """What must be seen to of these files (by file id). ``of_applicants``: which of them are applicants.

    A child needs a guardian whose interests do not differ, else a special representative; both parents count. An
    organisation needs somebody who may sign. Consent is asked anew on the eighteenth birthday.
    """
    found: list[ToSee] = []
    for id in of_applicants:
        file = files.get(id)
        if file is None:
            continue
        about = [row for row in relations if row.other == id]
        if file.kind is FileKind.ORGANISATION:
            if not any(row.kind is RelationKind.MAY_SIGN for row in about):
                found.append(ToSee(id, Amber.NOBODY_SIGNS))
        elif file.born_on is not None:
            dead = {row.one for row in about if (one := files.get(row.one)) is not None and one.died_on is not None}
            found += _of_child(file, about, dead, file.born_on, today)
    return sorted(found, key=lambda one: (one.on or date.min, one.what))


def _of_child(
    file: ClientFile, about: Collection[Relation], dead: Collection[UUID], born_on: date, today: date
) -> list[ToSee]:
    grown = birthday_18(born_on)
    guarding = [row for row in about if row.kind in GUARDING and row.one not in dead]
    one_died = any(row.kind in GUARDING and row.one in dead for row in about)
    if today >= grown:
        # Whoever came in as a child must now say yes alone.
        return [ToSee(file.id, Amber.CAME_OF_AGE, grown)] if guarding and (today - grown).days < 366 else []
    found = [ToSee(file.id, Amber.COMES_OF_AGE, grown)]
    special = any(row.kind is RelationKind.SPECIAL_REPRESENTATIVE and not row.conflict for row in guarding)
    free = [row for row in guarding if not row.conflict]
    if not guarding:
        found.append(ToSee(file.id, Amber.NO_GUARDIAN))
    elif len(free) < len(guarding) and not special:
        found.append(ToSee(file.id, Amber.GUARDIAN_CONFLICT))
    elif len(free) == 1 and not special and not one_died:
        found.append(ToSee(file.id, Amber.ONE_GUARDIAN))
    return found


def may_decide_for(file: ClientFile, by: UUID, relations: Collection[Relation], today: date) -> bool:
    """Whether ``by`` (a client file) may accept or withdraw for this person.

    For a child a guardian without a conflict; for an adult only who has her recorded word for it; for an organisation
    who may sign. Being husband, father or the one who reported it gives nobody that right.
    """
    if by == file.id:
        return True
    if is_minor(file, today):
        allowed = GUARDING
    elif file.kind is FileKind.ORGANISATION:
        allowed = frozenset({RelationKind.MAY_SIGN})
    else:
        allowed = frozenset({RelationKind.MAY_SPEAK})
    about = [row for row in relations if row.other == file.id and row.one == by]
    return any(row.kind in allowed for row in about) and not any(row.conflict for row in about)
