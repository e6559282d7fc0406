"""Before somebody is added by hand: whether it is a person we know already, perhaps in another spelling."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import UUID

import msgspec
from flask import g, request
from wtforms import RadioField

from caseintake.i18n import _, format_day, lazy
from caseintake.intake import consenting
from caseintake.matters import places as placing
from caseintake.matters import queries, service, team
from caseintake.matters.model import ClientFile, InMatter, OtherPlace
from caseintake.matters.person import PlaceRole
from caseintake.people import barriers, known, merges, merging
from caseintake.people.duplicates import Hint
from caseintake.people.merging import FileFacts, Keep
from caseintake.representation import newcomers
from caseintake.web.office.cautions import READ
from caseintake.web.office.doubles import FIELD_NAMES, HINTS, told, whereabouts
from caseintake.web.office.matters_pages import MatterForm, matter, names
from caseintake.web.office.other_firms import AsksFirms

SOMEBODY_ELSE: Final = "else"
#: Of what a form says of somebody, that which is no text to be put under another.
ALONE: Final = ("name", "language", "spellings", "born_on", "nationalities", "registered", "woman_lawyer")


class MayBeKnown(MatterForm, AsksFirms):
    """A form that adds somebody: who is told of like a person whose file one opens is asked about first."""

    same = RadioField(lazy("Who is this?"), validate_choice=False)


@dataclass
class Question:
    """Those somebody new may be, and what was answered."""

    form: MayBeKnown
    said: FileFacts

    @cached_property
    def found(self) -> Sequence[tuple[ClientFile, tuple[Hint, ...]]]:
        return known.alike(self.said, uow=g.uow)

    @property
    def hints(self) -> dict[str, str]:
        """Why each is asked about, and where the person has a place, by the value of the choice."""
        where = whereabouts()
        return {
            str(file.id): "; ".join([*where(file.id), ", ".join(str(HINTS[hint]) for hint in hints)])
            for file, hints in self.found
        }

    @property
    def chosen(self) -> ClientFile | None:
        return next((file for file, _hints in self.found if str(file.id) == self.form.same.data), None)

    def settled(self, *, restricted: bool) -> bool:
        """Whether nobody is like the new person, or the form says who it is and that person may come here."""
        self.form.same.choices = [(str(file.id), shown(file)) for file, _hints in self.found]
        self.form.same.choices.append((SOMEBODY_ELSE, _("somebody else, with a new file")))
        if not self.found:
            return self._answered(restricted)
        if self.chosen is not None:
            return self._answered(restricted) and self._may_come(self.chosen, restricted)
        if self.form.same.data != SOMEBODY_ELSE:
            self.form.refuse("same", _("Somebody like this has a file already. Say whether it is the same person."))
        return self._answered(restricted)

    def _answered(self, restricted: bool) -> bool:
        return (restricted or self.form.answered()) and not self.form.errors

    def _may_come(self, file: ClientFile, restricted: bool) -> bool:
        """The other firms were asked about in this form."""
        here = queries.places_of(matter(), file.id, uow=g.uow)
        reads = set() if restricted or here else set(team.members(matter(), uow=g.uow)) - {g.uow.actor.id}
        return no_barrier(self.form, file, reads)

    def opening(self, *, restricted: bool) -> dict[str, Any]:
        """How the file is opened: to whoever adds it, to the team, or to those of it who need not wait."""
        return {"restricted": True} if restricted else newcomers.opening(matter(), self.form.word(), uow=g.uow)

    def begin(self, row: InMatter, *, restricted: bool) -> None:
        """What was said about the other firms is written down."""
        if not restricted:
            newcomers.begin(matter(), [row], self.form.word(), uow=g.uow)

    def come(self, file: ClientFile, role: PlaceRole | None, opening: dict[str, Any]) -> InMatter:
        """The place of somebody known, given now if there is none; what was typed goes into the one file."""
        rows = [row for row in queries.places_of(matter(), file.id, uow=g.uow) if _role(row) is role]
        row = rows[0] if rows else placing.give_place(matter(), role, file, **opening, uow=g.uow)
        barriers.mark(file, matter(), uow=g.uow)
        _tell_more(file, self.said)
        return row

    def keep_apart(self, row: InMatter) -> None:
        """It is somebody else: the page of doubles does not ask again."""
        file = queries.client_file(row, uow=g.uow)
        if file is not None:
            for other, _hints in self.found:
                known.keep_apart(file, other, uow=g.uow)


def facts(said: dict[str, Any]) -> FileFacts:
    """What a form says, as two files are compared."""
    return FileFacts(**{name: value for name, value in said.items() if name in merging.FIELDS})


def shown(file: ClientFile) -> str:
    """Somebody to choose: of two of one name the birthday tells which."""
    return f"{file.name}, {format_day(file.born_on)}" if file.born_on else file.name


def _role(row: InMatter) -> PlaceRole | None:
    return row.role if isinstance(row, OtherPlace) else None


def _tell_more(file: ClientFile, said: FileFacts) -> None:
    """Blanks are filled and texts stand under one another; what differs otherwise is kept in the note, not lost."""
    before = merges.facts(file)
    differs = [name for name in merging.differ(before, said) if name not in merging.TEXTS]
    note = "\n".join([said.note, *(f"{FIELD_NAMES[name]}: {told(name, getattr(said, name))}" for name in differs)])
    more = msgspec.structs.replace(said, note=note.strip())
    made = merging.merge(before, more, dict.fromkeys(merging.TEXTS, Keep.BOTH))
    kept = {name: getattr(made, name) for name in (*merging.TEXTS, *ALONE)}
    service.change_client_file(file, **kept, kind=file.kind, uow=g.uow)


# --- whether somebody known may come to this matter -----------------------------------------------------------------


def may_come(form: MatterForm, file: ClientFile, box: str, *, restricted: bool) -> bool:
    """Whether this team may read the file. Whoever has a place here is read as before."""
    if queries.places_of(matter(), file.id, uow=g.uow):
        return True
    reads: set[UUID] = set() if restricted else set(team.members(matter(), uow=g.uow)) - {g.uow.actor.id}
    return _firms_agree(form, file, box, restricted=restricted) and no_barrier(form, file, reads)


def no_barrier(form: MatterForm, file: ClientFile, readers: set[UUID]) -> bool:
    """Whether nobody on this team must not learn of somebody who comes from another matter."""
    barred = [names().get(one.who) or one.name for one in file.barriers if one.who in readers]
    if not barred or request.form.get(READ) == "yes":
        return True
    g.cautions = [_("%(who)s must not learn of %(whom)s.", who=who, whom=file.name) for who in barred]
    form.form_errors.append(_("Somebody must not learn of this. Read the warning, then decide."))
    return False


def _firms_agree(form: MatterForm, file: ClientFile, box: str, *, restricted: bool) -> bool:
    """Who of another firm is on this team reads the file only if this person agreed to that firm by name."""
    on_team = set(team.members(matter(), uow=g.uow))
    firms = {firm for person, firm in team.firms(matter(), uow=g.uow).items() if person in on_team}
    for firm in sorted(firms if not restricted else ()):
        if not consenting.agrees(file, "share_firm", firm, uow=g.uow):
            form.refuse(box, _("This client has not agreed that %(firm)s reads the file.", firm=firm))
    return not form.errors
