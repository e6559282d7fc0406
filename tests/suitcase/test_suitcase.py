"""A suitcase: fetched in the office, opened without it, with nobody to talk to and nothing written."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from caseintake.app import create_app
from caseintake.casework.model import CaseNote, ContactEntry
from caseintake.deadlines.states import State
from caseintake.diary.model import DiaryEntry
from caseintake.kernel.ids import new_id
from caseintake.suitcase import side
from caseintake.suitcase.beside import Beside, InTheWay
from caseintake.suitcase.lock import WrongPassphrase
from caseintake.suitcase.model import SuitcaseFetched
from caseintake.suitcase.reading import Suitcase
from caseintake.vault import canonical
from caseintake.vault.errors import StreamDamaged
from caseintake.vault.primitives import SECRET_BYTES, Argon2Cost, HolderKeys, hpke_seal
from caseintake.vault.verified import of_person
from tests.backup.scene import FILE, set_up
from tests.documents.test_service import add
from tests.office import OfficeForTests
from tests.signing_in import Account, sign_in
from tests.web.asking import hidden

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
SECRETS = ("Sevda Qarayeva", "Тимур Алиев", "Quince 14", "Searches in March", "Zəhra-qərar", "Through her sister")


class Packed:
    """An office, a lawyer of it with a suitcase, and what opens it."""

    def __init__(self, office: OfficeForTests, folder: Path) -> None:
        self.office, self.path = office, folder / "suitcase.case"
        self.scene = set_up(office)
        self.lawyer: Account = _known(office, self.scene.cast.lawyer)
        app = create_app(office.office, "office")
        app.testing = True
        self.browser: FlaskClient = sign_in(app.test_client(), office, self.lawyer.person_id)
        self.coordinator = sign_in(app.test_client(), office, office.coordinator)

    def fetch(self, **changed: object) -> int:
        token = hidden(self.browser.get("/suitcase").text, "csrf_token")
        typed = {"csrf_token": token, "passphrase": self.lawyer.passphrase, "matters": [str(self.scene.cast.matter)]}
        response = self.browser.post("/suitcase", data={**typed, **changed})
        self.path.write_bytes(response.data)
        return response.status_code

    def bring(self, data: bytes, status: int = 200, who: FlaskClient | None = None) -> str:
        """The page after a side file was sent."""
        browser = who or self.browser
        form = {"csrf_token": hidden(browser.get("/suitcase").text, "csrf_token"), "file": (BytesIO(data), "a.side")}
        answer = browser.post("/suitcase/side", data=form, content_type="multipart/form-data")
        assert answer.status_code == status, answer.text[-1500:]
        return answer.text

    def accept(self, page: str, *ids: str, status: int = 200) -> str:
        form = {"csrf_token": hidden(page, "csrf_token"), "file": hidden(page, "file"), "accept": list(ids)}
        answer = self.browser.post("/suitcase/side/accept", data=form)
        assert answer.status_code == status, answer.text[-1500:]
        return answer.text

    def records(self) -> list[Any]:
        """What the matter holds of the kinds that a side file brings."""
        with self.office.unit(self.lawyer.person_id, write=False) as uow:
            rows = [row for kind in (CaseNote, ContactEntry, DiaryEntry) for row in uow.session.scalars(select(kind))]
            uow.keystore.open({row.vault_id for row in rows})
            for row in rows:
                row.payload()
            uow.session.expunge_all()
            return rows


def _known(office: OfficeForTests, person_id: object) -> Account:
    """The account of somebody whose passphrase the scene did not keep: made anew."""
    from caseintake.identity import words
    from caseintake.identity.credentials import wrap
    from caseintake.identity.model import Credential
    from tests.signing_in import QUICK

    drawn = words.draw_passphrase()
    with office.unit(person_id) as uow:  # type: ignore[arg-type]
        row = uow.session.scalars(select(Credential).where(Credential.person_id == person_id)).one()
        row.wrap_anew(
            wrap(drawn, office.secrets[row.person_id], fingerprint=office.office.fingerprint,
                 person_id=row.person_id, cost=QUICK)
        )  # fmt: skip
        uow.commit()
        return Account(row.person_id, "", drawn, b"")


@pytest.fixture
def packed(office: OfficeForTests, tmp_path: Path) -> Packed:
    made = Packed(office, tmp_path)
    assert made.fetch() == 200
    return made


def words_of(packed: Packed) -> tuple[str, ...]:
    return packed.lawyer.words


def test_it_holds_what_its_owner_holds_keys_to(packed: Packed) -> None:
    case = Suitcase.open(packed.path, words_of(packed))
    told = repr([(page.group, page.title, page.blocks) for page in case.pages])
    for word in SECRETS:
        assert word in told or word in repr(case.files), word
    assert "telephone in the corridor" not in told, "a lawyer does not hold the intake"
    assert len(case.files) == 1
    assert b"".join(case.content(0)) == FILE
    printed = [page for page in case.pages if page.group == "Forms"]
    assert [page.title.rpartition(" ")[2] for page in printed[:4]] == ["Azərbaycanca", "Русский", "English", "Français"]
    assert "☐" in repr(printed[0].blocks)
    assert not [word for word in SECRETS if word in repr(printed)], "a blank form says nothing of anybody"
    earlier = Suitcase(case.day, "")
    earlier._take(0, canonical.encode("begin", 1, case.day, "az"))
    assert (earlier.language, earlier.side, earlier.matters) == ("az", None, []), "one of an earlier version is read"


@on_sqlite
def test_intimate_files_and_those_of_other_matters_stay(packed: Packed) -> None:
    from caseintake.documents.model import Document

    secret = add(packed.office, packed.lawyer.person_id, packed.scene.matter_vault, b"\xff\xd8\xff private", "img.jpg")
    with packed.office.unit(packed.lawyer.person_id) as uow:
        uow.session.get_one(Document, secret).intimate = True
        uow.commit()
    assert packed.fetch() == 200
    case = Suitcase.open(packed.path, words_of(packed))
    assert len(case.files) == 1
    assert "img.jpg" not in repr(case.pages)  # the name may say what is in it
    assert packed.fetch(matters=[]) == 200
    assert Suitcase.open(packed.path, words_of(packed)).files == []


@on_sqlite
def test_it_tells_nothing_without_the_passphrase(packed: Packed) -> None:
    data = packed.path.read_bytes()
    for word in SECRETS:
        assert word.encode() not in data
    assert packed.lawyer.person_id.bytes not in data
    with pytest.raises(WrongPassphrase):
        Suitcase.open(packed.path, words_of(packed)[::-1])
    for at in (20, len(data) // 2, len(data) - 30):
        packed.path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises((StreamDamaged, WrongPassphrase)):
            Suitcase.open(packed.path, words_of(packed))
    packed.path.write_bytes(data[: len(data) // 2])
    with pytest.raises(StreamDamaged):
        Suitcase.open(packed.path, words_of(packed))


@on_sqlite
def test_fetching_is_logged_and_shown_and_asks_the_passphrase(packed: Packed) -> None:
    assert "Leyla Quliyeva" in packed.coordinator.get("/suitcase").text
    assert packed.fetch(passphrase="academic acid acne acquire acrobat activity actress adapt") == 400
    assert packed.fetch(passphrase="") == 400
    with packed.office.unit(packed.lawyer.person_id, write=False) as uow:
        assert len(uow.session.scalars(select(SuitcaseFetched)).all()) == 1


@contextmanager
def opened(path: Path, home: Path, spoiled: str = "") -> Iterator[int]:
    """``caseintake open`` in a process of its own, at home in one empty folder; its port. ``spoiled`` runs first."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8",
                   "PYTHONPATH": str(Path(__file__).parents[2])}  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-c", f"{spoiled}\nfrom caseintake.cli import main; main()", "open", str(path)],
        stdout=subprocess.PIPE, text=True, cwd=home, env=environment,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield int(line.rsplit(":", 1)[1].strip(" /\n"))
    finally:
        process.terminate()
        process.wait()


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body, {**kind, **headers})
    response = connection.getresponse()
    answer = response.read().decode("utf-8", "replace")
    connection.close()
    return response.status, answer, dict(response.getheaders())


