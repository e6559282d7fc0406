"""Forms about one time-limit, each with its own boxes on one page."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from caseintake.deadlines.lodging import Whose
from caseintake.deadlines.model import Verdict
from caseintake.deadlines.slips import PAGE_CHARACTERS
from caseintake.deadlines.wording import VERDICTS, say
from caseintake.i18n import _, lazy
from caseintake.matters.facts import DateFact, Fault
from caseintake.matters.kinds import Lodged
from caseintake.web.days import DayField
from caseintake.web.facts import FactField, words_of
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed


class LimitForm(OfficeForm):
    """A form that can show what a service of time-limits refuses."""

    def sentence(self, fault: Fault) -> str:
        return say(fault)


class Sent(NamedTuple):
    """How and when it was lodged."""

    how: Lodged
    lodged_on: DateFact | None
    lodged_by: str
    whose: Whose
    proof_id: UUID | None


class LodgedForm(LimitForm):
    how = SelectField(lazy("How it was lodged"))
    lodged_on = FactField(lazy("Day of lodging (of the postmark, if by post)"))
    lodged_by = StringField(lazy("Lodged by"), [at_most(200)], filters=[trimmed])
    proof = SelectField(lazy("Proof"))
    whose = RadioField(lazy("For whom"), default=Whose.ONE.value)

    def offer(self, documents: list[tuple[UUID, str]], whose: dict[Whose, str]) -> None:
        self.how.choices = words_of(Lodged)
        self.whose.choices = [(one.value, words) for one, words in whose.items()]
        self.proof.choices = [("", _("none yet")), *((str(id), name) for id, name in documents)]

    def value(self) -> Sent:
        proof = self.proof.data
        return Sent(
            Lodged(self.how.data),
            self.lodged_on.data,
            self.lodged_by.data or "",
            Whose(self.whose.data),
            UUID(proof) if proof else None,
        )


class Question(NamedTuple):
    """Whom to ask, and what she may see of the proof."""

    reader: UUID
    proof: str
    page: str
    together: bool


class SlipForm(LimitForm):
    reader = SelectField(lazy("Who shall read it"), [Needed(lazy("Choose a person."))])
    proof = StringField(lazy("What proves the day"), [at_most(200)], filters=[trimmed])
    page = TextAreaField(lazy("One page of the proof, names covered"), [at_most(PAGE_CHARACTERS)], filters=[trimmed])

    #: Only on the page of a limit that does not end alone.
    together = BooleanField(lazy("For all of them in one slip"), default=True)

    def offer(self, people: list[tuple[str, str]]) -> None:
        self.reader.choices = people

    def value(self) -> Question:
        return Question(UUID(self.reader.data), self.proof.data or "", self.page.data or "", bool(self.together.data))


class ByHand(NamedTuple):
    """A date set by hand and why."""

    due: date
    reason: str


class OverrideForm(LimitForm):
    due = DayField(lazy("Last day"), [Needed(lazy("Write the day."))])
    reason = TextAreaField(lazy("Why"), [Needed(lazy("Say why.")), at_most(2000)], filters=[trimmed])

    def value(self) -> ByHand:
        return ByHand(self.due.data, self.reason.data or "")


class GivenUp(NamedTuple):
    """By whose decision, and why."""

    decided_by: str
    reason: str


class DropForm(LimitForm):
    decided_by = StringField(
        lazy("By decision of"), [Needed(lazy("Say whose decision it is.")), at_most(200)], filters=[trimmed]
    )
    reason = TextAreaField(lazy("Why"), [Needed(lazy("Say why.")), at_most(2000)], filters=[trimmed])

    def value(self) -> GivenUp:
        return GivenUp(self.decided_by.data or "", self.reason.data or "")


class ReasonForm(LimitForm):
    reason = TextAreaField(lazy("Why"), [Needed(lazy("Say why.")), at_most(2000)], filters=[trimmed])

    def value(self) -> str:
        return self.reason.data or ""


class Reply(NamedTuple):
    """What a second reader says."""

    verdict: Verdict
    due: date | None
    note: str


class AnswerForm(LimitForm):
    verdict = RadioField(lazy("Your answer"), [Needed(lazy("Choose an answer."))])
    due = DayField(lazy("The date you count"))
    note = TextAreaField(lazy("What you want to say"), [at_most(4000)], filters=[trimmed])
    #: Only where other slips say the same: a yes is then signed for each of them.
    together = BooleanField(lazy("The same yes for the other slips"))

    def offer(self) -> None:
        self.verdict.choices = [(one.value, str(VERDICTS[one])) for one in Verdict]

    def value(self) -> Reply:
        verdict = Verdict(self.verdict.data)
        return Reply(verdict, self.due.data if verdict is Verdict.ANOTHER else None, self.note.data or "")
