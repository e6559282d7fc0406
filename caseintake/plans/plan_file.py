"""The shape of a plan file (``config/plans/*.toml``), and what is wrong with one, said by name. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Final, Literal

import msgspec

from caseintake.law.calendars import Calendars
from caseintake.law.rule_file import Words

#: The last day itself, from which the first step is counted back.
DUE: Final = "due"
#: Handing the parcel to the post. No plan puts it later than so many days before the last day.
DISPATCH: Final = "dispatch"
LATEST_DISPATCH: Final = timedelta(days=14)

#: What makes work longer: people, people in prison, people abroad, documents to translate.
Measure = Literal["applicants", "in_prison", "abroad", "to_translate"]
#: The stages of `diary.readiness`, by which a step is behind us.
Stage = Literal["facts", "signatures", "translation", "pack", "at_the_post", "proof_here"]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every table of a plan file: an unknown key is an error."""


class More(_Strict, frozen=True, rename={"measure": "for", "least": "from"}):
    """Days added to a step from a number on.

    ``each``: added again for every further so many, the last of them begun. Of several of one ``for`` the one with
    the highest ``from`` that is reached counts.
    """

    measure: Measure
    days: int
    least: int = 1
    each: int = 0

    def days_for(self, number: int) -> int:
        """Calendar days for ``number``, none below ``from``."""
        if number < self.least:
            return 0
        return self.days * (1 if not self.each else -(-(number - self.least + 1) // self.each))


class Step(_Strict, frozen=True):
    """One day of a plan: ``days`` calendar days, and more, before the earliest of ``before``.

    ``holidays``: a day is added for every holiday in between, because the post rests. ``done``: the stage of the work
    at which it is behind us.
    """

    id: str
    title: Words
    before: tuple[str, ...]
    days: int
    done: Stage
    holidays: bool = False
    more: tuple[More, ...] = ()


class PlanFile(_Strict, frozen=True):
    """One file of ``config/plans``. ``calendar``: no step lies on one of its days off; it moves to the day before."""

    schema: Literal["caseintake.plan/1"]
    id: str
    rules: tuple[str, ...]
    calendar: str
    title: Words
    steps: tuple[Step, ...]


def problems_of(plan: PlanFile, rules: Collection[str], calendars: Calendars) -> Iterator[str]:
    """What is wrong with a plan, each as ``key: what``."""
    for rule in plan.rules:
        if rule not in rules:
            yield f"rules: there is no rule {rule}"
    if plan.calendar not in calendars.working:
        yield f"calendar: there is no calendar {plan.calendar}"
    known = {DUE}
    for number, step in enumerate(plan.steps):
        place = f"steps[{number}]"
        if step.id in known:
            yield f"{place}.id: {step.id} stands here twice"
        for other in step.before:
            if other not in known:
                yield f"{place}.before: {other} is no step above this one"
        if not step.before:
            yield f"{place}.before: a step is counted back from something"
        if step.days < 0 or any(more.days < 0 or more.least < 1 or more.each < 0 for more in step.more):
            yield f"{place}: days are counted backwards; none is below zero"
        known.add(step.id)
    if not plan.steps or plan.steps[0].id != DISPATCH or plan.steps[0].before != (DUE,):
        yield f"steps[0]: the first step is {DISPATCH}, counted back from {DUE}"
    elif plan.steps[0].days < LATEST_DISPATCH.days:
        yield f"steps[0].days: the parcel goes to the post {LATEST_DISPATCH.days} days before the last day or earlier"


def measured(loads: Mapping[str, int], step: Step) -> int:
    """Calendar days of a step for these numbers."""
    total = step.days
    for measure in {more.measure for more in step.more}:
        reached = [more for more in step.more if more.measure == measure and loads.get(measure, 0) >= more.least]
        if reached:
            total += max(reached, key=lambda more: more.least).days_for(loads[measure])
    return total
