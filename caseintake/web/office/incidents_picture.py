"""The pattern of incidents over time as a picture, the table behind it, and the files without names."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action, allows
from caseintake.i18n import _, format_month, ngettext
from caseintake.incidents import along, picture, wording
from caseintake.incidents import queries as incidents
from caseintake.incidents.along import Reader
from caseintake.incidents.kinds import FAMILY, LETTER, IncidentKind
from caseintake.incidents.model import Incident
from caseintake.incidents.picture import Picture, Seen
from caseintake.intake import consenting
from caseintake.matters import queries
from caseintake.matters.model import Applicant
from caseintake.matters.wording import tell, word
from caseintake.web import spreadsheet
from caseintake.web.asked import one_of, whole_number
from caseintake.web.hardening import DOWNLOAD_POLICY
from caseintake.web.office.exports import TYPES
from caseintake.web.office.incidents import asked_again, wanted
from caseintake.web.office.matters_pages import called_all, frame, matter, may, pages
from caseintake.web.signed_in import pressed
from caseintake.web.spreadsheet import Cell
from caseintake.web.units import acting, close, office
from caseintake.work import UnitOfWork

READ: Final = may(Action.MATTER_READ)
#: Lines one picture has; beyond them it is the heat that shows the pattern, or the next sheet.
LINES: Final = 40
PEOPLE, KINDS, HEAT = "people", "kinds", "heat"
SHAPES: Final = {"csv": TYPES["csv"], "xlsx": TYPES["xlsx"], "svg": "image/svg+xml; charset=utf-8"}


@pages.get("/matters/<uuid:matter_id>/incidents/picture", guard=READ, endpoint="incident_picture")
def show(matter_id: UUID) -> str:
    """Who (or what) down, months across. Of more people than a sheet has lines: kinds and months with figures."""
    people = queries.applicants(matter(), uow=g.uow)
    rows = incidents.of_matter(matter(), wanted(), people=people, uow=g.uow)
    concerned = [row for row in people if any(row.id in one.told.applicants for one in rows)]
    rows_are = one_of("rows", (PEOPLE, KINDS, HEAT), default=PEOPLE if len(concerned) <= LINES else HEAT)
    last = max(1, -(-len(concerned) // LINES)) if rows_are == PEOPLE else 1
    page = whole_number("page", default=1, least=1, most=last)
    sheet = concerned[(page - 1) * LINES : page * LINES]
    seen = _seen(rows, sheet, rows_are)
    asked = asked_again(wanted())
    wide, narrow = (_picture(rows_are, seen, sheet, width) for width in (picture.WIDE, picture.NARROW))
    return render_template(
        "office/incidents/picture.html",
        **frame("incidents"),
        **signs(),
        wide=wide,
        narrow=narrow,
        rows_are=rows_are,
        seen=seen,
        counts=picture.by_month(seen),
        kinds=[kind for kind in IncidentKind if any(one.kind is kind for one in seen)],
        summary=_summary(rows, concerned),
        called=called_all(sheet),
        numbers={str(row.number): row.id for row in sheet},
        asked=asked,
        page=page,
        last=last,
        address=lambda number, **more: url_for(
            "matters.incident_picture", matter_id=matter_id, page=number, **(asked | {"rows": rows_are} | more)
        ),
        file=lambda shape: url_for("matters.take_incidents", matter_id=matter_id, shape=shape, **asked, rows=rows_are),
        readers=Reader,
        may_take=allows(g.uow.actor.role, Action.MATTER_CHANGE),
    )


def signs() -> dict[str, Any]:
    """Letters, shapes and words of the marks."""
    return {"w": wording, "letter": LETTER, "family": FAMILY, "format_month": format_month}


def _seen(rows: Sequence[Incident], people: Sequence[Applicant], rows_are: str) -> list[Seen]:
    """A mark for each person of a record, or one for the record where kinds stand in the lines."""
    numbers = {row.id: str(row.number) for row in people}
    found = []
    for row in rows:
        told = row.told
        first, last = along.bounds(told.on, Reader.OFFICE)
        said = tell(told.on) if told.on is not None else _("day not known")
        link = url_for("matters.incidents", matter_id=matter().id, kind=told.kind, **_around(first, last))
        names = [numbers[id] for id in told.applicants if id in numbers] if rows_are == PEOPLE else [str(told.kind)]
        found += [Seen(name, told.kind, first, last, link, said) for name in names]
    return found


def _around(first: date | None, last: date | None) -> dict[str, Any]:
    return {name: day.isoformat() for name, day in (("from", first), ("to", last)) if day is not None}


def _picture(rows_are: str, seen: Sequence[Seen], people: Sequence[Applicant], width: int) -> Picture:
    kinds = {kind: str(wording.KINDS[kind]) for kind in IncidentKind if any(one.kind is kind for one in seen)}
    slim = width == picture.NARROW
    if rows_are == HEAT:
        names = {kind: LETTER[kind] if slim else name for kind, name in kinds.items()}
        return picture.heat(names, seen, width=width, room=picture.NAMES["letter" if slim else "long"])
    if rows_are == KINDS:
        return picture.lines(list(kinds), seen, width=width, room=picture.NAMES["letter" if slim else "long"])
    return picture.lines([str(row.number) for row in people], seen, width=width, room=picture.NAMES["short"])


def _summary(rows: Sequence[Incident], concerned: Sequence[Applicant]) -> str:
    """The picture in a sentence."""
    whom = ngettext("%(n)s applicant", "%(n)s applicants", len(concerned))
    return ngettext("%(n)s incident, %(whom)s.", "%(n)s incidents, %(whom)s.", len(rows), whom=whom)


# --- files without names -------------------------------------------------------------------------------------------


@pages.post(
    "/matters/<uuid:matter_id>/incidents/file/<any(csv, xlsx, svg):shape>",
    guard=may(Action.MATTER_CHANGE),
    endpoint="take_incidents",
)
def take(matter_id: UUID, shape: str) -> ResponseReturnValue:
    """The list or the picture as a file: numbers only. First it is written into the log of the matter."""
    pressed()
    reader = Reader.OUTSIDE if request.form.get("reader") == Reader.OUTSIDE else Reader.OFFICE
    g.uow.note(matter().vault_id, f"incidents taken as a file for the {reader}", matter().id)
    g.uow.say("incidents taken as a file")
    g.uow.commit()
    close()
    # A unit that reads: one record somebody changed from outside does not hold back the others.
    with office().unit(actor=acting(), keyring=g.keyring) as uow:
        uow.draw_a_page()
        made = _file(shape, reader, matter_id, uow)
    response = Response(made, content_type=SHAPES[shape])
    day = office().clock.today().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="list-{day}.{shape}"'
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def _file(shape: str, reader: Reader, matter_id: UUID, uow: UnitOfWork) -> bytes:
    here = queries.matter(matter_id, uow=uow)
    people = queries.applicants(here, uow=uow)
    agreed = _agreed(people, uow) if reader is Reader.OUTSIDE else frozenset()
    rows = along.leaving(incidents.of_matter(here, wanted(), people=people, uow=uow), here, reader, agreed)
    if shape == "svg":
        return _drawing(rows, people, reader, agreed).encode()
    columns, cells = _columns(reader), [_row(row, people, reader, agreed) for row in rows]
    name = _("incidents")
    return spreadsheet.as_csv(columns, cells) if shape == "csv" else spreadsheet.as_xlsx(name, columns, cells)


def _agreed(people: Sequence[Applicant], uow: UnitOfWork) -> frozenset[UUID]:
    """The applicants who agree to statistics; who is closed to us counts as no."""
    files = queries.client_files(people, uow=uow)
    found = consenting.agreeing(files.values(), "statistics", uow=uow)
    return frozenset(id for id, file in files.items() if file.id in found)


def _columns(reader: Reader) -> list[str]:
    whose = _("Applicants, by number") if reader is Reader.OFFICE else _("Applicants")
    first, last = (_("From"), _("To")) if reader is Reader.OFFICE else (_("From (month)"), _("To (month)"))
    kind, actor, where = _("What was done"), _("Who did it"), _("Where")
    return [kind, first, last, whose, actor, where, _("We have it from"), _("How sure")]


def _row(row: Incident, people: Sequence[Applicant], reader: Reader, agreed: frozenset[UUID]) -> list[Cell]:
    told = row.told
    mine = along.whose(row, reader, agreed)
    numbers = ", ".join(str(one.number) for one in people if one.id in mine)
    first, last = along.bounds(told.on, reader)
    return [
        str(wording.KINDS[told.kind]),
        first if reader is Reader.OFFICE else first and first.strftime("%Y-%m"),
        last if reader is Reader.OFFICE else last and last.strftime("%Y-%m"),
        numbers if reader is Reader.OFFICE else len(mine),
        str(wording.DOERS[told.actor]),
        str(wording.PLACES[told.place_kind]),
        str(wording.ORIGINS[told.origin]),
        word(told.certainty),
    ]


def _drawing(rows: Sequence[Incident], people: Sequence[Applicant], reader: Reader, agreed: frozenset[UUID]) -> str:
    """The picture alone, with its legend: for outside always kinds and months."""
    rows_are = one_of("rows", (PEOPLE, KINDS, HEAT), default=HEAT) if reader is Reader.OFFICE else HEAT
    concerned = [row for row in people if any(row.id in one.told.applicants for one in rows)]
    if rows_are == PEOPLE:
        lines = {row.id: str(row.number) for row in concerned}
        seen = along.seen(rows, reader, agreed, lines)
    else:
        seen = []
        for row in rows:
            first, last = along.bounds(row.told.on, reader)
            seen.append(Seen(str(row.told.kind), row.told.kind, first, last))
    kinds = [kind for kind in IncidentKind if any(one.kind is kind for one in seen)]
    drawn = _picture(rows_are, seen, concerned, picture.WIDE)
    return render_template("office/incidents/picture.svg", **signs(), drawn=drawn, kinds=kinds, rows_are=rows_are)
