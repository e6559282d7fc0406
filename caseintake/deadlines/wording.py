"""The sentences of this package, in the language now spoken."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from caseintake.deadlines import chase
from caseintake.deadlines.counting import FINALITY, MISSING, NOT_PROVEN, Counted
from caseintake.deadlines.model import Act, Verdict, What
from caseintake.deadlines.reading_words import said
from caseintake.deadlines.situations import APPLICATION, AZ_APPEAL, AZ_CASSATION, GRAND_CHAMBER, NO_REMEDY
from caseintake.deadlines.states import RUNNING, Group, Severity, State
from caseintake.deadlines.statute import the_law
from caseintake.i18n import _, current_language, format_day, lazy, ngettext
from caseintake.law import explain
from caseintake.law.events import EVENTS, Told
from caseintake.law.result import Step
from caseintake.matters import wording as matters
from caseintake.matters.facts import Fault

STATES: Final[Mapping[State, str]] = {
    State.MAY_END_ANY_DAY: lazy("may end any day"),
    State.NEEDS_FACT: lazy("needs a fact"),
    State.PROVISIONAL: lazy("provisional"),
    State.COMPUTED: lazy("needs a second reading"),
    State.CONFIRMED: lazy("confirmed by a second reader"),
    State.LODGED_WITH_PROOF: lazy("lodged, proof here"),
    State.LODGED_NO_PROOF: lazy("lodged, proof missing"),
    State.NOT_PURSUED: lazy("not pursued"),
    State.MISSED: lazy("missed"),
    State.RETIRED: lazy("did not run"),
    State.TYPED: lazy("typed by hand"),
    State.TYPED_UNREAD: lazy("typed, needs a second reading"),
    State.DONE: lazy("done"),
    State.CANCELLED: lazy("cancelled"),
}

#: What the Registry has done with an application: not we are to lodge, it is to answer.
CHASED: Final[Mapping[State, str]] = {
    **dict.fromkeys((State.PROVISIONAL, State.COMPUTED, State.CONFIRMED), lazy("waits for an answer")),
    State.LODGED_WITH_PROOF: lazy("answered, letter here"),
    State.LODGED_NO_PROOF: lazy("answered, letter missing"),
}

SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.FATAL: lazy("fatal: what is late is lost"),
    Severity.SANCTION: lazy("costs something"),
    Severity.WATCH: lazy("to watch"),
    Severity.SOFT: lazy("can be late"),
    Severity.INTERNAL: lazy("our own plan"),
    Severity.ALARM: lazy("alarm"),
}

#: The same in a picture's legend and in the heads of its table.
SEVERITIES_SHORT: Final[Mapping[Severity, str]] = {
    Severity.FATAL: lazy("fatal"),
    Severity.SANCTION: lazy("costs something"),
    Severity.WATCH: lazy("to watch"),
    Severity.SOFT: lazy("can be late"),
    Severity.INTERNAL: lazy("our own plan"),
    Severity.ALARM: lazy("alarm"),
}

#: What a rule is called where there is little room.
SHORT: Final[Mapping[str, str]] = {
    APPLICATION: lazy("Application to the Court"),
    NO_REMEDY: lazy("Application, no remedy"),
    GRAND_CHAMBER: lazy("Grand Chamber request"),
    AZ_APPEAL: lazy("Civil appeal (AZ)"),
    AZ_CASSATION: lazy("Civil cassation (AZ)"),
    chase.CHASE: lazy("Answer of the Registry"),
}

#: Dates no rule computes stand on board, slip and feed beside the others, each kind under a name like a rule's.
TYPED: Final[Mapping[str, str]] = {
    "typed.hearing": lazy("Hearing"),
    "typed.court_date": lazy("Date set by a court or authority"),
    "typed.letter": lazy("Letter to answer or send"),
    "typed.visit": lazy("Visit"),
    "typed.bar": lazy("Bar proceeding"),
    "typed.own": lazy("Our own date"),
}

GROUPS: Final[Mapping[Group, str]] = {
    Group.ANY_DAY: lazy("May end any day"),
    Group.OVERDUE: lazy("Overdue"),
    Group.TODAY: lazy("Today"),
    Group.IN_7: lazy("Within 7 days"),
    Group.IN_14: lazy("Within 14 days"),
    Group.IN_30: lazy("Within 30 days"),
    Group.IN_60: lazy("Within 60 days"),
    Group.IN_90: lazy("Within 90 days"),
    Group.LATER: lazy("Later"),
    Group.NEEDS_FACT: lazy("Needs a fact"),
    Group.NO_PROOF: lazy("Lodged, proof missing"),
}

DOUBTS: Final[Mapping[str, str]] = {
    MISSING: lazy("A day is missing or not exact. The earliest that is possible is worked with."),
    NOT_PROVEN: lazy("No document in the file proves the day the time runs from."),
    FINALITY: lazy("It is not settled whether this decision is final."),
}

OWN_FLAGS: Final[Mapping[str, str]] = {
    "not_by_post": lazy("An application was sent, but not by post. Only a complete form sent by post stops the time."),
    "form_rejected": lazy(
        "The Registry rejected the form. The original time never stopped: a new complete form must be sent by this day."
    ),
}

WHATS: Final[Mapping[What, str]] = {
    What.COUNTED: lazy("counted for the first time"),
    What.COMPLETED: lazy("the decision or complaint it waited for was recorded"),
    What.MOVED: lazy("moved, because a fact changed"),
    What.RECOUNTED: lazy("counted again, because the rule changed"),
    What.LODGED: lazy("recorded as lodged"),
    What.CONFIRMED: lazy("confirmed by a second reader"),
    What.RETIRED: lazy("the facts were corrected: it did not run"),
    What.AROSE_AGAIN: lazy("runs again"),
    What.OVERRIDDEN: lazy("set by hand"),
    What.OVERRIDE_LIFTED: lazy("the date set by hand was taken back"),
    What.ACCEPTED: lazy("the moved date was accepted"),
    What.DROPPED: lazy("not pursued"),
    What.RESUMED: lazy("pursued again"),
    What.MISSED: lazy("recorded as missed"),
}

ACTS: Final[Mapping[Act, str]] = {
    Act.OVERRIDE: lazy("set a date by hand"),
    Act.LIFT_OVERRIDE: lazy("took back the date set by hand"),
    Act.ACCEPT: lazy("accepted the moved date"),
    Act.DROP: lazy("recorded that it is not pursued"),
    Act.RESUME: lazy("took it up again"),
    Act.MISS: lazy("recorded that it was missed"),
}

VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.AGREE: lazy("I agree with this date"),
    Verdict.ANOTHER: lazy("I count another date"),
    Verdict.MORE: lazy("I need to see more"),
}

ANSWERED: Final[Mapping[Verdict, str]] = {
    Verdict.AGREE: lazy("agreed"),
    Verdict.ANOTHER: lazy("counts another date"),
    Verdict.MORE: lazy("needs to see more"),
}

FAULTS: Final[Mapping[str, str]] = {
    "reader": lazy("Choose a lawyer or coordinator other than yourself."),
    "no_date": lazy("There is no date yet that somebody could check."),
    "too_long": lazy("This text is too long. At most %(limit)s characters fit here."),
    "not_asked": lazy("Only the person who was asked can answer this."),
    "expired": lazy("This slip has expired. Ask for a new one."),
    "lodged_elsewhere": lazy("This is not ended by a filing of its proceeding. Record what ended it."),
    "not_running": lazy("This time-limit does not run any more."),
    "not_over": lazy("The last day is not over yet. It ends at midnight."),
    "it_runs": lazy("This time-limit runs already."),
    "nothing_to_lift": lazy("No date was set by hand."),
    "nothing_to_accept": lazy("There is no moved date to accept."),
}


#: Deeds of this package, as the sealed log of a matter says them.
DEEDS: Final[Mapping[str, str]] = {
    "time-limit set by hand": lazy("set a time-limit by hand"),
    "date set by hand taken back": lazy("took back a time-limit set by hand"),
    "moved time-limit accepted": lazy("accepted a moved time-limit"),
    "time-limit not pursued": lazy("recorded that a time-limit is not pursued"),
    "time-limit missed": lazy("recorded a missed time-limit"),
    "time-limit pursued again": lazy("took a time-limit up again"),
    "second reading asked": lazy("asked for a second reading"),
    "second reading answered": lazy("answered a second reading"),
}


def say(fault: Fault) -> str:
    """The sentence of a fault of this package or of the matters it stands on."""
    words = FAULTS.get(fault.code)
    return matters.say(fault) if words is None else str(words) % {"limit": fault.limit}


def title(rule: str) -> str:
    """The rule's name; of one that is gone its id, rather than nothing."""
    if rule in TYPED:
        return str(TYPED[rule])
    known = the_law().rules.get(rule)
    return rule if known is None else known.file.title.get(current_language())


