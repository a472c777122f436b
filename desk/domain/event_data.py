"""Reading the details of an event: JSON scalars and lists, turned back into the domain's types.

Instants are written as ISO 8601 in UTC, days as ISO dates, ids as text; None stands for "none".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID

Data = Mapping[str, object]


def written(value: object) -> object:
    """A value as an event stores it: instants, days and ids as text, tuples as lists."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple):
        return [written(item) for item in value]
    return value


def text(data: Data, key: str, default: str = "") -> str:
    """A text; the default when it is missing or none."""
    value = data.get(key)
    return default if value is None else str(value)


def texts(data: Data, key: str) -> tuple[str, ...]:
    """A list of texts; empty when missing."""
    value = data.get(key)
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def number(data: Data, key: str, default: int = 0) -> int:
    """A whole number; the default when missing."""
    value = data.get(key)
    return value if isinstance(value, int) else default


def flag(data: Data, key: str, default: bool = False) -> bool:
    """A yes or no; the default when missing."""
    value = data.get(key)
    return value if isinstance(value, bool) else default


def moment(value: str) -> datetime:
    """An instant in UTC, from its text."""
    return datetime.fromisoformat(value).astimezone(UTC)


def instant(data: Data, key: str) -> datetime | None:
    """An instant in UTC, or None."""
    value = data.get(key)
    return moment(str(value)) if value else None


def day(data: Data, key: str) -> date | None:
    """A local day, or None."""
    value = data.get(key)
    return date.fromisoformat(str(value)) if value else None


def identity(data: Data, key: str) -> UUID | None:
    """An id, or None."""
    value = data.get(key)
    return UUID(str(value)) if value else None
