"""Somebody wants out: writing down whose wish it was, and the paper on pressure. Shared by inbox and matter."""

from uuid import UUID

from flask import g, render_template
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError

from caseintake.access.visibility import NotVisible
from caseintake.i18n import _, lazy
from caseintake.intake import letters, withdrawal
from caseintake.intake.model import Conversation, Whose, WithdrawalFinding
from caseintake.intake.withdrawal import Found
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.office.client_writing import Place
from caseintake.web.office.inbox import WHOSE
from caseintake.web.units import office


class FindingForm(OfficeForm):
    """What came out when the person was asked."""

    whose = RadioField(
        lazy("Whose wish was it?"),
        [Needed()],
        choices=[SelectChoice(whose.value, words) for whose, words in WHOSE.items()],
    )
    how = TextAreaField(
        lazy("How we asked, who was there, what was said"), [Needed(), at_most(20_000)], filters=[trimmed]
    )
    happened_on = DayField(lazy("Day of the pressure"))
    source = StringField(lazy("From whom we know of the pressure"), [at_most(500)], filters=[trimmed])

    def validate_source(self, field: StringField) -> None:
        if self.whose.data == Whose.PRESSURE.value and not field.data:
            raise ValidationError(_("Say from whom we know: the letter to the Court rests on it."))

    def value(self) -> Found:
        whose = Whose(self.whose.data)
        pressed = whose is Whose.PRESSURE
        day, source = (self.happened_on.data, self.source.data or "") if pressed else (None, "")
        return Found(whose, self.how.data or "", day, source)


def paper(
    row: Conversation, vault_id: UUID, finding_id: UUID, place: Place, *, applicant: str, number: str, state: str
) -> ResponseReturnValue:
    """Checklist and draft letter for one finding of pressure. Nothing on it is sent."""
    found: WithdrawalFinding | None = next(
        (one for one in withdrawal.findings(row, vault_id, uow=g.uow) if one.id == finding_id), None
    )
    if found is None or found.whose is not Whose.PRESSURE:
        raise NotVisible
    written = letters.pressure_paper(office().settings)
    drafts = [
        (code, letters.pressure_letter(text, found, code, applicant=applicant, number=number, state=state))
        for code, text in (("en", written.letter.en), ("fr", written.letter.fr))
    ]
    return render_template("office/inbox/pressure.html", place=place, finding=found, paper=written, drafts=drafts)
