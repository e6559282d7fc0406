"""What a client agrees to today, whoever wrote it down: she with the code, or one of us at her side.

Acts that cannot be taken back ask `require`; it refuses with the name of what is missing. The default for every use
is no.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.intake.consents import Given, standing
from caseintake.intake.drafts import Agreed
from caseintake.intake.model import Consent, ConsentTaken, Conversation, GoneOut, HowGiven, Message, MessageKind, State
from caseintake.intake.returning import WITH_A_CODE, day_of, given_of
from caseintake.matters import queries as matters
from caseintake.matters.kinds import Forum, TaskKind
from caseintake.matters.model import ClientFile, Filing, InMatter, Matter, Task
from caseintake.matters.tasks import add_task, finish, tasks_of
from caseintake.storage import scalars_in
from caseintake.vault.errors import ForgedRecord, VaultError
from caseintake.vault.holders import HolderKind
from caseintake.work import UnitOfWork

#: Days within which a lawyer looks through what runs, after a client changed an answer.
DAYS_TO_LOOK: Final = 7
#: Which consent a filing before this forum rests on.
USE_OF_FORUM: Final = dict.fromkeys(Forum, "domestic") | {
    Forum.ECHR: "strasbourg",
    Forum.EXECUTION: "strasbourg",
    Forum.UN: "un",
    Forum.HRC: "un",
}


class ConsentMissing(Exception):
    """The client has not agreed to this use, or not for this. Nothing was done."""

    def __init__(self, file_id: UUID, use: str, scope: str) -> None:
        super().__init__(use)
        self.file_id, self.use, self.scope = file_id, use, scope


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with the record it stands in. ``proven`` False: its signature does not fit, and it counts as no."""

    row: Consent | ConsentTaken
    given: Given | None

    @property
    def proven(self) -> bool:
        return self.given is not None

    @property
    def by_client(self) -> bool:
        """Given with the code, not through somebody of the office."""
        return self.row.how in WITH_A_CODE


def history(file: ClientFile, *, uow: UnitOfWork) -> list[Answer]:
    """Every answer of this client that opens, the newest first. None counts when one of them was changed since."""
    return histories([file], uow=uow)[file.id]


def histories(files: Iterable[ClientFile], *, uow: UnitOfWork) -> dict[UUID, list[Answer]]:
    """`history` of each of these clients by the id of the file: the same number of statements for one and for all."""
    asked = list(files)
    behind = matters.merged_into(asked, uow=uow)
    people = [*asked, *(each for one in behind.values() for each in one.opened)]
    taken = scalars_in(select(ConsentTaken), ConsentTaken.vault_id, {file.vault_id for file in people}, uow.session)
    talks = {row.id: row.vault_id for row in conversations(people, uow=uow).values()}
    told = scalars_in(select(Consent), Consent.vault_id, talks.values(), uow.session)
    every: list[Consent | ConsentTaken] = [*taken, *told]
    rows: dict[UUID, list[Consent | ConsentTaken]] = {}
    for row in every:
        rows.setdefault(row.vault_id, []).append(row)
    given = {row.id: _given(row, uow) for row in every}
    lost = any(one.kind in (Consent.__kind__, ConsentTaken.__kind__) for one in uow.damages)
    own_of = {}
    for file in people:
        talk = talks.get(file.conversation_id) if file.conversation_id is not None else None
        own = [*rows.get(file.vault_id, ()), *(rows.get(talk, ()) if talk is not None else ())]
        own_of[file.id] = [Answer(row, None if lost else given[row.id]) for row in own]
    found = {}
    for file in asked:  # what the same person said in a file that was made one with this counts as well
        every_one = [one for each in (file, *behind[file.id].opened) for one in own_of[each.id]]
        found[file.id] = sorted(every_one, key=lambda one: (one.row.given_on, one.row.id), reverse=True)
    return found


def conversations(files: Iterable[ClientFile], *, uow: UnitOfWork) -> dict[UUID, Conversation]:
    """The conversations of these clients that open, by their id."""
    ids = [file.conversation_id for file in files if file.conversation_id is not None]
    rows = scalars_in(select(Conversation), Conversation.id, ids, uow.session)
    uow.keystore.open({row.vault_id for row in rows})
    return {row.id: row for row in rows if uow.keystore.can_open(row.vault_id)}


def _given(row: Consent | ConsentTaken, uow: UnitOfWork) -> Given | None:
    try:
        return given_of(row, uow=uow)
    except ForgedRecord:
        return None


def current(answers: Iterable[Answer]) -> dict[str, Answer]:
    """The answer that counts for each use."""
    proven = {one.row.id: one for one in answers if one.given is not None}
    return {use: proven[given.id] for use, given in standing(one.given for one in proven.values() if one.given).items()}


