"""The words of representation, and what follows from them. Pure.

An engagement is between client and office. A domestic power speaks for one lawyer before one forum. An authority for
the Court is ink on the Court's own page (Rule 36 § 1, Rule 47 § 3.1 (d) of the Rules of Court), and nothing else.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, Protocol
from uuid import UUID

import msgspec


class PageKind(StrEnum):
    """Which of the Court's own pages needs ink. The product draws none of them."""

    #: Section C of the application form: the representative of an individual.
    AUTHORITY = "authority"
    #: Section D: the representative of an organisation.
    AUTHORITY_ORGANISATION = "authority_organisation"
    #: The declaration and signature at the end of the form.
    DECLARATION = "declaration"
    #: The Court's separate form, only for a representative who came or changed after lodging.
    SEPARATE_AUTHORITY = "separate_authority"


#: Pages that make somebody the representative: two signatures.
AUTHORITIES: Final = frozenset({PageKind.AUTHORITY, PageKind.AUTHORITY_ORGANISATION, PageKind.SEPARATE_AUTHORITY})


class Step(StrEnum):
    """What happened to one page of paper."""

    PRINTED = "printed"
    WITH_COLLECTOR = "with_collector"
    SIGNED_BY_APPLICANT = "signed_by_applicant"
    SIGNED_BY_REPRESENTATIVE = "signed_by_representative"
    ORIGINAL = "original"
    SCANNED = "scanned"
    POSTED = "posted"
    BLURRED = "blurred"
    UNSIGNED = "unsigned"
    LOST = "lost"
    SEIZED = "seized"
    SPOILT = "spoilt"


ROAD: Final = (
    Step.PRINTED, Step.WITH_COLLECTOR, Step.SIGNED_BY_APPLICANT, Step.SIGNED_BY_REPRESENTATIVE, Step.ORIGINAL,
    Step.SCANNED, Step.POSTED,
)  # fmt: skip
INK: Final = (Step.SIGNED_BY_APPLICANT, Step.SIGNED_BY_REPRESENTATIVE)
#: The paper is gone: a new page must be signed.
GONE: Final = frozenset({Step.LOST, Step.SEIZED, Step.SPOILT})


class Done(msgspec.Struct, frozen=True):
    """One step of a page. ``on``: the day it happened; of ink, the day written by hand, None if none is written.

    ``words``: which collector, where the original lies, what is wrong.
    """

    step: Step
    on: date | None
    by: UUID
    noted_on: date
    words: str = ""
    taken_back: str = ""


class Mark(msgspec.Struct, frozen=True):
    """Somebody cannot write: the mark, before two witnesses, after the page was read aloud in ``language``."""

    witnesses: tuple[str, ...] = ()
    reader: str = ""
    language: str = ""


class Page(Protocol):
    """What the functions below must know of a page. `model.InkPage` is one."""

    @property
    def what(self) -> PageKind: ...
    @property
    def form_version(self) -> str: ...
    @property
    def steps(self) -> tuple[Done, ...]: ...
    @property
    def signer(self) -> str: ...
    @property
    def signer_why(self) -> str: ...
    @property
    def mark(self) -> Mark | None: ...


#: The day each version of the application form came into use, by its name on the first page.
FORM_VERSIONS: Final[Mapping[str, date]] = {"2022/1": date(2022, 2, 1)}
FORM_VERSION: Final = "2022/1"
#: Practice of the office: a signature so many days older than the facts it stands under is asked for again.
FACTS_DAYS: Final = 30
ADULT_AGE: Final = 18


class Waits(StrEnum):
    """What one applicant's authority waits for; the filter of the list."""

    NO_PAGE = "no_page"
    TO_PRINT = "to_print"
    TO_HAND_OUT = "to_hand_out"
    OUT = "out"
    REPRESENTATIVE = "representative"
    ORIGINAL = "original"
    SCAN = "scan"
    TO_POST = "to_post"
    POSTED = "posted"
    AGAIN = "again"


#: The original with all its ink is in hand.
READY: Final = frozenset({Waits.SCAN, Waits.TO_POST, Waits.POSTED})


def standing(steps: Iterable[Done]) -> tuple[Done, ...]:
    """The steps nobody has taken back."""
    return tuple(one for one in steps if not one.taken_back)


def last(steps: Iterable[Done], *wanted: Step) -> Done | None:
    """The last standing step of these kinds."""
    found = [one for one in standing(steps) if one.step in wanted]
    return found[-1] if found else None


def ink(page: Page, step: Step) -> Done | None:
    """The recorded signature of one of the two, unless the page came back without it afterwards."""
    steps = standing(page.steps)
    found: Done | None = None
    for one in steps:
        if one.step is step:
            found = one
        elif one.step in GONE or (one.step is Step.UNSIGNED and step is Step.SIGNED_BY_APPLICANT):
            found = None
    return found


def gone(page: Page) -> Done | None:
    """Why this sheet of paper is no more."""
    return last(page.steps, *GONE)


def waits(page: Page | None) -> Waits:
    """What the page waits for next. It never says signed where no ink was recorded."""
    if page is None:
        return Waits.NO_PAGE
    if gone(page) is not None:
        return Waits.AGAIN
    if ink(page, Step.SIGNED_BY_APPLICANT) is None:
        if last(page.steps, Step.WITH_COLLECTOR, Step.UNSIGNED) is not None:
            return Waits.OUT
        return Waits.TO_HAND_OUT if last(page.steps, Step.PRINTED) is not None else Waits.TO_PRINT
    if page.what in AUTHORITIES and ink(page, Step.SIGNED_BY_REPRESENTATIVE) is None:
        return Waits.REPRESENTATIVE
    if last(page.steps, Step.ORIGINAL) is None:
        return Waits.ORIGINAL
    if last(page.steps, Step.POSTED) is not None:
        return Waits.POSTED
    scan = last(page.steps, Step.SCANNED, Step.BLURRED)
    return Waits.TO_POST if scan is not None and scan.step is Step.SCANNED else Waits.SCAN


