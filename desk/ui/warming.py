"""Loading what the first person at work will need, in small steps while they sign in."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFontMetrics

from desk.ui.style import SIZES, font

_STEP_MS = 4
"""Between two steps, for keys and painting."""

_MODULES = (
    "desk.services.content.schema",
    "babel.dates",
    "desk.formats",
    "PySide6.QtSvg",
    "desk.ui.calls_display.display",
    "desk.ui.header",
    "desk.ui.footer",
    "desk.ui.shell",
    "desk.services.board",
    "desk.services.queue",
    "desk.services.import_day",
    "desk.ui.today.controller",
    "desk.ui.today.queue_pane",
    "desk.ui.today.middle_pane",
    "desk.ui.today.guide_pane",
    "desk.ui.today.forms",
    "desk.ui.today.takein.pane",
    "desk.ui.today.view",
    "desk.ui.booking.dialog",
    "desk.ui.importing.dialog",
    "desk.ui.schedule.view",
    "desk.ui.duties.view",
    "desk.ui.incidents.view",
    "desk.ui.incidents.forms",
    "desk.ui.notice.keeper",
    "desk.ui.annex.waiting_banner",
    "desk.ui.card",
    "desk.ui.branch.view",
    "desk.services.statistics",
    "desk.ui.statistics.board",
    "desk.ui.statistics.page",
)
"""Each with what is left to load before it, so that no step takes long."""


class Warming(QObject):
    """Loads fonts and screens, one step at a time; what is needed earlier is loaded then.

    Signals:
        done: all are loaded.
    """

    done = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._fonts, self._modules = iter(SIZES), iter(_MODULES)
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin; does nothing when all is loaded."""
        self._timer.start()

    def _step(self) -> None:
        if (name := next(self._fonts, None)) is not None:
            QFontMetrics(font(name)).horizontalAdvance("0")
        elif (module := next(self._modules, None)) is not None:
            import_module(module)
        else:
            self._timer.stop()
            self.done.emit()
