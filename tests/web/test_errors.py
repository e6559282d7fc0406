"""Every error is a page in words: no inside is shown, nothing typed is lost, nothing is logged that was typed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import abort, g, request
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from caseintake.access.policy import Action, NotAllowed
from caseintake.access.visibility import NotVisible
from caseintake.intake.drafts import Crowded
from caseintake.kernel.actor import Role
from caseintake.vault import errors as vault
from caseintake.web.error_words import WORDS
from caseintake.web.errors import Changed
from caseintake.web.guards import Guard, Pages
from tests.web.showcase import EverythingForm, showcase

CANARY = "Aysel-canary-7731"
LONG = f"{CANARY} " * 20


def failing(tmp_path: Path, raised: Callable[[], Exception], surface: str = "office"):  # type: ignore[no-untyped-def]
    """A client of an application with one page, ``/x``, that fails as told."""
    pages = Pages("failing", __name__)

    def fail(**_: object) -> str:
        secret = CANARY  # noqa: F841 - a local variable that must not reach the log
        if request.method == "POST":
            EverythingForm()
        raise raised()

    for method in ("get", "post"):
        rule = "/x" if surface == "office" else "/<any(az, ru, en, fr):language>/x"
        getattr(pages, method)(rule, endpoint=f"{method}_x", guard=Guard.anyone())(fail)
    return showcase(tmp_path, "office" if surface == "office" else "public", pages).test_client()


RAISED: list[tuple[Callable[[], Exception], int]] = [
    (lambda: vault.Locked(CANARY), 404),
    (NotVisible, 404),
    (lambda: NotAllowed(Role.OBSERVER, Action.TEAM_CHANGE), 404),
    (lambda: vault.Tampered(CANARY), 409),
    (lambda: vault.ForgedEpoch(CANARY), 409),
    (lambda: vault.RolledBack(CANARY), 409),
    (lambda: vault.NotVouched(CANARY), 409),
    (lambda: vault.NewerSchema(CANARY), 409),
    (lambda: StaleDataError(CANARY), 409),
    (lambda: IntegrityError(CANARY, {}, Exception(CANARY)), 409),
    (lambda: Crowded(CANARY), 429),
    (lambda: OperationalError(CANARY, {}, Exception(CANARY)), 503),
    (lambda: DataError(CANARY, {}, Exception(CANARY)), 400),
    (lambda: ValueError(CANARY), 500),
    (lambda: vault.SealedQuery(CANARY), 500),
]


@pytest.mark.parametrize(("raised", "code"), RAISED)
def test_what_fails_inside_is_said_in_words_and_logged_without_values(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, raised: Callable[[], Exception], code: int
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = failing(tmp_path, raised).get("/x?language=en")
    assert answer.status_code == code
    assert "<h1>" in answer.text
    for leak in (CANARY, "Traceback", "sqlalchemy", type(raised()).__name__):
        assert leak not in answer.text
    assert CANARY not in caplog.text


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 409, 410, 411, 413, 415, 429, 500, 503])
@pytest.mark.parametrize("language", ["az", "ru", "en", "fr"])
def test_every_refusal_is_a_page_in_the_persons_language(tmp_path: Path, code: int, language: str) -> None:
    def refuse() -> Exception:
        abort(code)

    answer = failing(tmp_path, refuse, "public").post(f"/{language}/x")
    assert answer.status_code == code
    assert f'<html lang="{language}">' in answer.text
    if language == "en":
        assert str(WORDS[code].title) in answer.text


def test_a_record_that_does_not_verify_says_whom_to_tell(tmp_path: Path) -> None:
    page = failing(tmp_path, lambda: vault.Tampered("x")).get("/x?language=en").text
    assert "does not verify" in page
    assert "Tell a coordinator" in page


def test_two_editors_see_both_texts(tmp_path: Path) -> None:
    client = failing(tmp_path, lambda: Changed([("Note", "their words")]))
    answer = client.post("/x?language=en", data={"note": "my words", "name": "Qaya", "once": "f" * 32})
    assert answer.status_code == 409
    for text in ("their words", "my words", "Qaya"):
        assert text in answer.text
    assert "f" * 32 not in answer.text


def test_text_is_given_back_when_the_page_breaks(tmp_path: Path) -> None:
    answer = failing(tmp_path, lambda: ValueError("x")).post("/x", data={"note": LONG})
    assert answer.status_code == 500
    assert LONG.strip() in answer.text


def test_a_session_that_ended_while_writing_gives_the_text_back_but_no_secret(tmp_path: Path) -> None:
    client = showcase(tmp_path, "office").test_client()
    answer = client.post(
        "/everything?language=en", data={"note": LONG, "name": "short secret", "csrf_token": "ab" * 20}
    )
    assert answer.status_code == 401
    assert LONG.strip() in answer.text
    assert 'href="/sign-in?language=en"' in answer.text
    for secret in ("short secret", "ab" * 20):
        assert secret not in answer.text


def test_a_refusal_to_wait_says_how_long(tmp_path: Path) -> None:
    def refuse() -> Exception:
        from werkzeug.exceptions import TooManyRequests

        return TooManyRequests(retry_after=90)

    answer = failing(tmp_path, refuse).get("/x")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "90")


def test_an_error_page_that_fails_itself_is_still_a_page(tmp_path: Path) -> None:
    def refuse() -> Exception:
        g.pop("_login_user", None)
        request.environ["HTTP_X_ROLE"] = "no such role"
        return vault.Tampered("x")

    answer = failing(tmp_path, refuse).get("/x?language=en")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
