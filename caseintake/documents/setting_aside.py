"""Files that may show somebody under 18: who is named for them, setting one aside, and what is decided for it.

In most countries having such a file is an offence for whoever has it, lawyers included. So nobody looks to make sure:
one press by anybody closes the file to all but two named officers, and each further step bears two names.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseintake.access.visibility import opened, visible
from caseintake.documents.model import Document, LegalOfficers, SetAside, Step, StepTaken
from caseintake.documents.service import OFFICERS, destroy, moved_to, seal_away
from caseintake.kernel.actor import Role
from caseintake.vault import canonical
from caseintake.vault.errors import ForgedRecord
from caseintake.vault.holders import Holder, HolderKind, VaultKind
from caseintake.vault.primitives import verify_signature
from caseintake.vault.tables import Grant, Vault
from caseintake.work import UnitOfWork

#: Who may be named: people who answer for their acts before a Bar or for the office.
MAY_BE_NAMED = frozenset({Role.LAWYER, Role.COORDINATOR, Role.INTAKE_OFFICER})


class Refused(ValueError):
    """The act cannot be; nothing was written. ``why`` is a word for the page."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def name_officers(people: list[UUID], *, uow: UnitOfWork) -> None:
    """A coordinator names who may hold such files from now on. What lies with earlier officers stays with them."""
    named = list(dict.fromkeys(people))
    if uow.keyring.keys is None or uow.actor.role is not Role.COORDINATOR:
        raise Refused("not_coordinator")
    if not 1 <= len(named) <= OFFICERS:
        raise Refused("one_or_two")
    if any(not _may(person, uow) for person in named):
        raise Refused("not_offered")
    last = _last(uow)
    row = LegalOfficers(
        number=1 if last is None else last.number + 1,
        first=named[0],
        second=named[1] if len(named) > 1 else None,
        named_by=uow.actor.id,
        named_on=uow.clock.today(),
        signature=b"",
    )
    row.signature = uow.keyring.keys.sign(_naming(row, uow))
    uow.add(row)
    uow.say("legal officers named")


def officers(*, uow: UnitOfWork) -> tuple[UUID, ...]:
    """Who is named today and still here; nobody when the naming is not a coordinator's own."""
    last = _last(uow)
    if last is None:
        return ()
    by = uow.roster.find(last.named_by)
    if by is None or by.role is not Role.COORDINATOR:
        return ()
    if not verify_signature(by.sign_public, last.signature, _naming(last, uow)):
        return ()
    return tuple(person for person in (last.first, last.second) if person is not None and _may(person, uow))


def named_by(*, uow: UnitOfWork) -> UUID | None:
    """The coordinator whose naming stands today."""
    last = _last(uow)
    return None if last is None or not officers(uow=uow) else last.named_by


def _may(person_id: UUID, uow: UnitOfWork) -> bool:
    person = uow.roster.find(person_id)
    return person is not None and person.active and person.role in MAY_BE_NAMED


def _last(uow: UnitOfWork) -> LegalOfficers | None:
    return uow.session.scalars(select(LegalOfficers).order_by(LegalOfficers.number.desc()).limit(1)).first()


def _naming(row: LegalOfficers, uow: UnitOfWork) -> bytes:
    return canonical.encode(
        "legal officers", uow.roster.fingerprint, row.number, row.first, row.second, row.named_by, row.named_on
    )


def set_aside(document: Document, stays_in: UUID, *, uow: UnitOfWork) -> bool:
    """Close a file to everybody but the named officers; False when nobody is named and it is only marked.

    A marked file opens to nobody: the mark alone stops every download until officers are named and somebody presses
    again.
    """
    named = officers(uow=uow)
    if named:
        seal_away(document, named, stays_in, uow=uow)
        return True
    document.possible_minor = True
    uow.say("document marked as possibly showing a minor")
    return False


def set_aside_from(origin: UUID, stays_in: UUID, *, uow: UnitOfWork) -> list[SetAside]:
    """What stays of the files that lay in the vault ``origin``; nothing for who does not open ``stays_in``."""
    if not uow.keystore.can_open(stays_in):
        return []
    rows = uow.session.scalars(select(SetAside).where(SetAside.vault_id == stays_in))
    return sorted((row for row in rows if row.origin == origin), key=lambda row: (row.set_aside_on, row.id))


def is_there(row: SetAside, *, uow: UnitOfWork) -> bool:
    """False once the officers destroyed the file. Whether the record exists can be known without its key."""
    return uow.session.scalar(select(Document.id).where(Document.id == row.document_id)) is not None


def describe(row: SetAside, text: str, *, uow: UnitOfWork) -> None:
    """The description sheet that a case uses instead of the file, signed by who wrote it."""
    row.description = text
    uow.say("file set aside described")


def held(*, uow: UnitOfWork) -> list[Document]:
    """The files set aside that the acting person holds by name."""
    rows = (row for row in visible(Document, uow=uow) if row.possible_minor)
    return sorted(rows, key=lambda row: (row.received_on, row.id))


@dataclass(frozen=True, slots=True)
class Decided:
    """A step with the names that its signatures prove. ``agreed`` False: it does not count yet."""

    id: UUID
    document_id: UUID
    step: Step
    why: str
    decided_on: date
    witness: str
    by: UUID | None
    second: UUID | None
    agreed: bool


