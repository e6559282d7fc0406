"""What every test stands on. Fixtures live in the modules named below, each with its own kind."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.network", "tests.engines", "tests.chromium", "tests.office", "tests.web.asking"]

# Files that the code under test makes are for their owner alone, as in a real office.
os.umask(0o077)

# Every run tries the same examples, and none fails because the machine was busy.
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever says that it takes long goes first: no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)
