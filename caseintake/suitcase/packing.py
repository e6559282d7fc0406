"""Packing a suitcase: sealed while it is read and sent while it is sealed; nothing of it rests in clear anywhere."""

from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseintake.documents.service import open_document
from caseintake.i18n import use
from caseintake.kernel.actor import Actor
from caseintake.matters import queries
from caseintake.suitcase.forms import forms
from caseintake.suitcase.lock import MAGIC, Lock
from caseintake.suitcase.model import SuitcaseFetched
from caseintake.suitcase.pages import files_of, pages
from caseintake.suitcase.side import SideKey, about
from caseintake.vault import canonical
from caseintake.vault.errors import Locked, VaultError
from caseintake.vault.keyring import Keyring
from caseintake.vault.parcel import ParcelSealer
from caseintake.vault.verified import of_person
from caseintake.work import Office, UnitOfWork


def note(matters: int, *, uow: UnitOfWork) -> None:
    """Write into the office's log that the acting person fetches a suitcase, before the first byte of it goes out."""
    uow.add(SuitcaseFetched(person_id=uow.actor.id, fetched_on=uow.clock.today(), matters=matters))
    uow.say("suitcase fetched")
    uow.flush()


def fetched(*, uow: UnitOfWork, everybody: bool) -> list[SuitcaseFetched]:
    """The acting person's, or of ``everybody``, the newest first."""
    rows = select(SuitcaseFetched).order_by(SuitcaseFetched.fetched_on.desc())
    if not everybody:
        rows = rows.where(SuitcaseFetched.person_id == uow.actor.id)
    return list(uow.session.scalars(rows))


def pack(
    office: Office, actor: Actor, keyring: Keyring, matters: frozenset[UUID], *, lock: Lock, key: bytes, language: str
) -> Iterator[bytes]:
    """The bytes of the file, in a unit of its own that lives as long as the sending. ``key`` is the file key."""
    sealer = ParcelSealer(MAGIC, lock.head(), key)
    yield sealer.opening
    with office.unit(actor=actor, keyring=keyring) as uow:
        frames = _frames(matters, language, uow)
        while True:
            with use(language):  # only while a frame is made: between two of them the thread may speak to others
                frame = next(frames, None)
            if frame is None:
                break
            for piece in sealer.frame(frame):
                yield bytes(piece)
    for last in sealer.finish():
        yield bytes(last)


def _frames(matters: frozenset[UUID], language: str, uow: UnitOfWork) -> Iterator[bytes]:
    yield canonical.encode("begin", 1, uow.clock.today(), language, *_to_write_down(uow))
    count = 0
    for page in chain(pages(uow=uow), forms(uow=uow)):
        count += 1
        yield canonical.encode("page", page.group, page.title, page.blocks)
    for matter, document in files_of(matters, uow=uow):
        yield from _file(matter.ref, document, uow)
        count += 1
    yield canonical.encode("end", count)


def _to_write_down(uow: UnitOfWork) -> tuple[Any, ...]:
    """The key of the side file; what an entry can be about, matters and the applicants whose files open; the zone."""
    keys = uow.keyring.keys
    if keys is None:
        raise Locked("nobody is here whose suitcase it would be")
    mine = about(uow.office.fingerprint, uow.actor.id)
    side = SideKey.make(keys, of_person(uow.roster, uow.actor.id), mine)
    named = [_named(line, uow) for line in queries.my_matters(uow=uow)]
    return (side.key, side.wrapped, side.signature), named, uow.office.settings.zone


def _named(line: queries.MatterLine, uow: UnitOfWork) -> list[Any]:
    people = queries.applicants(line.matter, uow=uow)
    opened = queries.client_files(people, uow=uow)
    return [line.matter.id, line.label.codename, [[row.number, row.id] for row in people if row.id in opened]]


def _file(ref: str, document: Any, uow: UnitOfWork) -> Iterator[bytes]:
    try:
        opened = open_document(document, uow=uow)
    except VaultError as error:
        yield canonical.encode("file", ref, document.name, 0, type(error).__name__)
        return
    try:
        yield canonical.encode("file", ref, document.name, opened.length, "")
        for piece in opened.pieces:
            yield canonical.encode("data", piece)
    finally:
        opened.close()
