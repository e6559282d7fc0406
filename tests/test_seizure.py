"""The server is carried out of the house: nothing on it tells a word, a key, or the hour at which somebody wrote."""

from __future__ import annotations

import base64
import io
import json
import logging
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

import caseintake.models  # noqa: F401 (fills the metadata)
from caseintake.documents.model import Document
from caseintake.identity.credentials import unwrap
from caseintake.identity.model import Credential
from caseintake.intake import returning
from caseintake.intake.receipts import read_code
from caseintake.kernel.actor import Actor
from caseintake.matters import queries
from caseintake.people.model import Merge
from caseintake.portability.records import LEFT_OUT, gather
from caseintake.storage import Base, is_sqlite, scalars_in
from caseintake.vault.errors import Locked
from caseintake.vault.holders import Holder, VaultKind
from caseintake.vault.keyring import Keyring
from caseintake.vault.sealed import Sealed, SealedRecord
from caseintake.vault.tables import Vault
from caseintake.work import UnitOfWork
from tests.engines import Engines
from tests.office import OfficeForTests, make_office, make_tables
from tests.seizure import seized
from tests.seizure.canaries import ROOT
from tests.seizure.journey import MOMENT, Story
from tests.seizure.office_story import tell
from tests.seizure.search import Moments, beyond_chance, dresses, found_in

#: The story runs through the whole house, and every byte of it is searched for some thousand spellings.
pytestmark = pytest.mark.timeout(600)

#: Smaller ids are written in the program: the host, the chain of the office, the chain of intake.
PINNED = 16
#: Sealed texts that no box leads to, each with where it comes from instead. Everything else must get a canary.
NOT_TYPED = {
    "AddedRate.percent": "a number",
    "Award.sum": "a sum and a currency",
    "CostItem.amount": "a sum and a currency",
    "CostItem.rate": "a sum and a currency",
    "Payment.sum": "a sum and a currency",
    "ImportMapping.fields": "chosen from the list of fields",
    "ReportMade.report": "counted; words of our own",
    "Applicant.label": "no page writes it",
    "Applicant.note": "no page writes it",
    "OtherPlace.label": "no page writes it",
    "OtherPlace.note": "no page writes it",
    "Merge.repointed": "a word of ours for the kind of row, and its id",
    "ChronologyLine.happened_on": "a day; its form has no box for words",
    "Circular.once": "a number of the form",
    "Complaint.state": "the code of a State, chosen",
    "Circumstances.paper": "drawn by chance",
    "ConflictCard.ref": "drawn by chance",
    "ConflictEntry.forms": "folded from names that have canaries",
    "ConflictEntry.words": "folded from names that have canaries",
    "Consent.how": "a word of ours",
    "Consent.text_digest": "the digest of the text that was shown",
    "Consent.text_language": "chosen",
    "Consent.use": "the name of one of our texts",
    "ConsentTaken.text_digest": "the digest of the text that was read",
    "ConsentTaken.text_language": "chosen",
    "ConsentTaken.use": "the name of one of our texts",
    "Conversation.language": "chosen",
    "Conversation.reference": "drawn by chance",
    "Conversation.urgent_because": "names of answers that were chosen",
    "CustodyEntry.hour": "an hour of the day",
    "Decision.choices": "chosen",
    "DiaryLabel.zone": "chosen",
    "Dispatch.channel": "the name of a road, chosen",
    "Dispatch.country": "the code of a State, chosen",
    "DocumentCard.dated_on": "a day; its form has no box for words",
    "GoneOut.use": "the name of one of our texts",
    "LabRecord.handed_on": "a day; its form has no box for words",
    "InkPage.form_version": "chosen",
    "InkPage.number": "drawn by chance",
    "InkPage.word": "drawn by chance",
    "Message.once": "a number of the form",
    "Message.questionnaire": "the version of our questions",
    "ProceduralEvent.choices": "chosen",
    "ProceduralEvent.kind": "a word of our own",
    "Proceeding.state": "the code of a State, chosen",
    "RegistryAnswer.answered_on": "a day; its form has no box for words",
    "SavedSearch.group": "chosen",
    "Slip.choices": "chosen",
    "Slip.decision_kind": "chosen",
    "Slip.facts": "names and days of facts; how they are known is not shown to the reader",
    "Slip.respondent": "the code of a State, chosen",
    "Slip.rule": "the name of a rule",
    "TableMapping.fields": "words of ours",
    "TriageNote.act": "a word of ours",
}


