"""The sentences of this package, in the language now spoken."""

from collections.abc import Mapping
from typing import Final

from caseintake.i18n import lazy
from caseintake.matters import wording as matters
from caseintake.matters.facts import Fault
from caseintake.portability.rights import Stands

STANDS: Final[Mapping[Stands, str]] = {
    Stands.WAITING: lazy("waits for a second person"),
    Stands.AGREED: lazy("may be fetched"),
    Stands.FETCHED: lazy("fetched"),
    Stands.WITHDRAWN: lazy("withdrawn"),
    Stands.REFUSED: lazy("refused"),
    Stands.OVER: lazy("over, nobody used it"),
    Stands.CHANGED: lazy("changed from outside: no longer good"),
}

FAULTS: Final[Mapping[str, str]] = {
    "own_asking": lazy("You asked for it yourself. Somebody else must agree."),
    "not_waiting": lazy("This does not wait for a second person any more."),
    "not_your_asking": lazy("Only whoever asked for it can fetch it."),
    "export_waiting": lazy("Nobody has agreed yet."),
    "export_fetched": lazy("It was fetched already. Ask again for another file."),
    "not_open": lazy("This is over: it was fetched, withdrawn or refused, or nobody used it in time."),
    "through_the_glass": lazy("Nobody is asked here: only whoever asked can withdraw it."),
    "export_withdrawn": lazy("You have withdrawn it. Ask again."),
    "export_refused": lazy("It was refused. Speak with your colleague, then ask again."),
    "export_over": lazy("The 72 hours are over. Ask again."),
    "export_changed": lazy("A record of this was changed or taken away from outside. Ask again, and tell the office."),
}

#: Deeds of this package, as the sealed log of a matter says them.
DEEDS: Final[Mapping[str, str]] = {
    "people taken over from a table": lazy("took people over from a table"),
    "incidents taken over from a table": lazy("took incidents over from a table"),
    "row taken over": lazy("took a row of a table over"),
    "export asked for": lazy("asked for an export of the matter"),
    "export without a second person": lazy("exported the matter without a second person"),
    "export agreed to": lazy("agreed to an export of the matter"),
    "export withdrawn": lazy("withdrew the request for an export of the matter"),
    "export refused": lazy("refused an export of the matter"),
    "export refusal seen": lazy("has seen that an export of the matter was refused"),
    "export fetched": lazy("fetched an export of the matter"),
    "export seen": lazy("has seen that the matter was exported without a second person"),
    "matter taken in from a file": lazy("took the matter in from a file"),
}


def say(fault: Fault) -> str:
    """The sentence of a fault of this package or of those it stands on."""
    words = FAULTS.get(fault.code)
    return matters.say(fault) if words is None else str(words)
