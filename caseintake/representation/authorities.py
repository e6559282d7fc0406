"""Engagements, domestic powers and the Court's pages: recording what happened on paper, never more.

What happened is recorded by one person, at once. A missing date or reason makes it amber (`kinds.checks`).
"""

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.matters import queries
from caseintake.matters.codenames import WORDS
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant, ClientFile, Matter
from caseintake.matters.refusal import refuse_if
from caseintake.people import lifecycle
from caseintake.representation import numbers
from caseintake.representation.kinds import (
    AUTHORITIES,
    FORM_VERSION,
    GONE,
    AgreedHow,
    Done,
    Facts,
    Mark,
    PageKind,
    PowerKind,
    Step,
    Waits,
    checks,
    gone,
    ink,
    waits,
)
from caseintake.representation.model import DomesticPower, Engagement, HandoverTick, InkPage
from caseintake.storage import scalars_in
from caseintake.work import UnitOfWork

R = TypeVar("R", Engagement, DomesticPower, InkPage, HandoverTick)


@dataclass(frozen=True, slots=True)
class Line:
    """One applicant in the list: the page that counts, what it waits for, what is wrong with its ink.

    ``file`` None: closed to who asks, so nothing of its pages is known.
    """

    applicant: Applicant
    file: ClientFile | None
    pages: tuple[InkPage, ...]
    page: InkPage | None
    waits: Waits
    checks: tuple[str, ...]


def of_files(model: type[R], files: Iterable[ClientFile], *, uow: UnitOfWork) -> dict[UUID, list[R]]:
    """Rows by client file. A row that lies in another vault than its file was put there by nobody of ours."""
    owners = queries.owners(files, uow=uow)  # what was made one with a file is the same person's
    found: dict[UUID, list[R]] = defaultdict(list)
    for row in scalars_in(select(model), model.client_file_id, owners, uow.session):
        whose, vault_id = owners[row.client_file_id]
        if row.vault_id == vault_id:
            found[whose].append(row)
    return found


def lines(matter: Matter, *, facts_changed_on: date | None = None, uow: UnitOfWork) -> list[Line]:
    """Every applicant still in the case, with the authority that counts. As many statements for 3 as for 400."""
    rows = [
        row for row in queries.applicants(matter, uow=uow) if lifecycle.state_of(row.moves) in lifecycle.IN_THE_CASE
    ]
    return lines_of(rows, queries.client_files(rows, uow=uow), facts_changed_on=facts_changed_on, uow=uow)


def lines_of(
    rows: Sequence[Applicant],
    files: Mapping[UUID, ClientFile],
    *,
    facts_changed_on: date | None = None,
    uow: UnitOfWork,
) -> list[Line]:
    """As `lines`, of these applicants and the files of theirs that open."""
    pages = of_files(InkPage, files.values(), uow=uow)
    found = []
    for row in rows:
        file = files.get(row.id)
        own = [page for page in pages.get(file.id, ()) if page.applicant_id == row.id] if file is not None else []
        own.sort(key=_order)
        page = counting(own)
        against = facts_of(row, file, facts_changed_on)
        wrong = checks(page, against) if page is not None else ()
        found.append(Line(row, file, tuple(own), page, waits(page), wrong))
    return found


def facts_of(row: Applicant, file: ClientFile | None, changed_on: date | None) -> Facts:
    """What the pages of this applicant are checked against."""
    if file is None:
        return Facts(facts_changed_on=changed_on, died=not lifecycle.alive(row.moves))
    return Facts(file.born_on, changed_on, not lifecycle.alive(row.moves), file.died_on)


def _order(page: InkPage) -> tuple[date, int, str]:
    """As they came into being; those of one day in the order of the form."""
    return page.steps[0].noted_on if page.steps else date.max, list(PageKind).index(page.what), page.number


