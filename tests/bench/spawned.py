"""What `starting.py` spawns: a bare window, or ours; it says on its output when things are painted.

spawned.py bare
spawned.py ours FOLDER          to the painted sign-in card
spawned.py board FOLDER SECONDS to the painted board; the password takes so long to type
"""

from __future__ import annotations

import os
import sys
import time


def say(what: str) -> None:
    """A mark on the clock that all processes share."""
    print(what, time.monotonic_ns(), flush=True)


def bare() -> None:
    """The least that PySide6 can show: a window with a word in it, of our size."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(QLabel("Branch Desk"))
    window.resize(1366, 768)
    window.show()
    _when_painted(window, lambda: _end("painted"))
    app.exec()


def ours(folder: str) -> None:
    """Our own program by its own entry, without arguments.

    Args:
        folder: holds `branch-desk`, the data folder.
    """
    from desk.cli import main
    from desk.ui import main as program

    os.environ["XDG_DATA_HOME"] = folder
    make = program.make_window

    def made(*given: object) -> object:
        window = make(*given)
        _when_painted(window, lambda: _end("sign-in card"))
        return window

    program.make_window = made
    _on_exec(lambda first: _when_painted(first, lambda: say("first frame")))
    main([])


def board(folder: str, seconds: str) -> None:
    """Our window, a person who signs in, and today's data; at noon of the made day."""
    from datetime import time as wall
    from pathlib import Path

    from PySide6.QtCore import QTimer

    from desk.ui import main as program

    def opener() -> object:
        from desk.app import open_app
        from desk.clocks import ShiftedClock, system_clock
        from desk.domain.clock import at_local
        from tests.bench.people import TODAY

        shift = at_local(TODAY, wall(12)) - system_clock()
        return open_app(Path(folder), clock=ShiftedClock(system_clock, shift))

    program.opener = lambda _folder: opener
    timer = QTimer

    def begin(_first: object) -> None:
        made = timer()
        made.timeout.connect(lambda: _sign_in(made, float(seconds)))
        made.start(1)
        globals()["_timer"] = made

    _on_exec(begin)
    program.run_window(Path(folder))


def _main_window() -> object:
    from PySide6.QtWidgets import QApplication, QMainWindow

    tops = QApplication.topLevelWidgets()
    return next((one for one in tops if isinstance(one, QMainWindow)), None)


def _sign_in(timer: object, seconds: float) -> None:
    """As soon as the form is there: choose oneself, type for a while, Enter."""
    from PySide6.QtCore import QTimer

    from tests.bench.people import COUNTER, HOME, LOGIN, PASSWORD

    window = _main_window()
    if window is None or not window.signin.form.password.isVisible():
        return
    timer.stop()
    say("asked")
    form = window.signin.form
    form.site.setCurrentIndex(form.site.findData(HOME))
    form.person.setCurrentIndex(form.person.findData(LOGIN))
    form.counter.setText(COUNTER)
    form.password.setText(PASSWORD)
    window.sign_in.signed_in.connect(lambda _actor: _accepted(window))
    QTimer.singleShot(round(seconds * 1000), lambda: _enter(form))


def _enter(form: object) -> None:
    say("entered")
    form.enter.click()


def _accepted(window: object) -> None:
    from PySide6.QtCore import QTimer

    if window.shell is None:
        QTimer.singleShot(1, lambda: _accepted(window))
        return
    say("accepted")
    window.shell.feed.changed.connect(lambda _board: _when_painted(window, lambda: _end("board")))


def _on_exec(then: object) -> None:
    """When the loop begins, hand over what is shown."""
    from PySide6.QtWidgets import QApplication

    loop = QApplication.exec

    def begin() -> int:
        then(QApplication.topLevelWidgets()[0])
        return loop()

    QApplication.exec = staticmethod(begin)


def _when_painted(window: object, then: object) -> None:
    """Call when the window's next frame is on its surface."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Painted(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.UpdateRequest:
                window.removeEventFilter(self)
                QTimer.singleShot(0, then)
            return False

    window.painted_filter = Painted(window)
    window.installEventFilter(window.painted_filter)
    window.update()


def _end(what: str) -> None:
    say(what)
    os._exit(0)


if __name__ == "__main__":
    {"bare": bare, "ours": ours, "board": board}[sys.argv[1]](*sys.argv[2:])
