"""Papers of the demo: one-page PDF files that say what they stand for, received like any upload."""

import io
import textwrap
from typing import Final

from caseintake.documents import service as documents
from caseintake.documents.receive import Received, receive
from caseintake.work import Office

_BOUNDARY: Final = "paper-of-the-demonstration"


def page(title: str, *lines: str) -> bytes:
    """A PDF (ISO 32000) with one A4 page. Letters outside ASCII are left out."""
    said = [title, "", "Invented for the demonstration office. It stands for nothing real.", "", *lines]
    rows = [row for line in said for row in (textwrap.wrap(line, 78) or [""])]
    plain = [
        row.encode("ascii", "ignore").replace(b"\\", b"").replace(b"(", b"\\(").replace(b")", b"\\)") for row in rows
    ]
    text = b"BT /F 12 Tf 56 780 Td 18 TL " + b" ".join(b"(" + row + b") Tj T*" for row in plain) + b" ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F 5 0 R>> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return made + end + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))


def received(office: Office, **files: bytes) -> Received:
    """These files (name → bytes) as if a browser had sent them in one form. Use it as a context manager."""
    parts = b"".join(
        b"--%s\r\n" % _BOUNDARY.encode()
        + f'Content-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
        + body
        + b"\r\n"
        for name, body in files.items()
    )
    body = parts + b"--%s--\r\n" % _BOUNDARY.encode()
    return receive(
        io.BytesIO(body),
        f"multipart/form-data; boundary={_BOUNDARY}",
        len(body),
        store=documents.store_of(office),
        limits=office.settings.limits,
        today=office.clock.today(),
        fields=(),
        file_fields={"files"},
    )
