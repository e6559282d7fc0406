"""What the hidden fields of the writing pages carry: the code and the number of this sitting."""

from dataclasses import dataclass, replace

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, Gone

from caseintake.intake import visits
from caseintake.intake.receipts import Code, NoCode, read_code
from caseintake.intake.sending import was_sent
from caseintake.web.observed import abuse
from caseintake.web.units import office


class PageLeft(Gone):
    """Somebody left this page in a hurry; Back or Reload sends it again. Answered by a page that says nothing."""


class NoCodeSent(BadRequest):
    """The hidden fields are missing or were changed. Answered by the page that asks for the code."""


@dataclass(frozen=True)
class Sitting:
    """One sitting of writing."""

    code: Code
    number: str
    #: When its code was shown, signed by this host (`health.abuse`): machines are quicker than people.
    began: str
    #: True once this code has a conversation: what is written from then on comes as an addition.
    sent: bool = False

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields of the next page."""
        return {"code": self.code.text, "sitting": self.number, "began": self.began}

    @property
    def left(self) -> dict[str, str]:
        """What the button for leaving must tell."""
        return {"sitting": self.number}


def sitting(form: MultiDict[str, str] | None = None) -> Sitting:
    """The sitting of this request. Raises `NoCodeSent`, `PageLeft`."""
    sent = request.form if form is None else form
    try:
        code = read_code(sent.get("code", ""))
    except NoCode:
        raise NoCodeSent from None
    number = sent.get("sitting", "")
    with office().unit() as uow:
        if visits.was_left(number, uow=uow):
            raise PageLeft
        return Sitting(code, number, sent.get("began", ""), was_sent(code, uow=uow))


def new_sitting(code: Code) -> Sitting:
    """A sitting that begins now."""
    return begun_now(Sitting(code, visits.new_sitting(), ""))


def begun_now(here: Sitting) -> Sitting:
    """The same sitting with a fresh stamp."""
    return replace(here, began=abuse().stamp(here.number, office().clock.now()))
