"""Two files made one go out with a matter as the one they are, and what was closed among them stays."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from caseintake.access.visibility import NotVisible
from caseintake.casework import contacts, letters, notes
from caseintake.casework import tasks as work
from caseintake.casework.kinds import About, Direction
from caseintake.casework.letters import Said
from caseintake.documents import service as documents
from caseintake.documents.model import Document
from caseintake.intake import consenting
from caseintake.intake.drafts import Agreed
from caseintake.intake.model import HowGiven
from caseintake.matters import queries, service, team
from caseintake.matters.kinds import TaskKind
from caseintake.matters.tasks import add_task, tasks_of
from caseintake.people import merges
from caseintake.people.merging import Keep
from caseintake.portability import unpacking
from caseintake.portability.lock import ExportLock
from caseintake.portability.records import Exported, gather
from caseintake.vault.holders import RECOVERY, Holder
from caseintake.vault.primitives import random_bytes
from tests.documents.bodies import body, file, take
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.portability.test_export import CHEAP, WORDS, contents_of, packed, plain, read_again

pytestmark = pytest.mark.one_engine


def one_person_of_three_files(office: OfficeForTests) -> tuple[Cast, list[UUID]]:
    """The third of the scene's people is also the fourth, who was the fifth already; each has papers of her own."""
    cast = set_scene(office)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        team.add_member(matter, cast.second, uow=uow)
        for name in ("Nil Erdogan", "Нил Эрдоган"):
            service.add_applicant(matter, name=name, uow=uow)
        people = queries.applicants(matter, uow=uow)[2:]
        files = [queries.client_file(row, uow=uow) for row in people]
        for row, file_ in zip(people, files, strict=True):
            assert file_ is not None
            who = str(row.number)
            letters.record(matter, Said(direction=Direction.OUT, about=f"to {who}"), applicants=[row.id], uow=uow)
            work.add(matter, what=f"call {who}", applicants=[row.id], uow=uow)
            notes.write(matter, f"note {who}", about=About.APPLICANT, subject_id=row.id, uow=uow)
            contacts.record(matter, [row.id], contacts.Contact(on=office.clock.today(), summary=who), uow=uow)
            add_task(file_, TaskKind.PAPER, text=f"paper {who}", uow=uow)
            given = Agreed(use="domestic", agreed=row.number == 5, version=1, language="az", digest="")
            consenting.take(file_, given, HowGiven.IN_PERSON, "", None, uow=uow)
        uow.commit()
        vaults = [row.client_file_vault_id for row in people]
    blobs, today = office.office.settings.blobs, office.clock.today()
    for vault in vaults:
        received = take(blobs, body(file("file", f"{vaults.index(vault)}.pdf", vault.bytes * 9)), today=today)
        with received as form, office.unit(cast.lawyer) as uow:
            (paper,) = documents.keep(form.files, vault, uow=uow)
            uow.flush()
            notes.write(queries.matter(cast.matter, uow=uow), f"of {paper.name}", about=About.DOCUMENT,
                            subject_id=paper.id, uow=uow)  # fmt: skip
            uow.commit()
    with office.unit(cast.lawyer) as uow:
        people = queries.applicants(queries.matter(cast.matter, uow=uow), uow=uow)[2:]
        known = queries.client_files(people, uow=uow)
        third, fourth, fifth = (known[row.id] for row in people)
        merges.merge(fourth, fifth, {}, uow=uow)
        merges.merge(third, fourth, {"name": Keep.OTHER}, uow=uow)
        uow.commit()
    return cast, vaults


def found_of(matter_id: UUID, person: UUID, office: OfficeForTests) -> list[list[str]]:
    """What the office finds of the third applicant, in the words of its records, and the files' first bytes."""
    with office.unit(person, write=False) as uow:
        matter = queries.matter(matter_id, uow=uow)
        row = queries.applicants(matter, uow=uow)[2]
        assert row.number == 3
        kept = queries.client_file(row, uow=uow)
        assert kept is not None
        behind = merges.behind(kept, uow=uow)
        files = [kept, *queries.merged_into([kept], uow=uow)[kept.id].opened]
        vaults = [row.client_file_vault_id, *(one.other_vault_id for one in behind)]
        assert {one.vault_id for one in files} == set(vaults)
        written = notes.of_matter(matter, uow=uow)
        papers = uow.session.scalars(select(Document).where(Document.vault_id.in_(vaults))).all()
        return [
            [kept.name],
            sorted(one.name for one in files),
            sorted(one.about for one in letters.of_matter(matter, uow=uow)),
            sorted(one.text for one in written),
            sorted(one.summary for one in contacts.of_matter(matter, uow=uow)),
            sorted(one.what for one in work.of_matter(matter, uow=uow)),
            sorted(one.text for one in tasks_of(files, uow=uow)),
            sorted(str(one.row.agreed) for one in consenting.history(kept, uow=uow)),
            sorted(content.hex() for content in contents_of(uow, papers)),
            sorted(f"of {one.name}" for one in papers if notes.about(written, About.DOCUMENT, one.id)),
        ]


