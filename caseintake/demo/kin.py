"""Telling of people: a wife with a file of her own, a child and her guardians, a newspaper, a death, one name twice."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from caseintake.demo.cast import Cast
from caseintake.matters import places, queries, service
from caseintake.matters.model import Applicant, ClientFile, InMatter, Matter
from caseintake.matters.person import Channel, Contact, FileKind, Life, NameWish, PlaceRole
from caseintake.people import barriers, contacts, lives, relations
from caseintake.people.kinds import RelationKind, Wish
from caseintake.work import UnitOfWork

AGO: Final = 6
CASE: Final = "Juniper 41"
LEADS: Final = "leyla"


def tell(matters: Mapping[str, UUID], cast: Cast) -> None:
    """As who leads the case learned it, in one morning."""
    with cast.unit(LEADS) as uow:
        matter = queries.matter(matters[CASE], uow=uow)
        rows = queries.applicants(matter, uow=uow)
        files = queries.client_files(rows, uow=uow)
        _wife(matter, files[rows[2].id], uow)
        _child(matter, cast.today, uow)
        _newspaper(matter, uow)
        _death(matter, rows[4], files[rows[4].id], cast.today, uow)
        _leaves(matter, rows[7], files[rows[7].id], cast.today, uow)
        _twin(matter, files[rows[0].id], uow)
        wish = NameWish(asked_on=cast.today - timedelta(days=AGO), why="His sources would be found through his name.")
        lives.wish_name_kept(files[rows[10].id], wish, uow=uow)
        uow.commit()


def _file(row: InMatter, uow: UnitOfWork) -> ClientFile:
    file = queries.client_file(row, uow=uow)
    assert file is not None
    return file


def _wife(matter: Matter, husband: ClientFile, uow: UnitOfWork) -> None:
    """He told us of her; she does not wish that he learns what she told us herself."""
    her = _file(
        places.add_place(
            matter,
            PlaceRole.RELATIVE,
            name="Lalə Həsənzadə",
            language="az",
            contact="At the pharmacy where her sister works, mornings",
            restricted=True,
            uow=uow,
        ),
        uow,
    )
    her.woman_lawyer, her.household_risk = True, "Her husband reads her telephone. Nothing on paper at home."
    husbands = Contact(channel=Channel.WHATSAPP, value="+994 50 555 01 02", whose="shared with her husband", never=True)
    contacts.add(her, husbands, uow=uow)
    relations.record(husband, RelationKind.SOURCE, her, uow=uow)
    relations.record(husband, RelationKind.SPOUSE, her, uow=uow)
    barriers.add(her, matter, who=husband.id, why="He does not know that she wrote to us herself.", uow=uow)


def _child(matter: Matter, today: date, uow: UnitOfWork) -> None:
    """A pupil of seventeen: she comes of age soon, and her father stands on the other side."""
    born = (today + timedelta(days=40)).replace(day=12)
    row = service.add_applicant(
        matter, name="Aysel Rüstəmova", language="az", born_on=born.replace(year=born.year - 18), uow=uow
    )
    child = _file(row, uow)
    mother = _file(places.add_place(matter, PlaceRole.GUARDIAN, name="Sevinc Rüstəmova", language="ru", uow=uow), uow)
    father = _file(places.add_place(matter, PlaceRole.GUARDIAN, name="Kamil Rüstəmov", language="az", uow=uow), uow)
    relations.record(mother, RelationKind.PARENT, child, uow=uow)
    relations.record(
        father, RelationKind.PARENT, child, conflict=True, note="Works for the ministry that is sued.", uow=uow
    )


def _newspaper(matter: Matter, uow: UnitOfWork) -> None:
    row = service.add_applicant(matter, name="“Səhər” newspaper", uow=uow)
    paper = _file(row, uow)
    paper.kind, paper.registered = FileKind.ORGANISATION, "Baku, 2009, number struck off in 2014"
    signs = _file(
        places.add_place(matter, PlaceRole.REPRESENTATIVE, name="Мехрибан Садыгова", language="ru", uow=uow), uow
    )
    relations.record(signs, RelationKind.MAY_SIGN, paper, uow=uow)


def _death(matter: Matter, row: Applicant, file: ClientFile, today: date, uow: UnitOfWork) -> None:
    """Two heirs, each asked by herself: one goes on, one has not decided."""
    found = []
    for name in ("Gülər Səfərli", "Elçin Səfərli"):
        heir = _file(places.add_place(matter, PlaceRole.HEIR, name=name, language="az", uow=uow), uow)
        found.append(relations.record(heir, RelationKind.HEIR, file, uow=uow))
    lives.move(row, file, matter, Life.DIED, on=today - timedelta(days=AGO + 9), uow=uow)
    lives.record_wish(found[0], Wish.PURSUE, today - timedelta(days=AGO), uow=uow)
    lives.record_wish(found[1], Wish.UNDECIDED, today - timedelta(days=AGO), uow=uow)
    lives.move(row, file, matter, Life.HEIRS_PURSUE, on=today - timedelta(days=AGO), uow=uow)


def _leaves(matter: Matter, row: Applicant, file: ClientFile, today: date, uow: UnitOfWork) -> None:
    why = "She has found work at a school and does not want to be asked about it again. Said so to her lawyer, alone."
    lives.move(row, file, matter, Life.LEFT, on=today - timedelta(days=AGO), why=why, uow=uow)


def _twin(matter: Matter, file: ClientFile, uow: UnitOfWork) -> None:
    """Somebody wrote the same client down a second time, from a Russian paper."""
    service.add_applicant(matter, name=file.spellings.ru or file.name, contact=file.contact, uow=uow)
