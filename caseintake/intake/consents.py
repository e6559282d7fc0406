"""What a person may be asked to agree to: one use, one text, one answer, and "no" until she says yes.

Every text has a version and a digest in its file. A published text that was changed without a new
version is refused at start, because a consent is worth as much as the words it was given to.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

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
