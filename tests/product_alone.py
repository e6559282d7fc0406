"""For databases the migrations made: they have the tables of the product, and none of the tests' own models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from caseintake.audit import verify
from caseintake.backup import rows
from caseintake.storage import Base


@contextmanager
def product_alone() -> Iterator[None]:
    """``verify`` and a backup ask for the product's tables alone, whichever test modules this process has imported."""
    models, tables = verify.logged_models, rows.tables
    ours = {m.class_.__tablename__ for m in Base.registry.mappers if m.class_.__module__.startswith("caseintake.")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "logged_models", lambda: [one for one in models() if one.__tablename__ in ours])
        patch.setattr(rows, "tables", lambda *, keys: [one for one in tables(keys=keys) if one.name in ours])
        yield
