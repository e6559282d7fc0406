"""In and out of a matter: tables, the right to export and its file, and a matter that arrives from elsewhere."""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from caseintake.access.policy import Action, allows, roles
from caseintake.documents.model import Document
from caseintake.documents.refusals import UploadRefused
from caseintake.i18n import _, format_day, lazy, ngettext
from caseintake.identity import words as counts
from caseintake.identity.desk import cost
from caseintake.kernel.actor import Actor
from caseintake.kernel.words import NotAWord, read
from caseintake.matters import queries
from caseintake.matters.facts import Fault
from caseintake.matters.refusal import Refusal
from caseintake.portability import packing, rights, unpacking, wording
from caseintake.portability.lock import By, ExportLock, WrongWords
from caseintake.portability.records import without_consent
from caseintake.portability.rights import Asking, Stands
from caseintake.portability.unpacking import Arrived, BadExport, Unpacked
from caseintake.vault.errors import NewerSchema, StreamDamaged
from caseintake.vault.holders import Holder
from caseintake.vault.primitives import SECRET_BYTES, random_bytes
from caseintake.web.forms import Needed, OfficeForm, at_most, trimmed
from caseintake.web.guards import Guard
from caseintake.web.hardening import DOWNLOAD_POLICY
from caseintake.web.office.cautions import heeded
from caseintake.web.office.matters_pages import (
    MatterForm,
    frame,
    id_or_none,
    matter,
    may,
    name_of,
    pages,
    save,
)
from caseintake.web.office.one_file import received
from caseintake.web.signed_in import me, pressed
from caseintake.web.units import close, office

READ, EXPORT = may(Action.MATTER_READ), may(Action.MATTER_EXPORT)
TAKES_IN: Final = Guard.role(*roles(Action.MATTER_CREATE))
HERE: Final = "/matters/<uuid:matter_id>/in-and-out"
ONE: Final = f"{HERE}/<uuid:asked_id>"
#: An arriving file is read in memory: larger ones come in parts, or with fewer files.
FILE_BYTES: Final = 64_000_000


class _Form(MatterForm):
    def sentence(self, fault: Fault) -> str:
        return wording.say(fault)


class AskForm(_Form):
    reason = TextAreaField(lazy("Why everything must go out"), [Needed(), at_most(2000)], filters=[trimmed])
    to_person = SelectField(lazy("Who opens the file"), default="")
    break_glass = BooleanField(lazy("No time for a second person: raid, power cut, flight"))

    def offer(self) -> None:
        known = [(str(one.id), name_of(one.id)) for one in g.uow.roster.people() if rights.may_receive(one)]
        self.to_person.choices = [("", _("whoever has the words")), *sorted(known, key=lambda pair: pair[1])]


class FetchForm(_Form):
    words = StringField(lazy("The words, as you have written them down"), filters=[trimmed])
    #: What was shown: a refused fetch shows the same again, for they stand on paper already.
    drawn = HiddenField()

    def shown(self) -> str:
        """The words to write down."""
        words = _read(self.drawn.data)
        return " ".join(words if len(words) == counts.PASSPHRASE_WORDS else counts.draw_passphrase())


class EndForm(_Form):
    why = StringField(lazy("Why it should not go out"), [at_most(1000)], filters=[trimmed])


class ArriveForm(OfficeForm):
    codename = StringField(lazy("Codename here"), [Needed(), at_most(100)], filters=[trimmed])
    words = StringField(lazy("Words of the file"), [at_most(200)], filters=[trimmed])


@pages.get(HERE, guard=READ, endpoint="in_and_out")
def show(matter_id: UUID) -> ResponseReturnValue:
    """Tables in, exports asked for and fetched."""
    form = AskForm(formdata=None)
    form.offer()
    return _page(form)


def _page(
    form: AskForm, fetch: FetchForm | None = None, status: int = 200, tried: tuple[UUID, EndForm] | None = None
) -> tuple[str, int]:
    people = queries.applicants(matter(), uow=g.uow)
    found = rights.askings(matter(), uow=g.uow)
    fetch = fetch or FetchForm(formdata=None)
    fetch.drawn.data = fetch.shown()
    page = render_template(
        "office/portability/show.html",
        **frame("in_and_out"),
        form=form,
        fetch=fetch,
        ends=_ends(found, tried),
        tried=tried[1] if tried else None,
        askings=found,
        mine=[one.row.id for one in found if one.by == g.uow.actor.id],
        may_agree=[one.row.id for one in found if one.stands is Stands.WAITING and one.by != g.uow.actor.id],
        asked=rights.may_agree(matter(), uow=g.uow),
        w=wording,
        stands=Stands,
        unagreed=without_consent(people, uow=g.uow),
        everybody=len(people),
        at=_at,
        may_export=allows(g.uow.actor.role, Action.MATTER_EXPORT),
        may_import=allows(g.uow.actor.role, Action.APPLICANT_ADD),
    )
    return page, status


