"""Makes ``records.backup`` and ``backup.json``: run it by hand, and only for a new version of the format.

    python tests/vectors/parcel/make.py

Every run draws other HPKE encapsulations: what lies here was made once and must open for ever
(docs/vault-format.md § 8).
"""

import hashlib
import json
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent.parent))

from caseintake.backup.archive import MAGIC, Head, Part  # noqa: E402
from caseintake.backup.key import keys_of  # noqa: E402
from caseintake.kernel.words import of_bytes  # noqa: E402
from caseintake.vault import canonical  # noqa: E402
from caseintake.vault.parcel import ParcelSealer  # noqa: E402
from caseintake.vault.primitives import HolderKeys  # noqa: E402
from caseintake.vault.verified import own  # noqa: E402


def secret(name: str) -> bytes:
    return hashlib.sha256(f"caseintake vector: {name}".encode()).digest()


FRAMES = [
    ["begin", "0002", "0.0"],
    ["table", "note", [["id", "uuid"], ["text", "bytes"], ["day", "day"], ["open", "yes"], ["number", "number"]]],
    ["rows", "note", [[UUID(int=1), b"sealed", date(2026, 3, 2), True, -3], [UUID(int=2), b"", None, False, 1 << 40]]],
    ["file", "office.toml"],
    ["data", "zone = 'Asia/Bakı'\n".encode()],
    ["file", f"blobs/{UUID(int=3)}"],
    ["data", b"one piece, "],
    ["data", b"another"],
    ["end", [["note", 2]], 2, 38],
]


def main() -> None:
    words = of_bytes(secret("backup words"), 13)
    recovery, backup, file_key = HolderKeys(secret("recovery")), keys_of(words), secret("backup file key")
    head = Head(secret("office"), UUID(int=9), Part.RECORDS, date(2026, 3, 2))
    head = head.sealed_to({"recovery": own(recovery), "backup": own(backup)}, file_key)
    sealer = ParcelSealer(MAGIC, head.encoded(), file_key)
    written = [sealer.opening]
    for frame in FRAMES:
        written += [bytes(piece) for piece in sealer.frame(canonical.encode(*frame))]
    written += [bytes(piece) for piece in sealer.finish()]
    file = b"".join(written)
    (HERE / "records.backup").write_bytes(file)
    said = {
        "recovery_secret": secret("recovery").hex(),
        "backup_words": list(words),
        "file_key": file_key.hex(),
        "fingerprint": head.fingerprint.hex(),
        "frames": [canonical.encode(*frame).hex() for frame in FRAMES],
        "sha256": hashlib.sha256(file).hexdigest(),
        "head_bytes": len(sealer.opening),
    }
    (HERE / "backup.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
