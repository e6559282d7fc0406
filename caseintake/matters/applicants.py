"""Applicants and their client files."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters.events import ApplicantAdded, ClientFileRenamed
from caseintake.matters.facts import Fault
from caseintake.matters.kinds import NO_SPELLINGS, Spellings
from caseintake.matters.model import Applicant, ClientFile, InMatter, Matter
from caseintake.matters.person import FileKind
from caseintake.matters.refusal import refuse_if
from caseintake.vault.holders import Holder, VaultKind
from caseintake.work import UnitOfWork


def add_applicant(
    matter: Matter,
    *,
    name: str,
    uow: UnitOfWork,
    language: str = "",
    contact: str = "",
    never: str = "",
    safety: str = "",
    custody: str = "",
    came_through: str = "",
    spellings: Spellings = NO_SPELLINGS,
    born_on: date | None = None,
    note: str = "",
    label: str = "",
    restricted: bool = False,
    holders: Iterable[UUID] = (),
    conversation_id: UUID | None = None,
    kind: FileKind = FileKind.PERSON,
    nationalities: tuple[str, ...] = (),
    registered: str = "",
    woman_lawyer: bool = False,
    household_risk: str = "",
    external_key: str = "",
) -> Applicant:
    """A new applicant with an own client file in an own vault.

    The file opens to the whole team, or, ``restricted``, only to ``holders`` by name (who adds it, if none are given).
    Without any contact it can be added all the same: the page marks it. Raises `Refusal`.
    """
    said = {
        "name": name,
        "label": label,
        "restricted": restricted,
        "holders": holders,
        "spellings": spellings,
        "born_on": born_on,
        "language": language,
        "contact": contact,
        "never": never,
        "safety": safety,
        "custody": custody,
        "came_through": came_through,
        "note": note,
        "conversation_id": conversation_id,
        "kind": kind,
        "nationalities": nationalities,
        "registered": registered,
        "woman_lawyer": woman_lawyer,
        "household_risk": household_risk,
        "external_key": external_key,
    }
    return add_applicants(matter, [said], uow=uow)[0]


def add_applicants(matter: Matter, people: Sequence[Mapping[str, Any]], *, uow: UnitOfWork) -> list[Applicant]:
    """As `add_applicant` with each of these words, in this order: numbered once, written at once. Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_ADD)
    first = next_number(matter, uow=uow)
    made = [_new(matter, number, uow, **said) for number, said in enumerate(people, first)]
    uow.say("applicant added")
    uow.flush()
    for applicant in made:
        uow.emit(ApplicantAdded(matter, applicant, new=True))
    return made


def _new(
    matter: Matter,
    number: int,
    uow: UnitOfWork,
    *,
    label: str = "",
    restricted: bool = False,
    holders: Iterable[UUID] = (),
    **words: Any,
) -> Applicant:
    by_name = (sorted(set(holders)) or [uow.actor.id]) if restricted else ()
    file = new_file(matter, holders=by_name, uow=uow, **words)
    applicant = Applicant(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        number=number,
        label="" if restricted else label,
        restricted=restricted,
        client_file_id=file.id,
        client_file_vault_id=file.vault_id,
    )
    uow.add(applicant)
    return applicant


def new_file(matter: Matter, *, name: str, holders: Iterable[UUID], uow: UnitOfWork, **words: Any) -> ClientFile:
    """A client file in a vault of its own, held by the matter, or by ``holders`` alone. Raises `Refusal`."""
    name = " ".join(name.split())
    refuse_if(*_name_faults(name), *_born_faults(words.get("born_on"), uow.clock.today()))
    keys = [Holder.person(id) for id in holders] or [Holder.vault(matter.vault_id)]
    vault_id = uow.keystore.create_vault(VaultKind.CLIENT_FILE, keys)
    file = ClientFile(vault_id=vault_id, name=name, opened_on=uow.clock.today(), **words)
    uow.add(file)
    return file


def change_client_file(
    file: ClientFile,
    *,
    name: str,
    language: str,
    contact: str,
    never: str,
    safety: str,
    came_through: str,
    spellings: Spellings,
    born_on: date | None,
    note: str,
    custody: str = "",
    kind: FileKind = FileKind.PERSON,
    nationalities: tuple[str, ...] = (),
    registered: str = "",
    woman_lawyer: bool = False,
    household_risk: str = "",
    uow: UnitOfWork,
) -> None:
    """Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    name = " ".join(name.split())
    refuse_if(*_name_faults(name), *_born_faults(born_on, uow.clock.today()))
    renamed = (file.name, file.spellings) != (name, spellings)
    file.name, file.language, file.spellings, file.born_on = name, language, spellings, born_on
    file.kind, file.registered, file.nationalities = kind, registered, nationalities
    file.woman_lawyer = woman_lawyer
    before = (file.contact, file.never, file.safety, file.custody, file.household_risk)
    if before != (contact, never, safety, custody, household_risk):
        file.safety_changed_on = uow.clock.today()
    file.household_risk = household_risk
    file.contact, file.never, file.safety, file.custody = contact, never, safety, custody
    file.came_through, file.note = came_through, note
    uow.say("client file changed")
    uow.flush()
    if renamed:
        uow.emit(ClientFileRenamed(file))


def change_applicant(applicant: InMatter, *, label: str, note: str, uow: UnitOfWork) -> None:
    """What the whole team may read. Of a restricted file nothing may stand here. Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    refuse_if(*([Fault("label", "restricted")] if applicant.restricted and (label or note) else []))
    applicant.label, applicant.note = label, note
    uow.say("applicant changed")
    uow.flush()


def join_conversation(file: ClientFile, conversation_id: UUID, *, uow: UnitOfWork) -> None:
    """Note the conversation of this client; the key of it is given to the file's vault by who holds it."""
    policy.require(uow.actor, Action.APPLICANT_CHANGE)
    file.conversation_id = conversation_id
    uow.say("conversation joined to the client file")
    uow.flush()


def _name_faults(name: str) -> list[Fault]:
    return [] if name else [Fault("name", "needed")]


def _born_faults(born_on: date | None, today: date) -> list[Fault]:
    return [Fault("born_on", "future")] if born_on is not None and born_on > today else []


def next_number(matter: Matter, *, uow: UnitOfWork) -> int:
    """The next number, taken under the vault's lock so that two colleagues never get the same."""
    uow.keystore.ready_to_write([matter.vault_id])
    given = uow.session.scalar(select(func.max(Applicant.number)).where(Applicant.matter_id == matter.id))
    return (given or 0) + 1
