"""Every route of both surfaces is asked by everybody, and answers as `tests/access_table.py` says."""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from caseintake.app import SurfaceName, create_app
from caseintake.audit.remembered import Remembered
from caseintake.documents import tickets
from caseintake.identity.desk import Entrant
from caseintake.intake import visits
from caseintake.kernel.actor import OUTSIDE
from caseintake.vault.directory import VerifiedRows
from caseintake.web.guards import Guarded
from caseintake.web.surface import Surface
from tests.access_scene import Scene, prepare
from tests.access_table import OFFICE, PEOPLE, PUBLIC, Row, rows
from tests.signing_in import SESSION_COOKIE, desk_of, sign_in
from tests.web.office_client import token

#: Routes that read nothing without a ticket in their address.
UPLOADS = (
    "matters.send_files",
    "matters.client_send_files",
    "matters.inner_send_files",
    "matters.heap_send_files",
    "inbox.send_files",
    "uploads.upload",
    "shared.send_files",
)
UUID_IN_ADDRESS = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
TABLES: dict[SurfaceName, str] = {"office": OFFICE, "public": PUBLIC}


class Asking:
    """One surface of the prepared office, asked by one person after the other."""

    def __init__(self, scene: Scene, surface: SurfaceName) -> None:
        self.scene = scene
        self.surface = surface
        self.app: Surface = create_app(scene.office.office, surface)
        self._settings = scene.office.office.settings
        self._kept = scene.database.with_suffix(".kept")
        scene.office.office.engine.dispose()
        shutil.copy(scene.database, self._kept)
        self._heads = self._settings.heads_file.read_bytes()
        self._browsers: dict[str, FlaskClient] = {}
        self._tokens: dict[FlaskClient, str] = {}

    # --- who asks ------------------------------------------------------------------------------------------------

    def client(self, who: str) -> FlaskClient:
        """A browser of this person, the same until something was done."""
        if who not in self._browsers:
            self._browsers[who] = self._signed_in(who)
        return self._browsers[who]

    def _signed_in(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        if who == "newcomer":
            person = self.scene.who[who]
            secret = self.scene.office.secrets[person]
            client.set_cookie(
                SESSION_COOKIE, desk_of(client).begin(Entrant(person, None, secret, 0, None, alarmed=False), 1)
            )
        elif who in self.scene.who:
            sign_in(client, self.scene.office, self.scene.who[who])
        return client

    def token(self, client: FlaskClient) -> str:
        """What says that a form is sent by the person of this browser."""
        if client not in self._tokens:
            self._tokens[client] = token(client.get("/account").text)
        return self._tokens[client]

    # --- for what ------------------------------------------------------------------------------------------------

    def address(self, row: Row, **changed: object) -> str:
        """The address of a row, with real ids. Fails for a part of an address nobody has prepared."""
        things = {
            **self.scene.things, **self.scene.of.get(row.endpoint, {}), **self.scene.of.get(row.case, {}),
            "language": "en", "digest": "0" * 16, "ticket": "A" * 43, **changed,
        }  # fmt: skip
        if row.endpoint == "styles.sheet":
            with self.app.test_request_context("/"):
                return str(self.app.jinja_env.globals["style_address"])
        adapter = self.app.url_map.bind("localhost")
        wanted = self.rule(row).arguments - (self.rule(row).defaults or {}).keys()
        missing = wanted - things.keys()
        assert not missing, f"{row}: say in tests/access_scene.py what {', '.join(missing)} stands for"
        return adapter.build(row.endpoint, {name: things[name] for name in wanted}, row.method)

    def rule(self, row: Row) -> Rule:
        return next(rule for rule in self.app.url_map.iter_rules(row.endpoint) if row.method in (rule.methods or ()))

    # --- asking --------------------------------------------------------------------------------------------------

    def ask(self, client: FlaskClient, row: Row, who: str, address: str) -> TestResponse:
        if row.method == "GET":
            return client.get(address)
        return client.post(address, **self._body(client, row, who))

    def _body(self, client: FlaskClient, row: Row, who: str) -> dict[str, object]:
        """A form that is empty but for the token that says that this person sends it."""
        view = self.app.view_functions[row.endpoint]
        data: dict[str, object] = {}
        if self.surface == "office" and who != "nobody":
            data["csrf_token"] = self.token(client)
        if who == "visit":
            assert self.scene.code is not None
            data["visit"] = visits.begin(self.scene.code, office=self.scene.office.office)
            data |= self.scene.of["message"]
        if isinstance(view, Guarded) and view.uploads:
            data["files"] = (BytesIO(b""), "")
            return {"data": data, "content_type": "multipart/form-data"}
        return {"data": data or None}

    # --- what came of it -----------------------------------------------------------------------------------------

    def state(self) -> bytes:
        """Everything this office keeps, as one digest. Sessions do not count: they lie elsewhere."""
        settings = self._settings
        digest = sha256()
        database = self.scene.database
        for path in (database, database.with_name(database.name + "-wal"), settings.heads_file):
            digest.update(path.read_bytes() if path.exists() else b"")
        for path in sorted(settings.blobs.rglob("*")):
            digest.update(str(path).encode())
        return digest.digest()

    def undo(self) -> None:
        """Put everything back as it was prepared. Who was signed in may be no more."""
        self._browsers.clear()
        self._tokens.clear()
        office = self.scene.office.office
        office.engine.dispose()
        shutil.copy(self._kept, self.scene.database)
        for ending in ("-wal", "-shm"):
            self.scene.database.with_name(self.scene.database.name + ending).unlink(missing_ok=True)
        self._settings.heads_file.write_bytes(self._heads)
        office.remembered, office.verified = Remembered(self._settings.heads_file), VerifiedRows()

    def close(self) -> None:
        if "desk" in self.app.extensions:
            self.app.extensions["desk"].close()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    made = prepare(tmp_path_factory.mktemp("access"))
    yield made
    made.office.office.close()


@pytest.fixture(scope="module")
def office_surface(scene: Scene) -> Iterator[Asking]:
    asking = Asking(scene, "office")
    yield asking
    asking.close()


@pytest.fixture(scope="module")
def public_surface(scene: Scene) -> Iterator[Asking]:
    asking = Asking(scene, "public")
    yield asking
    asking.close()


@pytest.fixture(params=["office", "public"])
def asking(request: pytest.FixtureRequest, office_surface: Asking, public_surface: Asking) -> Asking:
    return office_surface if request.param == "office" else public_surface


def test_every_route_has_its_line_and_every_line_its_route(asking: Asking) -> None:
    written = {(row.method, row.endpoint) for row in rows(TABLES[asking.surface])}
    routes = {
        (method, rule.endpoint): rule
        for rule in asking.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    for (method, endpoint), rule in routes.items():
        code = inspect.unwrap(asking.app.view_functions[endpoint]).__code__
        assert (method, endpoint) in written, (
            f"{method} {endpoint} ({rule.rule}, {code.co_filename}:{code.co_firstlineno}) has no line in the table: "
            "add one to tests/access_table.py that says what each person is answered"
        )
    for method, endpoint in written - routes.keys():
        pytest.fail(f"{method} {endpoint} stands in tests/access_table.py, but there is no such route: remove the line")


def test_translators_and_experts_are_one_to_every_guard(office_surface: Asking) -> None:
    """The table asks with a translator: whatever lets an expert in must let her in, and the other way round."""
    for endpoint, view in office_surface.app.view_functions.items():
        if isinstance(view, Guarded) and view.guard.roles & OUTSIDE:
            assert view.guard.roles == OUTSIDE, f"{endpoint} mixes people of the office and people outside"


def test_the_table_refuses_a_line_that_forgets_somebody() -> None:
    with pytest.raises(ValueError, match="answer each"):
        rows("no vi\nGET root.choose in\n")
    with pytest.raises(ValueError, match="twice"):
        rows("no\nGET root.choose in\nGET root.choose --\n")


@pytest.mark.parametrize("row", rows(OFFICE), ids=str)
def test_office(office_surface: Asking, row: Row) -> None:
    for column, answer in row.answers.items():
        _ask(office_surface, row, PEOPLE[column], answer)


@pytest.mark.parametrize("row", rows(PUBLIC), ids=str)
def test_public(public_surface: Asking, row: Row) -> None:
    for column, answer in row.answers.items():
        _ask(public_surface, row, {"no": "nobody", "vi": "visit"}[column], answer)


def _ask(asking: Asking, row: Row, who: str, answer: str) -> None:
    client, address = asking.client(who), asking.address(row)
    if row.endpoint in UPLOADS and answer == "in":
        address = _with_ticket(asking, client, row, address)
    before = asking.state()
    response = asking.ask(client, row, who, address)
    told = f"{row} by {who}: {response.status_code}\n{response.text[-2000:]}"
    if answer == "in":
        assert response.status_code not in (401, 403, 404), told
        assert response.status_code < 500, told
        assert row.method == "POST" or response.status_code in (200, 302, 303), told
        assert "sign-in" not in (response.location or "") or row.endpoint.startswith(("sign.", "account.")), told
        if row.method == "POST":
            asking.undo()
        return
    if answer == "si":
        assert response.status_code == (303 if row.method == "GET" else 401), told
        assert row.method == "POST" or response.location.startswith("/sign-in"), told
    else:
        assert response.status_code == 404, told
        _like_what_does_not_exist(asking, client, row, who, address, response)
    assert asking.state() == before, f"{row} by {who}: refused, and something was written"


def _with_ticket(asking: Asking, client: FlaskClient, row: Row, address: str) -> str:
    """The address with a ticket that this person was given for this place: without one no file is read."""
    if asking.surface == "public":
        assert asking.scene.code is not None
        with asking.scene.office.office.unit(write=True) as uow:
            ticket = tickets.issue(asking.scene.code.id.bytes, uow=uow)
            uow.commit()
        return asking.address(row, ticket=ticket)
    begin = row._replace(endpoint=row.endpoint.replace("send_files", "begin_upload"))
    pressed = client.post(asking.address(begin), data={"csrf_token": asking.token(client)})
    assert pressed.location is not None
    return asking.address(row, ticket=pressed.location.rpartition("/")[2])


def _like_what_does_not_exist(
    asking: Asking, client: FlaskClient, row: Row, who: str, address: str, refused: TestResponse
) -> None:
    """A refusal must not tell that there is something: the same page answers ids that nobody ever gave."""
    nowhere = re.sub(UUID_IN_ADDRESS, lambda _found: str(uuid4()), address)
    if nowhere == address:
        return
    missing = asking.ask(client, row, who, nowhere)
    assert missing.status_code == 404
    assert _words(missing) == _words(refused)
    assert sorted(missing.headers.keys()) == sorted(refused.headers.keys())


def _words(response: TestResponse) -> str:
    """A page without what differs at every look: the token of its forms, and the address that was asked for."""
    return re.sub(UUID_IN_ADDRESS, "", re.sub(r'name="csrf_token" value="[0-9a-f]+"', "", response.text))
