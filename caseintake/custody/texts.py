"""Texts that are data: the checklist for a request under Rule 39, and the harmless messages to relatives."""

import tomllib
from functools import cache
from typing import Final, Literal, TypeVar

import msgspec

from caseintake.law.rule_file import Words
from caseintake.law.rules import RuleError, shipped_directory

T = TypeVar("T")
_FOLDER: Final = "custody"


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the checklist."""

    id: str
    title: Words
    text: Words


class Checklist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``config/custody/rule39.toml``. ``source``: the texts it rests on."""

    schema: Literal["caseintake.rule39/1"]
    source: str
    steps: tuple[Step, ...]


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One message that tells whoever reads along nothing."""

    id: str
    text: Words


class Messages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``config/custody/messages.toml``."""

    schema: Literal["caseintake.messages/1"]
    messages: tuple[Message, ...]


@cache
def rule39() -> Checklist:
    """What to gather and send for an interim measure. Raises `RuleError`, naming the file."""
    return _read("rule39.toml", Checklist)


@cache
def messages() -> tuple[Message, ...]:
    """The short list of messages to relatives. Raises `RuleError`, naming the file."""
    return _read("messages.toml", Messages).messages


def _read(name: str, kind: type[T]) -> T:
    path = shipped_directory() / _FOLDER / name
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), kind, strict=True)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RuleError(f"{_FOLDER}/{name}: {error}") from None
