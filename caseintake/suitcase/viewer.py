"""A suitcase in a browser of this machine: pages on 127.0.0.1 behind the passphrase, and one form for new facts."""

import hmac
import secrets
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from jinja2 import Environment, FileSystemLoader
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from caseintake.i18n import _, format_day, use
from caseintake.kernel.clock import SystemClock
from caseintake.kernel.words import NotAWord, read
from caseintake.suitcase.beside import Beside, InTheWay
from caseintake.suitcase.lock import MAGIC, Lock, WrongPassphrase
from caseintake.suitcase.noting import WHATS, Typed, said
from caseintake.suitcase.reading import Suitcase
from caseintake.suitcase.side import SideKey, TooLong
from caseintake.vault.parcel import Parcel

_HERE = Path(__file__).parent
_STYLE = _HERE.parent / "web" / "static" / "caseintake.css"
_COOKIE: Final = "suitcase"
#: Bytes of a form: an entry of the longest text, each letter of it escaped.
_FORM_BYTES: Final = 64 * 1024
_NOT_WRITTEN: Final = (InTheWay, OSError)
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # `no-referrer` would make browsers send `Origin: null` with our own form, which is refused below.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-DNS-Prefetch-Control": "off",
    "Cache-Control": "no-store",
}


def _why(error: Exception) -> str:
    if isinstance(error, TooLong):
        return _("The side file is full. Take it to the office first. This entry was not saved.")
    if isinstance(error, InTheWay):
        return _(
            "There is a side file of another suitcase in this place, or a damaged one. Nothing is written over it: "
            "put it elsewhere, or open the suitcase with --side and another name."
        )
    return _("The side file cannot be read or written here. Open the suitcase with --side and another place.")


def _today(case: Suitcase) -> date:
    return SystemClock(case.zone).today()


class Viewer:
    """A WSGI application for one file. Whoever has typed the passphrase holds a cookie; a second program does not."""

    def __init__(self, path: Path, language: str, host: str, beside: Beside) -> None:
        self._path, self._language, self._host, self._beside = path, language, host, beside
        with path.open("rb") as file:
            self._day = Lock.parse(Parcel(file, MAGIC).head).day
        self._case: Suitcase | None = None
        self._token = ""
        self._draw = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = _FORM_BYTES
        with use(self._case.language if self._case is not None else self._language):
            try:
                response = self._answer(request)
            except HTTPException as error:
                response = Response(f"{error.code}\n", status=error.code)
        response.headers.extend(_HEADERS)
        return response(environ, start)

    def _answer(self, request: Request) -> Response:
        # Another page's name that was pointed at this machine must not read along.
        if request.host != self._host:
            raise Forbidden
        if request.path == "/style.css":
            return Response(_STYLE.read_bytes(), mimetype="text/css")
        if request.method == "POST":
            return self._post(request)
        if not self._is_open_to(request):
            if request.path != "/":
                return redirect("/", 303)
            return self._page(_("Open a suitcase"), None)
        assert self._case is not None
        if request.path == "/write" and self._case.side is not None:
            return self._write(Typed.empty(_today(self._case)))
        kind, _slash, number = request.path.strip("/").partition("/")
        if not kind:
            return self._page(_("What is in this suitcase"), self._case)
        if kind == "page" and number.isdecimal() and int(number) < len(self._case.pages):
            page = self._case.pages[int(number)]
            return self._page(page.title, self._case, page=page)
        if kind == "file" and number.isdecimal() and int(number) < len(self._case.files):
            return self._file(int(number))
        raise NotFound

    def _post(self, request: Request) -> Response:
        if request.headers.get("Origin", f"http://{self._host}") != f"http://{self._host}":
            raise Forbidden
        if request.path == "/open":
            return self._try(request.form.get("passphrase", ""))
        if request.path == "/close" and self._is_open_to(request):
            self._case, self._token = None, ""
            return redirect("/", 303)
        if self._is_open_to(request) and self._case is not None and self._case.side is not None:
            if request.path == "/write":
                return self._keep(request, self._case, self._case.side)
            if request.path == "/strike":
                return self._strike(request, self._case, self._case.side)
        raise BadRequest

    def _keep(self, request: Request, case: Suitcase, key: SideKey) -> Response:
        typed = Typed.sent(request.form)
        entry = typed.entry(case, _today(case))
        if entry is None:
            return self._write(typed, code=400)
        try:
            self._beside.add(key, entry)
        except (*_NOT_WRITTEN, TooLong) as error:
            return self._write(typed, _why(error), code=409)
        return redirect("/write", 303)

    def _strike(self, request: Request, case: Suitcase, key: SideKey) -> Response:
        try:
            self._beside.strike(key, UUID(request.form.get("entry", "")))
        except ValueError:
            raise BadRequest from None
        except _NOT_WRITTEN as error:
            return self._write(Typed.empty(_today(case)), _why(error), code=409)
        return redirect("/write", 303)

    def _write(self, typed: Typed, refused: str = "", code: int = 200) -> Response:
        case = self._case
        assert case is not None
        assert case.side is not None
        try:
            entries = self._beside.entries(case.side)
        except _NOT_WRITTEN as error:
            entries, refused, code = [], refused or _why(error), 409
        return self._page(
            _("Write down"), case, code, template="write.html", typed=typed, entries=entries, refused=refused,
            whats=WHATS, said=lambda entry: said(entry, case), side=self._beside.path.name,
        )  # fmt: skip

    def _try(self, typed: str) -> Response:
        try:
            case = Suitcase.open(self._path, read(typed))
        except (WrongPassphrase, NotAWord):
            time.sleep(1)
            return self._page(_("Open a suitcase"), None, 400, wrong=True)
        self._case, self._token = case, secrets.token_urlsafe(32)
        response = redirect("/", 303)
        response.set_cookie(_COOKIE, self._token, httponly=True, samesite="Strict", path="/")
        return response

    def _is_open_to(self, request: Request) -> bool:
        given = request.cookies.get(_COOKIE, "")
        return self._case is not None and hmac.compare_digest(given.encode(), self._token.encode())

    def _page(
        self, title: str, case: Suitcase | None, code: int = 200, template: str = "suitcase.html", **values: Any
    ) -> Response:
        contents: dict[str, list[tuple[int, Any]]] = {}
        for number, page in enumerate(case.pages if case is not None else ()):
            contents.setdefault(page.group, []).append((number, page))
        drawn = self._draw.get_template(template).render(
            _=_, format_day=format_day, language=case.language if case else self._language, title=title, case=case,
            day=self._day, contents=list(contents.items()), **{"page": None, "wrong": False, **values},
        )  # fmt: skip
        return Response(drawn, status=code, mimetype="text/html")

    def _file(self, number: int) -> Response:
        assert self._case is not None
        file = self._case.files[number]
        if file.fault:
            raise NotFound
        response = Response(self._case.content(number), mimetype="application/octet-stream")
        suffix = Path(file.name).suffix
        known = suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ""
        # The name is ours: the client's own name of a file must not stand in a list of downloads.
        response.headers["Content-Disposition"] = f'attachment; filename="{file.ref}-{number + 1:03}{known}"'
        response.content_length = file.length
        return response
