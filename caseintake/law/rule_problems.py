"""What a rule file may get wrong although every key is spelt right."""

from collections.abc import Iterable, Iterator

from caseintake.law.calendars import Calendars
from caseintake.law.facts import CHOICES, DUE, FACT_NAMES
from caseintake.law.rule_file import LANGUAGES, Period, RuleFile, Words


def problems_of(file: RuleFile, calendars: Calendars) -> Iterator[str]:
    """Each problem as ``key: what is wrong``."""
    yield from _words("title", file.title)
    yield from _words("explain", file.explain)
    yield from _trigger(file)
    yield from _facts_named(file)
    yield from _versions(file)
    yield from _choices(file)
    yield from _readings(file)
    yield from _service(file)
    yield from _sources(file)
    yield from _rolls(file, calendars)
    yield from _examples(file)
    if file.status == "reviewed" and file.reviewed is None:
        yield "reviewed: a reviewed rule says by whom, on which day, and when it is due again"
    if file.count.hour_clock and not any(version.period.hours for version in file.versions):
        yield "count.hour_clock: no version counts in hours"
    if file.blocks and file.severity != "alarm":
        yield "blocks: a rule that blocks others has the severity alarm"


def _words(key: str, words: Words) -> Iterator[str]:
    for language in LANGUAGES:
        if not words.get(language).strip():
            yield f"{key}.{language}: is empty"


def _starts(file: RuleFile) -> list[str]:
    return [fact for group in file.trigger.start for fact in group]


def _trigger(file: RuleFile) -> Iterator[str]:
    starts = _starts(file)
    if not starts and not (file.count.fixed_by and not file.versions):
        yield "trigger.start: names no fact"
    yield from _repeated("trigger.start", starts)
    for fact in file.trigger.provisional:
        if fact not in starts:
            yield f"trigger.provisional: {fact} starts nothing"
    for fact in starts:
        if fact == DUE + file.id:
            yield "trigger.start: a rule cannot start from its own last day"


def _facts_named(file: RuleFile) -> Iterator[str]:
    """Names that are neither a fact nor, where a rule may stand, ``due:RULE``."""
    trigger, opens = file.trigger, file.trigger.opens
    named: list[tuple[str, Iterable[str | None], bool]] = [
        ("trigger.start", _starts(file), True),
        ("trigger.provisional", trigger.provisional, True),
        ("trigger.opens.fact", [opens.fact] if opens else [], True),
        *((f"versions[{n}].select.facts", each.select.facts, True) for n, each in enumerate(file.versions)),
        ("trigger.party_on", trigger.party_on, False),
        ("trigger.never_before", [trigger.never_before], False),
        ("trigger.requires", trigger.requires, False),
        ("trigger.ends_before", [trigger.ends_before], False),
        ("count.fixed_by", [file.count.fixed_by], False),
        *((f"service[{n}].from", [each.since], False) for n, each in enumerate(file.service)),
    ]
    for key, facts, may_hang in named:
        for fact in facts:
            if fact is None or fact in FACT_NAMES or (may_hang and fact.removeprefix(DUE) not in ("", fact)):
                continue
            yield f"{key}: no such fact: {fact}"


def _versions(file: RuleFile) -> Iterator[str]:
    if not file.versions and not file.count.fixed_by and not file.blocks:
        yield "versions: there is none"
    yield from _repeated("versions.id", [version.id for version in file.versions])
    starts = _starts(file)
    for number, version in enumerate(file.versions):
        key, select = f"versions[{number}]", version.select
        if select.facts != file.versions[0].select.facts:
            yield f"{key}.select.facts: all versions must be selected by the same facts"
        if not select.facts:
            yield f"{key}.select.facts: names no fact"
        if select.since is not None and select.until is not None and select.until < select.since:
            yield f"{key}.select.to: lies before from"
        for fact in select.start:
            if fact not in starts:
                yield f"{key}.select.start: {fact} starts nothing"
        of = select.start or starts
        yield from _period(f"{key}.period", version.period, back=all(fact.startswith(DUE) for fact in of))
    for number, span in enumerate(file.suspend):
        yield from _period(f"suspend[{number}].effect", span.effect)
        if span.effect.working_days or span.effect.hours or span.effect.at_once:
            yield f"suspend[{number}].effect: is in months or days"
        if span.until < span.since:
            yield f"suspend[{number}].to: lies before from"
    if file.trigger.opens is not None:
        yield from _offset("trigger.opens.offset", file.trigger.opens.offset, "none")


def _period(key: str, period: Period, *, back: bool = False) -> Iterator[str]:
    """``back``: a date that hangs on another may also lie before it."""
    numbers = (period.months, period.days, period.working_days, period.hours)
    if sum(number != 0 for number in numbers) + period.at_once != 1:
        yield f"{key}: give one of months, days, working_days, hours, at_once, and only one"
    elif min(numbers) < 0 and not back:
        yield f"{key}: only a date that hangs on the last day of another rule may lie before it"
    elif period.hours < 0:
        yield f"{key}.hours: cannot be negative"


