"""What is written but not sent yet: sealed under a key that only the return code gives, gone after some days.

A draft is saved at every "Continue". Two windows with one code do not overwrite each other: each page changes its own
answers only, and a save that lost the race reads again and tries once more.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, cast
from uuid import UUID

import msgspec
from sqlalchemy import CursorResult, LargeBinary, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.documents.blobs import BlobMissing
from caseintake.documents.receive import ReceivedFile
from caseintake.documents.service import store_of
from caseintake.intake.receipts import Code, new_salt
from caseintake.storage import Base
from caseintake.vault import canonical, record
from caseintake.vault.primitives import DoesNotOpen, open_sealed, random_bytes, seal
from caseintake.work import Office, UnitOfWork

#: Tries of a save that meets another window; each try is one read and one UPDATE.
TRIES: Final = 8
#: Files one draft can hang on to.
MOST_FILES: Final = 40


class Draft(Base):
    """One unsent first contact, or one unsent addition. ``id`` is the receipt's id, which only the code gives."""

    __tablename__ = "draft"
    __unlogged__ = "not sent yet: nobody relies on it, and it must vanish without a trace"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires: Mapped[date] = mapped_column(index=True)
    revision: Mapped[int]


#: Built once: making these anew costs more than running them. Draft is no sealed model, so no event need see them.
_OF_CODE: Final = select(Draft.salt, Draft.sealed, Draft.revision).where(Draft.id == bindparam("code"))
_AS_READ: Final = (Draft.id == bindparam("code"), Draft.revision == bindparam("read"))
_BEGIN: Final = insert(Draft)
_REPLACE: Final = (
    update(Draft)
    .where(*_AS_READ)
    .values({name: bindparam(f"new_{name}") for name in ("sealed", "expires", "revision")})
)
_CLAIM: Final = delete(Draft).where(*_AS_READ)


class DraftedFile(msgspec.Struct, frozen=True):
    """A file that was received but not sent: where its sealed bytes lie, and what opens them."""

    file: ReceivedFile
    intimate: bool = False


class Agreed(msgspec.Struct, frozen=True):
    """One answer to one consent text, and which words it was given to."""

    use: str
    agreed: bool
    version: int
    language: str
    digest: str
    #: For what exactly, where the text asks: which firm, which procedure.
    scope: str = ""


class Content(msgspec.Struct, frozen=True):
    """Everything a draft holds. ``answers`` are the fields of the form as they were typed, wrong ones included."""

    language: str
    answers: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    consents: tuple[Agreed, ...] = ()
    files: tuple[DraftedFile, ...] = ()
    #: An addition to a conversation that exists already, written but not sent.
    addition: str = ""

    def with_answers(self, asked: Iterable[str], given: Mapping[str, tuple[str, ...]]) -> "Content":
        """The answers of one page instead of the old ones; all other pages stay."""
        names = set(asked)
        kept = {name: values for name, values in self.answers.items() if name not in names}
        fresh = {name: values for name, values in given.items() if name in names and any(values)}
        return msgspec.structs.replace(self, answers=MappingProxyType({**kept, **fresh}))


class Opened(msgspec.Struct, frozen=True):
    """A draft as it was read."""

    id: UUID
    salt: bytes
    revision: int
    content: Content


#: What a page does to a draft. It may be called more than once and must only compute.
Edit = Callable[[Content], Content]


class DraftGone(LookupError):
    """No draft hangs on this code: it was sent, it expired, or there never was one."""


class Crowded(RuntimeError):
    """Too many windows save the same draft at once; nothing of this save was written."""


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Content)
#: For unknown codes: the same derivation and the same failing open as for a known one.
_DUMMY_SALT: Final = random_bytes(32)
_DUMMY_SEALED: Final = random_bytes(512)


def _context(id: UUID) -> bytes:
    return canonical.encode("draft", 1, id)


def _seal(code: Code, salt: bytes, content: Content) -> bytes:
    return seal(code.draft_key(salt), record.pad(_encoder.encode(_plain(content))), _context(code.id))


def _plain(content: Content) -> Content:
    return msgspec.structs.replace(content, answers=dict(content.answers))