def counting(pages: Iterable[InkPage]) -> InkPage | None:
    """The authority that counts: the one with most ink among those not gone, else the last that is gone."""
    own = [page for page in pages if page.what in AUTHORITIES]
    living = [page for page in own if gone(page) is None]
    signed = [page for page in living if ink(page, Step.SIGNED_BY_APPLICANT) is not None]
    for some in (signed, living, own):
        if some:
            return some[-1]
    return None


# --- the Court's pages ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which page of which form, and for whom it speaks."""

    what: PageKind = PageKind.AUTHORITY
    form_version: str = FORM_VERSION
    representative: UUID | None = None
    representative_name: str = ""


def prepare(
    some: Sequence[tuple[Applicant, ClientFile]], wanted: Wanted, *, batch_id: UUID | None = None, uow: UnitOfWork
) -> list[InkPage]:
    """A page for each of these applicants, with a number and a meeting word. Nothing is printed or signed by this.

    One that is still to be printed is used and not made twice. Raises `Refusal` where nobody is represented.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    nobody = wanted.representative is None and not wanted.representative_name
    refuse_if(
        *([] if some else [Fault("numbers", "nobody")]),
        *([Fault("representative", "needed")] if wanted.what in AUTHORITIES and nobody else []),
    )
    known = of_files(InkPage, [file for _row, file in some], uow=uow)
    taken = {page.number for rows in known.values() for page in rows}
    made = []
    for row, file in some:
        page = next((one for one in known.get(file.id, ()) if _waiting(one, row, wanted)), None)
        if page is None:
            number = numbers.draw(taken)
            taken.add(number)
            page = InkPage(
                vault_id=file.vault_id,
                client_file_id=file.id,
                applicant_id=row.id,
                what=wanted.what,
                form_version=wanted.form_version,
                representative=wanted.representative,
                representative_name=wanted.representative_name,
                number=number,
                word=meeting_word(),
            )
            uow.add(page)
        page.batch_id = batch_id
        made.append(page)
    uow.say("pages for ink prepared")
    uow.flush()
    return made


def meeting_word() -> str:
    """Two plain words by chance: who says them at the meeting is the person the sheet is for."""
    return f"{secrets.choice(WORDS).lower()} {secrets.choice(WORDS).lower()}"


def _waiting(page: InkPage, row: Applicant, wanted: Wanted) -> bool:
    same = (page.what, page.representative, page.representative_name, page.form_version)
    asked = (wanted.what, wanted.representative, wanted.representative_name, wanted.form_version)
    return page.applicant_id == row.id and same == asked and waits(page) in (Waits.TO_PRINT, Waits.TO_HAND_OUT)


def note(pages: Collection[InkPage], step: Step, *, on: date | None, words: str = "", uow: UnitOfWork) -> None:
    """The same happened to these pages on one day. Of ink, ``on`` is the day written by hand; None: none is written.

    Raises `Refusal` for a day that has not come, and where anything but ink has no day.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    today = uow.clock.today()
    inked = step in (Step.SIGNED_BY_APPLICANT, Step.SIGNED_BY_REPRESENTATIVE)
    refuse_if(
        *([] if pages else [Fault("numbers", "nobody")]),
        *([Fault("on", "future")] if on is not None and on > today else []),
        *([Fault("on", "needed")] if on is None and not inked else []),
        *([Fault("words", "needed")] if step in (Step.WITH_COLLECTOR, Step.ORIGINAL) and not words.strip() else []),
    )
    done = Done(step, on, uow.actor.id, today, words.strip())
    for page in pages:
        page.steps += (done,)
    uow.say(_SAID.get(step, "a step of a page for ink recorded"))
    uow.flush()


_SAID = dict.fromkeys(GONE, "a page for ink is gone") | {
    Step.SIGNED_BY_APPLICANT: "ink of an applicant recorded",
    Step.SIGNED_BY_REPRESENTATIVE: "ink of a representative recorded",
}


