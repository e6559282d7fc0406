"""Two client files of one person become one, and can become two again.

The merged file stays as it was in its own vault with its papers, answers and tasks; only what points to it points to
the kept one. Both are opened to the teams of both, or it is refused.
"""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant, ClientFile, InMatter, OtherPlace
from caseintake.matters.person import MergedFile
from caseintake.matters.refusal import refuse_if
from caseintake.people import merging, relations
from caseintake.people.merging import FileFacts, Keep
from caseintake.people.model import Merge, Opened, Repointed
from caseintake.people.places import known_files, my_places
from caseintake.storage import scalars_in
from caseintake.vault.holders import Holder, HolderKind
from caseintake.work import UnitOfWork

_PLACES: Final = frozenset({"applicant", "place"})
_READ: Final = msgspec.msgpack.Decoder(FileFacts)


def facts(file: ClientFile) -> FileFacts:
    """What a file says, as `merging` reads it."""
    return FileFacts(**{name: getattr(file, name) for name in merging.FIELDS})


def merge(kept: ClientFile, other: ClientFile, choices: Mapping[str, Keep], *, uow: UnitOfWork) -> Merge:
    """``other`` goes into ``kept``. Signed by who does it. Raises `Refusal`."""
    policy.require(uow.actor, Action.FILE_RESTRICT)
    refuse_if(*([Fault("other", "same_person")] if kept.id == other.id else []))
    refuse_if(*([Fault("other", "merged_already")] if kept.merged_into or other.merged_into else []))
    rows = my_places(uow=uow)
    mine, theirs = rows.get(kept.id, []), rows.get(other.id, [])
    refuse_if(*_closed(kept, other, mine, theirs, uow=uow))
    before = facts(kept)
    after = merging.merge(before, facts(other), choices)
    granted = _open_both(kept, other, mine, theirs, uow=uow)
    repointed = _repoint_relations(other, kept, uow=uow) + [_repoint(row, kept) for row in theirs]
    _say(kept, after)
    kept.merged = (*kept.merged, MergedFile(other.id, other.vault_id))
    kept.shared = kept.shared or len({row.matter_id for row in (*mine, *theirs)}) > 1
    other.merged_into = kept.id
    row = Merge(
        vault_id=kept.vault_id,
        client_file_id=kept.id,
        other_id=other.id,
        other_vault_id=other.vault_id,
        before=msgspec.msgpack.encode(before),
        after=msgspec.msgpack.encode(after),
        repointed=tuple(repointed),
        granted=tuple(granted),
        merged_on=uow.clock.today(),
    )
    uow.add(row)
    uow.say("two client files made one")
    uow.flush()
    return row


def undo(row: Merge, *, uow: UnitOfWork) -> None:
    """Give back exactly what was; what somebody changed since stays as it was changed. Raises `Refusal`.

    Raises `NotVisible` for a merge of another office: what it was made of is known there alone.
    """
    policy.require(uow.actor, Action.FILE_RESTRICT)
    if not can_be_undone(row):
        raise NotVisible
    refuse_if(*([Fault("merge", "undone_already")] if row.undone_on is not None else []))
    kept = uow.session.get_one(ClientFile, row.client_file_id)
    other = uow.session.get_one(ClientFile, row.other_id)
    files = {kept.id: kept, other.id: other} | known_files(uow=uow)
    for one in row.repointed:
        _point_back(one, kept, other, files, uow=uow)
    _say(kept, merging.undo(facts(kept), _READ.decode(row.before), _READ.decode(row.after)))
    kept.merged = tuple(one for one in kept.merged if one.file_id != other.id)
    other.merged_into = None
    row.undone_on = uow.clock.today()
    uow.flush()
    for given in row.granted:
        uow.keystore.remove(given.vault_id, Holder.vault(given.to))
    for file in (kept, other):
        file.begin_draft()  # sealed again under the new key, so that who is out reads nothing new
    uow.say("a merge of client files undone")
    uow.flush()


def can_be_undone(row: Merge) -> bool:
    """Of two files that arrived as one in an exported matter nobody here knows what they were before."""
    return row.before != b""


def behind(file: ClientFile, *, uow: UnitOfWork) -> list[Merge]:
    """The merges by which other files stand behind this one, also those made before into one of them."""
    files = [file, *queries.merged_into([file], uow=uow)[file.id].opened]
    return [row for row in of(files, uow=uow) if row.undone_on is None]


