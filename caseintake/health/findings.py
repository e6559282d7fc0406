"""What may be said about an office: one finding a question, in words, with what to do. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from caseintake.i18n import lazy


class Light(StrEnum):
    """Green: in order. Amber: should be mended. Red: must be, before people rely on this office."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Question(StrEnum):
    """What is asked, in the order in which somebody would mend it."""

    SCHEMA = "schema"
    PUBLIC_ADDRESS = "public_address"
    OFFICE_ADDRESS = "office_address"
    FILES = "files"
    DISK = "disk"
    MEMORY = "memory"
    SWAP = "swap"
    RULES = "rules"
    ROSTER = "roster"
    HISTORY = "history"
    RESTORED = "restored"
    TEXTS = "texts"
    HELPLINES = "helplines"
    INTAKE = "intake"
    ALERT = "alert"
    COORDINATORS = "coordinators"
    STAND_IN = "stand_in"
    MATTERS = "matters"
    LIMITS = "limits"
    BACKUP_KEY = "backup_key"
    BACKUP = "backup"
    RESTORE = "restore"
    RECOVERY = "recovery"
    REMINDERS = "reminders"
    NIGHT = "night"


TITLES: Final = MappingProxyType(
    {
        Question.SCHEMA: lazy("Database"),
        Question.PUBLIC_ADDRESS: lazy("Address of the public pages"),
        Question.OFFICE_ADDRESS: lazy("Address of the office pages"),
        Question.FILES: lazy("Rights on files"),
        Question.DISK: lazy("Room on the disk"),
        Question.MEMORY: lazy("Sessions in memory only"),
        Question.SWAP: lazy("Swap"),
        Question.RULES: lazy("Rules of the law"),
        Question.ROSTER: lazy("Signed list of people"),
        Question.HISTORY: lazy("Memory of the log"),
        Question.RESTORED: lazy("Confirmed after a restore"),
        Question.TEXTS: lazy("Who reads: the public words"),
        Question.HELPLINES: lazy("Others who can help"),
        Question.INTAKE: lazy("Readers of what arrives"),
        Question.ALERT: lazy("Who is told of something urgent"),
        Question.COORDINATORS: lazy("Coordinators"),
        Question.STAND_IN: lazy("Coordinators by the recovery shares"),
        Question.MATTERS: lazy("Two holders of every matter"),
        Question.LIMITS: lazy("Limits against abuse"),
        Question.BACKUP_KEY: lazy("Backup key"),
        Question.BACKUP: lazy("Backup"),
        Question.RESTORE: lazy("Restoring, rehearsed"),
        Question.RECOVERY: lazy("Recovery shares, rehearsed"),
        Question.REMINDERS: lazy("Reminders"),
        Question.NIGHT: lazy("The night somebody is taken, rehearsed"),
    }
)


class Bar(StrEnum):
    """What a finding that is not green does to the public form."""

    NONE = "none"
    #: Closes it; a coordinator may open in spite of it, with a reason and her signature.
    MAY_OPEN = "may_open"
    #: Closes it, and nobody opens: whoever wrote now would be endangered, or what she wrote would be.
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question. ``words`` say what was found, ``do`` what to do; neither names a person or a case."""

    question: Question
    light: Light
    words: str
    do: str = ""
    bar: Bar = Bar.NONE
    #: When it was last done, of what has to be done again and again.
    day: date | None = None

    @property
    def title(self) -> str:
        return TITLES[self.question]

    @property
    def must_be_mended(self) -> bool:
        """Whether ``caseintake doctor`` exits 1 for it."""
        return self.light is Light.RED or self.bar is not Bar.NONE


def green(question: Question, words: str = "", day: date | None = None) -> Finding:
    return Finding(question, Light.GREEN, words or lazy("In order."), day=day)


def advice(question: Question, words: str, do: str = "") -> Finding:
    """Amber, and the form stays as it is."""
    return Finding(question, Light.AMBER, words, do)


def missing(question: Question, words: str, do: str) -> Finding:
    """Amber: closes the form unless a coordinator opens it in spite of this."""
    return Finding(question, Light.AMBER, words, do, Bar.MAY_OPEN)


def danger(question: Question, words: str, do: str) -> Finding:
    """Red: closes the form, and nobody opens it before this is mended."""
    return Finding(question, Light.RED, words, do, Bar.SHUT)


__all__ = ["TITLES", "Bar", "Finding", "Light", "Question", "advice", "danger", "green", "missing"]
