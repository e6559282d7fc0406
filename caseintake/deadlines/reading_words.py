"""A period of a rule, and a reading of texts that conflict, in words: by the periods it gives."""

from collections.abc import Callable

from caseintake.i18n import _, ngettext
from caseintake.law.rule_file import Period
from caseintake.law.rules import Rule
from caseintake.matters.wording import CHOICES


def period(span: Period) -> str:
    """A period in words; a negative one lies before."""
    counted: tuple[tuple[int, Callable[[int], str]], ...] = (
        (span.months, lambda n: ngettext("%(n)s month", "%(n)s months", n)),
        (span.days, lambda n: ngettext("%(n)s day", "%(n)s days", n)),
        (span.working_days, lambda n: ngettext("%(n)s working day", "%(n)s working days", n)),
        (span.hours, lambda n: ngettext("%(n)s hour", "%(n)s hours", n)),
    )
    if span.at_once:
        return _("at once")
    for number, words in counted:
        if number:
            said = words(abs(number))
            return said if number > 0 else _("%(period)s before", period=said)
    return _("the same day")


def said(rule: Rule | None, reading: str) -> str:
    """A reading by the periods it gives; one of a rule that is gone by its id."""
    versions = () if rule is None else rule.file.versions
    words = []
    for version in (version for version in versions if version.select.reading == reading):
        when = [str(CHOICES.get(f"{name}.{value}", value)) for name, value in version.select.choices.items()]
        length = period(version.period)
        words.append(f"{length} ({', '.join(when)})" if when else length)
    return "; ".join(words) or reading.replace("_", " ")
