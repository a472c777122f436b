"""The program itself as a process of its own, which does one thing once its window is open.

    python window_process.py FOLDER TASK

It says "open", and "front" each time its window is brought to the front.  Tasks: wait (for a
signal), close, segfault, slot, thread, fatal (the window's library gives up), restart.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, qFatal
from PySide6.QtWidgets import QApplication

import desk.ui.main as program
from desk.i18n import set_language
from desk.ui.running import Running

SECRET = "Zelma Rasaspura, 120389-12345"
"""What a complaint may quote."""


def _slot() -> None:
    QTimer.singleShot(200, QApplication.closeAllWindows)
    raise ValueError(SECRET)


def _thread() -> None:
    def work() -> None:
        raise KeyError(SECRET)

    QTimer.singleShot(200, QApplication.closeAllWindows)
    threading.Thread(target=work).start()


TASKS: dict[str, Callable[[], object]] = {
    "wait": lambda: None,
    "close": QApplication.closeAllWindows,
    "segfault": lambda: ctypes.string_at(0),
    "slot": _slot,
    "thread": _thread,
    "fatal": lambda: qFatal(SECRET),
}


def main(folder: Path, task: str) -> int:
    set_language("en")
    program._bare_application()
    timer = QTimer()

    def look() -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, _window())]
        if windows and windows[0].signin.form.isVisible():
            timer.stop()
            print("open", flush=True)
            QTimer.singleShot(0, TASKS[task])

    timer.timeout.connect(look)
    timer.start(20)
    to_front = Running._to_front

    def told(running: Running) -> None:
        to_front(running)
        print("front", flush=True)

    Running._to_front = told  # type: ignore[method-assign]
    return program.run_window(folder)


def _window() -> type:
    from desk.ui.window import MainWindow

    return MainWindow


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2]))
