"""One spoiled row among good ones: the page names it and shows the rest; a spoiled key closes its own vault alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from caseintake.audit.trail import LogEntry
from caseintake.deadlines.model import Deadline
from caseintake.documents.model import Document
from caseintake.identity.model import HistoryWarning
from caseintake.intake import returning, service
from caseintake.intake.model import Consent, Conversation, Message, TriageNote
from caseintake.matters.model import Applicant, Complaint, Filing, Matter, MatterLabel
from caseintake.vault.tables import EpochRow, Grant
from tests.access_scene import Scene, prepare
from tests.intake.people import agreed
from tests.test_access import Asking
from tests.web.office_client import press

SAID = "was changed after it was written and is not shown"
CLOSED = "This cannot be opened: its keys were changed"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    made = prepare(tmp_path_factory.mktemp("changed"))
    with made.office.unit(made.who["officer"]) as uow:
        service.note(uow.session.get_one(Conversation, made.things["conversation_id"]), "ring on Monday", uow=uow)
        uow.commit()
    yield made
    made.office.office.close()


@pytest.fixture(scope="module")
def asking(scene: Scene) -> Iterator[Asking]:
    asked = Asking(scene, "office")
    yield asked
    asked.close()


@pytest.fixture(autouse=True)
def undone(asking: Asking) -> Iterator[None]:
    yield
    asking.undo()


def sql(scene: Scene, statement: Any) -> None:
    with scene.office.office.engine.execution_options(writing=True).begin() as connection:
        connection.execute(statement)


def spoil(scene: Scene, model: Any, where: Any = None) -> UUID:
    """Flip one bit of one row's ciphertext; which row: the first that ``where`` finds."""
    table = model.__table__
    wanted = select(table.c.id, table.c.sealed).order_by(table.c.id)
    with scene.office.office.engine.connect() as connection:
        id, sealed = connection.execute(wanted if where is None else wanted.where(where)).first() or (None, b"")
    assert isinstance(id, UUID), "nothing there to spoil"
    sql(scene, update(table).where(table.c.id == id).values(sealed=sealed[:-1] + bytes([sealed[-1] ^ 1])))
    return id


def page(client: FlaskClient, address: str, code: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == code, f"{address}: {answer.status_code}"
    return answer.text


@dataclass(frozen=True)
class Place:
    """A page with a list, and the rows one of which is spoiled."""

    address: str
    who: str
    model: Any
    rest: str


PLACES = [
    Place("/matters", "lawyer", Matter, "Quince 14"),
    Place("/matters", "lawyer", MatterLabel, "Quince 14"),
    Place("/matters/{matter}/applicants", "lawyer", Applicant, "Quince 14"),
    Place("/matters/{matter}/complaints", "lawyer", Complaint, "Quince 14"),
    Place("/matters/{matter}/proceedings", "lawyer", Filing, "Quince 14"),
    Place("/matters/{matter}/documents", "lawyer", Document, "Quince 14"),
    Place("/matters/{matter}/time-limits", "lawyer", Deadline, "Quince 14"),
    Place("/matters/{matter}", "lawyer", Filing, "Quince 14"),
    Place("/board", "lawyer", Deadline, "Quince 14"),
    Place("/inbox?state=all", "officer", Conversation, "/inbox/"),
    Place("/inbox/{conversation}", "officer", Message, "Inbox"),
    Place("/inbox/{conversation}", "officer", TriageNote, "Inbox"),
    Place("/inbox/{conversation}", "officer", Consent, "Inbox"),
]


def which(scene: Scene, place: Place) -> tuple[Any, dict[str, UUID]]:
    """The condition that finds the row to spoil, and what the address is of."""
    columns, matter_id = place.model.__table__.c, scene.things["matter_id"]
    if place.who == "officer":
        id = scene.things["conversation_id"]
        where = columns.id if place.model is Conversation else columns.conversation_id
        return where == id, {"conversation": id}
    if place.address == "/matters":
        return (columns.id if place.model is Matter else columns.matter_id) != matter_id, {}
    with scene.office.unit(scene.who["lawyer"], write=False) as uow:
        where = columns.vault_id == uow.session.get_one(Matter, matter_id).vault_id
    if place.address == "/board":
        where &= columns.running  # one that was missed long ago is on no board
    return where, {"matter": matter_id}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.model.__tablename__} on {place.address}")
def test_a_list_names_the_row_that_was_changed_and_shows_the_rest(scene: Scene, asking: Asking, place: Place) -> None:
    where, things = which(scene, place)
    client, address = asking.client(place.who), place.address.format(**things)
    assert SAID not in page(client, address)
    id = spoil(scene, place.model, where)
    shown = page(client, address)
    assert SAID in shown
    assert id.hex[:8] in shown
    assert place.rest in shown


