"""The incident log beside the work: signed once a day, checked when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from desk.domain.clock import local_day
from desk.domain.entry_log import Checkpoint, Occasion
from desk.domain.roles import Actor
from desk.services.env import Env
from desk.services.safety import may_back_up

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_CHECKED = "entry_log.checked"


class LastCheck(msgspec.Struct, frozen=True):
    """How the last check went: when, and how many things were wrong."""

    at: datetime
    findings: int


@dataclass(frozen=True, slots=True)
class LogStanding:
    """How the log stands.

    Args:
        entries: how many lines it has; printed: the newest root on a closing sheet.
        checked: the last check in the window of this PC.
    """

    entries: int
    printed: Checkpoint | None
    checked: LastCheck | None


def is_due(reader: Reader, env: Env) -> bool:
    """Whether the log is to be signed: once a day, and at once by a PC that is new to it."""
    last = reader.entry_log.last_checkpoint()
    if last is None or last.device_id != env.device_id:
        return True
    return local_day(last.at) < local_day(env.clock())


def sign(uow: UnitOfWork, env: Env) -> None:
    """Sign the log as it stands, if that is due; this PC's key is made when it has none."""
    if is_due(uow, env):
        uow.entry_log.checkpoint(Occasion.START)


def standing(reader: Reader, env: Env, actor: Actor) -> LogStanding:
    """What the safety page says of the log.

    Raises:
        DeskError: "access.no_right".
    """
    may_back_up(actor)
    known = reader.settings.get(_CHECKED)
    return LogStanding(
        entries=reader.entry_log.size(),
        printed=reader.entry_log.last_checkpoint(Occasion.CLOSING_SHEET),
        checked=msgspec.convert(known, LastCheck) if known else None,
    )


def note_check(uow: UnitOfWork, env: Env, actor: Actor, findings: int) -> None:
    """Remember how a check went.

    Args:
        findings: how many things were wrong.

    Raises:
        DeskError: "access.no_right".
    """
    may_back_up(actor)
    known = LastCheck(env.clock(), findings)
    uow.settings.put(_CHECKED, msgspec.to_builtins(known))
