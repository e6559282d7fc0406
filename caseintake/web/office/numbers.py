"""Applicants by number in one box, "1–80, 95": nobody ticks a thousand boxes."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from wtforms import StringField

from caseintake.i18n import _
from caseintake.matters.model import Applicant

MOST_NUMBERS: Final = 10_000
_SPAN = re.compile(r"(\d{1,6})(?:\s*[-–—]\s*(\d{1,6}))?", re.ASCII)


class NumbersField(StringField):
    """Numbers and spans of numbers of applicants; empty: nobody in particular."""

    def whose(self, form: Any, applicants: Iterable[Applicant]) -> tuple[UUID, ...]:
        """The applicants meant, in the order typed. What cannot be read is said at the box."""
        known = {row.number: row.id for row in applicants}
        found: dict[UUID, None] = {}
        for number in self._numbers(form):
            if number not in known:
                form.refuse(self.name, _("There is no applicant %(n)s here.", n=number))
                break
            found[known[number]] = None
        return tuple(found)

    def _numbers(self, form: Any) -> list[int]:
        found = typed_numbers(self.data or "")
        if found is None:
            form.refuse(self.name, _("Write numbers like 1–80, 95."))
        return found or []


def typed_numbers(text: str) -> list[int] | None:
    """The numbers of a text like "1–80, 95"; None if it says anything else."""
    found: list[int] = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;]+", text))):
        span = _SPAN.fullmatch(part)
        if span is None:
            return None
        first, last = int(span[1]), int(span[2] or span[1])
        found += range(first, min(last, first + MOST_NUMBERS) + 1)
        if len(found) > MOST_NUMBERS:  # one number too many is refused; a million would stop the page
            break
    return found


def spans(numbers: Sequence[int]) -> str:
    """Numbers as a person writes them: "1–3, 7"."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and parts[-1][-1] == number - 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    return ", ".join("–".join(str(number) for number in part) for part in parts)
