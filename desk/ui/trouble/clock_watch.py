"""Looks at the PC's clock, asks about it where it is odd, and says so while it stays odd."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.formats import datetime_text, day_text, time_text
from desk.i18n import _
from desk.services.clock_check import ClockDoubt, Odd, check_clock
from desk.services.env import Env
from desk.ui.runner import Runner
from desk.ui.trouble.bars import Bars
from desk.ui.trouble.ways import Ways

LOOK_MS: Final = 60_000


class ClockWatch(QObject):
    """One for each window; nobody is kept from working by it."""

    def __init__(self, ways: Ways, runner: Runner, bars: Bars) -> None:
        super().__init__(runner)
        self._ways, self._runner, self._bars = ways, runner, bars
        self._env: Env | None = None
        self._said_wrong = False
        self.doubt: ClockDoubt | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self, env: Env) -> None:
        """The database is open; the demo has a clock of its own."""
        self._env = env
        if not env.demo:
            self.look()
            self._timer.start()

    def stop(self) -> None:
        """The database is closed."""
        self._timer.stop()
        self._env = None

    def look(self) -> None:
        """Compare it with the newest entry and with the PC's own counter."""
        env, known = self._env, self._ways.known
        if env is None:
            return
        last = known.last_seen
        self._runner.read(
            lambda reader: check_clock(reader, env, last, known.accepted),
            self._looked,
            self._not_looked,
            kind="clock",
        )

    def retranslate(self) -> None:
        """Say it in the language in force."""
        doubt = self.doubt
        if doubt is None:
            self._bars.forget("clock")
        elif self._said_wrong:
            right = (_("It is right now"), self._right)
            self._bars.say("clock", _wrong_text(doubt), "warn", right)
        else:
            doings = ((_("Yes, it is right"), self._right), (_("No, it is wrong"), self._wrong))
            self._bars.say("clock", _question_text(doubt), "warn", *doings)

    def _looked(self, doubt: ClockDoubt | None) -> None:
        if doubt is None:
            self._said_wrong = False
            self._ways.seen()
        if doubt is not None or self.doubt is not None:
            self.doubt = doubt
            self.retranslate()

    def _not_looked(self, _error: DeskError) -> None:
        """It is looked at again in a minute; what is wrong is said where it is met."""

    def _right(self) -> None:
        if self.doubt is not None:
            self._ways.accept_clock(self.doubt.newest)
        self.doubt, self._said_wrong = None, False
        self.retranslate()

    def _wrong(self) -> None:
        self._said_wrong = True
        self.retranslate()


def _question_text(doubt: ClockDoubt) -> str:
    """Both times, and whether the PC's is right."""
    other = datetime_text(doubt.other)
    why = {
        Odd.BEHIND: _("But something was entered at {other}, which is later."),
        Odd.JUMPED: _("But since {other} it went on otherwise than the PC itself."),
        Odd.AHEAD: _("The program was last open at {other}."),
    }[doubt.odd].format(other=other)
    asked = _("This PC says: {day} {year}, {time}. Is that right?").format(
        day=day_text(local_day(doubt.now)),
        year=local_day(doubt.now).year,
        time=time_text(doubt.now),
    )
    return f"{asked} {why}"


def _wrong_text(doubt: ClockDoubt) -> str:
    """Somebody said that it is wrong: until it is set right."""
    text = _("Check the clock: it says {now}. Let IT set it; tickets keep their order meanwhile.")
    return text.format(now=datetime_text(doubt.now))
