"""One press is an entry in the client's file and the contact the law counts from; no word of it is in the matter."""

from __future__ import annotations

from datetime import date

import pytest

from caseintake.casework import contacts
from caseintake.casework.contacts import DAY, EVENT, Contact
from caseintake.casework.kinds import Reached, Way
from caseintake.casework.model import ContactEntry
from caseintake.deadlines import service as deadlines
from caseintake.deadlines.events import listen
from caseintake.matters import queries
from caseintake.matters.facts import exactly
from caseintake.matters.refusal import Refusal
from caseintake.vault.sealed import SealedRecord
from tests.matters.cast import set_scene
from tests.office import OfficeForTests

ON = date(2026, 2, 27)


def test_a_contact_is_written_once_and_counted(office: OfficeForTests) -> None:
    listen(office.office)
    cast = set_scene(office)
    first, second, third = cast.applicants
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        said = Contact(on=ON, way=Way.VISIT, summary="She has the envelope.")
        (one, two) = contacts.record(matter, [first, second, first], said, uow=uow)
        tried = Contact(on=ON, reached=Reached.SOMEBODY_ELSE, with_whom="Her mother")
        (none,) = contacts.record(matter, [third], tried, uow=uow)
        for fault, wrong in {
            "with_whom: needed": Contact(on=ON, reached=Reached.SOMEBODY_ELSE),
            "on: future": Contact(on=date(2027, 1, 1)),
        }.items():
            with pytest.raises(Refusal, match=fault):
                contacts.record(matter, [third], wrong, uow=uow)
        with pytest.raises(Refusal, match="applicants: nobody"):
            contacts.record(matter, [], said, uow=uow)
        uow.commit()
        assert none.event_id is None
        assert one.vault_id != two.vault_id
        assert matter.vault_id not in (one.vault_id, two.vault_id)
        (event,) = queries.events(matter, uow=uow)
        assert (event.kind, set(event.applicants), event.note) == (EVENT, {first, second}, "")
        assert event.facts[DAY] == exactly(ON, source="lawyer", certainty="believed")
        assert {row.applicant_id for row in _running(matter, uow)} == {first, second}

    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        contacts.take_back(uow.session.get_one(ContactEntry, one.id), matter, reason="It was her sister", uow=uow)
        (event,) = queries.events(matter, uow=uow)
        assert (event.applicants, event.taken_back) == ((second,), "")
        contacts.take_back(uow.session.get_one(ContactEntry, two.id), matter, reason="A mistake", uow=uow)
        uow.commit()
        assert event.taken_back
        assert _running(matter, uow) == []
        assert len(contacts.of_matter(matter, uow=uow)) == 3, "nothing that was written goes"


def _running(matter: object, uow: object) -> list[SealedRecord]:
    rows = deadlines.deadlines_of(matter, uow=uow)  # type: ignore[arg-type]
    return [row for row in rows if row.rule == "echr.contact" and row.running]
