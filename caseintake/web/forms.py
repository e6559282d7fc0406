"""Forms: WTForms reads and checks, our own macros draw (`templates/macros/form.html`).

Drawing through WTForms widgets costs more than the cryptography of a whole submission. A form has one method
``value()`` that answers a frozen value; views never touch ``field.data``.
"""

import hmac
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from flask import g, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, HiddenField
from wtforms.csrf.core import CSRF
from wtforms.validators import Length, NumberRange, StopValidation, ValidationError

from caseintake.i18n import _, lazy
from caseintake.matters.facts import Fault
from caseintake.matters.wording import say
from caseintake.web.days import BoxField

TOKEN_FIELD = "csrf_token"  # noqa: S105 - the name of a field
_SALT_BYTES = 16

#: What WTForms itself may say to a person; named here so that the translators see it.
LIBRARY_WORDS = (
    lazy("Not a valid choice."),
    lazy("Invalid Choice: could not coerce."),
    lazy("Not a valid integer value."),
    lazy("Not a valid decimal value."),
    lazy("This field is required."),
)


class Words:
    """Sends WTForms' own sentences through our catalogues."""

    def gettext(self, sentence: str) -> str:
        return _(sentence)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Of an answer that was not offered. The library's own sentence would repeat what was sent."""
        return _("Not a valid choice.")


def form_token() -> str:
    """A fresh token of this session for one form: salt and HMAC in hex; empty when nobody is signed in.

    Salted, so that two pages of one session never show the same letters: compression would tell.
    """
    key: bytes | None = g.get("csrf_key")
    if not key:
        return ""
    salt = uuid4().bytes
    return (salt + _mac(key, salt)).hex()


def token_fits(token: str) -> bool:
    """Whether a token was made by the session of this request."""
    key: bytes | None = g.get("csrf_key")
    try:
        given = bytes.fromhex(token)
    except ValueError:
        return False
    return key is not None and len(key) > 0 and hmac.compare_digest(given[_SALT_BYTES:], _mac(key, given[:_SALT_BYTES]))


def _mac(key: bytes, salt: bytes) -> bytes:
    return hmac.new(key, b"caseintake form\x00" + salt, sha256).digest()


class SessionToken(CSRF):
    """The token of the server-side session. Nothing of it rests in a cookie."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        return form_token()

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        if not token_fits(field.data or ""):
            raise ValidationError(
                _("This page is older than your sign-in. Nothing was saved. Look at it and send it again.")
            )


class _Form(FlaskForm):
    """What both surfaces share: words in four languages, errors in the order of the page."""

    class Meta(FlaskForm.Meta):
        csrf_field_name = TOKEN_FIELD

        def get_translations(self, form: Any) -> Words:
            return Words()

        def render_field(self, field: Field, render_kw: Any) -> Markup:
            raise TypeError(f"{field.name}: draw fields with macros/form.html")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)  # type: ignore[no-untyped-call]
        # An error page that must give a person's text back finds it here.
        g.form = self

    def is_submitted(self) -> bool:
        """Whether this request sends the form; pages are asked for with GET and sent with POST, nothing else."""
        return request.method == "POST"

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the form was sent and every field reads well."""
        return self.is_submitted() and self.validate(extra_validators=extra_validators)

    def refuse(self, name: str, message: str) -> None:
        """Put the refusal of a service at the field, or the box of a field, that it is about (``served_on-year``)."""
        question, _dash, box = name.rpartition("-")
        field: Any = self[name] if name in self else self[question]
        if name not in self:
            field.at_fault = [*field.at_fault[: len(field.errors)], box]
        field.errors = [*field.errors, message]

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """Every error as (id of the input at fault, its label, sentence), in the order of the fields."""
        for field in self:
            for number, message in enumerate(field.errors):
                if isinstance(field, HiddenField):
                    yield "", "", str(message)
                else:
                    target = field.id_at_fault(number) if isinstance(field, BoxField) else field.id
                    yield target, str(field.label.text), str(message)
        for message in self.form_errors:
            yield "", "", str(message)


class OfficeForm(_Form):
    """A form of the office surface: carries and checks the token of the signed-in session."""

    class Meta(_Form.Meta):
        csrf = True
        csrf_class = SessionToken  # type: ignore[assignment]

    def show(self, faults: Iterable[Fault]) -> None:
        """Put each refusal of a service at its box."""
        for fault in faults:
            question = fault.field.rpartition("-")[0] or fault.field
            if fault.field in self or question in self:
                self.refuse(fault.field, self.sentence(fault))
            else:
                self.form_errors.append(self.sentence(fault))

    def sentence(self, fault: Fault) -> str:
        """What the form says of a fault; a form of another package asks that package's words."""
        return say(fault)


class PublicForm(_Form):
    """A form without a session: the public surface sets no cookie, so a foreign page has nothing to ride on.

    Also right for signing in. The gate has refused foreign origins before.
    """

    class Meta(_Form.Meta):
        csrf = False


class OnceField(HiddenField):
    """A random number made when the form is drawn and kept when it is drawn again.

    A service that finds it used answers with what was made the first time: pressing twice makes one thing.
    """

    def process_data(self, value: UUID | None) -> None:
        self.data = (value or uuid4()).hex

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        try:
            self.data = UUID(valuelist[0]).hex
        except ValueError:
            raise ValueError(_("This form was changed on its way. Open the page again.")) from None

    @property
    def value(self) -> UUID:
        return UUID(self.data)


class Needed:
    """An answer that cannot be left out; white space is no answer."""

    def __init__(self, message: str = lazy("Please answer this question.")) -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        data = field.data
        if data is None or data in ((), []) or (isinstance(data, str) and not data.strip()):
            if not field.errors:
                raise StopValidation(str(self.message))
            raise StopValidation


class Within(NumberRange):
    """A number between two others, said in one sentence, also of what is no number at all.

    WTForms asks of each whether it is NaN, and fails over one of 400 digits.
    """

    def __call__(self, form: Any, field: Field) -> None:
        try:
            super().__call__(form, field)
        except (ValidationError, OverflowError):
            field.errors = []
            raise StopValidation(str(self.message)) from None


def at_most(characters: int) -> Length:
    """A text no longer than this many characters, counted as a person counts them."""
    return Length(max=characters, message=lazy("This text is too long. At most %(max)d characters fit here."))


def trimmed(text: str | None) -> str | None:
    """A filter: no white space around, and line ends of one kind."""
    return text.replace("\r\n", "\n").strip() if text is not None else None
