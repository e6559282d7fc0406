"""Who acts: a value, not a row, so that every floor can name the actor without reading a table."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID


class Role(StrEnum):
    """What a person's account is for. A role opens pages; only a grant opens a vault."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    INTAKE_OFFICER = "intake_officer"
    LAWYER = "lawyer"
    ASSISTANT = "assistant"
    OBSERVER = "observer"
    TRANSLATOR = "translator"
    EXPERT = "expert"


#: People outside the office: they open what is shared with them, and nothing else, whatever key they are given.
OUTSIDE = frozenset({Role.TRANSLATOR, Role.EXPERT})


ActorKind = Literal["person", "receipt", "host"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting party of a unit of work.

    ``person`` is somebody on the roster, ``receipt`` a client with a return key, ``host`` a job of the machine
    that opens nothing. ``role`` is None for everybody but a person.
    """

    kind: ActorKind
    id: UUID
    role: Role | None = None