@dataclass
class Seized:
    """The stopped server, what was let fly in it, and what it said."""

    office: OfficeForTests
    story: Story
    log: bytes
    said: bytes
    #: The clock on the wall while the story ran: the files of the disk go by it.
    wall: Moments

    @property
    def told(self) -> Moments:
        """The office's own clock while the story ran."""
        return Moments(MOMENT, self.office.clock.now())

    def stacks(self) -> Iterator[tuple[str, bytes]]:
        """Everything there is to search, by name."""
        yield "the environment", seized.environment()
        yield "the log", self.log
        yield "the terminal", self.said
        yield "the history of the browsers", "\n".join(self.story.history).encode()
        yield from self.story.sent.items()
        for path in seized.files(self.office):
            yield f"the name {path}", str(path).encode()
            if path.is_file():
                yield str(path), path.read_bytes()
        for cell in seized.cells(self.office):
            yield cell.place, cell.raw
        if not is_sqlite(self.office.office.engine):
            for path in seized.of_the_cluster(self.office):
                yield f"the cluster's {path.name}", path.read_bytes()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(
    request: pytest.FixtureRequest, engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seized]:
    """Everything that can be done is done through the pages, with every logger of the process at its most talkative."""
    engine = engines[request.param]
    url = engine.create(like=engines.prepared(request.param, make_tables))
    office = make_office(tmp_path_factory.mktemp("seized") / "office", url)
    story = Story(office)
    heard, said = io.StringIO(), io.StringIO()
    handler, root = logging.StreamHandler(heard), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    began = datetime.now(UTC)
    try:
        with redirect_stdout(said), redirect_stderr(said):
            tell(story)
    except AssertionError:
        print(*heard.getvalue().splitlines()[-5:], sep="\n")
        raise
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    wall = Moments(began, datetime.now(UTC))
    yield Seized(office, story, heard.getvalue().encode(), said.getvalue().encode(), wall)
    story.close()
    office.office.close()
    engine.drop(url)


# --- words -------------------------------------------------------------------------------------------------------


def test_no_word_no_file_and_no_key_is_anywhere(server: Seized) -> None:
    canaries = server.story.canaries
    needles = dict.fromkeys(dresses(ROOT.encode(), folded=True), "a canary")
    for name, secret in canaries.secrets.items():
        needles |= dict.fromkeys(dresses(secret), name)
    found = []
    for place, data in server.stacks():
        for hit in found_in(data, needles):
            what = next(name for needle, name in needles.items() if hit.startswith(needle))
            found.append(f"{place}: {what} ({canaries.origin(hit.decode(errors='replace'))})")
    assert not found, "\n".join(sorted(set(found)))


def test_every_sealed_text_got_a_canary(server: Seized) -> None:
    """A text that was never typed in the story would not be looked for: it gets its box in the story, or a reason."""
    reached = set(_attributes_with_canaries(server))
    sealed = {f"{model.__name__}.{name}" for model in _models() for name in _texts(model)}
    missing = sealed - reached - NOT_TYPED.keys()
    assert not missing, (
        f"no canary reached {', '.join(sorted(missing))}: fill its box in tests/seizure/office_story.py or journey.py, "
        "or say in NOT_TYPED where it comes from"
    )
    idle = NOT_TYPED.keys() - (sealed - reached)
    assert not idle, f"these get canaries, or are no more: take {', '.join(sorted(idle))} out of NOT_TYPED"


def _models() -> list[type[SealedRecord]]:
    found = [mapper.class_ for mapper in Base.registry.mappers]
    return [one for one in found if issubclass(one, SealedRecord) and one.__module__.startswith("caseintake.")]


def _texts(model: type[SealedRecord]) -> Iterator[str]:
    """The sealed attributes of a model in which words can stand."""
    for name, hint in get_type_hints(model).items():
        if isinstance(vars(model).get(name), Sealed) and _holds_text(get_args(hint)[0]):
            yield name


