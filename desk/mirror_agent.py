"""The mirror's own process: looks every second, says how it goes, ends when nobody listens.

It imports little, because it runs beside the window all day.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any, Final
from uuid import UUID

import msgspec

from db.driver import connect
from db.failures import as_desk_errors
from db.folder_lock import held
from db.keys import unlock
from db.layout import DEVICE_NAME, database_path
from db.mirror import Mirror
from db.mirror_files import mirror_folder
from db.mirror_state import LOCK_NAME, State, read_state
from desk.data_folder import key_dir
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.services.safety_report import MirrorReport

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 1.0
_SETTING: Final = "SELECT value FROM setting WHERE device_id = ? AND key = 'safety'"
_HOME: Final = "SELECT value FROM meta WHERE key = 'home_branch'"
_ASK_EVERY: Final = 10
_SAY_EVERY: Final = 5
_MODEST: Final = 5
_LAST_LOOKS: Final = (0.0, 0.0, 0.15)
"""Seconds before each: one copies, one finds it quiet and tidies, one notes that the file is all
there is; file systems need a moment to show the next write."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is set: the place as it was chosen, and this PC's own folder in it."""

    place: str
    own: Path


def run(folder: Path, clock: Clock, stop: Event, say: Callable[[MirrorReport], None]) -> None:
    """Mirror a data folder until told to stop; then once more, so that nothing is left behind.

    Beside another agent of the same folder it only says what that one does.

    Raises:
        DeskError: what `db.keys.unlock` refuses with.
    """
    if hasattr(os, "nice"):
        os.nice(_MODEST)
    key = unlock(folder, key_dir(folder))
    told = _Teller(say)
    while not stop.is_set():
        with held(folder / LOCK_NAME) as free:
            if free:
                _mirror(folder, key, clock, stop, told)
            else:
                _listen(folder, clock, stop, told)


def report(state: State | None, place: str, now: datetime) -> MirrorReport:
    """A state in the words of the window."""
    if state is None or not place:
        return MirrorReport(place)
    point, looked = state.point, state.looked
    return MirrorReport(
        place,
        safe=point.outbox if point else None,
        age=max((now - point.at).total_seconds(), 0.0) if point else None,
        latest=looked.outbox if looked else 0,
        problem=state.problem,
        copying=state.copying,
    )


def wanted(folder: Path, key: bytes) -> Wanted | None:
    """What is set on this PC now; None when no second place is."""
    device = UUID((folder / DEVICE_NAME).read_text(encoding="ascii").strip())
    path = database_path(folder)
    with as_desk_errors(path), closing(connect(path, key, read_only=True)) as raw:
        row = raw.execute(_SETTING, (device.bytes,)).fetchone()
        home = raw.execute(_HOME).fetchone()
    value: Any = msgspec.json.decode(row[0]) if row else {}
    place = str(value.get("place", ""))
    if not place:
        return None
    return Wanted(place, mirror_folder(Path(place), home[0], str(device)))


def _mirror(folder: Path, key: bytes, clock: Clock, stop: Event, told: _Teller) -> None:
    """Mirror to the place that is set, until another one is."""
    goal = wanted(folder, key)
    if goal is None:
        told(MirrorReport())
        stop.wait(_ASK_EVERY * LOOK_EVERY)
        return
    mirror, looks = Mirror(folder, key, goal.own, clock), 0
    try:
        while not stop.wait(0 if mirror.busy else LOOK_EVERY):
            told(_look(mirror, goal.place, clock))
            looks += 1
            if looks % _ASK_EVERY == 0 and wanted(folder, key) != goal:
                return
        for pause in _LAST_LOOKS:
            sleep(pause)
            told(_look(mirror, goal.place, clock))
    finally:
        mirror.close()


def _look(mirror: Mirror, place: str, clock: Clock) -> MirrorReport:
    try:
        return report(mirror.look(), place, clock())
    except DeskError as error:
        log.warning("mirror: %s", error)
        known = report(mirror.state, place, clock())
        return msgspec.structs.replace(known, problem=error.code)


def _listen(folder: Path, clock: Clock, stop: Event, told: _Teller) -> None:
    """Say what the other agent wrote down last."""
    state = read_state(folder)
    place = str(Path(state.place).parent.parent) if state else ""
    told(report(state, place, clock()))
    stop.wait(2 * LOOK_EVERY)


class _Teller:
    """Says a report when it says something new, and otherwise now and then."""

    def __init__(self, say: Callable[[MirrorReport], None]) -> None:
        self._say, self._before, self._unsaid = say, MirrorReport("?"), 0

    def __call__(self, report: MirrorReport) -> None:
        news = msgspec.structs.replace(report, age=self._before.age) != self._before
        self._unsaid += 1
        if news or self._unsaid >= _SAY_EVERY:
            self._before, self._unsaid = report, 0
            self._say(report)
