"""Keeping in touch with every applicant: last heard of when, one message to many, who has read it, whom to call.

A lawyer who has lost contact loses the case: *V.M. and Others v. Belgium* [GC], 60125/11.
"""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, SelectMultipleField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.casework import contacts
from caseintake.deadlines import service as deadlines
from caseintake.deadlines import wording as limits
from caseintake.deadlines.model import Deadline
from caseintake.deadlines.states import State
from caseintake.i18n import LANGUAGES, OWN_NAMES, _, lazy
from caseintake.intake import circulars
from caseintake.intake import service as intake
from caseintake.intake.circulars import Circular, InTouch, Way
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.facts import DateFact, Source, exactly
from caseintake.matters.model import ClientFile, ProceduralEvent
from caseintake.people import lifecycle
from caseintake.representation import wording as representation
from caseintake.web.forms import OnceField, at_most, trimmed
from caseintake.web.office.by_number import ByNumber
from caseintake.web.office.cautions import files_of, heeded
from caseintake.web.office.matters_pages import (
    MatterForm,
    called,
    called_all,
    frame,
    ids,
    matter,
    may,
    name_of,
    pages,
    save,
    status,
)
from caseintake.web.signed_in import pressed

CONTACT: Final = "echr.contact"
MADE: Final = "contact_made"
FACT: Final = "last_contact_on"
#: Unread for so long is a reason to call.
UNREAD: Final = timedelta(days=7)

WAYS: Final[Mapping[Way, str]] = {
    Way.SENT: lazy("sent"),
    Way.NO_CODE: lazy("no code opens the conversation: call or go"),
    Way.NO_CONVERSATION: lazy("writes without the form: call or go"),
    Way.CLOSED: lazy("the file is closed to you: ask whoever holds it"),
    Way.LEAVING: lazy("asked to stop: first find out whose wish it was"),
}
#: The ready message in each language, to be changed before it goes.
READY: Final[Mapping[str, str]] = {
    "en": "Hello [name]. We are still working on your case. Do you still want it? Please press one answer below.",
    "az": "Salam, [name]. İşiniz üzərində işləməyə davam edirik. Hələ də davam etməyimizi istəyirsinizmi? "
    "Aşağıdakı cavablardan birini seçin.",
    "ru": "Здравствуйте, [name]. Мы продолжаем работать над вашим делом. Вы по-прежнему этого хотите? "
    "Нажмите, пожалуйста, один из ответов ниже.",
    "fr": "Bonjour [name]. Nous travaillons toujours sur votre affaire. La voulez-vous encore ? "
    "Appuyez sur une réponse ci-dessous.",
}


#: Drafts a page may be opened with, by the word of the address.
DRAFTS: Final[Mapping[str, Mapping[str, str]]] = {"handover": representation.MESSAGE}


class CircularForm(ByNumber, MatterForm):
    applicants = SelectMultipleField(lazy("To whom"))
    asks = BooleanField(lazy("Ask whether the case is still wanted; one press answers"))
    text_az = TextAreaField(OWN_NAMES["az"], [at_most(intake.LONGEST)], filters=[trimmed])
    text_ru = TextAreaField(OWN_NAMES["ru"], [at_most(intake.LONGEST)], filters=[trimmed])
    text_en = TextAreaField(OWN_NAMES["en"], [at_most(intake.LONGEST)], filters=[trimmed])
    text_fr = TextAreaField(OWN_NAMES["fr"], [at_most(intake.LONGEST)], filters=[trimmed])
    once = OnceField()

    def offer(self) -> None:
        self.applicants.choices = [(str(id), name) for id, name in called_all(_reached()).items()]

    def value(self) -> dict[str, Any]:
        return {
            "applicants": ids(self.applicants.data),
            "texts": {code: self[f"text_{code}"].data or "" for code in LANGUAGES},
            "asks": bool(self.asks.data),
            "once": self.once.value.hex,
        }

    def show(self, faults: Iterable[Any]) -> None:
        for fault in faults:
            if fault.field == "text":
                self.refuse("text_az", _("Write the message in one language at least."))
            elif fault.field == "applicants":
                self.refuse("applicants", _("Choose at least one person."))
            else:
                super().show([fault])


def _applicants() -> list[Any]:
    return queries.applicants(matter(), uow=g.uow)


def _reached() -> list[Any]:
    """Who is alive and in the case: nobody else is written to or rung."""
    return [row for row in _applicants() if lifecycle.state_of(row.moves) in lifecycle.REACHED]


@pages.get("/matters/<uuid:matter_id>/touch", guard=may(Action.MATTER_READ), endpoint="touch")
def show(matter_id: UUID) -> str:
    """Every applicant with the last contact, and the messages that were written to many."""
    reached = {row.id for row in _reached()}
    lines = [line for line in circulars.in_touch(matter(), uow=g.uow) if line.applicant.id in reached]
    recorded = _recorded()
    last = _last(lines, recorded)
    return render_template(
        "office/matters/touch.html",
        **frame("applicants"),
        # Whom nobody has reached longest stands on top.
        lines=sorted(lines, key=lambda line: (last.get(line.applicant.id, date.min), line.applicant.number)),
        last=last,
        due=_due(),
        first_by={
            line.applicant.id: contacts.first_by(line.file)
            for line in lines
            if line.file is not None and line.applicant.id not in recorded
        },
        computed=State.COMPUTED,
        newer=len(_newer(lines, recorded)),
        people={line.applicant.id: called(line.applicant, line.file) for line in lines},
        circulars=circulars.circulars(matter(), uow=g.uow),
        sent=Way.SENT,
        may_write=allows(g.uow.actor.role, Action.CLIENT_ANSWER),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        today=g.uow.clock.today(),
        l=limits,
    )


