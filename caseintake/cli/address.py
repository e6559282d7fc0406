"""``caseintake address``: the names under which people reach an office, and moving to a new one when one is blocked.

What is answered to (`office.toml`) and what people are told (`office_texts.toml`) are changed together: whoever came by
a name that is blocked tomorrow must have read the other one today.
"""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from caseintake.app import SurfaceName
from caseintake.cli.refused import Refusal
from caseintake.cli.where import directory_option, settings_in
from caseintake.health.host import unsafe_address
from caseintake.intake.papers import office_texts_file
from caseintake.settings import SETTINGS_FILE, Settings, load, replace

_TABLE = re.compile(r"^\[\[addresses\]\]\n(?:(?!\[)[^\n]*(?:\n|\Z))*", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")
_surface = click.option(
    "--surface", type=click.Choice(["public", "office"]), default="public", show_default=True, help="Which pages."
)


@click.group()
def address() -> None:
    """Show and change the names under which people reach the office."""


@address.command("list")
@directory_option
def list_(directory: Path) -> None:
    """Show every address, the one that is told first on top."""
    settings = settings_in(directory)
    for surface, names in (("public", settings.public_addresses), ("office", settings.office_addresses)):
        for name in names:
            click.echo(f"{surface}: {name}")


@address.command()
@directory_option
@_surface
@click.argument("url")
def add(directory: Path, surface: SurfaceName, url: str) -> None:
    """Put URL before the others: answered to, and told to people on every page that names the addresses."""
    settings = settings_in(directory)
    url, names = _clean(url), _names(settings, surface)
    wrong = unsafe_address(settings, (url,))
    if wrong is not None:
        raise Refusal(wrong)
    if url in names:
        raise Refusal(f"{url} is there already")
    texts = _texts(settings, surface, url, lambda text: _told_first(text, url), there=True)
    _change(settings, surface, (url, *names), texts)
    click.echo("The old addresses go on. Take one away only months later: caseintake address remove")


@address.command()
@directory_option
@_surface
@click.argument("url")
def remove(directory: Path, surface: SurfaceName, url: str) -> None:
    """Take URL away. Whoever knows no other address of the office no longer finds it."""
    settings = settings_in(directory)
    url, names = _clean(url), _names(settings, surface)
    if url not in names:
        raise Refusal(f"{url} is none of the {surface} addresses: caseintake address list")
    if len(names) == 1:
        raise Refusal("it is the only one: add another first")
    texts = _texts(settings, surface, url, lambda text: _not_told(text, url), there=False)
    _change(settings, surface, tuple(name for name in names if name != url), texts)


def _names(settings: Settings, surface: SurfaceName) -> tuple[str, ...]:
    found = settings.public_addresses if surface == "public" else settings.office_addresses
    return tuple(name.rstrip("/") for name in found)


def _clean(url: str) -> str:
    """The address as it is kept. Raises `Refusal` for anything but scheme and name."""
    kept = url.strip().rstrip("/").lower()
    if not _ADDRESS.fullmatch(kept):
        raise Refusal(f"{url} is no address: write https://name or http://name.onion, nothing behind it")
    return kept


def _told_first(text: str, url: str) -> str:
    kind = "onion" if (urlsplit(url).hostname or "").endswith(".onion") else "web"
    table = f'[[addresses]]\nkind = "{kind}"\nurl = "{url}"\n\n'
    first = _TABLE.search(text)
    at = first.start() if first else len(text)
    return text[:at] + table + text[at:]


def _not_told(text: str, url: str) -> str:
    said = f'"{url}"', f'"{url}/"', f"'{url}'", f"'{url}/'"
    return _TABLE.sub(lambda found: "" if any(one in found[0] for one in said) else found[0], text)


def _texts(
    settings: Settings, surface: SurfaceName, url: str, change: Callable[[str], str], *, there: bool
) -> tuple[Path, str] | None:
    """What people are told from now on; None where they are told nothing of it. Raises `Refusal`."""
    path = office_texts_file(settings)
    if surface == "office" or not path.exists():
        return None
    before = _read(path)
    told = [one["url"].rstrip("/") for one in before.get("addresses", ())]
    if (url in told) is there:
        return None
    text = change(path.read_text(encoding="utf-8"))
    wanted = [url, *told] if there else [one for one in told if one != url]
    after = _parsed(text)
    if not wanted or {**after, "addresses": ()} != {**before, "addresses": ()} or _urls(after) != wanted:
        raise Refusal(f"{path} is written in a way this command does not change: write the addresses by hand")
    return path, text


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"{path}: {error}") from None


def _parsed(text: str) -> dict[str, Any]:
    """Nothing for what is no TOML: it is compared with what it should be."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _urls(texts: dict[str, Any]) -> list[str]:
    return [one["url"].rstrip("/") for one in texts.get("addresses", ())]


def _change(settings: Settings, surface: SurfaceName, names: tuple[str, ...], texts: tuple[Path, str] | None) -> None:
    """Write both files, or none. Raises `Refusal`."""
    path, field = settings.directory / SETTINGS_FILE, f"{surface}_addresses"
    text = path.read_text(encoding="utf-8")
    line = f"{field} = {json.dumps(names)}"
    changed, count = re.subn(rf"^{field}\s*=\s*\[[^\]]*\]", lambda _: line, text, flags=re.MULTILINE)
    if not count:
        changed = f"{line}\n{text}"
    if _parsed(changed) != {**_read(path), field: list(names)}:
        raise Refusal(f"{path} is written in a way this command does not change: write {field} by hand")
    if texts is not None:
        replace(*texts)
    replace(path, changed)
    for name in _names(load(settings.directory), surface):
        click.echo(f"{surface}: {name}")
    click.echo(f"Start the {surface} pages again: they read their addresses when they start.")
