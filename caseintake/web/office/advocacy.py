"""What is said of a matter outside the courts: the log, the checks before it goes, pledges of secrecy."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, allows
from caseintake.advocacy import service, wording
from caseintake.advocacy.checks import Body, Check, Named, Tone
from caseintake.advocacy.model import Advocacy, Saying
from caseintake.advocacy.service import NotYet
from caseintake.deadlines.wording import short
from caseintake.i18n import _, lazy
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.people import naming
from caseintake.web.days import DayField
from caseintake.web.forms import Needed, at_most, trimmed
from caseintake.web.office.incidents import papers_in
from caseintake.web.office.kept_names import said
from caseintake.web.office.matters_pages import (
    MatterForm,
    called_all,
    frame,
    id_or_none,
    matter,
    may,
    pages,
    posted,
    save,
    status,
    version,
)
from caseintake.web.office.numbers import NumbersField, spans

READ, WRITE = may(Action.MATTER_READ), may(Action.CLIENT_ANSWER)
HERE: Final = "/matters/<uuid:matter_id>/advocacy"
ANSWERS, GO, BACK = "answers", "go", "back"


class AdvocacyForm(MatterForm):
    """Says the faults of this package in its own words."""

    def sentence(self, fault: Fault) -> str:
        return str(wording.FAULTS[fault.code]) if fault.code in wording.FAULTS else super().sentence(fault)


class SayingForm(AdvocacyForm):
    body = SelectField(lazy("To whom"))
    to = StringField(lazy("Which procedure, committee or newspaper, by its name"), [at_most(200)], filters=[trimmed])
    what = TextAreaField(lazy("What is said"), [Needed(lazy("Say what it is.")), at_most(4000)], filters=[trimmed])
    version = StringField(lazy("Which version"), [at_most(100)], filters=[trimmed])
    document = SelectField(lazy("The paper"), default="")
    named = SelectField(lazy("The people stand in it"))
    numbers = NumbersField(lazy("Of which applicants, by number"), [at_most(400)], filters=[trimmed])
    speaker = StringField(lazy("Who stands in it as speaker"), [at_most(200)], filters=[trimmed])
    sent_by = StringField(lazy("Who sends it"), [at_most(200)], filters=[trimmed])
    others = StringField(lazy("Names of others in it"), [at_most(1000)], filters=[trimmed])
    already = BooleanField(lazy("It has gone out already"))
    gone_on = DayField(lazy("On"))

    def offer(self, *vaults: UUID) -> None:
        self.body.choices = [(str(body), str(title)) for body, title in wording.BODIES.items()]
        self.named.choices = [(str(named), str(title)) for named, title in wording.NAMED.items()]
        self.document.choices = [("", _("no document")), *papers_in([matter().vault_id, *vaults])]

    def value(self, whose: tuple[UUID, ...]) -> Saying:
        return Saying(
            body=Body(self.body.data),
            to=self.to.data or "",
            what=self.what.data or "",
            version=self.version.data or "",
            document_id=id_or_none(self.document.data),
            named=Named(self.named.data),
            applicants=whose,
            speaker=self.speaker.data or "",
            sent_by=self.sent_by.data or "",
            others=self.others.data or "",
        )

    def fill(self, saying: Saying) -> None:
        """Show what an entry says."""
        for name in ("to", "what", "version", "speaker", "sent_by", "others"):
            self[name].data = getattr(saying, name)
        self.body.data, self.named.data = str(saying.body), str(saying.named)
        self.document.data = str(saying.document_id or "")
        people = {row.id: row.number for row in queries.applicants(matter(), uow=g.uow)}
        self.numbers.data = spans([people[id] for id in saying.applicants if id in people])


class ChecksForm(AdvocacyForm):
    """An answer to each check, and what to do."""

    gone_on = DayField(lazy("It goes out on"))
    reason = StringField(lazy("Why"), [at_most(1000)], filters=[trimmed])


for _check in Check:
    setattr(ChecksForm, str(_check), TextAreaField(wording.CHECKS[_check], [at_most(2000)], filters=[trimmed]))


class PledgeForm(AdvocacyForm):
    who = StringField(lazy("Who signed"), [Needed(lazy("Say who signed.")), at_most(200)], filters=[trimmed])
    signed_on = DayField(lazy("Signed on"))
    article = StringField(lazy("Under which article, covering what"), [at_most(400)], filters=[trimmed])
    note = TextAreaField(lazy("Note"), [at_most(4000)], filters=[trimmed])


class EndPledgeForm(AdvocacyForm):
    why = StringField(lazy("Why"), [Needed(lazy("Say why.")), at_most(400)], filters=[trimmed])


@pages.get(HERE, guard=READ, endpoint="advocacy")
def index(matter_id: UUID) -> ResponseReturnValue:
    """What has gone out and what is prepared; who is bound to secrecy."""
    return _index()


def _index(form: PledgeForm | None = None, end: EndPledgeForm | None = None) -> tuple[str, int]:
    page = render_template(
        "office/advocacy/list.html",
        **frame("advocacy"),
        **_words(),
        entries=service.entries(matter(), uow=g.uow),
        pledges=service.pledges(matter(), uow=g.uow),
        form=form or PledgeForm(formdata=None),
        tried=form is not None,
        end=end,
    )
    return page, status()


def _kept() -> dict[UUID, str]:
    """How whoever asked that the name be kept stands in what the public could see, an applicant with the number."""
    people = {row.id: f"{row.number}: " for row in queries.applicants(matter(), uow=g.uow)}
    files = naming.kept(matter(), uow=g.uow)
    return {id: people.get(id, "") + naming.public(file) for id, file in files.items()}


def _standing(row: Advocacy) -> list[str]:
    """Whose name stands in it although it is not public, and in which field."""
    form = SayingForm(formdata=None)
    return said((form[name].label.text, text) for name, text in service.texts(row, uow=g.uow).items())


def _words() -> dict[str, Any]:
    people = {row.id: row.number for row in queries.applicants(matter(), uow=g.uow)}
    return {
        "w": wording,
        "numbers": lambda whose: spans([people[id] for id in whose if id in people]),
        "signed": lambda row: g.uow.proof(row).author.id,
        "may_write": allows(g.uow.actor.role, Action.CLIENT_ANSWER),
    }


@pages.route(f"{HERE}/new", methods=["GET", "POST"], guard=WRITE, endpoint="add_advocacy")
def add(matter_id: UUID) -> ResponseReturnValue:
    """A new statement, or one that has gone out already."""
    form = SayingForm()
    form.offer()
    if posted() and form.validate():
        saying = form.value(form.numbers.whose(queries.applicants(matter(), uow=g.uow)))
        on = form.gone_on.data or g.uow.clock.today()
        made: list[Advocacy] = []
        went = partial(service.went, matter(), saying, on, uow=g.uow)
        prepare = partial(service.prepare, matter(), saying, uow=g.uow)
        if not form.errors and save(form, lambda: made.append((went if form.already.data else prepare)())):
            return _to(made[0])
    return _form(form, None)


@pages.route(f"{HERE}/<uuid:advocacy_id>/edit", methods=["GET", "POST"], guard=WRITE, endpoint="edit_advocacy")
def edit(matter_id: UUID, advocacy_id: UUID) -> ResponseReturnValue:
    """Change a statement that has not gone: its checks are asked anew."""
    row = service.one(advocacy_id, matter(), uow=g.uow)
    form = SayingForm()
    form.offer(*({row.vault_id} - {matter().vault_id}))
    if not posted():
        form.fill(row.saying)
        form.revision.data = version(row)
    elif form.validate():
        saying = form.value(form.numbers.whose(queries.applicants(matter(), uow=g.uow)))
        act = partial(service.change, row, saying, matter=matter(), uow=g.uow)
        now: list[Advocacy] = []
        if not form.errors and save(form, lambda: now.append(act()), row):
            return _to(now[0])
    return _form(form, row)


def _form(form: SayingForm, row: Advocacy | None) -> tuple[str, int]:
    page = render_template("office/advocacy/form.html", **frame("advocacy"), form=form, row=row, kept=_kept())
    return page, status()


@pages.route(f"{HERE}/<uuid:advocacy_id>", methods=["GET", "POST"], guard=WRITE, endpoint="advocacy_checks")
def checks(matter_id: UUID, advocacy_id: UUID) -> ResponseReturnValue:
    """Every check with its answer; then it goes, or not."""
    row = service.one(advocacy_id, matter(), uow=g.uow)
    form = ChecksForm()
    if not posted():
        for one in row.answers:
            form[str(one.check)].data = one.text
        form.revision.data = version(row)
    elif form.validate():
        try:
            if save(form, _act(form, row), row):
                return _to(row)
        except NotYet as refused:
            g.uow.session.rollback()
            for found in refused.open:
                form.refuse(str(found.check), _not_yet(found.tone))
    return _checks(form, row)


def _act(form: ChecksForm, row: Advocacy) -> Callable[[], object]:
    go = request.form.get("go")
    if go == BACK:
        return partial(service.take_back, row, form.reason.data or "", uow=g.uow)
    given = {check: form[str(check)].data or "" for check in Check}

    def act() -> None:
        service.answer(row, given, uow=g.uow)
        if go == GO:
            service.let_go(row, form.gone_on.data or g.uow.clock.today(), matter=matter(), uow=g.uow)

    return act


def _not_yet(tone: Tone) -> str:
    if tone is Tone.STOP:
        return _("It does not go: a consent for this use is missing. Take these people out, or ask them first.")
    return _("Answer this before it goes.")


def _checks(form: ChecksForm, row: Advocacy) -> tuple[str, int]:
    found = service.findings(row, matter=matter(), uow=g.uow)
    people = queries.applicants(matter(), uow=g.uow)
    papers = dict(papers_in({matter().vault_id, row.vault_id}))
    page = render_template(
        "office/advocacy/checks.html",
        **frame("advocacy"),
        **_words(),
        form=form,
        row=row,
        found=found,
        people=called_all(people),
        kept=_kept(),
        standing=_standing(row),
        paper=papers.get(str(row.saying.document_id), ""),
        blocked=[short(rule) for rule in service.blocked_rules()],
        pledges=[one for one in service.pledges(matter(), uow=g.uow) if not one.ended],
    )
    return page, status()


@pages.post(f"{HERE}/pledges", guard=WRITE, endpoint="add_pledge")
def add_pledge(matter_id: UUID) -> ResponseReturnValue:
    """Somebody signed a pledge of secrecy."""
    form = PledgeForm()
    if form.validate():
        act = partial(
            service.pledge,
            matter(),
            who=form.who.data or "",
            signed_on=form.signed_on.data,
            article=form.article.data or "",
            note=form.note.data or "",
            uow=g.uow,
        )
        if save(form, act):
            return redirect(url_for("matters.advocacy", matter_id=matter_id), 303)
    return _index(form)


@pages.post(f"{HERE}/pledges/<uuid:pledge_id>", guard=WRITE, endpoint="end_pledge")
def end_pledge(matter_id: UUID, pledge_id: UUID) -> ResponseReturnValue:
    """It binds no more."""
    if all(row.id != pledge_id for row in service.pledges(matter(), uow=g.uow)):
        raise NotFound
    form = EndPledgeForm()
    act = partial(service.end_pledge, matter(), pledge_id, form.why.data or "", uow=g.uow)
    if form.validate() and save(form, act):
        return redirect(url_for("matters.advocacy", matter_id=matter_id), 303)
    return _index(end=form)


def _to(row: Advocacy) -> ResponseReturnValue:
    return redirect(url_for("matters.advocacy_checks", matter_id=matter().id, advocacy_id=row.id), 303)