def _ends(found: list[Asking], tried: tuple[UUID, EndForm] | None) -> dict[UUID, EndForm]:
    """A form to stop each asking that is open, for whoever may: her own, or one she is asked about."""
    open_ones = [one for one in found if one.stands in (Stands.WAITING, Stands.AGREED)]
    ends = {one.row.id: EndForm(formdata=None) for one in open_ones if one.by == me().id or not one.row.break_glass}
    ends |= {tried[0]: tried[1]} if tried and tried[0] in ends else {}
    for id, form in ends.items():
        form.why.id = f"why-{id}"
    return ends


def _at(moment: datetime) -> str:
    """In the zone of the office."""
    local = moment.astimezone(ZoneInfo(office().settings.zone))
    return f"{format_day(local.date())}, {local:%H:%M}"


@pages.post(f"{HERE}/ask", guard=EXPORT, endpoint="ask_export")
def ask(matter_id: UUID) -> ResponseReturnValue:
    """Ask for everything in one file, or break the glass."""
    form = AskForm()
    form.offer()
    if form.validate():
        act = partial(
            rights.ask, matter(), reason=form.reason.data or "", to_person=id_or_none(form.to_person.data),
            break_glass=bool(form.break_glass.data), uow=g.uow,
        )  # fmt: skip
        to = id_or_none(form.to_person.data)
        if heeded(form, {to} if to is not None else set()) and save(form, act):
            return redirect(url_for("matters.in_and_out", matter_id=matter_id), 303)
    return _page(form, status=422)


@pages.post(f"{ONE}/agree", guard=EXPORT, endpoint="agree_export")
def agree(matter_id: UUID, asked_id: UUID) -> ResponseReturnValue:
    """The second person's word."""
    pressed()
    return _pressed(partial(rights.agree, matter(), asked_id, uow=g.uow))


@pages.post(f"{ONE}/end", guard=EXPORT, endpoint="end_export")
def end(matter_id: UUID, asked_id: UUID) -> ResponseReturnValue:
    """Whoever asked withdraws it, whoever is asked refuses it."""
    rights.asking(matter(), asked_id, uow=g.uow)  # one of another matter is not found
    form = EndForm()
    if form.validate() and save(form, partial(rights.end, matter(), asked_id, form.why.data or "", uow=g.uow)):
        return redirect(url_for("matters.in_and_out", matter_id=matter_id), 303)
    again = AskForm(formdata=None)
    again.offer()
    return _page(again, status=422, tried=(asked_id, form))


@pages.post(f"{ONE}/seen", guard=READ, endpoint="see_export")
def seen(matter_id: UUID, asked_id: UUID) -> ResponseReturnValue:
    """A member of the team has read that the glass was broken, or that hers was refused."""
    pressed()
    return _pressed(partial(rights.see, matter(), asked_id, uow=g.uow))


def _pressed(act: Any) -> ResponseReturnValue:
    form = AskForm(formdata=None)
    form.offer()
    if save(form, act):
        return redirect(url_for("matters.in_and_out", matter_id=matter().id), 303)
    return _page(form, status=422)


@pages.post(f"{ONE}/fetch", guard=EXPORT, endpoint="fetch_export")
def fetch(matter_id: UUID, asked_id: UUID) -> ResponseReturnValue:
    """The file itself, sealed as it goes out. First it is used up and written into the log."""
    form = FetchForm()
    asked = rights.asking(matter(), asked_id, uow=g.uow)
    key, lock = random_bytes(SECRET_BYTES), None
    if form.validate():
        lock = _lock(asked, form, key)
    if lock is not None:
        try:
            rights.fetch(queries.matter(matter_id, uow=g.uow), asked_id, uow=g.uow)
            g.uow.commit()
        except Refusal as refusal:
            g.uow.session.rollback()
            form.show(refusal.faults)
            lock = None
    if lock is None:
        again = AskForm(formdata=None)
        again.offer()
        return _page(again, form, 422)
    close()
    actor = Actor("person", me().id, me().role)
    stream = packing.pack(office(), actor, g.keyring, matter_id, lock=lock, key=key, reader=asked.row.to_person)
    response = Response(stream, mimetype="application/octet-stream")
    # The name says nothing of which matter it is: it lies in the list of downloads.
    response.headers["Content-Disposition"] = f'attachment; filename="export-{lock.day.isoformat()}.matter"'
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def _lock(asked: Asking, form: FetchForm, key: bytes) -> ExportLock | None:
    """The file key, sealed to a colleague, or under words that are strong enough. Slow."""
    today = office().clock.today()
    if asked.row.to_person is not None:
        return ExportLock.for_key(g.uow.keystore.public.of(Holder.person(asked.row.to_person)), key, today)
    words = _read(form.words.data)
    if len(words) < counts.PASSPHRASE_WORDS:
        form.refuse("words", _("Type all the words that were shown, so that you are sure to have them."))
        return None
    close()  # the words are slow, and nobody waits for the write lock meanwhile
    return ExportLock.with_words(words, key, today, cost(office().settings))


