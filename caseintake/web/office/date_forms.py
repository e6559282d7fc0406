"""Forms of the diary: a date in one line, everything else about it, what it brought, a note of a hearing."""

import re
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask import g
from wtforms import Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from caseintake.deadlines.states import Severity
from caseintake.deadlines.wording import SEVERITIES
from caseintake.diary import wording
from caseintake.diary.kinds import ZONES, Kind, Place, SetBy
from caseintake.diary.model import Appearance
from caseintake.diary.queries import Dated
from caseintake.diary.service import Typed
from caseintake.i18n import _, lazy
from caseintake.matters import team
from caseintake.matters.facts import Fault
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.decisions import papers
from caseintake.web.office.matters_pages import MatterForm, applicant_choices, id_or_none, ids, matter, name_of

_HOUR = re.compile(r"(\d{1,2})[:.\s]?(\d{2})", re.ASCII)
_NUMBERS = re.compile(r"[\d\s,–-]*")


def minute_of(text: str | None) -> int | None:
    """Minutes after midnight of what somebody typed for an hour; None for nothing. Raises `ValueError`."""
    if not text:
        return None
    found = _HOUR.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError
    return int(found[1]) * 60 + int(found[2])


def an_hour(_form: object, field: Field) -> None:
    try:
        minute_of(field.data)
    except ValueError:
        raise ValidationError(str(wording.FAULTS["no_such_time"])) from None


def minutes(_form: object, field: Field) -> None:
    text = field.data or ""
    if text and not (text.isascii() and text.isdigit() and 0 < int(text[:5]) <= 1440):
        raise ValidationError(str(wording.FAULTS["no_such_length"]))


def appearances_in(text: str | None) -> tuple[Appearance, ...]:
    """One a line: name; firm; numbers of the applicants. Raises `ValueError`."""
    found = []
    for line in (text or "").splitlines():
        who, *rest = (part.strip() for part in line.split(";"))
        if not who and not rest:
            continue
        firm, numbers, *more = [*rest, "", ""]
        if not who or any(more) or not _NUMBERS.fullmatch(numbers):
            raise ValueError
        found.append(Appearance(who, firm, numbers))
    return tuple(found)


def appearances_only(_form: object, field: Field) -> None:
    try:
        appearances_in(field.data)
    except ValueError:
        raise ValidationError(_("Write one person a line: name; firm; numbers of the applicants.")) from None


class DiaryForm(MatterForm):
    """A form that can show what the diary refuses."""

    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)


class DateForm(DiaryForm):
    """The first five boxes are a date in one line; the others may be missing."""

    kind = SelectField(lazy("What it is"), default=Kind.HEARING.value)
    due = DayField(lazy("Day"), [Needed(lazy("Write the day."))])
    time = StringField(lazy("Time"), [an_hour], filters=[trimmed])
    what = StringField(lazy("In a line"), [at_most(300)], filters=[trimmed])
    severity = SelectField(lazy("If it passes"), default="")

    lasts = StringField(lazy("Lasts, minutes"), [minutes], filters=[trimmed])
    zone = SelectField(lazy("Time zone"), default="")
    place_type = SelectField(lazy("Type of place"), default=Place.NONE.value)
    place = StringField(lazy("Court or place"), [at_most(200)], filters=[trimmed])
    room = StringField(lazy("Room"), [at_most(60)], filters=[trimmed])
    panel = StringField(lazy("Judge or panel"), [at_most(200)], filters=[trimmed])
    set_by = SelectField(lazy("Who set it"), default="")
    proof_id = SelectField(lazy("Document that proves it"), default="")
    responsible = SelectField(lazy("Responsible"), default="")
    deputy = SelectField(lazy("Deputy"), default="")
    appearing = SelectMultipleField(lazy("Who of us appears"))
    appearances = TextAreaField(lazy("Who appears for whom"), [at_most(10_000), appearances_only], filters=[trimmed])
    bring = TextAreaField(lazy("What to bring"), [at_most(4000)], filters=[trimmed])
    applicants = SelectMultipleField(lazy("Only for these applicants"))
    why = StringField(lazy("Why it moved"), [at_most(1000)], filters=[trimmed])

    def offer(self, *, new: bool) -> None:
        self.kind.choices = wording.choices(wording.KINDS)
        known = [(one.value, str(words)) for one, words in SEVERITIES.items() if one is not Severity.ALARM]
        self.severity.choices = [("", _("as usual for this")), *known] if new else known
        own = g.uow.office.settings.zone
        self.zone.choices = [("", _("of the office (%(zone)s)", zone=own)), *((zone, zone) for zone in ZONES)]
        self.place_type.choices = wording.choices(wording.PLACES)
        setters = wording.choices(wording.SET_BY)
        self.set_by.choices = [("", _("as usual for this")), *setters] if new else setters
        self.proof_id.choices = [("", _("no document yet")), *((str(id), name) for id, name in papers())]
        people = sorted(((str(id), name_of(id)) for id in team.members(matter(), uow=g.uow)), key=lambda pair: pair[1])
        nobody = _("as in the matter") if new else _("nobody")
        self.responsible.choices = self.deputy.choices = [("", nobody), *people]
        self.appearing.choices = people
        self.applicants.choices = applicant_choices()

    def fill(self, dated: Dated) -> None:
        """As the date stands."""
        entry, label = dated
        self.kind.data, self.due.data, self.due.typed = entry.kind.value, entry.due, self.due.shown(entry.due)
        self.time.data, self.what.data, self.severity.data = (
            wording.hour(label.minute),
            entry.what,
            entry.severity.value,
        )
        self.lasts.data = "" if label.lasts is None else str(label.lasts)
        self.zone.data = label.zone if label.zone in ZONES else ""
        self.place_type.data, self.set_by.data = label.place_type.value, entry.set_by.value
        self.place.data, self.room.data, self.panel.data = entry.place, entry.room, entry.panel
        self.bring.data, self.proof_id.data = entry.bring, str(entry.proof_id or "")
        self.responsible.data, self.deputy.data = str(label.responsible or ""), str(label.deputy or "")
        self.appearing.data = [str(id) for id in label.appearing]
        self.applicants.data = [str(id) for id in entry.applicants]
        lines = (f"{one.who}; {one.firm}; {one.numbers}".rstrip("; ") for one in entry.appearances)
        self.appearances.data = "\n".join(lines)

    def value(self) -> Typed:
        return Typed(
            kind=Kind(self.kind.data),
            due=self.due.data,
            what=self.what.data or "",
            minute=minute_of(self.time.data),
            lasts=int(self.lasts.data) if self.lasts.data else None,
            zone=self.zone.data or "",
            severity=Severity(self.severity.data) if self.severity.data else None,
            applicants=ids(self.applicants.data),
            place_type=Place(self.place_type.data),
            place=self.place.data or "",
            room=self.room.data or "",
            panel=self.panel.data or "",
            bring=self.bring.data or "",
            set_by=SetBy(self.set_by.data) if self.set_by.data else None,
            proof_id=id_or_none(self.proof_id.data),
            responsible=id_or_none(self.responsible.data),
            deputy=id_or_none(self.deputy.data),
            appearing=ids(self.appearing.data),
            appearances=appearances_in(self.appearances.data),
        )


