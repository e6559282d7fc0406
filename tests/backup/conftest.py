"""A restored office has the tables of the migrations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.product_alone import product_alone


@pytest.fixture(autouse=True)
def _product_alone() -> Iterator[None]:
    with product_alone():
        yield
