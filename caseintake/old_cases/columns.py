"""What the columns of a spreadsheet of old cases can mean, and which heading means what. Pure."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from caseintake.i18n import LANGUAGES, N_, gettext_for

#: Everything a column can be, with what the pages call it; in each of the four languages that is a heading too.
FIELDS: Final[Mapping[str, str]] = {
    "matter": N_("Matter"),
    "applicants": N_("Applicants"),
    "state": N_("Respondent State"),
    "forum": N_("Kind of proceedings"),
    "court": N_("Court or authority"),
    "case_number": N_("Case number"),
    "article": N_("Article of the Convention"),
    "instance": N_("Who decided"),
    "kind": N_("Kind of decision"),
    "decided_on": N_("Decided on"),
    "reasons_on": N_("Reasons available on"),
    "served_on": N_("Served on the client on"),
    "served_on_lawyer": N_("Served on the lawyer on"),
    "known_on": N_("Known on"),
    "act_on": N_("Happened on"),
    "judgment_on": N_("Judgment of the Court on"),
    "final": N_("Final"),
    "outcome": N_("Outcome"),
    "lodged": N_("What was lodged"),
    "lodged_on": N_("Lodged on"),
    "how": N_("How it was lodged"),
    "limit_on": N_("Last day, as written"),
    "note": N_("Note"),
}
#: Days among them, in the order a lawyer meets them.
DAYS: Final = ("act_on", "decided_on", "reasons_on", "served_on", "served_on_lawyer", "known_on", "judgment_on")
#: What people head them with besides.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "matter": ("case", "file", "iş", "дело", "affaire", "dossier"),
    "applicants": ("applicant", "name", "client", "ərizəçi", "ad", "заявитель", "фио", "requérant", "nom"),
    "state": ("state", "country", "dövlət", "ölkə", "государство", "страна", "état", "pays"),
    "court": ("court", "məhkəmə", "суд", "tribunal", "juridiction"),
    "case_number": ("number", "no", "№", "nömrə", "номер", "numéro", "application no"),
    "article": ("article", "complaint", "maddə", "статья", "grief"),
    "decided_on": ("decision", "decision date", "qərar", "решение", "décision", "date"),
    "served_on": (
        "served",
        "served on",
        "service",
        "date of service",
        "notified",
        "təqdim edilib",
        "вручено",
        "signifié",
        "notifié",
    ),
    "lodged_on": ("lodged", "sent", "göndərilib", "подано", "отправлено", "introduite", "envoyé"),
    "limit_on": ("deadline", "limit", "time-limit", "son tarix", "müddət", "срок", "délai"),
    "outcome": ("result", "nəticə", "результат", "résultat"),
    "note": ("notes", "qeyd", "примечание", "remarque"),
}


def guessed(heads: Sequence[str]) -> tuple[str, ...]:
    """The field of each heading, empty where none is meant; no field twice, the first heading has it."""
    found: list[str] = []
    for head in heads:
        field = _known().get(folded(head), "")
        found.append("" if field in found else field)
    return tuple(found)


def folded(heading: str) -> str:
    """A heading as it is compared: case, dotted İ, spaces and marks at its ends do not count."""
    return " ".join(heading.replace("İ", "i").casefold().split()).strip(" :*.")


@cache
def _known() -> Mapping[str, str]:
    own = {folded(heading): field for field, heads in HEADINGS.items() for heading in heads}
    return own | {folded(gettext_for(code)(label)): field for field, label in FIELDS.items() for code in LANGUAGES}