def take_back(page: InkPage, number: int, *, reason: str, uow: UnitOfWork) -> None:
    """A step recorded by mistake counts no more, and stays to be seen. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(
        *([] if reason.strip() else [Fault("reason", "needed")]),
        *([] if 0 <= number < len(page.steps) and not page.steps[number].taken_back else [Fault("reason", "stranger")]),
    )
    steps = list(page.steps)
    steps[number] = msgspec.structs.replace(steps[number], taken_back=reason.strip())
    page.steps = tuple(steps)
    uow.say("a step of a page for ink taken back")
    uow.flush()


def describe_signer(page: InkPage, *, signer: str, why: str, mark: Mark | None, uow: UnitOfWork) -> None:
    """Who signed in the applicant's place and why, or that it is a mark before witnesses."""
    policy.require(uow.actor, Action.FACT_RECORD)
    page.signer, page.signer_why, page.mark = signer.strip(), why.strip(), mark
    uow.say("who signed a page recorded")
    uow.flush()


def page_of(file: ClientFile, page_id: UUID, *, uow: UnitOfWork) -> InkPage:
    """A page of this very file. Raises `NotVisible`."""
    row = uow.session.get(InkPage, page_id)
    if row is None or row.vault_id != file.vault_id:
        raise NotVisible
    return row


# --- engagement and domestic powers -----------------------------------------------------------------------------------


def engage(file: ClientFile, *, how: AgreedHow, agreed_on: date, scope: str = "", uow: UnitOfWork) -> Engagement:
    """Client and office agreed. It authorises nobody before any court. Raises `Refusal`."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(*([Fault("agreed_on", "future")] if agreed_on > uow.clock.today() else []))
    made = Engagement(vault_id=file.vault_id, client_file_id=file.id, how=how, agreed_on=agreed_on, scope=scope)
    uow.add(made)
    uow.say("engagement recorded")
    uow.flush()
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What is said of a domestic power."""

    kind: PowerKind
    forum: str
    lawyer: UUID | None = None
    lawyer_name: str = ""
    number: str = ""
    instance: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    original_where: str = ""


def record_power(file: ClientFile, said: Power, *, uow: UnitOfWork) -> DomesticPower:
    """A power for one lawyer before one forum. Raises `Refusal` without lawyer, or if it ends before it begins."""
    policy.require(uow.actor, Action.FACT_RECORD)
    ends_first = said.valid_from and said.valid_until and said.valid_until < said.valid_from
    refuse_if(
        *([] if said.lawyer or said.lawyer_name else [Fault("lawyer", "needed")]),
        *([] if said.forum else [Fault("forum", "needed")]),
        *([Fault("valid_until", "end_before_start")] if ends_first else []),
    )
    made = DomesticPower(
        vault_id=file.vault_id,
        client_file_id=file.id,
        kind=said.kind,
        lawyer=said.lawyer,
        lawyer_name=said.lawyer_name,
        forum=said.forum,
        number=said.number,
        instance=said.instance,
        valid_from=said.valid_from,
        valid_until=said.valid_until,
        original_where=said.original_where,
    )
    uow.add(made)
    uow.say("domestic power recorded")
    uow.flush()
    return made


def end(row: Engagement | DomesticPower, *, on: date, why: str, uow: UnitOfWork) -> None:
    """It ended: withdrawn, expired, given back. Raises `Refusal` without a reason."""
    policy.require(uow.actor, Action.FACT_RECORD)
    refuse_if(
        *([] if why.strip() else [Fault("why", "needed")]),
        *([Fault("on", "future")] if on > uow.clock.today() else []),
    )
    row.ended_on, row.ended_why = on, why.strip()
    uow.say("engagement ended" if isinstance(row, Engagement) else "domestic power ended")
    uow.flush()


def valid_on(power: DomesticPower, day: date) -> bool:
    """Whether a power reaches a day, as far as its dates say."""
    if power.ended_on is not None and power.ended_on <= day:
        return False
    begun = power.valid_from is None or power.valid_from <= day
    return begun and (power.valid_until is None or day <= power.valid_until)
