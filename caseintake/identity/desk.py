"""The front desk: who somebody is, before anything is written, and who a cookie is at every request.

The slow part (Argon2) is done here, outside any transaction; `signing_in.enter` then writes in a short one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.identity import factors, freezing
from caseintake.identity.credentials import (
    AlarmRaised,
    Bundle,
    Wrapped,
    WrongCode,
    WrongPassphrase,
    accepted_step,
    code_hash,
    nobody,
    open_bundle,
    unwrap,
)
from caseintake.identity.model import Credential, Device, Person, PersonState
from caseintake.identity.refusals import SignInFailed, Stopped, TooManyTries
from caseintake.identity.sessions import Kept, SessionStore
from caseintake.identity.throttle import Throttle, Turns
from caseintake.kernel.actor import Actor, Role
from caseintake.settings import Settings
from caseintake.vault.keyring import Keyring
from caseintake.vault.primitives import Argon2Cost, equal, random_bytes, sha256
from caseintake.work import HOST, Office, UnitOfWork

SESSION = "session"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
#: Times inside a session are rounded, so that even an opened row does not say when somebody clicked.
ROUNDED = timedelta(minutes=5)


class Visit(msgspec.Struct, frozen=True):
    """What a session's row seals. Times are seconds, rounded to five minutes."""

    secret: bytes
    csrf_key: bytes
    began: int
    seen: int
    language: str | None = None


@dataclass(frozen=True)
class Entrant:
    """Somebody whose handle, passphrase and code fit; nothing has been written yet."""

    person_id: UUID
    role: Role | None
    secret: bytes
    step: int
    device: bytes | None
    alarmed: bool
    #: The hash of the printed code that was typed instead of the authenticator's.
    spent: bytes | None = None
    #: Coordinators agreed that the second factor is lost: no code was needed, and a new one is made at once.
    renews: bool = False
    #: Of the credential that was tried: a freeze, or another passphrase, since then must not be got round.
    version: int = 1

    def __repr__(self) -> str:
        return f"<Entrant {self.person_id}>"

    @property
    def waiting(self) -> bool:
        """Nobody has vouched for her yet: she signs nothing and holds nothing."""
        return self.role is None

    @property
    def actor(self) -> Actor:
        return Actor("host", HOST) if self.waiting else Actor("person", self.person_id, self.role)

    @property
    def keyring(self) -> Keyring:
        return Keyring.empty() if self.waiting else Keyring.person(self.person_id, self.secret)


@dataclass(frozen=True)
class Present:
    """The person of one request."""

    person_id: UUID
    role: Role | None
    handle: str
    keyring: Keyring
    secret: bytes
    csrf_key: bytes
    language: str | None
    kept: Kept

    def __repr__(self) -> str:
        return f"<Present {self.person_id}>"


@dataclass(frozen=True)
class _Known:
    """What the database says about whoever tries to come in; nobody looks the same from outside."""

    wrapped: Wrapped
    person: Person | None = None
    credential: Credential | None = None
    device: bytes | None = None


@dataclass(frozen=True)
class _Factor:
    """How the second factor was shown; see `Entrant`."""

    step: int
    spent: bytes | None = None
    renews: bool = False


def cost(settings: Settings) -> Argon2Cost:
    """What one guess of a passphrase costs in this office."""
    return Argon2Cost(memory_kib=settings.limits.argon2_memory_kib)


