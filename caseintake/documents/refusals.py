"""Why an upload was not taken, each reason under its own name and in the person's language.

A refusal says what to do next. None repeats a file name or anything else that was sent.
"""

from typing import ClassVar

from caseintake.i18n import lazy


class UploadRefused(Exception):
    """An upload was not taken. ``status`` is the HTTP status, ``words`` the sentence for the person."""

    status: ClassVar[int] = 400
    words: ClassVar[str]

    def __str__(self) -> str:
        return str(self.words)


class NotAFileForm(UploadRefused):
    """The body is no multipart form."""

    status = 415
    words = lazy("The form did not arrive as a form with files. Open the page again and send it from there.")


class NoLength(UploadRefused):
    """The browser did not say how much it sends."""

    status = 411
    words = lazy("Your browser did not say how much it sends. Try another browser or another connection.")


class CutOff(UploadRefused):
    """The body ended before its declared length, or before the end of the form."""

    words = lazy("The connection broke before everything arrived. The files were not kept. Send them again.")


class Garbled(UploadRefused):
    """The body is not a well-formed multipart form."""

    words = lazy("The form arrived damaged. Nothing of it was kept. Open the page again and send it once more.")


class TooLong(UploadRefused):
    """Something follows after the end of the form."""

    words = lazy("More arrived than the form holds. Nothing was kept. Open the page again and send it once more.")


class UnknownPart(UploadRefused):
    """A part has a name the form does not have, or a file came where a text belongs, or the other way round."""

    words = lazy("The form holds a field this page does not have. Open the page again and send it from there.")


class TooManyParts(UploadRefused):
    """More parts than a form may have."""

    status = 413
    words = lazy("This is too many files at once. Send some now and the others afterwards.")


class TextTooLong(UploadRefused):
    """The texts of the form together are longer than a form may be."""

    status = 413
    words = lazy("The texts are too long for one form. Send a part of them as a file.")


class TooMuchAtOnce(UploadRefused):
    """The whole form is larger than one form may be."""

    status = 413
    words = lazy("These files are too much for one form. Send them one after the other.")


class FileTooLarge(UploadRefused):
    """One file is larger than the office takes; the others may have been kept."""

    status = 413
    words = lazy("This file is too large and was not kept. Send it in parts, or tell us and we find another way.")


class FileEmpty(UploadRefused):
    """One file has no byte, as telephones send what they could not read; its owner must not believe that it came."""

    words = lazy("This file is empty and was not kept. Open it on your device first, then choose it again.")


class NoRoom(UploadRefused):
    """The office takes no more files for the moment: the disk or a quota is full."""

    status = 503
    words = lazy("We cannot take files just now. Send your text without them and add the files tomorrow.")


class DayFull(UploadRefused):
    """All files the office takes on one day have come."""

    status = 503
    words = lazy("No more files are taken today. Send your text without them and add the files tomorrow.")


class CodeFull(UploadRefused):
    """All files one code may bring on one day have come."""

    status = 413
    words = lazy("This is more than one code may bring on one day. The files were not kept. Add them tomorrow.")


class Crowded(UploadRefused):
    """As many files are arriving as this surface reads at once; the rest of the pages stay free."""

    status = 503
    words = lazy("Many files are arriving just now. Wait some minutes, come back with the code and send yours again.")


class TicketRefused(UploadRefused):
    """The upload form was sent twice, is too old, or belongs to somebody else."""

    status = 403
    words = lazy("This form was already sent or is too old. Open the page again and send the files from there.")
