"""Client files that may be of one person: looked at, kept apart or made one, and made two again."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from caseintake.access.policy import Action, roles
from caseintake.access.visibility import NotVisible, find
from caseintake.i18n import OWN_NAMES, _, format_day, lazy
from caseintake.intake import consenting
from caseintake.matters import queries, states, team
from caseintake.matters.kinds import Spellings
from caseintake.matters.model import ClientFile, InMatter, Matter, OtherPlace
from caseintake.matters.person import Abroad, NameWish
from caseintake.people import known, merges, merging
from caseintake.people.duplicates import Hint
from caseintake.people.merging import Keep
from caseintake.people.model import Merge
from caseintake.people.places import files_here, known_files, my_places
from caseintake.people.wording import ROLES
from caseintake.web.guards import Guard
from caseintake.web.office.matters_pages import MatterForm, frame, matter, may, pages, posted, save, status, version

LOOKS = Guard.role(*roles(Action.APPLICANT_CHANGE))
MERGES = Guard.role(*roles(Action.FILE_RESTRICT))
TWO = "/doubles/<uuid:kept_id>/<uuid:other_id>"

HINTS = {
    Hint.NAME: lazy("the same name in another spelling"),
    Hint.BIRTH: lazy("born on the same day, one part of the name the same"),
    Hint.CONTACT: lazy("the same telephone or address"),
    Hint.OTHER_BIRTH: lazy("born on different days"),
}
FIELD_NAMES = {
    "name": lazy("Name"),
    "spellings": lazy("Names in documents"),
    "born_on": lazy("Date of birth"),
    "language": lazy("Language"),
    "contact": lazy("Safe contact"),
    "never": lazy("Never use"),
    "safety": lazy("Safety note"),
    "custody": lazy("In custody: where, since when"),
    "came_through": lazy("Source of the contact"),
    "note": lazy("Note"),
    "registered": lazy("Registered: where, since when, number"),
    "woman_lawyer": lazy("Wishes a woman as lawyer"),
    "household_risk": lazy("Danger at home"),
    "abroad": lazy("Lives abroad"),
    "died_on": lazy("Died on"),
    "name_wish": lazy("Name not public"),
}


class MergeForm(MatterForm):
    """One question for each field about which the two files differ."""


def _choice(name: str, mine: Any, theirs: Any) -> RadioField:
    choices = [SelectChoice(Keep.KEPT.value, told(name, mine)), SelectChoice(Keep.OTHER.value, told(name, theirs))]
    if name in merging.TEXTS:
        choices.append(SelectChoice(Keep.BOTH.value, _("both, one under the other")))
    return RadioField(FIELD_NAMES[name], choices=choices, default=Keep.KEPT.value)


def told(name: str, value: Any) -> str:
    """What a file says in one of these fields, as a person reads it."""
    if name == "language":
        return OWN_NAMES.get(value, value)
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, Spellings):
        return "; ".join(part for part in (value.az, value.ru, value.en, value.fr) if part)
    if isinstance(value, Abroad):
        return states.name_of(value.country)
    if isinstance(value, NameWish):
        return format_day(value.asked_on)
    return str(value)


@pages.get("/matters/<uuid:matter_id>/doubles", guard=may(Action.APPLICANT_CHANGE), endpoint="doubles_here")
def here(matter_id: UUID) -> str:  # noqa: ARG001 - the guard has used it
    """Files of this matter that may be of one person."""
    files = files_here(matter(), uow=g.uow)
    return render_template("office/matters/doubles_here.html", **frame("doubles_here"), **_listed(files, {matter().id}))


@pages.get("/doubles", guard=LOOKS, endpoint="doubles")
def everywhere() -> str:
    """The same over all the matters I hold."""
    return render_template("office/matters/doubles.html", **_listed(known_files(uow=g.uow), None))


def whereabouts(matters: Collection[UUID] | None = None) -> Callable[[UUID], list[str]]:
    """What tells the places of a file in my matters (of ``matters`` alone), by its id."""
    labels = {line.matter.id: line.label.codename for line in queries.my_matters(uow=g.uow)}
    rows = my_places(uow=g.uow)

    def where(file_id: UUID) -> list[str]:
        return [_place(row, labels) for row in rows.get(file_id, ()) if matters is None or row.matter_id in matters]

    return where


def _listed(files: dict[UUID, ClientFile], matters: Collection[UUID] | None) -> dict[str, Any]:
    return {
        "pairs": known.doubles(files.values()),
        "files": files,
        "where": whereabouts(matters),
        "hints": HINTS,
        "merges": [
            row for row in merges.of(files.values(), uow=g.uow) if row.undone_on is None and merges.can_be_undone(row)
        ],
    }


def _place(row: InMatter, labels: dict[UUID, str]) -> str:
    codename = labels.get(row.matter_id, "")
    if isinstance(row, OtherPlace):
        return f"{codename}: {ROLES[row.role]}"
    return f"{codename}: {_('Applicant %(number)s', number=row.number)}"


def _both(kept_id: UUID, other_id: UUID) -> tuple[ClientFile, ClientFile]:
    """Two files of my matters. Raises `NotVisible` for one that is not, or is closed to me."""
    files = known_files(uow=g.uow)
    if kept_id not in files or other_id not in files:
        raise NotVisible
    return files[kept_id], files[other_id]


@pages.post(f"{TWO}/apart", guard=LOOKS, endpoint="keep_apart")
def apart(kept_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Looked at: two people. Nobody is asked again."""
    one, other = _both(kept_id, other_id)
    form = MatterForm()
    if form.validate():
        save(form, lambda: known.keep_apart(one, other, uow=g.uow))
    return redirect(url_for("matters.doubles"), 303)