def agrees(file: ClientFile, use: str, scope: str = "", *, uow: UnitOfWork) -> bool:
    """Whether the client agrees to this use today; ``scope``: for the firm, body or newspaper of this whole name."""
    return file.id in agreeing([file], use, scope, uow=uow)


def agreeing(files: Iterable[ClientFile], use: str, scope: str = "", *, uow: UnitOfWork) -> set[UUID]:
    """The ids of those client files whose client agrees to this use today, as `agrees` says of one."""
    found = counting(files, uow=uow)
    return {id for id, said in found.items() if use in said and said[use].row.agreed and _says(said[use], scope)}


def counting(files: Iterable[ClientFile], *, uow: UnitOfWork) -> dict[UUID, dict[str, Answer]]:
    """By client file: the answer that counts today for each use. None for somebody who wants out."""
    people = list(files)
    answers, still = histories(people, uow=uow), leaving(people, uow=uow)
    return {file.id: {} if file.id in still else current(answers[file.id]) for file in people}


def _says(answer: Answer, scope: str) -> bool:
    if not scope:
        return True
    return re.search(rf"(?<!\w){re.escape(_plain(scope))}(?!\w)", _plain(answer.row.scope)) is not None


def wants_out(file: ClientFile, *, uow: UnitOfWork) -> bool:
    """Somebody with the code asked to stop, and nobody has found out yet whose wish it was: everything stands still.

    So it does when the conversation is not there or was changed: she may have asked.
    """
    return file.id in leaving([file], uow=uow)


def leaving(files: Iterable[ClientFile], *, uow: UnitOfWork) -> set[UUID]:
    """The ids of those client files of which `wants_out` is true."""
    asked = list(files)
    behind = matters.merged_into(asked, uow=uow)
    people = [*asked, *(each for one in behind.values() for each in one.opened)]
    written = {file.id: file.conversation_id for file in people if file.conversation_id is not None}
    rows = {row.id: row for row in scalars_in(select(Conversation), Conversation.id, written.values(), uow.session)}
    uow.keystore.open({row.vault_id for row in rows.values()})
    still = {id for id, talk in written.items() if _stands_still(rows.get(talk))}
    return still | {id for id, one in behind.items() if one.closed or any(each.id in still for each in one.opened)}


def _stands_still(talk: Conversation | None) -> bool:
    try:
        return talk is None or (bool(talk.payload()) and talk.state is State.WITHDRAWAL)
    except VaultError:
        return True


def agreed_before(file: ClientFile, *, uow: UnitOfWork) -> list[str]:
    """The uses the client last said yes to, also while everything stands still."""
    return sorted(use for use, one in current(history(file, uow=uow)).items() if one.row.agreed)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def require(file: ClientFile, use: str, scope: str = "", *, uow: UnitOfWork) -> None:
    """Raises `ConsentMissing` unless the client agrees to this use, for this scope."""
    if not agrees(file, use, scope, uow=uow):
        raise ConsentMissing(file.id, use, scope)


def take(
    file: ClientFile, given: Agreed, how: HowGiven, present: str, review_on: date | None, *, uow: UnitOfWork
) -> None:
    """Write down an answer that was given to the acting person. It goes before all she could see."""
    policy.require(uow.actor, Action.CLIENT_ANSWER)
    uow.add(
        ConsentTaken(
            vault_id=file.vault_id,
            client_file_id=file.id,
            use=given.use,
            agreed=given.agreed,
            scope=given.scope,
            text_version=given.version,
            text_language=given.language,
            text_digest=given.digest,
            how=how,
            present=present,
            given_on=uow.clock.today(),
            review_on=review_on,
            replaces=tuple(one.row.id for one in history(file, uow=uow) if one.row.use == given.use),
        )
    )
    uow.say("consent taken")


# --- what a client changed, and who looks after it -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer the client changed with the code, which nobody of the office has looked after yet."""

    answer: Answer
    due_on: date


def waiting(file: ClientFile, *, uow: UnitOfWork) -> list[Waiting]:
    """Changes by the client that are somebody's task. It exists as soon as the change does: nobody must copy it."""
    done = {task.subject_id for task in tasks_of([file], uow=uow) if task.what is TaskKind.CONSENT_CHANGED}
    since = _taken_on(file, uow)
    return [
        Waiting(one, one.row.given_on + timedelta(days=DAYS_TO_LOOK))
        for one in history(file, uow=uow)
        if isinstance(one.row, Consent) and one.row.how == "code" and one.row.id not in done
        and one.row.given_on >= since
    ]  # fmt: skip


