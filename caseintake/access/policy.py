"""What each role may do: one table, pure.

A role opens pages and buttons, never a vault. Whoever may do a thing here still needs the key of the very matter, and
whoever holds the key still needs the role: giving the one never gives the other.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from caseintake.kernel.actor import Actor, Role


class Action(StrEnum):
    """An act on a matter, as ``thing:act``."""

    MATTER_READ = "matter:read"
    MATTER_CREATE = "matter:create"
    MATTER_CHANGE = "matter:change"
    #: Taking everything out at once; each time a second person must agree.
    MATTER_EXPORT = "matter:export"
    APPLICANT_ADD = "applicant:add"
    APPLICANT_CHANGE = "applicant:change"
    CLIENT_ANSWER = "client:answer"
    FILE_RESTRICT = "client_file:restrict"
    FACT_RECORD = "fact:record"
    DOCUMENT_ADD = "document:add"
    TEAM_CHANGE = "team:change"
    #: What an outside person does: open what was lent to her.
    SHARED_READ = "shared:read"


_READ: Final = frozenset({Action.MATTER_READ})
_ASSIST: Final = _READ | {
    Action.APPLICANT_ADD,
    Action.APPLICANT_CHANGE,
    Action.FACT_RECORD,
    Action.DOCUMENT_ADD,
}
_ALL: Final = frozenset(Action) - {Action.SHARED_READ}
_SHARED: Final = frozenset({Action.SHARED_READ})

#: Role by role. An observer reads; an assistant writes but changes nobody's access; an administrator opens nothing.
ALLOWED: Final[Mapping[Role, frozenset[Action]]] = MappingProxyType(
    {
        Role.ADMINISTRATOR: frozenset(),
        Role.COORDINATOR: _ALL,
        Role.INTAKE_OFFICER: _ALL,
        Role.LAWYER: _ALL,
        Role.ASSISTANT: frozenset(_ASSIST),
        Role.OBSERVER: _READ,
        Role.TRANSLATOR: _SHARED,
        Role.EXPERT: _SHARED,
    }
)


class NotAllowed(Exception):
    """This role does not do this. The pages never offer it; a service refuses it all the same."""

    def __init__(self, role: Role | None, action: Action) -> None:
        super().__init__(f"{role} may not {action}")
        self.action = action


def allows(role: Role | None, action: Action) -> bool:
    """Whether pages may offer this act to this role. Nobody without a role may do anything here."""
    return role is not None and action in ALLOWED[role]


def roles(action: Action) -> tuple[Role, ...]:
    """The roles that may do this: what a guard in an address names."""
    return tuple(role for role in Role if action in ALLOWED[role])


def require(actor: Actor, action: Action) -> None:
    """Raises `NotAllowed`."""
    if not allows(actor.role, action):
        raise NotAllowed(actor.role, action)
