"""A matter that goes out and comes in again is the same matter, and what must stay stays."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import msgspec
import pytest

from caseintake.costs import service as costs
from caseintake.costs.model import CostKind, CostStage
from caseintake.costs.money import typed
from caseintake.costs.service import Cost
from caseintake.deadlines import service as deadlines
from caseintake.diary import service as diary
from caseintake.diary.kinds import Kind
from caseintake.diary.service import Typed
from caseintake.documents import service as documents
from caseintake.execution import service as execution
from caseintake.execution.model import AwardKind
from caseintake.execution.service import Judged
from caseintake.incidents import service as incidents
from caseintake.incidents.kinds import IncidentKind
from caseintake.incidents.model import Told
from caseintake.kernel.ids import new_id
from caseintake.matters import queries, service, team
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, FilingKind, Instance, Lodged
from caseintake.portability import packing, unpacking
from caseintake.portability.lock import MAGIC, ExportLock, WrongWords
from caseintake.portability.records import FIELDS_LEFT_OUT, LEFT_OUT, Exported, Record, gather
from caseintake.vault import canonical
from caseintake.vault.errors import StreamDamaged
from caseintake.vault.holders import Holder
from caseintake.vault.parcel import ParcelSealer
from caseintake.vault.primitives import Argon2Cost, HolderKeys, random_bytes
from caseintake.work import UnitOfWork
from tests.documents.bodies import body, file, take
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.sources import ROOT

pytestmark = pytest.mark.one_engine
CHEAP = Argon2Cost(8 * 1024, 1, 1)
WORDS = ("abrupt", "beaver", "cactus", "deep", "elm", "frost")
SECRET = "AZ21NABZ00000000137010001944"
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def a_matter(office: OfficeForTests) -> Cast:
    """One record of many kinds, a file of a client, a closed file, and costs."""
    cast = set_scene(office)
    first, second, _third = cast.applicants
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        team.add_member(matter, cast.second, uow=uow)
        service.add_applicant(matter, name="Hüseyn", restricted=True, holders=[cast.second], uow=uow)
        service.add_applicant(matter, name="Гусейн", restricted=True, holders=[cast.lawyer], uow=uow)
        (proceeding,) = queries.proceedings(matter, uow=uow)
        decision = service.record_decision(
            proceeding, kind=DecisionKind.JUDGMENT, instance=Instance.FIRST,
            facts={"decided_on": exactly(date(2026, 1, 5))}, uow=uow,
        )  # fmt: skip
        service.record_service(
            decision, proceeding=proceeding, applicant_id=first, facts={"served_on": exactly(date(2026, 1, 9))}, uow=uow
        )
        service.record_filing(proceeding, kind=FilingKind.APPEAL, how=Lodged.POST, applicants=[second], uow=uow)
        service.record_event(matter, kind="contact_made", applicants=[first], uow=uow)
        diary.record(matter, Typed(kind=Kind.HEARING, due=date(2026, 4, 1), applicants=(first,)), uow=uow)
        told = Told(kind=IncidentKind.LEAK, applicants=(second,), note="seen by a neighbour")
        people = {row.id: row for row in queries.applicants(matter, uow=uow)}
        incidents.record(matter, told, only_for=people[second], uow=uow)
        judgment = execution.record(matter, Judged(title="Qarayeva v. Azerbaijan"), uow=uow)
        execution.award(judgment, matter, kind=AwardKind.COSTS, amount=typed("7", "EUR"), uow=uow)
        book = costs.open_book(matter, other=cast.second, uow=uow)
        fee = Cost(kind=CostKind.EXPENSE, stage=CostStage.DOMESTIC, on=date(2026, 1, 2), what=f"Fee to {SECRET}",
                   amount=typed("7", "EUR"))  # fmt: skip
        costs.write(book, matter, fee, uow=uow)
        uow.commit()
        vaults = [matter.vault_id, people[first].client_file_vault_id]
    for vault in vaults:
        received = take(office.office.settings.blobs, body(file("file", "qərar.pdf", b"%PDF " + vault.bytes * 9000)),
                        today=office.clock.today())  # fmt: skip
        with received as form, office.unit(cast.lawyer) as uow:
            documents.keep(form.files, vault, uow=uow, intimate=vault == vaults[1])
            uow.commit()
    return cast


def packed(office: OfficeForTests, person: UUID, matter: UUID, lock: ExportLock, key: bytes) -> bytes:
    pieces = packing.pack(office.office, office.actor(person), office.keyring(person), matter, lock=lock, key=key)
    return b"".join(pieces)


def plain(exported: Exported) -> list[str]:
    """Every record without its ids, in an order of its own; what has to differ left out."""
    found = []
    contents: dict[str, str] = {}
    records: list[dict[str, Any]] = msgspec.to_builtins(exported)["records"]
    for record in records:
        record["fields"].pop("codename", None)
        record["clear"].pop("ref", None)
        if record["kind"] == "matter label":
            record["fields"] = {}
        contents[record["id"]] = f"{record['kind']} {record['clear'].get('number', '')}"
    for record in records:
        text = msgspec.json.encode({**record, "id": "", "signed_by": ""}, order="sorted").decode()
        # An id that means another record says which one: of what kind, with which number.
        found.append(_ID.sub(lambda match: contents.get(match[0], "id"), text))
    return sorted(found)


def read_again(office: OfficeForTests, cast: Cast, content: bytes, key: bytes, codename: str) -> UUID:
    unpacked = unpacking.unpack(BytesIO(content), key, office.office)
    with office.unit(cast.lawyer) as uow:
        arrived = unpacking.take_in(unpacked, codename=codename, uow=uow)
        assert arrived.skipped == {}
        uow.commit()
        return arrived.matter.id


def test_out_and_in_again_is_the_same_but_for_ids(office: OfficeForTests) -> None:
    cast = a_matter(office)
    key = random_bytes(32)
    lock = ExportLock.with_words(WORDS, key, office.clock.today(), CHEAP)
    content = packed(office, cast.lawyer, cast.matter, lock, key)
    opened = unpacking.lock_of(BytesIO(content)).open_with_words(WORDS)
    made = read_again(office, cast, content, opened, "Quince 15")
    with office.unit(cast.lawyer, write=False) as uow:
        before, after = (gather(queries.matter(id, uow=uow), uow=uow) for id in (cast.matter, made))
        kinds = {record.kind for record in before.exported.records}
        assert kinds >= {
            "matter", "matter label", "applicant", "client file", "complaint", "proceeding", "decision", "filing",
            "service on applicant", "procedural event", "diary entry", "diary label", "incident", "executed judgment",
            "award", "document",
        }  # fmt: skip
        first, second = plain(before.exported), plain(after.exported)
        closed = [text for text in first if "applicant" in text.split('"kind":"')[1][:10] and '"number":4' in text]
        assert len(closed) == 1  # Hüseyn's file is not the lawyer's to take: an empty one keeps his number
        lost = [text for text in first if text not in second and text not in closed]
        assert lost == []
        assert len(second) == len(first) + 1
        assert before.exported.closed == (4,)
        assert {1, 2, 3, 4, 5} == set(before.exported.without_consent)
        files = [contents_of(uow, gathered.files) for gathered in (before, after)]
        assert files[0] == files[1]
        old = {record.id for record in before.exported.records}
        assert not old & {record.id for record in after.exported.records}
        assert deadlines.deadlines_of(queries.matter(made, uow=uow), uow=uow)  # counted anew
        restricted = queries.applicants(queries.matter(made, uow=uow), uow=uow)[4]
        assert uow.keystore.holders(restricted.client_file_vault_id)[0] == Holder.person(cast.lawyer)


def contents_of(uow: UnitOfWork, files: Any) -> list[bytes]:
    found = []
    for row in files:
        opened = documents.open_document(row, uow=uow)
        found.append(b"".join(opened.pieces))
        opened.close()
    return sorted(found)


def test_every_kind_that_stays_is_in_the_description_of_the_format() -> None:
    stays = (ROOT / "docs/export-format.md").read_text().split("## 3.")[1].split("## 4.")[0]
    assert {kind for kind in LEFT_OUT if f"`{kind}`" not in stays} == set()
    assert {kind for kind in FIELDS_LEFT_OUT if kind not in stays} == set()


def test_what_stays_here_and_who_opens_it(office: OfficeForTests) -> None:
    cast = a_matter(office)
    key, today = random_bytes(32), office.clock.today()
    with office.unit(cast.lawyer, write=False) as uow:
        text = msgspec.json.encode(gather(queries.matter(cast.matter, uow=uow), uow=uow).exported).decode()
        lock = ExportLock.for_key(uow.keystore.public.of(Holder.person(cast.second)), key, today)
    for never in (SECRET, '"cost item"', "Hüseyn", "conversation_id", '"key"'):
        assert never not in text
    assert "Гусейн" in text
    with office.unit(cast.lawyer, write=False) as uow:  # a file that is closed to the colleague is not handed to her so
        hers = gather(queries.matter(cast.matter, uow=uow), uow=uow, reader=cast.second).exported
        assert hers.closed == (4, 5)
        assert "Гусейн" not in msgspec.json.encode(hers).decode()

    content = packed(office, cast.lawyer, cast.matter, lock, key)
    assert b"%PDF" not in content
    read = unpacking.lock_of(BytesIO(content))
    assert read.open_with_key(HolderKeys(office.secrets[cast.second])) == key
    for act in (
        lambda: read.open_with_key(HolderKeys(office.secrets[cast.lawyer])),
        lambda: read.open_with_words(WORDS),
        lambda: ExportLock.with_words(WORDS, key, today, CHEAP).open_with_words(WORDS[:-1]),
    ):
        with pytest.raises(WrongWords):
            act()

    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    for bad, with_key in ((content[:middle], key), (changed, key), (b"PK\3\4", key), (content, random_bytes(32))):
        with pytest.raises(StreamDamaged):
            unpacking.unpack(BytesIO(bad), with_key, office.office)


def test_a_hostile_document_hangs_nothing_on_another_matter(office: OfficeForTests) -> None:
    """Records that name the ids of a matter that is here already hang on the new one, or are left out."""
    cast = set_scene(office)
    with office.unit(cast.lawyer) as uow:
        (proceeding,) = queries.proceedings(queries.matter(cast.matter, uow=uow), uow=uow)
        service.record_decision(proceeding, kind=DecisionKind.JUDGMENT, instance=Instance.FIRST, uow=uow)
        uow.commit()
    with office.unit(cast.lawyer, write=False) as uow:
        exported = gather(queries.matter(cast.matter, uow=uow), uow=uow).exported
    only = [one for one in exported.records if one.kind in ("decision", "complaint")]
    hostile = msgspec.structs.replace(exported, records=tuple(only), closed=())
    with office.unit(cast.lawyer) as uow:
        arrived = unpacking.take_in(unpacking.Unpacked(hostile), codename="Bait 1", uow=uow)
        uow.commit()
        assert arrived.skipped == {"decision": 1}
    with office.unit(cast.lawyer, write=False) as uow:
        assert len(queries.complaints(queries.matter(cast.matter, uow=uow), uow=uow)) == 1
        assert len(queries.complaints(queries.matter(arrived.matter.id, uow=uow), uow=uow)) == 1
    broken = msgspec.structs.replace(only[0], fields={"state": 7})
    bad = unpacking.Unpacked(msgspec.structs.replace(hostile, records=(broken,)))
    with office.unit(cast.lawyer) as uow, pytest.raises(unpacking.BadExport):
        unpacking.take_in(bad, codename="Bait 2", uow=uow)


def test_a_hostile_document_opens_no_closed_part_before_the_team(office: OfficeForTests) -> None:
    """A "closed part", costs or an inner circle in the team's vault: the lead would believe it and write there."""
    cast = set_scene(office)
    with office.unit(cast.lawyer, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        exported = gather(matter, uow=uow).exported
        vault = matter.vault_id
    day, name = {"opened_on": "2026-03-01"}, {"matter_id": str(cast.matter)}
    bait = (
        Record(kind="settlement part", id=new_id(), vault=vault, fields=name | day),
        Record(kind="cost book", id=new_id(), vault=vault, fields=name | day),
        Record(kind="inner circle", id=new_id(), vault=vault, fields=name | {"made_on": "2026-03-01"}),
        Record(kind="conflict card", id=new_id(), vault=vault, fields=name | {"ref": "AAAAA"},
               clear={"holder_id": str(vault)}),
        Record(kind="display name", id=new_id(), vault=vault, fields={"name": "Lead"},
               clear={"person_id": str(cast.second)}),
    )  # fmt: skip
    hostile = msgspec.structs.replace(exported, records=(*exported.records, *bait))
    with office.unit(cast.lawyer) as uow:
        arrived = unpacking.take_in(unpacking.Unpacked(hostile), codename="Bait 3", uow=uow)
        uow.commit()
    assert arrived.skipped.keys() >= {record.kind for record in bait}


def test_a_heap_of_empty_files_fills_no_disk(office: OfficeForTests) -> None:
    cast = set_scene(office)
    with office.unit(cast.lawyer, write=False) as uow:
        exported = gather(queries.matter(cast.matter, uow=uow), uow=uow).exported
    key, today = random_bytes(32), office.clock.today()
    files = [canonical.encode("file", new_id(), 0, "")] * 3
    deep = b'{"records":[{"kind":"task","fields":{"text":' + b"[" * 5000
    blobs = office.office.settings.blobs
    for frames in ([canonical.encode("json", msgspec.json.encode(exported)), *files], [canonical.encode("json", deep)]):
        sealer = ParcelSealer(MAGIC, ExportLock.with_words(WORDS, key, today, CHEAP).head(), key)
        pieces = [sealer.opening, *(one for frame in frames for one in sealer.frame(frame)), *sealer.finish()]
        with pytest.raises(unpacking.BadExport):
            unpacking.unpack(BytesIO(b"".join(map(bytes, pieces))), key, office.office)
        assert not [path for path in blobs.rglob("*") if path.is_file() and path.stat().st_size]
