"""A pattern over two years: what was done to the people of one case, after each hearing again. And an article more."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from caseintake.demo.cast import Cast
from caseintake.incidents import service
from caseintake.incidents.kinds import Doer, IncidentKind, Origin, PlaceKind
from caseintake.incidents.model import Told
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.facts import Certainty, DateFact, Precision, exactly
from caseintake.matters.model import Applicant

AGO: Final = 1
CASE: Final = "Juniper 41"
LAWYER: Final = "leyla"

_K = IncidentKind
#: What was done, so many days ago, to whom (by number), by whom, where, and what is said of it.
DONE: Final = (
    (_K.INTERCEPTION, 690, (1, 2, 3, 4, 5), Doer.SECURITY, PlaceKind.ONLINE, "Transcript read aloud in another case"),
    (_K.SPYWARE, 610, (1,), Doer.UNKNOWN, PlaceKind.ONLINE, "Notice of the maker of the telephone"),
    (_K.SPYWARE, 602, (2,), Doer.UNKNOWN, PlaceKind.ONLINE, "Traces found by the laboratory"),
    (_K.FOLLOWED, 598, (1, 6), Doer.POLICE, PlaceKind.STREET, "The same car on three evenings"),
    (_K.SMEAR, 560, (1, 2, 11), Doer.MEDIA, PlaceKind.ONLINE, "Called agents of foreign money on television"),
    (_K.SUMMONS, 430, (3, 4, 5, 7), Doer.PROSECUTOR, PlaceKind.OFFICIAL, "Asked about the complaint, no paper given"),
    (_K.SEARCH, 421, (11,), Doer.POLICE, PlaceKind.HOME, "Two telephones taken, record without a lawyer"),
    (_K.TRAVEL_BAN, 415, (11, 12), Doer.BORDER, PlaceKind.BORDER, "Told at the airport"),
    (_K.ACCOUNT_TAKEOVER, 330, (12, 13), Doer.UNKNOWN, PlaceKind.ONLINE, "Code by message that never came"),
    (_K.RELATIVES, 250, (2,), Doer.OTHER_AUTHORITY, PlaceKind.WORK, "Brother dismissed from school"),
    (_K.SUMMONS, 180, (1, 8, 9), Doer.POLICE, PlaceKind.OFFICIAL, "By telephone, for a talk"),
    (_K.PRESSURE, 172, (8, 9), Doer.POLICE, PlaceKind.OFFICIAL, "Told to withdraw the complaint"),
    (_K.DETENTION, 120, (13,), Doer.POLICE, PlaceKind.CUSTODY, "Eleven hours, no record"),
    (_K.FOLLOWED, 96, (1, 2), Doer.UNKNOWN, PlaceKind.STREET, "Two men before the house"),
    (_K.SMEAR, 61, (8, 9, 14), Doer.MEDIA, PlaceKind.ONLINE, "Photographs of the family in a channel"),
    (_K.SPYWARE, 58, (14, 15, 16), Doer.UNKNOWN, PlaceKind.ONLINE, "Traces found by the laboratory"),
)  # fmt: skip


def tell(found: Mapping[str, UUID], cast: Cast) -> None:
    """Record all of it, one thing in a client's file alone; those it shows pressure on complain of Article 34 too."""
    with cast.unit(LAWYER) as uow:
        matter = queries.matter(found[CASE], uow=uow)
        people = {row.number: row for row in queries.applicants(matter, uow=uow)}
        privacy = next(row for row in queries.complaints(matter, uow=uow) if row.article == "8")
        for article, numbers, what in (
            ("13+8", range(1, 10), "No court could say who listened"),
            ("34", (8, 9), "Told to withdraw"),
        ):
            whose = [people[number].id for number in numbers]
            matters.record_complaint(matter, state="AZ", article=article, what=what, applicants=whose, uow=uow)
        for told in _said(people, privacy.id, cast.today):
            service.record(matter, told, uow=uow)
        own = Told(
            kind=_K.HIDDEN_CAMERA,
            on=DateFact(
                earliest=date(cast.today.year - 1, 1, 1),
                latest=date(cast.today.year - 1, 12, 31),
                precision=Precision.BETWEEN,
                written=f"{cast.today.year - 1}",
            ),
            place_kind=PlaceKind.HOME,
            applicants=(people[2].id,),
            note="A hole in the lamp. She does not want the others to know.",
        )
        service.record(matter, own, only_for=people[2], uow=uow)
        uow.commit()


def _said(people: Mapping[int, Applicant], complaint: UUID, today: date) -> Iterator[Told]:
    for kind, ago, numbers, actor, where, note in DONE:
        day = today - timedelta(days=ago)
        month = day.replace(day=1)
        about = DateFact(
            earliest=month,
            latest=(month + timedelta(days=31)).replace(day=1) - timedelta(days=1),
            precision=Precision.MONTH,
            written=month.isoformat()[:7],
        )
        laboratory = kind is _K.SPYWARE
        yield Told(
            kind=kind,
            on=exactly(day) if ago % 2 else about,
            place_kind=where,
            actor=actor,
            origin=Origin.LABORATORY if laboratory else Origin.CLIENT,
            certainty=Certainty.PROVEN if laboratory else Certainty.BELIEVED,
            applicants=tuple(people[number].id for number in numbers if not people[number].restricted),
            complaints=(complaint,) if where is PlaceKind.ONLINE else (),
            note=note,
        )