def test_a_file_made_one_with_another_goes_along_with_its_papers(office: OfficeForTests) -> None:
    cast, _vaults = one_person_of_three_files(office)
    before = found_of(cast.matter, cast.lawyer, office)
    assert before[2] == ["to 3", "to 4", "to 5"]
    assert before[3] == ["note 3", "note 4", "note 5", "of 0.pdf", "of 1.pdf", "of 2.pdf"]
    assert (before[4], before[9]) == (["3", "4", "5"], ["of 0.pdf", "of 1.pdf", "of 2.pdf"])
    assert (before[7], len(before[8])) == (["False", "False", "True"], 3)
    key = random_bytes(32)
    lock = ExportLock.with_words(WORDS, key, office.clock.today(), CHEAP)
    made = read_again(office, cast, packed(office, cast.lawyer, cast.matter, lock, key), key, "Quince 15")
    assert found_of(made, cast.lawyer, office) == before
    with office.unit(cast.lawyer) as uow:
        old, new = (gather(queries.matter(id, uow=uow), uow=uow).exported for id in (cast.matter, made))
        assert plain(old) == plain(new)
        assert {record.kind for record in old.records} >= {"merge", "consent taken"}
        assert b"repointed" not in msgspec.json.encode(old)
        third = queries.client_file(queries.applicants(queries.matter(made, uow=uow), uow=uow)[2], uow=uow)
        assert third is not None
        with pytest.raises(NotVisible):  # what the two were before is known where they were made one
            merges.undo(merges.behind(third, uow=uow)[0], uow=uow)

        # A file that names people who are here already makes nobody of them one with somebody who comes.
        here = queries.client_file(queries.applicants(queries.matter(made, uow=uow), uow=uow)[0], uow=uow)
        assert here is not None
        link = {"file_id": str(here.id), "vault_id": str(here.vault_id)}
        other = {"other_id": str(here.id), "other_vault_id": str(here.vault_id)}
        more = {"client file": {"merged": [link], "merged_into": str(here.id)}, "merge": other}
        bait = [msgspec.structs.replace(one, fields=one.fields | more.get(one.kind, {})) for one in old.records]
        hostile = msgspec.structs.replace(old, records=tuple(bait))
        arrived = unpacking.take_in(unpacking.Unpacked(hostile), codename="Bait 4", uow=uow)
        assert arrived.skipped["merge"] == 2
        files = queries.client_files(queries.applicants(arrived.matter, uow=uow), uow=uow).values()
        assert {(one.merged, one.merged_into) for one in files} == {((), None)}


def test_a_closed_file_behind_another_stays_and_is_said(office: OfficeForTests) -> None:
    cast, vaults = one_person_of_three_files(office)
    with office.unit(cast.second) as uow:  # the last of the three to the second lawyer alone
        uow.keystore.grant(vaults[2], Holder.person(cast.second))
        uow.keystore.remove(vaults[2], Holder.vault(queries.matter(cast.matter, uow=uow).vault_id))
        uow.commit()

    def gathered(person: UUID, reader: UUID | None = None) -> Exported:
        with office.unit(person, write=False) as uow:
            return gather(queries.matter(cast.matter, uow=uow), uow=uow, reader=reader).exported

    for without in (gathered(cast.lawyer), gathered(cast.second, cast.lawyer)):
        assert vaults[1] in {one.id for one in without.vaults}
        assert vaults[2] not in {one.id for one in without.vaults} | {one.vault for one in without.records}
        assert (len(without.closed_behind), without.closed) == (1, ())
        assert len([one for one in without.records if one.kind == "merge"]) == 1
        assert b"note 5" not in msgspec.json.encode(without)
    whole = gathered(cast.second, cast.second)
    assert [one.id for one in whole.vaults if one.restricted] == [vaults[2]]
    assert whole.closed_behind == ()
    with office.unit(cast.second) as uow:
        arrived = unpacking.take_in(unpacking.Unpacked(whole), codename="Quince 16", uow=uow)
        third = queries.client_file(queries.applicants(arrived.matter, uow=uow)[2], uow=uow)
        assert third is not None
        behind = queries.merged_into([third], uow=uow)[third.id].opened
        held = {one.name: set(uow.keystore.holders(one.vault_id)) - {RECOVERY} for one in behind}
        team_of_it = {Holder.vault(arrived.matter.vault_id)}
        assert held == {"Nil Erdogan": team_of_it, "Нил Эрдоган": {Holder.person(cast.second)}}
