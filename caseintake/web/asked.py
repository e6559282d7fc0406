"""Reading what stands after the question mark, so that nonsense there is never an error page."""

from flask import request


def whole_number(name: str, *, default: int, least: int = 0, most: int = 100_000) -> int:
    """The number asked for by ``?name=``, kept within bounds; ``default`` when it is none."""
    text = request.args.get(name, "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        return default
    return max(least, min(most, int(text)))


def one_of(name: str, choices: tuple[str, ...], *, default: str) -> str:
    """The choice asked for by ``?name=``; ``default`` when it is not among ``choices``."""
    text = request.args.get(name, "")
    return text if text in choices else default


def return_path(default: str = "/") -> str:
    """Where ``?next=`` asks to go on after sign-in: only ever a path of this site, never another one."""
    path = request.values.get("next", "")
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if inside and len(path) <= 2000 else default
