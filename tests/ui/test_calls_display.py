"""The second monitor: opened and closed by its command, told of every call, read from afar."""

from __future__ import annotations

import array
import stat
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from driver import Driver, Key
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desk.services.device_settings import CallDisplay, device_setting, keep_device_setting
from desk.ui.calls_display import chime, display
from desk.ui.calls_display.chime import Chime, chime_wave, player, write_chime
from desk.ui.calls_display.measures import lines_for
from desk.ui.calls_display.screen import CallsScreen
from desk.ui.style import colour


@pytest.fixture
def second_monitor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one monitor there is stands in for the second."""
    only = QGuiApplication.screens()[0]
    monkeypatch.setattr(display, "display_screen", lambda wanted: only)


@pytest.fixture
def rings(driver: Driver, second_monitor: None, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The display open; how loud each chime was."""
    heard: list[int] = []
    assert driver.window.calls is not None
    monkeypatch.setattr(driver.window.calls.chime, "ring", heard.append)
    driver.window.do("call_display")
    driver.until(lambda: _screen(driver) and _screen(driver)._calls)
    driver.window.activateWindow()
    return heard


def _screen(driver: Driver) -> CallsScreen | None:
    assert driver.window.calls is not None
    return driver.window.calls.screen


def _picture(screen: CallsScreen) -> QImage:
    return screen.grab().toImage()


def test_two_calls_are_shown_and_rung(driver: Driver, rings: list[int]) -> None:
    driver.finish_current()
    screen = _screen(driver)
    assert screen is not None
    before = _picture(screen)
    for client in (1, 2):
        driver.press(Key.Key_F2)
        driver.until(lambda client=client: len(rings) == client)
        driver.until(lambda: driver.board.serving)
        number = driver.board.serving.visit.number
        assert screen._calls is not None
        top = screen._calls.lines[0]
        assert (top.number, top.counter, top.now) == (number, "3", True)
        assert number in screen.accessibleDescription()
        driver.pass_seconds(2)
        driver.press(Key.Key_F3)
        driver.until(lambda: driver.board.serving and driver.board.serving.visit.state == "serving")
        driver.finish_current()
    assert rings == [60, 60]
    assert _picture(screen) != before


def test_a_new_call_differs_in_more_than_colour(driver: Driver, rings: list[int]) -> None:
    driver.finish_current()
    driver.press(Key.Key_F2)
    driver.until(lambda: rings)
    screen = _screen(driver)
    assert screen is not None
    picture, line = _picture(screen), screen.height() // 4
    assert picture.pixelColor(4, line) == colour("amber_soft")
    assert screen.lines().count >= 3


def test_it_stays_while_the_pc_is_locked_and_goes_with_the_program(
    driver: Driver, rings: list[int]
) -> None:
    driver.window.lock()
    assert _screen(driver) is not None and _screen(driver).isVisible()
    driver.window.close()
    assert _screen(driver) is None


def test_the_command_again_puts_it_away_and_the_pc_remembers(
    driver: Driver, rings: list[int]
) -> None:
    def kept() -> CallDisplay:
        with driver.window._app.database.reader() as reader:
            return device_setting(reader, CallDisplay)

    driver.until(lambda: kept().on)
    driver.window.do("call_display")
    driver.until(lambda: _screen(driver) is None)
    assert not kept().on


def test_without_a_second_monitor_it_says_so(driver: Driver) -> None:
    driver.window.do("call_display")
    assert driver.window.messages.text()
    assert _screen(driver) is None


def test_a_setting_opens_it_all_over_the_monitor(driver: Driver, second_monitor: None) -> None:
    assert driver.window.context is not None
    driver.window.context.write(keep_device_setting, CallDisplay(on=True, volume=0))
    driver.until(lambda: _screen(driver) is not None)
    assert _screen(driver).geometry() == QGuiApplication.screens()[0].geometry()


@pytest.mark.parametrize(
    ("height", "dots", "count"), [(790, 96.0, 4), (790, 82.0, 4), (1100, 96.0, 5), (400, 96.0, 3)]
)
def test_letters_are_25_mm_high_where_there_is_room(height: int, dots: float, count: int) -> None:
    lines = lines_for(height, dots)
    assert lines.count == count
    millimetres = lines.size * 0.727 / dots * 25.4
    assert millimetres >= 25 or lines.count == 3


def test_a_monitor_that_lies_about_its_size_is_taken_as_usual() -> None:
    assert lines_for(790, 4.0) == lines_for(790, 96.0) == lines_for(790, 900.0)


def test_the_chime_is_a_sound_and_as_loud_as_wanted(tmp_path: Path) -> None:
    write_chime(tmp_path / "call.wav", 60)
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert 1 < file.getnframes() / file.getframerate() < 3
    loud, soft = (array.array("h", chime_wave(volume)) for volume in (100, 25))
    assert 8_000 < max(loud) < 32_000
    assert max(soft) == pytest.approx(max(loud) / 4, rel=0.01)
    assert not any(chime_wave(0))


@pytest.fixture
def players(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A PATH on which there are only the players that a test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    yield folder


def _put_player(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays the file itself")
@pytest.mark.parametrize(("code", "heard"), [(0, True), (1, False)])
def test_a_player_of_the_system_plays_it(
    qtbot: QtBot, players: Path, tmp_path: Path, code: int, *, heard: bool
) -> None:
    out = tmp_path / "played"
    _put_player(players, "paplay", f'printf "%s" "$1" > "{out}"; exit {code}')
    assert player() == ("paplay",)
    bell = Chime()
    told = QSignalSpy(bell.ended)
    bell.ring(50)
    qtbot.waitUntil(lambda: told.count() == 1)
    assert told.at(0) == [heard]
    assert out.read_text().endswith("call-50.wav")
    bell.stop()
    assert not Path(out.read_text()).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays the file itself")
def test_silence_is_no_error(qtbot: QtBot, players: Path) -> None:
    bell = Chime()
    told = QSignalSpy(bell.ended)
    bell.ring(0)
    assert told.count() == 0
    bell.ring(50)
    assert told.at(0) == [False]
    bell.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays the file itself")
def test_a_player_that_hangs_holds_nothing_up(qtbot: QtBot, players: Path) -> None:
    (players / "sleep").symlink_to("/bin/sleep")
    _put_player(players, "pw-play", "exec sleep 60")
    bell = Chime()
    bell.ring(50)
    qtbot.waitUntil(lambda: bell._process is not None and bell._process.processId() > 0)
    bell.ring(50)
    bell.stop()
    assert bell._process is None


def test_the_players_tried_are_those_named() -> None:
    assert [command[0] for command in chime._PLAYERS] == ["pw-play", "paplay", "aplay"]