class Facts(NamedTuple):
    """What a page is checked against."""

    born_on: date | None = None
    #: The day the facts in the form last changed; None: nobody has said.
    facts_changed_on: date | None = None
    #: A death ends every authority; the day of it may not be known.
    died: bool = False
    died_on: date | None = None


def checks(page: Page, facts: Facts) -> tuple[str, ...]:
    """What is wrong with the ink of a page, as codes; `wording.CHECKS` has the sentences."""
    if gone(page) is not None:
        return ()
    signed, countersigned = ink(page, Step.SIGNED_BY_APPLICANT), ink(page, Step.SIGNED_BY_REPRESENTATIVE)
    found = []
    if signed is not None:
        found += _dated(signed, page, facts)
        if page.what in AUTHORITIES and facts.died and not _by_an_heir(page, signed, facts):
            found.append("died_since")
        if page.what in AUTHORITIES and countersigned is None:
            found.append("no_representative")
        if page.signer and not page.signer_why and not _minor(facts.born_on, signed.on):
            found.append("other_signer")
        if page.mark is not None and (len(page.mark.witnesses) < 2 or not page.mark.reader):
            found.append("mark_unwitnessed")
    if countersigned is not None and countersigned.on is None:
        found.append("no_date_of_representative")
    if last(page.steps, Step.UNSIGNED) is not None and signed is None:
        found.append("came_back_unsigned")
    scan = last(page.steps, Step.SCANNED, Step.BLURRED)
    if scan is not None and scan.step is Step.BLURRED:
        found.append("blurred")
    if last(page.steps, Step.POSTED) is not None and (signed is None or last(page.steps, Step.SCANNED) is None):
        found.append("posted_without")
    return tuple(found)


def _dated(signed: Done, page: Page, facts: Facts) -> list[str]:
    if signed.on is None:
        return ["no_date"]
    found = []
    since = FORM_VERSIONS.get(page.form_version)
    if since is not None and signed.on < since:
        found.append("before_form")
    if facts.facts_changed_on is not None and facts.facts_changed_on - signed.on > timedelta(days=FACTS_DAYS):
        found.append("before_facts")
    return found


def _by_an_heir(page: Page, signed: Done, facts: Facts) -> bool:
    """Whether somebody else signed after the death: whoever goes on with the case in the place of the dead."""
    return bool(page.signer and facts.died_on and signed.on and signed.on > facts.died_on)


def _minor(born_on: date | None, on: date | None) -> bool:
    """Whether somebody was under age on a day; who has no known birthday is taken for an adult."""
    if born_on is None or on is None:
        return False
    return (on.year, on.month, on.day) < (born_on.year + ADULT_AGE, born_on.month, born_on.day)


class PowerKind(StrEnum):
    """By what a lawyer speaks for a client before a domestic forum."""

    #: The advocate's order, made out by the legal consultancy for one case.
    ORDER = "order"
    NOTARISED = "notarised"
    POWER_OF_ATTORNEY = "power_of_attorney"
    #: Named by the court or the investigator, not chosen.
    APPOINTED = "appointed"
    OTHER = "other"


class AgreedHow(StrEnum):
    """How an engagement with the office was confirmed."""

    CODE = "code"
    PAPER = "paper"
    SPOKEN = "spoken"


class Arena(StrEnum):
    """Where a lawyer may or may not act: each has its own rules, and one says nothing about the others."""

    DOMESTIC = "domestic"
    DETENTION = "detention"
    STRASBOURG = "strasbourg"
    UN = "un"


class LawyerState(StrEnum):
    """How a lawyer stands in one arena."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LICENCE_LOST = "licence_lost"
    DETAINED = "detained"
    LEFT = "left"


def may_act(state: LawyerState | None) -> bool:
    """Whether somebody can be counted on in an arena. Nobody has said anything: as far as is known, yes.

    Each arena is asked by itself. A lost licence ends domestic standing that day; before the Court the lawyer may go
    on, with leave where it is needed (Rule 36 § 4 (a)).
    """
    return state in (None, LawyerState.ACTIVE)


class Errand(StrEnum):
    """What somebody must do for each applicant in a handover, and ticks. The ink is never ticked: it is recorded."""

    CLIENT_TOLD = "client_told"
    CLIENT_AGREES = "client_agrees"
    COURT_TOLD = "court_told"
    COURTS_TOLD = "courts_told"


class Footing(NamedTuple):
    """What decides whether somebody else could act for one applicant tomorrow."""

    #: Colleagues other than the one who acts now who open the client's file and can act.
    keys: int
    #: Somebody else is named in a signed authority whose original is in hand.
    authority: bool
    #: Somebody else can look into the account with the Court.
    account: bool
    before_court: bool


def taken_over(footing: Footing) -> tuple[str, ...]:
    """Why somebody else could not act tomorrow, as codes; nothing: could. A key alone is no standing."""
    found = [] if footing.keys else ["no_key"]
    if footing.before_court and not footing.authority:
        found.append("no_authority")
    if footing.before_court and not footing.account:
        found.append("no_account")
    return tuple(found)
