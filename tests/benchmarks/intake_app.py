"""The public pages for the benchmark: as in the office, or the same pages and requests writing one row in clear.

Run by `bench_intake` and `bench_form` under gunicorn: CASEINTAKE_BENCH_HOW is ``sealed``, ``clear`` or ``bare``.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask, render_template_string
from sqlalchemy import Engine, text

import caseintake.models  # noqa: F401 (fills the metadata)
from caseintake.app import create_app
from caseintake.intake.drafts import Content
from caseintake.intake.receipts import Code
from caseintake.settings import Settings
from caseintake.web.public import writing
from caseintake.web.surface import Surface

CLEAR_TABLE = "CREATE TABLE IF NOT EXISTS clear_statement (id BLOB PRIMARY KEY, body BLOB, sent INTEGER)"


class InClear:
    """The three acts of the flow with nothing sealed, signed or logged: one row, saved at each page, then sent."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with engine.execution_options(writing=True).begin() as connection:
            connection.execute(text(CLEAR_TABLE))

    def save(self, code: Code, edit: Callable[[Content], Content], start: Content, **_: Any) -> Content:
        content = edit(self.read(code) or start)
        body = msgspec.msgpack.encode(msgspec.structs.replace(content, answers=dict(content.answers)))
        with self.engine.execution_options(writing=True).begin() as connection:
            connection.execute(
                text("INSERT INTO clear_statement VALUES (:id, :body, 0) ON CONFLICT (id) DO UPDATE SET body = :body"),
                {"id": code.id.bytes, "body": body},
            )
        return content

    def read(self, code: Code) -> Content | None:
        with self.engine.connect() as connection:
            body = connection.scalar(text("SELECT body FROM clear_statement WHERE id = :id"), {"id": code.id.bytes})
        return None if body is None else msgspec.msgpack.decode(body, type=Content)

    def submit(self, code: Code, **_: Any) -> bool:
        assert self.read(code) is not None
        with self.engine.execution_options(writing=True).begin() as connection:
            statement = text("UPDATE clear_statement SET sent = 1 WHERE id = :id")
            connection.execute(statement, {"id": code.id.bytes})
        return True


def settings_of(directory: Path) -> Settings:
    return msgspec.json.decode((directory / "settings.json").read_bytes(), type=Settings, dec_hook=_path)


def _path(kind: type, value: object) -> object:
    return Path(str(value)) if kind is Path else value


def make_app(directory: Path, how: str) -> Surface:
    app = create_app(settings_of(directory), "public")
    if how == "clear":
        clear: Any = InClear(app.extensions["office"].engine)
        changed: Any = writing
        changed.drafts, changed.sending.submit = clear, clear.submit
    return app


FIELD = """<div class="field"><label for="{{ field }}">{{ label }} {{ field }}</label>
<input id="{{ field }}" name="{{ field }}" value="" autocomplete="off" spellcheck="false"></div>
"""
BARE = f"<!doctype html><html><body><form>{{% for field in fields %}}{FIELD}{{% endfor %}}</form></body></html>"


def bare_app() -> Flask:
    """A template in a loop and nothing else: pages of about as many bytes as the address says."""
    app = Flask(__name__)

    @app.get("/<int:size>")
    def page(size: int) -> str:
        return render_template_string(BARE, fields=range(size // len(FIELD)), label="A question of the form")

    return app


if "CASEINTAKE_BENCH_FOLDER" in os.environ:
    how = os.environ["CASEINTAKE_BENCH_HOW"]
    app = bare_app() if how == "bare" else make_app(Path(os.environ["CASEINTAKE_BENCH_FOLDER"]), how)
