"""One applicant: engagement with the office, powers at home, the Court's pages. Three things, never one field."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.i18n import _, lazy
from caseintake.matters import queries
from caseintake.matters.model import Applicant, ClientFile
from caseintake.representation import authorities, desk, standing, wording
from caseintake.representation.authorities import Power
from caseintake.representation.kinds import AgreedHow, Arena, Mark, PowerKind, Step, checks, waits
from caseintake.representation.model import DomesticPower, Engagement, InkPage
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.authorities import (
    RECORD,
    RepresentationForm,
    apart,
    colleagues,
    drawing,
    offered,
    representative_of,
)
from caseintake.web.office.matters_pages import (
    called,
    frame,
    id_or_none,
    matter,
    may,
    pages,
    save,
)

HERE: Final = "/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>/authority"
Act = Callable[[], object]


class EngageForm(RepresentationForm):
    how = SelectField(lazy("How it was agreed"), choices=offered(wording.AGREED))
    agreed_on = DayField(lazy("Agreed on"), [Needed(lazy("Write the day."))])
    scope = TextAreaField(lazy("For what"), [at_most(2000)], filters=[trimmed])

    def act(self, file: ClientFile) -> Act:
        return partial(
            authorities.engage,
            file,
            how=AgreedHow(self.how.data),
            agreed_on=self.agreed_on.data,
            scope=self.scope.data or "",
            uow=g.uow,
        )


class PowerForm(RepresentationForm):
    kind = SelectField(lazy("Kind of power"), choices=offered(wording.POWERS))
    lawyer = SelectField(lazy("Lawyer"))
    lawyer_name = StringField(lazy("Somebody who is not a colleague"), [at_most(200)], filters=[trimmed])
    forum = StringField(lazy("Court, investigator or prison"), [Needed(), at_most(200)], filters=[trimmed])
    number = StringField(lazy("Number of the power"), [at_most(100)], filters=[trimmed])
    instance = StringField(lazy("Valid for which instance"), [at_most(200)], filters=[trimmed])
    valid_from = DayField(lazy("Valid from"))
    valid_until = DayField(lazy("Valid until"))
    original_where = StringField(lazy("Where the original lies"), [at_most(200)], filters=[trimmed])

    def offer(self) -> None:
        self.lawyer.choices = [("", _("Choose")), *colleagues()]

    def act(self, file: ClientFile) -> Act:
        said = Power(
            kind=PowerKind(self.kind.data),
            forum=self.forum.data or "",
            lawyer=id_or_none(self.lawyer.data),
            lawyer_name=self.lawyer_name.data or "",
            number=self.number.data or "",
            instance=self.instance.data or "",
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            original_where=self.original_where.data or "",
        )
        return partial(authorities.record_power, file, said, uow=g.uow)


class EndForm(RepresentationForm):
    """An engagement or a power ended."""

    row = HiddenField()
    on = DayField(lazy("Ended on"), [Needed(lazy("Write the day."))])
    why = StringField(lazy("Why it ended"), [Needed(), at_most(300)], filters=[trimmed])

    def act(self, file: ClientFile) -> Act:
        return partial(authorities.end, _own(file, self.row.data), on=self.on.data, why=self.why.data or "", uow=g.uow)


class OnePageForm(RepresentationForm):
    """Something about one page."""

    row = HiddenField()

    def page(self, file: ClientFile) -> InkPage:
        return authorities.page_of(file, _id(self.row.data), uow=g.uow)


class OneStepForm(OnePageForm):
    step = SelectField(lazy("What happened"), choices=offered(wording.STEPS))
    on = DayField(lazy("Day"))
    words = StringField(lazy("Collector, or where the original lies"), [at_most(300)], filters=[trimmed])

    def act(self, file: ClientFile) -> Act:
        step, words = Step(self.step.data), self.words.data or ""
        return partial(authorities.note, [self.page(file)], step, on=self.on.data, words=words, uow=g.uow)


class TakeBackStepForm(OnePageForm):
    number = HiddenField()
    reason = StringField(lazy("Why it is taken back"), [Needed(), at_most(300)], filters=[trimmed])

    def act(self, file: ClientFile) -> Act:
        typed = self.number.data or ""
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else -1
        return partial(authorities.take_back, self.page(file), number, reason=self.reason.data or "", uow=g.uow)


class SignerForm(OnePageForm):
    """Who held the pen, where it was not simply the applicant."""

    signer = StringField(lazy("Somebody else signed: who"), [at_most(200)], filters=[trimmed])
    signer_why = StringField(lazy("Why somebody else signed"), [at_most(300)], filters=[trimmed])
    first_witness = StringField(lazy("First witness of the mark"), [at_most(200)], filters=[trimmed])
    second_witness = StringField(lazy("Second witness of the mark"), [at_most(200)], filters=[trimmed])
    reader = StringField(lazy("Who read the page aloud"), [at_most(200)], filters=[trimmed])
    language = StringField(lazy("In which language it was read"), [at_most(60)], filters=[trimmed])

    def fill(self, page: InkPage) -> None:
        mark = page.mark or Mark()
        self.signer.data, self.signer_why.data = page.signer, page.signer_why
        self.first_witness.data, self.second_witness.data = (*mark.witnesses, "", "")[:2]
        self.reader.data, self.language.data = mark.reader, mark.language

    def act(self, file: ClientFile) -> Act:
        witnesses = tuple(name for name in (self.first_witness.data, self.second_witness.data) if name)
        reader, language = self.reader.data or "", self.language.data or ""
        mark = Mark(witnesses, reader, language) if witnesses or reader or language else None
        signer, why = self.signer.data or "", self.signer_why.data or ""
        return partial(authorities.describe_signer, self.page(file), signer=signer, why=why, mark=mark, uow=g.uow)


FORMS: Final[Mapping[str, type[Any]]] = {
    "engagement": EngageForm,
    "power": PowerForm,
    "end": EndForm,
    "step": OneStepForm,
    "back": TakeBackStepForm,
    "signer": SignerForm,
}


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFound from None


def _own(file: ClientFile, text: str | None) -> Engagement | DomesticPower:
    """An engagement or a power of this very file."""
    for model in (Engagement, DomesticPower):
        row: Engagement | DomesticPower | None = g.uow.session.get(model, _id(text))
        if row is not None and row.vault_id == file.vault_id:
            return row
    raise NotFound


def opened(applicant_id: UUID) -> tuple[Applicant, ClientFile | None]:
    """The applicant of the address, and the file if it is open."""
    row = queries.within(Applicant, applicant_id, matter(), uow=g.uow)
    return row, queries.client_file(row, uow=g.uow)


@pages.get(HERE, guard=may(Action.MATTER_READ), endpoint="ink_pages")
def show(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """The three things of one applicant."""
    row, file = opened(applicant_id)
    return _page(row, file, {}, 200)


@pages.post(f"{HERE}/<word>", guard=RECORD, endpoint="record_ink")
def record(matter_id: UUID, applicant_id: UUID, word: str) -> ResponseReturnValue:
    """Record one of them."""
    row, file = opened(applicant_id)
    if file is None or word not in FORMS:
        raise NotFound
    form = FORMS[word]()
    if isinstance(form, PowerForm):
        form.offer()
    if form.validate() and save(form, form.act(file)):
        return redirect(url_for("matters.ink_pages", matter_id=matter_id, applicant_id=applicant_id), 303)
    return _page(row, file, {(word, request.form.get("row", "")): form}, 422)


def _page(
    row: Applicant, file: ClientFile | None, sent: Mapping[tuple[str, str], RepresentationForm], code: int
) -> ResponseReturnValue:
    known = desk.of_matter(matter(), uow=g.uow)
    files = [file] if file is not None else []
    line = authorities.lines_of([row], {row.id: file} if file is not None else {}, uow=g.uow)[0]
    against = authorities.facts_of(row, file, known.facts_changed_on if known else None)
    today = g.uow.clock.today()
    drawn = render_template(
        "office/representation/ink_pages.html",
        **frame("authorities"),
        applicant=row,
        file=file,
        called=called(row, file),
        pages=[(page, waits(page), checks(page, against)) for page in line.pages],
        engagements=_sorted(authorities.of_files(Engagement, files, uow=g.uow), "agreed_on"),
        powers=_sorted(authorities.of_files(DomesticPower, files, uow=g.uow), "valid_from"),
        valid=lambda power: authorities.valid_on(power, today),
        at_home=_at_home(),
        form_of=partial(_form_of, sent),
        faulty=next(iter(sent.values()), None),
        may_record=file is not None and allows(g.uow.actor.role, Action.FACT_RECORD),
        representative_of=representative_of,
        signed=lambda one: g.uow.proof(one).author.id,
        **drawing(),
    )
    return drawn, code


def _sorted(rows: Mapping[UUID, list[Any]], by: str) -> list[Any]:
    found = [row for some in rows.values() for row in some]
    return sorted(found, key=lambda row: str(getattr(row, by)), reverse=True)


def _at_home() -> dict[UUID, str]:
    """Colleagues who cannot act before the courts at home today, with the word for it: their powers do not help."""
    return {
        person: str(wording.STATES[row.state])
        for (person, arena), row in standing.in_force(uow=g.uow).items()
        if arena is Arena.DOMESTIC and row.state.value != "active"
    }


def _form_of(sent: Mapping[tuple[str, str], RepresentationForm], word: str, row: Any = None, step: int = -1) -> Any:
    """The form as it was sent, with what is wrong, or a blank one; of one page with what is known."""
    id = str(row.id) if row is not None else ""
    form = sent.get((word, id))
    if form is None or (isinstance(form, TakeBackStepForm) and form.number.data != str(step)):
        form = FORMS[word](formdata=None)
        if isinstance(form, PowerForm):
            form.offer()
        if row is not None:
            form["row"].data = id
        if isinstance(form, TakeBackStepForm):
            form.number.data = str(step)
        if isinstance(form, SignerForm) and row is not None:
            form.fill(row)
    apart(form, f"{word}{id[:8]}{step if step >= 0 else ''}")
    return form
