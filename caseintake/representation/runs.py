"""Signature runs: sheets that go out together with one collector to one place, and what comes back.

A collector may be searched: what she carries shows numbers and meeting words, and no name but on the Court's page
itself, one envelope a person.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from caseintake.access import policy
from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant, ClientFile, Matter
from caseintake.matters.refusal import refuse_if
from caseintake.representation import authorities
from caseintake.representation.authorities import Wanted
from caseintake.representation.kinds import GONE, PageKind, Step, gone, last
from caseintake.representation.model import InkPage, SignatureBatch
from caseintake.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a batch, and whose it is."""

    applicant: Applicant
    file: ClientFile
    page: InkPage


def make(
    matter: Matter,
    some: Sequence[tuple[Applicant, ClientFile]],
    kinds: Collection[PageKind],
    wanted: Wanted,
    *,
    place: str,
    collector: str,
    uow: UnitOfWork,
) -> SignatureBatch:
    """A batch for one place and collector: a sheet for each person and page. Raises `Refusal`."""
    refuse_if(
        *([] if kinds else [Fault("kinds", "needed")]),
        *([] if place.strip() else [Fault("place", "needed")]),
        *([] if collector.strip() else [Fault("collector", "needed")]),
    )
    batch = SignatureBatch(
        vault_id=matter.vault_id,
        matter_id=matter.id,
        place=place.strip(),
        collector=collector.strip(),
        made_on=uow.clock.today(),
    )
    uow.add(batch)
    uow.flush()
    word: dict[UUID, str] = {}
    for kind in PageKind:
        if kind in kinds:
            pages = authorities.prepare(some, replace(wanted, what=kind), batch_id=batch.id, uow=uow)
            for page in pages:  # one person, one envelope, one word
                page.word = word.setdefault(page.client_file_id, page.word)
    uow.say("batch of pages for ink made")
    uow.flush()
    return batch


def batches(matter: Matter, *, uow: UnitOfWork) -> list[SignatureBatch]:
    """Every batch of a matter, the newest first."""
    own = uow.session.scalars(queries.kept_by(matter, SignatureBatch))
    return sorted(own, key=lambda row: (row.made_on, row.id), reverse=True)


def batch(matter: Matter, id: UUID, *, uow: UnitOfWork) -> SignatureBatch:
    """One of this very matter. Raises `NotVisible`."""
    row = uow.session.get(SignatureBatch, id)
    if row is None or row.vault_id != matter.vault_id:
        raise NotVisible
    return row


def sheets(matter: Matter, *, uow: UnitOfWork) -> list[Sheet]:
    """Every sheet of a matter that opens, in the order of the applicants."""
    rows = queries.applicants(matter, uow=uow)
    lines = authorities.lines_of(rows, queries.client_files(rows, uow=uow), uow=uow)
    return [Sheet(line.applicant, line.file, page) for line in lines if line.file for page in line.pages]


def of_batch(row: SignatureBatch, among: Iterable[Sheet]) -> list[Sheet]:
    """The sheets of one batch."""
    return [sheet for sheet in among if sheet.page.batch_id == row.id]


def note(some: Sequence[Sheet], step: Step, *, on: date | None, words: str = "", uow: UnitOfWork) -> list[Sheet]:
    """The same happened to these sheets. Of a batch that is lost or seized, what came back before is left as it is.

    Answers the sheets it was recorded for.
    """
    policy.require(uow.actor, Action.FACT_RECORD)
    meant = [one for one in some if not (step in GONE and (_safe(one.page) or gone(one.page)))]
    authorities.note([one.page for one in meant], step, on=on, words=words, uow=uow)
    return meant


def _safe(page: InkPage) -> bool:
    """The original is in hand: no seizure of a batch reaches it."""
    return last(page.steps, Step.ORIGINAL) is not None
