"""One step ahead: the next thing is made ready while the present one is worked upon."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Generator[T, None, None]) -> Generator[T, None, None]:
    """The same items, each but the first made on another thread while one is worked upon.

    To be closed when it is left before its end: whatever is being made then is waited for.
    """
    with closing(items):
        item = next(items, None)
        if item is None:
            return
        with ThreadPoolExecutor(1, "desk-sync-ahead") as pool:
            while item is not None:
                coming = pool.submit(next, items, None)
                yield item
                item = coming.result()
