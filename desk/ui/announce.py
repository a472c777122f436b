"""What a screen reader says by itself: a call politely, an alarm at once.

Only what everybody may hear: ticket numbers and counters, never a name.
"""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(place: QWidget, text: str, *, urgent: bool = False) -> None:
    """Let a screen reader say a sentence.

    Args:
        place: a shown widget that the sentence belongs to.
        urgent: interrupt what is being said (alarms alone); otherwise it waits its turn.
    """
    levels = QAccessible.AnnouncementPoliteness
    event = QAccessibleAnnouncementEvent(place, text)
    event.setPoliteness(levels.Assertive if urgent else levels.Polite)
    QAccessible.updateAccessibility(event)
