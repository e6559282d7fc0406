"""Sealed models: ordinary SQLAlchemy models some of whose attributes exist only as one padded ciphertext in the row.

    class Statement(SealedRecord):
        __tablename__ = "statement"
        __kind__ = "statement"
        conversation_id: Mapped[UUID] = mapped_column(to("conversation.id"))   # clear, bound in the AAD
        text: Sealed[str] = sealed()                                           # sealed

A sealed attribute opens on first reading with the keyring of the session, is sealed again at flush, and can never be
used in SQL. Its kinds are immutable: a list changed in place would be lost without a word.
"""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import (
    Any,
    ClassVar,
    Generic,
    Literal,
    NoReturn,
    Protocol,
    Self,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)
from uuid import UUID

import msgspec
from sqlalchemy import LargeBinary, event
from sqlalchemy.orm import Mapped, mapped_column, object_session
from sqlalchemy.orm.attributes import flag_modified

from caseintake.kernel.ids import new_id
from caseintake.storage import Base, to
from caseintake.vault import record
from caseintake.vault.errors import Locked, NewerSchema, SealedQuery, Tampered
from caseintake.vault.holders import HolderKind
from caseintake.vault.logged import bound_columns
from caseintake.vault.primitives import SymmetricKey

T = TypeVar("T")
_MISSING: Any = object()
_PLACE = frozenset({"id", "vault_id", "epoch"})
_stored: Any = msgspec.msgpack.Decoder(tuple[int, msgspec.Raw, msgspec.Raw])
_IMMUTABLE = (str, int, bool, bytes, date, datetime, UUID, type(None))


class Opener(Protocol):
    """What a session must carry so that its records can be read."""

    def record_key(self, vault_id: UUID, epoch: int) -> SymmetricKey: ...
    def found_damaged(self, row: "SealedRecord") -> None: ...


class Signature(msgspec.Struct, frozen=True, array_like=True):
    """Who wrote a record that proves something; stands inside the payload so that nobody can test guesses."""

    author_kind: HolderKind
    author_id: UUID
    sequence: int
    previous: bytes
    signature: bytes


class Sealed(Generic[T]):
    """A sealed attribute. On the class every comparison raises `SealedQuery`; on a record it is the plain value."""

    __slots__ = ("default", "name")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, default: Any = _MISSING) -> None:
        self.default = default
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, obj: None, owner: type) -> Self: ...
    @overload
    def __get__(self, obj: "SealedRecord", owner: type) -> T: ...
    def __get__(self, obj: "SealedRecord | None", owner: type) -> "Self | T":
        if obj is None:
            return self
        state = obj.__dict__
        draft = state.get("_draft")
        if draft is not None:
            return draft[self.name]  # type: ignore[no-any-return]
        opened = state.get("_opened")
        if opened is None or opened[0] is not state.get("sealed"):
            return getattr(obj.payload(), self.name)  # type: ignore[no-any-return]
        return getattr(opened[1], self.name)  # type: ignore[no-any-return]

    def __set__(self, obj: "SealedRecord", value: T) -> None:
        obj.begin_draft()[self.name] = value

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise SealedQuery(f"{self.name} is sealed: the database cannot compare or sort it; open the rows and filter")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __clause_element__ = in_ = is_ = like = ilike = contains = desc = asc = _refuse


def sealed(*, default: Any = _MISSING) -> Any:
    """Declare a sealed attribute. One added after a release must have a default: old rows do not hold it."""
    return Sealed(default)


@dataclass_transform(kw_only_default=True, field_specifiers=(mapped_column, sealed))
class _Keyworded(Base):
    """Makes type checkers see constructor words, types and what is missing; adds nothing at run time."""

    __abstract__ = True


