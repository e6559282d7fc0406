"""Dates as far as they are known: what is typed, what is meant, what cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from caseintake.law.dates import Interval
from caseintake.matters import wording
from caseintake.matters.facts import (
    FACTS,
    Certainty,
    DateFact,
    Fault,
    Precision,
    Source,
    exactly,
    out_of_order,
    read_fact,
    typed_again,
)

TODAY = date(2026, 3, 2)


def typed(text: str, precision: str = "day", **more: str) -> dict[str, str]:
    """``2025-03-09`` or ``2025-03..2025-05`` as boxes."""
    boxes = {"precision": precision, **more}
    for part, prefix in zip(text.split(".."), ("", "to_"), strict=False):
        boxes |= {prefix + name: value for name, value in zip(("year", "month", "day"), part.split("-"), strict=False)}
    return boxes


@pytest.mark.parametrize(
    ("boxes", "earliest", "latest"),
    [
        (typed("2025-03-09"), date(2025, 3, 9), date(2025, 3, 9)),
        (typed("2024-02", "month"), date(2024, 2, 1), date(2024, 2, 29)),
        (typed("2025-03-09", "month"), date(2025, 3, 1), date(2025, 3, 31)),
        (typed("2026-03", "month"), date(2026, 3, 1), TODAY),
        (typed("2025-03..2025-05", "between"), date(2025, 3, 1), date(2025, 5, 31)),
        (typed("2025-03-09..2025-03-20", "between"), date(2025, 3, 9), date(2025, 3, 20)),
        (typed("2025-03-09", "not_later"), None, date(2025, 3, 9)),
        (typed("2025-03-09", "about"), date(2025, 2, 22), date(2025, 3, 24)),
        (typed("2025-03", "about"), date(2025, 2, 1), date(2025, 4, 30)),
        (typed("2024", "about"), date(2023, 10, 1), date(2025, 3, 31)),
        ({"precision": "unknown"}, None, None),
    ],
)
def test_what_is_typed_becomes_bounds_for_the_law(boxes, earliest, latest):
    fact = read_fact("served_on", boxes, TODAY)

    assert isinstance(fact, DateFact)
    assert fact.interval == Interval(earliest, latest)
    assert fact.dated == (earliest is not None or latest is not None)


@pytest.mark.parametrize(
    ("boxes", "box", "code"),
    [
        (typed("2025-06-31"), "day", "no_such_day"),
        (typed("2025-02-29"), "day", "no_such_day"),
        (typed("202-06-01"), "year", "year_digits"),
        (typed("1949-06-01"), "year", "too_early"),
        (typed("2025-13-01"), "month", "no_such_month"),
        (typed("2026-03-03"), "year", "future"),
        (typed("2027", "about"), "year", "future"),
        (typed("2025-06"), "day", "need_day"),
        (typed("2025"), "month", "need_month"),
        ({"day": "3", "month": "6"}, "year", "need_year"),
        (typed("2025-06..2025-03", "between"), "to_year", "end_before_start"),
        (typed("2025-06", "between"), "to_year", "need_end"),
        (typed("2025-06-01..2025-07-01"), "to_year", "end_not_asked"),
        (typed("2025-06-01", "unknown"), "precision", "unknown_with_date"),
        (typed("2025-06-01", "roughly"), "precision", "unknown_choice"),
        (typed("2025-06-01", source="hearsay"), "source", "unknown_choice"),
        (typed("2025-06-01", document="../etc"), "document", "unknown_choice"),
        (typed("٢٠٢٥-06-01"), "year", "not_a_number"),
        (typed("2025-six-01"), "month", "not_a_number"),
        (typed("2025-06-9999999999"), "day", "not_a_number"),
    ],
)
def test_what_cannot_be_is_refused_at_its_box(boxes, box, code):
    faults = read_fact("served_on", boxes, TODAY)

    assert isinstance(faults, tuple)
    assert (faults[0].field, faults[0].code) == (f"served_on-{box}", code)
    assert "%(" not in wording.say(faults[0])


def test_empty_boxes_say_nothing_whatever_the_selects_stand_on():
    assert read_fact("served_on", {"precision": "day", "source": "envelope", "how": "x"}, TODAY) is None


@pytest.mark.parametrize(
    "boxes",
    [
        typed("2025-3-9", source="envelope", certainty="proven", how="stamp", document=""),
        typed("2025-3", "month", source="lawyer", certainty="unsure", how="", document=""),
        typed("2025-3-1..2025-5-30", "between", source="document", certainty="believed", how="", document=""),
        typed("2024", "about", source="clients_memory", certainty="believed", how="", document=""),
    ],
)
def test_a_fact_comes_back_into_the_boxes_as_it_was_typed(boxes):
    fact = read_fact("served_on", boxes, TODAY)

    assert isinstance(fact, DateFact)
    assert typed_again(fact) == boxes
    assert read_fact("served_on", typed_again(fact), TODAY) == fact


def test_a_fact_from_elsewhere_comes_into_the_boxes_too():
    fact = DateFact(earliest=date(2025, 2, 1), latest=date(2025, 2, 28), precision=Precision.MONTH)
    again = typed_again(fact)

    assert (again["year"], again["month"], again.get("day")) == ("2025", "2", None)


def test_only_what_is_certain_is_out_of_order():
    decided = exactly(date(2025, 5, 10))
    may = DateFact(earliest=date(2025, 5, 1), latest=date(2025, 5, 31), precision=Precision.MONTH)

    assert out_of_order({"decided_on": decided, "served_on": may}) == ()
    assert out_of_order({"decided_on": decided, "served_on": exactly(date(2025, 5, 9))}) == (
        Fault("served_on-year", "served_before_decided"),
    )
    assert out_of_order({"decided_on": decided, "served_on": exactly(date(2025, 5, 9))}, ["decided_on"]) == (
        Fault("decided_on-year", "served_before_decided"),
    )


def test_knowledge_before_a_decision_may_be_knowledge_of_the_act():
    facts = {"decided_on": exactly(date(2025, 5, 10)), "known_on": exactly(date(2025, 4, 1))}

    assert out_of_order(facts)
    assert out_of_order({**facts, "act_on": exactly(date(2025, 3, 1))}) == ()
    assert out_of_order({**facts, "act_on": exactly(date(2025, 4, 2))})


def test_only_a_document_in_the_file_proves():
    from uuid import uuid4

    assert not exactly(date(2025, 5, 10), certainty="proven").proven
    assert exactly(date(2025, 5, 10), certainty="proven", document_id=uuid4()).proven


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (None, "not known"),
        (exactly(date(2025, 5, 10)), "10 May 2025"),
        (read_fact("x", typed("2025-05", "month"), TODAY), "May 2025"),
        (read_fact("x", typed("2025-05", "about"), TODAY), "about May 2025"),
        (read_fact("x", typed("2025-05-10", "not_later"), TODAY), "not later than 10 May 2025"),
        (read_fact("x", typed("2025-05-10..2025-06-01", "between"), TODAY), "between 10 May 2025 and 1 June 2025"),
    ],
)
def test_a_date_is_never_told_more_exactly_than_it_is_known(fact, words):
    assert wording.tell(fact) == words


def test_every_word_has_a_sentence():
    for kind in (Precision, Source, Certainty):
        assert all(wording.word(member) for member in kind)
    assert set(FACTS) <= set(wording.FACT_NAMES)
