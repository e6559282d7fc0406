"""What a page of paper waits for and what is wrong with its ink; the numbers on the sheets. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest

from caseintake.representation import numbers
from caseintake.representation.kinds import (
    FORM_VERSION,
    ROAD,
    Done,
    Facts,
    Mark,
    PageKind,
    Step,
    Waits,
    checks,
    ink,
    waits,
)

DAY = date(2026, 3, 2)


@dataclass
class Paper:
    """A page as the functions see it."""

    steps: tuple[Done, ...] = ()
    what: PageKind = PageKind.AUTHORITY
    form_version: str = FORM_VERSION
    signer: str = ""
    signer_why: str = ""
    mark: Mark | None = None


def done(step: Step, on: date | None = DAY, taken_back: str = "") -> Done:
    return Done(step, on, UUID(int=1), DAY, "", taken_back)


def went(*steps: Step) -> tuple[Done, ...]:
    return tuple(done(step) for step in steps)


WHOLE = ROAD[2:6]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), Waits.TO_PRINT),
        (went(Step.PRINTED), Waits.TO_HAND_OUT),
        (went(*ROAD[:2]), Waits.OUT),
        (went(*ROAD[:3]), Waits.REPRESENTATIVE),
        (went(*ROAD[:4]), Waits.ORIGINAL),
        (went(*ROAD[:5]), Waits.SCAN),
        (went(*ROAD[:6]), Waits.TO_POST),
        (went(*ROAD), Waits.POSTED),
        (went(*ROAD[:6], Step.BLURRED), Waits.SCAN),
        (went(*ROAD[:3], Step.UNSIGNED), Waits.OUT),
        (went(*ROAD, Step.SEIZED), Waits.AGAIN),
        # A scan or an original is no signature: without recorded ink it is still out.
        (went(Step.PRINTED, Step.WITH_COLLECTOR, Step.ORIGINAL, Step.SCANNED, Step.POSTED), Waits.OUT),
        ((*went(*ROAD[:2]), done(Step.SIGNED_BY_APPLICANT, taken_back="it was another page")), Waits.OUT),
    ],
)
def test_what_a_page_waits_for(steps: tuple[Done, ...], expected: Waits) -> None:
    assert waits(Paper(steps)) is expected


def test_nothing_but_ink_is_a_signature() -> None:
    for step in set(Step) - {Step.SIGNED_BY_APPLICANT}:
        assert ink(Paper(went(step)), Step.SIGNED_BY_APPLICANT) is None, step
    assert waits(None) is Waits.NO_PAGE


@pytest.mark.parametrize(
    ("paper", "facts", "code"),
    [
        (Paper((done(Step.SIGNED_BY_APPLICANT, None), *went(*WHOLE[1:]))), Facts(), "no_date"),
        (Paper((done(Step.SIGNED_BY_APPLICANT, date(2022, 1, 31)), *went(*WHOLE[1:]))), Facts(), "before_form"),
        (Paper(went(*WHOLE)), Facts(facts_changed_on=date(2026, 4, 2)), "before_facts"),
        (Paper(went(*WHOLE)), Facts(died=True), "died_since"),
        (Paper(went(*WHOLE)), Facts(died=True, died_on=date(2026, 4, 1)), "died_since"),
        (Paper(went(*WHOLE), signer="the sister"), Facts(died=True, died_on=date(2026, 12, 1)), "died_since"),
        (Paper(went(Step.SIGNED_BY_APPLICANT)), Facts(), "no_representative"),
        (Paper((*went(*WHOLE[:1]), done(Step.SIGNED_BY_REPRESENTATIVE, None))), Facts(), "no_date_of_representative"),
        (Paper(went(*WHOLE), signer="the brother"), Facts(), "other_signer"),
        (Paper(went(*WHOLE), signer="the brother"), Facts(born_on=date(2008, 3, 2)), "other_signer"),
        (Paper(went(*WHOLE), mark=Mark(("one",), "reader", "az")), Facts(), "mark_unwitnessed"),
        (Paper(went(*WHOLE), mark=Mark(("one", "two"), "", "az")), Facts(), "mark_unwitnessed"),
        (Paper(went(Step.UNSIGNED)), Facts(), "came_back_unsigned"),
        (Paper(went(*WHOLE, Step.BLURRED)), Facts(), "blurred"),
        (Paper(went(Step.PRINTED, Step.POSTED)), Facts(), "posted_without"),
    ],
)
def test_what_is_wrong_with_ink(paper: Paper, facts: Facts, code: str) -> None:
    assert code in checks(paper, facts)


def test_nothing_is_wrong_with_whole_ink() -> None:
    mark = Mark(("one", "two"), "reader", "az")
    whole = Paper(went(*WHOLE, Step.POSTED), signer="the mother", mark=mark)
    assert checks(whole, Facts(born_on=date(2008, 3, 3), facts_changed_on=date(2026, 4, 1))) == ()
    assert checks(Paper(went(Step.SIGNED_BY_APPLICANT), what=PageKind.DECLARATION), Facts()) == ()
    by_heir = Paper(went(*WHOLE), signer="the sister", signer_why="She goes on with the case")
    assert checks(by_heir, Facts(died=True, died_on=date(2026, 1, 1))) == ()
    assert checks(Paper(went(Step.SEIZED)), Facts()) == (), "a page that is gone is not found fault with"


def test_a_slip_of_the_pen_is_found() -> None:
    number = numbers.draw()
    assert numbers.valid(number)
    for at, digit in enumerate(number):
        for other in "0123456789":
            assert numbers.valid(number[:at] + other + number[at + 1 :]) is (other == digit)
    for at in range(9):
        swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        assert not numbers.valid(swapped) or swapped == number
    assert not numbers.valid(number + "0")
    assert not numbers.valid("٠" * 10)


def test_numbers_are_found_in_what_people_type() -> None:
    first, second = numbers.draw(), numbers.draw()
    text = f"IMG_{first}.jpg, {numbers.spaced(second)}; {first}; 12345 67890123; 1234567890"
    assert numbers.found_in(text)[:2] == [first, second]
    assert "1234567890" not in numbers.found_in(text) or numbers.valid("1234567890")
