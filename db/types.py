"""Column types: how the program's values lie in STRICT tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import Dialect
from sqlalchemy.types import UserDefinedType

_T = TypeVar("_T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970 of an aware instant; a naive one is a TypeError."""
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The UTC instant of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=micros)


def to_json(value: object) -> str:
    """JSON text with sorted keys, so that one value always has one text."""
    return msgspec.json.encode(value, order="sorted").decode()


class _Value(UserDefinedType[_T]):
    """A type of one storage class with a conversion in each direction; NULL stays None."""

    storage = ""
    store: Callable[[Any], object]
    load: Callable[[Any], Any]

    def get_col_spec(self, **_: Any) -> str:
        """The storage class, as STRICT tables want it."""
        return self.storage

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], object]:
        """The conversion of a parameter."""
        store = type(self).store
        return lambda value: None if value is None else store(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """The conversion of a stored value."""
        load = type(self).load
        return lambda value: None if value is None else load(value)


class Id(_Value[UUID]):
    """A UUID as its 16 bytes.

    A day's ids are read again and again, and making a UUID costs more than reading its bytes.
    """

    cache_ok = True
    storage = "BLOB"
    store = staticmethod(lambda value: value.bytes)
    load = staticmethod(lru_cache(maxsize=8192)(lambda value: UUID(bytes=value)))


class Instant(_Value[datetime]):
    """An instant as microseconds since 1970, UTC."""

    cache_ok = True
    storage = "INTEGER"
    store = staticmethod(to_micros)
    load = staticmethod(from_micros)


class Day(_Value[date]):
    """A local date as its ISO text, which sorts by time."""

    cache_ok = True
    storage = "TEXT"
    store = staticmethod(date.isoformat)
    load = staticmethod(date.fromisoformat)


class Json(_Value[Any]):
    """A JSON value as text."""

    cache_ok = True
    storage = "TEXT"
    store = staticmethod(to_json)
    load = staticmethod(lambda value: msgspec.json.decode(value))


class Flag(_Value[bool]):
    """Yes or no as 1 or 0."""

    cache_ok = True
    storage = "INTEGER"
    store = staticmethod(int)
    load = staticmethod(bool)


class Blob(_Value[bytes]):
    """Bytes as they are."""

    cache_ok = True
    storage = "BLOB"
    store = staticmethod(bytes)
    load = staticmethod(bytes)
