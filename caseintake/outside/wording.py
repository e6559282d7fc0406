"""The sentences of this package."""

from collections.abc import Mapping
from typing import Final

from caseintake.i18n import lazy
from caseintake.matters.facts import Fault
from caseintake.outside.model import Named, Translation

TRANSLATIONS: Final[Mapping[Translation, str]] = {
    Translation.NOT_NEEDED: lazy("not needed"),
    Translation.ASKED: lazy("asked for"),
    Translation.DRAFT: lazy("draft"),
    Translation.CHECKED: lazy("checked"),
    Translation.CERTIFIED: lazy("certified"),
}
NAMED: Final[Mapping[Named, str]] = {
    Named.NOT_ASKED: lazy("not asked yet"),
    Named.YES: lazy("may be named"),
    Named.NO: lazy("does not wish to be named"),
}
FAULTS: Final[Mapping[str, str]] = {
    "not_outside": lazy("Only a translator or an expert is shared with. A colleague gets the key of the matter."),
    "past": lazy("This day is over. Choose a later one."),
    "too_long": lazy("At most %(limit)s days. Share again when more is needed."),
    "nothing": lazy("Choose at least one document."),
    "never_shared": lazy("A private file, or one that may show somebody under 18, is never shared."),
    "ended_already": lazy("This share has ended already."),
}
DEEDS: Final[Mapping[str, str]] = {
    "document card changed": lazy("changed a document card"),
    "documents shared": lazy("shared documents with somebody outside"),
    "share ended": lazy("ended a share"),
    "shared document opened": lazy("opened a shared document"),
    "return uploaded": lazy("sent a return"),
    "return taken": lazy("took a return into the file"),
    "laboratory record changed": lazy("changed a laboratory record"),
    "chronology changed": lazy("changed the chronology"),
}


def say(fault: Fault) -> str:
    """The sentence of a fault of this package."""
    return str(FAULTS[fault.code]) % {"limit": fault.limit}
