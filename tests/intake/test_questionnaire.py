"""The first-contact questionnaire as shipped: whole in four languages, plain, and true."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from caseintake.i18n import LANGUAGES, UnknownLanguage, gettext_for
from caseintake.intake.consents import digest_of
from caseintake.intake.office_texts import load_office_texts
from caseintake.intake.questionnaire import BadWording, ConsentUse, Questionnaire, UnknownText, Words, load
from caseintake.intake.wording import places
from tests.intake.people import papers

CONFIG = Path(__file__).parents[2] / "config"
OFFICE = CONFIG / "intake" / "office_texts.example.toml"

#: Longest sentence on a public page, in words. Six years of school, read on a bad day.
LONGEST = 25

#: What the threat model denies. Nobody may read such a promise on a page, whoever writes the text.
FORBIDDEN = {
    "en": (
        r"only (the |our |your )?lawyers? (can|may|will) (read|see|open)",
        r"nothing (is |will be )?(left|stays|remains) on (the|this|your) device",
        r"\banonym",
        r"(completely|totally|perfectly|absolutely|100 ?%) (safe|secure|secret)",
        r"nobody (can|will) (ever )?(find out|know that you)",
        r"\bwe guarantee\b|\bmilitary[- ]grade\b",
        r"\bvictims?\b|\bevidence\b|\bsealed\b|\breceipt\b|\bclient",
    ),
    "az": (
        r"yalnız (hüquqşünas|vəkil)\w* (oxuya|görə|aça)",
        r"cihazda heç nə qalm",
        r"anonim",
        r"möhürlən",
        r"tam təhlükəsiz",
    ),
    "ru": (
        r"только (юрист|адвокат)\w* (может|могут|смогут|сможет|прочтут)",
        r"на устройстве ничего не оста",
        r"аноним",
        r"опечат",
        r"полностью безопасн|гарантируем",
        r"\bжертв|\bпострадавш",
    ),
    "fr": (
        r"seuls? (les |vos |nos )?(juristes?|avocats?) (peut|peuvent|pourra|pourront)",
        r"rien ne reste sur (l|cet|votre)",
        r"anonym",
        r"\bscellé",
        r"totalement sûr|nous garantissons",
        r"\bvictimes?\b",
    ),
}  # fmt: skip

FOURTH_LINE = """\
[[lines]]
id = "fourth"
text = { en = "a", az = "b", ru = "c", fr = "d" }

"""


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return load(CONFIG)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped texts, to be damaged."""
    shutil.copytree(CONFIG / "intake", tmp_path / "intake")
    shutil.copytree(CONFIG / "consent", tmp_path / "consent")
    return tmp_path


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, f"{old!r} is no longer in {path.name}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def _words(thing: object) -> Iterator[Words]:
    if isinstance(thing, Words):
        yield thing
    elif isinstance(thing, msgspec.Struct):
        for name in thing.__struct_fields__:
            if name != "digest":
                yield from _words(getattr(thing, name))
    elif isinstance(thing, tuple):
        for item in thing:
            yield from _words(item)


def every_text(shipped: Questionnaire) -> list[Words]:
    return [*shipped.texts.values(), *_words(shipped), *_words(load_office_texts(OFFICE))]


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?:;])[\s\u00a0]+", text) if part]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_written_in_every_language(shipped: Questionnaire, language: str) -> None:
    texts = every_text(shipped)
    assert len(texts) > 250
    assert [words.en for words in texts if not words.in_(language).strip()] == []


@pytest.mark.parametrize("language", ["az", "ru", "fr"])
def test_no_long_text_is_english_by_mistake(shipped: Questionnaire, language: str) -> None:
    same = [words.en for words in every_text(shipped) if words.in_(language) == words.en and words.en.count(" ") > 2]
    assert same == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(shipped: Questionnaire, language: str) -> None:
    long = [
        sentence
        for words in every_text(shipped)
        for sentence in sentences(words.in_(language))
        if len(re.findall(r"\w+", sentence)) > LONGEST
    ]
    assert long == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_promises_what_the_threat_model_denies(shipped: Questionnaire, language: str) -> None:
    found = [
        (pattern, words.in_(language))
        for words in every_text(shipped)
        for pattern in FORBIDDEN[language]
        if re.search(pattern, words.in_(language), re.IGNORECASE)
    ]
    assert found == []


