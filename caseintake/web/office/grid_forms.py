"""What can be done for many applicants at once: one form an act. Each says what it would do before it does it."""
# ruff: noqa: ARG002 - every act is asked the same way

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final
from uuid import UUID

from wtforms import RadioField, SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.casework import tasks
from caseintake.i18n import LANGUAGES, OWN_NAMES, _, format_day, lazy
from caseintake.intake import circulars, consenting
from caseintake.intake import service as intake
from caseintake.matters import team, together
from caseintake.matters.facts import PERSONAL, Fault
from caseintake.matters.model import Applicant, Decision, Proceeding
from caseintake.matters.outcome import Outcome
from caseintake.matters.wording import FACT_NAMES, tell, word
from caseintake.web.days import DayField
from caseintake.web.facts import FactField
from caseintake.web.forms import Needed, OnceField, at_most, trimmed
from caseintake.web.office.decisions import FactsForm
from caseintake.web.office.grid_case import application_name, nearest
from caseintake.web.office.grid_columns import Sheet
from caseintake.web.office.many import would_replace
from caseintake.web.office.matters_pages import MatterForm, id_or_none, name_of
from caseintake.web.office.numbers import spans
from caseintake.web.office.proceeding_title import title_of


class ManyForm(MatterForm):
    """A form about applicants chosen before. ``fields`` are drawn in this order."""

    title: ClassVar[str]
    action: ClassVar[Action]
    fields: tuple[str, ...]

    def offer(self, sheet: Sheet) -> None:
        """Fill what can be chosen."""

    def told(self) -> list[tuple[str, str]]:
        """What was asked for, in words: label and answer of each field that says something."""
        said = ((self[name].label.text, _answer(self[name])) for name in self.fields)
        return [(str(label), words) for label, words in said if words]

    def warnings(self, sheet: Sheet, rows: Sequence[Applicant]) -> list[str]:
        """What somebody should know before she says yes."""
        return []

    def act(self, sheet: Sheet, rows: Sequence[Applicant]) -> Outcome:
        """Do it, without making it true yet. Raises `Refusal` for what is wrong for everybody."""
        raise NotImplementedError

    def also(self, sheet: Sheet, rows: Sequence[Applicant]) -> str:
        """What else happened, in a sentence."""
        return ""


class LookAfterForm(ManyForm):
    """Who of the team looks after these applicants."""

    title = lazy("Give to a colleague")
    action = Action.APPLICANT_CHANGE
    fields: tuple[str, ...] = ("person",)
    person = SelectField(lazy("Who looks after them"))

    def offer(self, sheet: Sheet) -> None:
        people = sorted((name_of(id), str(id)) for id in team.members(sheet.matter, uow=sheet.uow))
        nobody = ("", _("nobody in particular: whoever is responsible for the matter"))
        self.person.choices = [*((id, name) for name, id in people), nobody]

    def act(self, sheet: Sheet, rows: Sequence[Applicant]) -> Outcome:
        return together.look_after(sheet.matter, rows, id_or_none(self.person.data), uow=sheet.uow)


class TaskForm(ManyForm):
    """One task about all of them."""

    title = lazy("Make a task")
    action = Action.FACT_RECORD
    fields: tuple[str, ...] = ("what", "due_on", "person")
    what = StringField(lazy("What is to be done"), [Needed(), at_most(300)], filters=[trimmed])
    due_on = DayField(lazy("By when"))
    person = SelectField(lazy("Who does it"))

    def offer(self, sheet: Sheet) -> None:
        people = sorted((name_of(id), str(id)) for id in team.members(sheet.matter, uow=sheet.uow))
        self.person.choices = [("", _("whoever is responsible")), *((id, name) for name, id in people)]

    def act(self, sheet: Sheet, rows: Sequence[Applicant]) -> Outcome:
        alone = [row for row in rows if row.restricted and len(rows) > 1]
        shared = [row.id for row in rows if not row.restricted or len(rows) == 1]
        if shared:
            tasks.add(
                sheet.matter,
                what=self.what.data or "",
                assignee=id_or_none(self.person.data),
                due_on=self.due_on.data,
                applicants=shared,
                uow=sheet.uow,
            )
        why = Fault("applicant", "closed_among_others", spans([row.number for row in alone]))
        return Outcome(done=shared, refused={row.id: why for row in alone})


