"""The line about an earlier run that ended badly, shown to whoever signs in next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desk.crash import CrashReport
from desk.i18n import _
from desk.ui.crash.words import line_text
from desk.ui.runner import Runner
from desk.ui.trouble.bars import Bars
from desk.ui.trouble.ways import Ways


class ReportLine(QObject):
    """Stays until the report is read or the line is closed.

    Signals:
        wanted(CrashReport): somebody wants to read it.
    """

    wanted = Signal(object)

    def __init__(self, ways: Ways, runner: Runner, bars: Bars) -> None:
        super().__init__(runner)
        self._ways, self._runner, self._bars = ways, runner, bars
        self._report: CrashReport | None = None
        self._somebody = False

    def look(self) -> None:
        """Look for reports, off the window's thread."""
        self._runner.work(self._ways.crashes, self._found)

    def show_to(self, somebody: bool) -> None:
        """Somebody is at work, or nobody is."""
        self._somebody = somebody
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        report = self._report
        if report is None or not self._somebody:
            self._bars.forget("crash")
            return
        text = line_text(report, self._ways.clock())
        reading = (_("Read the report"), self._read)
        self._bars.say("crash", text, "calm", reading, close=self._away)

    def _found(self, found: tuple[CrashReport, ...]) -> None:
        self._report = next((one for one in found if one.new), None)
        if self._report is not None:
            self.retranslate()

    def _read(self) -> None:
        report = self._taken()
        if report is not None:
            self.wanted.emit(report)

    def _away(self) -> None:
        report = self._taken()
        if report is not None:
            self._ways.mark_read(report)

    def _taken(self) -> CrashReport | None:
        report, self._report = self._report, None
        self._bars.forget("crash")
        return report
