"""The mirror: everything committed is copied, encrypted as it is, to a second place.

A snapshot of the database file, then parts with the pages of each new stretch of SQLite's log.
The log begins anew only when nobody reads it any more; so the mirror always keeps a reading
transaction open that is no older than what it has copied.  Before the next look begins, the log
was restarted once at most, and then everything before was copied.  Two looks overlap, so that
there is no moment without one.

Whoever writes waits for nothing.  To be run in a process of its own (`db.mirror_log` tells why).
"""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from msgspec.structs import replace

from db.driver import connect
from db.erasure_record import MARK, mark, record_path
from db.failures import as_desk_errors
from db.layout import database_path, settle
from db.mirror_files import (
    OWNER_NAME,
    SNAPSHOT,
    Part,
    Point,
    Snapshot,
    generation_folder,
    generations,
    parts,
    put,
    read_snapshot,
    write_part,
    write_snapshot,
)
from db.mirror_log import PAGE, Head, LogFiles
from db.mirror_state import Position, State, read_state, write_state
from desk.domain.clock import Clock
from desk.domain.errors import DeskError

log = logging.getLogger(__name__)

_MIB: Final = 1024 * 1024
_LEAST_PARTS: Final = 16 * _MIB
_LONGEST: Final = timedelta(hours=24)
_LONGEST_ERASED: Final = timedelta(hours=1)
_WITHOUT_PLACE: Final = 64 * _MIB
_SLICE: Final = 8 * _MIB
_PIECE: Final = _MIB
_SAVE_EVERY: Final = timedelta(seconds=30)
_CODES: Final = {
    errno.ENOSPC: "mirror.full",
    errno.EDQUOT: "mirror.full",
    errno.EFBIG: "mirror.full",
    errno.EROFS: "mirror.read_only",
    errno.EACCES: "mirror.read_only",
    errno.EPERM: "mirror.read_only",
}


def place_problem(error: OSError) -> str:
    """The code of what is wrong with a second place."""
    return _CODES.get(error.errno or 0, "mirror.unreachable")


