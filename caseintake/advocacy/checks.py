"""What must be answered before something is said of a case outside the courts. Pure.

A click on "share" can end a case and a licence: a body may close the way to Strasbourg, a word about a settlement can
be abuse of the right of application, a pledge of secrecy may bind whoever speaks. What already went out is never
refused: then these are what has to be mended.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID


class Body(StrEnum):
    """To whom something is said."""

    UN_PROCEDURE = "un_procedure"
    UN_WGAD = "un_wgad"
    UN_HRC = "un_hrc"
    COMMISSIONER = "commissioner"
    COMMISSIONER_THIRD_PARTY = "commissioner_third_party"
    OSCE_RFOM = "osce_rfom"
    PACE = "pace"
    PARLIAMENT = "parliament"
    PRESS = "press"


class Named(StrEnum):
    """How the people stand in it."""

    NAME = "name"
    NO_NAME = "no_name"
    PICTURE = "picture"


#: The consent each body needs, where it does not hang on how people are named.
_USES: Final[Mapping[Body, str]] = {
    Body.UN_PROCEDURE: "un",
    Body.UN_WGAD: "un",
    Body.UN_HRC: "un",
    Body.COMMISSIONER: "coe_commissioner",
    Body.COMMISSIONER_THIRD_PARTY: "coe_commissioner",
    Body.OSCE_RFOM: "osce_rfom",
}
#: Consents that are given for one procedure, body or newspaper by its name.
SCOPED: Final = frozenset({"un", "press_name", "press_no_name", "press_picture"})
#: Procedures of international investigation or settlement in the sense of Article 35 § 2 (b): *Peraldi*, *Gürdeniz*.
INVESTIGATES: Final = frozenset({Body.UN_WGAD, Body.UN_HRC})
#: Bodies that tell the Government what they were told, and whom it concerns.
TELLS_GOVERNMENT: Final = frozenset(Body) - {Body.PRESS}


def use_of(body: Body, named: Named) -> str:
    """The consent that must stand for it. Where anybody may listen, it is that for the press."""
    return _USES.get(body, f"press_{named}")


class Check(StrEnum):
    """One question before it goes, in the order of the page."""

    CONSENT = "consent"
    BLOCKS = "blocks"
    SETTLEMENT = "settlement"
    SECRECY = "secrecy"
    SPEAKER = "speaker"
    OTHERS = "others"
    NAME_KEPT = "name_kept"
    GOVERNMENT = "government"


class Tone(StrEnum):
    """``STOP`` is refused whatever is answered, ``WARN`` and ``ASK`` want an answer in words, ``FINE`` wants none."""

    STOP = "stop"
    WARN = "warn"
    ASK = "ask"
    FINE = "fine"


class Facts(NamedTuple):
    """What the office knows of one statement."""

    body: Body
    applicants: tuple[UUID, ...]
    #: Without a consent that stands today, or with a file that is closed to whoever asks.
    without: tuple[UUID, ...]
    #: The rules a procedure of investigation blocks, by the rules of the office; and whose way to Strasbourg is open.
    blocks: tuple[str, ...]
    strasbourg: tuple[UUID, ...]
    #: True: there are talks whoever asks knows of. False says nothing: others may hold what this person does not.
    settlement: bool
    #: How many pledges of secrecy are in force.
    pledges: int
    speaks: bool
    others: bool
    #: Who asked that the name be kept from the public and would stand in it by name.
    kept: tuple[UUID, ...] = ()


class Finding(NamedTuple):
    """What one check found; ``whom`` are the applicants it is about."""

    check: Check
    tone: Tone
    whom: tuple[UUID, ...] = ()


def look(facts: Facts) -> tuple[Finding, ...]:
    """Every check, in order. Who is not asked about anything gets no empty page: each one is there, fine or not."""
    blocked = facts.body in INVESTIGATES and bool(facts.blocks)
    return (
        Finding(Check.CONSENT, Tone.STOP if facts.without else Tone.FINE, facts.without),
        Finding(Check.BLOCKS, Tone.WARN if blocked else Tone.FINE, facts.strasbourg if blocked else ()),
        # Nobody without the key may learn from a green mark that there are no talks: it is asked in any case.
        Finding(Check.SETTLEMENT, Tone.WARN if facts.settlement else Tone.ASK),
        Finding(Check.SECRECY, Tone.WARN if facts.pledges else Tone.ASK),
        Finding(Check.SPEAKER, Tone.ASK if facts.speaks else Tone.FINE),
        Finding(Check.OTHERS, Tone.WARN if facts.others else Tone.ASK),
        Finding(Check.NAME_KEPT, Tone.WARN if facts.kept else Tone.FINE, facts.kept),
        Finding(Check.GOVERNMENT, Tone.WARN if facts.body in TELLS_GOVERNMENT else Tone.ASK),
    )


def open_still(found: tuple[Finding, ...], answers: Mapping[Check, str]) -> tuple[Finding, ...]:
    """What keeps it from going: a stop, and every question without an answer."""
    return tuple(
        one
        for one in found
        if one.tone is Tone.STOP or (one.tone is not Tone.FINE and not answers.get(one.check, "").strip())
    )
