"""What a committed change can be about; a screen refreshes only for the topics that it shows."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """One subject of change."""

    QUEUE = "queue"  # visits and tickets
    APPOINTMENTS = "appointments"
    INCIDENTS = "incidents"
    ACCOUNTS = "accounts"  # people who sign in, and who is signed in
    HOURS = "hours"  # exceptions and closures set at the branch
    CONTENT = "content"  # a content pack was installed
    SETTINGS = "settings"
    DRAFTS = "drafts"
    DAY = "day"  # a day file was imported
    FOLLOW_UPS = "follow_ups"
    DAY_RECORD = "day_record"  # a site's day was opened, ticked or closed
    CALLS = "calls"  # telephone notes
    SAFETY = "safety"  # backups, and what is safe on a second place
    PERSONAL = "personal"  # personal data was corrected or erased
    BULLETINS = "bulletins"  # messages of headquarters, and who has read them
