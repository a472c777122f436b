"""Runs that end badly, and two windows at once: real processes, killed and crashed for real."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from branch_window import BranchWindow
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from troubled import TroubledBranch, troubled_branch
from window_process import SECRET

from desk import crash
from desk.crash import CrashReport, reports
from desk.i18n import _
from desk.instance import Claim
from desk.ui.crash.dialog import CrashDialog

HERE = Path(__file__).parent
SECONDS = 40


@pytest.fixture
def branch(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[TroubledBranch]:
    made = troubled_branch(tmp_path, tmp_path_factory, qtbot, monkeypatch)
    yield made
    if made.desk is not None:
        made.window.close()


class Program:
    """A run of the program as a process of its own."""

    def __init__(self, folder: Path, task: str) -> None:
        paths = os.pathsep.join(map(str, (HERE, HERE.parent, HERE.parent.parent)))
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "window_process.py"), str(folder), task],
            env={**os.environ, "PYTHONPATH": paths, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._patience = threading.Timer(SECONDS, self.process.kill)
        self._patience.start()

    def says(self, word: str) -> None:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if line != f"{word}\n":
            self.process.kill()
            raise AssertionError((line, self.process.communicate()))

    def ended(self) -> int:
        self.process.communicate()
        self._patience.cancel()
        return self.process.returncode


@contextmanager
def running(folder: Path, task: str) -> Iterator[Program]:
    program = Program(folder, task)
    try:
        yield program
    finally:
        if program.process.poll() is None:
            program.process.kill()
        program.ended()


def ran(folder: Path, task: str) -> int:
    """Run it, and let it do its task to its end."""
    with running(folder, task) as program:
        program.says("open")
        return program.ended()


def the_report(folder: Path) -> CrashReport:
    found = reports(folder)
    assert len(found) == 1
    assert SECRET not in found[0].text
    assert "Rasaspura" not in found[0].text
    assert str(HERE.parent.parent) not in found[0].text, "no place of a person"
    return found[0]


def test_a_run_that_was_closed_leaves_no_report(branch: TroubledBranch) -> None:
    assert ran(branch.folder, "close") == 0
    assert reports(branch.folder) == ()
    assert list((branch.folder / "crashes").iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_system_may_end_it_as_a_person_does(branch: TroubledBranch, number: int) -> None:
    with running(branch.folder, "wait") as program:
        program.says("open")
        program.process.send_signal(number)
        assert program.ended() == 0
    assert reports(branch.folder) == ()


def test_a_killed_run(branch: TroubledBranch) -> None:
    with running(branch.folder, "wait") as program:
        program.says("open")
        assert reports(branch.folder) == (), "it runs still"
        program.process.kill()
    report = the_report(branch.folder)
    assert (report.ended, report.new) == (True, True)
    assert "ended without a word" in report.text


def test_a_crash_of_the_process(branch: TroubledBranch) -> None:
    assert ran(branch.folder, "segfault") == -signal.SIGSEGV
    report = the_report(branch.folder)
    assert report.ended
    assert "Segmentation fault" in report.text
    assert 'File "desk/ui/main.py"' in report.text


def test_the_window_library_gives_up(branch: TroubledBranch) -> None:
    assert ran(branch.folder, "fatal") == -signal.SIGABRT
    report = the_report(branch.folder)
    assert report.ended
    assert "Qt gave up" in report.text
    assert "Abort" in report.text


@pytest.mark.parametrize(("task", "kind"), [("slot", "ValueError"), ("thread", "KeyError")])
def test_an_exception_that_nobody_expected(branch: TroubledBranch, task: str, kind: str) -> None:
    assert ran(branch.folder, task) == 0, "the window stays until it is closed"
    report = the_report(branch.folder)
    assert not report.ended
    assert kind in report.text
    assert f"in _{task}" in report.text or "in work" in report.text
    assert SECRET not in (branch.folder / "log" / "desk.log").read_text(encoding="utf-8")


def test_the_report_is_read_before_anything_else_can_happen_to_it(
    branch: TroubledBranch, tmp_path: Path
) -> None:
    ran(branch.folder, "segfault")
    report = the_report(branch.folder)
    window = branch.start()
    branch.until_sign_in()
    branch.bot.wait(50)
    assert not window.bars.shown("crash"), "only for somebody at work"
    assert branch.desk is not None
    desk: BranchWindow = branch.desk
    desk.sign_in("anna")
    desk.at_work("Anna Bērziņa")
    branch.bot.waitUntil(lambda: window.bars.shown("crash"))
    bar = window.bars.of["crash"]
    bar.buttons[0].click()
    dialog = window.overlay.top()
    assert isinstance(dialog, CrashDialog)
    assert dialog.text.toPlainText() == report.text
    assert dialog.text.isReadOnly()
    buttons = {one.text() for one in dialog.findChildren(QPushButton)}
    assert {_("Save as…"), _("Delete"), _("Close")} <= buttons
    dialog.save_to(tmp_path / "report.txt")
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == report.text
    dialog.delete.click()
    assert window.overlay.top() is None
    assert not window.bars.shown("crash")
    assert reports(branch.folder) == ()


def test_a_report_that_was_read_is_not_shown_again_and_goes_after_a_month(
    branch: TroubledBranch,
) -> None:
    ran(branch.folder, "segfault")
    crash.mark_read(the_report(branch.folder))
    report = the_report(branch.folder)
    assert not report.new
    crash.expire(branch.folder, report.at + timedelta(days=30))
    assert len(reports(branch.folder)) == 1
    crash.expire(branch.folder, report.at + timedelta(days=30, seconds=1))
    assert reports(branch.folder) == ()


def test_a_second_window_brings_the_first_to_the_front_and_ends(branch: TroubledBranch) -> None:
    with running(branch.folder, "wait") as first:
        first.says("open")
        began = time.monotonic()
        with running(branch.folder, "wait") as second:
            assert second.ended() == 0
        first.says("front")
        assert time.monotonic() - began < SECONDS
        assert first.process.poll() is None
        first.process.kill()
    with running(branch.folder, "close") as after:
        after.says("open")
        assert after.ended() == 0, "a killed window keeps nobody out"


def test_a_window_that_does_not_answer_is_said(branch: TroubledBranch) -> None:
    """The lock is held, and nobody listens."""
    claim = Claim(branch.folder)
    assert claim.take()
    assert not Claim(branch.folder).take()
    assert Claim(branch.folder, "somebody else").take()
    claim.give_back()
    assert Claim(branch.folder).take()


def test_another_persons_window_is_told_of(branch: TroubledBranch) -> None:
    theirs = Claim(branch.folder, "somebody else")
    assert theirs.take()
    window = branch.start()
    branch.until_sign_in()
    assert branch.desk is not None
    branch.desk.sign_in("anna")
    branch.desk.at_work("Anna Bērziņa")
    branch.bot.waitUntil(lambda: window.bars.shown("others"))
    theirs.give_back()


def test_a_report_from_a_clock_that_was_ahead_stays(tmp_path: Path) -> None:
    late = datetime(2030, 1, 1, tzinfo=UTC)
    run = crash.Run(tmp_path, lambda: late)
    run.begin()
    run.note("a test", ValueError(SECRET))
    run.end()
    path = next((tmp_path / "crashes").glob("*.txt"))
    os.utime(path, (late.timestamp(), late.timestamp()))
    crash.expire(tmp_path, datetime(2026, 11, 24, tzinfo=UTC))
    assert the_report(tmp_path).at == late
