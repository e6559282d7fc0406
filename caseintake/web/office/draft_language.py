"""In which language a draft is written: whoever gets the letter may read another one than whoever drafts it."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from flask import request, url_for

from caseintake.i18n import LANGUAGES, OWN_NAMES, current_language
from caseintake.web.asked import one_of

#: What the Court writes itself; a form it also reads in an official language of a State (Rule 34 of its Rules).
OF_THE_COURT: Final = ("en", "fr")


class Offered(NamedTuple):
    """One language a draft may be written in, and the address of this page with it."""

    code: str
    own_name: str
    address: str
    current: bool


def chosen(preferred: Iterable[str]) -> str:
    """The language the address asks for; else the first of ``preferred`` we write; else that of the page."""
    return one_of(
        "words", LANGUAGES, default=next((code for code in preferred if code in LANGUAGES), current_language())
    )


def for_court() -> list[str]:
    """The languages of the Court; the one of the page first, if it is one of them."""
    return sorted(OF_THE_COURT, key=lambda code: code != current_language())


def offered(current: str, preferred: Iterable[str], **kept: str) -> list[Offered]:
    """All four, those of the people it is for first. ``kept``: what else stays in the address."""
    codes = dict.fromkeys([*(code for code in preferred if code in LANGUAGES), *LANGUAGES])
    assert request.endpoint is not None
    here = {**kept, **(request.view_args or {})}
    return [
        Offered(code, OWN_NAMES[code], url_for(request.endpoint, **here, words=code), code == current) for code in codes
    ]
