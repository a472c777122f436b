"""The practice as a program: its window, its progress words, its end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desk.i18n import _, set_language
from desk.practice import enter, first, open_practice
from desk.services.practice import Progress
from desk.services.preferences import Preferences
from desk.ui.main import as_demo, run_window
from desk.ui.practice.run import PracticeRun
from desk.ui.practice.watermark import mark_all
from desk.ui.window import MainWindow

if TYPE_CHECKING:
    from desk.domain.clock import Clock
    from desk.ui.running import Running


class Words(QObject):
    """Carries what goes on from the working thread to the card.

    Signals:
        said(str): a text marked for translation.
    """

    said = Signal(str)


def run_practice(
    folder: Path,
    institution: str,
    branch: str,
    *,
    anew: bool,
    looks: Preferences | None,
    shown: Callable[[], None],
) -> int:
    """Open the practice's window and give the exit code when it is closed.

    Args:
        folder: the practice's own; looks: how the window looked that led here.
        shown: called once there is something to see.
    """
    if looks is not None:
        set_language(looks.language)

    def make(_folder: Path | None, running: Running | None) -> MainWindow:
        window = practice_window(
            folder, institution, branch, anew=anew, looks=looks, running=running
        )
        shown()
        return window

    return run_window(folder, make)


def practice_window(
    folder: Path,
    institution: str,
    branch: str,
    *,
    anew: bool = False,
    looks: Preferences | None = None,
    running: Running | None = None,
    clock: Clock | None = None,
) -> MainWindow:
    """The window of a practice, not yet shown or opened; "End practice" closes it.

    Args:
        clock: the one under the practice's own, None for the PC's.
    """
    words = Words()
    timed: dict[str, Any] = {"clock": clock} if clock is not None else {}
    opening = partial(
        open_practice,
        folder,
        institution,
        branch,
        anew=anew,
        looks=looks,
        say=words.said.emit,
        **timed,
    )
    window = MainWindow(running.guarded(opening) if running else opening, as_demo)
    words.setParent(window)
    words.said.connect(lambda text: window.signin.say(_(text)))
    run = PracticeRun(window, _enter)
    run.left.connect(window.close)
    mark_all()
    return window


def _enter(app: Any, uow: Any, actor: Any, wanted: Progress | None) -> Progress:
    return enter(app, uow, actor, wanted or first(app))