class SealedRecord(_Keyworded):
    """A row of which only ids, vault, epoch and the declared plaintext columns can be read without a key."""

    __abstract__ = True
    __kind__: ClassVar[str]
    #: Plaintext columns outside the AAD, each with its reason.
    __unbound__: ClassVar[dict[str, str]] = {}
    #: True: the payload carries its author's signature (docs/vault-format.md § 5.3).
    __signed__: ClassVar[bool] = False
    #: Raised by one whenever the payload's shape changes in a way a default does not mend.
    __schema__: ClassVar[int] = 1
    #: From schema number to a pure function giving the next shape.
    __upgrades__: ClassVar[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}

    _shape: ClassVar[type[msgspec.Struct]]
    _decoder: ClassVar[Any]
    _attributes: ClassVar[dict[str, Sealed[Any]]]
    _bound: ClassVar[tuple[str, ...] | None]
    _columns: ClassVar[frozenset[str] | None]

    id: Mapped[UUID] = mapped_column(primary_key=True, default=None)
    vault_id: Mapped[UUID] = mapped_column(to("vault.id"), index=True)
    epoch: Mapped[int] = mapped_column(default=None)
    sealed: Mapped[bytes] = mapped_column(LargeBinary, default=None)
    revision: Mapped[int] = mapped_column(default=None)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "__kind__" in cls.__dict__:
            cls._declare()
        super().__init_subclass__(**kwargs)
        if "__kind__" in cls.__dict__:
            cls.__mapper__.version_id_col = cls.__table__.c.revision
            cls.__mapper__.version_id_generator = False
            cls._refuse_defaults()

    @classmethod
    def _declare(cls) -> None:
        hints = get_type_hints(cls)
        cls._attributes = {
            name: value
            for base in reversed(cls.__mro__)
            for name, value in vars(base).items()
            if isinstance(value, Sealed)
        }
        fields: list[Any] = []
        for name, attribute in cls._attributes.items():
            kind = get_args(hints[name])[0]
            _require_immutable(kind, f"{cls.__name__}.{name}")
            fields.append((name, kind) if attribute.default is _MISSING else (name, kind, attribute.default))
        fields.sort(key=len)
        # A default is not written: what a later version adds changes neither old payloads nor signatures over them.
        cls._shape = msgspec.defstruct(f"{cls.__name__}Payload", fields, frozen=True, kw_only=True, omit_defaults=True)
        cls._decoder = msgspec.msgpack.Decoder(tuple[int, cls._shape, Signature | None])  # type: ignore[name-defined]
        cls._bound = cls._columns = None

    @classmethod
    def _refuse_defaults(cls) -> None:
        """A default filled in by SQL or at flush would come after the seal and not be bound."""
        for column in cls.__table__.columns:
            ours = column.name in ("id", "epoch", "sealed", "revision")
            if not ours and (column.default is not None or column.server_default is not None):
                raise TypeError(f"{cls.__name__}.{column.name}: a column of a sealed model takes no default")

    def __init__(self, **values: Any) -> None:
        draft: dict[str, Any] = {}
        for name, attribute in self._attributes.items():
            if name in values:
                draft[name] = values.pop(name)
            elif attribute.default is _MISSING:
                raise TypeError(f"{type(self).__name__} needs {name}")
            else:
                draft[name] = attribute.default
        self.__dict__["_draft"] = draft
        self.__dict__["_newborn"] = True
        values.setdefault("id", new_id())
        columns = type(self).columns()
        for name, value in values.items():
            if name not in columns:
                raise TypeError(f"{type(self).__name__} has no {name}")
            super().__setattr__(name, value)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__}: an opened record is not copied into caches")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.__dict__.get('id')}>"

    def __setattr__(self, name: str, value: Any) -> None:
        if name[0] != "_" and "_newborn" not in self.__dict__:
            if name in ("id", "vault_id"):
                raise TypeError("a record keeps its id and its vault for life: move the key, not the row")
            if name in type(self).bound():
                self.begin_draft()
        super().__setattr__(name, value)

    @classmethod
    def columns(cls) -> frozenset[str]:
        """The names of all columns in clear."""
        if cls._columns is None:
            cls._columns = frozenset(bound_columns(cls)) | frozenset(cls.__unbound__)
        return cls._columns

    @classmethod
    def bound(cls) -> tuple[str, ...]:
        """The plaintext columns whose values the AAD holds, by name."""
        if cls._bound is None:
            cls._bound = bound_columns(cls, frozenset({"id", "vault_id", "epoch", "sealed"}))
        return cls._bound

    def payload(self) -> msgspec.Struct:
        """The opened payload, kept only as long as it belongs to the very ciphertext that was loaded."""
        opened = self.__dict__.get("_opened")
        ciphertext = self.sealed
        if opened is None or opened[0] is not ciphertext:
            opened = self._open(ciphertext)
            self.__dict__["_opened"] = opened
        return opened[1]

    def signature(self) -> Signature | None:
        self.payload()
        return self.__dict__["_opened"][2]  # type: ignore[no-any-return]

    def _context(self) -> bytes:
        state = self.__dict__
        names = type(self).bound()
        if not state.keys() >= _PLACE.union(names):  # expired, or never given: SQLAlchemy must load or say None
            state = {name: getattr(self, name) for name in (*_PLACE, *names)}
        bound = [[name, state[name]] for name in names]
        return record.context(self.__kind__, state["id"], state["vault_id"], state["epoch"], bound)

    def _open(self, ciphertext: bytes) -> tuple[bytes, msgspec.Struct, Signature | None, bytes]:
        session = object_session(self)
        opener: Opener | None = getattr(session, "opener", None)
        if opener is None:
            raise Locked(f"{self.__kind__} {self.id}: in no session")
        key = opener.record_key(self.vault_id, self.epoch)
        try:
            data = record.open_payload(key, ciphertext, self._context(), self.__kind__, self.id)
            return (ciphertext, *self._decode(data), data if self.__signed__ else b"")
        except Tampered:
            opener.found_damaged(self)
            raise
        except (msgspec.MsgspecError, ValueError, TypeError, KeyError, RecursionError):
            # Sealed by somebody who holds the vault, and by no program of ours.
            opener.found_damaged(self)
            raise Tampered(f"{self.__kind__} {self.id} holds something else than such a record") from None

    @classmethod
    def _decode(cls, data: bytes) -> tuple[msgspec.Struct, Signature | None]:
        try:
            schema, payload, signature = cls._decoder.decode(data)
            if schema == cls.__schema__:
                return payload, signature
        except msgspec.ValidationError:
            pass
        schema, values, signed = msgspec.msgpack.decode(data)
        if schema > cls.__schema__:
            raise NewerSchema(f"{cls.__kind__}: written by a newer version of the program (schema {schema})")
        while schema < cls.__schema__:
            values = cls.__upgrades__[schema](values)
            schema += 1
        return msgspec.convert(values, cls._shape, strict=False), msgspec.convert(signed, Signature | None)

    def begin_draft(self) -> dict[str, Any]:
        draft: dict[str, Any] | None = self.__dict__.get("_draft")
        if draft is None:
            payload = self.payload()
            draft = {name: getattr(payload, name) for name in self._attributes}
            self.__dict__["_draft"] = draft
            flag_modified(self, "sealed")
        return draft

    def plaintext(self) -> bytes:
        """The bytes of the sealed values: what a signature speaks of."""
        return bytes(self._content()[1])

    def _content(self) -> tuple[int, msgspec.Raw]:
        """Schema and bytes of the values, of a signed record as they are stored while no value is changed.

        A later version encodes the same values in another way as soon as a structure in them has grown; encoded
        again, they would break every signature given before.
        """
        draft = self.__dict__.get("_draft")
        payload = self.payload() if draft is None else None
        opened = self.__dict__.get("_opened")
        if self.__signed__ and opened is not None and (draft is None or self._equals(draft, opened[1])):
            schema, values, _ = _stored.decode(opened[3])
            return schema, values
        values = draft if draft is not None else {name: getattr(payload, name) for name in self._attributes}
        return self.__schema__, msgspec.Raw(msgspec.msgpack.encode(self._shape(**values)))

    def _equals(self, draft: dict[str, Any], payload: msgspec.Struct) -> bool:
        return all(draft[name] == getattr(payload, name) for name in self._attributes)

    @property
    def drafted(self) -> bool:
        """True while the record has changes that are not sealed yet."""
        return self.__dict__.get("_draft") is not None

    def seal(self, key: SymmetricKey, epoch: int, signature: Signature | None = None) -> None:
        """Seal the draft under the vault's current record key. Only the unit of work calls this, just before flush.

        Raises `msgspec.ValidationError` naming the field when a value is not of its declared kind.
        """
        schema, values = self._content()
        body = msgspec.msgpack.encode((schema, values, signature))
        _, payload, _ = self._decoder.decode(body) if schema == self.__schema__ else (schema, *self._decode(body))
        revision = (self.__dict__.get("revision") or 0) + 1
        state = self.__dict__
        if state.pop("_newborn", False):  # an INSERT takes every column: no history to keep
            state["epoch"], state["revision"] = epoch, revision
            ciphertext = state["sealed"] = record.seal_payload(key, body, self._context())
        else:
            super().__setattr__("epoch", epoch)
            super().__setattr__("revision", revision)
            ciphertext = record.seal_payload(key, body, self._context())
            super().__setattr__("sealed", ciphertext)
        state["_draft"] = None
        state["_opened"] = (ciphertext, payload, signature, body if self.__signed__ else b"")


def _require_immutable(kind: Any, where: str) -> None:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        for part in get_args(kind):
            _require_immutable(part, where)
    elif origin is tuple:
        for part in get_args(kind):
            if part is not Ellipsis:
                _require_immutable(part, where)
    elif origin is Literal or kind in _IMMUTABLE or (isinstance(kind, type) and issubclass(kind, Enum)):
        return
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__struct_config__.frozen:
        for field in msgspec.structs.fields(kind):
            _require_immutable(field.type, f"{where}.{field.name}")
    else:
        raise TypeError(f"{where}: a sealed attribute holds immutable kinds only, not {kind}")


@event.listens_for(SealedRecord, "expire", propagate=True)
def _drop_on_expire(target: SealedRecord, _attributes: Any) -> None:
    target.__dict__.pop("_opened", None)
    target.__dict__["_draft"] = None


@event.listens_for(SealedRecord, "refresh", propagate=True)
def _drop_on_refresh(target: SealedRecord, _context: Any, _attributes: Any) -> None:
    target.__dict__.pop("_opened", None)
    target.__dict__["_draft"] = None