class PaperForm(ManyForm):
    """Ask each for a paper: a task in each client file, and a message to those who can be written to."""

    title = lazy("Ask for a paper")
    action = Action.FACT_RECORD
    fields: tuple[str, ...] = ("paper", "due_on", "text_az", "text_ru", "text_en", "text_fr")
    paper = StringField(lazy("Which paper"), [Needed(), at_most(200)], filters=[trimmed])
    due_on = DayField(lazy("By when"))
    text_az = TextAreaField(OWN_NAMES["az"], [at_most(intake.LONGEST)], filters=[trimmed])
    text_ru = TextAreaField(OWN_NAMES["ru"], [at_most(intake.LONGEST)], filters=[trimmed])
    text_en = TextAreaField(OWN_NAMES["en"], [at_most(intake.LONGEST)], filters=[trimmed])
    text_fr = TextAreaField(OWN_NAMES["fr"], [at_most(intake.LONGEST)], filters=[trimmed])
    once = OnceField()

    def offer(self, sheet: Sheet) -> None:
        if not allows(sheet.uow.actor.role, Action.CLIENT_ANSWER):
            self.fields = ("paper", "due_on")

    def act(self, sheet: Sheet, rows: Sequence[Applicant]) -> Outcome:
        return together.ask_for_paper(rows, self.paper.data or "", due_on=self.due_on.data, uow=sheet.uow)

    def also(self, sheet: Sheet, rows: Sequence[Applicant]) -> str:
        texts = {code: self[f"text_{code}"].data or "" for code in LANGUAGES if f"text_{code}" in self.fields}
        if not any(texts.values()):
            return ""
        sent = circulars.send(sheet.matter, [row.id for row in rows], texts, once=self.once.value.hex, uow=sheet.uow)
        reached = sum(1 for copy in sent.copies if copy.way is circulars.Way.SENT)
        return _("The message reaches %(n)s of %(all)s; the others are on its call list.", n=reached, all=len(rows))