def test_the_forbidden_promises_would_be_found() -> None:
    said = {
        "en": ("Only the lawyers can read it.", "Nothing left on the device.", "You stay anonymous."),
        "az": ("Yalnız hüquqşünaslar oxuya bilər.", "Cihazda heç nə qalmır.", "Anonim qalırsınız."),
        "ru": ("Только юристы могут это прочесть.", "На устройстве ничего не останется.", "Вы анонимны."),
        "fr": ("Seuls les juristes peuvent le lire.", "Rien ne reste sur l’appareil.", "Vous restez anonyme."),
    }
    for language, promises in said.items():
        for promise in promises:
            assert any(re.search(pattern, promise, re.IGNORECASE) for pattern in FORBIDDEN[language]), promise


def test_advocate_is_said_only_where_secrecy_is_spoken_of(shipped: Questionnaire) -> None:
    """The title belongs to people with a Bar number; the pages otherwise say lawyer."""
    titles = {"en": r"\badvocates?\b", "az": r"\bvəkil", "ru": r"\bадвокат", "fr": r"\bavocat"}
    for key, words in shipped.texts.items():
        said = {language: bool(re.search(t, words.in_(language), re.IGNORECASE)) for language, t in titles.items()}
        assert set(said.values()) == {key == "readers.secrecy"}, key


def test_first_contact_asks_six_things_and_four_before(shipped: Questionnaire) -> None:
    assert [section.id for section in shipped.sections] == [
        "what_happened", "dates", "contact", "others", "pictures", "trust",
    ]  # fmt: skip
    assert len(shipped.safety) == 4


def test_the_story_may_be_long_and_contact_needs_neither_phone_nor_mail(shipped: Questionnaire) -> None:
    assert shipped.field("what_happened").max_length == 100_000
    assert shipped.field("contact_way").default == "code"


def test_nothing_else_is_chosen_beforehand(shipped: Questionnaire) -> None:
    assert [field.id for field in shipped.fields() if field.default] == ["contact_way"]


def test_every_urgent_answer_says_what_to_do_at_once(shipped: Questionnaire) -> None:
    urgent = [option for field in shipped.safety for option in field.options if option.urgent]
    assert {option.id for option in urgent} == {"detained", "ill_treated", "removal", "date_soon"}
    assert all(option.then for option in urgent)


def test_each_fact_is_asked_once(shipped: Questionnaire) -> None:
    assert sorted(shipped.facts().values()) == [
        "act_on", "decided_on", "known_on", "served_on", "served_on_lawyer",
    ]  # fmt: skip


def test_a_possible_minor_is_never_to_be_sent(shipped: Questionnaire) -> None:
    field = shipped.field("pictures_minor")
    for answer in ("yes", "not_sure"):
        then = field.option(answer).then
        assert then is not None
        assert "do not send it" in then.en


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_filled_from_the_office_texts(shipped: Questionnaire, language: str) -> None:
    say = shipped.voice(language, load_office_texts(OFFICE).values(language))
    for key in shipped.texts:
        assert "%(" not in say(key)
    assert "30" in say("start.copy_kept")


def test_that_a_copy_is_kept_is_said_before_anything_and_never_when_stopping(shipped: Questionnaire) -> None:
    """Who is forced to stop is watched while she does it."""
    assert [key for key, words in shipped.texts.items() if "copy_kept" in places(words.en)] == ["start.copy_kept"]
    ending = " ".join(words.en for key, words in shipped.texts.items() if key.startswith("ending."))
    assert not re.search(r"\b(copy|forced|keep|kept|ask you|safe way|wanted)\b", ending)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("button", ["Continue", "Leave this page"])
def test_a_text_calls_a_button_by_the_name_it_bears(shipped: Questionnaire, button: str, language: str) -> None:
    shown = gettext_for(language)(button)
    texts = [words.in_(language) for words in every_text(shipped) if f"“{button}”" in words.en]
    assert texts
    assert [text for text in texts if shown not in text] == []


