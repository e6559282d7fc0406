"""An applicant's life in a matter: leaving, joining later, death and heirs, another matter, name not public."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, TextAreaField

from caseintake.access.policy import Action
from caseintake.access.visibility import NotVisible
from caseintake.i18n import _, lazy
from caseintake.intake import consenting
from caseintake.matters import queries, team
from caseintake.matters.model import Applicant, ClientFile, Matter, OtherPlace
from caseintake.matters.person import Life, Move, NameWish
from caseintake.people import barriers, lifecycle, lives, naming, places, relations
from caseintake.people.kinds import Wish
from caseintake.people.model import Relation
from caseintake.people.wording import LIVES, WISHES
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.matters_conversation import opened
from caseintake.web.office.matters_pages import (
    MatterForm,
    called,
    frame,
    id_or_none,
    matter,
    may,
    named,
    pages,
    posted,
    save,
    status,
    version,
)
from caseintake.web.office.same_person import no_barrier

ONE = "/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>"


class LifeForm(MatterForm):
    life = SelectField(lazy("What happened"), [Needed()])
    on = DayField(lazy("On which day"))
    said_by = SelectField(lazy("Who said so"))
    why = TextAreaField(lazy("Why, for this file alone"), [at_most(4000)], filters=[trimmed])


class WishForm(MatterForm):
    wish = SelectField(lazy("What the heir wants"))
    wish_on = DayField(lazy("Said on"))

    def offer(self) -> None:
        self.wish.choices = [(one.value, str(words)) for one, words in WISHES.items()]


class ReferForm(MatterForm):
    to = SelectField(lazy("To which of your matters"), [Needed(lazy("Choose a matter."))])
    said_by = SelectField(lazy("Who said so"))
    why = TextAreaField(lazy("Why, for this file alone"), [at_most(4000)], filters=[trimmed])
    restricted = BooleanField(lazy("Only I may open this file there, not the whole team"))


class NameForm(MatterForm):
    why = TextAreaField(lazy("What would happen if the public knew the name"), [at_most(4000)], filters=[trimmed])
    sent_on = DayField(lazy("Asked of the Court on"))
    granted_on = DayField(lazy("Granted on"))


class DiedForm(MatterForm):
    on = DayField(lazy("On which day"))


def _applicant(applicant_id: UUID) -> tuple[Applicant, ClientFile]:
    """An applicant with an open file. Raises `NotVisible`, also for somebody with another place."""
    row, file = opened(applicant_id)
    if not isinstance(row, Applicant) or g.uow.session.get(Applicant, applicant_id) is None:
        raise NotVisible
    return row, file


def _speakers(file: ClientFile) -> list[tuple[str, str]]:
    """The person herself, and who is something to her: nobody else could speak for her."""
    related = [one for one in relations.here(matter(), uow=g.uow) if file.id in (one.one, one.other)]
    ids = {id for one in related for id in (one.one, one.other)} - {file.id}
    others = places.files_here(matter(), uow=g.uow, among=ids).values()
    return [("", _("the client")), *named(others)]


def _frame(row: Applicant, file: ClientFile) -> dict[str, Any]:
    return {**frame("applicants"), "applicant": row, "file": file, "called": called(row, file)}


def _back(endpoint: str, row: Applicant) -> ResponseReturnValue:
    return redirect(url_for(f"matters.{endpoint}", matter_id=matter().id, applicant_id=row.id), 303)


@pages.route(f"{ONE}/life", methods=["GET", "POST"], guard=may(Action.APPLICANT_CHANGE), endpoint="life")
def life(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """The steps so far and the next one; with ``back`` the last is taken back, with ``heir`` a wish is written down."""
    if g.uow.session.get(OtherPlace, applicant_id) is not None:
        return _other_life(applicant_id)
    row, file = _applicant(applicant_id)
    heirs = lives.heirs_of(file, matter(), uow=g.uow)
    form, asked = LifeForm(), WishForm()
    onward = [one for one in lifecycle.possible(row.moves) if one is not Life.REFERRED]
    form.life.choices = [("", _("Choose")), *((one.value, str(LIVES[one])) for one in onward)]
    form.said_by.choices = _speakers(file)
    asked.offer()
    if posted() and _done(row, file, form, asked, heirs):
        return _back("life", row)
    if not posted():
        form.revision.data = version(row)
    said_by = {one.said_by for one in file.reasons if one.said_by is not None}
    files = places.files_here(matter(), uow=g.uow, among={one.one for one in heirs} | said_by)
    drawn = render_template(
        "office/matters/life.html",
        **_frame(row, file),
        form=form,
        asked=asked,
        heirs=[(one, files[one.one]) for one in heirs if one.one in files],
        state=lifecycle.state_of(row.moves),
        steps=[(move, _where(move)) for move in row.moves],
        reasons=[one for one in file.reasons if one.applicant_id == row.id],
        speakers=dict(named(files.values())),
        lives=LIVES,
        wishes=WISHES,
    )
    return drawn, status()


def _other_life(applicant_id: UUID) -> ResponseReturnValue:
    """Of somebody who is no applicant: a death; with ``back`` it was a mistake."""
    row, file = opened(applicant_id)
    form = DiedForm()
    if not posted():
        form.revision.data = version(file)
    elif request.form.get("back"):
        if MatterForm().validate() and save(form, lambda: lives.other_lives(file, uow=g.uow)):
            return redirect(url_for("matters.applicant", matter_id=matter().id, applicant_id=applicant_id), 303)
    elif form.validate() and save(form, lambda: lives.other_died(file, form.on.data, uow=g.uow), file):
        return redirect(url_for("matters.applicant", matter_id=matter().id, applicant_id=applicant_id), 303)
    drawn = render_template(
        "office/matters/life_other.html",
        **frame("persons"),
        form=form,
        applicant=row,
        file=file,
        called=called(row, file),
    )
    return drawn, status()


def _done(row: Applicant, file: ClientFile, form: LifeForm, asked: WishForm, heirs: Sequence[Relation]) -> bool:
    if request.form.get("heir"):
        heir = next((one for one in heirs if str(one.id) == request.form["heir"]), None)
        if heir is None:
            raise NotVisible
        return asked.validate() and save(
            asked, lambda: lives.record_wish(heir, Wish(asked.wish.data), asked.wish_on.data, uow=g.uow)
        )
    if request.form.get("back"):
        return MatterForm().validate() and save(form, lambda: lives.take_back(row, file, uow=g.uow))
    if not form.validate():
        return False

    def act() -> None:
        lives.move(
            row,
            file,
            matter(),
            Life(form.life.data),
            on=form.on.data,
            why=form.why.data or "",
            said_by=id_or_none(form.said_by.data),
            uow=g.uow,
        )

    return save(form, act, row)


def _where(move: Move) -> str:
    """The other matter of a step, by its codename if the reader holds it, else that there is one."""
    if move.matter_id is None:
        return ""
    mine = {line.matter.id: line.label.codename for line in queries.my_matters(uow=g.uow)}
    return mine.get(move.matter_id) or _("a matter that is closed to you")


@pages.route(f"{ONE}/refer", methods=["GET", "POST"], guard=may(Action.TEAM_CHANGE), endpoint="refer")
def refer(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """Hand the client to another of my matters; both teams see what was handed."""
    row, file = _applicant(applicant_id)
    form = ReferForm()
    targets = {line.matter.id: line for line in queries.my_matters(uow=g.uow) if line.matter.id != matter_id}
    form.to.choices = [("", _("Choose")), *((str(id), line.label.codename) for id, line in targets.items())]
    form.said_by.choices = _speakers(file)
    if posted() and form.validate():
        to = targets[UUID(form.to.data)].matter
        if _may_go(form, file, to) and save(form, lambda: _refer(form, row, file, to)):
            return _back("life", row)
    drawn = render_template(
        "office/matters/refer.html",
        **_frame(row, file),
        form=form,
        handed=_handed(row, file),
    )
    return drawn, status()


def _refer(form: ReferForm, row: Applicant, file: ClientFile, to: Matter) -> None:
    lives.refer(
        row,
        file,
        matter(),
        to,
        said_by=id_or_none(form.said_by.data),
        why=form.why.data or "",
        restricted=bool(form.restricted.data),
        uow=g.uow,
    )
    barriers.mark(file, to, uow=g.uow)


def _may_go(form: ReferForm, file: ClientFile, to: Matter) -> bool:
    """Another firm of that team reads the file only by consent, and nobody there who must not learn."""
    readers = set() if form.restricted.data else set(team.members(to, uow=g.uow)) - {g.uow.actor.id}
    firms = {firm for person, firm in team.firms(to, uow=g.uow).items() if person in readers}
    for firm in sorted(firms):
        if not consenting.agrees(file, "share_firm", firm, uow=g.uow):
            form.refuse("to", _("This client has not agreed that %(firm)s reads the file.", firm=firm))
    return not form.errors and no_barrier(form, file, readers)


def _handed(row: Applicant, file: ClientFile) -> list[str]:
    """What the other team is given, in words and counts."""
    out = [_("the client file with everything in it: facts, contacts, notes, tasks")]
    if file.conversation_id is not None:
        out.append(_("the conversation with the client"))
    given = len(consenting.history(file, uow=g.uow))
    out.append(_("%(n)s answers of the client about consent", n=given))
    out.append(_("the documents of this client; those of the matter stay here"))
    return out


@pages.route(f"{ONE}/name", methods=["GET", "POST"], guard=may(Action.APPLICANT_CHANGE), endpoint="name_kept")
def name_kept(matter_id: UUID, applicant_id: UUID) -> ResponseReturnValue:
    """The wish that the name be not public: initials wherever the public could see."""
    row, file = opened(applicant_id)
    form = NameForm()
    if not posted():
        form.revision.data = version(file)
        if file.name_wish is not None:
            form.why.data = file.name_wish.why
            for box, day in ((form.sent_on, file.name_wish.sent_on), (form.granted_on, file.name_wish.granted_on)):
                box.data, box.typed = day, box.shown(day)
    elif form.validate():
        asked_on = file.name_wish.asked_on if file.name_wish is not None else g.uow.clock.today()
        wish = NameWish(
            asked_on=asked_on, why=form.why.data or "", sent_on=form.sent_on.data, granted_on=form.granted_on.data
        )
        gone = bool(request.form.get("back"))
        if save(form, lambda: lives.wish_name_kept(file, None if gone else wish, uow=g.uow), file):
            return redirect(url_for("matters.applicant", matter_id=matter_id, applicant_id=applicant_id), 303)
    drawn = render_template(
        "office/matters/name_kept.html",
        **frame("applicants"),
        form=form,
        applicant=row,
        file=file,
        called=called(row, file),
        initials=naming.initials(file.name).rstrip("."),  # the sentence has its own
    )
    return drawn, status()
