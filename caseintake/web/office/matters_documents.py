"""Documents of a matter, of one client or of an inner circle: list with digests, download, adding files.

A file leaves as a download only and is never shown in the page. Each opening is noted in the log of its vault.
"""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from caseintake.access.policy import Action, allows
from caseintake.access.visibility import NotVisible
from caseintake.conflicts import inner
from caseintake.conflicts.model import InnerCircle
from caseintake.documents import service as documents
from caseintake.documents import setting_aside
from caseintake.documents.model import Document
from caseintake.documents.refusals import TicketRefused, UploadRefused
from caseintake.i18n import _, lazy
from caseintake.matters import queries
from caseintake.matters.model import InMatter
from caseintake.outside import papers, wording
from caseintake.web.office import client_writing, giving_out
from caseintake.web.office.matters_conversation import conversation_of
from caseintake.web.office.matters_pages import MatterForm, called, frame, in_matter, label, matter, may, pages
from caseintake.web.office.names import ROLES
from caseintake.web.office.taking_in import take_in, ticket_for

ALL = "/matters/<uuid:matter_id>/documents"
OF_ONE = "/matters/<uuid:matter_id>/applicants/<uuid:applicant_id>/documents"
IN_CIRCLE = "/matters/<uuid:matter_id>/inner/<uuid:circle_id>/documents"
NOBODY = {"applicant_id": None, "circle_id": None}
#: Pages about documents that find the client after a question mark.
ONE_ADDRESS = frozenset({"card", "share"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where documents lie: with the matter, with one client, or in an inner circle, which nobody else hears of."""

    vault_id: UUID
    title: str
    applicant: InMatter | None = None
    circle: InnerCircle | None = None

    @property
    def tab(self) -> str:
        return "inner" if self.circle else "applicants" if self.applicant else "documents"

    def address(self, endpoint: str, **values: Any) -> str:
        """An address under this place."""
        if self.circle is not None:
            return url_for(f"matters.inner_{endpoint}", matter_id=matter().id, circle_id=self.circle.id, **values)
        if endpoint in ONE_ADDRESS:
            values["applicant"] = self.applicant.id if self.applicant is not None else None
        if self.applicant is None or endpoint in ONE_ADDRESS:
            return url_for(f"matters.{endpoint}", matter_id=matter().id, **values)
        values["applicant_id"] = self.applicant.id
        return url_for(f"matters.client_{endpoint}", matter_id=matter().id, **values)

    def above(self) -> client_writing.Place:
        """The way back from a page about one file."""
        over = url_for("matters.overview", matter_id=matter().id)
        return client_writing.Place(((label().codename, over), (self.title, self.address("documents"))))


class FilesForm(MatterForm):
    intimate = BooleanField(lazy("Shows somebody's body or private life"))


def place_of(applicant_id: UUID | None, circle_id: UUID | None = None) -> Place:
    """Raises `NotVisible` for a client file that is closed to this person, or a circle she is not in."""
    if circle_id is not None:
        circle = inner.circle(matter(), circle_id, uow=g.uow)
        return Place(circle.vault_id, _("Documents of the inner circle"), circle=circle)
    if applicant_id is None:
        return Place(matter().vault_id, _("Documents of the matter"))
    row = in_matter(applicant_id)
    file = queries.client_file(row, uow=g.uow)
    if file is None:
        raise NotVisible
    return Place(file.vault_id, _("Documents of %(name)s", name=called(row, file)), row)


@pages.get(ALL, guard=may(Action.MATTER_READ), defaults=NOBODY, endpoint="documents")
@pages.get(OF_ONE, guard=may(Action.MATTER_READ), endpoint="client_documents")
@pages.get(IN_CIRCLE, guard=may(Action.FACT_RECORD), endpoint="inner_documents")
def index(matter_id: UUID, applicant_id: UUID | None = None, circle_id: UUID | None = None) -> str:
    """What is here, with the digest of each file as it came."""
    place = place_of(applicant_id, circle_id)
    return _list(place, ())


def _list(place: Place, refused: tuple[str, ...]) -> str:
    may_add = allows(g.uow.actor.role, Action.DOCUMENT_ADD)
    return render_template(
        "office/matters/documents.html",
        **frame(place.tab),
        place=place,
        documents=documents.documents_in(place.vault_id, uow=g.uow),
        kept=setting_aside.set_aside_from(place.vault_id, place.vault_id, uow=g.uow),
        lies=lambda row: setting_aside.lies(row, uow=g.uow),
        viewings=documents.viewings(place.vault_id, uow=g.uow),
        roles=ROLES,
        file_act=lambda row, act: place.address(act, document_id=row.id),
        sheet=lambda row: place.address("describe", kept_id=row.id) if may_add else "",
        refused=refused,
        may_add=may_add,
        may_share=place.circle is None and allows(g.uow.actor.role, Action.TEAM_CHANGE),
        may_card=place.circle is None and may_add,
        cards=papers.cards([place.vault_id], uow=g.uow),
        translations=wording.TRANSLATIONS,
    )


@pages.post(f"{ALL}/add", guard=may(Action.DOCUMENT_ADD), defaults=NOBODY, endpoint="begin_upload")
@pages.post(f"{OF_ONE}/add", guard=may(Action.DOCUMENT_ADD), endpoint="client_begin_upload")
@pages.post(f"{IN_CIRCLE}/add", guard=may(Action.DOCUMENT_ADD), endpoint="inner_begin_upload")
def begin(matter_id: UUID, applicant_id: UUID | None = None, circle_id: UUID | None = None) -> ResponseReturnValue:
    """Hand out a ticket: without one no file is read."""
    place = place_of(applicant_id, circle_id)
    if not MatterForm().validate():
        return redirect(place.address("documents"), 303)
    return redirect(place.address("upload", ticket=ticket_for(place.vault_id)), 303)


@pages.get(f"{ALL}/add/<ticket>", guard=may(Action.DOCUMENT_ADD), defaults=NOBODY, endpoint="upload")
@pages.get(f"{OF_ONE}/add/<ticket>", guard=may(Action.DOCUMENT_ADD), endpoint="client_upload")
@pages.get(f"{IN_CIRCLE}/add/<ticket>", guard=may(Action.DOCUMENT_ADD), endpoint="inner_upload")
def ask(
    matter_id: UUID, ticket: str, applicant_id: UUID | None = None, circle_id: UUID | None = None
) -> ResponseReturnValue:
    """The form for files."""
    return _form(place_of(applicant_id, circle_id), ticket)


def _form(place: Place, ticket: str, refused: str = "", status: int = 200) -> tuple[str, int]:
    drawn = render_template(
        "office/matters/upload.html",
        **frame(place.tab),
        form=FilesForm(None),  # the body may still be unread
        place=place,
        ticket=ticket,
        refused=refused,
    )
    return drawn, status


@pages.post(f"{ALL}/add/<ticket>", guard=may(Action.DOCUMENT_ADD), uploads=True, defaults=NOBODY, endpoint="send_files")
@pages.post(f"{OF_ONE}/add/<ticket>", guard=may(Action.DOCUMENT_ADD), uploads=True, endpoint="client_send_files")
@pages.post(f"{IN_CIRCLE}/add/<ticket>", guard=may(Action.DOCUMENT_ADD), uploads=True, endpoint="inner_send_files")
def send(
    matter_id: UUID, ticket: str, applicant_id: UUID | None = None, circle_id: UUID | None = None
) -> ResponseReturnValue:
    """Take files in, sealed as they arrive. The ticket is used up before the first byte is read."""
    place = place_of(applicant_id, circle_id)
    try:
        received = take_in(ticket, place.vault_id, {"revision", "intimate"})
    except TicketRefused as refused:
        return _form(place, "", str(refused), refused.status)
    except UploadRefused as refused:
        return _again(place, str(refused), refused.status)
    with received:
        request.use_fields(received.fields)  # type: ignore[attr-defined]
        form = FilesForm()
        if not form.validate():
            return _again(place, "; ".join(message for _at, _label, message in form.faults()), 422)
        if not received.files and not received.not_kept:
            return _again(place, _("Choose at least one file."), 422)
        documents.keep(received.files, place.vault_id, uow=g.uow, intimate=bool(form.intimate.data))
        g.uow.say("documents added")
        g.uow.commit()
    if received.not_kept:
        return _list(place, tuple(str(one.why) for one in received.not_kept)), received.not_kept[0].why.status
    return redirect(place.address("documents"), 303)


def _again(place: Place, refused: str, status: int) -> tuple[str, int]:
    """The form once more, with a new ticket: the old one is used up."""
    return _form(place, ticket_for(place.vault_id), refused, status)


@pages.post(f"{ALL}/<uuid:document_id>", guard=may(Action.MATTER_READ), defaults=NOBODY, endpoint="download")
@pages.post(f"{OF_ONE}/<uuid:document_id>", guard=may(Action.MATTER_READ), endpoint="client_download")
@pages.post(f"{IN_CIRCLE}/<uuid:document_id>", guard=may(Action.FACT_RECORD), endpoint="inner_download")
def download(
    matter_id: UUID, document_id: UUID, applicant_id: UUID | None = None, circle_id: UUID | None = None
) -> ResponseReturnValue:
    """One file as a download, under a name of ours. That it was opened is noted first."""
    place = place_of(applicant_id, circle_id)
    return giving_out.give_out(_file(place, document_id), matter().ref, place.above())


@pages.post(f"{ALL}/<uuid:document_id>/private", guard=may(Action.DOCUMENT_ADD), defaults=NOBODY, endpoint="private")
@pages.post(f"{OF_ONE}/<uuid:document_id>/private", guard=may(Action.DOCUMENT_ADD), endpoint="client_private")
@pages.post(f"{IN_CIRCLE}/<uuid:document_id>/private", guard=may(Action.DOCUMENT_ADD), endpoint="inner_private")
def mark_private(
    matter_id: UUID, document_id: UUID, applicant_id: UUID | None = None, circle_id: UUID | None = None
) -> ResponseReturnValue:
    """Shows somebody's body or private life."""
    place = place_of(applicant_id, circle_id)
    return giving_out.mark_private(_file(place, document_id), place.above())


@pages.post(f"{ALL}/<uuid:document_id>/minor", guard=may(Action.MATTER_READ), defaults=NOBODY, endpoint="minor")
@pages.post(f"{OF_ONE}/<uuid:document_id>/minor", guard=may(Action.MATTER_READ), endpoint="client_minor")
@pages.post(f"{IN_CIRCLE}/<uuid:document_id>/minor", guard=may(Action.FACT_RECORD), endpoint="inner_minor")
def set_aside(
    matter_id: UUID, document_id: UUID, applicant_id: UUID | None = None, circle_id: UUID | None = None
) -> ResponseReturnValue:
    """May show somebody under 18: closed to all but the legal officers, by anybody who sees it in a list."""
    place = place_of(applicant_id, circle_id)
    return giving_out.set_aside(_file(place, document_id), place.vault_id, place.above())


@pages.route(
    f"{ALL}/set-aside/<uuid:kept_id>", methods=["GET", "POST"], guard=may(Action.DOCUMENT_ADD), defaults=NOBODY,
    endpoint="describe",
)  # fmt: skip
@pages.route(
    f"{OF_ONE}/set-aside/<uuid:kept_id>", methods=["GET", "POST"], guard=may(Action.DOCUMENT_ADD),
    endpoint="client_describe",
)  # fmt: skip
@pages.route(
    f"{IN_CIRCLE}/set-aside/<uuid:kept_id>", methods=["GET", "POST"], guard=may(Action.DOCUMENT_ADD),
    endpoint="inner_describe",
)  # fmt: skip
def describe(
    matter_id: UUID, kept_id: UUID, applicant_id: UUID | None = None, circle_id: UUID | None = None
) -> ResponseReturnValue:
    """The sheet used instead of a file set aside."""
    place = place_of(applicant_id, circle_id)
    return giving_out.describe(kept_id, place.vault_id, place.above())


def _file(place: Place, document_id: UUID) -> Document:
    return giving_out.file_in(document_id, place.vault_id, _conversation_vault(place))


def _conversation_vault(place: Place) -> UUID | None:
    """The vault of the client's conversation, whose files may be opened from the client's page."""
    if place.applicant is None:
        return None
    file = queries.client_file(place.applicant, uow=g.uow)
    found = conversation_of(file) if file is not None else None
    return found.vault_id if found is not None else None
