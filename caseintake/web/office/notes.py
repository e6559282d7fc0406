"""Notes of a matter: the newest first, by what they are about; writing one, correcting one."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from functools import partial
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.casework import notes, place
from caseintake.casework.kinds import About
from caseintake.casework.model import CaseNote, WorkTask
from caseintake.casework.wording import ABOUT
from caseintake.i18n import _, lazy
from caseintake.matters import queries
from caseintake.web.asked import whole_number
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.matters_pages import called_all, frame, matter, may, name_of, pages, save, status
from caseintake.web.office.numbers import NumbersField
from caseintake.web.office.proceeding_title import title_of
from caseintake.web.office.work_pages import WorkForm, page_address, papers, people, words
from caseintake.web.units import office

#: Notes on one page.
PAGE: Final = 50
_ADDRESS = "/matters/<uuid:matter_id>/notes"


class NoteForm(WorkForm):
    text = TextAreaField(lazy("Note"), [Needed(), at_most(20_000)], filters=[trimmed])
    subject = SelectField(lazy("About"), default="matter:")
    number = NumbersField(lazy("or about the applicant with the number"), [at_most(6)], filters=[trimmed])
    corrects = HiddenField()

    def offer(self, also: tuple[About, UUID] | None = None) -> None:
        rows = queries.proceedings(matter(), uow=g.uow)
        known = [
            ("matter:", str(ABOUT[About.MATTER])),
            *((f"proceeding:{row.id}", title_of(row)) for row in rows),
            *((f"document:{id}", name) for id, name in papers()[1:]),
        ]
        if also is not None and f"{also[0]}:{also[1]}" not in dict(known):
            known.append((f"{also[0]}:{also[1]}", str(ABOUT[also[0]])))
        self.subject.choices = known

    def about(self) -> tuple[About, UUID | None]:
        """What the note is about. What cannot be read is said at the box."""
        whose = self.number.whose(people())
        if len(whose) > 1:
            self.refuse("number", _("A note is about one applicant. Write one number, or choose the whole matter."))
        if whose:
            return About.APPLICANT, whose[0]
        kind, _colon, id = self.subject.data.partition(":")
        return About(kind), UUID(id) if id else None


def note_form(about: About = About.MATTER, subject_id: UUID | None = None) -> NoteForm:
    """An empty form for a note about one thing."""
    form = NoteForm(formdata=None)
    form.offer((about, subject_id) if subject_id is not None else None)
    form.subject.data = f"{about}:{subject_id or ''}"
    return form


def _asked() -> tuple[About, UUID | None] | None:
    """Which notes the address asks for; None: all."""
    for kind in About:
        if (id := request.args.get(kind.value, type=UUID)) is not None:
            return kind, id
    return None


@pages.get(_ADDRESS, guard=may(Action.MATTER_READ), endpoint="notes")
def index(matter_id: UUID) -> str:
    """Every note that opens here."""
    return _page(None)


@pages.post(_ADDRESS, guard=may(Action.FACT_RECORD), endpoint="write_note")
def write(matter_id: UUID) -> ResponseReturnValue:
    """A new note, or the correction of one; nothing that was written goes."""
    form = NoteForm()
    form.offer(_sent_about())
    if form.validate():
        about, subject_id = form.about()
        old = _corrected(form)
        act = partial(
            notes.write, matter(), form.text.data or "", about=about, subject_id=subject_id, corrects=old, uow=g.uow
        )
        if not form.errors and save(form, act):
            return redirect(_back(*((old.about, old.subject_id) if old is not None else (about, subject_id))), 303)
    return _page(form), status()


def _sent_about() -> tuple[About, UUID] | None:
    """The task or client's paper a note was sent about; the service looks whether it is of this matter."""
    kind, _colon, id = request.form.get("subject", "").partition(":")
    try:
        return About(kind), UUID(id)
    except ValueError:
        return None


def _corrected(form: NoteForm) -> CaseNote | None:
    try:
        id = UUID(form.corrects.data or "")
    except ValueError:
        return None
    return place.within(CaseNote, id, matter(), uow=g.uow)


def _back(about: About, subject_id: UUID | None) -> str:
    if about is About.TASK:
        return url_for("matters.task", matter_id=matter().id, work_id=subject_id)
    asked = {about.value: subject_id} if subject_id is not None else {}
    return url_for("matters.notes", matter_id=matter().id, **asked)  # type: ignore[arg-type]


def _page(form: NoteForm | None) -> str:
    every = notes.of_matter(matter(), uow=g.uow)
    asked = _asked()
    shown = notes.about(every, *asked) if asked is not None else every
    number = whole_number("page", default=1, least=1)
    correcting = request.args.get("correct", type=UUID)
    if form is None:
        form = note_form(*asked) if asked is not None and asked[0] is not About.APPLICANT else note_form()
        form.number.data = _number(asked)
        form.corrects.data = str(correcting or "")
        form.text.data = next((row.text for row in every if row.id == correcting), "")
    return render_template(
        "office/work/notes.html",
        **frame("notes"),
        **words(),
        form=form,
        notes=shown[(number - 1) * PAGE : number * PAGE],
        page=number,
        page_count=-(-len(shown) // PAGE),
        pager_address=page_address,
        corrected=notes.corrected(every),
        correcting=next((row for row in every if str(row.id) == form.corrects.data), None),
        filtered=asked is not None,
        subjects=_subjects(shown[(number - 1) * PAGE : number * PAGE]),
        may_record=allows(g.uow.actor.role, Action.FACT_RECORD),
        **told(),
    )


def _number(asked: tuple[About, UUID | None] | None) -> str:
    if asked is None or asked[0] is not About.APPLICANT:
        return ""
    return next((str(row.number) for row in people() if row.id == asked[1]), "")


def _subjects(rows: list[CaseNote]) -> dict[UUID, str]:
    """What the notes of one page are about, in words, where it opens here."""
    found = {UUID(id): name for id, name in papers()[1:]}
    found |= {row.id: title_of(row) for row in queries.proceedings(matter(), uow=g.uow)}
    about = {row.subject_id for row in rows}
    found |= called_all([row for row in people() if row.id in about])
    found |= {row.id: row.what for row in place.found(WorkTask, [matter()], uow=g.uow).rows if row.id in about}
    return found


def told() -> dict[str, Any]:
    """What a list of notes needs to say who wrote when."""
    zone = ZoneInfo(office().settings.zone)
    return {
        "author": lambda note: name_of(g.uow.proof(note).author.id),
        "at": lambda moment: moment.astimezone(zone).strftime("%H:%M"),
        "local_day": lambda moment: moment.astimezone(zone).date(),
    }
