"""`caseintake limit` and `caseintake rules`: the law at the command line. They need no office and no key.

With ``--json`` every answer is one JSON object on standard output, a refusal or a mistyped command included
(``{"error": …}``, exit code 2), so that a script never has to read words.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from caseintake.i18n import LANGUAGES, format_day, gettext_for
from caseintake.law import rules as law_rules
from caseintake.law import wording
from caseintake.law.candidates import Row, table
from caseintake.law.check import check
from caseintake.law.engine import compute
from caseintake.law.explain import (
    FormatDate,
    Title,
    Translate,
    candidate_words,
    explain,
    fact_words,
    flag_words,
    refusal_words,
    scenario_words,
)
from caseintake.law.facts import parse_given
from caseintake.law.refusal import Refused
from caseintake.law.result import Result
from caseintake.law.rules import Law, RuleError
from caseintake.law.scenarios import Scenario, scenarios


class JsonCommand(click.Command):
    """A command whose usage errors are JSON too when ``--json`` was asked for."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Click's own, with its usage errors answered as ``{"error": …}``."""
        asked = "--json" in args
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            if not asked:
                raise
            click.echo(json.dumps({"error": error.format_message()}, ensure_ascii=False))
            raise click.exceptions.Exit(2) from None


def _language(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if value not in LANGUAGES:
        raise click.BadParameter(f"{value} is not one of {', '.join(LANGUAGES)}", context, parameter)
    return value


_as_json = click.option("--json", "as_json", is_flag=True, help="Answer as one JSON object.")
_in_language = click.option(
    "--language", default="en", callback=_language, metavar="XX", help="Language of the sentences: az, ru, en or fr."
)


@click.command(cls=JsonCommand)
@click.argument("rule")
@click.option(
    "--fact",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="A date YYYY-MM-DD, a month YYYY-MM, or a range A..B; a fact that ends in _at also with its hour,"
    " 2026-03-01T14:20.",
)
@click.option(
    "--choice",
    "chosen",
    multiple=True,
    metavar="NAME=VALUE",
    help="What is no date: decision_kind=judgment|ruling, state=XX, formation=chamber, reading=…",
)
@_as_json
@_in_language
def limit(rule: str, given: tuple[str, ...], chosen: tuple[str, ...], as_json: bool, language: str) -> None:
    """Compute one time-limit, say why, and what is not certain about it. Exit code 2 when no date can be given."""
    translate = gettext_for(language)

    def written(day: date) -> str:
        return format_day(day, language)

    law = _law(as_json)

    def title(name: str) -> str:
        return law.rules[name].file.title.get(language) if name in law.rules else name

    try:
        if rule not in law.rules:
            raise Refused("unknown_rule", rule=rule, allowed=", ".join(law.rules))
        facts, choices = parse_given([_pair(item) for item in (*given, *chosen)])
        result = compute(law.rules[rule], facts, law.calendars, choices)
    except Refused as refused:
        words = refusal_words(refused, translate, written, named=True)
        _fail(words, as_json, code=2, reason=refused.code, readings=refused.readings)
    others = scenarios(law.rules[rule], facts, law.calendars, choices)
    if as_json:
        rows = table(result.rule, result.candidates)
        answer = {
            **_plain(result),
            "candidates": [_candidate(row, candidate_words(row.why, translate)) for row in rows],
            "scenarios": [_scenario(each, scenario_words(each, translate, written, title)) for each in others],
            "steps": explain(result, translate, written, title),
            "notes": [flag_words(flag, translate) for flag in result.flags],
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    _tell(result, others, translate, written, title)


def _tell(result: Result, others: Sequence[Scenario], translate: Translate, written: FormatDate, title: Title) -> None:
    """The date, why, all possible starts, and what else it could be, for a reader at a terminal."""
    end = written(result.due) if result.due_at is None else f"{written(result.due)}, {result.due_at:%H:%M}"
    click.echo(f"{title(result.rule.id)}\n\n{end}\n")
    for sentence in explain(result, translate, written, title):
        click.echo(f"  {sentence}")
    for flag in result.flags:
        click.echo(f"  ! {flag_words(flag, translate)}")
    click.echo(f"\n{translate(wording.ALL_STARTS)}")
    for row in table(result.rule, result.candidates):
        begin = f"{fact_words(row.candidate.fact, translate, title)}, {written(row.candidate.counted)}"
        click.echo(f"  {written(row.candidate.due)} ({begin}). {candidate_words(row.why, translate)}")
    click.echo(f"  {translate(wording.EARLIEST) % {'day': written(result.earliest)}}")
    click.echo(f"\n{translate(wording.OTHER_SIDE)}")
    for each in others:
        last = "–" if each.due is None else written(each.due)
        click.echo(f"  {last}: {scenario_words(each, translate, written, title)}")


@click.group()
def rules() -> None:
    """The rules this installation counts with."""


@rules.command("list", cls=JsonCommand)
@_as_json
@_in_language
def list_rules(as_json: bool, language: str) -> None:
    """Name every rule, its state of review and its digest."""
    law = _law(as_json)
    rows = [
        {
            "id": rule.id,
            "title": rule.file.title.get(language),
            "status": rule.file.status,
            "severity": rule.file.severity,
            "facts": sorted(rule.facts),
            "tests": len(rule.file.tests),
            "digest": rule.digest,
        }
        for rule in law.rules.values()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['id']:<26} {row['status']:<9} {row['severity']:<9} {str(row['digest'])[:12]}  {row['title']}")


@rules.command("check", cls=JsonCommand)
@click.option(
    "--config",
    "directory",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A directory with rules and calendars of your own, instead of those that came with the program.",
)
@_as_json
def check_rules(directory: Path | None, as_json: bool) -> None:
    """Read every rule strictly, run the tests inside, look for days with no law or two. Exit code 1 on failure."""
    try:
        law = law_rules.load(directory or law_rules.shipped_directory())
    except RuleError as error:
        _fail(str(error), as_json, code=1)
    problems = check(law)
    number = sum(len(rule.file.tests) for rule in law.rules.values())
    if as_json:
        found = [{"file": each.file, "test": each.place, "message": each.message} for each in problems]
        digests = {rule.id: rule.digest for rule in law.rules.values()}
        calendars = {name: calendar.digest for name, calendar in law.calendars.working.items()}
        answer = {"rules": digests, "calendars": calendars, "tests": number, "problems": found}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for rule in law.rules.values():
            click.echo(f"{rule.id:<26} {len(rule.file.tests):>3} tests  {rule.digest}")
        for problem in problems:
            click.echo(f"{problem.file}: {problem.place}: {problem.message}", err=True)
        click.echo(f"{len(law.rules)} rules, {number} tests, {len(problems)} problems")
    if problems:
        raise click.exceptions.Exit(1)


def _law(as_json: bool) -> Law:
    try:
        return law_rules.load(law_rules.shipped_directory())
    except RuleError as error:
        _fail(str(error), as_json, code=1)


def _pair(item: str) -> tuple[str, str]:
    name, separator, value = item.partition("=")
    if not separator or not name.strip():
        raise Refused("not_a_pair", written=item)
    return name.strip(), value.strip()


def _iso(day: date | datetime | None) -> str | None:
    return None if day is None else day.isoformat()


def _plain(result: Result) -> dict[str, Any]:
    return {
        "rule": result.rule.id,
        "due": _iso(result.due),
        "due_at": _iso(result.due_at),
        "cautious": _iso(result.cautious),
        "earliest": _iso(result.earliest),
        "latest": _iso(result.latest),
        "opens": _iso(result.opens),
        "provisional": result.provisional,
        "version": result.version,
        "flags": result.flags,
        "readings": [
            {"id": each.id, "due": _iso(each.due), "cautious": _iso(each.cautious), "latest": _iso(each.latest)}
            for each in result.readings
        ],
        "rule_digest": result.rule_digest,
        "calendar_digest": result.calendar_digest,
    }


def _candidate(row: Row, words: str) -> dict[str, Any]:
    each = row.candidate
    return {
        "fact": each.fact,
        "relied_on": row.relied,
        "why": row.why,
        "why_in_words": words,
        "start": _iso(each.start),
        "start_latest": _iso(each.start_latest),
        "counted_from": _iso(each.counted),
        "version": each.version,
        "due": _iso(each.due),
        "due_at": _iso(each.due_at),
        "latest": _iso(each.latest),
        "cautious": _iso(each.cautious),
        "earliest": _iso(row.earliest),
    }


def _scenario(each: Scenario, words: str) -> dict[str, Any]:
    return {"code": each.code, **dict(each.values), "due": _iso(each.due), "refused": each.refused, "words": words}


def _fail(
    message: str,
    as_json: bool,
    *,
    code: int,
    reason: str | None = None,
    readings: tuple[tuple[str, date], ...] = (),
) -> NoReturn:
    if as_json:
        answer: dict[str, Any] = {"error": message} if reason is None else {"error": message, "code": reason}
        if readings:
            answer["readings"] = [{"id": name, "due": day.isoformat()} for name, day in readings]
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo(message, err=True)
    raise click.exceptions.Exit(code)
