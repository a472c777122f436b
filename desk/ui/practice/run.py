"""The practice in one window: leads from situation to situation as the records show them done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDockWidget, QWidget
from shiboken6 import isValid

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _, language
from desk.services import practice
from desk.services.practice import Progress, Standing
from desk.services.practice_script import Script, morning, source
from desk.ui.keys import KEYS
from desk.ui.practice.coach import Coach
from desk.ui.practice.watermark import mark_all
from desk.ui.window import MainWindow

Enter = Callable[[Any, Any, Any, Progress | None], Progress]
"""Begins a situation: enter(app, uow, actor, progress); None = the first one."""
_LOOK_EVERY = 250
"""Milliseconds after which a window that came up carries the word at the latest."""


class PracticeRun(QObject):
    """Coach and watermark of a window whose database is the practice.

    Signals:
        left: the person has had enough for now.

    Args:
        enter: what the composition root does when a situation begins.
    """

    left = Signal()

    def __init__(self, window: MainWindow, enter: Enter) -> None:
        super().__init__(window)
        self._window, self._enter = window, enter
        self._script: Script = morning()
        self._seen: set[str] = set()
        self._busy = self._begun = False
        self._before: QWidget | None = None
        self.standing: Standing | None = None
        self.coach = Coach()
        self._dock = _docked(window, self.coach)
        self._windows = QTimer(self)
        self._windows.setInterval(_LOOK_EVERY)
        self._windows.timeout.connect(mark_all)
        self._windows.start()
        shortcut = QShortcut(QKeySequence("Shift+F1"), window)
        shortcut.activated.connect(self._hint)
        window.begun.connect(self._session)
        window.bus.changed.connect(self._look)
        window.retranslated.connect(self._retranslate)
        window.actions_.triggered.connect(self.coach.fold)
        self.coach.skip.connect(lambda: self._move("skipped"))
        self.coach.later.connect(lambda: self._move("later"))
        self.coach.again.connect(self._again)
        self.coach.end.connect(self.left)

    def _session(self) -> None:
        """Screens were built: at the beginning, and again in another size or theme."""
        assert self._window.shell is not None
        mark_all()
        self._dock.show()
        self.coach.retranslate()
        self._window.shell.shown.connect(self._opened)
        if self._begun:
            self._show()
            return
        self._begun = True
        self._window.runner.read(practice.progress, self._known, self._failed)

    def _known(self, known: Progress | None) -> None:
        if known is None:
            self._begin(None)
        else:
            self._look()

    def _begin(self, wanted: Progress | None) -> None:
        """Let a situation begin; its clients are written as any others are."""
        context, app = self._window.context, self._window.app
        if context is None or self._busy:
            return
        self._busy = True
        actor = context.actor
        self._window.runner.write(
            lambda uow: self._enter(app, uow, actor, wanted), self._entered, self._failed
        )

    def _entered(self, known: Progress) -> None:
        self._busy = False
        self._seen.clear()
        step = practice.find(self._script, known.step)
        self.standing = Standing(known, (False,) * len(step.tasks) if step else ())
        self._show()
        self._look()

    def _look(self, _topics: object = None) -> None:
        if self._window.context is not None and not self._busy:
            seen = frozenset(self._seen)
            self._window.context.read(
                practice.standing,
                self._script,
                seen,
                done=self._stands,
                failed=self._failed,
                kind="practice",
            )

    def _stands(self, standing: Standing | None) -> None:
        if standing is None or self._busy:
            return
        known = self.standing.progress if self.standing else None
        if known is not None and standing.progress != known:
            return  # read before the situation changed
        self.standing = standing
        self._show()
        if standing.complete:
            self._move("practised")

    def _move(self, how: str) -> None:
        if self.standing is not None and self.standing.progress.step:
            self._begin(practice.moved(self.standing.progress, self._script, how))

    def _again(self) -> None:
        if self.standing is not None:
            self._begin(practice.again(self.standing.progress, self._script))

    def _opened(self, screen: str) -> None:
        """A screen came to the front."""
        self._seen.add(screen)
        self._look()

    def _show(self) -> None:
        if self.standing is None or self._window.context is None:
            return
        known = self.standing.progress
        step = practice.find(self._script, known.step)
        if step is None:
            self.coach.show_end(self._titles(known.practised), self._titles(known.skipped))
            return
        context = self._window.context
        place = (self._script.steps.index(step) + 1, len(self._script.steps))
        keys = {entry.id: context.key(entry.id) for entry in KEYS}
        self.coach.show_step(step, place, source(context.pack, step), keys)
        self.coach.show_done(self.standing.tasks)

    def _titles(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        steps = (step for step in self._script.steps if step.id in ids)
        return tuple(step.title.get(language()) for step in steps)

    def _hint(self) -> None:
        """Shift+F1: the hint, with the keyboard on it; once more, back to work."""
        self.coach.turn_hint()
        focus = self._window.focusWidget()
        if focus is None or not self.coach.isAncestorOf(focus):
            self._before = focus
            self.coach.first_control().setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _retranslate(self) -> None:
        self.coach.retranslate()
        self._show()

    def _failed(self, error: DeskError) -> None:
        self._busy = False
        self.coach.say(_("The practice stands still: {why}").format(why=error_text(error)))


def _docked(window: MainWindow, coach: Coach) -> QDockWidget:
    """At the window's foot, outside of what dialogs cover."""
    dock = QDockWidget(window)
    dock.setObjectName("practice")
    dock.setTitleBarWidget(QWidget(dock))
    dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
    dock.setWidget(coach)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    dock.hide()
    return dock