class Desk:
    """The front desk of one process: sessions, counts of failures, and turns for slow checks."""

    def __init__(self, office: Office, sessions: SessionStore, throttle: Throttle, turns: Turns) -> None:
        self.office = office
        self.sessions = sessions
        self.throttle = throttle
        self.turns = turns

    @classmethod
    def open(cls, office: Office) -> "Desk":
        turns = Turns(office.settings.runtime)
        return cls(office, SessionStore.open(office), Throttle.open(office.settings), turns)

    def close(self) -> None:
        self.sessions.close()
        self.throttle.close()

    # --- coming in ---------------------------------------------------------------------------------------------

    def check(self, handle: str, words: tuple[str, ...], code: str, device: str | None) -> Entrant:
        """Try handle, passphrase and code.

        Raises `SignInFailed` (one answer and the same work for every reason), `TooManyTries`, `Stopped`, `Busy`, or
        `Tampered` when a right passphrase meets a changed credential.
        """
        now = self.office.clock.now()
        known = self._known(handle, device)
        bucket = ("device", known.device) if known.device else ("handle", handle.encode("ascii"))
        if not self.throttle.count(*bucket, now):
            raise TooManyTries
        with self.turns.turn():
            secret = self._unwrap(known, words)
        entrant = self._second_factor(known, secret, code, now)
        self.throttle.clear(*bucket)
        return entrant

    def _known(self, handle: str, device: str | None) -> _Known:
        token_hash = sha256(device.encode("utf-8")) if device else b""
        with self.office.unit() as uow:
            statement = (
                select(Person, Credential)
                .join(Credential, Credential.person_id == Person.id)
                .where(Person.handle == handle)
            )
            row = uow.session.execute(statement).first()
            found = uow.session.get(Device, token_hash)
        if row is None:
            return _Known(nobody(cost(self.office.settings)))
        person, credential = row
        own = found is not None and found.person_id == person.id and found.until >= self.office.clock.today()
        return _Known(credential.under_passphrase(), person, credential, token_hash if own else None)

    def _unwrap(self, known: _Known, words: tuple[str, ...]) -> bytes:
        person_id = known.person.id if known.person is not None else HOST
        try:
            alarm = known.credential.alarm if known.credential is not None else None
            fingerprint = self.office.fingerprint
            return unwrap(words, known.wrapped, fingerprint=fingerprint, person_id=person_id, alarm=alarm)
        except AlarmRaised:
            self.sound_alarm(person_id)
            raise SignInFailed from None
        except WrongPassphrase:
            raise SignInFailed from None

    def sound_alarm(self, person_id: UUID) -> None:
        """Somebody typed the second passphrase: freeze the account, and say nothing."""
        with self.office.unit(write=True) as uow:
            freezing.freeze_itself(person_id, uow=uow)
            uow.commit()

    def _second_factor(self, known: _Known, secret: bytes, code: str, now: datetime) -> Entrant:
        person, credential = known.person, known.credential
        if person is None or credential is None:
            raise SignInFailed
        bundle = open_bundle(secret, credential.bundle, person.id, credential.revision)
        try:
            factor = self._factor(person, credential, bundle, code, now)
        except WrongCode:
            self.throttle.count("code", person.id.bytes, now)
            if self.throttle.full("code", person.id.bytes, now):
                self.throttle.alarm("code", person.id.bytes)
            raise SignInFailed from None
        if person.state is PersonState.DISABLED:
            raise SignInFailed
        if self.throttle.full("code", person.id.bytes, now):
            raise Stopped
        role = self._believed_role(person, Keyring.person(person.id, secret))
        alarmed = self.throttle.take_alarm("code", person.id.bytes)
        return Entrant(
            person.id, role, secret, factor.step, known.device, alarmed, factor.spent, factor.renews, credential.version
        )

    def _factor(self, person: Person, credential: Credential, bundle: Bundle, code: str, now: datetime) -> "_Factor":
        """What stands beside the passphrase: a code of now, a printed one, or that coordinators agreed it is lost.

        Raises `WrongCode`.
        """
        try:
            return _Factor(accepted_step(bundle.totp_secret, bundle.last_step, code, now))
        except WrongCode:
            if code_hash(code) in bundle.codes:
                return _Factor(bundle.last_step, spent=code_hash(code))
            with self.office.unit() as uow:
                if factors.is_lost(person.id, credential, uow=uow):
                    return _Factor(bundle.last_step, renews=True)
            raise

    def _believed_role(self, person: Person, keyring: Keyring) -> Role | None:
        with self.office.unit() as uow:
            return believed_role(person, keyring, uow=uow)

    def begin(self, entrant: Entrant, version: int, language: str | None = None) -> str:
        """A session for somebody who has come in; answers the cookie's value."""
        now = _rounded(self.office.clock.now())
        visit = Visit(entrant.secret, random_bytes(32), now, now, language)
        until = (self.office.clock.now() + LONGEST).date() + timedelta(days=1)
        self.sessions.sweep(self.office.clock.today())
        content = msgspec.msgpack.encode(visit)
        return self.sessions.keep(SESSION, entrant.person_id, version, content, until)

    def renew(self, here: Present, version: int) -> str:
        """A fresh session for somebody whose others have just been ended."""
        entrant = Entrant(here.person_id, here.role, here.secret, 0, None, alarmed=False)
        return self.begin(entrant, version, here.language)

    def speak(self, here: Present, language: str | None) -> None:
        """Answer this session in another language from the next request on."""
        visit = msgspec.msgpack.decode(here.kept.content, type=Visit)
        spoken = msgspec.structs.replace(visit, language=language)
        self.sessions.rewrite(here.kept, msgspec.msgpack.encode(spoken))

    def may_try(self, here: Present) -> bool:
        """Count a try at one's own passphrase: whoever found a session open must not guess it."""
        return self.throttle.count("own", here.person_id.bytes, self.office.clock.now())

    def succeeded(self, here: Present) -> None:
        self.throttle.clear("own", here.person_id.bytes)

    # --- every request -----------------------------------------------------------------------------------------

    def present(self, token: str) -> Present | None:
        """Who this cookie is, if the session lives, the account is open and the keys are hers."""
        kept = self.sessions.find(token, SESSION)
        if kept is None:
            return None
        visit = msgspec.msgpack.decode(kept.content, type=Visit)
        now = _rounded(self.office.clock.now())
        if now - visit.began > LONGEST.total_seconds() or now - visit.seen > IDLE.total_seconds():
            self.sessions.end(kept)
            return None
        found = self._still_welcome(kept, visit)
        if found is not None and now > visit.seen:
            moved = msgspec.structs.replace(visit, seen=now)
            self.sessions.rewrite(kept, msgspec.msgpack.encode(moved))
        return found

    def _still_welcome(self, kept: Kept, visit: Visit) -> Present | None:
        keyring = Keyring.person(kept.person_id, visit.secret)
        with self.office.unit() as uow:
            statement = (
                select(Person, Credential.version)
                .join(Credential, Credential.person_id == Person.id)
                .where(Person.id == kept.person_id)
            )
            row = uow.session.execute(statement).first()
            if row is None or row.version != kept.version or row.Person.state is PersonState.DISABLED:
                return None
            try:
                role = believed_role(row.Person, keyring, uow=uow)
            except SignInFailed:
                return None
        return Present(
            person_id=kept.person_id,
            role=role,
            handle=row.Person.handle,
            keyring=keyring,
            secret=visit.secret,
            csrf_key=visit.csrf_key,
            language=visit.language,
            kept=kept,
        )


def believed_role(person: Person, keyring: Keyring, *, uow: UnitOfWork) -> Role | None:
    """The role the roster gives, None while nobody has vouched for these keys: the first ones, or new ones.

    Raises `SignInFailed` when the keys in hand are not the ones this person is known by: a row written by somebody
    else may open with his passphrase, but it does not open as her. Also for whoever has been removed.
    """
    keys = keyring.keys
    if keys is None or person.sign_public is None:
        raise SignInFailed
    history = uow.roster.history(person.id)
    if not history:
        if not equal(keys.sign_public, person.sign_public):
            raise SignInFailed
        return None
    if not history[-1].active:
        raise SignInFailed
    if person.state is PersonState.ENROLLED and equal(keys.sign_public, person.sign_public):
        return None
    if not equal(keys.sign_public, history[-1].sign_public):
        raise SignInFailed
    return history[-1].role


def _rounded(now: datetime) -> int:
    return int(now.timestamp() // ROUNDED.total_seconds() * ROUNDED.total_seconds())