class Mirror:
    """Mirrors one data folder to one place; `look` is to be called every second or so.

    Args:
        folder: the data folder; its database may be in use by others.
        place: the mirror's own folder, which has its `mirror.json` already: a place that is not
            there is never made here, as an empty mount point would take it in silence.
    """

    def __init__(self, folder: Path, key: bytes, place: Path, clock: Clock) -> None:
        self._folder, self._key, self._place, self._clock = folder, key, place, clock
        path = database_path(folder)
        self._files = LogFiles(path)
        self._connections: list[Any] = [connect(path, key, read_only=True) for _ in range(4)]
        self._now, self._before, self._still, self._tools = self._connections
        self._looking = False
        self._head: Head | None = None
        self._tidied: Head | None = None
        self._copy: _Copy | None = None
        self._resumed = False
        self._record: int | None = None
        known = read_state(folder)
        fits = known is not None and known.place == str(place)
        self.state = known if known is not None and fits else State(str(place))
        self._saved = self.state

    @property
    def busy(self) -> bool:
        """Whether there is more to do at once."""
        return self._copy is not None and not self.state.problem

    def look(self) -> State:
        """Copy what was committed since the last look; what is wrong there stands in `problem`.

        Raises:
            DeskError: the codes of `db.failures`, when something is wrong here.
        """
        with as_desk_errors(database_path(self._folder)):
            return self._look()

    def _look(self) -> State:
        point = self._begin()
        try:
            head = self._files.head()
            self._require_place()
            self._bring(head, point)
        except OSError as error:
            self._failed(place_problem(error), point)
        except DeskError as error:
            self._lost(error)
            self._failed(error.code, point)
        else:
            self._end_older()
            self._tidy(head)
            self._head = head
            self.state = replace(self.state, looked=point, problem="", copying=self._percent())
        self._save()
        return self.state

    def close(self) -> None:
        """Give everything back; the mirror goes on from here the next time."""
        if self._copy is not None:
            self._copy.throw_away()
        for connection in self._connections:
            connection.close()
        self._files.close()
        with suppress(OSError):
            write_state(self._folder, self.state)

    def _begin(self) -> Point:
        """A reading transaction that is newer than the one kept so far."""
        self._now.execute("BEGIN")
        query = "SELECT coalesce(max(position), 0) FROM outbox"
        return Point(self._clock(), self._now.execute(query).fetchone()[0])

    def _end_older(self) -> None:
        if self._looking:
            self._before.execute("ROLLBACK")
        self._now, self._before, self._looking = self._before, self._now, True

    def _failed(self, code: str, point: Point) -> None:
        """Keep the older look, so that nothing after it leaves the log; not without an end."""
        self._now.execute("ROLLBACK")
        if self.state.problem != code:
            log.warning("second place: %s", code)
        if self._copy is not None:
            self._copy.throw_away()
            self._stop_copy()
        self.state = replace(self.state, looked=point, problem=code, copying=None)
        if self._looking and self._files.head().frames * PAGE > _WITHOUT_PLACE:
            self._before.execute("ROLLBACK")
            self._looking = False
        self._resumed = self._looking

    def _lost(self, error: DeskError) -> None:
        if error.code == "mirror.gap":
            self.state = replace(self.state, generation=0)

    def _require_place(self) -> None:
        if not (self._place / OWNER_NAME).is_file():
            raise DeskError("mirror.unreachable")

    def _bring(self, head: Head, point: Point) -> None:
        if not self._resumed:
            self._resume(head)
            self._resumed = True
        if self.state.generation:
            self._extend(head, point)
        if self._copy is None and self._wants_copy(point):
            self._begin_copy(point)
        if self._copy is not None:
            self._copy_on(point)
        self._carry_record()

    def _resume(self, head: Head) -> None:
        """Go on with the generation known last, when nothing can have been missed since."""
        state = self.state
        if not state.generation or not self._is_whole(state):
            self.state = replace(state, generation=0)
            return
        known = state.position
        if known.frames and head.salt == known.salt:  # the log goes on that was mirrored
            if head.frames >= known.frames and self._files.mark(known.frames) == known.mark:
                self.state = replace(state, number=self._last_number(state))
                return
        elif state.sealed is not None and state.sealed == self._files.stamp():
            position = Position(head.salt)  # all of the log came later
            self.state = replace(state, position=position, number=self._last_number(state))
            return
        self.state = replace(state, generation=0)

    def _is_whole(self, state: State) -> bool:
        there = parts(self._place, state.generation)
        complete = there == tuple(range(1, len(there) + 1)) and len(there) >= state.number
        manifest = read_snapshot(self._place, state.generation, self._key)
        snapshot = generation_folder(self._place, state.generation) / SNAPSHOT
        return complete and manifest is not None and snapshot.is_file()

    def _last_number(self, state: State) -> int:
        return len(parts(self._place, state.generation))

    def _extend(self, head: Head, point: Point) -> None:
        """Write what is new in the log as the next part."""
        position = self.state.position
        same = head.salt == position.salt
        if same and head.frames < position.frames:
            raise DeskError("mirror.gap")
        since = position.frames if same else 0
        if head.frames == since:
            self.state = replace(self.state, point=point, position=self._position(head))
            return
        changed = self._files.changed(head, since)
        number = self.state.number + 1
        part = Part(self.state.generation, number, len(changed), head.pages, point)
        size = write_part(self._place, part, changed, self._files.page, self._key)
        self.state = replace(
            self.state,
            number=number,
            bytes=self.state.bytes + size,
            position=self._position(head),
            point=point,
        )

    def _position(self, head: Head) -> Position:
        return Position(head.salt, head.frames, self._files.mark(head.frames))

    def _wants_copy(self, point: Point) -> bool:
        """Parts must not outgrow the database, nor old pages outlive a day.

        What was erased leaves within the hour: older pages still hold it.
        """
        state = self.state
        if not state.generation or state.born is None:
            return True
        size = database_path(self._folder).stat().st_size
        erased = state.record != mark(self._folder)
        longest = _LONGEST_ERASED if erased else _LONGEST
        too_much = state.bytes > max(_LEAST_PARTS, size)
        return too_much or abs(point.at - state.born.at) > longest

    def _begin_copy(self, point: Point) -> None:
        """Begin a snapshot once the file holds everything, and stays as it is meanwhile.

        A reading transaction at the log's end keeps the file from changing beyond that.  While
        somebody still reads an older state the file cannot hold everything: then at a later look.
        """
        earlier = self._files.head()
        self._still.execute("BEGIN")
        record = self._still.execute("SELECT value FROM meta WHERE key = ?", (MARK,)).fetchone()
        head = self._files.head()
        if earlier != head or self._checkpoint() != head.frames:
            self._still.execute("ROLLBACK")
            return
        number = max(generations(self._place), default=0) + 1
        target = generation_folder(self._place, number)
        position, stamp = self._position(head), self._files.stamp()
        pieces = self._files.database(head.pages, _PIECE)
        try:
            self._copy = _Copy(number, target, head.pages, pieces, position, stamp, point)
            self._copy.record = record[0] if record else ""
        except OSError:
            self._still.execute("ROLLBACK")
            raise

    def _copy_on(self, point: Point) -> None:
        copy, before = self._copy, self.state
        assert copy is not None
        if not copy.step():
            return
        snapshot = Snapshot(copy.number, copy.pages, copy.digest, copy.point)
        write_snapshot(self._place, snapshot, self._key)
        self.state = replace(
            before, generation=copy.number, number=0, bytes=0, born=copy.point,
            position=copy.position, sealed=copy.stamp, point=copy.point, record=copy.record,
        )  # fmt: skip
        try:
            self._extend(self._files.head(), point)
        except BaseException:
            self.state = before
            raise
        self._stop_copy()
        self._save(now=True)
        for number in generations(self._place):
            if number < copy.number:
                shutil.rmtree(generation_folder(self._place, number), ignore_errors=True)

    def _carry_record(self) -> None:
        """The record of erasures goes along, so that an older copy there brings nobody back."""
        path = record_path(self._folder)
        stamp = path.stat().st_mtime_ns if path.exists() else None
        if stamp is not None and stamp != self._record:
            put(record_path(self._place), [path.read_bytes()])
            self._record = stamp

    def _stop_copy(self) -> None:
        self._copy = None
        self._still.execute("ROLLBACK")

    def _percent(self) -> int | None:
        return None if self._copy is None else self._copy.percent

    def _tidy(self, head: Head) -> None:
        """In a quiet moment move the log into the file, and note that the file is the mirror.

        The look that is kept open is at the log's end then, and lets the file go no further.
        """
        if head != self._head or not self.state.generation or self._copy is not None:
            return
        if head != self._tidied and self._checkpoint() == head.frames:
            self._tidied = head
        if head == self._tidied and (stamp := self._files.stamp()) is not None:
            self.state = replace(self.state, sealed=stamp)

    def _checkpoint(self) -> int:
        """Move the log into the file as far as readers let; how many frames the file holds."""
        return int(self._tools.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[2])

    def _save(self, *, now: bool = False) -> None:
        """Keep the state when something came of it, otherwise twice a minute."""
        old, new = self._saved, self.state
        quiet = replace(old, looked=new.looked, point=new.point) == new
        past = new.looked.at - old.looked.at if new.looked and old.looked else _SAVE_EVERY
        if quiet and not now and abs(past) < _SAVE_EVERY:
            return
        with suppress(OSError):
            write_state(self._folder, new)
            self._saved = new


