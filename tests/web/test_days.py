"""Dates as people write them, refused at the box that is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from caseintake.web.days import BOXES, DayField, Misread, Precision, Span, SpanField, read


class DatesForm(Form):
    decided = DayField("Decided on")
    served = SpanField("Served on")


def typed(name: str, **boxes: str) -> MultiDict[str, str]:
    return MultiDict({f"{name}-{box}": text for box, text in boxes.items()})


@pytest.mark.parametrize(("boxes", "span"), [
    (("3", "7", "2025"), Span(Precision.DAY, date(2025, 7, 3), date(2025, 7, 3))),
    ((" 03 ", "07", "2025"), Span(Precision.DAY, date(2025, 7, 3), date(2025, 7, 3))),
    (("", "2", "2024"), Span(Precision.MONTH, date(2024, 2, 1), date(2024, 2, 29))),
    (("", "", "2024"), Span(Precision.YEAR, date(2024, 1, 1), date(2024, 12, 31))),
    (("03.07.2025", "", ""), Span(Precision.DAY, date(2025, 7, 3), date(2025, 7, 3))),
    (("2025-07-03", "", ""), Span(Precision.DAY, date(2025, 7, 3), date(2025, 7, 3))),
    (("29", "2", "2024"), Span(Precision.DAY, date(2024, 2, 29), date(2024, 2, 29))),
    (("", " ", ""), None),
])  # fmt: skip
def test_three_boxes_say_a_day_a_month_or_a_year(boxes: tuple[str, str, str], span: Span | None) -> None:
    assert read(dict(zip(BOXES, boxes, strict=True))) == span


@pytest.mark.parametrize(("boxes", "box"), [
    (("31", "6", "2025"), "day"),
    (("29", "2", "2025"), "day"),
    (("0", "6", "2025"), "day"),
    (("3", "13", "2025"), "month"),
    (("3", "0", "2025"), "month"),
    (("3", "", "2025"), "month"),
    (("3", "6", "202"), "year"),
    (("3", "6", "20255"), "year"),
    (("3", "6", ""), "year"),
    (("3", "6", "0202"), "year"),
    (("3", "6", "2999"), "year"),
    (("three", "6", "2025"), "day"),
    (("3", "июнь", "2025"), "month"),
    (("٣", "6", "2025"), "day"),
    (("-1", "6", "2025"), "day"),
])  # fmt: skip
def test_a_date_that_cannot_be_is_refused_at_its_box(boxes: tuple[str, str, str], box: str) -> None:
    with pytest.raises(Misread) as refused:
        read(dict(zip(BOXES, boxes, strict=True)))
    assert refused.value.box == box


@given(st.dictionaries(st.sampled_from(BOXES), st.text(max_size=12)))
def test_nonsense_is_either_understood_or_refused_and_never_breaks(boxes: dict[str, str]) -> None:
    try:
        span = read(boxes)
    except Misread as refused:
        assert refused.box in BOXES
    else:
        assert span is None or (span.earliest is not None and span.latest is not None and span.earliest <= span.latest)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_survives_being_shown_and_read_again(day: date) -> None:
    shown = DatesForm(data={"decided": day})["decided"].typed
    assert DatesForm(typed("decided", **shown)).decided.data == day


@pytest.mark.parametrize("span", [
    Span(Precision.UNKNOWN),
    Span(Precision.DAY, date(2025, 7, 3), date(2025, 7, 3)),
    Span(Precision.MONTH, date(2025, 7, 1), date(2025, 7, 31)),
    Span(Precision.YEAR, date(2025, 1, 1), date(2025, 12, 31)),
    Span(Precision.BETWEEN, date(2025, 7, 3), date(2025, 8, 9)),
])  # fmt: skip
def test_every_kind_of_span_survives_being_shown_and_read_again(span: Span) -> None:
    shown = DatesForm(data={"served": span})["served"].typed
    assert DatesForm(typed("served", **shown)).served.data == span


@pytest.mark.parametrize(("boxes", "fault"), [
    ({"year": "2025", "unknown": "yes"}, "unknown"),
    ({"to_year": "2025"}, "year"),
    ({"year": "2025", "to_year": "2024"}, "to_year"),
    ({"year": "2025", "to_day": "31", "to_month": "6", "to_year": "2025"}, "to_day"),
])  # fmt: skip
def test_a_span_that_contradicts_itself_is_refused_at_its_box(boxes: dict[str, str], fault: str) -> None:
    form = DatesForm(typed("served", **boxes))
    assert not form.validate()
    assert form.served.at == f"served-{fault}"
    assert form.served.data is None
    assert form.served.typed.items() >= boxes.items()


def test_a_day_must_be_exact() -> None:
    form = DatesForm(typed("decided", month="7", year="2025"))
    assert not form.validate()
    assert form.decided.at == "decided-day"
