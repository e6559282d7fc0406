"""Everything printed that first contact needs, read once a process: questions, the office's own words, the law."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from caseintake.intake.office_texts import OfficeTexts, load_office_texts
from caseintake.intake.questionnaire import PLACES, Questionnaire
from caseintake.intake.questionnaire import load as load_questionnaire
from caseintake.intake.wording import BadWording
from caseintake.law.rules import Law, load, shipped_directory
from caseintake.settings import Settings

OFFICE_TEXTS: Final = Path("intake") / "office_texts.toml"
_HELPLINES: Final = Path("intake") / "helplines.toml"
_FIRST_CONTACT: Final = Path("intake") / "first_contact.toml"


class Papers(msgspec.Struct, frozen=True):
    """What the pages say and what the triage date is counted with."""

    questionnaire: Questionnaire
    law: Law
    #: None until the office has written who reads; the form is closed as long.
    office: OfficeTexts | None

    def voice(self, language: str) -> Callable[[str], str]:
        """A function from key to text with the office's values in it. Raises `UnknownLanguage`."""
        values = self.office.values(language) if self.office is not None else dict.fromkeys(PLACES, "…")
        return self.questionnaire.voice(language, values)


def folder(settings: Settings) -> Path:
    """Where the questions and consents are: an office's own ``config`` folder that has them, else the program's."""
    own = settings.directory / "config"
    return own if (own / _FIRST_CONTACT).exists() else shipped_directory()


def own_file(settings: Settings, name: Path) -> Path:
    """A file an office fills itself: in its directory, where backups take it along, or in its own ``config`` folder;
    else the one that came with the program."""
    for own in (settings.directory / name.name, settings.directory / "config" / name):
        if own.exists():
            return own
    return shipped_directory() / name


def read(settings: Settings) -> Papers:
    """Raises `BadWording` or `RuleError`, naming file and place: half a form is worse than none."""
    questions = load_questionnaire(folder(settings), helplines=own_file(settings, _HELPLINES))
    # The law is never an office's own file: one that was copied once would count with last year's rules for ever.
    return Papers(questions, load(shipped_directory()), _office_texts(office_texts_file(settings)))


def office_texts_file(settings: Settings) -> Path:
    """Where the office wrote who reads."""
    return own_file(settings, OFFICE_TEXTS)


def _office_texts(path: Path) -> OfficeTexts | None:
    if not path.exists():
        return None
    try:
        return load_office_texts(path)
    except BadWording:
        # The doctor names what is missing; a person asking only needs to know that the form is closed.
        return None
