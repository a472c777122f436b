"""Who carries a quiet request for a colleague to come near.

Today nothing reaches another PC, and the program says so; a branch's hub will be another `Nearby`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Nearby(Protocol):
    """Carries the request to colleagues of the same site."""

    def ask(self, site: str, counter: str, at: datetime) -> bool:
        """Ask them; gives whether it reached anybody."""


class NobodyNear:
    """There is no network between the PCs of a branch yet: nobody is reached."""

    def ask(self, site: str, counter: str, at: datetime) -> bool:
        """Reach nobody, and say so."""
        return False