def short(rule: str) -> str:
    """The rule's name for lists."""
    return str(SHORT[rule]) if rule in SHORT else title(rule)


def why(counted: Counted, rule: str) -> list[str]:
    """Why this date, or why there is none, sentence by sentence."""

    def reading(id: str) -> str:
        return said(the_law().rules.get(rule), id)

    if counted.no_date is not None:
        return [explain.refusal_words(counted.no_date.refused, _, format_day, reading)]
    steps = [_with_reading(step, reading) for step in counted.steps]
    return [explain.word_step(step, _, format_day, title) for step in steps]


def _with_reading(step: Step, reading: Callable[[str], str]) -> Step:
    """The step of a chosen reading, which has an id where the reader needs the periods."""
    if step.code != "reading":
        return step
    return Step(step.code, tuple((name, reading(value)) for name, value in step.values))


def doubts(counted: Counted) -> list[str]:
    """What may still move the date."""
    return [str(DOUBTS[code]) for code in counted.doubts]


def flags(counted: Counted) -> list[str]:
    """What is not certain, or should be done next."""
    return [str(OWN_FLAGS[code]) if code in OWN_FLAGS else explain.flag_words(code, _) for code in counted.flags]


def fact_name(name: str) -> str:
    """What a fact means, as a label."""
    return explain.fact_words(name, _, title)


