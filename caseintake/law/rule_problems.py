"""What a rule file may get wrong although every key is spelt right."""

from collections.abc import Iterator

from caseintake.law.calendars import Calendars
from caseintake.law.facts import CHOICES, FACT_NAMES
from caseintake.law.rule_file import LANGUAGES, Period, RuleFile, Words


def problems_of(file: RuleFile, calendars: Calendars) -> Iterator[str]:
    """Each problem as ``key: what is wrong``."""
    yield from _words("title", file.title)
    yield from _words("explain", file.explain)
    yield from _trigger(file)
    yield from _versions(file)
    yield from _sources(file)
    yield from _rolls(file, calendars)
    yield from _examples(file)
    if file.status == "reviewed" and file.reviewed is None:
        yield "reviewed: a reviewed rule says by whom, on which day, and when it is due again"
    if file.count.hour_clock:
        yield "count.hour_clock: clocks in hours cannot be counted"


def _words(key: str, words: Words) -> Iterator[str]:
    for language in LANGUAGES:
        if not words.get(language).strip():
            yield f"{key}.{language}: is empty"


def _trigger(file: RuleFile) -> Iterator[str]:
    trigger = file.trigger
    starts = [fact for group in trigger.start for fact in group]
    named = [("trigger.start", starts), ("trigger.provisional", trigger.provisional)]
    named.append(("trigger.party_on", trigger.party_on))
    named.append(("trigger.never_before", (trigger.never_before,) if trigger.never_before else ()))
    for key, facts in named:
        for fact in facts:
            if fact not in FACT_NAMES:
                yield f"{key}: no such fact: {fact}"
    if not starts:
        yield "trigger.start: names no fact"
    yield from _repeated("trigger.start", starts)
    for fact in trigger.provisional:
        if fact not in starts:
            yield f"trigger.provisional: {fact} starts nothing"


def _versions(file: RuleFile) -> Iterator[str]:
    kinds = CHOICES["decision_kind"] or ()
    if not file.versions:
        yield "versions: there is none"
        return
    yield from _repeated("versions.id", [version.id for version in file.versions])
    for number, version in enumerate(file.versions):
        key, select = f"versions[{number}]", version.select
        if select.facts != file.versions[0].select.facts:
            yield f"{key}.select.facts: all versions must be selected by the same facts"
        if not select.facts or any(fact not in FACT_NAMES for fact in select.facts):
            yield f"{key}.select.facts: names no fact, or one that does not exist"
        if select.since is not None and select.until is not None and select.until < select.since:
            yield f"{key}.select.to: lies before from"
        if select.decision_kind is not None and select.decision_kind not in kinds:
            yield f"{key}.select.decision_kind: no such kind: {select.decision_kind}"
        yield from _period(f"{key}.period", version.period)
    used = {version.select.decision_kind for version in file.versions}
    if used != {None} and file.assume_decision_kind not in used:
        yield "assume_decision_kind: must be one of the kinds the versions distinguish"
    if used == {None} and file.assume_decision_kind is not None:
        yield "assume_decision_kind: no version asks for the kind of decision"
    for number, span in enumerate(file.suspend):
        yield from _period(f"suspend[{number}].effect", span.effect)
        if span.until < span.since:
            yield f"suspend[{number}].to: lies before from"


def _period(key: str, period: Period) -> Iterator[str]:
    if (period.months > 0) == (period.days > 0) or min(period.months, period.days) < 0:
        yield f"{key}: give either months or days, more than none"


def _sources(file: RuleFile) -> Iterator[str]:
    known = [source.id for source in file.sources]
    yield from _repeated("sources.id", known)
    for number, version in enumerate(file.versions):
        if not version.sources:
            yield f"versions[{number}].sources: is empty"
        for source in version.sources:
            if source not in known:
                yield f"versions[{number}].sources: no such source: {source}"
    for number, span in enumerate(file.suspend):
        if span.source not in known:
            yield f"suspend[{number}].source: no such source: {span.source}"


def _rolls(file: RuleFile, calendars: Calendars) -> Iterator[str]:
    places = [("count", file.count.roll, file.count.calendar)]
    places += [(f"then[{number}]", then.roll, then.calendar) for number, then in enumerate(file.then)]
    for key, roll, calendar in places:
        if (roll == "none") != (calendar == "none"):
            yield f'{key}.calendar: a rule that rolls names its calendar, one that does not says "none"'
        elif calendar != "none" and calendar not in calendars.working:
            yield f"{key}.calendar: no such calendar: {calendar}"
    for number, then in enumerate(file.then):
        if (then.offset.months != 0) == (then.offset.days != 0):
            yield f"then[{number}].offset: give either months or days"


def _examples(file: RuleFile) -> Iterator[str]:
    yield from _repeated("tests.name", [example.name for example in file.tests])
    for number, example in enumerate(file.tests):
        expect = example.expect
        if expect.refused is None and expect.due is None:
            yield f"tests[{number}].expect: names neither due nor refused"


def _repeated(key: str, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{key}: {name} stands twice"
