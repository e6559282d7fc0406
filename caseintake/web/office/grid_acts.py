"""One act for many applicants of the grid: said first, for exactly whom, and done once somebody says yes.

Nothing of it stands in an address: who was chosen travels in the form, as numbers.
"""
# ruff: noqa: ARG001 - the guard has used the matter's id of the address

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseintake.access.policy import Action, allows
from caseintake.i18n import _
from caseintake.matters.model import Applicant
from caseintake.matters.outcome import Outcome
from caseintake.matters.refusal import Refusal
from caseintake.matters.wording import say
from caseintake.web import once
from caseintake.web.forms import TOKEN_FIELD, token_fits
from caseintake.web.office import grid_asked
from caseintake.web.office.grid_columns import Sheet
from caseintake.web.office.grid_forms import FORMS, ManyForm
from caseintake.web.office.grid_map import COLUMNS
from caseintake.web.office.matters_pages import frame, label, matter, may, pages
from caseintake.web.office.numbers import spans, typed_numbers

#: Names of the fields that choose people: ticks, those of other pages, all that the filter lets through, and what the
#: next page carries on.
TICKED, ELSEWHERE, SHOWN, CHOSEN = "who", "elsewhere", "shown", "numbers"
#: The button by which somebody says yes.
GO = "go"


class Said(NamedTuple):
    """What an act did or would do: for whom by number, for whom not by reason."""

    done: str
    number: int
    refused: list[tuple[str, str]]


def offered() -> list[tuple[str, str]]:
    """The acts this person may do, as (word, title)."""
    role = g.uow.actor.role
    return [(word, form.title) for word, form in FORMS.items() if allows(role, form.action)]


@pages.post(
    "/matters/<uuid:matter_id>/applicants/together", guard=may(Action.FACT_RECORD), endpoint="applicants_together"
)
def together(matter_id: UUID) -> ResponseReturnValue:
    """Ask what is needed, say what would happen, do it: which of the three follows from what was sent."""
    word = request.form.get("act", "")
    sheet = Sheet(matter(), label(), g.uow)
    rows = _chosen(sheet)
    numbers = [row.number for row in rows]
    if word not in dict(offered()):
        return _page(None, word, numbers), 422
    asked = CHOSEN in request.form
    form = FORMS[word]() if asked else FORMS[word](formdata=None)
    form.offer(sheet)
    if not asked or not rows:
        if not token_fits(request.form.get(TOKEN_FIELD, "")):
            old = _("This page is older than your sign-in. Nothing was saved. Look at it and send it again.")
            form.form_errors.append(old)
        return _page(form, word, numbers), 200 if rows and not form.form_errors else 422
    sure = request.form.get(GO) == "sure"
    if not form.validate():
        return _page(form, word, numbers), 422
    if sure:
        once.heed()
    try:
        warnings = [] if sure else form.warnings(sheet, rows)
        said = said_of(form.act(sheet, rows), rows)
        also = form.also(sheet, rows) if sure else ""
        keep(sure)
    except Refusal as refusal:
        g.uow.session.rollback()
        form.show(refusal.faults)
        return _page(form, word, numbers), 422
    return _page(form, word, numbers, said=said, sure=sure, warnings=warnings, also=also)


def _chosen(sheet: Sheet) -> list[Applicant]:
    """Who was ticked, or everybody the filter lets through, or whom the page before named."""
    fields = request.form
    if CHOSEN in fields:
        numbers = typed_numbers(fields[CHOSEN])
    elif fields.get("scope") == "shown":
        numbers = typed_numbers(fields.get(SHOWN, ""))
    else:
        numbers = ticked()
    wanted = set(numbers or ())
    return [row for row in sheet.applicants if row.number in wanted]


def ticked() -> list[int]:
    """Who was ticked, on this page of the grid and on others."""
    here = [text for text in request.form.getlist(TICKED) if text.isascii() and text.isdigit() and len(text) < 7]
    return [*map(int, here), *(typed_numbers(request.form.get(ELSEWHERE, "")) or ())]


def keep(sure: bool) -> None:
    """Save what was done; before somebody has said yes it was tried out only, and is taken back."""
    if sure:
        g.uow.commit()
    else:
        g.uow.session.rollback()


def said_of(outcome: Outcome, rows: Sequence[Applicant]) -> Said:
    """An outcome by the numbers of these applicants, who are all there is an answer for."""
    numbers = {row.id: row.number for row in rows}
    why: dict[str, list[int]] = {}
    for id, fault in outcome.refused.items():
        why.setdefault(say(fault), []).append(numbers[id])
    refused = [(reason, spans(some)) for reason, some in why.items()]
    return Said(spans([numbers[id] for id in outcome.done]), len(outcome.done), refused)


def _page(
    form: ManyForm | None,
    word: str,
    numbers: Sequence[int],
    *,
    said: Said | None = None,
    sure: bool = False,
    warnings: Sequence[str] = (),
    also: str = "",
) -> str:
    shown = {"matter_id": matter().id, **grid_asked.asked(COLUMNS).address()}
    carried = [(name, text) for name, text in request.form.items(multi=True) if name not in (TOKEN_FIELD, GO)]
    return render_template(
        "office/matters/grid_act.html",
        **frame("applicants"),
        form=form,
        word=word,
        acts=offered(),
        count=len(numbers),
        numbers=spans(numbers),
        back=url_for("matters.applicants", **shown),
        here=url_for("matters.applicants_together", **shown),
        said=said,
        sure=sure,
        warnings=warnings,
        also=also,
        carried=carried,
    )
