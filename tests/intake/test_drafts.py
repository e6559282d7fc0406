"""Drafts: kept sealed under the code, merged between windows, gone without a key."""

from __future__ import annotations

import threading
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select, update

from caseintake.documents import service as documents
from caseintake.intake import drafts
from caseintake.intake.drafts import Content, Draft, DraftedFile, DraftGone
from caseintake.intake.receipts import Code, new_code
from tests.intake.files import received
from tests.intake.people import content, draft
from tests.office import OfficeForTests


def read(office: OfficeForTests, code: Code) -> Content | None:
    with office.office.unit() as uow:
        found = drafts.read(code, uow=uow)
    return found.content if found else None


def test_only_the_code_opens_a_draft(office: OfficeForTests) -> None:
    code = draft(office.office)
    assert read(office, code) == msgspec.structs.replace(content(), answers=dict(content().answers))
    assert read(office, new_code()) is None
    with office.office.unit() as uow:
        assert b"telephone" not in uow.session.scalars(select(Draft.sealed)).one()


def test_a_draft_somebody_changed_is_no_draft(office: OfficeForTests) -> None:
    code, other = draft(office.office), draft(office.office)
    with office.office.unit(write=True) as uow:
        sealed = uow.session.scalar(select(Draft.sealed).where(Draft.id == other.id))
        uow.session.execute(update(Draft).where(Draft.id == code.id).values(sealed=sealed))
        uow.commit()
    assert read(office, code) is None


def test_two_windows_keep_each_others_pages(office: OfficeForTests) -> None:
    code = draft(office.office)
    barrier = threading.Barrier(4)

    def save(number: int) -> None:
        barrier.wait()
        given = {f"field{number}": (str(number),)}
        drafts.change(code, lambda held: held.with_answers(given, given), office=office.office)

    windows = [threading.Thread(target=save, args=(number,)) for number in range(4)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    held = read(office, code)
    assert held is not None
    assert {name for name in held.answers if name.startswith("field")} == {f"field{number}" for number in range(4)}


def test_an_answer_taken_away_is_gone_and_others_stay(office: OfficeForTests) -> None:
    held = content({"a": "1", "b": "2"}).with_answers(["a"], {"a": ("",)})
    assert dict(held.answers) == {"b": ("2",)}


def test_beginning_twice_keeps_the_first(office: OfficeForTests) -> None:
    code = draft(office.office)
    drafts.begin(code, content({"what_happened": "other"}), office=office.office)
    held = read(office, code)
    assert held is not None
    assert held.answers["what_happened"] != ("other",)


def test_what_is_never_sent_vanishes_after_its_days_with_its_files(office: OfficeForTests) -> None:
    file = received(office.office, b"letter", "a.pdf")
    code = draft(office.office)
    drafts.change(code, lambda held: msgspec.structs.replace(held, files=(DraftedFile(file),)), office=office.office)
    blobs = office.office.settings.blobs
    for days, left in ((7, 1), (8, 0)):
        office.clock.advance(timedelta(days=days) if days == 7 else timedelta(days=1))
        with office.office.unit(write=True) as uow:
            gone = drafts.purge(office.clock.today(), uow=uow)
            documents.sweep(uow=uow)
            uow.commit()
        assert gone == 1 - left
        assert sum(1 for path in blobs.rglob("*") if path.is_file()) == left
    assert read(office, code) is None


def test_saving_prolongs_the_days(office: OfficeForTests) -> None:
    code = draft(office.office)
    office.clock.advance(timedelta(days=6))
    drafts.change(code, lambda held: held, office=office.office)
    office.clock.advance(timedelta(days=6))
    with office.office.unit(write=True) as uow:
        assert drafts.purge(office.clock.today(), uow=uow) == 0


def test_a_change_of_nothing_is_said(office: OfficeForTests) -> None:
    with pytest.raises(DraftGone):
        drafts.change(new_code(), lambda held: held, office=office.office)


def test_the_size_of_a_draft_tells_little(office: OfficeForTests) -> None:
    for length in (1, 10, 20):
        draft(office.office, content({"what_happened": "x" * length}))
    with office.office.unit() as uow:
        sizes = {len(sealed) for sealed in uow.session.scalars(select(Draft.sealed))}
    assert len(sizes) == 1
