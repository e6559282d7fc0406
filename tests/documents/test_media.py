"""What a file shows itself to be, and the name its download gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseintake.documents.media import EXTENSIONS, HEAD_BYTES, Media, extension, guess


@pytest.mark.parametrize(
    ("head", "media"),
    [
        (b"%PDF-1.4", Media.PDF),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Media.JPEG),
        (b"\x89PNG\r\n\x1a\n\0\0", Media.PNG),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Media.WEBP),
        (b"RIFF\x10\0\0\0WAVEfmt ", Media.WAV),
        (b"\0\0\0\x18ftypheic", Media.HEIC),
        (b"\0\0\0\x18ftypqt  ", Media.MP4),
        (b"\0\0\0\x18ftypM4A ", Media.MP4),
        (b"OggS\0\x02", Media.OGG),
        (b"PK\x03\x04\x14", Media.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Media.OLE),
        ("Qərar № 5\r\nот 3 мая".encode(), Media.TEXT),
        (b"MZ\x90\0\x03", Media.BYTES),
        (b"\x7fELF", Media.BYTES),
        (b"", Media.BYTES),
        (b"a\0b", Media.BYTES),
        (b"\xff\xfe\xfd", Media.BYTES),
        (("ə" * HEAD_BYTES).encode()[1 : HEAD_BYTES + 1], Media.BYTES),
        (b"a" + ("ə" * HEAD_BYTES).encode()[: HEAD_BYTES - 1], Media.TEXT),
    ],
)
def test_kinds_are_told_by_their_first_bytes(head: bytes, media: Media) -> None:
    assert guess(head) is media


@pytest.mark.parametrize(
    ("media", "name", "expected"),
    [
        (Media.PDF, "qərar.PDF", "pdf"),
        (Media.PDF, "decision.exe", "pdf"),
        (Media.JPEG, "photo.jpeg", "jpeg"),
        (Media.ZIP, "complaint.docx", "docx"),
        (Media.ZIP, "complaint.docm", "zip"),
        (Media.ZIP, "app.apk", "zip"),
        (Media.OLE, "old.doc", "doc"),
        (Media.OLE, "setup.msi", "bin"),
        (Media.TEXT, "page.html", "txt"),
        (Media.TEXT, "run.bat", "txt"),
        (Media.BYTES, "tool.exe", "bin"),
        (Media.BYTES, "..", "bin"),
        (Media.MP4, "C:\\Users\\N\\clip.mov", "mov"),
    ],
)
def test_a_download_gets_the_clients_extension_only_if_it_fits(media: Media, name: str, expected: str) -> None:
    assert extension(media, name) == expected


@given(media=st.sampled_from(Media), name=st.text())
def test_no_name_leads_to_another_extension(media: Media, name: str) -> None:
    assert extension(media, name) in EXTENSIONS[media]


def test_no_extension_starts_a_program() -> None:
    known = {ending for endings in EXTENSIONS.values() for ending in endings}
    assert not known & {
        "exe",
        "msi",
        "bat",
        "cmd",
        "com",
        "scr",
        "js",
        "vbs",
        "ps1",
        "lnk",
        "html",
        "svg",
        "docm",
        "jar",
    }