@on_sqlite
def test_it_is_read_in_a_browser_and_nothing_is_written(packed: Packed, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with opened(packed.path, home) as port:
        status, page, headers = ask(port, "GET", "/")
        assert status == 200
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "same-origin", "a browser would send Origin: null and be refused"
        assert "Quince" not in page
        assert ask(port, "GET", "/page/0")[0] == 303
        assert ask(port, "POST", "/open", urlencode({"passphrase": "academic acid"}))[0] == 400
        typed = urlencode({"passphrase": packed.lawyer.passphrase})
        assert ask(port, "POST", "/open", typed, Origin="http://evil.example")[0] == 403
        assert ask(port, "GET", "/", Host="evil.example")[0] == 403
        _, _, headers = ask(port, "POST", "/open", typed)
        cookie = {"Cookie": headers["Set-Cookie"].partition(";")[0]}
        contents = ask(port, "GET", "/", **cookie)[1]
        assert "Quince 14" in contents
        shown = "".join(ask(port, "GET", f"/page/{n}", **cookie)[1] for n in range(2))
        for word in ("Sevda Qarayeva", "Тимур Алиев", "Searches in March", "Through her sister"):
            assert word in shown
        assert ask(port, "GET", "/page/99", **cookie)[0] == 404
        assert ask(port, "GET", "/file/0", **cookie)[1].startswith("%PDF-1.7")
        assert ask(port, "GET", "/")[1].count("Quince") == 0, "another program on this machine sees nothing"
        assert ask(port, "POST", "/close", "x=1", **cookie)[0] == 303
        assert "Quince" not in ask(port, "GET", "/", **cookie)[1]
    assert list(home.rglob("*")) == []


# --- the side file -------------------------------------------------------------------------------------------------

#: What is written on the road: what it is, its day, its words, and for which applicant by number.
ON_THE_ROAD = (
    ("note", "2026-03-01", "The guard took her telephone", ""),
    ("contact", "2026-03-01", "She is well and asks for her glasses", "1"),
    ("court_date", "2026-04-09", "Appeal against the detention", ""),
)


def written(packed: Packed, home: Path) -> bytes:
    """The side file after a day away: the entries above, and one that was struck out."""
    case = Suitcase.open(packed.path, words_of(packed))
    with opened(packed.path, home) as port:
        typed = urlencode({"passphrase": packed.lawyer.passphrase})
        cookie = {"Cookie": ask(port, "POST", "/open", typed)[2]["Set-Cookie"].partition(";")[0]}
        assert "Nothing yet" in ask(port, "GET", "/write", **cookie)[1]

        def write(what: str, day: str, text: str, applicant: str = "") -> tuple[int, str]:
            boxes = {"matter": str(case.matters[0].id), "what": what, "day": day, "text": text, "applicant": applicant}
            fatal = {"fatal": "yes"} if what == "court_date" else {}
            return ask(port, "POST", "/write", urlencode(boxes | fatal), **cookie)[:2]

        for wrong in (("note", "soon", "x"), ("contact", "2026-03-01", "x"), ("note", "2026-03-01", ""),
                      ("note", "2026-03-01", "x", "77"), ("court_date", "2026-03-01", "x" * 201)):  # fmt: skip
            status, page = write(*wrong)
            assert status == 400
            assert 'aria-invalid="true"' in page
        assert not (home / "suitcase.case.side").exists()
        for one in (*ON_THE_ROAD, ("note", "2026-03-02", "Written by mistake", "")):
            assert write(*one)[0] == 303
        page = ask(port, "GET", "/write", **cookie)[1]
        assert page.index("Written by mistake") < page.index("took her telephone"), "the newest first"
        last = hidden(page[page.index("Written by mistake") :], "entry")
        assert ask(port, "POST", "/strike", f"entry={last}")[0] == 400, "only whoever typed the passphrase"
        assert ask(port, "POST", "/strike", f"entry={last}", **cookie)[0] == 303
        assert ask(port, "POST", "/strike", "entry=nothing", **cookie)[0] == 400
    assert sorted(path.name for path in home.glob("suitcase*")) == ["suitcase.case", "suitcase.case.side"]
    assert (home / "suitcase.case.side").stat().st_mode & 0o077 == 0
    return (home / "suitcase.case.side").read_bytes()


@on_sqlite
def test_what_was_written_away_is_taken_in_from_a_list(packed: Packed, tmp_path: Path) -> None:
    before = packed.path.read_bytes()
    data = written(packed, tmp_path)
    assert packed.path.read_bytes() == before, "the suitcase itself is never changed"
    assert not [text for _what, _day, text, _who in ON_THE_ROAD if text.encode() in data]
    page = packed.bring(data)
    assert "Written by mistake" not in page
    offered = re.findall(r'name="accept" value="([^"]+)"', page)
    assert len(offered) == 3
    assert packed.records() == []
    page = packed.accept(page, *offered[:1])
    assert "1 entry was taken in" in page
    page = packed.accept(page, *offered)
    assert "2 entries were taken in" in page
    assert 'name="accept"' not in packed.bring(data), "the same entry is never taken twice"
    note, met, dated = sorted(packed.records(), key=lambda row: offered.index(str(row.id)))
    assert "took her telephone" in note.text
    assert "Written away from the office on" in note.text
    assert "glasses" in met.summary
    assert met.event_id is not None, "time to be in touch again runs from it"
    assert dated.what.startswith("Appeal against the detention")
    assert dated.state is State.TYPED_UNREAD, "a second person reads a fatal date"


@on_sqlite
def test_a_side_file_is_taken_from_its_owner_alone_and_whole(packed: Packed, tmp_path: Path) -> None:
    case = Suitcase.open(packed.path, words_of(packed))
    assert case.side is not None
    matter, day = case.matters[0].id, date(2026, 3, 1)
    note = side.Entry(new_id(), matter, None, side.What.NOTE, day, "The guard took it", False, day)
    data = case.side.seal([note])
    assert "opens for its owner alone" in packed.bring(data, 422, packed.coordinator)
    for at in (2, 30, len(data) // 2, len(data) - 3):
        assert "cut or changed" in packed.bring(data[:at], 422)
        changed = packed.bring(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], 422)
        assert "cut or changed" in changed or "opens for its owner alone" in changed
    assert "Choose a file" in packed.bring(b"", 422)
    kind = "multipart/form-data; boundary=a"
    large = packed.browser.post("/suitcase/side", data=b"x" * (2 << 20), content_type=kind)
    assert large.status_code == 413
    # Somebody who knows the public key and has neither file nor passphrase makes one that opens; nobody signed its key.
    with packed.office.unit(packed.lawyer.person_id, write=False) as uow:
        to = of_person(uow.roster, packed.lawyer.person_id)
    about = side.about(packed.office.office.fingerprint, packed.lawyer.person_id)
    forged = side.SideKey.make(HolderKeys(b"f" * 32), to, about)
    assert "opens for its owner alone" in packed.bring(forged.seal([note]), 422)
    short = b"k" * (SECRET_BYTES - 1)
    forged = side.SideKey(case.side.key, hpke_seal(to, short, about), forged.signature)
    assert "opens for its owner alone" in packed.bring(forged.seal([note]), 422)
    # No day far off, from which nothing can be counted on, and no text longer than the form takes.
    for wrong in (replace(note, day=date.max), replace(note, day=date.min), replace(note, text="x" * 4001)):
        assert "cut or changed" in packed.bring(case.side.seal([wrong]), 422)
    (tmp_path / "a.side").write_bytes(forged.seal([]))
    with pytest.raises(InTheWay):
        Beside(tmp_path / "a.side").add(case.side, note)
    page = packed.bring(case.side.seal([gone := replace(note, matter_id=new_id())]))
    assert "not open to you any more" in page
    packed.accept(page, str(gone.id))
    nobody = replace(note, id=new_id(), what=side.What.CONTACT, applicant_id=new_id())
    page = packed.bring(case.side.seal([note, nobody]))
    assert "Nothing was taken in yet" in packed.accept(page, str(note.id), str(nobody.id), status=422)
    assert packed.records() == [], "all that was ticked, or nothing"
    with pytest.raises(side.TooLong):
        case.side.seal([replace(note, id=new_id(), text="я" * side.MOST_TEXT) for _ in range(200)])


SPOILED = """
import socket
from werkzeug.wrappers import Response
from caseintake.suitcase.viewer import Viewer
def reach_out(self, request):
    try:
        socket.create_connection(("192.0.2.7", 80), 1)
    except Exception as error:
        return Response(type(error).__name__)
Viewer._answer = reach_out
"""


@on_sqlite
def test_even_a_spoiled_viewer_reaches_nobody(packed: Packed, tmp_path: Path) -> None:
    with opened(packed.path, tmp_path, SPOILED) as port:
        assert ask(port, "GET", "/")[1] == "NotAlone"


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('192.0.2.7', 80), 1)",
        "socket.getaddrinfo('example.org', 80)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.7', 53))",
        "socket.socket().bind(('0.0.0.0', 0))",
        "subprocess.Popen(['true'])",
        "os.system('true')",
        "open('left', 'w')",
        "os.open('left', os.O_CREAT | os.O_WRONLY)",
        "os.mkdir('left')",
    ],
)
def test_whoever_opens_one_reaches_nobody(attempt: str, tmp_path: Path) -> None:
    program = (
        "import socket,subprocess,os\nfrom caseintake.suitcase.alone import NotAlone, stay_alone\n"
        f"stay_alone()\nsocket.socket().bind(('127.0.0.1', 0))\n"
        f"try:\n    {attempt}\nexcept NotAlone:\n    raise SystemExit(7)\n"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=False, timeout=120)
    assert done.returncode == 7
    assert list(tmp_path.iterdir()) == []


def test_a_costless_lock_is_refused() -> None:
    from datetime import date

    from caseintake.suitcase.lock import Lock

    with pytest.raises(WrongPassphrase):
        Lock(date(2026, 3, 2), b"s" * 16, Argon2Cost(1, 1, 1), b"w" * 60).file_key(("academic",))
