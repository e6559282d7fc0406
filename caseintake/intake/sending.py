"""Sending: a draft becomes a conversation in one write, or nothing happens at all."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.intake import drafts
from caseintake.intake.answers import Checked, check
from caseintake.intake.drafts import Agreed, Content, DraftedFile, DraftGone, Opened
from caseintake.intake.earliest import earliest_last_day, week_of
from caseintake.intake.events import ConversationOpened
from caseintake.intake.model import (
    ANY_DAY,
    DATED,
    URGENT,
    URGENT_ANY_DAY,
    Answer,
    Consent,
    Conversation,
    Message,
    MessageKind,
    SentFile,
    State,
    ToldDate,
)
from caseintake.intake.papers import Papers
from caseintake.intake.questionnaire import Questionnaire
from caseintake.intake.receipts import Code
from caseintake.intake.told_contact import LANGUAGE, OTHER
from caseintake.kernel.actor import Actor
from caseintake.kernel.ids import new_id, new_ref
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.keystore import Keystore
from caseintake.vault.prepared import PreparedVault, prepare, take_over
from caseintake.vault.tables import Receipt
from caseintake.work import Office, UnitOfWork

#: The consent without which nobody may read.
READING: Final = "intake"
STATEMENT: Final = "what_happened"
DECISION: Final = "decision_what"
TRIES: Final = 4
_RECEIPT: Final = select(Receipt.id).where(Receipt.id == bindparam("code"))


class Missing(StrEnum):
    """What a first contact cannot be sent without."""

    CONSENT = "consent"
    ANYTHING = "anything"
    ANSWERS = "answers"


class NotReady(ValueError):
    """The draft cannot be sent yet; nothing is lost."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(missing.value)
        self.missing = missing


def checked(content: Content, questionnaire: Questionnaire, office: Office) -> Checked:
    """All answers of a draft held against all questions."""
    return check(questionnaire, questionnaire.fields(), content.answers, office.clock.today())


def refuse_unready(content: Content, answers: Checked) -> None:
    """Raises `NotReady` with the first thing that is missing."""
    if not any(given.use == READING and given.agreed for given in content.consents):
        raise NotReady(Missing.CONSENT)
    if answers.problems:
        raise NotReady(Missing.ANSWERS)
    if not content.files and not any(text.strip() for text in answers.texts.values()):
        raise NotReady(Missing.ANYTHING)


def was_sent(code: Code, *, uow: UnitOfWork) -> bool:
    """Whether a conversation hangs on this code already."""
    return uow.session.connection().scalar(_RECEIPT, {"code": code.id}) is not None


def submit(code: Code, *, papers: Papers, office: Office) -> bool:
    """Send the draft of this code. True if it was sent now, False if it had been sent before.

    Raises `DraftGone`, `NotReady`, a `VaultError` when a key does not verify; then the draft is still there.
    """
    for _ in range(TRIES):
        with office.unit() as uow:
            # The draft first: sending takes it away and makes the receipt in one act, so who finds no draft and then no
            # receipt has really never sent. The other way round, a second press could be told that nothing waits.
            draft = drafts.read(code, uow=uow)
            if was_sent(code, uow=uow):
                return False
            if draft is None:
                raise DraftGone
            answers = checked(draft.content, papers.questionnaire, office)
            refuse_unready(draft.content, answers)
            keyring = Keyring.receipt(code.id, code.secret(draft.salt))
            vault = _vault(keyring, uow)
        try:
            if _send(code, draft, answers, vault, keyring, papers, office):
                return True
        except IntegrityError:
            # Another process sent the same form a moment ago and has made this very receipt.
            return False
    raise drafts.Crowded


def _vault(keyring: Keyring, uow: UnitOfWork) -> PreparedVault:
    """The conversation's vault with all its keys: made while others may write, for it takes longest."""
    assert keyring.holder is not None
    intake = Holder.vault(uow.roster.office_vaults[VaultKind.INTAKE])
    keystore = Keystore(uow.session, keyring, uow.roster, uow.office.verified)
    return prepare(VaultKind.CONVERSATION, [keyring.holder, intake], keystore=keystore)


