"""A fictional office and a fictional public site that draw every component once: for tests and for looking at.

`python -m tests.web.showcase 5055` serves the office on that port and the public side on the next.
"""

# ruff: noqa: E501 - templates and labels in one line each
from __future__ import annotations

import sys
import tempfile
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Response, g, make_response, redirect, render_template_string, request
from werkzeug.serving import make_server
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from caseintake import app as house
from caseintake.i18n import lazy
from caseintake.kernel.actor import Actor, Role
from caseintake.settings import Settings
from caseintake.web.days import DayField
from caseintake.web.facts import FactField
from caseintake.web.forms import Needed, OfficeForm, OnceField, PublicForm, at_most, trimmed
from caseintake.web.guards import Doors, Guard, Nav, Pages
from caseintake.web.languages import IN_LANGUAGE
from caseintake.web.restored import SETTLED
from caseintake.web.surface import Surface
from caseintake.work import Office

MATTER = UUID("7b1c5f0e-3a64-4c58-9a51-0d0c6f3f8a11")
PERSON = UUID("2f7b0f2c-94a8-4a8e-8a11-111111111111")
KEY = b"\x07" * 32


@dataclass(frozen=True)
class Person(Actor):
    """A signed-in person, as Flask-Login wants one."""

    language: str | None = None
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)


def person_of(request: Any) -> Person | None:
    """Signs in whoever says so in a header: ``X-Role`` and, for a language, ``X-Language``."""
    role = request.headers.get("X-Role", request.args.get("role"))
    if role is None:
        return None
    g.csrf_key = KEY
    g.keyring = None
    return Person("person", PERSON, Role(role), request.headers.get("X-Language"))


SEAMS = house.Seams(
    person=person_of,
    doors=Doors(
        matter=lambda matter_id: matter_id == MATTER,
        visit=lambda: Actor("receipt", PERSON) if request.form.get("visit") == "live" else None,
    ),
    heartbeat=lambda: house.Heartbeat("Reminders last ran today at 07:00.", "late" in request.args),
)


class EverythingForm(OfficeForm):
    once = OnceField()
    name = StringField(lazy("Name of the applicant"), [Needed(), at_most(60)], filters=[trimmed])
    note = TextAreaField(lazy("Note"), filters=[trimmed])
    forum = SelectField(
        lazy("Court"), choices=[SelectChoice("baku", "Baku Court of Appeal"), SelectChoice("supreme", "Supreme Court")]
    )
    how = RadioField(
        lazy("How was it served?"),
        [Needed()],
        choices=[SelectChoice("post", "By post"), SelectChoice("hand", "In person")],
    )
    uses = SelectMultipleField(
        lazy("Agrees that"), choices=[SelectChoice("read", "intake reads it"), SelectChoice("firm", "a firm sees it")]
    )
    minor = BooleanField(lazy("Somebody in the picture may be under 18"))
    decided = DayField(lazy("Decided on"), [Needed()])
    served = FactField(lazy("Served on the client"))


class StatementForm(PublicForm):
    statement = TextAreaField(lazy("What happened?"), [Needed()], filters=[trimmed])


