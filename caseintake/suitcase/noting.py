"""What is typed on the page *Write down* of an opened suitcase: read, checked box by box, made an entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from caseintake.diary import wording
from caseintake.i18n import _, lazy
from caseintake.kernel.clock import FIRST_YEAR, LAST_YEAR
from caseintake.kernel.ids import new_id
from caseintake.suitcase.reading import Named, Suitcase
from caseintake.suitcase.side import MOST_LINE, MOST_TEXT, Entry, What

WHATS: Final[Mapping[What, str]] = {
    What.NOTE: lazy("Note"),
    What.CONTACT: lazy("Contact with the client"),
    **{What(kind.value): words for kind, words in wording.KINDS.items()},
}
_BOXES: Final = ("matter", "applicant", "what", "day", "text", "fatal")


@dataclass(slots=True)
class Typed:
    """As it stands in the boxes, and what is wrong with each."""

    boxes: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls, today: date) -> "Typed":
        return cls(dict.fromkeys(_BOXES, "") | {"day": today.isoformat(), "what": What.NOTE.value})

    @classmethod
    def sent(cls, form: Mapping[str, str]) -> "Typed":
        return cls({name: form.get(name, "").replace("\r\n", "\n").strip() for name in _BOXES})

    def entry(self, case: Suitcase, today: date) -> Entry | None:
        """None if something is wrong; ``faults`` then says what."""
        matter = next((one for one in case.matters if str(one.id) == self.boxes["matter"]), None)
        if matter is None:
            self.faults["matter"] = _("Choose a matter.")
        what = self._what()
        applicant = self._applicant(matter, what)
        day = self._day(what, today)
        text = self.boxes["text"]
        most = MOST_LINE if what.dated else MOST_TEXT
        if not text:
            self.faults["text"] = _("Write what it is.")
        elif len(text) > most:
            self.faults["text"] = _("This text is too long. At most %(max)d characters fit here.", max=most)
        if self.faults or matter is None or day is None:
            return None
        people = matter.applicants
        who = people[applicant] if applicant is not None else None
        fatal = what.dated and self.boxes["fatal"] == "yes"
        return Entry(new_id(), matter.id, who, what, day, text, fatal, today)

    def _what(self) -> What:
        try:
            return What(self.boxes["what"])
        except ValueError:
            self.faults["what"] = _("Choose one.")
            return What.NOTE

    def _applicant(self, matter: Named | None, what: What) -> int | None:
        typed = self.boxes["applicant"]
        if not typed:
            if what is What.CONTACT:
                self.faults["applicant"] = _("Write the number of the applicant you spoke with.")
            return None
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 else 0
        if matter is not None and number not in matter.applicants:
            self.faults["applicant"] = _("There is no applicant with this number in the matter whose file is in here.")
        return number

    def _day(self, what: What, today: date) -> date | None:
        try:
            day = date.fromisoformat(self.boxes["day"])
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise ValueError(day)
        except ValueError:
            self.faults["day"] = _("Write the day.")
            return None
        if what is What.CONTACT and day > today:
            self.faults["day"] = _("This day has not come yet. Look at the date again.")
        return day


def said(entry: Entry, case: Suitcase) -> str:
    """An entry in a line of the list: the matter, and the applicant by number."""
    matter = next((one for one in case.matters if one.id == entry.matter_id), None)
    if matter is None:
        return "?"
    number = next((number for number, id in matter.applicants.items() if id == entry.applicant_id), None)
    return f"{matter.codename}, {_('Applicant %(number)s', number=number)}" if number is not None else matter.codename
