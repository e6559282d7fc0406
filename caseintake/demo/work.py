"""A week of ordinary work on one case: letters, tasks, notes, a contact that was no contact, a client in custody."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from caseintake.casework import contacts, letters, notes, tasks
from caseintake.casework.contacts import Contact
from caseintake.casework.kinds import About, Direction, Party, Reached, Road, Safe, Way
from caseintake.casework.letters import Said
from caseintake.custody import service as custody
from caseintake.custody.kinds import Happened, Listened
from caseintake.custody.service import Custody
from caseintake.custody.service import Said as InCustody
from caseintake.demo.cast import Cast
from caseintake.matters import places, queries
from caseintake.matters import service as matters
from caseintake.matters.facts import exactly
from caseintake.matters.model import Applicant, Matter
from caseintake.matters.person import PlaceRole
from caseintake.work import UnitOfWork

#: How many days ago it was written down.
AGO: Final = 1
_CASE: Final = "Juniper 41"
_LAWYER: Final = "leyla"
#: The number of the applicant in custody.
_HELD: Final = 12
#: The number of the one who was taken with his brother, who is no applicant.
_TAKEN: Final = 17


def go_on(ids: Mapping[str, UUID], cast: Cast) -> None:
    """What the lead wrote down on one day."""
    with cast.unit(_LAWYER) as uow:
        matter = queries.matter(ids[_CASE], uow=uow)
        people = queries.applicants(matter, uow=uow)
        _letters(matter, people, cast, uow)
        _tasks(matter, people, cast, uow)
        _contacts(matter, people, uow)
        _custody(matter, next(row for row in people if row.number == _HELD), uow)
        _taken(matter, next(row for row in people if row.number == _TAKEN), uow)
        uow.commit()


def _letters(matter: Matter, people: list[Applicant], cast: Cast, uow: UnitOfWork) -> None:
    today = uow.clock.today()
    whose = [row.id for row in people if row.number <= 6]
    leyla, marc = cast.members["leyla"].id, cast.members["marc"].id
    came = letters.record(
        matter,
        Said(
            direction=Direction.IN, party=Party.COURT, whom="Yasamal District Court, clerk", road=Road.REGISTERED_POST,
            about="The record of the hearing can be read", dated_on=today - timedelta(days=11),
            moved_on=today - timedelta(days=6), their_number="2(004)-517/1",
        ),
        applicants=whose,
        uow=uow,
    )  # fmt: skip
    answer = letters.record(
        matter,
        Said(
            direction=Direction.OUT, party=Party.COURT, whom="Yasamal District Court", road=Road.BY_HAND,
            about="We come to read the record on Thursday", moved_on=today - timedelta(days=3),
        ),
        applicants=whose,
        uow=uow,
    )  # fmt: skip
    letters.change(came, matter, _again(came, answered_by=answer.id), uow=uow)
    letters.record(
        matter,
        Said(
            direction=Direction.IN, party=Party.REGISTRY, whom="Registry of the Court, Fifth Section", road=Road.ECOMMS,
            about="Please send the annexes again, numbered", dated_on=today - timedelta(days=4),
            available_on=today - timedelta(days=4), downloaded_on=today - timedelta(days=2), downloaded_by=marc,
            owner=leyla, due_on=today + timedelta(days=3),
        ),
        applicants=[row.id for row in people if row.number == 18],
        uow=uow,
    )  # fmt: skip
    letters.record(
        matter,
        Said(
            direction=Direction.IN, party=Party.BAR, whom="Bar Association", about="A question about fees",
            moved_on=today - timedelta(days=1), due_on=today + timedelta(days=12),
        ),
        uow=uow,
    )  # fmt: skip


def _again(row: object, **changed: object) -> Said:
    return Said(**{name: getattr(row, name) for name in Said.__slots__} | changed)


def _tasks(matter: Matter, people: list[Applicant], cast: Cast, uow: UnitOfWork) -> None:
    today = uow.clock.today()
    first, sona = [row.id for row in people if row.number <= 6], cast.members["sona"].id
    copies = tasks.add(
        matter, what="Copy the record of the hearing, all pages", assignee=sona, due_on=today - timedelta(days=1),
        applicants=first, uow=uow,
    )  # fmt: skip
    notes.write(matter, "The clerk is there until 13:00 only.", about=About.TASK, subject_id=copies.id, uow=uow)
    tasks.add(
        matter, what="Ask the translator for her price", assignee=cast.members["leyla"].id,
        due_on=today + timedelta(days=5), uow=uow,
    )  # fmt: skip
    tasks.add(matter, what="Find a second expert on telephone records", uow=uow)
    notes.write(
        matter, "The judge asked twice who pays the applicants. Nobody answered. To be raised in the appeal.", uow=uow
    )
    wrong = notes.write(matter, "The prosecutor was not there on the 3rd.", uow=uow)
    notes.write(matter, "The prosecutor was there on the 3rd and left before the end.", corrects=wrong, uow=uow)


def _contacts(matter: Matter, people: list[Applicant], uow: UnitOfWork) -> None:
    today = uow.clock.today()
    met = [row.id for row in people if row.number in (1, 2, 3)]
    said = Contact(
        on=today - timedelta(days=2), way=Way.VISIT, safe=Safe.YES,
        summary="All three want to go on. The next meeting is after the hearing.",
    )  # fmt: skip
    contacts.record(matter, met, said, uow=uow)
    tried = Contact(
        on=today - timedelta(days=1), way=Way.CALL, reached=Reached.SOMEBODY_ELSE, with_whom="A man, no name given",
        safe=Safe.NO, summary="Hung up at once. Not this number again.",
    )  # fmt: skip
    contacts.record(matter, [row.id for row in people if row.number == 9], tried, uow=uow)


def _custody(matter: Matter, whom: Applicant, uow: UnitOfWork) -> None:
    today = uow.clock.today()
    file = queries.client_file(whom, uow=uow)
    if file is None:
        return
    kept = Custody(
        place="Remand prison, Zabrat", since=today - timedelta(days=19), basis="Nasimi District Court, two months",
        review_on=today + timedelta(days=22), lawyer="Leyla Həsənova", health="Diabetes. Insulin is given late.",
        hunger_since=today - timedelta(days=4),
        questions="Is insulin given, and at what hour?\nWho examined you, and when?\nWhat were you given to sign?",
    )  # fmt: skip
    row = custody.keep(matter, file, kept, uow=uow)
    told = (
        InCustody(kind=Happened.VISIT_ASKED, on=today - timedelta(days=9), who="Leyla Həsənova"),
        InCustody(
            kind=Happened.VISIT, on=today - timedelta(days=7), hour="11:20", who="Leyla Həsənova",
            listened=Listened.YES, text="Weaker than last time, clear in the head. A guard stood at the open door.",
        ),
        InCustody(
            kind=Happened.SIGNATURE_REFUSED, on=today - timedelta(days=7), hour="11:40", who="Captain on duty",
            text="The authority for the Court was taken out of the hand and given back unsigned.",
            reason="Only with permission of the investigator",
        ),
    )  # fmt: skip
    for one in told:
        custody.tell(row, matter, file, one, uow=uow)


def _taken(matter: Matter, whom: Applicant, uow: UnitOfWork) -> None:
    """Arrested the evening before: the clock to be brought before a judge counts hours."""
    today = uow.clock.today()
    arrested = {"arrested_at": exactly(today, time="18:30")}
    matters.record_event(matter, kind="arrested", applicants=[whom.id], facts=arrested, uow=uow)
    brother = places.add_place(matter, PlaceRole.RELATIVE, name="Anar Mürsəlzadə", language="az", uow=uow)
    for row in (whom, brother):
        file = queries.client_file(row, uow=uow)
        if file is not None:
            custody.keep(matter, file, Custody(place="Police station 22, Nəsimi", since=today), uow=uow)
