"""The table of roles and acts, written out: a change of it is a change of this page."""

from __future__ import annotations

from uuid import uuid4

import pytest

from caseintake.access.policy import Action, NotAllowed, allows, require, roles
from caseintake.kernel.actor import Actor, Role

TABLE = """
                       matter:read matter:create matter:change applicant:add applicant:change client:answer client_file:restrict fact:record document:add team:change shared:read matter:export
administrator          -           -             -             -             -                -             -                    -           -            -          -            -
coordinator            yes         yes           yes           yes           yes              yes           yes                  yes         yes          yes          -            yes
intake_officer         yes         yes           yes           yes           yes              yes           yes                  yes         yes          yes          -            yes
lawyer                 yes         yes           yes           yes           yes              yes           yes                  yes         yes          yes          -            yes
assistant              yes         -             -             yes           yes              -             -                    yes         yes          -          -            -
observer               yes         -             -             -             -                -             -                    -           -            -          -            -
translator             -           -           -           -           -           -           -           -           -           -           yes            -
expert                 -           -           -           -           -           -           -           -           -           -           yes            -
"""  # noqa: E501 - a table

HEADER, *LINES = (line.split() for line in TABLE.strip().splitlines())
CELLS = [
    (Role(line[0]), Action(act), word == "yes") for line in LINES for act, word in zip(HEADER, line[1:], strict=True)
]


def test_the_table_is_whole():
    assert {(role, action) for role, action, _ in CELLS} == {(role, action) for role in Role for action in Action}


@pytest.mark.parametrize(("role", "action", "may"), CELLS)
def test_the_table_holds(role, action, may):
    assert allows(role, action) is may
    assert (role in roles(action)) is may
    if may:
        require(Actor("person", uuid4(), role), action)
    else:
        with pytest.raises(NotAllowed):
            require(Actor("person", uuid4(), role), action)


def test_who_has_no_role_may_nothing():
    for kind in ("receipt", "host", "person"):
        for action in Action:
            with pytest.raises(NotAllowed):
                require(Actor(kind, uuid4(), None), action)