def _taken_on(file: ClientFile, uow: UnitOfWork) -> date:
    """The day the case was taken: what the person agreed to before was read when it was accepted."""
    found = uow.session.get(Conversation, file.conversation_id) if file.conversation_id is not None else None
    if found is None or not uow.keystore.can_open(found.vault_id):
        return date.min
    rows = uow.session.scalars(select(Message).where(Message.vault_id == found.vault_id))
    days = [day_of(row, uow=uow) for row in rows if row.kind is MessageKind.ACCEPTED]
    return min(days, default=date.min)


def looked_after(file: ClientFile, consent_id: UUID, *, uow: UnitOfWork) -> Task | None:
    """What runs for this use was looked through and the client was answered. None for what waits no more."""
    for one in waiting(file, uow=uow):
        if one.answer.row.id == consent_id:
            task = add_task(file, TaskKind.CONSENT_CHANGED, subject_id=consent_id, due_on=one.due_on, uow=uow)
            finish(task, uow=uow)
            return task
    return None


# --- what has left the office --------------------------------------------------------------------------------------


def note_gone_out(file: ClientFile, use: str, scope: str, what: str, on: date, *, uow: UnitOfWork) -> GoneOut:
    """A fact that happened is recorded in any case; whether a consent stood for it is recorded with it."""
    agreed = agreeing([file], use, scope, uow=uow)
    (row,) = note_all_gone_out([file], use, scope, what, on, agreed=agreed, uow=uow)
    return row


def note_all_gone_out(
    files: Iterable[ClientFile],
    use: str,
    scope: str,
    what: str,
    on: date,
    *,
    agreed: Collection[UUID],
    uow: UnitOfWork,
) -> list[GoneOut]:
    """The same about several clients. ``agreed`` are the files whose client `agreeing` says agrees."""
    policy.require(uow.actor, Action.CLIENT_ANSWER)
    rows = [
        GoneOut(
            vault_id=file.vault_id,
            client_file_id=file.id,
            use=use,
            scope=scope,
            what=what,
            on=on,
            agreed=file.id in agreed,
        )
        for file in files
    ]
    uow.add(*rows)
    uow.say("noted what went out")
    return rows


def gone_out(file: ClientFile, *, uow: UnitOfWork) -> list[GoneOut]:
    """What was written down as gone out, the latest first."""
    rows = uow.session.scalars(select(GoneOut).where(GoneOut.vault_id == file.vault_id))
    return sorted(rows, key=lambda row: (row.on, row.id), reverse=True)


def lodged_for(applicant_id: UUID, matter: Matter, *, uow: UnitOfWork) -> list[tuple[str, Filing]]:
    """The filings for this applicant, each with the use it rests on: what courts and Government have already."""
    running = [row for row in matters.proceedings(matter, uow=uow) if applicant_id in row.applicants]
    lodged = matters.filings(running, uow=uow)
    return [
        (USE_OF_FORUM[row.forum], filing)
        for row in running
        for filing in lodged[row.id]
        if not filing.applicants or applicant_id in filing.applicants
    ]


def without_consent(applicants: Iterable[UUID], forum: Forum, matter: Matter, *, uow: UnitOfWork) -> list[UUID]:
    """Of these applicants, those who have not agreed to a filing before this forum; never those closed to us."""
    wanted = set(applicants)
    people = [row for row in matters.applicants(matter, uow=uow) if row.id in wanted]
    files = matters.client_files(people, uow=uow)
    agreed = agreeing(files.values(), USE_OF_FORUM[forum], uow=uow)
    return [row.id for row in people if row.id in files and files[row.id].id not in agreed]


def closed_to(firm: str, applicants: Iterable[InMatter], *, uow: UnitOfWork) -> list[InMatter]:
    """Of these applicants, those who have not agreed that this firm reads; who is closed to us counts as no."""
    people = list(applicants)
    files = matters.client_files(people, uow=uow)
    agreed = agreeing(files.values(), "share_firm", firm, uow=uow)
    return [row for row in people if row.id not in files or files[row.id].id not in agreed]


def share(firm: str, applicants: Iterable[InMatter], *, uow: UnitOfWork) -> None:
    """Before another firm is given a key: every client it will read has agreed to it by name, and it is noted.

    Raises `ConsentMissing` for the first who has not.
    """
    people = list(applicants)
    for row in closed_to(firm, people, uow=uow):
        raise ConsentMissing(row.client_file_id, "share_firm", firm)
    files = {file.id: file for file in matters.client_files(people, uow=uow).values()}
    today = uow.clock.today()
    note_all_gone_out(files.values(), "share_firm", firm, "", today, agreed=files.keys(), uow=uow)


def by_person(row: ConsentTaken, *, uow: UnitOfWork) -> UUID | None:
    """Who took an answer; None where that is not proven."""
    try:
        author = uow.proof(row).author
    except ForgedRecord:
        return None
    return author.id if author.kind is HolderKind.PERSON else None
