"""A sealed annex on paper: made only of one that was opened just now, and marked on every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AnnexPaper:
    """Who it was, in words.

    Args:
        purpose: what it was opened for, and the words to it.
        entries: for each, when and by whom it was sealed, and label and value pairs.
    """

    institution: str
    branch: str
    number: str
    purpose: str
    entries: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    printed_at: datetime
    printed_by: str
