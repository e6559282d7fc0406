"""The four languages of the house: az, ru, en, fr.

English sentences in the source are the keys; translations live in `catalogues/*.po` and are
compiled in memory, so a checkout is all that is needed to speak.
"""

from caseintake.i18n.days import format_day, format_month, month_names, weekday_names
from caseintake.i18n.languages import (
    LANGUAGES,
    OWN_NAMES,
    SOURCE_LANGUAGE,
    UnknownLanguage,
    current_language,
    use,
)
from caseintake.i18n.text import (
    N_,
    LazyText,
    capitalised,
    gettext,
    gettext_for,
    in_capitals,
    lazy,
    ngettext,
    ngettext_for,
)

_ = gettext

__all__ = [
    "LANGUAGES",
    "N_",
    "OWN_NAMES",
    "SOURCE_LANGUAGE",
    "LazyText",
    "UnknownLanguage",
    "_",
    "capitalised",
    "current_language",
    "format_day",
    "format_month",
    "gettext",
    "gettext_for",
    "in_capitals",
    "lazy",
    "month_names",
    "ngettext",
    "ngettext_for",
    "use",
    "weekday_names",
]
