"""The words of a reminder: days, five letters, names of rules. Nothing in it names a person, a case or the office."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from caseintake.deadlines.chase import CHASE
from caseintake.deadlines.states import Severity
from caseintake.deadlines.wording import SEVERITIES, short
from caseintake.i18n import _, format_day, in_capitals, ngettext
from caseintake.reminders.agenda import MISSED, TASK, URGENT, Item

_WIDTH = 72


def subject(items: Iterable[Item]) -> str:
    """Only a number: subjects are read on locked screens."""
    every = list(items)
    tasks = sum(item.rule == TASK for item in every)
    said = [ngettext("%(n)s date", "%(n)s dates", len(every) - tasks)] if len(every) > tasks else []
    return ", ".join([*said, ngettext("%(n)s task", "%(n)s tasks", tasks)] if tasks else said)


def body(items: Iterable[Item], today: date) -> str:
    """The digest: what was changed by another hand first, then by gravity, then by day; tasks last."""
    lines: list[str] = []
    every = list(items)
    told = sorted((item for item in every if item.rule != TASK), key=lambda item: (not item.damaged, *_order(item)))
    alarms = [item for item in told if item.damaged]
    for item in alarms:
        lines += _wrapped(_("%(ref)s: ALARM. Dates of this matter were changed by another hand.", ref=item.ref))
    if alarms:
        lines += [*_wrapped(_("Trust no date of it on the screen. Go by the papers and ring a coordinator.")), ""]
    heading = None
    for item in told:
        if item.damaged:
            continue
        if item.severity != heading:
            heading = item.severity
            lines += ["", in_capitals(SEVERITIES[heading])]
        lines.append(line(item, today))
    if any(item.must_answer(today) and not item.seen_by for item in told if not item.damaged):
        lines += [
            "",
            *_wrapped(_("* Say on the page Reminders that you have seen this. If not, others are told.")),
        ]
    lines += _tasks([item for item in every if item.rule == TASK], today)
    lines += ["", *_wrapped(_("Reminders go astray. The list on the wall and the calendar of papers count as well."))]
    return "\n".join(lines).strip() + "\n"


def _tasks(items: list[Item], today: date) -> list[str]:
    """Own tasks: day, letters of the matter, how many, how long. What is to be done stands on the page Tasks."""
    if not items:
        return []
    found = Counter((item.due or today, item.ref) for item in items)
    lines = ["", in_capitals(_("tasks: no time-limits"))]
    for (day, ref), number in sorted(found.items()):
        lines.append(f"  {format_day(day)}  {ref}{f' ×{number}' if number > 1 else ''}  {_left((day - today).days)}")
    return lines


def line(item: Item, today: date) -> str:
    """One line: day, letters, rule, how long, how many, and a star where an answer is waited for.

    Of what is urgent at intake no day: it would tell whoever reads the mail when somebody wrote.
    """
    if item.rule == URGENT:
        return "  " + _("Something urgent waits in the inbox.")
    if item.rule == MISSED:
        return "  " + _("A colleague has not come back as agreed. Sign in and look at the page Check-in.")
    star = "*" if item.must_answer(today) and not item.seen_by else " "
    day = format_day(item.due) if item.due is not None else _("may end any day")
    number = f" ×{item.number}" if item.number > 1 else ""
    return f"{star} {day}  {item.ref}  {what(item)}{number}  {left(item, today)}".rstrip()


def what(item: Item) -> str:
    """The rule's name; of an application nobody has answered in time, what is to be done."""
    if item.rule == CHASE and item.severity is Severity.FATAL:
        return _("no answer of the Registry: ring, send again")
    return short(item.rule)


def left(item: Item, today: date) -> str:
    """How long there is."""
    if item.due is None:
        return ""
    return _left((item.due - today).days)


def _left(days: int) -> str:
    if days < 0:
        return ngettext("%(n)s day over", "%(n)s days over", -days)
    return ngettext("%(n)s day left", "%(n)s days left", days) if days else _("today")


def _order(item: Item) -> tuple[int, date]:
    return (list(SEVERITIES).index(item.severity), item.due or date.min)


def _wrapped(text: str) -> list[str]:
    lines, current = [], ""
    for word in text.split():
        if current and len(current) + len(word) >= _WIDTH:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}".strip()
    return [*lines, current]
