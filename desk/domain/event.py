"""One thing that happened to a subject, as stored: insert-only.

Calls, follow-ups and day records share this shape; visits, bookings and incidents have their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

K = TypeVar("K", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Event(Generic[K]):
    """An event of a subject.

    Args:
        subject_id: what it happened to.
        seq: 1, 2, 3 ... within the subject; the database refuses a second event with one number.
        at: when it happened (UTC); recorded_at: when it was entered.
        data: details by name, JSON scalars and lists only; words that people chose stand as ids
            of `person_data` rows.
    """

    id: UUID
    subject_id: UUID
    seq: int
    kind: K
    at: datetime
    recorded_at: datetime
    actor_id: UUID
    data: Mapping[str, object] = field(default_factory=dict)
