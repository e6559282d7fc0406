"""Applicants by number in one box, "1–80, 95": nobody ticks a thousand boxes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar
from uuid import UUID

from wtforms import Field, StringField

from caseintake.i18n import _
from caseintake.matters.model import Applicant

T = TypeVar("T")
MOST_NUMBERS: Final = 10_000
_SPAN = re.compile(r"(\d{1,6})(?:\s*[-–—]\s*(\d{1,6}))?", re.ASCII)


class NumbersField(StringField):
    """Numbers and spans of numbers of applicants; empty: nobody in particular."""

    def whose(self, applicants: Iterable[Applicant]) -> tuple[UUID, ...]:
        """The applicants meant, in the order typed, each once. What cannot be read is said at the box."""
        return tuple(dict.fromkeys(meant(self, {row.number: row.id for row in applicants})))


def meant(box: Field, known: Mapping[int, T]) -> list[T]:
    """What the numbers typed into a box stand for. What cannot be read or is not there is said at the box."""
    numbers = typed_numbers(box.data or "")
    absent = next((number for number in numbers or () if number not in known), None)
    if numbers is None:
        box.errors = [*box.errors, _("Write numbers like 1–80, 95.")]
    elif absent is not None:
        box.errors = [*box.errors, _("There is no applicant %(n)s here.", n=absent)]
    else:
        return [known[number] for number in numbers]
    return []


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
