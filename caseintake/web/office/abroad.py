"""Where somebody lives who had to leave: the country, the papers there, signatures, and who is at risk at home."""

from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField

from caseintake.access.policy import Action
from caseintake.i18n import _, lazy
from caseintake.matters import states
from caseintake.matters.model import ClientFile
from caseintake.matters.person import Abroad, Shelter
from caseintake.people import abroad
from caseintake.people.wording import SHELTERS
from caseintake.web.forms import at_most, trimmed
from caseintake.web.office.matters_conversation import opened
from caseintake.web.office.matters_pages import MatterForm, called, frame, may, pages, posted, save, status, version

ONE = "/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>"


class AbroadForm(MatterForm):
    country = SelectField(lazy("Lives in"))
    shelter = SelectField(lazy("Papers there"), default=Shelter.NOT_SAID.value)
    certifies = StringField(lazy("Who can witness or certify a signature there"), [at_most(500)], filters=[trimmed])
    at_home = TextAreaField(lazy("Relatives at home who are at risk"), [at_most(2000)], filters=[trimmed])

    def offer(self) -> None:
        named = sorted(((code, states.name_of(code)) for code in abroad.countries()), key=lambda pair: pair[1])
        self.country.choices = [("", _("at home, or not said")), *named]
        self.shelter.choices = [(one.value, str(words)) for one, words in SHELTERS.items()]

    def fill(self, file: ClientFile) -> None:
        if file.abroad is not None:
            self.country.data, self.shelter.data = file.abroad.country, file.abroad.shelter.value
            self.certifies.data, self.at_home.data = file.abroad.certifies, file.abroad.at_home

    def value(self) -> Abroad | None:
        said = Abroad(
            country=self.country.data or "",
            shelter=Shelter(self.shelter.data),
            certifies=self.certifies.data or "",
            at_home=self.at_home.data or "",
        )
        return None if said == Abroad(country="") else said


@pages.route(f"{ONE}/abroad", methods=["GET", "POST"], guard=may(Action.APPLICANT_CHANGE), endpoint="abroad")
def lives_abroad(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Write down where somebody lives now."""
    row, file = opened(applicant_id)
    form = AbroadForm()
    form.offer()
    if not posted():
        form.fill(file)
        form.revision.data = version(file)
    elif form.validate() and save(form, lambda: abroad.keep(file, form.value(), uow=g.uow), file):
        return redirect(url_for("matters.applicant", matter_id=matter_id, applicant_id=applicant_id), 303)
    drawn = render_template(
        "office/matters/abroad.html", **frame("applicants"), form=form, applicant=row, called=called(row, file)
    )
    return drawn, status()