def last(row: Merge, *, uow: UnitOfWork) -> UUID:
    """The file that has the places today: the kept one, or the one it went into since."""
    id, seen = row.client_file_id, set[UUID]()
    while id not in seen:
        seen.add(id)
        file = uow.session.get(ClientFile, id)
        if file is None or not uow.keystore.can_open(file.vault_id) or file.merged_into is None:
            break
        id = file.merged_into
    return id


def of(files: Iterable[ClientFile], *, uow: UnitOfWork) -> list[Merge]:
    """The merges of these files, the latest first; undone ones at the end."""
    opened = {file.id: file.vault_id for file in files}
    rows = scalars_in(select(Merge), Merge.client_file_id, opened, uow.session)
    mine = [row for row in rows if row.vault_id == opened[row.client_file_id]]
    return sorted(mine, key=lambda row: (row.undone_on is not None, -row.merged_on.toordinal(), row.id))


def _closed(
    kept: ClientFile, other: ClientFile, mine: list[InMatter], theirs: list[InMatter], *, uow: UnitOfWork
) -> list[Fault]:
    """Why the two cannot be one file: who reads the one would read of the other what was closed to her."""
    holders = [set(uow.keystore.holders(file.vault_id)) for file in (kept, other)]
    here = {row.vault_id for row in (*mine, *theirs)}
    if any(one.kind is HolderKind.VAULT and one.id not in here for held in holders for one in held):
        return [Fault("other", "merge_elsewhere")]
    if holders[0] != holders[1] and any(row.restricted for row in (*mine, *theirs)):
        return [Fault("other", "opens_differently")]
    return []


def _open_both(
    kept: ClientFile, other: ClientFile, mine: list[InMatter], theirs: list[InMatter], *, uow: UnitOfWork
) -> list[Opened]:
    """Both files to the teams of both: who reads the one now reads the other. Closed files open as they did."""
    granted = []
    for file, rows in ((kept, theirs), (other, mine)):
        for vault_id in sorted({row.vault_id for row in rows if not row.restricted}):
            holder = Holder.vault(vault_id)
            if holder not in uow.keystore.holders(file.vault_id):
                uow.keystore.grant(file.vault_id, holder)
                granted.append(Opened(file.vault_id, vault_id))
    return granted


def _repoint(row: InMatter, to: ClientFile) -> Repointed:
    row.client_file_id, row.client_file_vault_id = to.id, to.vault_id
    return Repointed("applicant" if isinstance(row, Applicant) else "place", row.id)


def _repoint_relations(other: ClientFile, kept: ClientFile, *, uow: UnitOfWork) -> list[Repointed]:
    """Kin of the merged file: what lies with somebody else points to the kept one, what lies with it is repeated."""
    found = []
    for row in relations.of(known_files(uow=uow).values(), uow=uow):
        ends = {row.one, row.other}
        if other.id not in ends or kept.id in ends:
            continue
        if row.client_file_id == other.id:
            again = relations.repeat(row, kept, instead_of=other.id, uow=uow)
            found.append(Repointed("repeated", again.id))
        else:
            end = "one" if row.one == other.id else "other"
            setattr(row, end, kept.id)
            found.append(Repointed(end, row.id))
    return found


def _point_back(
    one: Repointed, kept: ClientFile, other: ClientFile, files: Mapping[UUID, ClientFile], *, uow: UnitOfWork
) -> None:
    if one.kind in _PLACES:
        place = _place(one, uow)
        if place is not None and place.client_file_id == kept.id:
            place.client_file_id, place.client_file_vault_id = other.id, other.vault_id
        return
    row = relations.once_called(one.id, files.values(), uow=uow)
    if row is None:
        return  # taken out since
    if one.kind == "repeated":
        uow.delete(row)
    else:
        setattr(row, one.kind, other.id)
        relations.keep_rightly(row, files, uow=uow)


def _place(one: Repointed, uow: UnitOfWork) -> InMatter | None:
    if one.kind == "applicant":
        return uow.session.get(Applicant, one.id)
    return uow.session.get(OtherPlace, one.id)


def _say(file: ClientFile, said: FileFacts) -> None:
    for name in merging.FIELDS:
        value = getattr(said, name)
        if getattr(file, name) != value:
            setattr(file, name, value)