def _holds_text(kind: Any) -> bool:
    if get_origin(kind) is not None or isinstance(kind, type(int | str)):
        return any(_holds_text(part) for part in get_args(kind))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return any(_holds_text(field.type) for field in msgspec.structs.fields(kind))
    return kind is str


def _attributes_with_canaries(server: Seized) -> Iterator[str]:
    """Which attributes hold a canary, read with every key there is: the positive half of the search."""
    for actor, keyring in _everybody(server):
        with server.office.office.unit(actor=actor, keyring=keyring) as uow:
            for model in _models():
                yield from _readable(model, uow)


def _readable(model: type[SealedRecord], uow: UnitOfWork) -> Iterator[str]:
    for row in uow.session.scalars(select(model)):
        for name in _texts(model):
            try:
                value = getattr(row, name)
            except Locked:
                break
            if ROOT in repr(value):
                yield f"{model.__name__}.{name}"


def _everybody(server: Seized) -> Iterator[tuple[Actor, Keyring]]:
    office, story = server.office, server.story
    with office.office.unit() as uow:
        for who in story.accounts.values():
            credential = uow.session.scalars(select(Credential).where(Credential.person_id == who.person_id)).one()
            named: dict[str, Any] = {"fingerprint": office.office.fingerprint, "person_id": who.person_id}
            secret = unwrap(who.words, credential.under_passphrase(), **named)
            yield (
                Actor("person", who.person_id, uow.roster.person(who.person_id).role),
                Keyring.person(who.person_id, secret),
            )
    for text in story.codes.values():
        code = read_code(text)
        keyring = returning.keyring_of(code, office=office.office)
        if keyring is not None:
            yield returning.actor_of(code), keyring


def test_an_exported_matter_leaves_nothing_out_in_silence(server: Seized) -> None:
    """Whatever opens through a matter's own key is in its export, or is of a kind or a vault that is said to stay."""
    kinds, behind = set(), 0
    for actor, keyring in _everybody(server):
        with server.office.office.unit(actor=actor, keyring=keyring, write=False) as uow:
            for line in queries.my_matters(uow=uow):
                gathered = gather(line.matter, uow=uow)
                gone = {record.id for record in gathered.exported.records}
                vaults = [id for id in _opened_by(line.matter.vault_id, uow) if uow.keystore.can_open(id)]
                for model in _models():
                    rows = scalars_in(select(model), model.vault_id, vaults, uow.session)
                    left = [row for row in rows if row.id not in gone and not _said_to_stay(row)]
                    assert left == [], f"{model.__kind__} of {line.label.codename} stays and nobody is told"
                kinds |= {record.kind for record in gathered.exported.records}
                behind += len([one for one in gathered.exported.records if one.kind == "merge"])
    assert behind
    assert len(kinds) > 40


def _opened_by(vault_id: UUID, uow: UnitOfWork) -> set[UUID]:
    """The vaults this one opens, but for those that stay as a whole (docs/export-format.md § 3)."""
    found, stay = {vault_id}, {VaultKind.CONVERSATION, VaultKind.SLIP, VaultKind.SHARED}
    above = {id: uow.keystore.chains.current(id) for id in uow.session.scalars(select(Vault.id))}
    while more := {
        id for id, epoch in above.items()
        if id not in found and epoch.kind not in stay and {Holder.vault(one) for one in found} & epoch.holders.keys()
    }:  # fmt: skip
        found |= more
    return found


def _said_to_stay(row: SealedRecord) -> bool:
    undone = isinstance(row, Merge) and row.undone_on is not None
    return row.__kind__ in LEFT_OUT or undone or (isinstance(row, Document) and row.possible_minor)


# --- hours -------------------------------------------------------------------------------------------------------


def test_no_value_tells_the_hour(server: Seized) -> None:
    found = []
    for cell in seized.cells(server.office):
        for moments in (server.told, server.wall):
            value = cell.value
            assert not isinstance(value, datetime), f"{cell.place} holds a time of day: keep the day alone"
            if isinstance(value, (int, float)) and moments.number(value):
                found.append(f"{cell.place}: {value}")
            if isinstance(value, str):
                found += [f"{cell.place}: {hit.decode()}" for hit in moments.in_text(value.encode())]
            found += [f"{cell.place}: {hit}" for hit in moments.in_bytes(cell.raw)]
    found = beyond_chance(found)
    assert not found, "\n".join(sorted(set(found)))


