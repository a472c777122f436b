"""After how many idle minutes the window locks itself: a setting of this PC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.services.access import Look, looked
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

DELIVERED = 5
"""Minutes, unless the head or IT chose otherwise."""
CHOICES = (1, 2, 3, 5, 10, 15, 0)
"""Minutes to choose from; 0 = never."""

_KEY = "lock_minutes"


def lock_minutes(reader: Reader) -> int:
    """Idle minutes after which this PC locks; 0 = never."""
    known = reader.settings.get(_KEY, DELIVERED)
    return known if known in CHOICES else DELIVERED


def set_lock_minutes(uow: UnitOfWork, env: Env, actor: Actor, minutes: int) -> None:
    """Choose when this PC locks; for the head and IT, and logged.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "lock.minutes".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    if minutes not in CHOICES:
        raise DeskError("lock.minutes")
    uow.settings.put(_KEY, minutes)
    looked(uow, env, actor, Look.ACCOUNT, "device", env.device_id, f"lock_minutes_{minutes}")
