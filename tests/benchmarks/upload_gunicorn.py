"""gunicorn's settings for the upload benchmark: tells the port the system chose."""

import os
from pathlib import Path
from typing import Any


def when_ready(server: Any) -> None:
    """Write the port of the first listener to the file the benchmark waits for."""
    path = Path(os.environ["CASEINTAKE_BENCH_PORT"])
    path.with_suffix(".new").write_text(str(server.LISTENERS[0].sock.getsockname()[1]))
    path.with_suffix(".new").rename(path)
