"""`desk demo --tour`: the whole day through the real window, as pictures and papers."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from types import TracebackType

from PySide6.QtCore import qInstallMessageHandler

from desk.ui.main import make_application, make_window
from desk.ui.tour import (
    access,
    beside,
    counter,
    day_end,
    finding,
    hours,
    incidents,
    looks,
    own_branch,
    papers,
    personal,
    practice,
    proof,
    review,
    schedule,
    slips,
)
from desk.ui.tour.guide import Key, TourGuide
from desk.ui.window import MainWindow

_MONITORS = [
    {"name": "desk", "x": 0, "y": 0, "width": 1366, "height": 768},
    {"name": "hall", "x": 1366, "y": 0, "width": 1280, "height": 720},
]


def run_tour(data_dir: Path, out_dir: Path) -> int:
    """Walk the day and leave numbered pictures and PDFs.

    Args:
        data_dir: a fresh demo; the walk changes it.
        out_dir: made when it is not there; pictures and PDFs of an earlier walk go.

    Returns:
        the exit code: 0 when every step went as it should.
    """
    began = monotonic()
    out_dir.mkdir(parents=True, exist_ok=True)
    for path in _left(out_dir):
        path.unlink()
    with _monitors():
        make_application()
    with _bugs() as bugs:
        try:
            _parts(data_dir, out_dir, Hands(out_dir))
        except Exception as failure:  # whatever it is: the walk ends, and says where
            bugs.append(failure)
            traceback.print_exception(failure)
    files = _left(out_dir)
    say(f"{len(files)} files in {out_dir}, {monotonic() - began:.0f} s:")
    say("\n".join(f"  {path.name}" for path in files))
    return 1 if bugs else 0


@contextmanager
def _monitors() -> Iterator[None]:
    """Where there is no display, two monitors are made believe: the second is for the calls."""
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") != "offscreen":
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "monitors.json"
        path.write_text(json.dumps({"screens": _MONITORS}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"
        yield
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def say(text: str) -> None:
    """Tell whoever started the tour."""
    sys.stdout.write(text + "\n")


class Hands:
    """Gives each window its guide; pictures are numbered on.

    Args:
        out: the folder for pictures.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._guides: list[TourGuide] = []

    def __call__(self, window: MainWindow) -> TourGuide:
        """Hands at a window."""
        taken = self._guides[-1].taken if self._guides else 0
        self._guides.append(TourGuide(window, self._out, taken))
        return self._guides[-1]


def _parts(data_dir: Path, out_dir: Path, hands: Hands) -> None:
    """The demo's day, a PC of its own, the practice: each in a window of its own."""
    _demo_day(data_dir, hands)
    _timed("proof", lambda: proof.verified(data_dir, out_dir))
    with tempfile.TemporaryDirectory() as folder:
        _timed("own_branch", lambda: own_branch.walk(Path(folder), hands, looks.SIZE))
    with tempfile.TemporaryDirectory() as folder:
        _timed("practice", lambda: practice.walk(Path(folder), hands, looks.SIZE))


def _demo_day(data_dir: Path, hands: Hands) -> None:
    window = make_window(data_dir)
    window.resize(*looks.SIZE)
    window.show()
    window.start()
    guide = hands(window)
    try:
        guide.until(guide.board)
        _walk(guide)
    finally:
        window.close()


def _walk(guide: TourGuide) -> None:
    """A clerk's day until the counter changes hands, then the head's."""
    guide.window.use_language("lv")
    access.sign_in(guide, access.CLERK, picture="pieteiksanas")
    for chapter in (
        counter.walk,
        schedule.walk,
        finding.walk,
        beside.walk,
        slips.walk,
        incidents.of_clerk,
        _keys,
        access.change_of_person,
        access.to_head,
        review.walk,
        papers.of_the_day,
        access.people,
        access.access_log,
        hours.walk,
        personal.walk,
        looks.walk,
        day_end.walk,
    ):
        name = f"{chapter.__module__.rpartition('.')[2]}.{chapter.__name__}"
        _timed(name, partial(chapter, guide))


def _timed(name: str, part: Callable[[], None]) -> None:
    began = monotonic()
    part()
    say(f"{name}: {monotonic() - began:.1f} s")


def _keys(guide: TourGuide) -> None:
    guide.press(Key.Key_F1)
    guide.shot("taustini")
    guide.press(Key.Key_Escape)


def _left(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in (".png", ".pdf", ".txt"))


@contextmanager
def _bugs() -> Iterator[list[BaseException]]:
    """What goes wrong in the window is printed and remembered."""
    found: list[BaseException] = []
    usual, sys.excepthook = sys.excepthook, _collector(found)
    said = qInstallMessageHandler(_say_qt)
    try:
        yield found
    finally:
        sys.excepthook = usual
        qInstallMessageHandler(said)


def _say_qt(_kind: object, _context: object, text: str) -> None:
    """What Qt complains of; that there is no real screen to raise windows on is known."""
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(text + "\n")


def _collector(found: list[BaseException]) -> Callable[..., None]:
    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        found.append(error)
        traceback.print_exception(kind, error, trace)

    return hook
