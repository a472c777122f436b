"""What is kept of a run of the window that ended badly, to be read before anything leaves this PC.

Each run has a report of its own in `crashes` of the data folder.  It begins with what the program
and the system are; Python's fault handler and the hooks for exceptions write the rest: places and
kinds, never a message or a value.  A run that ended well takes its report away; one whose lock is
free and whose report lies there still did not.
"""

from __future__ import annotations

import faulthandler
import os
import platform
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from db.folder_lock import held, is_held
from db.sharing import folder_mode
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.version import VERSION

KEPT: Final = timedelta(days=30)

_FOLDER: Final = "crashes"
_RUN, _NEW, _READ = "run-", "crash-", "read-"
_TEXT, _LOCK = ".txt", ".lock"
_ENDED: Final = "The program was closed as it should be."
_NO_WORD: Final = "It ended without a word: stopped from outside, or the PC was switched off."
_ROOT: Final = Path(__file__).resolve().parent.parent
_FILE: Final = re.compile(r'File "([^"]*)"')
_MOST_NOTES: Final = 20


@dataclass(frozen=True, slots=True)
class CrashReport:
    """A run of the program that ended badly, or in which something went wrong.

    Args:
        at: when it was last known to run; ended: it broke off, and did not only go wrong.
        text: everything that is kept of it; new: nobody has read it here yet.
    """

    path: Path
    at: datetime
    ended: bool
    text: str
    new: bool


class Run:
    """The report of the present run.  Made quietly: where it cannot be written, there is none."""

    def __init__(self, folder: Path, clock: Clock, more: str = "") -> None:
        self._folder, self._clock, self._more = folder / _FOLDER, clock, more
        self._file: IO[str] | None = None
        self._path = Path()
        self._held = ExitStack()
        self._notes = 0
        self._guard = threading.Lock()

    def begin(self) -> None:
        """Open the report, and let the fault handler write into it."""
        if self._file is not None:
            return
        now = self._clock()
        name = f"{_RUN}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}"
        try:
            self._folder.mkdir(mode=folder_mode(self._folder.parent), exist_ok=True)
            self._path = self._folder / (name + _TEXT)
            self._held.enter_context(held(self._path.with_suffix(_LOCK)))
            self._file = self._path.open("w", encoding="utf-8")
            self._file.write(_head(now, self._more))
            self._file.flush()
        except OSError:
            self._held.close()
            return
        faulthandler.enable(self._file)

    def note(self, where: str, error: BaseException) -> None:
        """Keep the places and the kind of an exception that nobody expected."""
        lines = "\n".join(_told(error))
        self.write(f"{self._clock():%H:%M:%S}Z in {where}:\n{lines}")

    def write(self, text: str) -> None:
        """Keep a text that holds nobody's data."""
        with self._guard, suppress(OSError):
            if self._file is not None and self._notes < _MOST_NOTES:
                self._notes += 1
                self._file.write(f"\n{text}\n")
                self._file.flush()

    def alive(self) -> None:
        """The program runs still: so the end of a killed one is known to the minute."""
        if self._file is None:
            self.begin()
            return
        with suppress(OSError):
            os.utime(self._path)

    def end(self) -> None:
        """The program is closed as it should be."""
        if self._file is None:
            return
        if faulthandler.is_enabled():
            faulthandler.disable()
        with self._guard:
            file, self._file = self._file, None
            with suppress(OSError):
                file.write(f"\n{_ENDED}\n" if self._notes else "")
                file.close()
        if not self._notes:
            self._path.unlink(missing_ok=True)
        self._held.close()
        with suppress(OSError):
            self._path.with_suffix(_LOCK).unlink(missing_ok=True)


def reports(folder: Path) -> tuple[CrashReport, ...]:
    """What is kept of earlier runs, newest first."""
    _settle(folder / _FOLDER)
    found = []
    for path in (folder / _FOLDER).glob(f"*{_TEXT}"):
        if path.name.startswith((_NEW, _READ)):
            with suppress(OSError, ValueError):
                found.append(_report(path))
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def mark_read(report: CrashReport) -> None:
    """Somebody has seen it: it is not shown by itself any more."""
    with suppress(OSError):
        report.path.rename(report.path.with_name(_READ + report.path.name.partition("-")[2]))


def delete(report: CrashReport) -> None:
    """Take a report away, read or not."""
    for kind in (_NEW, _READ):
        with suppress(OSError):
            path = report.path.with_name(kind + report.path.name.partition("-")[2])
            path.unlink(missing_ok=True)


def expire(folder: Path, now: datetime) -> None:
    """Take away what is older than `KEPT`; one from the future stays until its time has come."""
    for report in reports(folder):
        if report.at < now - KEPT:
            delete(report)


def _settle(folder: Path) -> None:
    """Give the reports of runs that are over their name; nothing of a person stays in them."""
    for path in folder.glob(f"{_RUN}*{_TEXT}"):
        lock = path.with_suffix(_LOCK)
        with suppress(OSError, ValueError):
            if is_held(lock):
                continue
            at, text = path.stat().st_mtime, path.read_text(encoding="utf-8", errors="replace")
            said = text.partition("\n\n")[2].strip()
            kept = _without_places_of_persons(text if said else f"{text.rstrip()}\n\n{_NO_WORD}\n")
            draft = path.with_suffix(".new")
            draft.write_text(kept, encoding="utf-8")
            os.utime(draft, (at, at))
            draft.replace(path.with_name(_NEW + path.name.removeprefix(_RUN)))
            path.unlink()
            lock.unlink(missing_ok=True)


def _report(path: Path) -> CrashReport:
    text = path.read_text(encoding="utf-8")
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return CrashReport(path, at, _ENDED not in text, text, path.name.startswith(_NEW))


def _head(now: datetime, more: str) -> str:
    lines = (
        f"Branch Desk {VERSION}",
        f"Python {platform.python_version()}{more}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        f"Started {now.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z",
        "",
    )
    return "\n".join(lines) + "\n"


def _told(error: BaseException) -> Iterator[str]:
    """An exception and what led to it, without messages and without lines of source."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "which led to"
    yield from _places(error.__traceback__)
    yield kind_of(error)


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"  {_short(code.co_filename)}:{trace.tb_lineno} in {code.co_name}"
        trace = trace.tb_next


def kind_of(error: BaseException) -> str:
    """The exception's name; a code of ours or of the system's at most, never what it says."""
    name = type(error).__qualname__
    if isinstance(error, DeskError):
        return f"{name}: {error.code}"
    detail = getattr(error, "strerror", None) or getattr(error, "sqlite_errorname", None)
    return f"{name}: {detail}" if detail else name


def _without_places_of_persons(text: str) -> str:
    """The fault handler writes whole paths, and a person's folder bears the person's name."""
    return _FILE.sub(lambda found: f'File "{_short(found[1])}"', text)


def _short(file: str) -> str:
    """A file as the program knows it: "desk/ui/main.py", not where it is installed."""
    for root in (_ROOT, Path(getattr(sys, "_MEIPASS", _ROOT))):
        with suppress(ValueError):
            inside = Path(file).relative_to(root).as_posix()
            return inside.rpartition("site-packages/")[2]
    return re.split(r"[\\/]", file.replace("\\", "/").rpartition("site-packages/")[2])[-1]
