"""Coming in, being in, and going out, through the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from caseintake.kernel.actor import Role
from tests.office import OfficeForTests
from tests.signing_in import DEVICE_COOKIE, SESSION_COOKIE, Account, account, other_word, sign_in
from tests.surfaces import lent_app
from tests.web.office_client import token


@pytest.fixture
def client(office: OfficeForTests) -> Iterator[FlaskClient]:
    with lent_app(office.office) as app:
        yield app.test_client()


@pytest.fixture
def leyla(office: OfficeForTests) -> Account:
    return account(office, office.coordinator)


def come_in(client: FlaskClient, office: OfficeForTests, who: Account, **changed: str) -> int:
    return client.post("/sign-in", data=who.form(office, **changed)).status_code


def test_handle_passphrase_and_code_open_the_office(client, office, leyla):
    assert client.get("/account").status_code == 303
    answer = client.post("/sign-in", data={**leyla.form(office), "next": "/account"})

    assert answer.status_code == 303
    assert answer.location == "/account"
    page = client.get("/account")
    assert leyla.handle in page.text
    assert "Coordinator" in page.text


def test_cookies_are_bound_to_this_site_and_read_by_nobody(client, office, leyla):
    answer = client.post("/sign-in", data=leyla.form(office))

    cookies = {line.split("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {SESSION_COOKIE, DEVICE_COOKIE}
    for line in cookies.values():
        assert all(word in line for word in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"))
        assert "Domain" not in line


def test_four_letters_in_any_case_are_enough(client, office, leyla):
    short = ", ".join(word[:4].upper() for word in leyla.words)
    handle = leyla.handle.replace("-", "  ").title()

    assert come_in(client, office, leyla, passphrase=short, handle=handle) == 303


def test_a_code_is_taken_once(client, office, leyla):
    assert come_in(client, office, leyla) == 303
    assert come_in(client, office, leyla) == 401
    office.clock.advance(timedelta(seconds=30))
    assert come_in(client, office, leyla) == 303


def test_whoever_lost_the_phone_is_told_what_to_type_and_can_type_it(client, office, leyla):
    """Printed codes have letters: a keypad of digits on a borrowed phone would keep her out."""
    page = client.get("/sign-in").text
    (field,) = re.findall(r'<input [^>]*name="code"[^>]*>', page)
    assert "inputmode" not in field
    assert "a code from your printed sheet" in page
    assert "ring a coordinator" in page
    short = client.post("/sign-in", data=leyla.form(office, code="ABCDE 1234"))
    assert (short.status_code, "all ten characters of a printed code" in short.text) == (400, True)


def test_every_failure_gets_the_same_answer(client, office, leyla):
    stopped = office.hire(Role.LAWYER)
    closed = account(office, stopped)
    other_words = " ".join(account(office, office.hire(Role.LAWYER)).words)
    with office.unit(office.coordinator) as uow:
        from caseintake.identity import people

        people.stop(people.find(stopped, uow=uow), uow=uow)
        uow.commit()
    answers = []
    for form in (
        leyla.form(office, handle="acid-acid"),
        leyla.form(office, passphrase=other_words),
        leyla.form(office, code=leyla.wrong_code(office)),
        closed.form(office),
    ):
        answer = client.post("/sign-in", data=form)
        text = re.sub(r'value="[^"]*"', "", answer.text)
        answers.append((answer.status_code, text, sorted(answer.headers.keys())))

    assert answers[0][0] == 401
    assert answers[1:] == answers[:1] * 3


def test_every_failure_costs_one_slow_check(client, office, leyla, monkeypatch):
    from caseintake.identity import credentials

    slow = []
    bare = credentials.argon2id
    monkeypatch.setattr(credentials, "argon2id", lambda *args: slow.append(args[2]) or bare(*args))
    come_in(client, office, leyla, handle="acid-acid")
    come_in(client, office, leyla, passphrase=" ".join(["acid"] * 8))
    come_in(client, office, leyla, code=leyla.wrong_code(office))

    assert len(slow) == 3


def test_a_mistyped_word_is_named_by_its_place_and_not_repeated(client, office, leyla):
    words = [*leyla.words[:2], "xyzzyxyzzy", *leyla.words[3:]]
    answer = client.post("/sign-in", data=leyla.form(office, passphrase=" ".join(words)))

    assert answer.status_code == 400
    assert "Word 3 is not one of our words" in answer.text
    assert "xyzzyxyzzy" not in answer.text


def test_strangers_are_stopped_after_five_tries_and_cannot_lock_a_person_out(client, office, leyla):
    assert come_in(client, office, leyla) == 303
    stranger = client.application.test_client()
    wrong = " ".join(["acid"] * 8)
    tries = [come_in(stranger, office, leyla, passphrase=wrong) for _ in range(6)]
    assert tries == [401] * 5 + [429]
    office.clock.advance(timedelta(seconds=30))

    assert come_in(stranger, office, leyla) == 429, "the right words from a strange browser wait too"
    assert come_in(client, office, leyla) == 303, "the browser that was here before has its own count"
    office.clock.advance(timedelta(minutes=15))
    assert come_in(stranger, office, leyla) == 303


def test_a_stolen_device_cookie_of_somebody_else_gives_no_bucket_of_its_own(client, office, leyla):
    other = account(office, office.hire(Role.LAWYER))
    assert come_in(client, office, other) == 303
    wrong = " ".join(["acid"] * 8)
    tries = [come_in(client, office, leyla, passphrase=wrong) for _ in range(5)]

    assert tries == [401] * 5
    assert come_in(client.application.test_client(), office, leyla) == 429, "they counted for the handle"


def test_five_wrong_codes_after_the_right_passphrase_stop_that_person_and_tell_her(client, office, leyla):
    assert come_in(client, office, leyla) == 303
    stranger = client.application.test_client()
    for _ in range(5):
        assert come_in(stranger, office, leyla, code=leyla.wrong_code(office)) == 401
    office.clock.advance(timedelta(seconds=30))

    answer = client.post("/sign-in", data=leyla.form(office))
    assert answer.status_code == 429
    assert "Somebody typed your right passphrase" in answer.text
    office.clock.advance(timedelta(minutes=16))
    told = client.post("/sign-in", data=leyla.form(office))
    assert told.status_code == 200
    assert "Somebody tried to come in as you" in told.text
    assert client.get("/account").status_code == 200
    office.clock.advance(timedelta(minutes=1))
    assert come_in(client, office, leyla) == 303, "it is told once"


def test_too_many_slow_checks_at_once_are_refused_in_words(client, office, leyla):
    from caseintake.identity.throttle import Busy
    from tests.signing_in import desk_of

    class Full:
        def turn(self):
            raise Busy

    desk_of(client).turns = Full()
    answer = client.post("/sign-in", data=leyla.form(office))

    assert answer.status_code == 503
    assert "Many people are signing in" in answer.text


def test_after_sign_out_the_old_cookie_opens_nothing(client, office, leyla):
    come_in(client, office, leyla)
    cookie = client.get_cookie(SESSION_COOKIE)
    page = client.get("/account").text
    answer = client.post("/sign-out", data={"csrf_token": token(page)})
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache"'

    client.set_cookie(SESSION_COOKIE, cookie.value)
    assert client.get("/account").location.startswith("/sign-in")


def test_signing_out_needs_the_token_of_the_session(client, office):
    sign_in(client, office, office.coordinator)

    assert client.post("/sign-out").status_code == 400
    assert client.post("/sign-out", data={"csrf_token": "ab" * 48}).status_code == 400
    assert client.get("/account").status_code == 200


def test_sign_out_everywhere_ends_every_browser(client, office, leyla):
    other = client.application.test_client()
    come_in(client, office, leyla)
    office.clock.advance(timedelta(seconds=30))
    come_in(other, office, leyla)
    answer = client.post("/account/everywhere", data={"csrf_token": token(client.get("/account").text)})

    assert answer.status_code == 303
    assert client.get("/account").status_code == 303
    assert other.get("/account").status_code == 303


@pytest.mark.parametrize(("minutes", "alive"), [(24, True), (36, False)])
def test_a_session_ends_after_half_an_hour_of_silence(client, office, minutes, alive):
    sign_in(client, office, office.coordinator)
    office.clock.advance(timedelta(minutes=minutes))

    assert (client.get("/account").status_code == 200) is alive


def test_a_session_ends_after_twelve_hours_whatever_is_done_in_it(client, office):
    sign_in(client, office, office.coordinator)
    for _ in range(36):
        assert client.get("/account").status_code == 200
        office.clock.advance(timedelta(minutes=20))
    office.clock.advance(timedelta(minutes=10))

    assert client.get("/account").status_code == 303


def test_a_new_passphrase_ends_the_other_sessions_and_the_old_words(client, office, leyla):
    other = client.application.test_client()
    come_in(client, office, leyla)
    office.clock.advance(timedelta(seconds=30))
    come_in(other, office, leyla)
    page = client.post("/account/passphrase", data={"csrf_token": token(client.get("/account").text)}).text
    words = re.findall(r"<li>([a-z]+)</li>", page)
    step = re.search(r'name="token" value="([^"]+)"', page)[1]
    page = client.post("/account/passphrase/ask", data={"csrf_token": token(page), "token": step}).text
    asked = [int(number) for number in re.findall(r"Word (\d)", page)]
    typed = {name: words[place - 1] for name, place in zip(("first", "second", "third"), asked, strict=True)}
    form = {"csrf_token": token(page), "token": step, "current": leyla.passphrase, **typed}

    assert (
        client.post("/account/passphrase/change", data={**form, "second": other_word(typed["second"])}).status_code
        == 400
    )
    assert client.post("/account/passphrase/change", data={**form, "current": " ".join(words)}).status_code == 400
    assert client.post("/account/passphrase/change", data={**form, "csrf_token": ""}).status_code == 400
    assert client.post("/account/passphrase/change", data=form).status_code == 200
    assert client.get("/account").status_code == 200, "this session goes on"
    assert other.get("/account").status_code == 303
    office.clock.advance(timedelta(seconds=30))
    assert come_in(other, office, leyla) == 401
    leyla.words = tuple(words)
    assert come_in(other, office, leyla) == 303
    assert client.post("/account/passphrase/change", data=form).status_code == 410


def test_the_language_of_the_pages_is_kept_with_the_person(client, office, leyla):
    come_in(client, office, leyla)
    page = client.get("/account").text
    client.post("/account/language", data={"csrf_token": token(page), "language": "fr"})
    assert '<html lang="fr">' in client.get("/account").text
    office.clock.advance(timedelta(seconds=30))
    other = client.application.test_client()
    come_in(other, office, leyla)

    assert '<html lang="fr">' in other.get("/account").text


def test_after_sign_in_nobody_is_sent_to_another_site(client, office, leyla):
    answer = client.post("/sign-in", data={**leyla.form(office), "next": "//elsewhere.example/"})

    assert answer.location == "/"
