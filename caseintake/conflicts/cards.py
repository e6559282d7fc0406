"""Keeping up the cards: folded names of everybody in a matter, for those who answer whether there is a conflict.

A lawyer does not hold the conflicts vault, and nobody writes into a vault she cannot open. So each matter has a small
vault of its own for the card, held by the matter's vault and the conflicts vault, as its label is. A client file that
is closed to the team has a card of its own, held by the file: the team learns nothing from it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible, opened, visible
from caseintake.conflicts.kinds import Side
from caseintake.conflicts.model import ConflictCard, ConflictEntry, NamedInCase
from caseintake.matters import queries
from caseintake.matters.events import ApplicantAdded, ClientFileRenamed, FileAccessChanged, PlaceGiven
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import NO_SPELLINGS, Spellings
from caseintake.matters.model import Applicant, ClientFile, InMatter, Matter
from caseintake.matters.person import PlaceRole
from caseintake.matters.refusal import refuse_if
from caseintake.search import fold
from caseintake.search.segment import EDITION
from caseintake.storage import scalars_in
from caseintake.vault.holders import Holder, VaultKind
from caseintake.work import Office, UnitOfWork

#: So many matters are brought up to date at one sign-in.
AT_ONCE: Final = 5
SIDES = {
    PlaceRole.WITNESS: Side.WITNESS,
    PlaceRole.RELATIVE: Side.RELATIVE,
    PlaceRole.HEIR: Side.RELATIVE,
    PlaceRole.GUARDIAN: Side.RELATIVE,
    PlaceRole.EXPERT: Side.EXPERT,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should stand on a card about one person."""

    subject_id: UUID
    side: Side
    forms: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, subject_id: UUID, side: Side, spellings: Iterable[str], read: fold.Read | None = None) -> "Wanted":
        """Of a person in every spelling that is known; ``read`` spares reading a word twice, as in `fold.words`."""
        known, read = [name for name in spellings if name.strip()], {} if read is None else read
        forms = {form for name in known for form in fold.forms(name, read)}
        words = {word for name in known for word in fold.words(name, read)}
        return cls(subject_id, side, tuple(sorted(forms)), tuple(sorted(words)))


def listen(office: Office) -> None:
    """Whoever adds or renames a person writes the card in the same unit; whoever closes a file takes the names off."""
    office.listen(ApplicantAdded, lambda event, uow: _placed(event.matter, event.applicant, uow, event.new))
    office.listen(PlaceGiven, lambda event, uow: _placed(event.matter, event.place, uow))
    office.listen(ClientFileRenamed, _renamed)
    office.listen(FileAccessChanged, _moved)


def _placed(matter: Matter, row: InMatter, uow: UnitOfWork, new: bool = False) -> None:
    file = uow.session.get(ClientFile, row.client_file_id)
    if file is None:
        return
    card = _card(matter, _holder(row, matter), uow)
    about = [] if new else _about(file.id, uow)
    known = next((entry for entry in about if entry.vault_id == card.vault_id), None)
    if known is None:
        read = uow.session.info.setdefault("folded words", {})  # of a thousand people many have one name
        _write(card, _of_file(row, file, read), uow)
    else:  # one person may have two places
        _rewrite(known, _of_file(queries.places_of(matter, file.id, uow=uow)[-1], file))


def _renamed(event: ClientFileRenamed, uow: UnitOfWork) -> None:
    """On every card that opens here. In a matter of others a new spelling is missing until one of them signs in."""
    entries = _about(event.file.id, uow)
    uow.keystore.open({row.vault_id for row in entries})
    for row in entries:
        if uow.keystore.can_open(row.vault_id):
            _rewrite(row, Wanted.of(row.subject_id, row.side, (event.file.name, *_all(event.file.spellings))))


def _moved(event: FileAccessChanged, uow: UnitOfWork) -> None:
    """The names go to the card of the vault that now keeps them, and leave the other one."""
    matter, file = event.matter, queries.client_file(event.place, uow=uow)
    if file is None:
        return
    right = _card(matter, _holder(event.place, matter), uow)
    cards = _open_cards({matter.vault_id, file.vault_id}, uow)
    here = {row.vault_id for row in cards if row.matter_id == matter.id}
    rows = [row for row in _about(file.id, uow) if row.vault_id in here]
    for row in rows:
        if row.vault_id != right.vault_id:
            uow.delete(row)
    if all(row.vault_id != right.vault_id for row in rows):
        _write(right, _of_file(queries.places_of(matter, file.id, uow=uow)[-1], file), uow)
    uow.flush()


