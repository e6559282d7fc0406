"""What clients agreed to and took back, one who was made to leave, and a file nobody may look at."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.demo.cast import Cast
from caseintake.demo.letters import LETTERS, Fate
from caseintake.documents import setting_aside
from caseintake.documents.service import documents_in
from caseintake.intake import consenting, papers, returning, withdrawal
from caseintake.intake.drafts import Agreed
from caseintake.intake.model import Conversation, HowGiven, Whose, Wish
from caseintake.intake.withdrawal import Found
from caseintake.matters import queries
from caseintake.matters.model import ClientFile
from caseintake.vault.holders import VaultKind
from caseintake.work import UnitOfWork

#: How many days ago the answers were given; the day after, somebody is made to leave, and a lawyer asks her.
AGO: Final = 4
_LAWYER: Final = "leyla"
_CASE: Final = "Juniper 41"
#: Applicants by number, with what they said to the lawyer's face.
_SAID: Final = {1: ("strasbourg", "domestic"), 2: ("strasbourg", "domestic", "statistics"), 11: ("strasbourg",)}
_OFFICER: Final = "gunay"


def tell(matters: Mapping[str, UUID], cast: Cast) -> None:
    """Three clients were asked face to face."""
    printed = papers.read(cast.office.settings)
    with cast.unit(_LAWYER) as uow:
        matter = queries.matter(matters[_CASE], uow=uow)
        people = [row for row in queries.applicants(matter, uow=uow) if row.number in _SAID]
        files = queries.client_files(people, uow=uow)
        for row in people:
            for use in _SAID[row.number]:
                text = printed.questionnaire.consent(use, "az")
                given = Agreed(use, True, text.version, "az", text.digest)
                review = cast.today + timedelta(days=180)
                consenting.take(files[row.id], given, HowGiven.READ_ALOUD, "", review, uow=uow)
        uow.commit()


def be_made_to_leave(cast: Cast) -> None:
    """A client whose case was taken stops, with somebody behind her."""
    code = cast.codes[_accepted()]
    keyring = returning.keyring_of(code, office=cast.office)
    with cast.office.unit(actor=returning.actor_of(code), keyring=keyring, write=True) as uow:
        returning.withdraw(Wish.STOP, 30, returning.own(uow=uow), uow=uow)
        uow.commit()


def _accepted() -> int:
    return next(number for number, letter in enumerate(LETTERS) if letter.fate is Fate.ACCEPTED)


def find_out(matters: Mapping[str, UUID], codename: str, lawyer: str, cast: Cast) -> None:
    """Her lawyer asks her the safe way: it was not her wish."""
    name = LETTERS[_accepted()].client
    with cast.unit(lawyer) as uow:
        people = queries.applicants(queries.matter(matters[codename], uow=uow), uow=uow)
        file = next(file for file in queries.client_files(people, uow=uow).values() if file.name == name)
        conversation = _conversation(file, uow)
        found = Found(
            Whose.PRESSURE,
            "Zəng rayon polisindən gəlib: ya ərizəni geri götürsün, ya qardaşı işini itirəcək. Dükanın arxasında "
            "görüşdük, razılaşdığımız sözü dedi. Ərizəni geri götürmək istəmir.",
            uow.clock.today() - timedelta(days=1),
            "Özü danışdı, qardaşı yanında idi",
        )
        withdrawal.settle_client(conversation, file, found, uow=uow)
        uow.commit()


def _conversation(file: ClientFile, uow: UnitOfWork) -> Conversation:
    assert file.conversation_id is not None
    return uow.session.get_one(Conversation, file.conversation_id)


def set_aside(cast: Cast) -> None:
    """Two legal officers are named, and an officer closes a file to all others without looking."""
    with cast.unit("nino") as uow:
        setting_aside.name_officers([cast.members[_LAWYER].id, cast.members["marc"].id], uow=uow)
        uow.commit()
    with cast.unit(_OFFICER) as uow:
        intake = uow.roster.office_vaults[VaultKind.INTAKE]
        waiting = uow.session.scalars(select(Conversation).order_by(Conversation.received_on, Conversation.id)).all()
        for row in waiting:
            files = documents_in(row.vault_id, uow=uow) if uow.keystore.can_open(row.vault_id) else []
            if files:
                setting_aside.set_aside(files[0], intake, uow=uow)
                uow.flush()
                (kept,) = setting_aside.set_aside_from(row.vault_id, intake, uow=uow)
                setting_aside.describe(
                    kept, "Açılmayıb. Göndərən sonradan yazdı ki, içində 16 yaşlı qızının şəkli ola bilər.", uow=uow
                )
                break
        uow.commit()