def test_every_id_is_one_of_chance(server: Seized) -> None:
    of_codes = {read_code(text).id for text in server.story.drawn}
    ids = [(cell.place, cell.id) for cell in seized.cells(server.office) if cell.id is not None]
    assert len(ids) > 500
    for place, id in ids:
        if id.int >= PINNED and id not in of_codes:
            assert id.version == 4, f"{place}: {id} is not drawn by chance and may tell when it was made"
    for path in seized.files(server.office):
        if "blobs" in path.parts and path.is_file():
            assert UUID(path.name).version == 4, path


def test_no_file_tells_the_hour(server: Seized) -> None:
    found = []
    for place, data in server.stacks():
        for moments in (server.told, server.wall):
            if not place.startswith("the "):
                found += [f"{place}: {hit}" for hit in moments.in_bytes(data)]
            if place in ("the log", "the terminal") or place.endswith((".json", ".toml")):
                found += [f"{place}: {hit.decode()}" for hit in moments.in_text(data)]
    runtime = server.office.office.settings.runtime
    for path in seized.files(server.office):
        timed = seized.TIMED.get(path.name) or runtime in (path, *path.parents)
        if path.is_file() and not timed and not seized.is_midnight(path):
            found.append(f"{path} was last changed at {datetime.fromtimestamp(path.stat().st_mtime, UTC)}")
    found = beyond_chance(found)
    assert not found, "\n".join(sorted(set(found)))


# --- the search itself -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hide",
    [
        lambda word: word.encode(),
        lambda word: word.upper().encode(),
        lambda word: word.encode("utf-16-le"),
        lambda word: word.encode("utf-16-be"),
        lambda word: word.encode().hex().encode(),
        lambda word: base64.b64encode(word.encode()),
        lambda word: base64.b64encode(b"x" + word.encode()),
        lambda word: base64.urlsafe_b64encode(b"xy" + word.encode()),
        lambda word: "".join(f"\\u{ord(letter):04x}" for letter in word).encode(),
        lambda word: json.dumps(word).encode(),
        lambda word: word.encode()[::-1],
        lambda word: zlib.compress(b"so much more " * 9 + word.encode()),
        lambda word: b"\x78\x9c\x78\x01" + zlib.compress(word.encode() * 3, wbits=31),
    ],
)
def test_the_search_finds_a_word_in_every_dress(hide: Any) -> None:
    hidden = b"\x00\x17 before " + hide(f"{ROOT}abc Şəhla") + b" after \xff"
    assert found_in(hidden, list(dresses(ROOT.encode(), folded=True)))


def test_the_search_finds_a_word_in_an_archive() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("a.txt", f"word {ROOT}abc " * 50)
    assert found_in(b"before" + archive.getvalue(), list(dresses(ROOT.encode(), folded=True)))


def test_the_search_finds_a_time_in_every_form() -> None:
    moments, at = Moments(MOMENT, MOMENT), MOMENT.timestamp() + 100
    for text in (f"{int(at)}", f"at {int(at * 1000)},", "2026-03-02T14:05:04", "18:05", "20260302T140504"):
        assert moments.in_text(text.encode()), text
    for form, unit in ((">Q", 1), ("<Q", 1), (">Q", 1000), ("<Q", 1000)):
        assert moments.in_bytes(b"abc" + struct.pack(form, int(at * unit)) + b"z"), (form, unit)
    assert moments.in_bytes(msgspec.msgpack.encode(datetime.fromtimestamp(int(at), UTC)))
    ordered = int(at * 1000).to_bytes(6, "big") + b"\x71\x23\x91" + b"\x00" * 7
    assert moments.in_bytes(ordered)
    assert beyond_chance(moments.in_bytes(ordered + b"\x01" + ordered)) == [], "the same one twice"
    assert beyond_chance(moments.in_bytes(ordered + ordered.replace(b"\x23", b"\x24")))
    assert moments.number(at)
    assert moments.number(at * 1000)
    assert moments.number(at // 30)
    assert not moments.number(at + 3600)
    assert not moments.in_text(b"2026-03-02, 09:30, 1772400000")
