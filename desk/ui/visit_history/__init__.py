"""The history of one visit."""

from __future__ import annotations

from desk.ui.visit_history.dialog import VisitHistoryDialog, open_history

__all__ = ["VisitHistoryDialog", "open_history"]
