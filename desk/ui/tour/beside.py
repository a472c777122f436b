"""Around the window: the watched folder, the strip, the call numbers, what a client is shown."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from desk.services.device_settings import CallDisplay, WatchedFolder, keep_device_setting
from desk.ui.branch.device_page import DevicePage
from desk.ui.calls_display.screen import CallsScreen
from desk.ui.strip.strip import Strip
from desk.ui.tour.day_files import changed_file
from desk.ui.tour.guide import CTRL, Key, TourGuide
from desk.ui.watching.watcher import Watcher, watcher_of


def walk(guide: TourGuide) -> None:
    """Each is switched on where a clerk does it."""
    _free_counter(guide)
    _watched_folder(guide)
    _strip_and_calls(guide)
    _client(guide)
    _headquarters(guide)


def _headquarters(guide: TourGuide) -> None:
    """How it stands with them, for everybody by one key."""
    guide.press(Key.Key_G, CTRL)
    guide.shot("galvena-parvalde")
    guide.press(Key.Key_Escape)


def _free_counter(guide: TourGuide) -> None:
    guide.press(Key.Key_1, CTRL)
    guide.press(Key.Key_F4)
    guide.press(Key.Key_F4)
    guide.until(lambda: guide.today.middle.phase == "idle")


def _watched_folder(guide: TourGuide) -> None:
    """Another day file comes into the folder; it is offered where it disturbs nobody."""
    watcher = watcher_of(guide.context)
    with tempfile.TemporaryDirectory() as folder:
        guide.write(keep_device_setting, WatchedFolder(folder))
        guide.until(lambda: watcher.looked_at)
        (Path(folder) / "pieraksts-2.csv").write_bytes(changed_file(guide))
        guide.until(lambda: _look(watcher) and watcher.offers)
        guide.shot("dienas-fails-mape")
        guide.page("device", DevicePage)
        guide.shot("sis-dators")
        guide.write(keep_device_setting, WatchedFolder())
        guide.until(lambda: not watcher.setting.folder)
    guide.press(Key.Key_1, CTRL)


def _look(watcher: Watcher) -> bool:
    """Look now and not in twenty seconds; a file that still grows is left alone."""
    watcher.look()
    return True


def _strip_and_calls(guide: TourGuide) -> None:
    """Folded over the other program, a client is called, and the second monitor says so."""
    last = QGuiApplication.screens()[-1].name()
    guide.write(keep_device_setting, CallDisplay(on=True, screen=last, volume=0))
    guide.until(lambda: guide.window.calls and guide.window.calls.screen)
    guide.press(Key.Key_M, CTRL)
    guide.until(lambda: guide.window.folding.strip and guide.window.folding.strip.isVisible())
    strip = guide.window.folding.strip
    assert strip is not None
    guide.shot("josla", strip)
    _in_strip(guide, strip, Key.Key_F2, "called")
    guide.shot("josla-izsaukts", strip)
    screen = guide.window.calls.screen if guide.window.calls else None
    if not isinstance(screen, CallsScreen):
        raise TypeError(screen)
    guide.shot("otrais-monitors", screen)
    guide.write(keep_device_setting, CallDisplay())
    guide.until(lambda: guide.window.calls and guide.window.calls.screen is None)
    _in_strip(guide, strip, Key.Key_F3, "serving")
    guide.press(Key.Key_F4, on=strip)
    guide.shot("josla-pabeigt", strip)
    guide.press(Key.Key_Escape, on=strip)
    guide.press(Key.Key_M, CTRL, on=strip)
    guide.until(lambda: guide.window.folding.strip is None and guide.window.isVisible())


def _in_strip(guide: TourGuide, strip: Strip, key: Key, phase: str) -> None:
    guide.press(key, on=strip)
    guide.until(lambda: strip.bar.phase == phase)


def _client(guide: TourGuide) -> None:
    """The window turned to the client: a sentence, another with minutes, the client's answer."""
    guide.press(Key.Key_D, CTRL)
    guide.until(lambda: guide.window.turning.view)
    view = guide.window.turning.view
    assert view is not None
    guide.shot("radit-klientam")
    guide.press(Key.Key_2)
    view.languages["uk"].click()
    guide.shot("radit-klientam-ukrainiski")
    guide.press(Key.Key_0)
    guide.type("Паспорт")
    guide.shot("klients-raksta")
    guide.press(Key.Key_Escape)
    guide.press(Key.Key_Escape)
    guide.until(lambda: guide.window.turning.view is None)
