"""Column types that PostgreSQL and SQLite both have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, TypeDecorator

from db.types import from_micros, to_micros


class Moment(TypeDecorator[datetime]):
    """An instant as microseconds since 1970, UTC: the same number in both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """The number of an aware instant."""
        return None if value is None else to_micros(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """The instant of a number."""
        return None if value is None else from_micros(value)
