"""Letters: what a person is always told when we cannot take her case, and the draft to the Court under Article 34."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import msgspec

from caseintake.i18n import format_day, gettext_for
from caseintake.intake.checklists import Item
from caseintake.intake.model import Conversation, WithdrawalFinding
from caseintake.intake.papers import Papers, own_file
from caseintake.intake.wording import BadWording, places, read, refuse_faults
from caseintake.settings import Settings

#: Days a declined conversation is kept when the office has said nothing else.
KEPT_DAYS: Final = 30
#: Helplines whose page or address a person can use without us, by kind; all are named.
_BULLET: Final = "– "


def kept_until(papers: Papers, today: date) -> date:
    """The day that is proposed as the last one of keeping."""
    days = papers.office.copy_days if papers.office is not None else KEPT_DAYS
    return today + timedelta(days=days)


def declined(conversation: Conversation, until: date, papers: Papers) -> str:
    """What we did not check, the earliest possible last day, whom else to ask, and until when we keep it."""
    language = conversation.language
    say, _ = papers.voice(language), gettext_for(language)
    unchecked = (
        _("whether what happened can be proven"),
        _("which courts in your country you can still go to"),
        _("whether a time-limit has ended already"),
    )
    earliest = conversation.earliest_last_day
    day = format_day(earliest, language) if earliest else _("We do not know the day; it may be any day.")
    helpers = [
        f"{_BULLET}{line.name}: {line.what.in_(language)} {', '.join(line.reach)}"
        for line in papers.questionnaire.helplines
    ]
    parts = (
        "\n".join([say("decline.not_checked"), *(_BULLET + item for item in unchecked)]),
        f"{say('decline.earliest_last_day')}\n{day}",
        "\n".join([say("decline.whom_else"), *helpers]),
        f"{say('decline.kept_until')}\n{format_day(until, language)}",
    )
    return "\n\n".join(parts)


class LetterText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A letter in the two languages of the Court."""

    en: str
    fr: str


class PressurePaper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The draft under Article 34 and the checklist beside it."""

    #: Who compared it with its sources; empty while nobody has.
    checked_by: str
    checked_on: str
    source: str
    letter: LetterText
    item: tuple[Item, ...]


#: What the draft has places for.
LETTER_PLACES: Final = frozenset({"number", "applicant", "state", "day", "what", "source"})


def pressure_paper(settings: Settings) -> PressurePaper:
    """The office's own paper on pressure to withdraw, or the one that came with the program. Raises `BadWording`."""
    path = own_file(settings, Path("letters") / "pressure.toml")
    found = read(path, PressurePaper)
    for language, text in (("en", found.letter.en), ("fr", found.letter.fr)):
        if places(text) != LETTER_PLACES:
            raise BadWording(path, f"the {language} letter must have a place for each of {sorted(LETTER_PLACES)}")
    for number, item in enumerate(found.item, start=1):
        refuse_faults(path, {f"item {number} title": item.title, f"item {number} text": item.text})
    return found


def pressure_letter(
    text: str, finding: WithdrawalFinding, language: str, *, applicant: str, number: str, state: str
) -> str:
    """The draft with what is known; what is not known stays a bracket for the lawyer."""
    day = format_day(finding.happened_on, language) if finding.happened_on else "[…]"
    values = {"applicant": applicant, "number": number, "state": state, "day": day, "what": finding.how}
    known = {name: value or "[…]" for name, value in {**values, "source": finding.source}.items()}
    return (text % known).strip()
