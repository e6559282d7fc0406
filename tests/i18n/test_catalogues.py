"""The catalogues hold every sentence of the source, whole, with the same places to fill."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from jinja2 import TemplateSyntaxError

from caseintake.i18n import catalogues
from caseintake.i18n.catalogues import TRANSLATED, path_of, read
from caseintake.i18n.extract import gathered, is_whole, sentences, updated

PLACE = re.compile(r"%\(\w+\)[a-z]|%%")


@cache
def _all() -> Catalog:
    """Every sentence of the source: read once, for it takes seconds."""
    return gathered()


@cache
def _sentences(language: str) -> list[Message]:
    return [message for message in read(language) if message.id]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_is_up_to_date(language: str) -> None:
    """If this fails: `python -m caseintake.i18n.extract`, then translate what it says is waiting."""
    assert path_of(language).read_text(encoding="utf-8") == updated(language, _all())


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    waiting = [message.id for message in _sentences(language) if not is_whole(message.string)]
    assert waiting == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_as_a_guess(language: str) -> None:
    assert [message.id for message in _sentences(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_the_same_places(language: str) -> None:
    wrong = []
    for message in _sentences(language):
        # Of a plural the longer form counts: in Russian the "singular" also serves 21 and 31.
        source = message.id if isinstance(message.id, str) else message.id[1]
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        expected = sorted(PLACE.findall(source))
        wrong += [(source, form) for form in forms if form and sorted(PLACE.findall(form)) != expected]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_catalogue_compiles(language: str) -> None:
    assert catalogues.translations(language).info()["language"] == language


def test_sentences_are_found_in_code_and_templates(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "page.py").write_text('_("One")\nlazy("Two", x=1)\nngettext("a day", "%(n)s days", n)\n')
    (tmp_path / "templates" / "page.html").write_text(
        "<p>{{ _('Three %(day)s', day=day) }}</p>{% trans %}Four{% endtrans %}"
    )
    (tmp_path / "notes.html").write_text("{{ _('not a template') }}")
    assert set(sentences(tmp_path)) == {"One", "Two", ("a day", "%(n)s days"), "Three %(day)s", "Four"}


def test_a_broken_template_is_an_error_and_not_a_gap(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("{{ _('Three' }}")
    with pytest.raises(TemplateSyntaxError):
        list(sentences(tmp_path))


def test_updating_keeps_translations_drops_unused_and_guesses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "CATALOGUES", tmp_path)
    (tmp_path / "fr.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Continue"\nmsgstr "Continuer"\n\nmsgid "Old"\nmsgstr "Vieux"\n',
        encoding="utf-8",
    )
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.py").write_text('_("Continue")\n_("Continued")\n')
    text = updated("fr", gathered(source))
    assert 'msgid "Continue"\nmsgstr "Continuer"' in text
    assert 'msgid "Continued"\nmsgstr ""' in text
    assert [word for word in ("Vieux", "fuzzy", "Date") if word in text] == []
    (tmp_path / "fr.po").write_text(text, encoding="utf-8")
    assert updated("fr", gathered(source)) == text
