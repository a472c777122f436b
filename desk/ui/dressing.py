"""How a window looks and speaks: language, size of text, theme, keys; all changed at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication

from desk.domain.roles import Actor
from desk.i18n import set_language
from desk.services.env import Env
from desk.services.preferences import Preferences, keep_preferences
from desk.ui.keys import KeyTable
from desk.ui.qt_texts import use_qt_texts
from desk.ui.style import apply_style
from desk.ui.themes import SYSTEM
from desk.ui.turns import Steps, Turns

if TYPE_CHECKING:
    from desk.ui.window import MainWindow


class Dressing(QObject):
    """One for each window; what it is given is remembered by the PC."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.preferences = Preferences()
        self._turns = Turns(self)

    def begin(self, known: Preferences) -> None:
        """The database is open: look as it remembers."""
        window = self._window
        self.preferences = known
        self._speak(known.language)
        window.actions_.use(KeyTable(known.keys))
        if (known.text_percent, known.theme) != (100, SYSTEM):
            self._dress(known)
        window.signin.retranslate()

    def use_language(self, name: str) -> None:
        """Switch the language of everything at once."""
        self.change_language(name)
        self._turns.finish()

    def change_language(self, name: str) -> None:
        """The same in turns of the window's loop, for whoever works on; seen when all of it is."""
        self._turns.run(self._translating(name))

    def _translating(self, name: str) -> Steps:
        window = self._window
        ground = window.centralWidget() or window
        window.overlay.close_all()
        ground.setUpdatesEnabled(False)
        try:
            self._speak(name)
            self._remember(replace(self.preferences, language=name))
            if window.shell is not None:
                yield from window.shell.retranslating()
            window.signin.retranslate()
            window.guard.retranslate()
            if window.care is not None:
                window.care.retranslate()
            window.retranslated.emit()
            yield
        finally:
            ground.setUpdatesEnabled(True)

    def use_scale(self, percent: int) -> None:
        """Grow or shrink everything; the screens are built anew, nothing typed is lost."""
        self._dress(replace(self.preferences, text_percent=percent))

    def use_theme(self, name: str) -> None:
        """Light, dark, high contrast, or as the system has it; nothing typed is lost."""
        self._dress(replace(self.preferences, theme=name))

    def use_env(self, env: Env) -> None:
        """Screens with other content; they are built anew, nothing typed is lost."""
        self._turns.finish()
        context = self._window.context
        if context is not None:
            self._window.workplace.leave()
            self._turns.run(self._dressing(self.preferences, env, context.actor))

    def use_keys(self, keys: KeyTable) -> None:
        """Put other keys in force, on the buttons too."""
        window = self._window
        window.actions_.use(keys)
        self._remember(replace(self.preferences, keys=keys.changes()))
        if window.context is not None and window.shell is not None:
            window.context.use_keys(keys, window.shell)
            window.shell.header.update_texts()

    def remember_counter(self, counter: str) -> None:
        """Propose this counter to whoever signs in next."""
        self._remember(replace(self.preferences, counter=counter))

    def _speak(self, language: str) -> None:
        set_language(language)
        use_qt_texts(language)
        self._window.retitle()

    def stop(self) -> None:
        """Whoever was at work leaves: no screens are made for them."""
        self._turns.stop()

    def _dress(self, wanted: Preferences) -> None:
        self._turns.finish()
        self._remember(wanted)
        context = self._window.context
        if context is None:
            _apply(wanted)
            return
        self._window.workplace.leave()
        self._turns.run(self._dressing(wanted, context.env, context.actor))

    def _dressing(self, wanted: Preferences, env: Env, actor: Actor) -> Steps:
        """In steps, while the window still shows what it was; then it shows all of the new."""
        # Gone before the style changes: dressing anew what goes would take most of a second.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self._window.setUpdatesEnabled(False)
        try:
            yield
            _apply(wanted)
            yield
            yield from self._window.workplace.beginning(env, actor)
        finally:
            self._window.setUpdatesEnabled(True)

    def _remember(self, wanted: Preferences) -> None:
        if wanted != self.preferences and self._window.app is not None:
            self._window.runner.write(lambda uow: keep_preferences(uow, wanted))
        self.preferences = wanted


def _apply(wanted: Preferences) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_style(app, wanted.text_percent / 100, wanted.theme)
