"""The public pages: a frightened person at a small phone, and everything that can go wrong on the way."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from caseintake.app import create_app
from caseintake.documents.service import store_of
from caseintake.i18n import LANGUAGES
from caseintake.intake import drafts, queries, service
from caseintake.intake.model import Conversation, State
from caseintake.intake.receipts import read_code
from caseintake.settings import Limits
from caseintake.vault.holders import VaultKind
from caseintake.vault.tables import EpochRow
from caseintake.web.public.browsers import warning
from caseintake.web.surface import Surface
from tests.intake.people import officer
from tests.office import OfficeForTests
from tests.web.asking import FIELDS, SECTIONS, Phone, hidden, ticket, told_of

pytestmark = pytest.mark.one_engine

STORY = "Telefonum qızdı. Они пришли ночью. الهاتف 🔥"


def conversations(office: OfficeForTests) -> int:
    with office.office.unit() as uow:
        return len(uow.session.scalars(select(Conversation.id)).all())


def drafted(office: OfficeForTests, phone: Phone) -> drafts.Content | None:
    with office.office.unit() as uow:
        found = drafts.read(phone.code, uow=uow)
    return found.content if found else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_way_works_in_every_language(office: OfficeForTests, counter: Surface, language: str) -> None:
    phone = Phone(counter.test_client(), language)
    phone.get("/")
    phone.begin(safety_watched="no", safety_urgent="detained").tell(STORY).send()
    phone.come_back()
    assert STORY not in phone.page
    assert conversations(office) == 1


def test_no_page_sets_a_cookie_or_may_be_kept(phone: Phone) -> None:
    for address in ("/", "/first-aid", "/readers", "/help", "/return"):
        phone.get(address)
        assert phone.answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in phone.answer.headers
    phone.begin().tell()
    assert "Set-Cookie" not in phone.answer.headers
    assert phone.answer.headers["Cache-Control"] == "no-store"


def test_every_free_field_keeps_keyboard_spelling_and_translation_out(phone: Phone) -> None:
    phone.begin()
    pages = [phone.write("consent", consent__intake="yes")]
    pages += [phone.write(section) for section in SECTIONS]
    pages += [phone.get("/return")]
    for page in pages:
        for field in re.findall(r"<(?:textarea|input type=\"text\")[^>]*>", page):
            if 'inputmode="numeric"' in field:
                continue
            for word in ('autocomplete="off"', 'spellcheck="false"', 'autocapitalize="off"', 'translate="no"'):
                assert word in field, field


def test_titles_are_neutral_and_addresses_hold_nothing_of_the_code(phone: Phone) -> None:
    phone.begin().tell()
    assert re.search(r"<title>Page</title>", phone.page)
    for address in re.findall(r'(?:action|href)="([^"]*)"', phone.page):
        assert told_of(phone.code.groups, address) == []


def test_the_group_page_does_not_show_the_code_it_asks_for(phone: Phone) -> None:
    phone.post("/code")
    page = phone.post("/code/group", code=hidden(phone.page, "code"), sitting=hidden(phone.page, "sitting"))
    code = read_code(hidden(page, "code"))
    shown = re.sub(r'<input type="hidden"[^>]*>', "", page)
    assert told_of(code.groups, shown) == []


def test_a_wrong_group_is_asked_again_and_begins_nothing(office: OfficeForTests, phone: Phone) -> None:
    phone.post("/code")
    phone.code, phone.sitting = read_code(hidden(phone.page, "code")), hidden(phone.page, "sitting")
    wrong = "0000" if phone.group != "0000" else "1111"
    assert "Look at your paper again" in phone.write("group", status=422, group=wrong)
    assert drafted(office, phone) is None


def test_a_page_is_saved_at_continue_at_back_and_with_errors_in_it(office: OfficeForTests, phone: Phone) -> None:
    phone.begin()
    phone.write("consent", consent__intake="yes")
    phone.write("what_happened", go="back", what_happened=STORY)
    phone.write("dates", status=422, served__precision="day", served__day="31", served__month="6", served__year="2025")
    content = drafted(office, phone)
    assert content is not None
    assert content.answers["what_happened"] == (STORY,)
    assert content.answers["served-day"] == ("31",)
    assert "no such day" in phone.page
    assert 'id="served-day"' in phone.page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"served__precision": "day", "served__day": "31", "served__month": "6", "served__year": "2025"}, "no such day"),  # noqa: E501
        ({"served__precision": "day", "served__day": "3", "served__month": "6", "served__year": "202"}, "four digits"),
        ({"served__day": "3", "served__month": "6", "served__year": "2025"}, "how exactly"),
        ({"served__precision": "day", "served__day": "3", "served__month": "6", "served__year": "2027"}, "not come yet"),  # noqa: E501
        (
            {
                "decided__precision": "day", "decided__day": "9", "decided__month": "6", "decided__year": "2025",
                "served__precision": "day", "served__day": "3", "served__month": "6", "served__year": "2025",
            },
            "before the day the decision was made",
        ),
        ({"known_how": "from_a_dream"}, "one of the answers shown"),
        ({"strange": "field"}, "does not have this question"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    phone: Phone, fields: dict[str, Any], words: str
) -> None:
    phone.begin()
    page = phone.write("dates", status=422, decision_what="Nizami court", **fields)
    assert words in page
    assert "Nizami court" in page


def test_a_hundred_thousand_characters_of_any_script_fit_and_more_comes_back_whole(
    office: OfficeForTests, phone: Phone
) -> None:
    most = "ж" * 99_999 + "🔥"
    phone.begin()
    phone.write("consent", consent__intake="yes")
    phone.write("what_happened", what_happened=most)
    page = phone.write("what_happened", status=422, what_happened=most + "ж")
    assert "too long" in page
    assert most + "ж" in page
    phone.send(422)
    assert conversations(office) == 0
    phone.write("what_happened", what_happened=most)
    phone.send()
    assert conversations(office) == 1


def test_without_yes_to_reading_nothing_is_sent(office: OfficeForTests, phone: Phone) -> None:
    phone.begin()
    assert "nobody may read" in phone.write("consent", status=422)
    phone.write("what_happened", what_happened=STORY)
    assert "nobody may read" in phone.send(422)
    assert conversations(office) == 0
    assert drafted(office, phone) is not None


def test_pressing_send_twice_shows_the_same_page(office: OfficeForTests, phone: Phone) -> None:
    phone.begin().tell()
    assert phone.send() == phone.send()
    assert conversations(office) == 1


def test_writing_on_after_it_was_sent_elsewhere_gives_the_text_back(phone: Phone) -> None:
    phone.begin().tell().send()
    page = phone.write("what_happened", status=409, what_happened=STORY * 10)
    assert STORY * 10 in page


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/write", {"step": "what_happened"}),
        ("/write", {"step": "what_happened", "code": "AAAA", "sitting": "00" * 16}),
        ("/send", {}),
        ("/code/group", {"code": "x" * 5000}),
    ],
)
def test_a_form_without_its_code_is_refused_in_words(phone: Phone, path: str, fields: dict[str, Any]) -> None:
    assert "needs your code" in phone.post(path, 400, **fields)


@pytest.mark.parametrize(
    "fields", [{"step": "hack"}, {"step": "files", "go": "eat"}, {"step": "files", "go": "remove:x"}]
)
def test_a_form_altered_by_hand_is_a_clear_refusal(phone: Phone, fields: dict[str, Any]) -> None:
    phone.begin()
    phone.post("/write", 400, **phone.mine, **fields)


def test_an_unknown_language_is_no_page(counter: Surface) -> None:
    answer = counter.test_client().get("/xx/return")
    assert answer.status_code == 404
    assert "Русский" in answer.text


def test_leaving_makes_every_page_of_the_sitting_neutral(office: OfficeForTests, phone: Phone) -> None:
    phone.begin()
    phone.write("what_happened", what_happened=STORY)
    phone.post("/close", sitting=phone.sitting)
    assert phone.answer.headers["Refresh"].startswith("0; url=https://www.wikipedia.org")
    assert phone.answer.headers["Clear-Site-Data"] == '"cache"'
    neutral = phone.page
    for path in ("/write", "/send", "/code/group"):
        assert phone.post(path, step="what_happened", **phone.mine) == neutral
    # The draft is still there for whoever has the paper.
    phone.post("/return", typed=phone.code.text)
    assert "Look once more" in phone.page
    assert STORY not in phone.page


def test_leaving_a_visit_ends_it(phone: Phone) -> None:
    phone.begin().tell().send()
    phone.come_back()
    phone.post("/close", visit=phone.visit)
    neutral = phone.page
    assert phone.visit_post("/visit") == neutral


@pytest.mark.parametrize("typed", ["", "hello", "0" * 24, "I" * 23, "\u200b", "x" * 190, "ÀÉ 💥"])
def test_wrong_codes_answer_alike(phone: Phone, typed: str) -> None:
    unknown = phone.post("/return", 422, typed="Z" * 24)
    assert phone.post("/return", 422, typed=typed) == unknown


def test_locked_and_stopped_codes_answer_like_unknown_ones(counter: Surface) -> None:
    pages: list[str] = []
    phone = Phone(counter.test_client())
    for end in ("lock", "stop", "delete"):
        phone = Phone(counter.test_client()).begin().tell()
        phone.send()
        phone.come_back()
        phone.visit_post("/visit/ending")
        phone.visit_post("/visit/ending/confirm", end=end)
        phone.visit_post("/visit/ending/do", end=end)
        pages.append(phone.post("/return", 422, typed=phone.code.text))
    pages.append(phone.post("/return", 422, typed="Z" * 24))
    assert len(set(pages)) == 1


def test_a_code_is_forgiven_its_spelling(phone: Phone) -> None:
    phone.begin().tell().send()
    for typed in (phone.code.text.lower(), "-".join(phone.code.groups), f"  {' '.join(phone.code.groups)} "):
        assert "/visit" in phone.post("/return", typed=typed)
    sloppy = phone.code.text.replace("0", "o").replace("1", "l")
    assert "/visit" in phone.post("/return", typed=sloppy)


def test_a_visit_ends_after_twenty_minutes_and_keeps_what_was_typed(office: OfficeForTests, phone: Phone) -> None:
    phone.begin().tell().send()
    phone.come_back()
    office.clock.advance(timedelta(minutes=31))
    page = phone.visit_post("/visit/add", 401, go="send", addition=STORY, once="0" * 32)
    assert "kept" in page
    phone.come_back()
    assert STORY in phone.visit_post("/visit/add")
    phone.visit_post("/visit/add", go="send", addition=STORY, once="1" * 32)
    reader = officer(office)
    with office.unit(reader, write=False) as uow:
        seen = queries.whole(queries.inbox(uow=uow).rows[0], uow=uow)
        assert [said.message.text for said in seen.messages][1:] == [STORY]


def test_an_old_tab_keeps_nothing_under_a_code_that_was_closed(
    office: OfficeForTests, counter: Surface, phone: Phone
) -> None:
    """Else the code would show what was typed there, and so that it was a code once."""
    phone.begin().tell().send()
    phone.come_back()
    old = phone.visit
    phone.visit_post("/visit/add", go="files")
    at = ticket(phone.page)
    other = Phone(counter.test_client())
    other.code = phone.code
    other.come_back()
    other.visit_post("/visit/ending")
    other.visit_post("/visit/ending/confirm", end="delete")
    other.visit_post("/visit/ending/do", end="delete")
    office.clock.advance(timedelta(minutes=31))
    answer = phone.client.post("/en/visit/add", data={"visit": old, "go": "send", "addition": STORY, "once": "0" * 32})
    assert "kept" not in answer.text
    for files in ([(BytesIO(b"x"), "x.txt")], [(BytesIO(), "")]):
        left = phone.client.post(
            at, data={"visit": old, "go": "next", "files": files}, content_type="multipart/form-data"
        )
        assert left.text == answer.text
    assert drafted(office, phone) is None
    unknown = phone.post("/return", 422, typed="Z" * 24)
    assert phone.post("/return", 422, typed=phone.code.text) == unknown


@pytest.mark.parametrize("visit", ["", "zz", "00" * 48, "é" * 96])
def test_a_visit_of_nobody_opens_nothing(phone: Phone, visit: str) -> None:
    phone.answer = phone.client.post("/en/visit", data={"visit": visit})
    assert phone.answer.status_code in (200, 401)
    assert "Answers" not in phone.page


def test_what_is_asked_and_answered_is_seen_on_return(office: OfficeForTests, phone: Phone) -> None:
    reader = officer(office)
    phone.begin().tell().send()
    with office.unit(reader) as uow:
        row = service.find(queries.inbox(uow=uow).rows[0].id, uow=uow)
        service.ask(row, "We need the envelope & the stamp.", "The envelope", office.clock.today(), once="1", uow=uow)
        uow.commit()
    phone.come_back()
    assert "The envelope" in phone.page
    assert "2 March 2026" in phone.page
    assert "Not read yet" in phone.page
    message = hidden(phone.page, "message")
    assert "We need the envelope &amp; the stamp." in phone.visit_post("/visit/answer", message=message)
    office.clock.advance(timedelta(days=9))
    phone.come_back()
    assert "cannot be opened again" in phone.page
    phone.visit_post("/visit/answer", 404, message=message)
    phone.visit_post("/visit/answer", 400, message="no id")


def test_a_new_code_kills_the_old_one(phone: Phone) -> None:
    phone.begin().tell().send()
    phone.come_back()
    page = phone.visit_post("/visit/ending/confirm", end="replace")
    new = read_code(hidden(page, "new"))
    phone.visit_post("/visit/ending/group", new=new.text)
    phone.visit_post("/visit/ending/do", 422, new=new.text, end="replace", group="----")
    old, phone.code = phone.code, new
    phone.visit_post("/visit/ending/do", new=new.text, end="replace", group=phone.group)
    phone.post("/return", 422, typed=old.text)
    phone.come_back(new)


def test_consents_are_no_until_a_clear_yes(office: OfficeForTests, phone: Phone) -> None:
    phone.begin().tell().send()
    phone.come_back()
    refused = phone.visit_post("/visit/consents", 422, go="save", consent__share_firm="yes")
    assert 'href="#scope-share_firm"' in refused
    assert "Nothing was saved." in refused
    phone.visit_post("/visit/consents", go="save", consent__strasbourg="yes", consent__statistics="")
    phone.visit_post("/visit/consents", 400, go="save", consent__strasbourg="perhaps")
    reader = officer(office)
    with office.unit(reader, write=False) as uow:
        given = queries.whole(queries.inbox(uow=uow).rows[0], uow=uow).consents
        assert {use: row.agreed for use, row in given.items()} == {"intake": True, "strasbourg": True}


def test_the_form_closes_in_words_when_nobody_proven_would_read(office: OfficeForTests, counter: Surface) -> None:
    phone = Phone(counter.test_client()).begin().tell(STORY)
    with office.office.engine.execution_options(writing=True).begin() as connection:
        with office.office.unit() as uow:
            intake = uow.roster.office_vaults[VaultKind.INTAKE]
        table: Any = EpochRow.__table__
        connection.execute(update(table).where(table.c.vault_id == intake).values(signature=bytes(65)))
    office.office.verified = type(office.office.verified)()
    assert "closed just now" in phone.get("/")
    phone.post("/code", 503)
    assert "closed just now" in phone.send(503)
    assert conversations(office) == 0
    assert drafted(office, phone) is not None


def test_what_one_person_answered_stands_on_no_page_of_another(counter: Surface) -> None:
    """An unanswered question is drawn once a process; an answered one never."""
    told = {"served__precision": "day", "served__day": "31", "served__month": "5", "served__year": "2025"}
    other = Phone(counter.test_client()).begin()
    blank = other.write("consent", consent__intake="yes", go="to:dates")
    one = Phone(counter.test_client()).begin()
    assert 'value="31"' in one.write("dates", go="stay", **told)
    russian = Phone(counter.test_client(), "ru").begin()
    assert "Month" not in russian.write("consent", consent__intake="yes", go="to:dates")
    again = other.write("dates", go="stay")
    assert re.findall("<fieldset.*</fieldset>", again, re.DOTALL) == re.findall(
        "<fieldset.*</fieldset>", blank, re.DOTALL
    )


def test_the_form_is_closed_while_the_office_has_not_said_who_reads(office: OfficeForTests) -> None:
    phone = Phone(create_app(office.office, "public").test_client())
    assert "closed just now" in phone.get("/")
    phone.post("/code", 503)


# --- files ---------------------------------------------------------------------------------------------------------


def test_several_files_are_sent_sealed_and_marked(office: OfficeForTests, phone: Phone) -> None:
    phone.begin().tell(pictures_private="yes")
    phone.write("files", go="stay")
    phone.upload((b"one" * 1000, "qərar.pdf"), (b"two", "зарф.jpg"), kind="ordinary", **phone.mine)
    phone.upload((b"three", "x.mp4"), **phone.mine)
    content = drafted(office, phone)
    assert content is not None
    assert [(one.file.name, one.intimate) for one in content.files] == [
        ("qərar.pdf", False), ("зарф.jpg", False), ("x.mp4", True),
    ]  # fmt: skip
    assert "marked private" in phone.page
    assert "x.mp4" not in phone.page
    phone.write("files", go=f"private:{content.files[0].file.blob_id}")
    phone.write("files", go=f"remove:{content.files[1].file.blob_id}")
    phone.send()
    reader = officer(office)
    with office.unit(reader, write=False) as uow:
        seen = queries.whole(queries.inbox(uow=uow).rows[0], uow=uow)
        assert sorted((row.name, row.intimate, row.length) for row in seen.documents) == [
            ("qərar.pdf", True, 3000), ("x.mp4", True, 5),
        ]  # fmt: skip
        assert {one.digest for one in seen.messages[0].message.files} == {row.sha256 for row in seen.documents}
    assert sum(1 for path in office.office.settings.blobs.rglob("*") if path.is_file()) == 2


@pytest.mark.parametrize(
    ("go", "shows"), [("next", "Look once more, then send"), ("back", "Page 7 of 9"), ("pause", "under your code")]
)
def test_every_button_of_the_files_page_keeps_what_was_chosen(
    office: OfficeForTests, phone: Phone, go: str, shows: str
) -> None:
    phone.begin().tell()
    assert "Page 8 of 9" in phone.write("files", go="stay")
    at = ticket(phone.page)
    assert re.search(
        rf'<form[^>]*action="{at}".*value="next".*value="back".*value="pause".*?</form>', phone.page, re.DOTALL
    )
    assert shows in phone.upload((b"letter", "tiny.txt"), (b"x" * 9000, "long.txt"), at=at, go=go, **phone.mine)
    content = drafted(office, phone)
    assert content is not None
    assert [one.file.name for one in content.files] == ["tiny.txt", "long.txt"]
    phone.upload((b"again", "again.txt"), at=at, go=go, status=403, **phone.mine)


def test_who_chose_no_file_goes_on_even_when_no_files_are_taken(office: OfficeForTests, phone: Phone) -> None:
    house = office.office
    phone.begin().tell(pictures_private="yes")
    phone.write("files", go="stay")
    at = ticket(phone.page)
    house.settings = msgspec.structs.replace(
        house.settings, limits=Limits(upload_day_bytes=0, disk_floor_bytes=1 << 60, seconds_to_write=0)
    )
    phone.upload((b"one", "one.txt"), at=at, go="next", status=503, **phone.mine)
    for _twice in range(2):
        assert "Page 9 of 9" in phone.upload(at=at, go="next", kind="private", **phone.mine)
    assert "was not taken" in phone.upload(at=at, go="next", kind="minor", **phone.mine)
    assert "under your code" in phone.upload(at=at, go="pause", kind="minor", **phone.mine)
    for wrong in ({"go": "odd"}, {"kind": "odd"}, {"code": "x"}, {"stranger": "x"}, {"sitting": "\0"}):
        answered = phone.client.post(at, data=phone.mine | {"go": "next"} | wrong, content_type="multipart/form-data")
        assert 400 <= answered.status_code < 500 or answered.status_code == 503, wrong
    phone.send()
    phone.upload(at=at, go="next", status=403, **phone.mine)


def test_a_picture_of_somebody_under_18_is_not_taken(office: OfficeForTests, phone: Phone) -> None:
    phone.begin().tell()
    phone.write("files", go="stay")
    assert "was not taken" in phone.upload((b"picture", "a.jpg"), kind="minor", **phone.mine)
    phone.write("files", go="stay")
    phone.upload((b"picture", "a.jpg"), kind="ordinary", **phone.mine)
    content = drafted(office, phone)
    assert content is not None
    assert "was not taken" in phone.write("files", go=f"minor:{content.files[0].file.blob_id}")
    assert not [path for path in office.office.settings.blobs.rglob("*") if path.is_file()]
    after = drafted(office, phone)
    assert after is not None
    assert after.files == ()


def test_a_ticket_is_good_once_and_for_its_own_draft(office: OfficeForTests, counter: Surface) -> None:
    one, other = Phone(counter.test_client()).begin(), Phone(counter.test_client()).begin()
    one.write("files", go="stay")
    at = ticket(one.page)
    one.upload((b"x", "a"), status=403, at=at, **other.mine)
    one.upload((b"x", "a"), status=403, at=at, **one.mine)
    one.upload((b"x", "a"), status=403, at="/en/files/" + "A" * 43, **one.mine)
    assert not [path for path in office.office.settings.blobs.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("fields", "status"), [({"stranger": "x"}, 400), ({"kind": "odd"}, 400), ({"code": "x"}, 400), ({}, 422)]
)
def test_an_upload_altered_by_hand_leaves_nothing(
    office: OfficeForTests, phone: Phone, fields: dict[str, Any], status: int
) -> None:
    phone.begin()
    phone.write("files", go="stay")
    files = ((b"x", "a"),) if fields else ()
    phone.upload(*files, status=status, **(phone.mine | fields))
    assert not [path for path in office.office.settings.blobs.rglob("*") if path.is_file()]


def test_a_file_that_vanished_is_said_and_nothing_is_sent(office: OfficeForTests, phone: Phone) -> None:
    phone.begin().tell()
    phone.write("files", go="stay")
    phone.upload((b"x", "a.pdf"), kind="ordinary", **phone.mine)
    content = drafted(office, phone)
    assert content is not None
    store_of(office.office).discard(content.files[0].file.blob_id, office.clock.today())
    assert "send it again" in phone.send(409)
    assert conversations(office) == 0
    phone.send()
    assert conversations(office) == 1


def test_files_come_with_an_addition_too(office: OfficeForTests, phone: Phone) -> None:
    phone.begin().tell().send()
    phone.come_back()
    phone.visit_post("/visit/add", go="files", addition=STORY, once="0" * 32)
    page = phone.upload((b"late", "late.pdf"), visit=phone.visit, kind="ordinary", go="next")
    assert STORY in page
    assert "1 file is added" in page
    phone.visit_post("/visit/add", go="send", addition=STORY, once=hidden(page, "once"))
    phone.visit_post("/visit/add", go="send", addition="", once=hidden(page, "once"))
    reader = officer(office)
    with office.unit(reader, write=False) as uow:
        row = queries.inbox(uow=uow).rows[0]
        seen = queries.whole(row, uow=uow)
        assert row.state is State.NEW
        assert [said.message.text for said in seen.messages][1:] == [STORY]
        assert [document.name for document in seen.documents] == ["late.pdf"]


# --- what the pages promise ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agent", "key"),
    [
        ("Opera/9.80 (J2ME/MIDP; Opera Mini/9.80 (S60; SymbOS) Presto/2.12", "hide.proxy"),
        ("Mozilla/5.0 (Linux; U; Android 10) UCBrowser/13.4", "hide.proxy"),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605 [FBAN/FBIOS;FBAV/400]", "hide.in_app"),
        ("Mozilla/5.0 (iPhone) Instagram 300.0", "hide.in_app"),
        ("Mozilla/5.0 (Linux; Android 13; wv) Chrome/119", "hide.in_app"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", ""),
        ("", ""),
    ],
)
def test_browsers_through_which_others_read_are_named(agent: str, key: str) -> None:
    assert warning(agent) == key


def test_the_warning_stands_on_the_first_page(counter: Surface) -> None:
    answer = counter.test_client().get("/en/", headers={"User-Agent": "Opera Mini/9.80"})
    assert "through another company" in answer.text


def test_every_section_of_the_questionnaire_is_walked_by_these_tests(counter: Surface) -> None:
    with counter.test_request_context("/en/"):
        from caseintake.web.public.counter import papers

        assert tuple(section.id for section in papers().questionnaire.sections) == SECTIONS == tuple(FIELDS)


def test_a_code_never_reaches_the_log(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    phone.begin().tell(STORY).send()
    phone.come_back()
    assert told_of(phone.code.groups, caplog.text) == []