def _send(
    code: Code,
    draft: Opened,
    answers: Checked,
    vault: PreparedVault,
    keyring: Keyring,
    papers: Papers,
    office: Office,
) -> bool:
    """False when the draft was taken or changed by another window since it was read, or a key has turned."""
    assert keyring.keys is not None
    hpke_public = keyring.keys.hpke_public
    with office.unit(actor=Actor("receipt", code.id), keyring=keyring, write=True) as uow:
        if not drafts.claim(draft, uow=uow):
            return False
        vault_id = take_over(vault, keystore=uow.keystore)
        if vault_id is None:
            return False
        uow.keystore.keep_receipt(code.id, vault_id, draft.salt, hpke_public)
        conversation = new_conversation(vault_id, draft.content.language, answers, papers, uow=uow)
        sent = keep_files(draft.content.files, conversation, uow=uow)
        uow.add(conversation, statement(conversation, answers, papers, sent, uow=uow))
        uow.add(*(consent_record(conversation, given, "form", uow) for given in draft.content.consents))
        uow.link_intake(vault_id)
        uow.say("first contact")
        uow.emit(ConversationOpened(conversation.id, answers.urgent))
        uow.commit()
    return True


def new_conversation(
    vault_id: UUID, language: str, answers: Checked, papers: Papers, *, uow: UnitOfWork, id: UUID | None = None
) -> Conversation:
    """A conversation as pressing as its first answers make it. Its vault is there already."""
    facts = papers.questionnaire.facts()
    told = {facts[question]: bounds for question, bounds in answers.bounds.items()}
    decision = bool(answers.texts.get(DECISION, "").strip())
    earliest = earliest_last_day(told, papers.law, decision=decision)
    any_day, dated = (URGENT_ANY_DAY, URGENT) if answers.urgent else (ANY_DAY, DATED)
    return Conversation(
        id=id or new_id(),
        vault_id=vault_id,
        state=State.NEW,
        open=1,
        received_on=uow.clock.today(),
        urgency=any_day if earliest is None else dated,
        possible_week=week_of(earliest) if earliest is not None else None,
        reference=new_ref(),
        language=language,
        foreign=OTHER in answers.choices.get(LANGUAGE, ()),
        urgent_because=urgent_because(answers, papers.questionnaire),
        earliest_last_day=earliest,
    )


def urgent_because(answers: Checked, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The ids of the chosen options that ask for an officer at once."""
    return tuple(
        option.id
        for field in questionnaire.fields()
        for option in field.options
        if option.urgent and option.id in answers.choices.get(field.id, ())
    )


def statement(
    conversation: Conversation,
    answers: Checked,
    papers: Papers,
    files: tuple[SentFile, ...] = (),
    *,
    uow: UnitOfWork,
    kind: MessageKind = MessageKind.STATEMENT,
    once: str = "",
) -> Message:
    """What was answered to the questions, as one message of the acting party."""
    facts = papers.questionnaire.facts()
    texts = [Answer(name, (text,)) for name, text in answers.texts.items() if name != STATEMENT and text.strip()]
    choices = [Answer(name, chosen) for name, chosen in answers.choices.items() if chosen]
    dates = tuple(
        ToldDate(question, facts[question], told, answers.bounds[question].earliest, answers.bounds[question].latest)
        for question, told in answers.dates.items()
    )
    return Message(
        vault_id=conversation.vault_id,
        conversation_id=conversation.id,
        kind=kind,
        text=answers.texts.get(STATEMENT, ""),
        written_at=uow.clock.now(),
        answers=(*texts, *choices),
        dates=dates,
        files=files,
        questionnaire=f"{papers.questionnaire.version} {papers.questionnaire.digest}",
        once=once,
    )


def keep_files(files: Iterable[DraftedFile], conversation: Conversation, *, uow: UnitOfWork) -> tuple[SentFile, ...]:
    """Make documents of drafted files in the conversation's vault. Raises `BlobMissing`."""
    documents_made: list[Document] = []
    for drafted in files:
        documents_made += documents.keep([drafted.file], conversation.vault_id, uow=uow, intimate=drafted.intimate)
    return tuple(SentFile(document.id, document.sha256) for document in documents_made)


def consent_record(conversation: Conversation, given: Agreed, how: str, uow: UnitOfWork) -> Consent:
    """One answer to one text as a record that proves it."""
    return Consent(
        vault_id=conversation.vault_id,
        conversation_id=conversation.id,
        use=given.use,
        agreed=given.agreed,
        scope=given.scope,
        text_version=given.version,
        text_language=given.language,
        text_digest=given.digest,
        how=how,
        given_on=uow.clock.today(),
    )
