"""Headers that keep a page where it belongs: in this tab, from this server, in no cache."""

from flask import Flask, Response, request

#: There is no script, font, frame or connection in any page, so there is none to allow.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
#: For bytes somebody else wrote: opened in the browser they may do nothing at all.
DOWNLOAD_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"

_UNUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-create",
    "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip

EVERYWHERE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # `no-referrer` would make browsers send `Origin: null` with our own forms, which the gate refuses.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-DNS-Prefetch-Control": "off",
    "Cache-Control": "no-store",
}
#: Two years, as the preload lists ask; only said over https, where it means something.
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"


def install(app: Flask) -> None:
    """Give every answer of ``app`` the headers, error pages and refusals of the gate included."""
    app.after_request(harden)


def harden(response: Response) -> Response:
    """Add what is missing. A view may be stricter (a download) or cacheable (the style sheet)."""
    for name, value in EVERYWHERE.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    if not response.headers["Cache-Control"].startswith("public"):
        response.headers.setdefault("Pragma", "no-cache")
    return response


def forget(response: Response) -> Response:
    """Ask the browser to drop what it cached of this site: on leaving and on signing out."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
