"""Reading the law from its files: `load(directory)` is the only function of this floor that opens a file."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

import caseintake
from caseintake.law.calendars import CalendarFile, Calendars, StatesFile, WorkingCalendar
from caseintake.law.facts import DUE
from caseintake.law.plan import Plan, plan_of
from caseintake.law.rule_file import RuleFile
from caseintake.law.rule_problems import problems_of

T = TypeVar("T")

_LINE: Final = re.compile(r"at line (\d+)")
_TABLE: Final = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]+")
_KEY: Final = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=")


class RuleError(Exception):
    """A file of the law cannot be used. The message names file and key; nothing is loaded with half the law."""


class Rule(msgspec.Struct, frozen=True, eq=False):
    """A rule ready to use.

    ``digest``: SHA-256, hex, of its canonical content (comments and layout do not count), together with the digests of
    the rules it hangs on. ``parents``: those rules, counted without moving their last day for a day off.
    """

    file: RuleFile
    digest: str
    name: str
    plan: Plan
    parents: tuple["Rule", ...] = ()

    @property
    def id(self) -> str:
        return self.file.id

    @property
    def facts(self) -> frozenset[str]:
        """The date facts this rule looks at."""
        return self.plan.uses


class Law(msgspec.Struct, frozen=True, eq=False):
    """All rules by id, and the calendars they count with."""

    rules: Mapping[str, Rule]
    calendars: Calendars


def shipped_directory() -> Path:
    """Where the configuration that came with the program lies: inside the wheel, or beside the package."""
    package = Path(caseintake.__path__[0])
    inside = package / "config"
    return inside if inside.is_dir() else package.parent / "config"


def load(directory: Path) -> Law:
    """Read ``rules/**/*.toml`` and ``calendars/*.toml`` under ``directory``.

    Raises `RuleError` for an unknown, repeated or missing key, a value of the wrong kind, a reference that leads
    nowhere, and a directory without rules.
    """
    calendars = _calendars(directory)
    rules: dict[str, Rule] = {}
    for path in sorted((directory / "rules").rglob("*.toml")):
        name = path.relative_to(directory).as_posix()
        rule = read_rule(path.read_bytes(), name, calendars)
        if rule.id in rules:
            raise RuleError(f"{name}: id: {rule.id} is already the id of {rules[rule.id].name}")
        if path.stem != rule.id or path.parent.name != rule.id.partition(".")[0]:
            raise RuleError(f"{name}: id: the rule {rule.id} belongs into {rule.id.partition('.')[0]}/{rule.id}.toml")
        rules[rule.id] = rule
    if not rules:
        raise RuleError(f"{directory / 'rules'}: no rule file found")
    return Law(linked(dict(sorted(rules.items()))), calendars)


def linked(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """Every rule with those it hangs on. Raises `RuleError` for one that is not there, and for a circle."""
    done: dict[str, Rule] = {}

    def link(rule: Rule, below: tuple[str, ...]) -> Rule:
        if rule.id in below:
            raise RuleError(f"{rule.name}: trigger.start: a circle: {' -> '.join((*below, rule.id))}")
        if rule.id not in done:
            parents = []
            for name in parents_of(rule.file):
                if name not in rules:
                    raise RuleError(f"{rule.name}: trigger.start: no such rule: {name}")
                parents.append(link(rules[name], (*below, rule.id)))
            done[rule.id] = _hung(rule, parents) if parents else rule
        return done[rule.id]

    return {name: link(rule, ()) for name, rule in rules.items()}


def parents_of(file: RuleFile) -> tuple[str, ...]:
    """The ids of the rules whose last day this one names."""
    named = [fact for group in file.trigger.start for fact in group]
    named += [fact for version in file.versions for fact in version.select.facts]
    named += [file.trigger.opens.fact] if file.trigger.opens else []
    return tuple(dict.fromkeys(fact.removeprefix(DUE) for fact in named if fact.startswith(DUE)))


def _hung(rule: Rule, parents: list[Rule]) -> Rule:
    digest = hashlib.sha256(":".join((rule.digest, *(parent.digest for parent in parents))).encode()).hexdigest()
    above = [rule.plan, *(parent.plan for parent in parents)]
    plan = msgspec.structs.replace(
        rule.plan,
        uses=frozenset().union(*(plan.uses for plan in above)),
        starts=tuple(dict.fromkeys(fact for plan in above for fact in plan.starts)),
        choices=frozenset().union(*(plan.choices for plan in above)),
        calendars=tuple(sorted({name for plan in above for name in plan.calendars})),
        plain=False,
    )
    unrolled = [msgspec.structs.replace(each, plan=msgspec.structs.replace(each.plan, rolls=False)) for each in parents]
    return Rule(rule.file, digest, rule.name, plan, tuple(unrolled))


def read_rule(content: bytes, name: str, calendars: Calendars) -> Rule:
    """One rule from the bytes of its file; ``name`` is used in messages. Raises `RuleError`."""
    raw = _parsed(content, name)
    file = _converted(raw, RuleFile, name)
    for problem in problems_of(file, calendars):
        raise RuleError(f"{name}: {problem}")
    return Rule(file, digest_of(raw), name, plan_of(file))


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of content with sorted keys and dates as ISO 8601."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _calendars(directory: Path) -> Calendars:
    working: dict[str, WorkingCalendar] = {}
    states: StatesFile | None = None
    for path in sorted((directory / "calendars").glob("*.toml")):
        name = path.relative_to(directory).as_posix()
        raw = _parsed(path.read_bytes(), name)
        if str(raw.get("schema", "")).startswith("caseintake.states/"):
            states = _converted(raw, StatesFile, name)
            continue
        file = _converted(raw, CalendarFile, name)
        if file.id in working:
            raise RuleError(f"{name}: id: there is a second calendar {file.id}")
        working[file.id] = WorkingCalendar(file, digest_of(raw))
    return Calendars(working, {state.code: state for state in states.states} if states else {})


def _parsed(content: bytes, name: str) -> dict[str, Any]:
    text = content.decode("utf-8", errors="replace")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{name}: {_place(text, str(error))}{error}") from None


def _place(text: str, message: str) -> str:
    # TOML's own message counts lines; a lawyer looks for the name of the key, above all of one written twice.
    found = _LINE.search(message)
    if found is None:
        return ""
    lines = text.splitlines()[: int(found[1])]
    tables: Iterator[re.Match[str]] = (match for line in reversed(lines) if (match := _TABLE.match(line)))
    key = _KEY.match(lines[-1]) if lines else None
    table = next(tables, None)
    parts = [part for part in (table[1] if table else "", key[1] if key else "") if part]
    return f"{'.'.join(parts)}: " if parts else ""


def _converted(raw: dict[str, Any], kind: type[T], name: str) -> T:
    try:
        return msgspec.convert(raw, kind, strict=True)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$")
        place = where.rstrip("`").lstrip(".")
        raise RuleError(f"{name}: {place + ': ' if place else ''}{what}") from None
