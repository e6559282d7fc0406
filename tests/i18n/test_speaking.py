"""Choosing a language and speaking it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from caseintake import i18n
from caseintake.i18n import (
    capitalised,
    catalogues,
    format_day,
    gettext_for,
    in_capitals,
    lazy,
    ngettext,
    ngettext_for,
    use,
)
from caseintake.i18n import gettext as _

RUSSIAN = """\
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || \
n%100>=20) ? 1 : 2);\\n"

msgid "Continue"
msgstr "Дальше"

msgid "Come back by %(day)s."
msgstr "Вернитесь не позже %(day)s."

msgid "%(n)s day left"
msgid_plural "%(n)s days left"
msgstr[0] "Остался %(n)s день"
msgstr[1] "Осталось %(n)s дня"
msgstr[2] "Осталось %(n)s дней"
"""


@pytest.fixture
def small_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue of three sentences in place of the real ones."""
    (tmp_path / "ru.po").write_text(RUSSIAN, encoding="utf-8")
    monkeypatch.setattr(catalogues, "CATALOGUES", tmp_path)
    catalogues.translations.cache_clear()
    yield
    catalogues.translations.cache_clear()


def test_each_language_is_offered_under_its_own_name() -> None:
    assert set(i18n.OWN_NAMES) == set(i18n.LANGUAGES) == {"az", "ru", "en", "fr"}


def test_english_is_spoken_until_somebody_chooses() -> None:
    assert i18n.current_language() == "en"
    assert _("Continue") == "Continue"


@pytest.mark.usefixtures("small_catalogue")
def test_a_sentence_is_translated_inside_the_block_only() -> None:
    with use("ru"):
        assert _("Continue") == "Дальше"
        with use("en"):
            assert _("Continue") == "Continue"
        assert _("Come back by %(day)s.", day="3 мая") == "Вернитесь не позже 3 мая."
        day = i18n.format_day(date(2026, 5, 3))
        assert _("Come back by %(day)s.", day=day) == "Вернитесь не позже 3 мая 2026\u202fг.", "one full stop, not two"
    assert _("Continue") == "Continue"


@pytest.mark.usefixtures("small_catalogue")
def test_the_language_of_one_thread_is_not_the_language_of_another() -> None:
    heard: list[str] = []
    with use("ru"):
        thread = threading.Thread(target=lambda: heard.append(_("Continue")))
        thread.start()
        thread.join()
    assert heard == ["Continue"]


@pytest.mark.usefixtures("small_catalogue")
def test_russian_counts_in_three_forms() -> None:
    spoken = ngettext_for("ru")
    said = [spoken("%(n)s day left", "%(n)s days left", number) for number in (1, 3, 5, 21)]
    assert said == ["Остался 1 день", "Осталось 3 дня", "Осталось 5 дней", "Остался 21 день"]
    assert ngettext("%(n)s day left", "%(n)s days left", 2) == "2 days left"


@pytest.mark.usefixtures("small_catalogue")
def test_a_lazy_sentence_chooses_its_language_when_written_out() -> None:
    label = lazy("Come back by %(day)s.", day="X")
    assert str(label) == "Come back by X."
    with use("ru"):
        assert str(label) == "Вернитесь не позже X."
        assert f"{label}" == "Вернитесь не позже X."


@pytest.mark.usefixtures("small_catalogue")
def test_a_form_label_is_drawn_in_the_language_of_the_reader() -> None:
    from wtforms import Form, StringField

    class Small(Form):
        step = StringField(lazy("Continue"))

    with use("ru"):
        assert "Дальше" in Small().step.label()
    assert "Continue" in Small().step.label()


def test_a_lazy_sentence_cannot_be_frozen_into_a_string_by_mistake() -> None:
    with pytest.raises(TypeError):
        "".join([lazy("Continue")])


def test_a_validator_can_fill_a_lazy_message() -> None:
    assert lazy("At most %(max)d characters.") % {"max": 5} == "At most 5 characters."


def test_a_bare_per_cent_sign_is_harmless_without_values() -> None:
    assert _("100% ours") == "100% ours"


def test_an_empty_sentence_stays_empty_and_never_shows_the_header() -> None:
    with use("ru"):
        assert _("") == ""
    assert gettext_for("ru")("") == ""


@pytest.mark.parametrize("language", ["de", "", "EN", "ru_RU", "../ru"])
def test_an_unknown_language_is_refused_by_name(language: str) -> None:
    for attempt in (gettext_for, ngettext_for, lambda code: format_day(date(2026, 1, 1), code)):
        if language or attempt in (gettext_for, ngettext_for):
            with pytest.raises(i18n.UnknownLanguage):
                attempt(language)
    with pytest.raises(i18n.UnknownLanguage), use(language):
        pytest.fail("spoke an unknown language")


def test_a_day_names_its_month_in_every_language() -> None:
    day = date(2026, 4, 3)
    assert format_day(day, "en") == "3 April 2026"
    assert format_day(day, "ru") == "3 апреля 2026\u202fг."
    assert format_day(day, "fr") == "3 avril 2026"
    assert format_day(date(2026, 2, 1), "fr") == "1er février 2026"
    assert format_day(date(2026, 2, 11), "fr") == "11 février 2026"
    assert format_day(day, "az") == "3 aprel 2026"
    with use("fr"):
        assert format_day(day) == "3 avril 2026"


def test_a_month_is_named_in_its_own_language_whichever_was_spoken_before() -> None:
    """Babel lends French the names of a language read before it, when it is asked for names that stand alone."""
    expected = {"az": "mart", "ru": "март", "en": "March", "fr": "mars"}
    for before in expected:
        i18n.month_names(language=before)
        for language, name in expected.items():
            assert i18n.format_month(date(2026, 3, 1), language) == f"{name} 2026"
            assert i18n.month_names(language=language)[2] in {name, name[:3]}
    assert [i18n.weekday_names(language)[0] for language in expected] == ["B.e.", "пн", "Mon", "lun."]


def test_a_capital_letter_is_that_of_the_language() -> None:
    with use("az"):
        assert [capitalised(word) for word in ("inzibati", "əsas", "İlkin", "")] == ["İnzibati", "Əsas", "İlkin", ""]
        assert in_capitals("itki ilə, ağır") == "İTKİ İLƏ, AĞIR"
    with use("fr"):
        assert capitalised("île de Ré") == "Île de Ré"
