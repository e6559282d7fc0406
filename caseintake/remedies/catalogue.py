"""The remedies of each State as data: ``config/remedies/*.toml``, one State a file, read once a process."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from caseintake.i18n import current_language
from caseintake.law.rule_file import Words
from caseintake.law.rules import RuleError, shipped_directory
from caseintake.matters.kinds import Forum, Instance
from caseintake.matters.states import STATES

#: What is typed by hand stands under this, so that it is never taken for a word of the files.
OWN = "own:"


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where it is read. ``mark``: V in a primary text, S in a secondary one, K known and not re-read, U unsure."""

    cite: str
    mark: Literal["V", "S", "K", "U"]
    checked: date


class Remedy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One remedy: before whom, and through which instances in their order; the last one's decision exhausts it.

    ``extraordinary``: asking for it does not belong to exhaustion and restarts no time.
    """

    id: str
    forum: Forum
    instances: tuple[Instance, ...]
    title: Words
    sources: tuple[Source, ...]
    extraordinary: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether a lawyer must check before anybody relies on it."""
        return any(source.mark in ("K", "U") for source in self.sources)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    schema: Literal["caseintake.remedies/1"]
    state: str
    remedies: tuple[Remedy, ...]


Catalogue = Mapping[str, tuple[Remedy, ...]]


@cache
def the_remedies() -> Catalogue:
    """The remedies that came with the program, by State. Raises `RuleError`."""
    return load(shipped_directory())


def of_state(state: str) -> tuple[Remedy, ...]:
    return the_remedies().get(state, ())


def find(id: str) -> Remedy | None:
    """The remedy of this id; None for what was typed by hand or has gone from the files."""
    return next((one for known in the_remedies().values() for one in known if one.id == id), None)


def title(id: str, language: str | None = None) -> str:
    """What a remedy is called."""
    known = find(id)
    return known.title.get(language or current_language()) if known is not None else id.removeprefix(OWN)


def load(directory: Path) -> dict[str, tuple[Remedy, ...]]:
    """Read ``remedies/*.toml`` under ``directory``. Raises `RuleError`, naming the file."""
    found: dict[str, tuple[Remedy, ...]] = {}
    for path in sorted((directory / "remedies").glob("*.toml")):
        name = path.relative_to(directory).as_posix()
        try:
            one = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File, strict=True)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise RuleError(f"{name}: {error}") from None
        if one.state not in STATES or one.state.lower() != path.stem:
            raise RuleError(
                f"{name}: state: {one.state} belongs into {one.state.lower()}.toml and must be a respondent"
            )
        for remedy in one.remedies:
            if not remedy.id.startswith(f"{path.stem}.") or not remedy.sources or not remedy.instances:
                raise RuleError(f"{name}: {remedy.id}: begins with {path.stem}., names its instances and its sources")
        if len({remedy.id for remedy in one.remedies}) < len(one.remedies):
            raise RuleError(f"{name}: a remedy stands there twice")
        found[one.state] = one.remedies
    return found
