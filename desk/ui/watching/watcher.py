"""Looks into the watched folder every twenty seconds, on a thread of its own.

A share that does not answer holds up this thread alone: never the window, never the database.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desk.domain.errors import DeskError
from desk.domain.roles import RIGHTS, Right
from desk.domain.topics import Topic
from desk.services import watched_folder
from desk.services.device_settings import WatchedFolder, device_setting
from desk.services.import_day import ImportResult
from desk.services.watched_folder import DayState, Looker, Offer
from desk.ui.context import Context

EVERY = 20_000
"""Milliseconds between two looks."""
_ANSWER = 100
_TOPICS = frozenset({Topic.DAY, Topic.APPOINTMENTS, Topic.HOURS, Topic.SETTINGS})


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a look: files that have come to rest, or why there was none."""

    files: tuple[Path, ...] = ()
    fault: DeskError | None = None


class Watcher(QObject):
    """One session's eye on the folder.

    Signals:
        changed: there is something else to say.
    """

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._looker = Looker()
        self._answers: SimpleQueue[Found] = SimpleQueue()
        self._looking = False
        self._taking: Offer | None = None
        self.setting = WatchedFolder()
        self.looked_at: datetime | None = None
        self.fault: DeskError | None = None
        self.day: DayState | None = None
        self.offers: tuple[Offer, ...] = ()
        self.taken: tuple[Offer, ImportResult] | None = None
        self._turn = self._timer(EVERY, self.look)
        self._wait = self._timer(_ANSWER, self._answered)
        context.bus.changed.connect(self._happened)

    def start(self) -> None:
        """Begin to watch, for those who may import."""
        if Right.IMPORT_DAY not in RIGHTS[self._context.actor.role]:
            return
        self._read_day()
        self._read_setting()
        self._turn.start()

    def look(self) -> None:
        """Look now, unless the last look has not come back yet."""
        if self._looking or not self.setting.folder:
            return
        self._looking = True
        Thread(target=self._look, args=(self.setting,), name="desk-watcher", daemon=True).start()
        self._wait.start()

    def take(self, offer: Offer) -> None:
        """Import an offered file."""
        if self._taking is None:
            self._taking = offer
            write = self._context.write
            write(watched_folder.take, offer, done=self._taken, failed=self._refused)

    def put_aside(self, offer: Offer) -> None:
        """Do not offer a file any more."""
        self._without(offer)
        self._context.write(watched_folder.put_aside, offer.shown.sha256)

    def no_file_today(self) -> None:
        """There is no file today, and that is right."""
        self._context.write(watched_folder.no_file_today)

    def understood(self) -> None:
        """What was imported by itself has been read."""
        self.taken = None
        self.changed.emit()

    def _timer(self, interval: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.timeout.connect(slot, Qt.ConnectionType.AutoConnection)
        return timer

    def _look(self, setting: WatchedFolder) -> None:
        """On the thread: no Qt here, the answer is fetched by a timer."""
        try:
            self._answers.put(Found(self._looker.look(setting)))
        except DeskError as fault:
            self._answers.put(Found(fault=fault))

    def _answered(self) -> None:
        try:
            found = self._answers.get_nowait()
        except Empty:
            return
        self._looking = False
        self._wait.stop()
        self.looked_at, self.fault = self._context.env.clock(), found.fault
        for path in found.files:
            self._context.read(watched_folder.offer, path, done=self._offered, failed=self._unread)
        self.changed.emit()

    def _offered(self, offer: Offer | None) -> None:
        if offer is None:
            return
        others = tuple(old for old in self.offers if old.path != offer.path)
        self.offers = (*others, offer)
        if offer.clean and self.setting.automatic:
            self.take(offer)
        self.changed.emit()

    def _unread(self, error: DeskError) -> None:
        self.fault = error
        self.changed.emit()

    def _taken(self, result: ImportResult) -> None:
        offer, self._taking = self._taking, None
        if offer is not None:
            self.taken = (offer, result)
            self._without(offer)

    def _refused(self, error: DeskError) -> None:
        self._taking = None
        self._context.fail(error)

    def _without(self, offer: Offer) -> None:
        self.offers = tuple(old for old in self.offers if old.path != offer.path)
        self.changed.emit()

    def _happened(self, topics: Set[object]) -> None:
        if topics & _TOPICS:
            self._read_day()
        if Topic.DAY in topics:
            self._offer_again()
        if Topic.SETTINGS in topics:
            self._read_setting()

    def _offer_again(self) -> None:
        """A file was imported, by hand perhaps; those that are left are worked out anew."""
        before, self.offers = self.offers, ()
        for offer in before:
            self._context.read(
                watched_folder.offer, offer.path, done=self._offered, failed=self._unread
            )
        self.changed.emit()

    def _read_day(self) -> None:
        self._context.read(watched_folder.day_state, done=self._day, kind="watch.day")

    def _day(self, day: DayState) -> None:
        self.day = day
        self.changed.emit()

    def _read_setting(self) -> None:
        self._context.runner.read(
            lambda reader: device_setting(reader, WatchedFolder), self._use, kind="watch.setting"
        )

    def _use(self, setting: WatchedFolder) -> None:
        if setting == self.setting:
            return
        self.setting, self._looker = setting, Looker()
        self.offers, self.fault, self.looked_at = (), None, None
        self.changed.emit()
        self.look()


def watcher_of(context: Context) -> Watcher:
    """The session's one watcher."""
    found = context.findChild(Watcher)
    if found is None:
        found = Watcher(context)
        found.start()
    return found
