"""Days and times as people type them: the domain's, where forms look for them."""

from __future__ import annotations

from desk.domain.typed import parse_day, parse_time

__all__ = ["parse_day", "parse_time"]
