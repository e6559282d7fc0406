"""What every test stands on. Fixtures live in the modules named below, each with its own kind."""

from __future__ import annotations

import os

pytest_plugins = ["tests.network", "tests.engines", "tests.chromium", "tests.office", "tests.web.asking"]

# Files that the code under test makes are for their owner alone, as in a real office.
os.umask(0o077)
