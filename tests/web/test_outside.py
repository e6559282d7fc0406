"""A lawyer shares one document with a translator, who opens it and sends hers back: three forms and one page."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import update

from caseintake.conflicts import cards
from caseintake.conflicts.kinds import Side
from caseintake.conflicts.model import ConflictCard
from caseintake.identity.desk import Entrant
from caseintake.kernel.actor import Role
from caseintake.matters import queries
from caseintake.outside import sharing
from caseintake.vault.holders import Holder
from caseintake.web.office import signin
from tests.matters.cast import hire, set_scene
from tests.office import OfficeForTests
from tests.outside.test_sharing import put
from tests.surfaces import lent_app
from tests.web.matters_desk import at_desk, errors

pytestmark = pytest.mark.one_engine


def test_from_a_card_to_the_translation(office: OfficeForTests) -> None:
    cast = set_scene(office)
    here = f"/matters/{cast.matter}"
    emma = hire(office, Role.TRANSLATOR, "Emma Petit")
    with office.unit(cast.lawyer, write=False) as uow:
        vault = queries.matter(cast.matter, uow=uow).vault_id
    document = put(office, cast.lawyer, vault)
    with at_desk(office, cast.lawyer) as lawyer:
        assert f"{here}/cards/{document}" in lawyer.get(f"{here}/documents")
        card = {
            "title": "Qətnamə",
            "title_en": "Judgment of 5 February",
            "translation": "asked",
            "proves_en": "Refused",
        }
        lawyer.post(f"{here}/cards/{document}", **card)
        assert lawyer.fields(f"{here}/cards/{document}")["proves_en"] == "Refused"
        assert "asked for" in lawyer.get(f"{here}/documents")
        form = {"person": str(emma), "purpose": "Into English, please", "may_return": "y"}
        assert "Choose at least one document" in errors(lawyer.post(f"{here}/share", 422, **form).text)
        lawyer.post(f"{here}/share", **form, items=str(document))
        assert "not opened yet" in lawyer.get(f"{here}/shares")
        lawyer.post(f"{here}/chronology/line", fact="The claim was refused", document_id=str(document), page="2")
        shown = lawyer.get(f"{here}/chronology")
        assert "Qətnamə" in shown
        lawyer.post(f"{here}/laboratory/record", device="Telephone of a client", bag="A 17", named="no")
        assert "does not wish to be named" in lawyer.get(f"{here}/laboratory")

    with at_desk(office, emma) as outside:
        assert outside.client.get("/").location == "/shared"
        page = outside.get("/shared")
        assert "Judgment of 5 February" in page
        assert "online translator" in page
        assert not [word for word in ("/check-in", "/suitcase", "/reminders") if word in outside.get("/account")]
        assert not {word for word in ("Quince", "Qarayeva", "Leyla", "Qətnamə", here) if word in page}
        for address in (here, f"{here}/documents", "/matters", "/monday", "/board", "/people"):
            assert outside.client.get(address).status_code == 404, address
        lent = re.search(r'action="(/shared/[0-9a-f-]{36}/[0-9a-f-]{36})"', page)
        assert lent is not None
        got = outside.press("/shared", lent[1], 200)
        assert got.data == b"%PDF-1.7 x"
        assert "001" in got.headers["Content-Disposition"]
        begin = re.search(r'action="(/shared/[0-9a-f-]{36}/return)"', page)
        assert begin is not None
        form = outside.press("/shared", begin[1]).location
        fields = outside.fields(form, form)
        sent = {**fields, "files": (BytesIO(b"%PDF-1.7 in English"), "judgment.pdf")}
        answer = outside.client.post(form, data=sent, content_type="multipart/form-data")
        assert answer.status_code == 303, errors(answer.text)
        assert "You have sent 1 file back." in outside.get("/shared")

    with at_desk(office, cast.lawyer) as lawyer:
        shares = lawyer.get(f"{here}/shares")
        assert "opened on 2 March 2026" in shares
        take = re.search(rf'action="({here}/shares/[0-9a-f-]{{36}}/returns/[0-9a-f-]{{36}})"', shares)
        assert take is not None
        lawyer.press(f"{here}/shares", take[1])
        assert "judgment.pdf" in lawyer.get(f"{here}/documents")

    office.clock.advance(timedelta(days=15))
    with at_desk(office, emma) as outside:
        assert "Nothing is shared with you today." in outside.get("/shared")
        assert outside.client.post(lent[1]).status_code == 404
    # The next colleague who signs in turns the key for good, whatever another record is spoiled to keep her from it.
    with office.unit(cast.lawyer) as uow:
        cards.add_name(queries.matter(cast.matter, uow=uow), "Rəşad Quliyev", Side.OFFICIAL, uow=uow)
        uow.commit()
    with office.office.writing.begin() as connection:
        connection.execute(update(ConflictCard.metadata.tables["conflict_card"]).values(sealed=b"x" * 300))
    entrant = Entrant(cast.lawyer, Role.LAWYER, office.secrets[cast.lawyer], 0, None, alarmed=False)
    with lent_app(office.office) as app, app.test_request_context("/sign-in"):
        signin._turn_keys(entrant)
    with office.unit(cast.lawyer, write=False) as uow:
        (note,) = sharing.notes_of(queries.matter(cast.matter, uow=uow), uow=uow)
        assert note.ended_on == office.clock.today()
        assert Holder.person(emma) not in uow.keystore.holders(note.shared_vault_id)
