"""Keeps the second monitor up to date, also while nobody is signed in at this PC."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from desk.domain.topics import Topic
from desk.i18n import _, speaking
from desk.services import call_display
from desk.services.call_display import Calls
from desk.services.device_settings import CallDisplay, device_setting, keep_device_setting
from desk.services.env import Env
from desk.ui.bus import ChangeBus
from desk.ui.calls_display.chime import Chime
from desk.ui.calls_display.screen import OFFICIAL, CallsScreen
from desk.ui.context import Context
from desk.ui.runner import Runner
from desk.ui.widgets.discard import discard

_TOPICS = frozenset({Topic.QUEUE, Topic.HOURS})
_EVERY = 5_000
"""Milliseconds between two looks at the clock."""


def display_screen(wanted: str) -> QScreen | None:
    """The monitor for the calls: the one chosen, else the second one; None when there is none."""
    screens = QGuiApplication.screens()
    named = next((screen for screen in screens if wanted and screen.name() == wanted), None)
    return named or (screens[1] if len(screens) > 1 else None)


class CallsDisplay(QObject):
    """Shows the calls of one site, or nothing.

    Signals:
        told(bool): the chime was heard, as far as anyone can tell.
    """

    told = Signal(bool)

    def __init__(self, runner: Runner, bus: ChangeBus, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._env: Env | None = None
        self._site = ""
        self._last: Calls | None = None
        self.setting = CallDisplay()
        self.screen: CallsScreen | None = None
        self.chime = Chime(self)
        self.chime.ended.connect(self.told)
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY)
        self._clock.timeout.connect(self._tick)
        bus.changed.connect(self._changed)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        for change in (application.screenAdded, application.screenRemoved):
            change.connect(self._lay)

    def follow(self, env: Env, site: str) -> None:
        """A person signed in at a site: its calls are meant from now on."""
        other = site != self._site
        self._env, self._site, self.setting = env, site, CallDisplay()
        if other:
            self.close_screen()
        self._read_setting()

    def toggle(self, context: Context) -> None:
        """Show the calls on the second monitor, or no longer; this PC remembers it."""
        wanted = replace(self.setting, on=self.screen is None)
        if wanted.on and display_screen(wanted.screen) is None:
            context.say(_("No second monitor is connected."), "warn")
            return
        self.setting = replace(wanted, on=not wanted.on)
        context.write(keep_device_setting, wanted)

    def use(self, setting: CallDisplay) -> None:
        """Show it or not, where and how loud."""
        self.setting = setting
        if setting.on and self._env is not None:
            self._lay()
        else:
            self.close_screen()

    def close_screen(self) -> None:
        """Put the monitor's window away."""
        self._clock.stop()
        self._last = None
        if self.screen is not None:
            screen, self.screen = self.screen, None
            discard(screen)

    def stop(self) -> None:
        """The program ends."""
        self.close_screen()
        self.chime.stop()

    def _read_setting(self) -> None:
        self._runner.read(lambda reader: device_setting(reader, CallDisplay), self._use, _ignore)

    def _use(self, setting: CallDisplay) -> None:
        if setting != self.setting:
            self.use(setting)

    def _lay(self) -> None:
        """Open the window on its monitor; without one there is nothing to show it on."""
        where = display_screen(self.setting.screen)
        if not self.setting.on or self._env is None:
            return
        if where is None:
            self.close_screen()
            return
        if self.screen is None:
            self.screen = CallsScreen(self._env.branch(self._site).name)
            self.screen.left.connect(self.close_screen)
            self._clock.start()
            self._read()
        self.screen.lie_on(where)
        self.screen.show()

    def _read(self) -> None:
        env, site = self._env, self._site
        if env is not None:
            self._runner.read(
                lambda reader: _calls(reader, env, site),
                self._show,
                _ignore,
                kind="calls",
            )

    def _show(self, calls: Calls) -> None:
        if self.screen is None:
            return
        if call_display.rung(self._last, calls):
            self.chime.ring(self.setting.volume)
        self._last = calls
        self.screen.show_calls(calls)

    def _tick(self) -> None:
        if self.screen is not None and self._env is not None:
            self.screen.show_time(self._env.clock())

    def _changed(self, topics: Set[object]) -> None:
        if Topic.SETTINGS in topics and self._env is not None:
            self._read_setting()
        if topics & _TOPICS and self.screen is not None:
            self._read()


def _calls(reader: Any, env: Env, site: str) -> Calls:
    """Notes of the hours are read in the language of the waiting room."""
    with speaking(OFFICIAL):
        return call_display.calls(reader, env, site)


def _ignore(_error: object) -> None:
    """The waiting room is told nothing of errors; the clerk's window says them."""
