"""Numbers for donors and partners: the last report, earlier ones, making a new one, the file in English or French."""

from typing import Final

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseintake.i18n import _, lazy, use
from caseintake.reports import service, wording
from caseintake.reports.guarded import Report
from caseintake.reports.model import ReportMade
from caseintake.vault.holders import VaultKind
from caseintake.web.asked import whole_number
from caseintake.web.guards import Guard, Nav, Pages
from caseintake.web.office.exports import sent_as_file
from caseintake.web.office.matters_pages import name_of
from caseintake.web.signed_in import pressed
from caseintake.web.spreadsheet import Cell

pages = Pages("reports", __name__)
MAY: Final = Guard.role(*service.MAY)
#: Donors read one of these.
LANGUAGES: Final = {"en": "English", "fr": "Français"}


@pages.get("/reports", guard=MAY, nav=Nav(lazy("Reports"), 55))
def show() -> str:
    """The newest report, or the one asked for; its numbers stand as they were made."""
    every = service.made(uow=g.uow)
    wanted = whole_number("number", default=0)
    chosen = next((row for row in every if row.number == wanted), every[0] if every else None)
    return render_template(
        "office/reports/show.html",
        made=every,
        chosen=chosen,
        author=name_of(g.uow.proof(chosen).author.id) if chosen is not None else "",
        holds=g.uow.keystore.can_open(g.uow.roster.office_vaults[VaultKind.DOCKET]),
        w=wording,
        languages=LANGUAGES,
    )


@pages.post("/reports/make", guard=MAY)
def make() -> ResponseReturnValue:
    """Count anew. What has changed by less than five stands as it stood."""
    pressed()
    service.make(uow=g.uow)
    g.uow.commit()
    return redirect(url_for("reports.show"), 303)


@pages.post("/reports/file/<any(en, fr):language>", guard=MAY)
def take(language: str) -> ResponseReturnValue:
    """One report as CSV, in words for a donor."""
    pressed()
    number = request.form.get("number", "")
    row = next((row for row in service.made(uow=g.uow) if str(row.number) == number), None)
    if row is None:
        return redirect(url_for("reports.show"), 303)
    g.uow.note(row.vault_id, "report taken as a file", row.id)
    g.uow.say("report taken as a file")
    g.uow.commit()
    with use(language):
        return sent_as_file("csv", _("report"), [_("Question"), _("Answer"), _("Applicants")], _lines(row))


def _lines(row: ReportMade) -> list[list[Cell]]:
    report: Report = row.report
    lines: list[list[Cell]] = [[_("Made on"), row.made_on, ""], [_("All applicants"), "", wording.total(report)]]
    for table in report.tables:
        question = str(wording.TABLES[table.name])
        rows = [(wording.row(table.name, cell.name), wording.number(cell.shown)) for cell in table.cells]
        lines += [[question, answer, number] for answer, number in rows or [("", _("too few to say"))]]
    return lines
