"""The same decision served, or the same thing happened, on different days to different people: one form."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, StringField

from caseintake.access.policy import Action
from caseintake.deadlines import asking, event_words
from caseintake.deadlines.statute import the_law
from caseintake.i18n import _, lazy
from caseintake.matters import queries, service, together
from caseintake.matters.facts import PERSONAL, DateFact
from caseintake.matters.model import Decision
from caseintake.matters.wording import FACT_NAMES, tell
from caseintake.web.facts import FactField
from caseintake.web.forms import at_most, trimmed
from caseintake.web.office.decisions import FactsForm, decision_of
from caseintake.web.office.happened import offered_word
from caseintake.web.office.matters_pages import (
    applicant_choices,
    frame,
    id_or_none,
    ids,
    matter,
    may,
    pages,
    posted,
    save,
    status,
)
from caseintake.web.office.numbers import spans, typed_numbers
from caseintake.web.office.proceeding_title import title_of
from caseintake.web.office.proceedings import back_to

RECORD = may(Action.FACT_RECORD)
#: Days on the page at first, and at most.
FIRST, MOST = 3, 40
#: The box that says that the warning was read.
READ = "replace"


class Group(NamedTuple):
    """One day and the people of that day: a date fact, a text of numbers, ticks."""

    day: Any
    numbers: Any
    people: Any


class ManyForm(FactsForm):
    """Days, each with people by number or by tick; people of two days are refused where the second stands."""

    fact = SelectField(lazy("What happened on these days"))
    proceeding = SelectField(lazy("In which proceeding"), default="")

    def groups(self) -> list[Group]:
        """The days of the form."""
        return [
            Group(self[f"day{at}"], self[f"numbers{at}"], self[f"people{at}"])
            for at in range(MOST)
            if f"day{at}" in self
        ]

    def offer(self, among: Iterable[UUID], facts: Iterable[tuple[str, str]]) -> None:
        self.fact.choices = list(facts)
        rows = queries.proceedings(matter(), uow=g.uow)
        self.proceeding.choices = [("", _("none")), *((str(row.id), title_of(row)) for row in rows)]
        choices = applicant_choices(set(among))
        for group in self.groups():
            group.people.choices = choices
        self.offer_papers()

    def value(self, numbers: dict[int, UUID]) -> list[tuple[list[UUID], dict[str, DateFact]]] | None:
        """People and day of each group that was filled in; None if one of them cannot be read."""
        found: list[tuple[list[UUID], dict[str, DateFact]]] = []
        seen: set[UUID] = set()
        for group in self.groups():
            whose = dict.fromkeys(ids(group.people.data))
            for number in self._numbers(group.numbers):
                if number not in numbers:
                    self.refuse(group.numbers.name, _("There is no applicant %(n)s here.", n=number))
                    break
                whose[numbers[number]] = None
            if any(id in seen for id in whose):
                self.refuse(group.numbers.name, _("Somebody of these stands under an earlier day already."))
            seen |= set(whose)
            if whose and group.day.data is None:
                self.refuse(f"{group.day.name}-day", _("Write the day for these people."))
            elif group.day.data is not None and not whose and not group.numbers.errors:
                self.refuse(group.numbers.name, _("Say who it was on this day."))
            elif group.day.data is not None:
                found.append((list(whose), {self.fact.data: group.day.data}))
        if not found and not self.errors:
            self.refuse(self.groups()[0].numbers.name, _("Say who it was on this day."))
        return None if self.errors else found

    def _numbers(self, field: Any) -> list[int]:
        found = typed_numbers(field.data or "")
        if found is None:
            self.refuse(field.name, _("Write numbers like 1–80, 95."))
        return found or []


def would_replace(
    decision: Decision, groups: Iterable[tuple[Iterable[UUID], Mapping[str, DateFact]]], numbers: Mapping[UUID, int]
) -> list[str]:
    """A sentence for each other day that stands there already."""
    return [
        _("%(day)s stands there for %(who)s and would be replaced. Their time-limits may move.",
          day=tell(fact), who=spans([numbers[id] for id in whose if id in numbers]))
        for fact, whose in together.other_days(decision, groups, uow=g.uow).items()
    ]  # fmt: skip


def _form(among: Iterable[UUID], facts: Iterable[tuple[str, str]]) -> ManyForm:
    asked = request.form.get("days", "")
    number = min(max(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else FIRST, FIRST), MOST)
    if request.form.get("more"):
        number = min(number + FIRST, MOST)
    fields: dict[str, Any] = {}
    for at in range(number):
        fields[f"day{at}"] = FactField(_("Day %(n)s", n=at + 1))
        fields[f"numbers{at}"] = StringField(_("Applicants by number"), [at_most(2000)], filters=[trimmed])
        fields[f"people{at}"] = SelectMultipleField(_("or tick them"))
    made: ManyForm = type("OneManyForm", (ManyForm,), fields)()
    made.offer(among, facts)
    return made


def _answer(
    form: ManyForm,
    among: Iterable[UUID],
    act: Callable[..., object],
    done: Callable[[], ResponseReturnValue],
    *,
    of: Decision | None = None,
    **page: Any,
) -> ResponseReturnValue:
    warned: list[str] = []
    if posted() and not request.form.get("more") and form.validate():
        whose = set(among)
        people = {row.number: row.id for row in queries.applicants(matter(), uow=g.uow) if row.id in whose}
        groups = form.value(people)
        if groups is not None and of is not None and request.form.get(READ) != "yes":
            warned = would_replace(of, groups, {id: number for number, id in people.items()})
        if groups is not None and not warned and save(form, partial(act, groups=groups, uow=g.uow)):
            return done()
    number = 200 if request.form.get("more") else status()
    return render_template("office/matters/many_form.html", form=form, warned=warned, read=READ, **page), number


@pages.route(
    "/matters/<uuid:matter_id>/decisions/<uuid:decision_id>/served",
    methods=["GET", "POST"],
    guard=RECORD,
    endpoint="serve_many",
)
def serve(matter_id: UUID, decision_id: UUID) -> ResponseReturnValue:
    """The same decision served on many applicants on a few days."""
    proceeding, decision = decision_of(decision_id)
    form = _form(proceeding.applicants, [(name, str(FACT_NAMES[name])) for name in PERSONAL])
    return _answer(
        form,
        proceeding.applicants,
        partial(service.record_services, decision, proceeding=proceeding),
        lambda: back_to(proceeding),
        of=decision,
        **frame("proceedings"),
        title=_("Served on different days"),
        back=url_for("matters.proceeding", matter_id=matter().id, proceeding_id=proceeding.id),
        back_title=title_of(proceeding),
        of_event=False,
    )


@pages.route(
    "/matters/<uuid:matter_id>/happened/new/<word>/many",
    methods=["GET", "POST"],
    guard=RECORD,
    endpoint="add_events",
)
def happened(matter_id: UUID, word: str) -> ResponseReturnValue:
    """The same thing on different days to different people."""
    kind = offered_word(word)
    everybody = [row.id for row in queries.applicants(matter(), uow=g.uow)]
    form = _form(everybody, [(name, event_words.fact(name)) for name in asking.facts_asked(kind, the_law())])
    address = url_for("matters.happened", matter_id=matter().id)
    return _answer(
        form,
        everybody,
        lambda **told: service.record_events(
            matter(), kind=kind, proceeding_id=id_or_none(form.proceeding.data), **told
        ),
        lambda: redirect(address, 303),
        **frame("happened"),
        title=event_words.title(kind),
        back=address,
        back_title=_("What happened"),
        of_event=True,
    )
