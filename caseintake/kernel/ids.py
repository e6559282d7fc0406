"""Identifiers that tell nothing: random, never counted, never derived from the time (a UUIDv7 would show the
second of an intake)."""

import secrets
import uuid
from uuid import UUID

REF_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_id() -> UUID:
    """A random UUIDv4."""
    return uuid.uuid4()


def new_ref() -> str:
    """Five random letters: the only name of a matter that mail and calendar feeds may show."""
    return "".join(secrets.choice(REF_LETTERS) for _ in range(5))
