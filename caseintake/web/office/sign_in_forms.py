"""Forms for coming in: signing in, and the steps of an enrolment or a new passphrase."""

from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import ValidationError

from caseintake.i18n import _, lazy
from caseintake.identity import words
from caseintake.identity.credentials import CODE_LENGTH
from caseintake.kernel.words import NotAWord, read
from caseintake.web.forms import Needed, OfficeForm, PublicForm, at_most

LONGEST = 300


def typed_words(text: str, count: int) -> tuple[str, ...]:
    """Exactly ``count`` words of the list. Raises `ValidationError` that names the place, never the word."""
    try:
        found = read(text)
    except NotAWord as error:
        raise ValidationError(
            _("Word %(position)s is not one of our words. Check its first four letters.", position=error.position)
        ) from None
    if len(found) != count:
        raise ValidationError(_("This should be %(count)s words; here are %(found)s.", count=count, found=len(found)))
    return found


@dataclass(frozen=True)
class SignIn:
    """What somebody typed to come in."""

    handle: str
    words: tuple[str, ...]
    code: str


class SignInForm(PublicForm):
    handle = StringField(
        lazy("Your two-word name"), [Needed(lazy("Type the two words the office knows you by.")), at_most(LONGEST)]
    )
    passphrase = PasswordField(
        lazy("Passphrase"), [Needed(lazy("Type the eight words of your passphrase.")), at_most(LONGEST)]
    )
    code = StringField(
        lazy("One-time code"), [Needed(lazy("Type the six digits of your authenticator.")), at_most(LONGEST)]
    )

    def validate_handle(self, field: Any) -> None:
        typed_words(field.data, words.HANDLE_WORDS)

    def validate_passphrase(self, field: Any) -> None:
        typed_words(field.data, words.PASSPHRASE_WORDS)

    def validate_code(self, field: Any) -> None:
        if not (is_printed_code(field.data) or is_digits(field.data)):
            raise ValidationError(_("Type six digits, or all ten characters of a printed code."))

    def value(self) -> SignIn:
        return SignIn(words.read_handle(self.handle.data or ""), read(self.passphrase.data or ""), self.code.data or "")


def is_printed_code(text: str) -> bool:
    """Whether this has the form of a code from the printed sheet."""
    plain = "".join(text.split()).replace("-", "")
    return len(plain) == CODE_LENGTH and plain.isascii() and plain.isalnum()


def check_digits(text: str) -> None:
    """Raises `ValidationError` unless this is a code of six digits, however spaced."""
    if not is_digits(text):
        raise ValidationError(_("A code has six digits."))


def is_digits(text: str) -> bool:
    """Whether this has the form of a code from an authenticator."""
    digits = [c for c in text if not c.isspace()]
    return len(digits) == 6 and all(c in "0123456789" for c in digits)


class InvitationForm(PublicForm):
    code = StringField(
        lazy("Invitation code"), [Needed(lazy("Type the eight words of your invitation.")), at_most(LONGEST)]
    )

    def validate_code(self, field: Any) -> None:
        typed_words(field.data, words.INVITATION_WORDS)

    def value(self) -> tuple[str, ...]:
        return read(self.code.data or "")


class StepForm(PublicForm):
    """A step of an enrolment: the token opens what was drawn, and nothing else in the page is secret."""

    token = HiddenField()

    def value(self) -> str:
        return self.token.data or ""


class CodeForm(StepForm):
    code = StringField(lazy("One-time code"), [Needed(lazy("Type the six digits of your authenticator."))])

    def validate_code(self, field: Any) -> None:
        check_digits(field.data)


class AskedForm(StepForm):
    """Three words of a new passphrase, asked back: whoever cannot give them has not written it down."""

    first = StringField(validators=[Needed(lazy("Type this word.")), at_most(40)])
    second = StringField(validators=[Needed(lazy("Type this word.")), at_most(40)])
    third = StringField(validators=[Needed(lazy("Type this word.")), at_most(40)])

    def asks(self, positions: tuple[int, ...]) -> None:
        """Name the fields by the places they ask for, counted from 1."""
        for field, position in zip(self._asked(), positions, strict=True):
            field.label.text = _("Word %(position)s", position=position)

    def _asked(self) -> tuple[StringField, StringField, StringField]:
        return self.first, self.second, self.third

    def fits(self, drawn: tuple[str, ...], positions: tuple[int, ...]) -> bool:
        """Whether the three words are the right ones; says at each field which is not."""
        good = True
        for field, position in zip(self._asked(), positions, strict=True):
            try:
                same = read(field.data or "") == (drawn[position - 1],)
            except NotAWord:
                same = False
            if not same:
                self.refuse(field.name, _("This is not word %(position)s.", position=position))
                good = False
        return good


class ChangeForm(AskedForm):
    """The same for somebody signed in, who also shows that she knows the passphrase of now."""

    class Meta(OfficeForm.Meta):
        """Carries the token of the session, as every form of somebody signed in."""

    current = PasswordField(
        lazy("Your passphrase of now"), [Needed(lazy("Type the eight words you signed in with.")), at_most(LONGEST)]
    )

    def validate_current(self, field: Any) -> None:
        typed_words(field.data, words.PASSPHRASE_WORDS)


class KnownForm(OfficeForm):
    """Somebody else knows the passphrase. ``alone``: how many vaults nobody else holds."""

    alone = 0
    sure = BooleanField(lazy("I know that afterwards only the recovery shares open what I hold alone."))
    current = PasswordField(
        lazy("Your passphrase of now"), [Needed(lazy("Type the eight words you signed in with.")), at_most(LONGEST)]
    )

    def validate_current(self, field: Any) -> None:
        typed_words(field.data, words.PASSPHRASE_WORDS)

    def validate_sure(self, field: Any) -> None:
        if self.alone and not field.data:
            raise ValidationError(_("Give what you hold alone to a colleague first, or tick this."))


class TokenForm(OfficeForm):
    """A button of somebody signed in that carries a token."""

    token = HiddenField()


class LanguageForm(OfficeForm):
    language = SelectField(lazy("Language of these pages"))
