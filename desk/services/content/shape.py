"""Checking raw data against a pack type, field by field: one fault never hides another."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo, fields

Fault = tuple[str, str]
"""Path within the item ("text.ru", "" = the item itself) and what is wrong."""


def shape_problems(raw: object, wanted: Any) -> Iterator[Fault]:
    """All faults of shape: wrong types, unknown fields, missing fields and languages.

    Args:
        raw: as read from TOML.
        wanted: a pack type, or the type of one of its fields.
    """
    wanted = _without_none(wanted)
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        yield from _struct_problems(raw, wanted)
    elif get_origin(wanted) is list and isinstance(raw, list):
        for number, item in enumerate(raw, start=1):
            yield from _below(f"[{number}]", shape_problems(item, get_args(wanted)[0]))
    else:
        yield from _leaf_problem(raw, wanted)


def _without_none(wanted: Any) -> Any:
    """`Text` for `Text | None`: an absent field is simply not there in TOML."""
    if get_origin(wanted) not in (Union, types.UnionType):
        return wanted
    rest = [part for part in get_args(wanted) if part is not type(None)]
    return rest[0] if len(rest) == 1 else wanted


def _struct_problems(raw: object, wanted: type[msgspec.Struct]) -> Iterator[Fault]:
    if not isinstance(raw, dict):
        yield "", f"must be a table, not {type(raw).__name__}"
        return
    known = {info.name: info for info in fields(wanted)}
    for name in raw.keys() - known.keys():
        yield str(name), "unknown field"
    for name, info in known.items():
        if name in raw:
            yield from _below(name, shape_problems(raw[name], info.type))
        elif _required(info):
            yield name, "is missing"


def _required(info: FieldInfo) -> bool:
    return info.default is msgspec.NODEFAULT and info.default_factory is msgspec.NODEFAULT


def _below(name: str, found: Iterator[Fault]) -> Iterator[Fault]:
    for path, reason in found:
        joint = "." if path and not path.startswith("[") else ""
        yield f"{name}{joint}{path}", reason


def _leaf_problem(raw: object, wanted: Any) -> Iterator[Fault]:
    try:
        msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$")
        yield path.rstrip("`").lstrip("."), reason
