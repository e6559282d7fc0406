"""The contact log: who was reached, how, how safely. A contact with the client is also what the law counts from.

The time to be in touch again runs from "contact with the applicant" (`caseintake.law.events`). One press writes both:
the entry into the client's file, the bare day into the matter, where no word about the client stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.casework import place
from caseintake.casework.kinds import Direction, Reached, Safe, Way
from caseintake.casework.model import ContactEntry
from caseintake.documents.model import Document
from caseintake.kernel.ids import new_id
from caseintake.matters import happened, queries
from caseintake.matters.facts import Certainty, Fault, Source, exactly
from caseintake.matters.model import ClientFile, Matter, ProceduralEvent
from caseintake.matters.refusal import refuse_if
from caseintake.work import UnitOfWork

#: The word of the law and the name of its day.
EVENT: Final = "contact_made"
DAY: Final = "last_contact_on"
#: As long as the rule `echr.contact` lets pass between two contacts. Its clock runs from a contact that was recorded;
#: until there is one, so long from the day the file was opened.
FIRST_WITHIN: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What is said of one contact, the same for everybody who took part."""

    on: date
    way: Way = Way.CALL
    direction: Direction = Direction.OUT
    reached: Reached = Reached.CLIENT
    with_whom: str = ""
    safe: Safe = Safe.UNSURE
    summary: str = ""
    proof_id: UUID | None = None


def first_by(file: ClientFile) -> date | None:
    """By when somebody must have been in touch with a client of whom no contact is recorded; None: nobody knows."""
    return file.opened_on + FIRST_WITHIN if file.opened_on is not None else None


def record(
    matter: Matter, applicants: Sequence[UUID], said: Contact, *, id: UUID | None = None, uow: UnitOfWork
) -> list[ContactEntry]:
    """One entry in each client's file, and one record of what happened if the clients were reached. Raises `Refusal`.

    A missing proof is no reason to wait: the record is then amber until one is added. ``id`` where something names the
    first entry already.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    whose = list(dict.fromkeys(applicants))
    refuse_if(
        *([] if whose else [Fault("applicants", "nobody")]),
        *([Fault("on", "future")] if said.on > uow.clock.today() else []),
        *([Fault("with_whom", "needed")] if said.reached is Reached.SOMEBODY_ELSE and not said.with_whom else []),
    )
    vaults = place.files_of(matter, whose, uow=uow)
    event_id = None
    if said.reached is Reached.CLIENT:
        event_id = _tell_the_law(matter, whose, said, uow).id
    made = [
        ContactEntry(
            id=id if id is not None and number == 0 else new_id(),
            vault_id=vault_id,
            matter_id=matter.id,
            applicant_id=applicant_id,
            event_id=event_id,
            **{name: getattr(said, name) for name in Contact.__slots__},
        )
        for number, (applicant_id, vault_id) in enumerate(vaults.items())
    ]
    uow.add(*made)
    uow.say("contact recorded")
    uow.flush()
    return made


def _tell_the_law(matter: Matter, whose: Sequence[UUID], said: Contact, uow: UnitOfWork) -> ProceduralEvent:
    proof = uow.session.get(Document, said.proof_id) if said.proof_id is not None else None
    # A paper of a client's own file is not named in the matter.
    papers = [proof.id] if proof is not None and proof.vault_id == matter.vault_id else []
    sure = {"certainty": Certainty.PROVEN, "document_id": papers[0]} if papers else {}
    day = exactly(said.on, source=Source.LAWYER, **sure)
    return happened.record_event(
        matter, kind=EVENT, facts={DAY: day}, applicants=whose, documents=papers, uow=uow
    )  # fmt: skip


def take_back(entry: ContactEntry, matter: Matter, *, reason: str, uow: UnitOfWork) -> None:
    """Written down by mistake: it stays to be read and keeps no application alive. Raises `Refusal`.

    Of several people who were met together only this one was not: the day stays for the others.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([] if reason.strip() else [Fault("reason", "needed")]))
    entry.taken_back = reason.strip()
    if entry.event_id is not None:
        event = queries.within(ProceduralEvent, entry.event_id, matter, uow=uow)
        others = [id for id in event.applicants if id != entry.applicant_id]
        if not event.taken_back and entry.applicant_id in event.applicants:
            if others:
                _leave_out(event, others, matter, uow)
            else:
                happened.take_back(event, matter=matter, reason="-", uow=uow)
    uow.say("contact taken back")
    uow.flush()


def _leave_out(event: ProceduralEvent, others: Sequence[UUID], matter: Matter, uow: UnitOfWork) -> None:
    happened.change_event(
        event, matter=matter, proceeding_id=event.proceeding_id, choices=dict(event.choices), applicants=others,
        complaints=event.complaints, documents=event.documents, note=event.note, uow=uow,
    )  # fmt: skip


def of_matter(matter: Matter, *, uow: UnitOfWork) -> list[ContactEntry]:
    """The log of the matter as far as files open here, the newest first."""
    rows = place.found(ContactEntry, [matter], uow=uow).rows
    return sorted(rows, key=lambda row: (row.on, row.id), reverse=True)
