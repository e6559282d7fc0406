"""From a judgment to the last euro at a browser without JavaScript."""

from __future__ import annotations

from datetime import date

import pytest

from caseintake.matters import queries
from caseintake.matters.person import NameWish
from caseintake.people import lives
from tests.matters.cast import set_scene
from tests.office import OfficeForTests
from tests.web.matters_desk import at_desk

pytestmark = pytest.mark.one_engine


def on(name: str, day: int, month: int, year: int) -> dict[str, int]:
    return {f"{name}__day": day, f"{name}__month": month, f"{name}__year": year}


def test_from_a_judgment_to_what_is_owed(office: OfficeForTests) -> None:
    cast = set_scene(office)
    here = f"/matters/{cast.matter}/execution"
    with at_desk(office, cast.lawyer) as lawyer:
        assert f'href="{here}"' in lawyer.get(f"/matters/{cast.matter}/costs")
        made = lawyer.post(f"{here}/new", title="Qarayeva and Others", **on("final_on", 30, 5, 2023)).location
        assert "30 August 2023" in lawyer.get(made)
        lawyer.send(f"{made}/add/award", lawyer.fields(made, "/award"), award__amount="4500")
        bad = lawyer.fields(made, "/payment")
        answer = lawyer.send(f"{made}/add/payment", bad, 422, payment__amount="12,3456", payment__numbers="7")
        assert "There is no applicant 7 here" in answer.text
        paid = {"payment__amount": "4500", "payment__numbers": "1", **on("payment__on", 1, 9, 2023)}
        lawyer.send(f"{made}/add/payment", lawyer.fields(made, "/payment"), **paid)
        lawyer.send(f"{made}/add/step", lawyer.fields(made, "/step"), step__kind="action_plan", step__what="Late",
                    **on("step__on", 2, 2, 2024))  # fmt: skip
        with office.unit(cast.lawyer) as uow:  # whoever asks that the name be kept stands in no text for the public
            for row in queries.applicants(queries.matter(cast.matter, uow=uow), uow=uow)[:1]:
                wish = NameWish(asked_on=date(2026, 3, 2), why="Her children")
                lives.wish_name_kept(queries.client_file(row, uow=uow), wish, uow=uow)
            uow.commit()
        says = {"step__what": "Гараева Севда waits", **on("step__on", 2, 2, 2024)}
        lawyer.send(
            f"{made}/add/step", lawyer.fields(made, "/step"), step__kind="general_measure", **says
        )  # ours alone
        sent = {"step__kind": "rule_9_1", **says}
        answer = lawyer.send(f"{made}/add/step", lawyer.fields(made, "/step"), 422, **sent)
        assert "write S. Q. It stands in: “In words”" in answer.text
        assert "Гараева Севда waits" in answer.text, "nothing typed is lost"
        lawyer.send(f"{made}/add/step", lawyer.fields(made, "/step"), kept_names_read="yes", **sent)
        page = lawyer.get(made).replace("\u00a0", " ")
        assert "2, 3" in page
        assert "not paid" in page
        assert "no rate of the European Central Bank is known" in page
        assert "EUR 1.85" in page  # two days at 7.5 per cent on 4,500 for the first one
        rate = {"rate__percent": "2,40", "rate__source": "ecb.europa.eu, 2 March 2026"}
        for percent, day, words in (("NaN", 11, "Write the rate in per cent"), ("2,40", 10, "came with the program")):
            wrong = rate | {"rate__percent": percent} | on("rate__begins", day, 6, 2025)
            assert words in lawyer.send(f"{made}/add/rate", lawyer.fields(made, "/rate"), 422, **wrong).text
        lawyer.send(f"{made}/add/rate", lawyer.fields(made, "/rate"), **rate, **on("rate__begins", 11, 6, 2025))
        typed = lawyer.get(made)
        assert "no rate of the European Central Bank is known" not in typed
        assert "from 11 June 2025: 2.40 %" in typed.replace("\u00a0", " ")
        lawyer.post(next(part for part in typed.split('"') if "/rates/" in part), why="Read in the wrong column")
        assert "no rate of the European Central Bank is known" in lawyer.get(made)
        assert "1 of 3" in lawyer.get(here)
        assert "you do not hold it" in page
        back = next(part for part in page.split('"') if part.endswith("/back"))
        lawyer.post(back, why="Another case")
        assert "0 of 3" in lawyer.get(here)
    with office.unit(cast.lawyer, write=False) as uow:
        events = queries.events(queries.matter(cast.matter, uow=uow), uow=uow)
        assert {one.kind for one in events} == {"payment_received", "action_plan_submitted"}
