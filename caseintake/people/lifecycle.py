"""The life of a place in a matter, as states and the moves between them. Pure: no move sends anything to a court."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from caseintake.matters.person import Life, Move
from caseintake.people.kinds import Wish

#: Who still stands in the case: for them papers are filed and time-limits run.
IN_THE_CASE: Final = frozenset({Life.ACTIVE, Life.JOINED_LATER, Life.DIED, Life.HEIRS_PURSUE})

#: Whom we still write to and ask to sign. A message to the dead is read by whoever has the telephone.
REACHED: Final = frozenset({Life.ACTIVE, Life.JOINED_LATER})

#: From each state where somebody can go. Whoever left may come back; nobody comes back from death.
MOVES: Final[Mapping[Life, frozenset[Life]]] = {
    Life.ACTIVE: frozenset({Life.JOINED_LATER, Life.LEFT, Life.STRUCK_OUT, Life.DIED, Life.REFERRED}),
    Life.JOINED_LATER: frozenset({Life.LEFT, Life.STRUCK_OUT, Life.DIED, Life.REFERRED}),
    Life.LEFT: frozenset({Life.ACTIVE, Life.STRUCK_OUT, Life.DIED}),
    Life.STRUCK_OUT: frozenset({Life.ACTIVE}),
    Life.DIED: frozenset({Life.HEIRS_PURSUE, Life.HEIRS_STOP, Life.STRUCK_OUT}),
    Life.HEIRS_PURSUE: frozenset({Life.HEIRS_STOP, Life.STRUCK_OUT}),
    Life.HEIRS_STOP: frozenset({Life.HEIRS_PURSUE, Life.STRUCK_OUT}),
    Life.REFERRED: frozenset({Life.ACTIVE, Life.STRUCK_OUT, Life.DIED}),
}


class Why(StrEnum):
    """Why a move cannot be."""

    NOT_FROM_HERE = "life_not_from_here"
    BEFORE_LAST = "life_before_last"
    FUTURE = "future"
    NO_HEIR = "life_no_heir"
    HEIR_PURSUES = "life_heir_pursues"


def state_of(moves: Sequence[Move]) -> Life:
    """Where somebody stands now; without any move active from the start."""
    return moves[-1].life if moves else Life.ACTIVE


def possible(moves: Sequence[Move]) -> tuple[Life, ...]:
    """Where somebody can go from here, in the order of `Life`. Joining later is for who has no history yet."""
    onward = MOVES[state_of(moves)]
    return tuple(life for life in Life if life in onward and (life is not Life.JOINED_LATER or not moves))


def faults(moves: Sequence[Move], new: Move, wishes: Collection[Wish], today: date) -> list[Why]:
    """Why ``new`` cannot follow; ``wishes`` are those of the heirs.

    A day nobody knows is no reason: what happened is written down, and the day is found out.
    """
    found = []
    if new.life not in possible(moves):
        found.append(Why.NOT_FROM_HERE)
    if new.on is not None and new.on > today:
        found.append(Why.FUTURE)
    last = max((move.on for move in moves if move.on is not None), default=None)
    if new.on is not None and last is not None and new.on < last:
        found.append(Why.BEFORE_LAST)
    if new.life is Life.HEIRS_PURSUE and Wish.PURSUE not in wishes:
        found.append(Why.NO_HEIR)
    if new.life is Life.HEIRS_STOP and Wish.PURSUE in wishes:
        found.append(Why.HEIR_PURSUES)
    return found


def after(moves: Sequence[Move], new: Move) -> tuple[Move, ...]:
    """The life with one more step."""
    return (*moves, new)


def without_last(moves: Sequence[Move]) -> tuple[Move, ...]:
    """The life as it was before the last step, which was written down by mistake."""
    return tuple(moves[:-1])


def alive(moves: Iterable[Move]) -> bool:
    """Whether nobody has written down a death."""
    return not any(move.life is Life.DIED for move in moves)
