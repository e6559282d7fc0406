"""Dates that changed: a later one waits for a yes, item by item; an earlier one counts at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import msgspec
import pytest

from caseintake.deadlines import changes, service, statute
from caseintake.law.plan import plan_of
from caseintake.law.rules import Law
from caseintake.matters import queries
from caseintake.matters.model import Decision
from caseintake.matters.refusal import Refusal
from tests.deadlines.scene import DUE, SERVED, change, limits, of, proven, set_limits
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

RULE = "echr.application"


def with_months(months: int) -> Law:
    """The law with another length of this one rule, as if its file had been changed."""
    law = statute.the_law()
    rule = law.rules[RULE]
    versions = tuple(msgspec.structs.replace(one, period=msgspec.structs.replace(one.period, months=months))
                     for one in rule.file.versions)  # fmt: skip
    file = msgspec.structs.replace(rule.file, versions=versions)
    other = msgspec.structs.replace(rule, file=file, plan=plan_of(file), digest=f"{months:064}")
    return msgspec.structs.replace(law, rules={**law.rules, RULE: other})


@pytest.fixture
def amended(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[int, Law]]:
    """Laws to count by from now on: ``count_by`` of the test says which."""
    made = {months: with_months(months) for months in (3, 5)}
    yield made
    monkeypatch.undo()


def count_by(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "the_law", lambda: law)


def test_a_rule_that_gives_more_time_waits_and_one_that_gives_less_does_not(
    office: OfficeForTests, amended: Mapping[int, Law], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = set_limits(office)
    count_by(amended[5], monkeypatch)
    with office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        service.refresh(matter, uow=uow)
        rows = [row for row in limits(scene, uow) if row.rule == RULE]
        assert {row.due for row in rows} == {DUE}, "nobody has looked at the new rule yet"
        waiting = changes.to_accept(rows)
        assert [(one.old, one.by_rule) for one in waiting] == [(DUE, True)] * 3
        later = waiting[0].new
        assert later is not None
        assert later > DUE
        with pytest.raises(Refusal):
            changes.accept(rows, [], uow=uow)
        assert changes.accept(rows, [waiting[0].row.id], uow=uow) == 1
        service.refresh(matter, uow=uow)
        assert sorted(row.due for row in limits(scene, uow) if row.rule == RULE and row.due) == [DUE, DUE, later]
        assert len(changes.to_accept(limits(scene, uow))) == 2, "item by item: the others still wait"
        with pytest.raises(Refusal):
            changes.accept(limits(scene, uow), [waiting[0].row.id], uow=uow)
        uow.commit()
    office.clock.advance(timedelta(days=1))
    count_by(amended[3], monkeypatch)
    with office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        service.refresh(matter, uow=uow)
        rows = [row for row in limits(scene, uow) if row.rule == RULE]
        assert all(row.due is not None and row.due < DUE for row in rows), "less time counts at once"
        assert len(changes.moved_earlier(rows, uow.clock.today())) == 3
        assert changes.to_accept(rows) == []


def test_the_page_names_old_new_and_why_and_takes_ticks(
    office: OfficeForTests, amended: Mapping[int, Law], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = set_limits(office)
    office.clock.advance(timedelta(days=1))
    with office.unit(scene.cast.lawyer) as uow:
        matter = queries.matter(scene.cast.matter, uow=uow)
        change(of(Decision, scene.decision, uow), served_on=proven(SERVED - timedelta(days=3)), uow=uow)
        service.refresh(matter, uow=uow)
        uow.commit()
    count_by(amended[5], monkeypatch)
    with office.unit(scene.cast.lawyer) as uow:
        service.refresh(queries.matter(scene.cast.matter, uow=uow), uow=uow)
        uow.commit()
    page = f"/matters/{scene.cast.matter}/time-limits/changes"
    with at_desk(office, scene.cast.lawyer) as desk:
        listed = desk.get(page.removesuffix("/changes"))
        assert "3 later dates wait" in listed
        shown = desk.get(page)
        assert "Moved earlier: this counts already" in shown
        assert shown.count("the rule or its calendar changed") >= 3
        desk.post(page, 422)
        one = shown.split("/time-limits/")[-1].split('"')[0]
        own = f"{page.removesuffix('/changes')}/{one}"
        assert desk.fields(own, "/accept")["seen"] in shown, "the page of one time-limit offers the same"
        seen = {**desk.fields(own, "/accept"), "seen": "2001-01-01"}
        assert desk.client.post(f"{own}/accept", data=seen).status_code == 422, "a yes is to the date that was shown"
        ids = [part.split('"')[0] for part in shown.split('name="limits" value="')[1:]]
        count_by(with_months(6), monkeypatch)
        with office.unit(scene.cast.lawyer) as uow:
            service.refresh(queries.matter(scene.cast.matter, uow=uow), uow=uow)
            uow.commit()
        desk.post(page, 422, limits=ids)  # these dates have changed again since they were shown
        shown = desk.get(page)
        ids = [part.split('"')[0] for part in shown.split('name="limits" value="')[1:]]
        desk.post(page, limits=ids)
        assert "No changed date waits" in desk.get(page)
