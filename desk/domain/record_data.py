"""Frozen dataclasses as an event's data, and back: fields by name, values as JSON has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from desk.domain import event_data as read

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_R = TypeVar("_R", bound="DataclassInstance")


def record_written(record: DataclassInstance) -> dict[str, object]:
    """A record as data; a record within it becomes data of its own."""
    return {item.name: _written(getattr(record, item.name)) for item in fields(record)}


def record_read(kind: type[_R], data: Mapping[str, Any]) -> _R:
    """The record of a kind that data tells; what is missing has its default."""
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], data[name]) for name in _names(kind) if name in data})


def _written(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return record_written(value)
    return read.written(value)


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _read(next(one for one in get_args(hint) if one is not type(None)), value)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if hint is datetime:
        return read.moment(value)
    if hint is date:
        return date.fromisoformat(value)
    if is_dataclass(hint) and isinstance(hint, type):
        return record_read(hint, value)
    return hint(value) if hint is UUID or issubclass(hint, Enum) else value


@cache
def _hints(kind: type[DataclassInstance]) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))
