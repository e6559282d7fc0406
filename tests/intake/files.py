"""Files as if they had just arrived, for tests of what happens to them next."""

from __future__ import annotations

from caseintake.documents.receive import ReceivedFile
from caseintake.documents.sealing import SealingFile
from caseintake.documents.service import store_of
from caseintake.work import Office


def received(office: Office, data: bytes, name: str) -> ReceivedFile:
    """One file sealed into the store of unaccepted blobs."""
    sealing = SealingFile(store_of(office).begin(office.clock.today()))
    sealing.write(data)
    sealed = sealing.finish()
    return ReceivedFile(
        field="files",
        name=name,
        blob_id=sealed.blob_id,
        key=sealed.key,
        length=sealed.length,
        sha256=sealed.sha256,
        size=sealed.size,
        digest=sealed.digest,
        media=sealed.media,
    )