def _recorded() -> dict[UUID, date]:
    """The last contact somebody recorded, by applicant."""
    found: dict[UUID, date] = {}
    for event in queries.events(matter(), uow=g.uow):
        day = _day(event)
        for id in event.applicants if day is not None else ():
            found[id] = max(found.get(id, date.min), day or date.min)
    return found


def _day(event: ProceduralEvent) -> date | None:
    fact: DateFact | None = event.facts.get(FACT) if event.kind == MADE and not event.taken_back else None
    return fact.earliest if fact is not None else None


def _last(lines: Iterable[InTouch], recorded: Mapping[UUID, date]) -> dict[UUID, date]:
    """The last contact of each, recorded or through the code."""
    found = {}
    for line in lines:
        day = max((day for day in (recorded.get(line.applicant.id), line.last) if day is not None), default=None)
        if day is not None:
            found[line.applicant.id] = day
    return found


def _newer(lines: Iterable[InTouch], recorded: Mapping[UUID, date]) -> dict[UUID, date]:
    """Contacts through the code that nobody has recorded yet."""
    return {
        line.applicant.id: line.last
        for line in lines
        if line.last is not None and line.last > recorded.get(line.applicant.id, date.min)
    }


def _due() -> dict[UUID, Deadline]:
    """The time-limit by which each must be heard of again."""
    rows = deadlines.deadlines_of(matter(), uow=g.uow)
    return {row.applicant_id: row for row in rows if row.rule == CONTACT and row.running and row.applicant_id}


@pages.post("/matters/<uuid:matter_id>/touch/record", guard=may(Action.FACT_RECORD), endpoint="record_contacts")
def record(matter_id: UUID) -> ResponseReturnValue:
    """Take what came through the codes for contacts, one record for each day."""
    pressed()
    by_day: dict[date, list[UUID]] = {}
    for id, day in _newer(circulars.in_touch(matter(), uow=g.uow), _recorded()).items():
        by_day.setdefault(day, []).append(id)
    if by_day:
        groups = [(people, {FACT: exactly(day, source=Source.LAWYER)}) for day, people in sorted(by_day.items())]
        matters.record_events(matter(), kind=MADE, groups=groups, uow=g.uow)
        g.uow.commit()
    return redirect(url_for("matters.touch", matter_id=matter_id), 303)


@pages.route(
    "/matters/<uuid:matter_id>/touch/write",
    methods=["GET", "POST"],
    guard=may(Action.CLIENT_ANSWER),
    endpoint="write_to_many",
)
def write(matter_id: UUID) -> ResponseReturnValue:
    """One message to ticked applicants, in the language of each."""
    form = CircularForm()
    form.offer()
    made: list[Circular] = []
    if form.is_submitted() and form.validate() and heeded(form, files_of(form.value()["applicants"])):
        act = lambda: made.append(circulars.send(matter(), **form.value(), uow=g.uow))  # noqa: E731 - one call
        if save(form, act):
            return redirect(url_for("matters.circular", matter_id=matter_id, circular_id=made[0].id), 303)
    elif not form.is_submitted():
        for code, text in DRAFTS.get(request.args.get("draft", ""), {}).items():
            form[f"text_{code}"].data = text
    drawn = render_template(
        "office/matters/touch_write.html",
        **frame("applicants"),
        form=form,
        ready=READY,
        own_names=OWN_NAMES,
        name=circulars.NAME,
    )
    return drawn, status()


@pages.get("/matters/<uuid:matter_id>/touch/<uuid:circular_id>", guard=may(Action.MATTER_READ), endpoint="circular")
def circular(matter_id: UUID, circular_id: UUID) -> str:
    """Who has read one message, and whom to call."""
    row = next((one for one in circulars.circulars(matter(), uow=g.uow) if one.id == circular_id), None)
    if row is None:
        raise NotFound
    rows = {one.id: one for one in _applicants()}
    read = circulars.readings_of(row, uow=g.uow)
    late = g.uow.clock.today() - UNREAD >= row.made_on
    return render_template(
        "office/matters/touch_sent.html",
        **frame("applicants"),
        row=row,
        read=read,
        people=called_all(list(rows.values())),
        files=_files(rows),
        call=[copy for copy in row.copies if copy.way is not Way.SENT or (late and copy.applicant_id not in read)],
        late=late,
        ways=WAYS,
        sent=Way.SENT,
        author=name_of(g.uow.proof(row).author.id),
    )


def _files(rows: Mapping[UUID, Any]) -> dict[UUID, ClientFile]:
    return dict(queries.client_files(list(rows.values()), uow=g.uow))
