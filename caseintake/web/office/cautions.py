"""A warning at the very place: somebody is about to learn of somebody who asked that this never happens."""

from collections.abc import Collection, Iterable
from uuid import UUID

from flask import g, request

from caseintake.i18n import _
from caseintake.matters import queries
from caseintake.matters.model import ClientFile
from caseintake.people import barriers
from caseintake.people.barriers import Caution
from caseintake.people.places import files_here
from caseintake.web.office.matters_pages import MatterForm, matter, names

#: The box that says that the warning was read; the field stands in `office/matters/_cautions.html`.
READ = "cautions_read"


def heeded(
    form: MatterForm,
    learners: Collection[UUID],
    *,
    about: Collection[UUID] | None = None,
    typed: Collection[str] = (),
) -> bool:
    """Whether nothing stands against it, or somebody who has read the warning goes on all the same."""
    called = [names()[id] for id in learners if id in names()]
    found = barriers.cautions(matter(), learners, about=about, names=[*typed, *called], uow=g.uow)
    ids = {id for one in found for id in (one.toward, one.of) if id is not None}
    files = files_here(matter(), uow=g.uow, among=ids) if found else {}
    g.cautions = [_said(one, files) for one in found]
    if not found or request.form.get(READ) == "yes":
        return True
    form.form_errors.append(_("Somebody must not learn of this. Read the warning, then decide."))
    return False


def _said(one: Caution, files: dict[UUID, ClientFile]) -> str:
    who = _name(one, files)
    if one.of is None:
        return _(
            "Somebody in this matter asked that %(who)s never learns of it. The file is closed to you: ask the person "
            "responsible before you go on.", who=who,
        )  # fmt: skip
    said = _("%(who)s must not learn of %(whom)s.", who=who, whom=files[one.of].name)
    return f"{said} {one.why}" if one.why else said


def _name(one: Caution, files: dict[UUID, ClientFile]) -> str:
    if one.toward is None:
        return one.name
    if one.toward in files:
        return files[one.toward].name
    return names().get(one.toward) or one.name or _("one of these people")


def files_of(applicants: Iterable[UUID]) -> set[UUID]:
    """The client files of these places."""
    wanted = set(applicants)
    return {row.client_file_id for row in queries.everybody(matter(), uow=g.uow) if row.id in wanted}
