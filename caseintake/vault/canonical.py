"""One encoding for everything that is signed, hashed or bound (docs/vault-format.md § 1).

MessagePack of a list whose first item is a label. None, booleans, integers, text, bytes, dates and UUIDs stay
distinct, and the bytes do not depend on the database that held the values.
"""

from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec

EXT_DATE = 1
EXT_UUID = 2

_AS_THEY_ARE = frozenset({type(None), bool, int, str, bytes, msgspec.msgpack.Ext})

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(
    ext_hook=lambda code, data: _revive(code, bytes(data)),
)


def encode(label: str, *values: Any) -> bytes:
    """The canonical bytes of ``[label, *values]``.

    Raises `TypeError` for a float, a datetime, a dict or anything else without exactly one encoding.
    """
    return _encoder.encode([label, *[_plain(value) for value in values]])


def encode_plain(items: list[Any]) -> bytes:
    """The same for a list, label first, whose values went through `column` already: what every record pays for."""
    return _encoder.encode(items)


def decode(data: bytes, label: str) -> list[Any]:
    """The values behind ``label``. Raises `ValueError` when the bytes are anything but that canonical list."""
    try:
        items = _decoder.decode(data)
        if not isinstance(items, list) or not items or items[0] != label:
            raise ValueError(f"not a {label}")
        if encode(label, *items[1:]) != data:
            raise ValueError(f"not canonical: {label}")
    except (msgspec.MsgspecError, TypeError, RecursionError) as error:
        raise ValueError(f"not canonical: {label}") from error
    return items[1:]


def decode_again(data: bytes) -> list[Any]:
    """The same for bytes that `decode` has taken before: they are not compared with their canonical form again."""
    return list(_decoder.decode(data)[1:])


def require(values: Any, *kinds: type | tuple[type, ...]) -> list[Any]:
    """``values`` if it is a list with one of each kind in that order, else `ValueError`. A boolean is no integer."""
    if not isinstance(values, list) or len(values) != len(kinds):
        raise ValueError("too many items, or too few")
    for value, kind in zip(values, kinds, strict=True):
        if type(value) not in (kind if isinstance(kind, tuple) else (kind,)):
            raise ValueError(f"an item is a {type(value).__name__}")
    return values


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is UUID:
        return msgspec.msgpack.Ext(EXT_UUID, value.bytes)
    if kind is date:
        return msgspec.msgpack.Ext(EXT_DATE, value.isoformat().encode("ascii"))
    if kind in (list, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return _plain(value.value)
    raise TypeError(f"no canonical encoding for {kind.__name__}")


def _revive(code: int, data: bytes) -> date | UUID:
    if code == EXT_DATE:
        return date.fromisoformat(data.decode("ascii"))
    if code == EXT_UUID:
        return UUID(bytes=data)
    raise ValueError(f"unknown extension {code}")


def column(value: Any) -> Any:
    """A column's value as it goes into the canonical encoding, the same before and after a round trip."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is UUID:
        return msgspec.msgpack.Ext(EXT_UUID, value.bytes)
    if kind is date:
        return msgspec.msgpack.Ext(EXT_DATE, value.isoformat().encode("ascii"))
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"no canonical form for a column of type {kind.__name__}")
