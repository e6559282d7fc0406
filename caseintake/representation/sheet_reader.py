"""Finds the numbers on scanned sheets. A program of its own: it is given a file on standard input and no key.

Run by `caseintake.representation.heaps` and imported by nobody. Whatever a file does to the libraries that read it, it
does here: with little memory and time, no file it could write, an empty environment, and nothing in memory but itself.
The answer is MessagePack on standard output: for each page the numbers found, and the page alone as a PDF where the
file has several.
"""

import io
import re
import resource
import sys

import msgspec
import pypdfium2  # type: ignore[import-untyped]
import zxingcpp
from PIL import Image

MOST_BYTES = 60_000_000
MOST_PAGES = 500
#: Bytes of all pages of a file, each alone: what they share is in each, and who asked holds the answer in memory.
MOST_TOGETHER = 2 * MOST_BYTES
_MEMORY = 1_500_000_000
_SECONDS = 90
#: The longer side of a page as it is looked at, in dots: enough for a QR code of twelve millimetres.
_DOTS = 2600
_NUMBER = re.compile(r"\d{10}", re.ASCII)

Pages = list[tuple[list[str], bytes]]


def confine() -> None:
    """Little memory, little time, no file written."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = 80_000_000


def numbers_on(picture: Image.Image) -> list[str]:
    """What the QR codes of one picture say, where it is a number of ours."""
    picture = picture.convert("L")
    picture.thumbnail((_DOTS, _DOTS))
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [code.text for code in found if _NUMBER.fullmatch(code.text)]


def pages_of(data: bytes) -> Pages:
    """Every page of a PDF, or the one of a picture. Raises whatever the libraries raise."""
    if data[:5] != b"%PDF-":
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "TIFF")) as picture:
            return [(numbers_on(picture), b"")]
    document = pypdfium2.PdfDocument(data)
    count = len(document)
    if count > MOST_PAGES:
        raise ValueError("too many pages")
    found: Pages = []
    for number in range(count):
        page = document[number]
        scale = min(4.0, _DOTS / max(page.get_width(), page.get_height(), 1.0))
        picture = page.render(scale=scale, grayscale=True).to_pil()
        found.append((numbers_on(picture), _alone(document, number) if count > 1 else b""))
        if sum(len(alone) for _numbers, alone in found) > MOST_TOGETHER:
            raise ValueError("too large page by page")
    return found


def _alone(document: pypdfium2.PdfDocument, number: int) -> bytes:
    """One page as a file of its own."""
    single, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    single.import_pages(document, [number])
    single.save(out)
    return out.getvalue()


if __name__ == "__main__":
    confine()
    given = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(given) > MOST_BYTES:
        sys.exit(2)
    sys.stdout.buffer.write(msgspec.msgpack.encode(pages_of(given)))
