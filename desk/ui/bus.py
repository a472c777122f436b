"""Tells screens what a committed write changed, so that each reads again only what it shows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ChangeBus(QObject):
    """Signals:
    changed(frozenset): the topics (desk.domain.topics.Topic) of a write that is on the disk.
    """

    changed = Signal(object)