OFFICE_PAGE = """{% extends 'base_office.html' %}{% import 'macros/form.html' as f %}{% import 'macros/parts.html' as p %}
{% block title %}Components{% endblock %}
{% block main %}
<div class="heading"><h1>Qaya and others</h1>{{ p.tag('joint case') }}
{{ f.press('/everything', 'Close the matter', kind='danger') }}</div>
{{ p.tabs('Matter', [('Overview', '#', true), ('Applicants', '#', false), ('Proceedings', '#', false), ('Deadlines', '#', false), ('Documents', '#', false), ('Contact log', '#', false), ('Access', '#', false)]) }}
{{ f.summary(form) }}
{{ p.notice('Nobody has read this date a second time.', 'warning', 'Needs a second reading') }}
{{ p.notice('The statement was saved.', 'done') }}
{{ p.notice('A limit may end any day. Find out when the decision was served.', 'danger') }}
<div class="aside"><div>
{% call p.table('Time-limits', [_('Due'), 'Applicant', 'Rule', 'State', 'Why']) %}
{% for words, tone, who, rule in (('missed by 2 days', 'past', 'A. Qaya', 'Article 35 § 1'), ('ends today', 'today', 'L. Quliyeva', 'Appeal, civil'), ('in 6 days', 'soon', 'R. Məmmədov', 'Cassation, civil'), ('in 61 days', 'open', 'Т. Исмаилова', 'Article 35 § 1'), ('may end any day', 'unknown', 'S. Ibrahimli', 'Article 35 § 1'), ('provisional', 'provisional', 'N. Orucov', 'Grand Chamber'), ('sent, proof here', 'settled', 'F. Hacıyev', 'Article 35 § 1')) %}
<tr><th scope="row" data-label="Due">{{ p.day(day) }}</th><td data-label="Applicant">{{ who }}</td><td data-label="Rule">{{ rule }}</td><td data-label="State">{{ p.limit(words, tone) }}</td><td data-label="Why">{{ p.steps('Why this date', ['Served on 3 March 2026.', 'Four months end on 3 July 2026.']) }}</td></tr>
{% endfor %}
{% endcall %}
<h2>New decision</h2>
{% call f.form(form, action='/everything') %}
{{ f.hidden(form.once) }}
{{ f.text(form.name, hint='As in the passport.') }}
{{ f.day(form.decided, hint='For instance 3 7 2026.') }}
{{ f.fact(form.served) }}
{{ f.select(form.forum, blank='Choose') }}
{{ f.radios(form.how, inline=true) }}
{{ f.checkboxes(form.uses, hints={'firm': 'Only the firm named in the matter.'}) }}
{{ f.checkbox(form.minor, hint='Then do not open it.') }}
{{ f.textarea(form.note, rows=3) }}
{{ f.file('paper', 'The decision', hint='Up to 1 GB.') }}
{% call f.buttons() %}{{ f.button('Save') }}{{ f.button('Save and add another', kind='quiet', name='more', value='1') }}<a href="#">Cancel</a>{% endcall %}
{% endcall %}
</div><aside>
<section class="card"><h2>Facts</h2>{{ p.facts([('Reference', 'KQZTB'), ('Responsible', 'Leyla M.'), ('State', 'open')]) }}</section>
{{ p.verbatim('Mənim telefonumda casus proqram tapıldı.\nМне позвонили ночью.') }}
{{ p.empty('No letters yet.') }}
{{ p.pager(2, 5, page_address) }}
</aside></div>
{% endblock %}"""

PUBLIC_PAGE = """{% extends 'base_public.html' %}{% import 'macros/form.html' as f %}{% import 'macros/parts.html' as p %}
{% block title %}Questions{% endblock %}
{% block leave_fields %}{{ f.carry('visit', 'live') }}{% endblock %}
{% block main %}
{{ f.summary(form) }}
<h1>What happened</h1>
<p class="lead">Write in any language. You can stop at any time; what you wrote is kept for seven days.</p>
{{ p.notice('Write these on paper now. Do not photograph them.', 'info', 'Your code') }}
<p class="receipt">K7Q2 9MXA 4TRW 0BNC H3PD 6SYE</p>
{% call f.form(form, action=url_for('questions.answer'), class='big') %}
{{ f.textarea(form.statement, hint='Names of other people can wait.', rows=8) }}
{{ f.dated('known', 'known', 'When did you learn of it?', typed, precisions, hint='Think of a holiday, an arrest, a letter.', errors=wrong) }}
{{ f.file('files', 'Papers or pictures', hint='Several at once are possible.', multiple=true) }}
{% call f.buttons() %}{{ f.button('Continue') }}{{ f.button('Back', kind='quiet', name='back', value='1') }}{% endcall %}
{% endcall %}
{% endblock %}"""

