"""What a person may be asked to agree to: one use, one text, one answer, and "no" until she says yes.

Every text has a version and a digest in its file. A published text that was changed without a new
version is refused at start, because a consent is worth as much as the words it was given to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal
from uuid import UUID

import msgspec

from caseintake.i18n import LANGUAGES
from caseintake.intake.wording import BadWording, Words, digest, read, refuse_doubles, refuse_faults


class ConsentText(msgspec.Struct, frozen=True):
    """The words a person saw: what a consent record keeps of them is `use`, `version` and `digest`."""

    use: str
    version: int
    language: str
    digest: str
    title: str
    text: str
    #: What cannot be taken back once the use has happened.
    stays: str


class ConsentVersion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One published wording. It is never edited; a better one is added below it."""

    number: int
    title: Words
    text: Words
    stays: Words
    #: SHA-256 by language, over use, number, language and the three texts.
    digest: Words


class ConsentUse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One use of what a person told us. There is no field for a default: the default is no."""

    use: str
    order: int
    #: `first_contact`: asked before sending, needed to be read at all. `with_code`: asked later.
    asked: Literal["first_contact", "with_code"]
    #: Whether a yes must say for what: which firm, which procedure, which newspaper.
    scope: bool
    versions: tuple[ConsentVersion, ...]

    def text(self, language: str, version: int | None = None) -> ConsentText:
        """The wording now in use, or an older one by number.

        Raises `LookupError` for a number never published, `UnknownLanguage`.
        """
        wanted = version or self.versions[-1].number
        for published in self.versions:
            if published.number == wanted:
                return ConsentText(
                    use=self.use,
                    version=published.number,
                    language=language,
                    digest=published.digest.in_(language),
                    title=published.title.in_(language),
                    text=published.text.in_(language),
                    stays=published.stays.in_(language),
                )
        raise LookupError(f"consent {self.use} has no version {wanted}")


class Given(msgspec.Struct, frozen=True):
    """One answer somebody gave, as far as it decides which of several counts."""

    id: UUID
    use: str
    agreed: bool
    scope: str
    given_on: date
    #: Who signed it, and which of their signatures it was.
    author: UUID
    sequence: int
    #: The answers that its author saw and that it goes before.
    replaces: tuple[UUID, ...] = ()


def standing(answers: Iterable[Given]) -> dict[str, Given]:
    """The answer that counts for each use. Where nobody can say which of two came last, the no counts.

    Of one author the last one counts, of several the one of the latest day, of one day the one whose author had seen
    the other. What is left then is not ordered by anything signed, so a single no is enough.
    """
    found: dict[str, list[Given]] = {}
    for one in answers:
        found.setdefault(one.use, []).append(one)
    return {use: _counting(rows) for use, rows in found.items()}


def _counting(rows: list[Given]) -> Given:
    last: dict[UUID, Given] = {}
    for row in sorted(rows, key=lambda row: (row.given_on, row.sequence)):
        last[row.author] = row
    newest = max(row.given_on for row in last.values())
    left = [row for row in last.values() if row.given_on == newest]
    seen = {id for row in left for id in row.replaces}
    left = [row for row in left if row.id not in seen] or left
    return min(left, key=lambda row: (row.agreed, row.id))


def digest_of(use: str, version: ConsentVersion, language: str) -> str:
    """The digest the text of a version has in one language."""
    texts = (words.in_(language) for words in (version.title, version.text, version.stays))
    return digest(use, str(version.number), language, *texts)


def load_consents(directory: Path) -> tuple[ConsentUse, ...]:
    """All uses of a folder, in their order. Raises `BadWording`."""
    paths = sorted(directory.glob("*.toml"))
    if not paths:
        raise BadWording(directory, "there are no consent texts")
    uses = [_checked(path, read(path, ConsentUse)) for path in paths]
    refuse_doubles(directory, "order", [str(use.order) for use in uses])
    return tuple(sorted(uses, key=lambda use: use.order))


def _checked(path: Path, use: ConsentUse) -> ConsentUse:
    if use.use != path.stem:
        raise BadWording(path, f"the use is {use.use!r} but the file is named {path.stem!r}")
    if not use.versions or [version.number for version in use.versions] != list(range(1, len(use.versions) + 1)):
        raise BadWording(path, "versions are numbered 1, 2, 3 … in this order")
    for version in use.versions:
        name = f"version {version.number}"
        refuse_faults(
            path,
            {f"{name} title": version.title, f"{name} text": version.text, f"{name} stays": version.stays},
        )
        for language in LANGUAGES:
            expected = digest_of(use.use, version, language)
            if version.digest.in_(language) != expected:
                raise BadWording(
                    path,
                    f"{name}, {language}: the text is not the one published. Put the old words back and add "
                    f"version {len(use.versions) + 1}; a text nobody has seen yet gets digest {expected}",
                )
    return use
