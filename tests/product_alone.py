"""For databases the migrations made: they have the tables of the product, and none of the tests' own models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from caseintake.audit import verify


@contextmanager
def product_alone() -> Iterator[None]:
    """``verify`` asks for the models of the product alone, whichever test modules this process has imported."""
    every = verify.logged_models
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "logged_models", lambda: [m for m in every() if m.__module__.startswith("caseintake.")])
        yield