desk = Pages("desk", __name__)
questions = Pages("questions", __name__, url_prefix=IN_LANGUAGE)
sign = Pages("sign", __name__)


def drawn(form: EverythingForm) -> str:
    return render_template_string(OFFICE_PAGE, form=form, day=date(2026, 7, 3), page_address=lambda n: f"?page={n}")


@desk.get("/", guard=Guard.signed_in(), nav=Nav(lazy("Overview"), 10))
def overview() -> str:
    return "overview"


@desk.get("/inbox", guard=Guard.role(Role.INTAKE_OFFICER), nav=Nav(lazy("Inbox"), 20))
def inbox() -> str:
    return "inbox"


@desk.get("/board", guard=Guard.role(Role.COORDINATOR, Role.LAWYER), nav=Nav(lazy("Time-limits"), 30))
def board() -> str:
    return "board"


@desk.get("/matters/<uuid:matter_id>", guard=Guard.matter())
def matter(matter_id: UUID) -> str:
    return str(matter_id)


@desk.get("/everything", guard=Guard.signed_in(), nav=Nav(lazy("Matters"), 40))
def everything() -> str:
    return drawn(EverythingForm(served=None))


@desk.post("/everything", guard=Guard.signed_in())
def save_everything() -> Response | str:
    form = EverythingForm()
    if not form.validate_on_submit():
        return make_response(drawn(form), 422)
    return make_response(redirect("/everything", 303))


@desk.post("/upload", guard=Guard.signed_in(), uploads=True)
def upload() -> str:
    return str(len(request.stream.read(10)))


@sign.get("/sign-in", guard=Guard.anyone())
def sign_in() -> str:
    return request.args.get("next", "")


@sign.post("/sign-out", guard=Guard.signed_in())
def sign_out() -> str:
    return "out"


def asked(form: StatementForm) -> str:
    typed = {name.removeprefix("known-"): text for name, text in request.form.items()}
    return render_template_string(
        PUBLIC_PAGE,
        form=form,
        typed=typed,
        precisions=[("", "Choose"), ("day", "the day"), ("between", "between two days")],
        wrong={"year": "Please write the year."} if typed.get("day") and not typed.get("year") else {},
    )


@questions.get("/", guard=Guard.anyone())
def first() -> str:
    return asked(StatementForm())


@questions.post("/answer", guard=Guard.anyone())
def answer() -> Response:
    form = StatementForm()
    fine = form.validate_on_submit()
    return make_response(asked(form), 200 if fine else 422)


@questions.post("/visit", guard=Guard.client())
def visit() -> str:
    return "visiting"


EXTRA: dict[house.SurfaceName, tuple[Pages, ...]] = {"office": (desk, sign), "public": (questions,)}


def bare_office(directory: Path) -> Office:
    """An office whose database is never asked: enough for pages that open nothing."""
    return Office.open(
        Settings(
            directory=directory,
            database_url=f"sqlite:///{directory / 'office.sqlite3'}",
            runtime=directory / "run",
            secure=False,
        )
    )


def showcase(directory: Path, surface: house.SurfaceName, *more: Pages) -> Surface:
    """The real frame of a surface with the fictional pages in it."""
    own = house.PAGES["public"] if surface == "public" else house.PAGES["office"]
    frame = tuple(part for part in own if part.name in ("styles", "root", "robots", "leaving"))
    made = house.create_app(bare_office(directory), surface, pages=(*frame, *EXTRA[surface], *more), seams=SEAMS)
    made.extensions[SETTLED] = True  # no tables, so nobody is asked whether a restore waits
    return made


def main(port: int) -> None:
    directory = Path(tempfile.mkdtemp())
    public = make_server("127.0.0.1", port + 1, showcase(directory, "public"), threaded=True)
    threading.Thread(target=public.serve_forever, daemon=True).start()
    make_server("127.0.0.1", port, showcase(directory, "office"), threaded=True).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
