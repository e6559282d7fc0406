"""The plans this office works with: ``config/plans/*.toml``, read once a process."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from caseintake.deadlines.statute import the_law
from caseintake.law.rules import Law, RuleError, shipped_directory
from caseintake.plans.plan_file import PlanFile, problems_of


@cache
def the_plans() -> Mapping[str, PlanFile]:
    """Every plan by the rule it is for. Raises `RuleError`."""
    return load(shipped_directory(), the_law())


def load(directory: Path, law: Law) -> dict[str, PlanFile]:
    """Read ``plans/*.toml`` under ``directory``. Raises `RuleError`, naming file and key; one rule has one plan."""
    found: dict[str, PlanFile] = {}
    for path in sorted((directory / "plans").glob("*.toml")):
        name = path.relative_to(directory).as_posix()
        try:
            plan = msgspec.convert(tomllib.loads(path.read_text("utf-8")), PlanFile, strict=True)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise RuleError(f"{name}: {error}") from None
        for problem in problems_of(plan, law.rules.keys(), law.calendars):
            raise RuleError(f"{name}: {problem}")
        for rule in plan.rules:
            if rule in found:
                raise RuleError(f"{name}: rules: {rule} already has the plan {found[rule].id}")
            found[rule] = plan
    return found