#: Of what ends by something that happens.
HAPPENED: Final[Mapping[State, str]] = {
    State.LODGED_WITH_PROOF: lazy("has happened, with proof"),
    State.LODGED_NO_PROOF: lazy("has happened, proof missing"),
}


def cautious(day: date, due: date | None) -> str:
    """The cautious date beside the last day, so that nobody takes the days left for days to the cautious one."""
    if due is None or day >= due:
        return _("cautious: %(day)s", day=format_day(day))
    earlier = (due - day).days
    return ngettext("cautious: %(day)s, %(n)s day earlier", "cautious: %(day)s, %(n)s days earlier", earlier,
                    day=format_day(day))  # fmt: skip


def days_left(due: date | None, today: date, state: State) -> str:
    """How long there is, in words."""
    if state not in RUNNING:
        return str(STATES[state])
    if due is None:
        return str(STATES[state])
    left = (due - today).days
    if left < 0:
        return ngettext("%(n)s day overdue", "%(n)s days overdue", -left)
    if left == 0:
        return _("ends today")
    return ngettext("%(n)s day left", "%(n)s days left", left)


def stands(rule: str, state: State) -> str:
    """The words of a state; of an application that is to be answered what the Registry has done.

    What ends by something that happens, such as being brought before a judge, was not lodged.
    """
    if rule == chase.CHASE and state in CHASED:
        return str(CHASED[state])
    return str(HAPPENED[state] if state in HAPPENED and _ends_by_an_event(rule) else STATES[state])


def _ends_by_an_event(rule: str) -> bool:
    known = the_law().rules.get(rule)
    return known is not None and EVENTS[known.file.met_by.event].told is Told.EVENT


def left(rule: str, due: date | None, again: date | None, today: date, state: State) -> str:
    """`days_left`; of an application the Registry has not answered the days left to send it again."""
    if state not in RUNNING:
        return stands(rule, state)
    if not chase.overdue(rule, due, today):
        return days_left(due, today, state)
    if again is None:
        return _("no answer")
    days = (again - today).days
    if days < 0:
        return _("no answer, the limit has passed")
    return ngettext("no answer, %(n)s day left to send again", "no answer, %(n)s days left to send again", days)


def hours_left(left: timedelta) -> tuple[str, str]:
    """How long a period in hours still runs, in words, and the tone it is drawn in."""
    hours = abs(left) // timedelta(hours=1)
    if left < timedelta(0):
        said = ngettext("%(n)s hour overdue", "%(n)s hours overdue", hours) if hours else _("overdue")
        return said, "past"
    said = ngettext("%(n)s hour left", "%(n)s hours left", hours) if hours else _("less than an hour left")
    return said, "today" if hours < 24 else "soon"


def chased(due: date | None, again: date | None, today: date) -> str:
    """That the Registry has not answered, and how long another set can still go out."""
    waited = (today - due).days if due is not None else 0
    said = ngettext("No answer, %(n)s day longer than usual.", "No answer, %(n)s days longer than usual.", waited)
    if again is None:
        return said
    left = (again - today).days
    if left < 0:
        return said + " " + _("The limit to send again has passed on %(day)s.", day=format_day(again))
    if left == 0:
        return said + " " + _("Another set can go out today only.")
    until = format_day(again)
    return said + " " + ngettext("%(n)s day left to send again, until %(day)s.",
                                 "%(n)s days left to send again, until %(day)s.", left, day=until)  # fmt: skip


def tone(due: date | None, today: date, state: State) -> str:
    """The tone a limit is drawn in: see the macro ``limit``."""
    if state in (State.LODGED_WITH_PROOF, State.NOT_PURSUED, State.RETIRED, State.DONE, State.CANCELLED):
        return "settled"
    if state is State.LODGED_NO_PROOF:
        return "soon"
    if state is State.MISSED:
        return "past"
    if due is None:
        return "unknown"
    left = (due - today).days
    return "past" if left < 0 else "today" if left == 0 else "soon" if left <= 14 else "open"