def test_the_page_of_the_record_itself_is_refused_and_names_it(scene: Scene, asking: Asking) -> None:
    matter_id = scene.things["matter_id"]
    id = spoil(scene, Matter, Matter.__table__.c.id == matter_id)
    assert id.hex[:8] in page(asking.client("lawyer"), f"/matters/{matter_id}", 409)


def test_every_coordinator_is_told_once_and_closes_it_by_a_signature(scene: Scene, asking: Asking) -> None:
    id = spoil(scene, Deadline)
    lawyer, coordinator = asking.client("lawyer"), asking.client("coordinator")
    address = f"/matters/{scene.things['matter_id']}/time-limits"
    for _ in range(2):
        page(lawyer, address)
    with scene.office.office.unit() as uow:
        (warning,) = uow.session.scalars(select(HistoryWarning).where(HistoryWarning.damaged == id))
        assert (warning.noticed_by, warning.seq) == (scene.who["lawyer"], 0)
    people = page(coordinator, "/people")
    assert id.hex[:8] in people
    assert press(coordinator, "/people", f"/people/warnings/{warning.id}").status_code == 303
    assert id.hex[:8] not in page(coordinator, "/people")


def test_an_older_consent_does_not_count_when_one_cannot_be_read(scene: Scene, asking: Asking) -> None:
    """Otherwise spoiling a "no" would bring back the "yes" before it."""
    house, code = scene.office.office, scene.code
    assert code is not None
    keyring = returning.keyring_of(code, office=house)
    for yes in (True, False):
        with house.unit(actor=returning.actor_of(code), keyring=keyring, write=True) as uow:
            returning.change_consent(agreed("un", yes), returning.own(uow=uow), uow=uow)
            uow.commit()
    with house.unit(actor=returning.actor_of(code), keyring=keyring) as uow:
        vault_id = returning.own(uow=uow).vault_id
        rows = uow.session.scalars(select(Consent).where(Consent.vault_id == vault_id))
        refusal = max((row for row in rows if row.use == "un"), key=lambda row: uow.proof(row).sequence)
    assert not refusal.agreed
    spoil(scene, Consent, Consent.__table__.c.id == refusal.id)
    with house.unit(actor=returning.actor_of(code), keyring=keyring) as uow:
        uow.draw_a_page()
        assert returning.consents_of(returning.own(uow=uow), uow=uow) == {}


@pytest.mark.parametrize("attack", ["grant", "epoch", "other number"])
def test_a_spoiled_key_closes_its_own_vault_and_no_other(scene: Scene, asking: Asking, attack: str) -> None:
    matter_id = scene.things["matter_id"]
    with scene.office.unit(scene.who["lawyer"], write=False) as uow:
        vault_id = uow.session.get_one(Matter, matter_id).vault_id
    grants, epochs = Grant.__table__, EpochRow.__table__
    if attack == "grant":
        sql(scene, update(grants).where(grants.c.vault_id == vault_id).values(sealed=b"x" * 1200))
    elif attack == "epoch":
        sql(scene, update(epochs).where(epochs.c.vault_id == vault_id, epochs.c.seq == 1).values(body=b"\xc1"))
    else:
        sql(scene, update(grants).where(grants.c.vault_id == vault_id).values(number=99))
    scene.office.office.verified.__init__()  # type: ignore[misc]
    lawyer = asking.client("lawyer")
    for address in ("/matters", "/board"):
        shown = page(lawyer, address)
        assert CLOSED in shown
        assert vault_id.hex[:8] in shown
    assert vault_id.hex[:8] in page(lawyer, f"/matters/{matter_id}", 409)


@pytest.mark.parametrize("body", [b"\xc1", b"\x90"])
def test_a_spoiled_entry_of_the_log_is_one_line_of_its_page(scene: Scene, asking: Asking, body: bytes) -> None:
    with scene.office.unit(scene.who["lawyer"], write=False) as uow:
        vault_id = uow.session.get_one(Matter, scene.things["matter_id"]).vault_id
    log: Any = LogEntry.__table__
    sql(scene, update(log).where(log.c.chain == vault_id, log.c.seq == 2).values(body=body))
    shown = page(asking.client("lawyer"), f"/matters/{scene.things['matter_id']}/log")
    assert "this entry does not verify" in shown
    assert shown.count("<tr>") > 3


def test_a_value_that_cannot_be_read_is_changed_too(scene: Scene, asking: Asking) -> None:
    id = spoil(scene, Deadline)
    sql(scene, text("UPDATE deadline SET due = 'no day'"))
    shown = page(asking.client("lawyer"), f"/matters/{scene.things['matter_id']}/time-limits")
    assert id.hex[:8] in shown
