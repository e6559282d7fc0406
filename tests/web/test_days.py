"""Dates as people write them, refused at the box that is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from caseintake.matters.facts import Certainty, DateFact, Precision, Source, exactly
from caseintake.web.days import BOXES, DayField, Misread, read
from caseintake.web.facts import FactField
from caseintake.web.surface import Surface


class DayForm(Form):
    decided = DayField("Decided on")


class FactForm(Form):
    served = FactField("Served on")


def typed(name: str, **boxes: str) -> MultiDict[str, str]:
    return MultiDict({f"{name}-{box}": text for box, text in boxes.items()})


@pytest.mark.parametrize("boxes", [
    ("3", "7", "2025"), (" 03 ", "07", "2025"), ("03.07.2025", "", ""), ("2025-07-03", "", " "), ("3/7/2025", "", ""),
])  # fmt: skip
def test_a_day_is_read_however_it_is_written(boxes: tuple[str, str, str]) -> None:
    assert read(dict(zip(BOXES, boxes, strict=True))) == date(2025, 7, 3)


def test_empty_boxes_are_no_date() -> None:
    assert read({}) is None
    assert read({"day": " "}) is None


@pytest.mark.parametrize(("boxes", "box"), [
    (("31", "6", "2025"), "day"), (("29", "2", "2025"), "day"), (("0", "6", "2025"), "day"),
    (("3", "13", "2025"), "month"), (("3", "0", "2025"), "month"), (("3", "", "2025"), "month"),
    (("", "7", "2025"), "day"), (("3", "6", "202"), "year"), (("3", "6", "20255"), "year"),
    (("3", "6", ""), "year"), (("3", "6", "0202"), "year"), (("3", "6", "2999"), "year"),
    (("three", "6", "2025"), "day"), (("3", "июнь", "2025"), "month"), (("٣", "6", "2025"), "day"),
    (("-1", "6", "2025"), "day"), (("03.07.2025", "7", ""), "year"),
])  # fmt: skip
def test_a_date_that_cannot_be_is_refused_at_its_box(boxes: tuple[str, str, str], box: str) -> None:
    with pytest.raises(Misread) as refused:
        read(dict(zip(BOXES, boxes, strict=True)))
    assert refused.value.box == box


@given(st.dictionaries(st.sampled_from(BOXES), st.text(max_size=12)))
def test_nonsense_is_either_understood_or_refused_at_a_box_there_is(boxes: dict[str, str]) -> None:
    form = DayForm(typed("decided", **boxes))
    form.decided.validate(form)
    assert set(form.decided.at_fault) <= set(BOXES)
    assert bool(form.decided.errors) == bool(form.decided.at_fault)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_survives_being_shown_and_read_again(day: date) -> None:
    shown = DayForm(data={"decided": day})["decided"].typed
    assert DayForm(typed("decided", **shown)).decided.data == day


@pytest.mark.parametrize("fact", [
    DateFact(source=Source.CLIENTS_MEMORY),
    exactly(date(2025, 7, 3), how="by letter"),
    DateFact(earliest=date(2025, 7, 1), latest=date(2025, 7, 31), precision=Precision.MONTH, written="2025-07"),
    DateFact(earliest=date(2025, 7, 3), latest=date(2025, 8, 9), precision=Precision.BETWEEN,
             source=Source.ENVELOPE, certainty=Certainty.UNSURE, written="2025-07-03..2025-08-09"),
    DateFact(latest=date(2025, 7, 3), precision=Precision.NOT_LATER, written="2025-07-03"),
])  # fmt: skip
def test_every_fact_survives_being_shown_and_read_again(office_app: Surface, fact: DateFact) -> None:
    with office_app.test_request_context("/"):
        shown = FactForm(data={"served": fact})["served"].typed
        assert FactForm(typed("served", **shown)).served.data == fact


@pytest.mark.parametrize(("boxes", "box"), [
    ({"precision": "unknown", "year": "2025"}, "precision"),
    ({"precision": "between", "year": "2025"}, "to_year"),
    ({"precision": "between", "year": "2025", "to_year": "2024"}, "to_year"),
    ({"precision": "day", "day": "31", "month": "6", "year": "2025"}, "day"),
    ({"precision": "day", "day": "1", "month": "1", "year": "2099"}, "year"),
    ({"precision": "guess", "year": "2025"}, "precision"),
    ({"precision": "month", "month": "6", "year": "2025", "document": "no-id"}, "document"),
])  # fmt: skip
def test_a_fact_that_cannot_be_is_refused_at_its_box(office_app: Surface, boxes: dict[str, str], box: str) -> None:
    with office_app.test_request_context("/"):
        form = FactForm(typed("served", **boxes))
        assert not form.validate()
        assert box in form.served.at_fault
        assert form.served.data is None
        assert form.served.typed.items() >= boxes.items()
