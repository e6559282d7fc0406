"""What the public pages say about this office: who reads, how soon, under which addresses.

A person decides on these words whether to speak, so an office that left one of them empty cannot
open the form.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from caseintake.i18n import ngettext_for
from caseintake.intake.wording import BadWording, Words, read, refuse_faults

Days = Annotated[int, msgspec.Meta(ge=1, le=366)]


class Reader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """People of one role who can open what arrives."""

    role: Words
    count: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    #: How many of them have a recorded Bar number and are bound by advocate's secrecy.
    advocates: Annotated[int, msgspec.Meta(ge=0, le=1000)]
    countries: Words


class Address(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to the public pages."""

    kind: Literal["web", "onion"]
    url: Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s/]+", max_length=300)]


class OfficeTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The office as a person asking sees it."""

    version: int
    name: Words
    readers: tuple[Reader, ...]
    addresses: tuple[Address, ...]
    #: Hours until somebody reads an urgent message.
    urgent_hours: Annotated[int, msgspec.Meta(ge=1, le=168)]
    answer_days: Days
    look_again_days: Days
    #: Days until what was never sent is deleted.
    draft_days: Days
    #: Days a stopped conversation is kept, locked.
    copy_days: Days

    def values(self, language: str) -> dict[str, str]:
        """What fills the places of the questionnaire's texts. Raises `UnknownLanguage`."""
        ngettext = ngettext_for(language)

        def days(number: int) -> str:
            return ngettext("%(n)s day", "%(n)s days", number)

        people = sum(reader.count for reader in self.readers)
        advocates = sum(reader.advocates for reader in self.readers)
        return {
            "office": self.name.in_(language),
            "urgent_within": ngettext("%(n)s hour", "%(n)s hours", self.urgent_hours),
            "answer_within": days(self.answer_days),
            "look_again": days(self.look_again_days),
            "draft_kept": days(self.draft_days),
            "copy_kept": days(self.copy_days),
            "readers": ngettext("%(n)s person", "%(n)s people", people),
            "advocates": ngettext("%(n)s person", "%(n)s people", advocates),
        }


def load_office_texts(path: Path) -> OfficeTexts:
    """The public texts of an office. Raises `BadWording`, naming what is still empty."""
    texts = read(path, OfficeTexts)
    refuse_faults(path, {"name": texts.name})
    for number, reader in enumerate(texts.readers, start=1):
        refuse_faults(path, {f"reader {number} role": reader.role})
        refuse_faults(path, {f"reader {number} countries": reader.countries})
        if reader.advocates > reader.count:
            raise BadWording(path, f"reader {number}: more advocates than people")
    if not texts.readers:
        raise BadWording(path, "nobody is named who reads; a person must know before she writes")
    if not texts.addresses:
        raise BadWording(path, "no address is named under which the form is reached")
    return texts
