"""What the rules of the people pages say no to. The web says it in words; see `web/office/names.py`."""

from enum import StrEnum


class Why(StrEnum):
    NOT_YOURS = "not_yours"
    NO_INVITATION = "no_invitation"
    NOT_ENROLLED = "not_enrolled"
    ALREADY_VOUCHED = "already_vouched"
    OWN_SELF = "own_self"
    LAST_COORDINATOR = "last_coordinator"
    NOT_ON_ROSTER = "not_on_roster"
    LAST_HOLDER = "last_holder"
    WRONG_ROLE = "wrong_role"
    ALREADY_HOLDS = "already_holds"
    NO_SUCH_PERSON = "no_such_person"
    NO_DIRECTORY = "no_directory"
    NO_DOCKET = "no_docket"
    ALREADY_PROPOSED = "already_proposed"
    NEEDS_SECOND = "needs_second"
    OUT_OF_DATE = "out_of_date"
    NOT_FROZEN = "not_frozen"
    NOBODY_TO_OPEN = "nobody_to_open"
    NOBODY_BEGAN = "nobody_began"


class Refused(Exception):
    """An act that the rules do not allow. ``why`` is a word for programs, never a value."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class SignInFailed(Exception):
    """Handle, passphrase or code do not fit, or the account is closed: one answer for all of them."""


class TooManyTries(Exception):
    """Five failures in fifteen minutes from this browser, or for this handle from strange browsers."""


class Stopped(Exception):
    """All fits, but five wrong codes came with the right passphrase: somebody has it. Closed for fifteen minutes."""
