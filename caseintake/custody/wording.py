"""The sentences of the custody record, in the language now spoken."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from caseintake.custody.kinds import Happened, Listened
from caseintake.custody.model import CustodyEntry, CustodyRecord
from caseintake.i18n import _, format_day, lazy
from caseintake.matters import wording as matters
from caseintake.matters.facts import Fault

W = TypeVar("W", bound=StrEnum)

HAPPENED: Final[Mapping[Happened, str]] = {
    Happened.VISIT: lazy("visit took place"),
    Happened.VISIT_ASKED: lazy("visit asked for"),
    Happened.VISIT_REFUSED: lazy("visit refused"),
    Happened.TRANSFER: lazy("taken to another place"),
    Happened.HEALTH: lazy("health"),
    Happened.HUNGER_BEGAN: lazy("hunger strike begun"),
    Happened.HUNGER_ENDED: lazy("hunger strike ended"),
    Happened.SIGNATURE_REFUSED: lazy("signature refused by staff"),
    Happened.SIGNATURE_DELAYED: lazy("signature delayed by staff"),
    Happened.PAPER_GIVEN: lazy("paper handed over in the prison"),
    Happened.REVIEW: lazy("detention reviewed"),
    Happened.MESSAGE: lazy("message to relatives"),
    Happened.RELEASED: lazy("released"),
    Happened.OTHER: lazy("something else"),
}

LISTENED: Final[Mapping[Listened, str]] = {
    Listened.UNSURE: lazy("nobody can say"),
    Listened.NO: lazy("nobody listened"),
    Listened.YES: lazy("somebody listened"),
}

FAULTS: Final[Mapping[str, str]] = {
    "where_to": lazy("Write where the client was taken, in the first line."),
    "before_custody": lazy("This is before the day the custody began. Look at both dates."),
    "stray": lazy(
        "A name, a code or a number of the case stands here. Whoever searches you reads the sheet: take it out."
    ),
}

#: Deeds of this package, as the sealed log says them.
DEEDS: Final[Mapping[str, str]] = {
    "custody record kept": lazy("kept a custody record"),
    "custody entry written": lazy("wrote down what happened in custody"),
}


def say(fault: Fault) -> str:
    """The sentence of a fault of this package or of those it stands on."""
    words = FAULTS.get(fault.code)
    return matters.say(fault) if words is None else str(words)


def choices(words: Mapping[W, str]) -> list[tuple[str, str]]:
    """(value, word) of every member, for selects."""
    return [(str(member), str(word)) for member, word in words.items()]


def draft(name: str, row: CustodyRecord | None, entry: CustodyEntry) -> str:
    """A note under Article 34 on what staff refused or delayed, to be finished by the lawyer."""
    lines = [
        _("Hindrance of the right of individual petition, Article 34 of the Convention"),
        _("Applicant: %(name)s. Place: %(place)s.", name=name, place=row.place if row is not None else "…"),
        _("What happened: %(what)s.", what=HAPPENED[entry.kind]),
        _("When: %(day)s, %(hour)s.", day=format_day(entry.on), hour=entry.hour or "…"),
        _("By whom: %(who)s.", who=entry.who or "…"),
        _("Reason given: %(reason)s.", reason=entry.reason or _("none")),
        entry.text,
        _(
            "A copy is enclosed where there is one; the original follows as soon as staff let it pass. "
            "We ask the Court to take note and to remind the Government of its duty."
        ),
    ]
    return "\n\n".join(line for line in lines if line)
