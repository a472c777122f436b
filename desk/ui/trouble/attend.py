"""Lets one window be watched over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget

from desk.crash import CrashReport
from desk.ui.trouble.care import Care
from desk.ui.trouble.ways import Ways

if TYPE_CHECKING:
    from desk.ui.window import MainWindow


def attend(
    window: MainWindow,
    ways: Ways,
    front: QStackedWidget,
    let_go: Callable[[Callable[[Any], None]], None],
) -> Care:
    """Watch over a window; its card opens the database again and speaks every language."""

    def show_report(report: CrashReport) -> None:
        from desk.ui.crash.dialog import CrashDialog

        if window.context is not None:
            window.context.open(CrashDialog(ways, report))

    care = Care(ways, window.runner, window.bars, front, let_go, lambda: _is_quiet(window))
    care.again.connect(window.start)
    care.language_chosen.connect(window.use_language)
    care.report.wanted.connect(show_report)
    return care


def _is_quiet(window: MainWindow) -> bool:
    """Nobody is at the counter and nothing is being typed: what is shown may change."""
    board = window.shell.feed.board if window.shell is not None else None
    served = board is not None and board.serving is not None
    free = window.overlay.top() is None and window.turning.view is None
    return free and not served and not window.folding.is_folded()