@pages.route(TWO, methods=["GET", "POST"], guard=MERGES, endpoint="merge")
def merge(kept_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Which file stays is in the address; field by field what it says from now on."""
    kept, other = _both(kept_id, other_id)
    mine, theirs = merges.facts(kept), merges.facts(other)
    differs = merging.differ(mine, theirs)

    class Asked(MergeForm):
        pass

    for name in differs:
        setattr(Asked, f"keep_{name}", _choice(name, getattr(mine, name), getattr(theirs, name)))
    form = Asked()
    if not posted():
        form.revision.data = version(kept, other)
    elif form.validate() and _firms_agree(form, kept, other):
        choices = {name: Keep(form[f"keep_{name}"].data) for name in differs}
        if save(form, lambda: merges.merge(kept, other, choices, uow=g.uow), kept, other):
            return redirect(url_for("matters.doubles"), 303)
    drawn = render_template(
        "office/matters/merge.html",
        form=form,
        kept=kept,
        other=other,
        asked=[form[f"keep_{name}"] for name in differs],
        where=whereabouts(),
    )
    return drawn, status()


def _firms_agree(form: MergeForm, kept: ClientFile, other: ClientFile) -> bool:
    """Both teams read both files from now on: another firm among them only by consent, as anywhere."""
    rows = my_places(uow=g.uow)
    ids = {row.matter_id for file in (kept, other) for row in rows.get(file.id, ()) if not row.restricted}
    for matter_id in ids if len(ids) > 1 else ():
        here = find(Matter, matter_id, uow=g.uow)
        on_team = set(team.members(here, uow=g.uow))
        for firm in {firm for person, firm in team.firms(here, uow=g.uow).items() if person in on_team}:
            if len(consenting.agreeing([kept, other], "share_firm", firm, uow=g.uow)) < 2:
                form.form_errors.append(_("This client has not agreed that %(firm)s reads the file.", firm=firm))
    return not form.form_errors


@pages.post("/doubles/undo/<uuid:merge_id>", guard=MERGES, endpoint="undo_merge")
def undo(merge_id: UUID) -> ResponseReturnValue:
    """Give back what was before the two were made one."""
    row = find(Merge, merge_id, uow=g.uow)
    form = MatterForm()
    if form.validate() and "go" in request.form:
        save(form, lambda: merges.undo(row, uow=g.uow))
    return redirect(url_for("matters.doubles"), 303)
