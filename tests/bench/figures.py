"""Figures of many samples."""

from __future__ import annotations

from collections.abc import Sequence


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile and the greatest."""
    if not values:
        return {"n": 0, "median": 0.0, "p95": 0.0, "p99": 0.0, "max": 0.0}
    row = sorted(values)

    def at(share: float) -> float:
        return round(row[min(len(row) - 1, int(len(row) * share))], 3)

    return {
        "n": len(row),
        "median": at(0.5),
        "p95": at(0.95),
        "p99": at(0.99),
        "max": round(row[-1], 3),
    }