def bring_up_to_date(matter: Matter, *, uow: UnitOfWork) -> int:
    """Write what the cards of a matter do not say yet, as far as its files open; returns how many names changed."""
    policy.require(uow.actor, Action.APPLICANT_ADD)
    wanted = dict(_wanted(matter, uow))
    kept = _entries(matter, uow)
    changed = 0
    for holder_id, people in _by_holder(wanted).items():
        card = _card(matter, holder_id, uow)
        _address(card, matter, uow)
        for one in people:
            row = kept.pop(one.subject_id, None)
            if row is not None and row.vault_id == card.vault_id:
                changed += _rewrite(row, one)
                continue
            if row is not None:
                uow.delete(row)  # the file was closed or opened since: the names belong on another card
            _write(card, one, uow)
            changed += 1
    gone = set(kept) - _closed(matter, uow)
    for subject_id in gone:
        uow.delete(kept[subject_id])
    folded = {matter.vault_id} | {holder_id for holder_id, _one in wanted.values()}
    for card in _cards_of(matter, uow):
        if card.edition != EDITION and card.holder_id in folded:
            card.edition = EDITION
    uow.say("conflict card")
    uow.flush()
    return changed + len(gone)


def old_ones(*, uow: UnitOfWork) -> list[ConflictCard]:
    """Cards that open here with names an older program folded, so that a spelling of somebody may be missed."""
    named = set(uow.session.scalars(select(ConflictEntry.vault_id).distinct()))
    rows = opened(uow.session.scalars(select(ConflictCard)).all(), uow=uow)
    return [row for row in rows if row.edition != EDITION and row.vault_id in named]


def waiting(*, uow: UnitOfWork) -> list[Matter]:
    """My matters in which names must be folded anew, so many as one sign-in takes; the next one takes more."""
    if not policy.allows(uow.actor.role, Action.APPLICANT_ADD):
        return []
    rows = opened(
        list(scalars_in(select(ConflictCard), ConflictCard.holder_id, uow.keystore.mine(), uow.session)), uow=uow
    )
    old = {row.matter_id for row in rows if row.edition != EDITION}
    return [row for row in (visible(Matter, uow=uow) if old else ()) if row.id in old][:AT_ONCE]


def fold_anew(*, uow: UnitOfWork) -> None:
    """Bring up to date what is `waiting`."""
    for matter in waiting(uow=uow):
        bring_up_to_date(matter, uow=uow)


def behind(matter: Matter, *, uow: UnitOfWork) -> int:
    """How many names of this matter are not on its cards as they stand now."""
    kept = _entries(matter, uow)
    cards = {row.vault_id: row.holder_id for row in _cards_of(matter, uow)}
    wrong = 0
    for subject_id, (holder_id, one) in dict(_wanted(matter, uow)).items():
        row = kept.pop(subject_id, None)
        wrong += row is None or cards.get(row.vault_id) != holder_id or _differs(row, one)
    return wrong + len(set(kept) - _closed(matter, uow))


def named(matter: Matter, *, uow: UnitOfWork) -> list[NamedInCase]:
    """Who of the case was recorded by hand, by name."""
    statement = select(NamedInCase).where(NamedInCase.vault_id == matter.vault_id)
    rows = [row for row in uow.session.scalars(statement) if row.matter_id == matter.id]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