def test_consent_to_be_read_is_the_only_one_asked_at_first_contact(shipped: Questionnaire) -> None:
    assert [use.use for use in shipped.consents if use.asked == "first_contact"] == ["intake"]
    assert [use.use for use in shipped.consents] == [
        "intake", "share_firm", "domestic", "strasbourg", "public_name", "un", "coe_commissioner",
        "osce_rfom", "press_no_name", "press_name", "press_picture", "named_beside_others", "statistics",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consent_record_points_to_the_very_words(shipped: Questionnaire, language: str) -> None:
    for use in shipped.consents:
        text = shipped.consent(use.use, language)
        assert text.digest == digest_of(use.use, use.versions[-1], language)
        assert (text.use, text.version, text.language) == (use.use, 1, language)
        assert text.text
        assert text.stays


def test_digests_differ_between_languages_and_uses(shipped: Questionnaire) -> None:
    digests = [shipped.consent(use.use, language).digest for use in shipped.consents for language in LANGUAGES]
    assert len(set(digests)) == len(digests)


def test_the_person_is_told_that_initials_do_not_hide_from_the_government(shipped: Questionnaire) -> None:
    sentence = "Initials protect you from the public, not from the Government."
    assert sentence in shipped.texts["readers.government"].en
    assert sentence.replace("you", "me") in shipped.consent("public_name", "en").text


def test_a_published_consent_cannot_be_edited_in_silence(copy: Path) -> None:
    replaced(copy / "consent" / "intake.toml", "may read what I sent", "may read and share what I sent")
    with pytest.raises(BadWording, match=r"intake\.toml: version 1, en: the text is not the one published"):
        load(copy)


def test_an_older_consent_version_is_still_found(copy: Path) -> None:
    path = copy / "consent" / "statistics.toml"
    published = path.read_text("utf-8")
    better = published[published.index("[[versions]]") :].replace("number = 1", "number = 2")
    path.write_text(published + better.replace("without name", "with no name"), "utf-8")
    second = msgspec.toml.decode(path.read_bytes(), type=ConsentUse).versions[-1]
    for language in LANGUAGES:
        head, tail = path.read_text("utf-8").rsplit(second.digest.in_(language), 1)
        path.write_text(head + digest_of("statistics", second, language) + tail, "utf-8")
    changed = load(copy)
    assert changed.consent("statistics", "en").version == 2
    assert "with no name" in changed.consent("statistics", "en").text
    assert "without name" in changed.consent("statistics", "en", version=1).text
    with pytest.raises(LookupError, match="no version 3"):
        changed.consent("statistics", "en", version=3)


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("intake/first_contact.toml", 'kind = "choice"', 'kind = "choice"\nsecret = 1', "unknown field `secret`"),
        ("intake/first_contact.toml", 'az = "Yazmazdan əvvəl"', 'az = " "', "start.title: the az text is empty"),
        ("intake/first_contact.toml", 'az = "Yazmazdan əvvəl"\n', "", "missing required field `az`"),
        (
            "intake/first_contact.toml",
            "через %(draft_kept)s.",
            "через неделю.",
            "draft_kept: the ru text does not",
        ),
        ("intake/first_contact.toml", 'fr = "Page"', 'fr = "Page 100%"', "exit.title: the fr text holds a per cent"),
        ("intake/first_contact.toml", 'default = "code"', 'default = "phone"', "contact_way: the default 'phone'"),
        ("intake/first_contact.toml", 'fact = "known_on"', 'fact = "born_on"', "known: a date tells one of"),
        ("intake/first_contact.toml", 'id = "safety_whose"', 'id = "safety_watched"', "question used twice"),
        ("intake/first_contact.toml", "max_length = 2000", "", "contact_never: text has a max_length"),
        ("intake/first_contact.toml", '[[precisions]]\nid = "about"', '[[precisions]]\nid = "maybe"', "precisions are"),
        ("intake/first_aid.toml", "[[sheet]]", FOURTH_LINE + "[[sheet]]", "room for three lines"),
        ("intake/helplines.toml", 'kind = "medical"', 'kind = "magic"', "Invalid enum value"),
        ("consent/un.toml", "scope = true", 'scope = true\ndefault = "yes"', "unknown field `default`"),
        ("consent/un.toml", 'use = "un"', 'use = "uno"', "the use is 'uno' but the file is named 'un'"),
        ("consent/un.toml", "number = 1", "number = 2", "versions are numbered"),
    ],
)
def test_a_damaged_text_file_is_refused_with_its_reason(
    copy: Path, name: str, old: str, new: str, complaint: str
) -> None:
    replaced(copy / name, old, new)
    with pytest.raises(BadWording) as refused:
        load(copy)
    assert complaint in str(refused.value)
    assert Path(name).name in str(refused.value)


