"""The two surfaces with fictional pages in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from caseintake.web.surface import Surface
from tests.web.showcase import showcase


@pytest.fixture
def office_app(tmp_path: Path) -> Iterator[Surface]:
    app = showcase(tmp_path, "office")
    yield app
    app.extensions["office"].close()


@pytest.fixture
def public_app(tmp_path: Path) -> Iterator[Surface]:
    app = showcase(tmp_path, "public")
    yield app
    app.extensions["office"].close()


@pytest.fixture
def desk(office_app: Surface) -> FlaskClient:
    return office_app.test_client()


@pytest.fixture
def visitor(public_app: Surface) -> FlaskClient:
    return public_app.test_client()
