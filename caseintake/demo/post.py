"""Letters to the demo office: written, sent and answered through the services of intake."""

import secrets
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.demo.cast import Cast
from caseintake.demo.letters import Fate, Letter, Told
from caseintake.demo.papers import page, received
from caseintake.intake import drafts, papers, returning, sending, service
from caseintake.intake.drafts import Agreed, Content, DraftedFile
from caseintake.intake.model import Conversation, Wish
from caseintake.intake.papers import Papers
from caseintake.intake.receipts import new_code
from caseintake.matters import queries
from caseintake.vault.tables import Receipt
from caseintake.work import UnitOfWork

#: Who answers, and how many days after the letter came.
_OFFICERS: Final = ("gunay", "mariam")
ANSWERED_AFTER: Final = 2
#: How many days after the answer somebody wrote again.
AGAIN_AFTER: Final = 3
_STATEMENT: Final = "what_happened"


def send(number: int, letter: Letter, cast: Cast) -> None:
    """One person draws a code, writes, and sends."""
    printed = papers.read(cast.office.settings)
    code = new_code()
    content = _content(letter, printed, cast)
    if letter.file:
        with received(cast.office, **{letter.file: page(letter.file, "Sent with a letter")}) as arrived:
            arrived.hold(drafts.expiry(cast.office))
            content = Content(
                content.language, content.answers, content.consents, tuple(DraftedFile(one) for one in arrived.files)
            )
    drafts.begin(code, content, office=cast.office)
    sending.submit(code, papers=printed, office=cast.office)
    cast.codes[number] = code


def _content(letter: Letter, printed: Papers, cast: Cast) -> Content:
    answers: dict[str, tuple[str, ...]] = {name: (value,) for name, value in letter.answers.items()}
    answers[_STATEMENT] = (letter.text,)
    for told in letter.told:
        answers |= _boxes(told, cast)
    return Content(letter.language, answers, (_agreed("intake", letter, printed),))


def _agreed(use: str, letter: Letter, printed: Papers) -> Agreed:
    text = printed.questionnaire.consent(use, letter.language)
    return Agreed(use, agreed=True, version=text.version, language=letter.language, digest=text.digest)


def _boxes(told: Told, cast: Cast) -> dict[str, tuple[str, ...]]:
    day = cast.today - timedelta(days=told.ago)
    parts = {"precision": told.precision, "month": str(day.month), "year": str(day.year)}
    if told.precision == "day":
        parts["day"] = str(day.day)
    if told.anchor_note:
        parts["anchor_note"] = told.anchor_note
    return {f"{told.question}-{part}": (value,) for part, value in parts.items()}


def answer(number: int, letter: Letter, cast: Cast) -> None:
    """What an officer did with it."""
    with cast.unit(_OFFICERS[number % len(_OFFICERS)]) as uow:
        found = _conversation(number, cast, uow)
        service.take(found, uow=uow)
        once = secrets.token_hex(16)
        match letter.fate:
            case Fate.ANSWERED:
                service.answer(found, letter.reply, once=once, uow=uow)
            case Fate.WAITING:
                by = cast.today + timedelta(days=6)
                service.ask(found, letter.reply, letter.needed, by, once=once, uow=uow)
            case Fate.WROTE_AGAIN:
                service.ask(found, letter.reply, letter.needed, None, once=once, uow=uow)
            case Fate.DECLINED:
                kept = cast.today + timedelta(days=30)
                service.decline(found, letter.reply, kept, once=once, uow=uow)
            case Fate.REFERRED:
                service.refer(found, letter.reply, once=once, uow=uow)
            case _:
                pass
        uow.commit()


def _conversation(number: int, cast: Cast, uow: UnitOfWork) -> Conversation:
    """The conversation of a letter, by the code that only the demo has kept."""
    receipt = cast.codes[number].id
    statement = select(Conversation.id).join(Receipt, Receipt.vault_id == Conversation.vault_id)
    return service.find(uow.session.scalars(statement.where(Receipt.id == receipt)).one(), uow=uow)


def accept(numbers: dict[int, Letter], matter_id: UUID, officer: str, cast: Cast) -> None:
    """Take these letters into a case, each as an applicant with an own client file."""
    with cast.unit(officer) as uow:
        matter = queries.matter(matter_id, uow=uow)
        for number, letter in numbers.items():
            service.accept_into(
                _conversation(number, cast, uow),
                matter,
                name=letter.client,
                text=letter.reply,
                once=secrets.token_hex(16),
                uow=uow,
            )
        uow.commit()


def come_back(number: int, letter: Letter, cast: Cast) -> None:
    """The person returns with the code: to add, to agree to more, or to leave."""
    code = cast.codes[number]
    keyring = returning.keyring_of(code, office=cast.office)
    assert keyring is not None
    printed = papers.read(cast.office.settings)
    with cast.office.unit(actor=returning.actor_of(code), keyring=keyring, write=True) as uow:
        own = returning.own(uow=uow)
        for use in letter.also:
            returning.change_consent(_agreed(use, letter, printed), own, uow=uow)
        if letter.fate is Fate.WITHDRAWN:
            returning.withdraw(Wish.DELETE, 30, own, uow=uow)
        elif letter.addition:
            content = Content(letter.language, addition=letter.addition)
            returning.write(content, secrets.token_hex(16), own, uow=uow)
        uow.commit()
