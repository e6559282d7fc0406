"""The sentences of the Monday page, in the language now spoken."""

from collections.abc import Mapping
from typing import Final

from caseintake.diary.readiness import Absence, Away, Progress, Stage
from caseintake.i18n import _, format_day, lazy, ngettext
from caseintake.matters import wording as matters
from caseintake.matters.facts import Fault
from caseintake.monday.clients import ClientLine, Waits
from caseintake.people.wording import ROLES

STAGES: Final[Mapping[Stage, str]] = {
    Stage.NOT_BEGUN: lazy("not begun"),
    Stage.FACTS: lazy("facts and documents"),
    Stage.SIGNATURES: lazy("signatures"),
    Stage.TRANSLATION: lazy("translation"),
    Stage.PACK: lazy("pack"),
    Stage.AT_THE_POST: lazy("at the post"),
    Stage.PROOF_HERE: lazy("proof here"),
}

AWAY: Final[Mapping[Away, str]] = {
    Away.AWAY: lazy("away"),
    Away.ILL: lazy("ill"),
    Away.SUSPENDED: lazy("suspended"),
    Away.DETAINED: lazy("detained"),
    Away.LEFT: lazy("has left the office"),
}

WAITS: Final[Mapping[Waits, str]] = {
    Waits.ASKED: lazy("asked and not answered"),
    Waits.TASK: lazy("to be done"),
    Waits.CUSTODY: lazy("in custody, next visit"),
    Waits.REVIEW: lazy("detention is reviewed"),
    Waits.HUNGER: lazy("on hunger strike since"),
    Waits.SAFETY: lazy("safety or contact changed"),
    Waits.CONTACT: lazy("no contact recorded since the file was opened: be in touch"),
    Waits.OF_AGE: lazy("comes of age: own consent, own authority"),
}

FAULTS: Final[Mapping[str, str]] = {
    "before_first": lazy("The last day is before the first day."),
    "too_far": lazy("This is more than a year. Leave the last day empty if nobody knows it."),
    "no_directory": lazy("You do not hold the directory of names. A coordinator who does can do this."),
    "more_than_whole": lazy("This is more than there are altogether."),
}


def say(fault: Fault) -> str:
    """The sentence of a fault of this package or of the matters it stands on."""
    return str(FAULTS[fault.code]) if fault.code in FAULTS else matters.say(fault)


def stage(progress: Progress | None) -> str:
    """How far the work has come, in a few words."""
    if progress is None:
        return str(STAGES[Stage.NOT_BEGUN])
    if progress.done is None or progress.whole is None:
        return str(STAGES[progress.stage])
    return _("%(stage)s: %(done)s of %(whole)s", stage=STAGES[progress.stage], done=progress.done, whole=progress.whole)


def until(absence: Absence) -> str:
    """Why and how long somebody is away."""
    why = AWAY[absence.why]
    first, last = format_day(absence.first), absence.last and format_day(absence.last)
    if last is None:
        return _("%(why)s since %(first)s, nobody knows until when", why=why, first=first)
    return _("%(why)s from %(first)s to %(last)s", why=why, first=first, last=last)


def role(line: ClientLine) -> str:
    """What somebody of the matter is who is no applicant."""
    return str(ROLES[line.role]) if line.role is not None else ""


def waits(line: ClientLine) -> str:
    """What is open for a client."""
    said = str(WAITS[line.waits]) if line.task is None else matters.word(line.task)
    more = ngettext("and %(n)s more applicant", "and %(n)s more applicants", line.more)
    return f"{said}; {more}" if line.more else said