def add_name(
    matter: Matter,
    name: str,
    side: Side,
    *,
    spellings: Spellings = NO_SPELLINGS,
    note: str = "",
    uow: UnitOfWork,
) -> NamedInCase:
    """Somebody without a file with us: an official, an opponent, an expert. Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_ADD)
    name = " ".join(name.split())
    refuse_if(*([] if fold.forms(name) else [Fault("name", "needed")]))
    row = NamedInCase(
        vault_id=matter.vault_id, matter_id=matter.id, side=side, name=name, spellings=spellings, note=note
    )
    uow.add(row)
    uow.flush()
    _write(_card(matter, matter.vault_id, uow), _by_hand(row), uow)
    uow.say("name on the conflict card")
    uow.flush()
    return row


def take_off(matter: Matter, named_id: UUID, *, uow: UnitOfWork) -> None:
    """Take a name recorded by hand away again. Raises `NotVisible`."""
    policy.require(uow.actor, Action.APPLICANT_ADD)
    row = next((one for one in named(matter, uow=uow) if one.id == named_id), None)
    if row is None:
        raise NotVisible
    for entry in _about(row.id, uow):
        uow.delete(entry)
    uow.delete(row)
    uow.say("name off the conflict card")
    uow.flush()


# --- what should stand there, and what does ------------------------------------------------------------------------


def _wanted(matter: Matter, uow: UnitOfWork) -> Iterator[tuple[UUID, tuple[UUID, Wanted]]]:
    """By subject: the vault its card is kept up from, and what it should say. Closed files are left as they are."""
    people = queries.everybody(matter, uow=uow)
    files = queries.client_files(people, uow=uow)
    for row in people:
        if (file := files.get(row.id)) is not None:
            yield file.id, (_holder(row, matter), _of_file(row, file))
    for one in named(matter, uow=uow):
        yield one.id, (matter.vault_id, _by_hand(one))


def _by_holder(wanted: dict[UUID, tuple[UUID, Wanted]]) -> dict[UUID, list[Wanted]]:
    found: dict[UUID, list[Wanted]] = {}
    for holder_id, one in wanted.values():
        found.setdefault(holder_id, []).append(one)
    return found


def _of_file(row: InMatter, file: ClientFile, read: fold.Read | None = None) -> Wanted:
    side = Side.APPLICANT if isinstance(row, Applicant) else SIDES.get(row.role, Side.OTHER_PERSON)
    return Wanted.of(file.id, side, (file.name, *_all(file.spellings)), read)


def _by_hand(row: NamedInCase) -> Wanted:
    return Wanted.of(row.id, row.side, (row.name, *_all(row.spellings)))


def _all(spellings: Spellings) -> tuple[str, ...]:
    return (spellings.az, spellings.ru, spellings.en, spellings.fr)


def _holder(row: InMatter, matter: Matter) -> UUID:
    """Names of a closed file must not reach the team by way of the card."""
    return row.client_file_vault_id if row.restricted else matter.vault_id


def _closed(matter: Matter, uow: UnitOfWork) -> set[UUID]:
    """Files of this matter that do not open here: whoever holds them keeps up their names."""
    people = queries.everybody(matter, uow=uow)
    files = queries.client_files(people, uow=uow)
    return {row.client_file_id for row in people if row.id not in files}


def _cards_of(matter: Matter, uow: UnitOfWork) -> list[ConflictCard]:
    holders = {_holder(row, matter) for row in queries.everybody(matter, uow=uow)} | {matter.vault_id}
    return _open_cards(holders, uow)


def _open_cards(holders: set[UUID], uow: UnitOfWork) -> list[ConflictCard]:
    rows = scalars_in(select(ConflictCard), ConflictCard.holder_id, holders, uow.session)
    uow.keystore.open({row.vault_id for row in rows})
    return [row for row in rows if uow.keystore.can_open(row.vault_id)]


def _entries(matter: Matter, uow: UnitOfWork) -> dict[UUID, ConflictEntry]:
    vaults = {row.vault_id for row in _cards_of(matter, uow)}
    return {
        row.subject_id: row for row in scalars_in(select(ConflictEntry), ConflictEntry.vault_id, vaults, uow.session)
    }


def _about(subject_id: UUID, uow: UnitOfWork) -> list[ConflictEntry]:
    return list(uow.session.scalars(select(ConflictEntry).where(ConflictEntry.subject_id == subject_id)))


def _card(matter: Matter, holder_id: UUID, uow: UnitOfWork) -> ConflictCard:
    """The card kept up from this vault, made when it is first needed; found once a unit."""
    known: dict[UUID, ConflictCard] = uow.session.info.setdefault("conflict cards", {})
    if holder_id not in known:
        row = uow.session.scalar(select(ConflictCard).where(ConflictCard.holder_id == holder_id))
        known[holder_id] = row or _new_card(matter, holder_id, uow)
    return known[holder_id]


def _new_card(matter: Matter, holder_id: UUID, uow: UnitOfWork) -> ConflictCard:
    conflicts = Holder.vault(uow.roster.office_vaults[VaultKind.CONFLICTS])
    vault_id = uow.keystore.create_vault(VaultKind.CONFLICT, [Holder.vault(holder_id), conflicts])
    made = ConflictCard(vault_id=vault_id, holder_id=holder_id, matter_id=matter.id, ref=matter.ref, edition=EDITION)
    uow.add(made)
    uow.flush()
    _address(made, matter, uow)
    return made


def _address(card: ConflictCard, matter: Matter, uow: UnitOfWork) -> None:
    responsible = queries.label_of(matter, uow=uow).responsible
    if card.ask != responsible:
        card.ask = responsible


def _write(card: ConflictCard, one: Wanted, uow: UnitOfWork) -> None:
    uow.add(
        ConflictEntry(
            vault_id=card.vault_id,
            subject_id=one.subject_id,
            card_id=card.id,
            side=one.side,
            forms=one.forms,
            words=one.words,
        )
    )


def _differs(row: ConflictEntry, one: Wanted) -> bool:
    return (row.side, row.forms, row.words) != (one.side, one.forms, one.words)


def _rewrite(row: ConflictEntry, one: Wanted) -> bool:
    if not _differs(row, one):
        return False
    row.side, row.forms, row.words = one.side, one.forms, one.words
    return True