class DoneForm(DiaryForm):
    result = TextAreaField(
        lazy("What it brought"), [Needed(lazy("Say what it brought.")), at_most(4000)], filters=[trimmed]
    )
    next_due = DayField(lazy("Next date"))
    next_time = StringField(lazy("Time"), [an_hour], filters=[trimmed])

    def value(self) -> dict[str, Any]:
        return {
            "result": self.result.data or "",
            "next_due": self.next_due.data,
            "next_minute": minute_of(self.next_time.data),
        }


class WhyForm(DiaryForm):
    reason = TextAreaField(lazy("Why"), [Needed(lazy("Say why.")), at_most(2000)], filters=[trimmed])

    def value(self) -> dict[str, Any]:
        return {"reason": self.reason.data or ""}


class AskForm(DiaryForm):
    """Whom to ask for a second reading, and what she may see."""

    reader = SelectField(lazy("Who shall read it"), [Needed(lazy("Choose a person."))])
    proof = StringField(lazy("What proves the day"), [at_most(200)], filters=[trimmed])
    page = TextAreaField(lazy("One page of the proof, names covered"), [at_most(4000)], filters=[trimmed])

    def value(self) -> dict[str, Any]:
        return {"reader": UUID(self.reader.data), "proof": self.proof.data or "", "page": self.page.data or ""}


class NoteWords(NamedTuple):
    """What one observer noted."""

    present: str
    asked: str
    refused: str
    objections: str
    objected_on: date | None
    more: str
    corrects: UUID | None


class NoteForm(DiaryForm):
    present = TextAreaField(lazy("Who was present"), [at_most(4000)], filters=[trimmed])
    asked = TextAreaField(lazy("What was asked for"), [at_most(20_000)], filters=[trimmed])
    refused = TextAreaField(lazy("What was refused, and why"), [at_most(20_000)], filters=[trimmed])
    objections = TextAreaField(lazy("Objections to the record"), [at_most(20_000)], filters=[trimmed])
    objected_on = DayField(lazy("Day they were handed in"))
    more = TextAreaField(lazy("What else happened"), [at_most(20_000)], filters=[trimmed])
    corrects = SelectField(lazy("Corrects an earlier note of mine"), default="")

    def value(self) -> NoteWords:
        return NoteWords(
            self.present.data or "",
            self.asked.data or "",
            self.refused.data or "",
            self.objections.data or "",
            self.objected_on.data,
            self.more.data or "",
            id_or_none(self.corrects.data),
        )