def read(code: Code, *, uow: UnitOfWork) -> Opened | None:
    """The draft of this code, or None. A code without one costs the same work.

    A unit that writes keeps it as it is until that unit ends.
    """
    statement = _OF_CODE.with_for_update() if uow.write else _OF_CODE
    row = uow.session.connection().execute(statement, {"code": code.id}).first()
    salt, sealed, revision = row if row is not None else (_DUMMY_SALT, _DUMMY_SEALED, 0)
    try:
        content = _decoder.decode(record.unpad(open_sealed(code.draft_key(salt), sealed, _context(code.id))))
    except DoesNotOpen:
        # A row that somebody changed is as good as none: nothing in it can be believed.
        return None
    return Opened(code.id, salt, revision, content)


def begin(code: Code, content: Content, *, office: Office) -> bool:
    """Make the draft of a code that was just shown. Doing it twice changes nothing; then the answer is False."""
    row = _first(code, content, office)
    with office.unit(write=True) as uow:
        try:
            uow.session.connection().execute(_BEGIN, row)
            uow.commit()
        except IntegrityError:
            return False
    return True


def _first(code: Code, content: Content, office: Office) -> dict[str, Any]:
    salt = new_salt()
    sealed = _seal(code, salt, content)
    return {"id": code.id, "salt": salt, "sealed": sealed, "expires": expiry(office), "revision": 1}


def change(code: Code, edit: Edit, *, office: Office) -> Content:
    """Save what ``edit`` makes of the draft; another window's changes of other pages stay.

    Raises `DraftGone`, `Crowded`.
    """
    for _ in range(TRIES):
        with office.unit() as uow:
            found = read(code, uow=uow)
        if found is None:
            raise DraftGone
        content = edit(found.content)
        values = {
            "new_sealed": _seal(code, found.salt, content),
            "new_expires": expiry(office),
            "new_revision": found.revision + 1,
        }
        with office.unit(write=True) as uow:
            if _rows(uow.session.connection().execute(_REPLACE, {**_read_as(found), **values})) != 1:
                continue
            uow.commit()
        _hold(content.files, office)
        return content
    raise Crowded


def _read_as(found: Opened) -> dict[str, Any]:
    return {"code": found.id, "read": found.revision}


def _hold(files: tuple[DraftedFile, ...], office: Office) -> None:
    """The files of a draft are kept as long as the draft; one that is gone is noticed when it is sent."""
    for drafted in files:
        with suppress(BlobMissing):
            store_of(office).hold(drafted.file.blob_id, expiry(office))


def save(code: Code, edit: Edit, start: Content, *, office: Office) -> Content:
    """Like `change`, and begins the draft with ``start`` if there is none."""
    for _ in range(TRIES):
        with suppress(DraftGone):
            return change(code, edit, office=office)
        content = edit(start)
        if begin(code, content, office=office):
            return content
    raise Crowded  # begun by another window each time, and sent by it before this one could change it


def claim(found: Opened, *, uow: UnitOfWork) -> bool:
    """Take the draft away for sending, in the unit that sends it.

    False when somebody else was first or it has changed since it was read; then nothing was taken.
    """
    return _rows(uow.session.connection().execute(_CLAIM, _read_as(found))) == 1


def discard(code: Code, *, office: Office) -> None:
    """Delete a draft and the files that hang on it."""
    with office.unit() as uow:
        found = read(code, uow=uow)
    with office.unit(write=True) as uow:
        uow.session.execute(delete(Draft).where(Draft.id == code.id))
        uow.commit()
    for drafted in found.content.files if found is not None else ():
        store_of(office).discard(drafted.file.blob_id, office.clock.today())


def move(old: Code, new: Code, *, office: Office) -> None:
    """What is not sent yet hangs on the new code from now on."""
    with office.unit(write=True) as uow, suppress(IntegrityError):
        found = read(old, uow=uow)
        if found is not None:
            uow.session.connection().execute(_BEGIN, _first(new, found.content, office))
            claim(found, uow=uow)
            uow.commit()


def purge(today: date, *, uow: UnitOfWork) -> int:
    """Delete every draft whose days are over, without any key; returns how many.

    Its files are found by their own day (`documents.service.sweep`): no table says which file belongs to whom.
    """
    return _rows(uow.session.execute(delete(Draft).where(Draft.expires < today)))


def expiry(office: Office) -> date:
    """The last day a draft saved today is kept."""
    return office.clock.today() + timedelta(days=office.settings.limits.draft_days)


def _rows(result: Any) -> int:
    return cast(CursorResult[Any], result).rowcount