class ServiceForm(ManyForm, FactsForm):
    """The same decision reached all of them on the same day."""

    title = lazy("Record service of a decision")
    action = Action.FACT_RECORD
    fields: tuple[str, ...] = ("decision", "fact", "day")
    decision = SelectField(lazy("Which decision"))
    fact = SelectField(lazy("What happened on this day"))
    day = FactField(lazy("The day"))

    def offer(self, sheet: Sheet) -> None:
        self.decision.choices = [(str(row.id), words) for _place, row, words in self._decisions(sheet)]
        self.fact.choices = [(name, str(FACT_NAMES[name])) for name in PERSONAL]
        self.offer_papers()

    def _decisions(self, sheet: Sheet) -> list[tuple[Proceeding, Decision, str]]:
        return [
            (place, row, f"{title_of(place)}: {word(row.instance)}, {word(row.kind)}{_day_of(row)}")
            for place in sheet.proceedings
            for row in reversed(sheet.decisions.get(place.id, ()))
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        if self.day.data is None and not self.day.errors:
            self.refuse("day-day", _("Write the day for these people."))
        return fine and not self.errors

    def _chosen(self, sheet: Sheet) -> tuple[Proceeding, Decision]:
        return next((at, row) for at, row, _ in self._decisions(sheet) if str(row.id) == self.decision.data)

    def warnings(self, sheet: Sheet, rows: Sequence[Applicant]) -> list[str]:
        place, decision = self._chosen(sheet)
        numbers = {row.id: row.number for row in rows if row.id in place.ever}
        return would_replace(decision, [(numbers, {self.fact.data: self.day.data})], numbers)

    def act(self, sheet: Sheet, rows: Sequence[Applicant]) -> Outcome:
        place, decision = self._chosen(sheet)
        facts = {self.fact.data: self.day.data}
        return together.record_service(decision, rows, facts, proceeding=place, uow=sheet.uow)


class SignOffForm(ManyForm):
    """Somebody has looked through the papers of each, and signs for it."""

    title = lazy("Sign for the papers")
    action = Action.FACT_RECORD
    fields: tuple[str, ...] = ("complete",)
    complete = RadioField(lazy("I have looked through the papers of each of them"), [Needed()])

    def offer(self, sheet: Sheet) -> None:
        self.complete.choices = [("yes", _("nothing is missing")), ("no", _("something is missing after all"))]

    def act(self, sheet: Sheet, rows: Sequence[Applicant]) -> Outcome:
        return together.sign_off(rows, complete=self.complete.data == "yes", uow=sheet.uow)


class MoveForm(ManyForm):
    """Regroup applicants before anything is lodged."""

    title = lazy("Move to another application")
    action = Action.FACT_RECORD
    fields: tuple[str, ...] = ("target",)
    target = SelectField(lazy("To which application"))

    def offer(self, sheet: Sheet) -> None:
        rows = enumerate(sheet.applications, 1)
        self.target.choices = [(str(row.id), application_name(row, number)) for number, row in rows]

    def _target(self, sheet: Sheet) -> Proceeding:
        return next(row for row in sheet.applications if str(row.id) == self.target.data)

    def act(self, sheet: Sheet, rows: Sequence[Applicant]) -> Outcome:
        return together.move(sheet.matter, rows, self._target(sheet), uow=sheet.uow)

    def warnings(self, sheet: Sheet, rows: Sequence[Applicant]) -> list[str]:
        beside = [*rows, *_others(sheet.applicants, self._target(sheet).applicants, rows)]
        return [*_clocks(sheet, beside), *_unnamed(sheet, beside)]


def _answer(field: Any) -> str:
    """The answer of one field as a person reads it."""
    if isinstance(field, SelectField):  # of which radios are a kind
        return next((str(words) for value, words, *_rest in field.iter_choices() if value == field.data), "")
    if isinstance(field, FactField):
        return tell(field.data)
    return format_day(field.data) if isinstance(field, DayField) and field.data else str(field.data or "")


def _others(every: Iterable[Applicant], among: Iterable[UUID], but: Iterable[Applicant]) -> list[Applicant]:
    wanted = set(among) - {row.id for row in but}
    return [row for row in every if row.id in wanted]


def _clocks(sheet: Sheet, rows: Sequence[Applicant]) -> list[str]:
    """That the fatal time-limits of people who would stand in one form do not end on one day."""
    ends: dict[str, list[int]] = {}
    running = nearest(sheet.limits)
    for row in rows:
        limit = running.get(row.id)
        if limit is not None:
            said = format_day(limit.due) if limit.due is not None else _("any day")
            ends.setdefault(said, []).append(row.number)
    if len(ends) < 2:
        return []
    each = "; ".join(f"{day}: {spans(numbers)}" for day, numbers in ends.items())
    return [_("Their time-limits would end on different days: %(each)s.", each=each)]


def _unnamed(sheet: Sheet, rows: Sequence[Applicant]) -> list[str]:
    """Those who have not agreed that their name stands beside others, or whose file is closed to us."""
    if len(rows) < 2:
        return []
    agreed = consenting.agreeing(sheet.files.values(), "named_beside_others", uow=sheet.uow)
    missing = [row.number for row in rows if row.id not in sheet.files or sheet.files[row.id].id not in agreed]
    if not missing:
        return []
    return [_("No yes to stand beside others in one form, as far as you can see: %(who)s.", who=spans(missing))]


def _day_of(row: Decision) -> str:
    fact = row.decided_on or row.judgment_on or row.act_on
    day = fact and (fact.earliest or fact.latest)
    return f", {format_day(day)}" if day else ""


#: By the word that stands in the form, in the order of the list.
FORMS: Final[Mapping[str, type[ManyForm]]] = {
    "look_after": LookAfterForm,
    "task": TaskForm,
    "paper": PaperForm,
    "service": ServiceForm,
    "sign_off": SignOffForm,
    "move": MoveForm,
}
