"""A passphrase that has been drawn and not yet taken: shown, asked back, then used.

It rests sealed in the session store under a token that only the page carries, for half an hour at most.
"""

import secrets
from datetime import timedelta
from uuid import UUID

import msgspec
from werkzeug.exceptions import Gone

from caseintake.identity import words
from caseintake.identity.credentials import Bundle, NewKeys
from caseintake.identity.sessions import Kept
from caseintake.web.signed_in import desk
from caseintake.web.units import office

MINUTES = 60
#: Long enough for a second press of a slow button.
MINUTES_DONE = 2
ASKED = 3


class Outgoing(msgspec.Struct, frozen=True):
    """What the old keys of somebody leave to her new ones: their signature, and what she remembers of the office."""

    signature: bytes
    memory: Bundle


class Done(msgspec.Struct, frozen=True):
    """What the last page of an enrolment shows, for whoever pressed twice: it is shown nowhere else again."""

    words: tuple[str, ...]
    codes: tuple[str, ...]


class Drawn(msgspec.Struct, frozen=True):
    """A new passphrase, the places of the three words to ask, and, at an enrolment, new keys."""

    handle: str
    words: tuple[str, ...]
    positions: tuple[int, ...]
    until: int
    keys: NewKeys | None = None
    confirmed: bool = False
    outgoing: Outgoing | None = None
    done: Done | None = None


def draw(
    purpose: str, person_id: UUID, handle: str, keys: NewKeys | None = None, outgoing: Outgoing | None = None
) -> tuple[str, Drawn]:
    """Draw and keep; answers the token for the next step."""
    places = sorted(secrets.SystemRandom().sample(range(1, words.PASSPHRASE_WORDS + 1), ASKED))
    until = office().clock.now() + timedelta(minutes=MINUTES)
    drawn = Drawn(handle, words.draw_passphrase(), tuple(places), int(until.timestamp()), keys, outgoing=outgoing)
    token = desk().sessions.keep(purpose, person_id, 0, msgspec.msgpack.encode(drawn), until.date() + timedelta(days=1))
    return token, drawn


def opened(purpose: str, token: str) -> tuple[Kept, Drawn]:
    """What a token opens. Raises 410 when it was used, ended or never was."""
    kept = desk().sessions.find(token, purpose)
    if kept is None:
        raise Gone
    drawn = msgspec.msgpack.decode(kept.content, type=Drawn)
    if drawn.until < office().clock.now().timestamp():
        desk().sessions.end(kept)
        raise Gone
    return kept, drawn


def finish(kept: Kept, drawn: Drawn, done: Done) -> None:
    """It was used: every session of the person ends. This token shows the last page again for two minutes."""
    until = office().clock.now() + timedelta(minutes=MINUTES_DONE)
    shown = Drawn(drawn.handle, (), (), int(until.timestamp()), done=done)
    desk().sessions.rewrite(kept, msgspec.msgpack.encode(shown))
    desk().sessions.end_all(kept.person_id, but=kept)


def confirm(kept: Kept, drawn: Drawn) -> None:
    """The three words were right."""
    confirmed = msgspec.structs.replace(drawn, confirmed=True)
    desk().sessions.rewrite(kept, msgspec.msgpack.encode(confirmed))
