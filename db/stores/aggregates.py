"""What a site's day came to in numbers, for headquarters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import insert

from db.models import day_aggregate
from db.stores.base import Store

_ADD: Final = insert(day_aggregate)


class AggregateStore(Store):
    """Writes of daily figures."""

    def add(self, site: str, day: date, version: int, figures: Mapping[str, Any]) -> None:
        """Keep the figures of a day that was closed.

        Args:
            version: of the day's record; a day that is closed again has a higher one.
        """
        row_id, at = self._journal.new_id(), self._journal.clock()
        values = {"id": row_id, "site": site, "day": day, "version": version, "at": at}
        self._write(_ADD, **values, figures=dict(figures))
        self._journal.point(day_aggregate.name, row_id)