def test_a_place_nothing_fills_is_refused(copy: Path) -> None:
    path = copy / "intake" / "first_contact.toml"
    path.write_text(path.read_text("utf-8").replace("%(draft_kept)s", "%(next_week)s"), "utf-8")
    with pytest.raises(BadWording, match=r"code\.draft_kept: nothing fills next_week"):
        load(copy)


@pytest.mark.parametrize("broken", [b"version = ", b"\xff\xfe", b"version = 'one'"])
def test_a_file_that_is_no_toml_is_refused(copy: Path, broken: bytes) -> None:
    (copy / "intake" / "first_aid.toml").write_bytes(broken)
    with pytest.raises(BadWording, match=r"first_aid\.toml"):
        load(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "intake" / "helplines.toml").unlink()
    with pytest.raises(BadWording, match=r"helplines\.toml: the file is missing"):
        load(copy)


def test_unknown_names_and_languages_are_errors(shipped: Questionnaire) -> None:
    for asked in (lambda: shipped.text("code.nothing", "en"), lambda: shipped.field("x"), lambda: shipped.section("x")):
        with pytest.raises(UnknownText):
            asked()
    with pytest.raises(UnknownText):
        shipped.consent("x", "en")
    with pytest.raises(UnknownLanguage):
        shipped.text("code.title", "de")


def test_what_was_loaded_cannot_be_changed(shipped: Questionnaire) -> None:
    with pytest.raises(AttributeError):
        shipped.version = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        shipped.texts["code.title"] = shipped.texts["code.what"]  # type: ignore[index]


def test_the_digest_follows_the_words(shipped: Questionnaire, copy: Path) -> None:
    assert load(copy).digest == shipped.digest
    replaced(copy / "intake" / "first_contact.toml", "Before you write", "Before you begin")
    assert load(copy).digest != shipped.digest


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('en = "the Lantern Street Office"', 'en = ""', "name: the en text is empty"),
        ('ru = "Грузия и Германия"', 'ru = ""', "reader 1 countries: the ru text is empty"),
        ("advocates = 1", "advocates = 9", "reader 1: more advocates than people"),
        ("copy_days = 30", "copy_days = 0", "Expected `int` >= 1"),
        ("copy_days = 30", "", "missing required field `copy_days`"),
        ('url = "https://intake.example.org"', 'url = "intake"', "matching regex"),
    ],
)
def test_an_office_that_left_a_text_empty_cannot_open(copy: Path, old: str, new: str, complaint: str) -> None:
    path = copy / "intake" / "office_texts.example.toml"
    replaced(path, old, new)
    with pytest.raises(BadWording) as refused:
        load_office_texts(path)
    assert complaint in str(refused.value)


def test_an_office_must_name_readers_and_an_address(copy: Path) -> None:
    path = copy / "intake" / "office_texts.example.toml"
    text = path.read_text("utf-8")
    first, rest = text.split("# Who can open")
    addresses = rest[rest.index("# Every address") :]
    path.write_text(first.replace("version = 1", "version = 1\nreaders = []") + addresses, "utf-8")
    with pytest.raises(BadWording, match="nobody is named who reads"):
        load_office_texts(path)
    no_address = text[: text.index("# Every address")]
    path.write_text(no_address.replace("version = 1", "version = 1\naddresses = []"), "utf-8")
    with pytest.raises(BadWording, match="no address is named"):
        load_office_texts(path)


def test_places_are_found_by_name() -> None:
    assert places("%(a)s and %(b)s, 100%") == {"a", "b"}


def test_a_helpline_counts_as_checked_for_half_a_year() -> None:
    line = msgspec.structs.replace(papers().questionnaire.helplines[0], checked_on=date(2026, 1, 31))
    assert line.is_checked(date(2026, 8, 1))
    assert not line.is_checked(date(2026, 8, 3))
    assert not msgspec.structs.replace(line, checked_on=None).is_checked(date(2026, 1, 31))
