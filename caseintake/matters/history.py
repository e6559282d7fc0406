"""What a date was before somebody changed it. Pure: an empty box erases nothing, and nothing is overwritten unseen."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from caseintake.matters.facts import DateFact, Fault


class Change(msgspec.Struct, frozen=True):
    """One date as it stood before: ``by`` changed it on ``on``. A cleared date always has its reason."""

    fact: str
    old: DateFact
    by: UUID
    on: date
    reason: str = ""


Facts = Mapping[str, DateFact | None]


def without_reason(clear: Mapping[str, str]) -> tuple[Fault, ...]:
    """A date is cleared only with a reason: otherwise nobody could tell a correction from a slip."""
    return tuple(Fault(f"{name}-reason", "need_reason") for name, reason in clear.items() if not reason.strip())


def after(old: Facts, given: Mapping[str, DateFact], clear: Mapping[str, str]) -> dict[str, DateFact | None]:
    """The facts as they will stand: given ones replace, cleared ones go, everything else stays."""
    return {**old, **dict.fromkeys(clear, None), **given}


def changes(old: Facts, new: Facts, reasons: Mapping[str, str], by: UUID, on: date) -> tuple[Change, ...]:
    """What to keep of the facts that are about to change."""
    return tuple(
        Change(name, was, by, on, reasons.get(name, "").strip())
        for name, was in old.items()
        if was is not None and new.get(name) != was
    )
