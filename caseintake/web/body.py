"""The request object of both surfaces: nothing a browser sends is ever written to disk in clear.

Werkzeug spools every file over 500 kB to the temp folder and reads a form of any length into memory. Both are
closed here for every server and every route; uploads are read by `documents.receive`, part by part, into
sealed blobs, and hand their text parts over with `Request.use_fields`.
"""
# ruff: noqa: ARG002 - the signatures are the library's

from typing import IO, Any, NoReturn
from urllib.parse import parse_qsl

import flask
from flask.sessions import NullSession, SessionInterface
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.formparser import FormDataParser

#: One urlencoded form, or all text parts of a multipart form together, in bytes.
FORM_BYTES = 2 * 1024 * 1024
#: Parts of a multipart form.
FORM_PARTS = 200
#: Names in one urlencoded form. A table of 500 applicants with ten columns fits; two million `a&` do not.
FORM_FIELDS = 6000


class FormReader(FormDataParser):
    """Reads urlencoded forms only. Raises 4xx where the stock parser would answer with nothing."""

    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> tuple[IO[bytes], MultiDict[str, Any], MultiDict[str, Any]]:
        body = stream.read(FORM_BYTES + 1)
        if len(body) > FORM_BYTES or body.count(b"&") >= FORM_FIELDS:
            raise RequestEntityTooLarge
        if content_length is not None and len(body) < content_length:
            raise BadRequest  # cut off on the way: half a form must not be taken for a whole one
        try:
            items = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")
        except UnicodeDecodeError:
            raise BadRequest from None
        if any("\x00" in name or "\x00" in value for name, value in items):
            raise BadRequest
        return stream, self.cls(items), self.cls()

    def _parse_multipart(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> tuple[IO[bytes], MultiDict[str, Any], MultiDict[str, Any]]:
        raise UnsupportedMediaType


class Request(flask.Request):
    """A request whose body is read only after the gate let it in, and never spooled."""

    form_data_parser_class = FormReader

    def use_fields(self, fields: MultiDict[str, str]) -> None:
        """Make the text parts of a multipart body, read by someone else, the form of this request."""
        self.__dict__["form"] = ImmutableMultiDict(fields)
        self.__dict__["files"] = ImmutableMultiDict()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> NoReturn:
        raise UnsupportedMediaType


class NoSession(SessionInterface):
    """`flask.session` is empty, refuses writing, and never becomes a cookie."""

    def open_session(self, app: flask.Flask, request: flask.Request) -> NullSession:
        return NullSession()
