"""Uploads through a real route under gunicorn: sealed, against the same route writing the bytes in clear.

Both servers run at the same time and are asked in turns, so that what else the machine does falls on both. The body
is made of the same random megabyte again and again; the answer must be its SHA-256.
"""

import hashlib
import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
MIB = 1 << 20
BOUNDARY = b"----WebKitFormBoundary7MA4YWxkTrZu0gW"
BLOCK = os.urandom(MIB)
SIZES = ((100, 6), (1024, 3))  # MiB, rounds


@dataclass
class Server:
    """One gunicorn with one worker."""

    socket: Path
    process: subprocess.Popen[bytes]

    def peak_mib(self) -> float:
        """Most memory the worker ever had resident (VmHWM)."""
        (worker,) = psutil.Process(self.process.pid).children()
        for line in Path(f"/proc/{worker.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        raise LookupError("VmHWM")


@contextmanager
def server(folder: Path, how: str) -> Iterator[Server]:
    """gunicorn as an office runs it (gthread), on a socket of its own."""
    port_file = folder / "port"
    folder.mkdir()
    environ = os.environ | {
        "CASEINTAKE_BENCH_FOLDER": str(folder / "blobs"),
        "CASEINTAKE_BENCH_HOW": how,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "tests.benchmarks.upload_app:app", "--worker-class", "gthread",
         "--workers", "1", "--threads", "4", "--bind", "127.0.0.1:0", "--no-control-socket",
         "--timeout", "120", "--config", str(ROOT / "tests/benchmarks/upload_gunicorn.py")],
        cwd=ROOT, env=environ | {"CASEINTAKE_BENCH_PORT": str(port_file)},
    )  # fmt: skip
    try:
        while not port_file.exists():
            if process.poll() is not None:
                raise RuntimeError("gunicorn did not start")
            time.sleep(0.05)
        yield Server(port_file, process)
    finally:
        process.terminate()
        process.wait(30)


def upload(server: Server, mib: int) -> float:
    """Send ``mib`` MiB as a browser would and wait for the answer. Seconds."""
    head = (
        b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="note"\r\n\r\nbench\r\n'
        b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="file"; filename="video.mp4"\r\n'
        b"Content-Type: video/mp4\r\n\r\n"
    )  # fmt: skip
    tail = b"\r\n--" + BOUNDARY + b"--\r\n"
    connection = http.client.HTTPConnection("127.0.0.1", int(server.socket.read_text()), timeout=300)
    began = time.perf_counter()
    connection.putrequest("POST", "/upload")
    connection.putheader("Content-Type", "multipart/form-data; boundary=" + BOUNDARY.decode())
    connection.putheader("Content-Length", str(len(head) + mib * MIB + len(tail)))
    connection.endheaders()
    connection.send(head)
    for _ in range(mib):
        connection.send(BLOCK)
    connection.send(tail)
    answer = connection.getresponse()
    text = answer.read().decode()
    took = time.perf_counter() - began
    connection.close()
    if answer.status != 200 or text != expected(mib):
        raise RuntimeError(f"upload failed: {answer.status}")
    return took


def expected(mib: int) -> str:
    """SHA-256 of the body's file."""
    digest = hashlib.sha256()
    for _ in range(mib):
        digest.update(BLOCK)
    return digest.hexdigest()


def run() -> list[dict[str, Any]]:
    """Best of the rounds of each size: throughput, ratio to the clear route, memory of the worker."""
    rows: list[dict[str, Any]] = []
    with (
        tempfile.TemporaryDirectory(prefix="caseintake-bench-") as folder,
        server(Path(folder) / "sealed", "sealed") as sealed,
        server(Path(folder) / "clear", "clear") as clear,
        server(Path(folder) / "flask", "flask") as flask,
    ):
        for mib, rounds in SIZES:
            times = [(upload(clear, mib), upload(sealed, mib), upload(flask, mib)) for _ in range(rounds)]
            rows += _rows(mib, *map(min, zip(*times, strict=True)))
        peak = sealed.peak_mib()
    rows.append(
        {"name": "upload: worker's peak memory", "value": round(peak), "unit": "MiB", "target": "< 200",
         "ok": peak < 200, "note": "VmHWM of the sealing worker after all uploads"}
    )  # fmt: skip
    return rows


def _rows(mib: int, clear: float, sealed: float, flask: float) -> list[dict[str, Any]]:
    def speed(seconds: float) -> int:
        return round(mib * MIB / seconds / 1e6)

    return [
        {"name": f"upload {mib} MiB, sealed", "value": speed(sealed), "unit": "MB/s", "target": ">= 150",
         "ok": speed(sealed) >= 150, "note": "gunicorn gthread, one worker, loopback, fsync"},
        {"name": f"upload {mib} MiB, sealed : same code in clear", "value": round(clear / sealed, 2), "unit": "x",
         "target": ">= 0.8", "ok": clear / sealed >= 0.8,
         "note": f"clear: {speed(clear)} MB/s, with the file's SHA-256 and fsync"},
        {"name": f"upload {mib} MiB, sealed : Flask's own parser", "value": round(flask / sealed, 2), "unit": "x",
         "target": ">= 0.8", "ok": flask / sealed >= 0.8,
         "note": f"Flask: {speed(flask)} MB/s, saving in clear with SHA-256 and fsync"},
    ]  # fmt: skip


if __name__ == "__main__":
    for row in run():
        print(f"{row['name']:<48} {row['value']:>8} {row['unit']:<5} {row['target']:<8} "
              f"{'ok' if row['ok'] else 'MISSED'}  {row['note']}")  # fmt: skip
