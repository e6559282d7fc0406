"""What keeps a statement from going, by body and by what is known."""

from uuid import UUID

import pytest

from caseintake.advocacy.checks import Body, Check, Facts, Finding, Named, Tone, look, open_still, use_of

ONE, TWO = UUID(int=1), UUID(int=2)
CLEAN = Facts(
    body=Body.PRESS,
    applicants=(ONE,),
    without=(),
    blocks=("echr.application",),
    strasbourg=(ONE,),
    settlement=False,
    pledges=0,
    speaks=False,
    others=False,
)
ANSWERED = dict.fromkeys(Check, "Looked at.")


def tones(facts: Facts) -> dict[Check, Tone]:
    return {one.check: one.tone for one in look(facts)}


@pytest.mark.parametrize(
    ("body", "named", "use"),
    [
        (Body.UN_WGAD, Named.NO_NAME, "un"),
        (Body.COMMISSIONER_THIRD_PARTY, Named.NAME, "coe_commissioner"),
        (Body.OSCE_RFOM, Named.PICTURE, "osce_rfom"),
        (Body.PACE, Named.NAME, "press_name"),
        (Body.PRESS, Named.NO_NAME, "press_no_name"),
        (Body.PRESS, Named.PICTURE, "press_picture"),
    ],
)
def test_each_body_needs_its_own_consent(body: Body, named: Named, use: str) -> None:
    assert use_of(body, named) == use


def test_a_missing_consent_stops_whatever_is_answered() -> None:
    found = look(CLEAN._replace(without=(TWO,)))
    assert open_still(found, ANSWERED) == (Finding(Check.CONSENT, Tone.STOP, (TWO,)),)
    assert open_still(look(CLEAN), ANSWERED) == ()
    assert open_still(look(CLEAN), ANSWERED | {Check.OTHERS: " "}) == (Finding(Check.OTHERS, Tone.ASK),)


def test_only_a_procedure_of_investigation_blocks_strasbourg() -> None:
    for body in Body:
        expected = Tone.WARN if body in (Body.UN_WGAD, Body.UN_HRC) else Tone.FINE
        assert tones(CLEAN._replace(body=body))[Check.BLOCKS] is expected, body
    assert tones(CLEAN._replace(body=Body.UN_WGAD, blocks=()))[Check.BLOCKS] is Tone.FINE
    assert look(CLEAN._replace(body=Body.UN_HRC))[1].whom == (ONE,)


def test_nobody_learns_from_a_green_mark_that_there_are_no_talks() -> None:
    assert tones(CLEAN)[Check.SETTLEMENT] is Tone.ASK
    assert tones(CLEAN._replace(settlement=True))[Check.SETTLEMENT] is Tone.WARN
    assert tones(CLEAN._replace(pledges=1, speaks=True, others=True))[Check.SECRECY] is Tone.WARN