class _Copy:
    """A snapshot on its way, a slice at each look."""

    def __init__(
        self, number: int, folder: Path, pages: int, pieces: Iterator[bytes],
        position: Position, stamp: tuple[int, int, int] | None, point: Point,
    ) -> None:  # fmt: skip
        self.number, self.pages, self.position = number, pages, position
        self.stamp, self.point, self.record = stamp, point, ""
        self._folder, self._pieces = folder, pieces
        self._digest, self._written = sha256(), 0
        self._draft = folder / f"{SNAPSHOT}.new"
        folder.mkdir(mode=0o700)
        self._file: BinaryIO = self._draft.open("wb")

    @property
    def digest(self) -> str:
        """SHA-256 of what was copied."""
        return self._digest.hexdigest()

    @property
    def percent(self) -> int:
        """How much of it is there."""
        return self._written * 100 // (self.pages * PAGE)

    def step(self) -> bool:
        """Copy a slice; True when the snapshot is in place."""
        budget = _SLICE
        for piece in self._pieces:
            self._file.write(piece)
            self._digest.update(piece)
            self._written += len(piece)
            budget -= len(piece)
            if budget <= 0:
                return False
        self._file.close()
        settle(self._draft, self._folder / SNAPSHOT)
        return True

    def throw_away(self) -> None:
        """Leave nothing of it behind, as far as the place lets us."""
        with suppress(OSError):
            self._file.close()
        shutil.rmtree(self._folder, ignore_errors=True)
