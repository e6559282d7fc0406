"""An accepted client wants out, or is made to: what came out, what ends, and the paper on pressure."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from uuid import UUID

from flask import g, redirect
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.i18n import _, current_language, lazy
from caseintake.intake import consenting, withdrawal
from caseintake.intake.drafts import Agreed
from caseintake.intake.model import Conversation, Whose
from caseintake.matters import queries, states
from caseintake.matters.kinds import Forum
from caseintake.matters.model import ClientFile, Complaint, InMatter
from caseintake.web.office import withdrawals
from caseintake.web.office.client_writing import draw, tried
from caseintake.web.office.inbox import consent_title
from caseintake.web.office.matters_conversation import ONE, conversation_of, opened, place_of
from caseintake.web.office.matters_pages import matter, may, pages
from caseintake.web.public.counter import papers


class LeavingForm(withdrawals.FindingForm):
    """What came out, and what ends by it."""

    stop = SelectMultipleField(lazy("Uses that end now"))
    leave = SelectMultipleField(lazy("Complaints the client leaves"))
    strike = SelectMultipleField(lazy("Complaints where the Court is to be asked to strike out, for this client alone"))

    def offer(self, agreed: list[str], complaints: list[Complaint]) -> None:
        self.stop.choices = [SelectChoice(use, consent_title(use)) for use in agreed]
        named = [SelectChoice(str(row.id), _called(row)) for row in complaints]
        self.leave.choices = self.strike.choices = named

    def stopped(self) -> list[Agreed]:
        """A no to each use that was ticked, with the text now in force."""
        texts = [papers().questionnaire.consent(use, current_language()) for use in self.stop.data or ()]
        return [Agreed(text.use, False, text.version, text.language, text.digest) for text in texts]

    def chosen(self, field: SelectMultipleField, complaints: list[Complaint]) -> list[str]:
        return [_called(row) for row in complaints if str(row.id) in (field.data or ())]


def _called(row: Complaint) -> str:
    article = _("Article %(article)s", article=row.article)
    return f"{states.name_of(row.state)}, {article}" + (f": {row.what[:120]}" if row.what else "")


def _here(applicant_id: UUID) -> tuple[InMatter, ClientFile, Conversation]:
    row, file = opened(applicant_id)
    found = conversation_of(file)
    if found is None:
        raise NotVisible
    return row, file, found


@pages.route(
    f"{ONE}/withdrawal", methods=["GET", "POST"], guard=may(Action.CLIENT_ANSWER), endpoint="client_withdrawal"
)
def settle(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Whose wish it was; of the own wish, what ends, use by use and complaint by complaint."""
    row, file, conversation = _here(applicant_id)
    complaints = [one for one in queries.complaints(matter(), uow=g.uow) if row.id in one.applicants]
    form = LeavingForm()
    form.offer(consenting.agreed_before(file, uow=g.uow), complaints)

    def act() -> None:
        found = form.value()
        withdrawal.settle_client(conversation, file, found, uow=g.uow)
        if found.whose is Whose.OWN:
            leaves, strikes = form.chosen(form.leave, complaints), form.chosen(form.strike, complaints)
            withdrawal.leave(file, form.stopped(), leaves, strikes, uow=g.uow)

    place = place_of(row, file)
    if form.validate_on_submit() and tried(form, act, "how"):
        return redirect(place.back, 303)
    return draw(form, conversation, place, "withdrawal.html", uses=True)


@pages.get(f"{ONE}/pressure/<uuid:finding_id>", guard=may(Action.MATTER_READ), endpoint="client_pressure")
def pressure(matter_id: UUID, applicant_id: UUID, finding_id: UUID) -> ResponseReturnValue:
    """What to do about pressure, and the draft of a letter with what the file knows."""
    row, file, conversation = _here(applicant_id)
    before = [one for one in queries.proceedings(matter(), uow=g.uow) if row.id in one.applicants]
    court = next((one for one in before if one.forum is Forum.ECHR), None)
    return withdrawals.paper(
        conversation,
        file.vault_id,
        finding_id,
        place_of(row, file),
        applicant=file.name,
        number=court.case_number if court is not None else "",
        state=states.name_of(court.state, "en") if court is not None else "",
    )
