"""How people of a matter belong to one another. Pure."""

from enum import StrEnum
from typing import Final


class RelationKind(StrEnum):
    """Read as: the one is … of the other."""

    SPOUSE = "spouse"
    PARENT = "parent"
    SIBLING = "sibling"
    FAMILY = "family"
    GUARDIAN = "guardian"
    SECOND_GUARDIAN = "second_guardian"
    SPECIAL_REPRESENTATIVE = "special_representative"
    HEIR = "heir"
    MAY_SIGN = "may_sign"
    MAY_SPEAK = "may_speak"
    EMPLOYER = "employer"
    SOURCE = "source"


#: Who may decide for a child, as long as their interests do not differ.
GUARDING: Final = frozenset(
    {RelationKind.PARENT, RelationKind.GUARDIAN, RelationKind.SECOND_GUARDIAN, RelationKind.SPECIAL_REPRESENTATIVE}
)
#: The same read from both ends.
BOTH_WAYS: Final = frozenset({RelationKind.SPOUSE, RelationKind.SIBLING, RelationKind.FAMILY})


class Wish(StrEnum):
    """What an heir wants after the client died."""

    NOT_ASKED = "not_asked"
    PURSUE = "pursue"
    STOP = "stop"
    UNDECIDED = "undecided"
