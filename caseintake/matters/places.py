"""Places beside the applicants', and people we know already, whose one file is opened to a second matter."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.matters import queries
from caseintake.matters.applicants import new_file, next_number
from caseintake.matters.events import ApplicantAdded, PlaceGiven
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant, ClientFile, InMatter, Matter, OtherPlace
from caseintake.matters.person import FileKind, PlaceRole
from caseintake.matters.refusal import refuse_if
from caseintake.vault.holders import Holder
from caseintake.work import UnitOfWork


def add_place(
    matter: Matter,
    role: PlaceRole,
    *,
    name: str,
    uow: UnitOfWork,
    kind: FileKind = FileKind.PERSON,
    language: str = "",
    contact: str = "",
    never: str = "",
    safety: str = "",
    note: str = "",
    born_on: date | None = None,
    restricted: bool = False,
    holders: Iterable[UUID] = (),
) -> OtherPlace:
    """Somebody new who is no applicant, with an own client file in an own vault. Raises `Refusal`."""
    policy.require(uow.actor, Action.APPLICANT_ADD)
    file = new_file(
        matter,
        name=name,
        uow=uow,
        holders=(sorted(set(holders)) or [uow.actor.id]) if restricted else (),
        kind=kind,
        language=language,
        contact=contact,
        never=never,
        safety=safety,
        note=note,
        born_on=born_on,
    )
    place = _place(matter, role, file, restricted=restricted, uow=uow)
    uow.say("place added")
    uow.flush()
    uow.emit(PlaceGiven(matter, place))
    return place


def _place(matter: Matter, role: PlaceRole, file: ClientFile, *, restricted: bool, uow: UnitOfWork) -> OtherPlace:
    place = OtherPlace(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        role=role,
        restricted=restricted,
        client_file_id=file.id,
        client_file_vault_id=file.vault_id,
        since=uow.clock.today(),
    )
    uow.add(place)
    return place


def give_place(
    matter: Matter,
    role: PlaceRole | None,
    file: ClientFile,
    *,
    restricted: bool = False,
    holders: Iterable[UUID] = (),
    uow: UnitOfWork,
) -> InMatter:
    """A place, or with ``role`` None that of an applicant, for somebody whose file the acting person opens.

    The file is opened to this matter and never copied, so that every fact is kept once. ``restricted``: the team of
    this matter does not open it, only ``holders`` by name do (who adds it, if none are given). Raises `Refusal`.
    """
    policy.require(uow.actor, Action.APPLICANT_ADD)
    file.payload()  # who cannot open the file gives it to nobody
    rows = queries.places_of(matter, file.id, uow=uow)
    taken = any(isinstance(row, Applicant) if role is None else _is(row, role) for row in rows)
    refuse_if(*([Fault("role", "has_place_already")] if taken else []))
    if rows:
        restricted = rows[0].restricted  # the team has been told, or has not
    else:
        by_name = [Holder.person(id) for id in sorted(set(holders)) or [uow.actor.id]]
        behind = queries.merged_into([file], uow=uow)[file.id].opened
        for holder in by_name if restricted else [Holder.vault(matter.vault_id)]:
            for one in (file, *behind):
                uow.keystore.grant(one.vault_id, holder)
        file.shared = True
    made: Applicant | OtherPlace
    if role is not None:
        made = _place(matter, role, file, restricted=restricted, uow=uow)
    else:
        made = Applicant(
            vault_id=matter.vault_id,
            matter_id=matter.id,
            number=next_number(matter, uow=uow),
            restricted=restricted,
            client_file_id=file.id,
            client_file_vault_id=file.vault_id,
        )
        uow.add(made)
    uow.say("applicant added" if role is None else "place added")
    uow.flush()
    uow.emit(ApplicantAdded(matter, made) if isinstance(made, Applicant) else PlaceGiven(matter, made))
    return made


def beside(row: InMatter, id: UUID, file_id: UUID, vault_id: UUID) -> InMatter:
    """Another file of the same person as if it had this very place. It is read and never stored."""
    made: InMatter
    if isinstance(row, Applicant):
        made = Applicant(
            id=id, vault_id=row.vault_id, matter_id=row.matter_id, number=row.number, restricted=row.restricted,
            client_file_id=file_id, client_file_vault_id=vault_id,
        )  # fmt: skip
    else:
        made = OtherPlace(
            id=id, vault_id=row.vault_id, matter_id=row.matter_id, role=row.role, restricted=row.restricted,
            client_file_id=file_id, client_file_vault_id=vault_id, since=row.since,
        )  # fmt: skip
    return made


def _is(row: InMatter, role: PlaceRole) -> bool:
    return isinstance(row, OtherPlace) and row.role is role