def _offset(key: str, offset: Period, calendar: str) -> Iterator[str]:
    if sum(number != 0 for number in (offset.months, offset.days, offset.working_days)) > 1:
        yield f"{key}: give one of months, days, working_days"
    if offset.hours or offset.at_once:
        yield f"{key}: is in months, days or working_days"
    if offset.working_days and calendar == "none":
        yield f"{key}.working_days: needs a calendar"


def _choices(file: RuleFile) -> Iterator[str]:
    used: set[str] = set()
    for number, version in enumerate(file.versions):
        select = version.select
        key = f"versions[{number}].select"
        if select.decision_kind is not None and "decision_kind" in select.when:
            yield f"{key}.when.decision_kind: stands twice"
        yield from _values(f"{key}.decision_kind" if select.decision_kind else f"{key}.when", select.choices)
        used |= select.choices.keys()
    yield from _values("assume", file.assumed)
    if file.assume_decision_kind is not None and "decision_kind" in file.assume:
        yield "assume.decision_kind: stands twice"
    for name in sorted(used | file.assumed.keys()):
        key = "assume_decision_kind" if name == "decision_kind" and "decision_kind" not in file.assume else "assume"
        values = {version.select.choices.get(name) for version in file.versions} - {None}
        if name not in used:
            yield f"{key}: no version asks for {name}"
        elif name not in file.assumed:
            yield f"{key}: says nothing of {name}, which the versions distinguish"
        elif file.assumed[name] not in values and None not in {
            version.select.choices.get(name) for version in file.versions
        }:
            yield f"{key}: no version has {name} = {file.assumed[name]}"


def _values(key: str, choices: dict[str, str]) -> Iterator[str]:
    for name, value in choices.items():
        allowed = CHOICES.get(name)
        if allowed is None or name == "service_method":
            yield f"{key}: versions cannot be told apart by {name}"
        elif value not in allowed:
            yield f"{key}: no such value: {name} = {value}. Write one of: {', '.join(allowed)}"


def _readings(file: RuleFile) -> Iterator[str]:
    readings = {version.select.reading for version in file.versions} - {None}
    if file.conflict is not None:
        yield from _words("conflict.question", file.conflict.question)
        if len(readings) < 2:
            yield "conflict: needs versions with at least two different readings"
    elif readings:
        yield "conflict: versions with a reading need [conflict] with the question to the office"


def _service(file: RuleFile) -> Iterator[str]:
    methods = CHOICES["service_method"] or ()
    yield from _repeated("service.method", [each.method for each in file.service])
    for number, each in enumerate(file.service):
        if each.method not in methods:
            yield f"service[{number}].method: no such method: {each.method}. Write one of: {', '.join(methods)}"
        yield from _offset(f"service[{number}].offset", each.offset, each.calendar)
    if file.service and "served_on" not in _starts(file):
        yield "service: only a rule that starts from served_on has methods of service"


def _sources(file: RuleFile) -> Iterator[str]:
    known = [source.id for source in file.sources]
    yield from _repeated("sources.id", known)
    if not file.versions and not known:
        yield "sources: is empty"
    for number, version in enumerate(file.versions):
        if not version.sources:
            yield f"versions[{number}].sources: is empty"
        for source in version.sources:
            if source not in known:
                yield f"versions[{number}].sources: no such source: {source}"
    named = [(f"suspend[{n}]", span.source) for n, span in enumerate(file.suspend)]
    named += [(f"service[{n}]", each.source) for n, each in enumerate(file.service)]
    for key, source in named:
        if source not in known:
            yield f"{key}.source: no such source: {source}"


def _rolls(file: RuleFile, calendars: Calendars) -> Iterator[str]:
    counts = any(version.period.working_days for version in file.versions)
    places = [("count", file.count.roll != "none", counts, file.count.calendar)]
    for number, then in enumerate(file.then):
        key, offset = f"then[{number}]", then.offset
        places.append((key, then.roll != "none", offset.working_days != 0, then.calendar))
        yield from _period(f"{key}.offset", offset, back=True)
        yield from _offset(f"{key}.offset", offset, then.calendar)
    places += [
        (f"service[{n}]", False, each.offset.working_days != 0, each.calendar) for n, each in enumerate(file.service)
    ]
    for key, rolls, counted, calendar in places:
        if (rolls or counted) != (calendar != "none"):
            yield f'{key}.calendar: a rule that rolls or counts working days names its calendar, others say "none"'
        elif calendar != "none" and calendar not in calendars.working:
            yield f"{key}.calendar: no such calendar: {calendar}"


def _examples(file: RuleFile) -> Iterator[str]:
    yield from _repeated("tests.name", [example.name for example in file.tests])
    for number, example in enumerate(file.tests):
        expect = example.expect
        if expect.refused is None and expect.due is None:
            yield f"tests[{number}].expect: names neither due nor refused"


def _repeated(key: str, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{key}: {name} stands twice"
