"""From cells to rows that can be made, or a sentence for each row that cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar

from caseintake.i18n import LANGUAGES, _, use
from caseintake.matters.facts import DateFact, Fault, out_of_order
from caseintake.matters.kinds import DecisionKind, FilingKind, Finality, Forum, Instance, Lodged
from caseintake.matters.states import FIRST, STATES, name_of
from caseintake.matters.wording import say, word
from caseintake.old_cases.columns import DAYS, FIELDS, folded
from caseintake.old_cases.days import day_of

W = TypeVar("W", bound=StrEnum)

#: What people write for yes and no, in any of the four languages.
YES: Final = frozenset({"yes", "y", "1", "true", "final", "bəli", "hə", "да", "oui", "x", "+"})
NO: Final = frozenset({"no", "n", "0", "false", "xeyr", "yox", "нет", "non", "-"})
#: Where one cell names several applicants.
PARTED_BY: Final = ";"
NAME_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True)
class OldCase:
    """One row: a decision or act, perhaps what was lodged after it, perhaps a last day somebody wrote down."""

    number: int
    matter: str
    applicants: tuple[str, ...]
    state: str
    forum: Forum
    court: str = ""
    case_number: str = ""
    article: str = ""
    instance: Instance = Instance.NONE
    kind: DecisionKind = DecisionKind.JUDGMENT
    facts: Mapping[str, DateFact] = field(default_factory=dict)
    final: Finality = Finality.UNCLEAR
    outcome: str = ""
    lodged: FilingKind = FilingKind.APPLICATION
    lodged_on: DateFact | None = None
    how: Lodged = Lodged.POST
    limit_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read, and what is wrong, in words, by the number the row has in the table."""

    good: tuple[OldCase, ...]
    faults: tuple[tuple[int, str], ...]


def read_rows(cells: Sequence[Sequence[str]], mapping: Sequence[str], today: date) -> Rows:
    """Read every row below the headings. ``mapping``: the field of each column, empty for one that is left out."""
    good: list[OldCase] = []
    faults: list[tuple[int, str]] = []
    for number, values in enumerate(cells[1:], 2):
        told = {name: value for name, value in zip(mapping, values, strict=True) if name and value}
        if not told:
            continue
        made = _row(number, told, today)
        if isinstance(made, OldCase):
            good.append(made)
        else:
            faults += [(number, sentence) for sentence in made]
    return Rows(tuple(good), tuple(faults))


def mapping_fault(mapping: Sequence[str]) -> str:
    """What is wrong with a mapping, in a sentence; empty if nothing is."""
    for name in FIELDS:
        if list(mapping).count(name) > 1:
            return _("Two columns are “%(field)s”. Choose one.", field=_label(name))
    if "applicants" not in mapping:
        return _("Say which column holds the applicants.")
    if not set(mapping) & {*DAYS, "limit_on"}:
        return _("Say which column holds a date: of the decision, of its service, or a last day.")
    return ""


def _row(number: int, told: Mapping[str, str], today: date) -> OldCase | list[str]:
    faults: list[str] = []

    def day(name: str, *, ahead: bool = False) -> DateFact | None:
        read = day_of(told.get(name, ""), today, ahead=ahead)
        if isinstance(read, str):
            faults.append(_("%(field)s: %(fault)s", field=_label(name), fault=read))
            return None
        return read

    def choice(name: str, kind: type[W], usual: W) -> W:
        text = told.get(name, "")
        found = _words(kind).get(folded(text)) if text else usual
        if found is None:
            allowed = ", ".join(word(one) for one in kind)
            faults.append(
                _("%(field)s: “%(text)s” is not known. Known are: %(known)s.",
                  field=_label(name), text=text[:40], known=allowed)
            )  # fmt: skip
            return usual
        return found

    facts = {name: fact for name in DAYS if (fact := day(name)) is not None}
    lodged, limit = day("lodged_on"), day("limit_on", ahead=True)
    forum = choice("forum", Forum, Forum.OTHER)
    made = OldCase(
        number=number,
        matter=told.get("matter", ""),
        applicants=_names(told.get("applicants", ""), faults),
        state=_state(told.get("state", ""), faults),
        forum=forum,
        court=told.get("court", ""),
        case_number=told.get("case_number", ""),
        article=told.get("article", ""),
        instance=choice("instance", Instance, Instance.NONE),
        kind=choice("kind", DecisionKind, DecisionKind.ACT if forum is Forum.NO_REMEDY else DecisionKind.JUDGMENT),
        facts=facts,
        final=_final(told.get("final", ""), faults),
        outcome=told.get("outcome", ""),
        lodged=choice("lodged", FilingKind, FilingKind.APPLICATION),
        lodged_on=lodged,
        how=choice("how", Lodged, Lodged.POST),
        limit_on=limit.earliest if limit is not None else None,
        note=told.get("note", ""),
    )
    if limit is not None and not limit.exact:
        faults.append(_("%(field)s: write one day.", field=_label("limit_on")))
    final = made.final is Finality.YES or forum in (Forum.NO_REMEDY, Forum.ECHR)
    if lodged is not None and "lodged" not in told and not final:
        # After a decision that is not final it may have been an appeal: a clock must not be stopped by a guess.
        faults.append(_("%(field)s: say what was lodged.", field=_label("lodged")))
    if not facts and limit is None and not faults:
        faults.append(_("there is no date in it."))
    faults += [_("%(field)s: %(fault)s", field=_named(fault), fault=say(fault)) for fault in out_of_order(facts, facts)]
    return faults or made


def _label(field: str) -> str:
    """What the pages call a field."""
    words = FIELDS[field]
    return _(words)


def _named(fault: Fault) -> str:
    name = fault.field.rpartition("-")[0]
    return _label(name if name in FIELDS else "decided_on")


def _names(text: str, faults: list[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(" ".join(one.split()) for one in text.split(PARTED_BY) if one.strip()))
    if not names:
        faults.append(_("the applicant is missing."))
    elif any(len(name) > NAME_CHARACTERS for name in names):
        faults.append(_("a cell is too long."))
    return names


def _state(text: str, faults: list[str]) -> str:
    if not text:
        return FIRST
    if text.strip().upper() in STATES:
        return text.strip().upper()
    found = _states().get(folded(text))
    if found is None:
        faults.append(_("“%(text)s” is no member State. Write its name or its two letters, like AZ.", text=text[:40]))
    return found or FIRST


def _final(text: str, faults: list[str]) -> Finality:
    low = folded(text) if text.strip() not in ("+", "-") else text.strip()
    if not low or low == "?":
        return Finality.UNCLEAR
    if low in YES or low in NO:
        return Finality.YES if low in YES else Finality.NO
    faults.append(_("%(field)s: write yes or no.", field=_label("final")))
    return Finality.UNCLEAR


@cache
def _words(kind: type[W]) -> Mapping[str, W]:
    """Every word of an enumeration by its code and by its name in each of the four languages."""
    found = {folded(one.value.replace("_", " ")): one for one in kind} | {one.value: one for one in kind}
    for code in LANGUAGES:
        with use(code):
            found |= {folded(word(one)): one for one in kind}
    return found


@cache
def _states() -> Mapping[str, str]:
    return {folded(name_of(code, language)): code for code in STATES for language in LANGUAGES}