def _read(typed: str | None) -> tuple[str, ...]:
    """None of them, if one is no word."""
    try:
        return read(typed or "")
    except NotAWord:
        return ()


# --- a matter that arrives --------------------------------------------------------------------------------------------


@pages.route("/matters/arrive", methods=["GET", "POST"], guard=TAKES_IN, uploads=True, endpoint="arrive")
def arrive() -> ResponseReturnValue:
    """An exported matter becomes a new one here, held by whoever takes it in."""
    if request.method == "GET":
        return _arrival(ArriveForm(formdata=None))
    try:
        fields, content = received({"codename", "words"}, FILE_BYTES)
    except UploadRefused as refused:
        return _arrival(ArriveForm(None), str(refused), refused.status)
    request.use_fields(fields)  # type: ignore[attr-defined]
    form = ArriveForm()
    if not form.validate() or not content:
        return _arrival(form, status=422, no_file="" if content else _("Choose a file."))
    try:
        unpacked = unpacking.unpack(BytesIO(content), _key(form, content), office())
        arrived = unpacking.take_in(unpacked, codename=form.codename.data or "", uow=g.uow)
        g.uow.commit()
    except WrongWords:
        return _arrival(form, _("These words do not open the file, or it was sealed for another person's key."), 422)
    except (StreamDamaged, NewerSchema, BadExport):
        return _arrival(form, _("This is no exported matter, or it was changed or cut on its way."), 422)
    except Refusal as refusal:
        g.uow.session.rollback()
        return _arrival(form, " ".join(wording.say(fault) for fault in refusal.faults), 422)
    left = _left_out(unpacked, arrived)
    if left:
        return render_template(
            "office/portability/arrived.html", left=left, arrived=arrived.matter, codename=form.codename.data
        ), 200
    return redirect(url_for("matters.overview", matter_id=arrived.matter.id), 303)


def _left_out(unpacked: Unpacked, arrived: Arrived) -> list[str]:
    """What did not come along, in sentences: nothing stays away in silence."""
    said = unpacked.exported
    missing, closed, behind = unpacked.missing, len(said.closed), len(said.closed_behind)
    placeless = sum(number for kind, number in arrived.skipped.items() if kind != Document.__kind__)
    found = (
        (
            missing,
            ngettext("%(n)s file could not be read where this was made.",
                     "%(n)s files could not be read where this was made.", missing),
        ),
        (
            closed,
            ngettext("The file of %(n)s applicant was closed there: it comes empty.",
                     "The files of %(n)s applicants were closed there: they come empty.", closed),
        ),
        (
            behind,
            ngettext("%(n)s person had a second file that was closed there: it is not here.",
                     "%(n)s people had a second file that was closed there: it is not here.", behind),
        ),
        (
            placeless,
            ngettext("%(n)s record has no place here and is left out.",
                     "%(n)s records have no place here and are left out.", placeless),
        ),
    )  # fmt: skip
    return [sentence for number, sentence in found if number]


def _key(form: ArriveForm, content: bytes) -> bytes:
    lock = unpacking.lock_of(BytesIO(content))
    if lock.by is By.KEY:
        if g.keyring.keys is None:
            raise NotFound
        return lock.open_with_key(g.keyring.keys)
    try:
        return lock.open_with_words(read(form.words.data or ""))
    except NotAWord:
        raise WrongWords from None


def _arrival(form: ArriveForm, refused: str = "", status: int = 200, no_file: str = "") -> ResponseReturnValue:
    return render_template("office/portability/arrive.html", form=form, refused=refused, no_file=no_file), status