def steps(vault_id: UUID, *, uow: UnitOfWork) -> list[Decided]:
    """What was decided for the file in this vault, the latest last."""
    rows = list(uow.session.scalars(select(StepTaken).where(StepTaken.vault_id == vault_id)))
    signed = {row.id: _author(row, uow) for row in rows}
    alone = len(holders(vault_id, uow=uow)) == 1
    found = []
    for row in rows:
        if row.agrees_to is None:
            by = signed[row.id]
            others = (signed[one.id] for one in rows if one.agrees_to == row.id and _said(one) == _said(row))
            second = next((one for one in others if one not in (None, by)), None)
            witness = row.witness if alone else ""
            agreed = by is not None and (second is not None or bool(witness))
            found.append(Decided(row.id, *_said(row), row.decided_on, witness, by, second, agreed))
    return sorted(found, key=lambda one: (one.decided_on, one.id))


def _said(row: StepTaken) -> tuple[UUID, Step, str]:
    return row.document_id, row.step, row.why


def _author(row: StepTaken, uow: UnitOfWork) -> UUID | None:
    try:
        author = uow.proof(row).author
    except ForgedRecord:
        return None
    return author.id if author.kind is HolderKind.PERSON else None


def past(*, uow: UnitOfWork) -> list[Decided]:
    """What was decided for files that are no longer there: the record of it stays with the officers."""
    vaults = {row.vault_id for row in visible(StepTaken, uow=uow)}
    there = {row.id for row in held(uow=uow)} if vaults else set()
    found = [one for vault_id in vaults for one in steps(vault_id, uow=uow) if one.document_id not in there]
    return sorted(found, key=lambda one: (one.decided_on, one.id))


def decide(document: Document, step: Step, why: str, witness: str, *, uow: UnitOfWork) -> None:
    """One officer decides. It counts when the other agrees, or, where only one is named, with a witness by name."""
    alone = len(holders(document.vault_id, uow=uow)) == 1
    if alone and not witness:
        raise Refused("witness_needed")
    if step is Step.GIVE_BACK and document.origin is None:
        raise Refused("origin_unknown")
    row = StepTaken(
        vault_id=document.vault_id,
        document_id=document.id,
        step=step,
        decided_on=uow.clock.today(),
        why=why,
        witness=witness if alone else "",
    )
    uow.add(row)
    uow.say("step decided for a file set aside")
    if alone:
        _carry_out(step, document, uow)


def agree(decided: Decided, *, uow: UnitOfWork) -> None:
    """The other officer agrees; a file that is to be destroyed is destroyed in the same act."""
    if decided.by in (None, uow.actor.id):
        raise Refused("own_decision")
    if decided.agreed:
        return
    row = uow.session.get_one(StepTaken, decided.id)
    uow.add(
        StepTaken(
            vault_id=row.vault_id,
            document_id=decided.document_id,
            step=decided.step,
            decided_on=uow.clock.today(),
            why=decided.why,
            agrees_to=decided.id,
        )
    )
    uow.say("step agreed for a file set aside")
    document = uow.session.get(Document, decided.document_id)
    if document is not None:
        _carry_out(decided.step, document, uow)


def _carry_out(step: Step, document: Document, uow: UnitOfWork) -> None:
    if step is Step.DESTROY:
        destroy(document, uow=uow)
    elif step is Step.GIVE_BACK:
        _give_back(document, uow)


def _give_back(document: Document, uow: UnitOfWork) -> None:
    """It opens again to whoever holds the vault it came from, and to the officers no more; their steps stay theirs.

    They need not hold that vault: the file goes into one of its own, held by it.
    """
    assert document.origin is not None
    me = Holder.person(uow.actor.id)
    vault_id = uow.keystore.create_vault(VaultKind.EVIDENCE, [me, Holder.vault(document.origin)])
    back = moved_to(vault_id, document)
    back.origin, back.moved_from = document.origin, document.id
    uow.add(back)
    uow.delete(document)
    uow.say("file set aside given back")
    uow.flush()
    uow.keystore.remove(vault_id, me)


def given_back(row: SetAside, *, uow: UnitOfWork) -> Document | None:
    """The file of this sheet, if the officers have given it back and nobody has put it in its place yet."""
    if is_there(row, uow=uow):
        return None
    nested = select(Grant.vault_id).where(Grant.holder_kind == HolderKind.VAULT, Grant.holder_id == row.origin)
    own = select(Vault.id).where(Vault.kind == VaultKind.EVIDENCE, Vault.id.in_(nested))
    rows = list(uow.session.scalars(select(Document).where(Document.vault_id.in_(own))))
    return next((one for one in opened(rows, uow=uow) if one.moved_from == row.document_id), None)


def lies(row: SetAside, *, uow: UnitOfWork) -> str:
    """Where the file of this sheet is: ``closed`` with the officers, given ``back`` by them, or ``gone``."""
    if is_there(row, uow=uow):
        return "closed"
    return "back" if given_back(row, uow=uow) is not None else "gone"


def put_back(row: SetAside, *, uow: UnitOfWork) -> None:
    """The file stands in its list again, and the sheet goes. Raises `Refused`."""
    document = given_back(row, uow=uow)
    if document is None or not uow.keystore.can_open(row.origin):
        raise Refused("not_given_back")
    uow.add(moved_to(row.origin, document))
    uow.delete(document)
    uow.delete(row)
    uow.say("file put back in its place")


def may_leave(document: Document, *, uow: UnitOfWork) -> bool:
    """A file set aside is copied out for one reason only: two names decided to hand it over."""
    return any(
        one.step is Step.HAND_OVER and one.agreed and one.document_id == document.id
        for one in steps(document.vault_id, uow=uow)
    )


def holders(vault_id: UUID, *, uow: UnitOfWork) -> list[UUID]:
    """The people who hold the vault of a file."""
    return [holder.id for holder in uow.keystore.holders(vault_id) if holder.kind is HolderKind.PERSON]
