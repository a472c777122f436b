"""Appliers that need what the line must not know, such as how content packs are read.

The composition root says how each is got (`desk.app`); it is got when something is applied.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork
    from desk.sync.received import Applier, Received

OnRefusal = Callable[["UnitOfWork", "Received", str], None]
"""Tells more of a refused operation than its code."""


class Late(NamedTuple):
    """An applier, and what is done when it refuses."""

    applier: Applier
    on_refusal: OnRefusal


LATE: Final[dict[str, Callable[[], Late]]] = {}
"""By kind of operation."""
