"""Sheets go out, come back in a heap, and sort themselves; what is lost or cannot be read comes back as a list."""

from __future__ import annotations

import io
import struct
import zlib

import pypdfium2
import pytest
import segno
from PIL import Image
from sqlalchemy import select

from caseintake.documents.model import Document
from caseintake.matters import queries, service
from caseintake.representation import heaps, numbers, runs
from caseintake.representation.kinds import Step, Waits, last, waits
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import Desk, at_desk

A4 = (1240, 1754)


def sheet(number: str = "", *, turned: float = 0) -> Image.Image:
    """A scanned page with this number at its foot, or with none."""
    page = Image.new("L", A4, 255)
    if number:
        code = io.BytesIO()
        segno.make(number, error="m", micro=False).save(code, kind="png", scale=4, border=4)
        page.paste(Image.open(code).convert("L"), (1000, 1600))
    return page.rotate(turned, expand=True, fillcolor=255)


def pdf(*pages: Image.Image) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=150, save_all=True, append_images=pages[1:])
    return out.getvalue()


def photo(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=60)
    return out.getvalue()


def test_whatever_a_file_is_nothing_but_numbers_comes_out() -> None:
    number = numbers.draw()
    assert heaps.read(photo(sheet(number, turned=94))) == [([number], b"")]
    assert heaps.read(b"%PDF-1.7 no such thing") is None
    assert heaps.read(b"GIF89a") is None
    small = io.BytesIO()
    Image.new("1", (8, 8)).save(small, "PNG")
    head = b"IHDR" + struct.pack(">II", 30_000, 30_000) + small.getvalue()[24:29]
    bomb = small.getvalue()[:12] + head + struct.pack(">I", zlib.crc32(head)) + small.getvalue()[33:]
    assert heaps.read(bomb) is None, "a picture that says it has 900 million dots"
    other = io.BytesIO()
    segno.make("https://example.org/take-this").save(other, kind="png", scale=6)
    assert heaps.read(other.getvalue()) == [([], b"")]


def sheets(office: OfficeForTests, cast: Cast) -> list[runs.Sheet]:
    with office.unit(cast.lawyer, write=False) as uow:
        found = runs.sheets(queries.matter(cast.matter, uow=uow), uow=uow)
        for one in found:
            _ = one.page.number, one.file.name
        return found


def send_scans(desk: Desk, here: str, files: list[tuple[str, bytes]], typed: str = "") -> str:
    address = desk.press(here, f"{here}/scans").location
    fields = desk.fields(address, address)
    data = {**fields.to_dict(), "numbers": typed, "files": [(io.BytesIO(content), name) for name, content in files]}
    answer = desk.client.post(address, data=data, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.text[-2000:]
    return answer.text


@pytest.mark.one_engine
def test_a_batch_goes_out_and_a_heap_comes_back(office: OfficeForTests, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = set_scene(office)
    here = f"/matters/{cast.matter}/signatures"
    with office.unit(cast.lawyer) as uow:
        service.add_applicant(queries.matter(cast.matter, uow=uow), name="Rövşən Talıbov", uow=uow)
        uow.commit()
    with at_desk(office, cast.lawyer) as desk:
        asked = {"kinds": ["authority", "declaration"], "representative": str(cast.lawyer), "collector": "Əminə"}
        assert "Please answer this question." in desk.post(here, 422, everybody="y", **asked).text
        one = desk.post(here, numbers="1-4", place="The upper village", **asked).location
        out = sheets(office, cast)
        assert len(out) == 8
        assert len({row.page.number for row in out}) == 8
        for row in out:
            assert row.page.word == next(other.page.word for other in out if other.applicant.id == row.applicant.id)
        # What the collector and the envelopes carry: numbers and words, and nobody's name.
        for what in ("sheets", "envelopes", "collector"):
            page = desk.get(f"{one}/{what}")
            assert numbers.spaced(out[0].page.number) in page
            for name in ("Sevda", "Qarayeva", "Тимур", "Nil", "Quince", "upper village", "Əminə"):
                assert name not in page, (what, name)
        assert desk.get(f"{one}/sheets").count('class="qr"') == 8
        desk.post(one, step="with_collector", on__day="1", on__month="3", on__year="2026")
        assert "none of this batch" in desk.post(one, 422, step="original", only="48210 93775").text

        mine = [row.page.number for row in out]
        heap = pdf(sheet(mine[0], turned=180), sheet(mine[2]), sheet(), sheet(numbers.draw()))
        files = [
            ("heap.pdf", heap), ("photo.jpg", photo(sheet(mine[4], turned=7))), (f"{mine[6]}.jpg", photo(sheet())),
            ("typed.jpg", photo(sheet())), ("broken.pdf", b"%PDF-1.4 broken"),
        ]  # fmt: skip
        page = send_scans(desk, here, files, f"\n\n\n{numbers.spaced(mine[1])}\n")
        assert page.count("sorted to its applicant") == 5
        assert page.count("no number can be read") == 2
        assert page.count("no sheet of this matter has this number") == 1
        assert "This file cannot be read: broken.pdf" in page
        with monkeypatch.context() as hurry:
            hurry.setattr(heaps, "SECONDS_A_HEAP", 0.0)
            page = send_scans(desk, here, [("late.jpg", photo(sheet(mine[7])))], numbers.spaced(mine[7]))
        assert ("late.jpg" in page, "not read yet" in page, numbers.spaced(mine[7]) in page) == (True, True, True)

    with office.unit(cast.lawyer, write=False) as uow:
        now = {row.page.number: row for row in runs.sheets(queries.matter(cast.matter, uow=uow), uow=uow)}
        for number in (mine[0], mine[1], mine[2], mine[4], mine[6]):
            document = uow.session.get(Document, now[number].page.scan_id)
            assert document is not None
            assert document.vault_id == now[number].file.vault_id, "each scan lies in its own client's file"
            assert waits(now[number].page) is Waits.OUT, "a scan is no signature"
        assert len(uow.session.scalars(select(Document)).all()) == 5, "what found no sheet was not kept"
    store = office.office.settings.blobs
    assert sum(path.is_file() and len(path.name) == 36 for path in store.rglob("*")) == 5

    with at_desk(office, cast.lawyer) as desk:
        desk.post(one, step="original", words="Safe", only=mine[0], on__day="2", on__month="3", on__year="2026")
        desk.post(one, step="seized", words="Road check", on__day="2", on__month="3", on__year="2026")
        page = desk.get(f"/matters/{cast.matter}/authorities?waits=again")
        assert "Тимур" in page
        assert "Sevda" not in page, "her original was in hand before"
    kept = {row.page.number: row.page for row in sheets(office, cast)}
    assert last(kept[mine[0]].steps, Step.SEIZED) is None
    assert last(kept[mine[1]].steps, Step.SEIZED) is not None


def test_a_page_of_a_heap_is_that_page_alone() -> None:
    first, second = numbers.draw(), numbers.draw()
    pages = heaps.read(pdf(sheet(first), sheet(second)))
    assert pages is not None
    assert [found for found, _alone in pages] == [[first], [second]]
    assert [len(pypdfium2.PdfDocument(alone)) for _found, alone in pages] == [1, 1]
    assert heaps.read(pages[1][1]) == [([second], b"")]
