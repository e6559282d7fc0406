"""What kind of file this says it is, by its first bytes, and the file name we give a download. Pure.

Nothing here parses: the first bytes are compared with a list and no more. A kind not on the list is plain bytes, and
is saved as ``.bin`` so that no double click starts anything.
"""

from enum import StrEnum
from pathlib import PurePosixPath

#: How many first bytes `guess` wants to see.
HEAD_BYTES = 512


class Media(StrEnum):
    """Kinds of files the office knows by sight."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    TIFF = "tiff"
    HEIC = "heic"
    MP4 = "mp4"
    MATROSKA = "matroska"
    MP3 = "mp3"
    OGG = "ogg"
    WAV = "wav"
    FLAC = "flac"
    AMR = "amr"
    RTF = "rtf"
    ZIP = "zip"
    OLE = "ole"
    TEXT = "text"
    BYTES = "bytes"


_AUDIO = frozenset({Media.MP3, Media.OGG, Media.WAV, Media.FLAC, Media.AMR})

#: First bytes at an offset. Several rows may lead to one kind; the first that fits is taken.
_SIGNATURES: tuple[tuple[Media, int, bytes], ...] = (
    (Media.PDF, 0, b"%PDF-"),
    (Media.JPEG, 0, b"\xff\xd8\xff"),
    (Media.PNG, 0, b"\x89PNG\r\n\x1a\n"),
    (Media.GIF, 0, b"GIF87a"),
    (Media.GIF, 0, b"GIF89a"),
    (Media.WEBP, 8, b"WEBP"),
    (Media.WAV, 8, b"WAVE"),
    (Media.TIFF, 0, b"II*\0"),
    (Media.TIFF, 0, b"MM\0*"),
    (Media.HEIC, 4, b"ftypheic"),
    (Media.HEIC, 4, b"ftypheix"),
    (Media.HEIC, 4, b"ftypmif1"),
    (Media.HEIC, 4, b"ftypmsf1"),
    (Media.MP4, 4, b"ftyp"),
    (Media.MATROSKA, 0, b"\x1aE\xdf\xa3"),
    (Media.MP3, 0, b"ID3"),
    (Media.MP3, 0, b"\xff\xfb"),
    (Media.MP3, 0, b"\xff\xf3"),
    (Media.OGG, 0, b"OggS"),
    (Media.FLAC, 0, b"fLaC"),
    (Media.AMR, 0, b"#!AMR"),
    (Media.RTF, 0, b"{\\rtf"),
    (Media.ZIP, 0, b"PK\x03\x04"),
    (Media.OLE, 0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
)

#: Extensions a kind may be saved under; the first when the client's own is not among them. A ZIP may be an office
#: document, an OLE file may also be an installer: there only the harmless names are let through.
EXTENSIONS: dict[Media, tuple[str, ...]] = {
    Media.PDF: ("pdf",),
    Media.JPEG: ("jpg", "jpeg"),
    Media.PNG: ("png",),
    Media.GIF: ("gif",),
    Media.WEBP: ("webp",),
    Media.TIFF: ("tif", "tiff"),
    Media.HEIC: ("heic", "heif"),
    Media.MP4: ("mp4", "m4v", "mov", "m4a", "3gp"),
    Media.MATROSKA: ("mkv", "webm"),
    Media.MP3: ("mp3",),
    Media.OGG: ("ogg", "oga", "opus", "ogv"),
    Media.WAV: ("wav",),
    Media.FLAC: ("flac",),
    Media.AMR: ("amr",),
    Media.RTF: ("rtf",),
    Media.ZIP: ("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp"),
    Media.OLE: ("bin", "doc", "xls", "ppt"),
    Media.TEXT: ("txt", "csv"),
    Media.BYTES: ("bin",),
}


def guess(head: bytes) -> Media:
    """The kind by the first `HEAD_BYTES` bytes of a file. A guess: nothing may rely on it but a name."""
    for media, offset, signature in _SIGNATURES:
        if head.startswith(signature, offset):
            return media
    return Media.TEXT if _is_text(head) else Media.BYTES


def is_audio(media: Media, name: str) -> bool:
    """Whether a file is, as far as one sees from outside, a voice recording that somebody can write down."""
    sound = {"m4a", "3gp", "weba", "oga", "opus"}
    return media in _AUDIO or (media in (Media.MP4, Media.MATROSKA) and _suffix(name) in sound)


def _suffix(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower().removeprefix(".")


def _is_text(head: bytes) -> bool:
    if not head or any(byte < 9 or 13 < byte < 32 or byte == 127 for byte in head):
        return False
    try:
        # The last letter may be cut in two.
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and len(head) == HEAD_BYTES
    return True


def extension(media: Media, name: str) -> str:
    """The extension a download gets: the client's own if it fits what the file shows itself to be."""
    allowed = EXTENSIONS[media]
    theirs = _suffix(name)
    return theirs if theirs in allowed else allowed[0]
