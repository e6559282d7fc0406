"""`python -m caseintake.i18n.extract`: gather every sentence of the source into the catalogues.

Translations are kept, sentences no longer used are dropped, nothing is guessed by likeness: a
changed sentence needs a translator, because half-right words about a time-limit are worse than none.
The files carry no dates and no line numbers, so they change only when words change.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import write_po
from jinja2.ext import babel_extract

import caseintake
from caseintake.i18n.catalogues import TRANSLATED, path_of, read

PACKAGE: Final = Path(caseintake.__path__[0])
KEYWORDS: Final = {
    "_": None, "gettext": None, "lazy": None, "N_": None, "ngettext": (1, 2),
}  # fmt: skip
TEMPLATES: Final = frozenset({".html", ".txt", ".xml"})


def sentences(root: Path = PACKAGE) -> Iterator[str | tuple[str, str]]:
    """Every sentence marked for translation under `root`; a pair where there is a plural.

    Raises the parser's own error, with file and line, for a source that cannot be read: a
    template skipped in silence would lose its translations.
    """
    for path in sorted(root.rglob("*")):
        method: Callable[..., Any]
        if path.suffix == ".py":
            method = extract_python
        elif path.suffix in TEMPLATES and "templates" in path.parts:
            method = babel_extract
        else:
            continue
        with path.open("rb") as file:
            found = extract(method, file, KEYWORDS, options={"silent": "false", "encoding": "utf-8"})
            for _line, message, _comments, _context in found:
                yield message if isinstance(message, str) else (message[0], message[1])


def gathered(root: Path = PACKAGE) -> Catalog:
    """A catalogue of all sentences, without translations."""
    catalogue = Catalog(charset="utf-8")
    for sentence in sentences(root):
        catalogue.add(sentence)
    return catalogue


def updated(language: str, template: Catalog | None = None) -> str:
    """The text the catalogue of `language` should have now."""
    catalogue = read(language)
    catalogue.update(template or gathered(), no_fuzzy_matching=True)
    body = BytesIO()
    write_po(body, catalogue, width=100, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return _header(catalogue) + body.getvalue().decode("utf-8")


def _header(catalogue: Catalog) -> str:
    # Written here and not by the library, whose header holds the hour of the last run.
    fields = (
        f"Language: {catalogue.locale_identifier}",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalogue.plural_forms}",
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields) + "\n"


def main() -> int:
    """Bring the catalogues up to date and say what still waits for a translator."""
    template = gathered()
    for language in TRANSLATED:
        path_of(language).write_text(updated(language, template), encoding="utf-8", newline="\n")
        waiting = sum(1 for message in read(language) if message.id and not is_whole(message.string))
        sys.stdout.write(f"{language}: {len(template)} sentences, {waiting} without translation\n")
    return 0


def is_whole(translation: str | list[str] | tuple[str, ...]) -> bool:
    """Whether every form of a translation has been written."""
    return bool(translation) if isinstance(translation, str) else all(translation)


if __name__ == "__main__":
    sys.exit(main())
