"""One step ahead: the next thing is made ready while the present one is on its way."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterator[T]) -> Generator[T, None, None]:
    """The same items, each made on a thread of its own while the one before is worked upon.

    To be closed when it is left before its end: whatever is being made then is waited for.
    """
    with ThreadPoolExecutor(1, "desk-sync-ahead") as pool:
        coming = pool.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, items, None)
            yield item
