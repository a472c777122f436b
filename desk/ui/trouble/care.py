"""Watches over one window: what is wrong is said, and there is always a way on.

At start: the card in place of sign-in, the question about the clock, the report of a run that ended
badly.  At work: a damaged database leads to the card at the next safe moment.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import LANGUAGES, _, ngettext, set_language
from desk.services.env import Env
from desk.ui.crash.line import ReportLine
from desk.ui.runner import Runner
from desk.ui.trouble.bars import Bars
from desk.ui.trouble.clock_watch import ClockWatch
from desk.ui.trouble.ways import Ways

if TYPE_CHECKING:
    from desk.ui.trouble.control import CardControl

AGAIN_MS: Final = 5_000
SAFE_MS: Final = 2_000
BROKEN: Final = frozenset({"db.damaged", "db.missing", "db.wrong_key"})
"""Faults of the database file, which do not pass by themselves."""


class Care(QObject):
    """One for each window.

    Args:
        ways: what can be done; bars: the lines at the head of the window.
        front: the stack that takes the card; let_go: as for `CardControl`.
        is_safe: nobody is served, nothing is being typed.

    Signals:
        again: open the database (again); language_chosen(str).
    """

    again = Signal()
    language_chosen = Signal(str)

    def __init__(
        self,
        ways: Ways,
        runner: Runner,
        bars: Bars,
        front: QStackedWidget,
        let_go: Callable[[Callable[[Any], None]], None],
        is_safe: Callable[[], bool],
    ) -> None:
        super().__init__(front)
        self.ways, self._runner, self._bars, self._front = ways, runner, bars, front
        self._let_go, self._is_safe = let_go, is_safe
        self._env: Env | None = None
        self._broken: DeskError | None = None
        self.control: CardControl | None = None
        self.clock = ClockWatch(ways, runner, bars)
        self.report = ReportLine(ways, runner, bars)
        self._again = self._timer(AGAIN_MS, self._try_again, single=True)
        self._safe = self._timer(SAFE_MS, self._at_safe_moment)
        runner.refused.connect(self._heard)

    def opened(self, env: Env) -> None:
        """The database is open."""
        self._env = env
        if self.control is not None:
            self.control.end()
            self.control = None
        self.clock.start(env)
        self.report.look()

    def prepared(self) -> None:
        """The language is known: remember it for a day without a database."""
        if self._env is not None:
            self.ways.remember(self._env)
            self.retranslate()

    def show_to(self, somebody: bool) -> None:
        """Somebody is at work, or nobody is any more."""
        self.report.show_to(somebody)
        if somebody:
            self._runner.work(self.ways.others, self._say_others)

    def take(self, error: DeskError) -> bool:
        """The database could not be opened: the card in place of sign-in.

        Returns:
            False when there never was one here: then this PC is to be set up.
        """
        if error.code == "app.no_database" and not self.ways.was_set_up():
            return False
        if self.ways.known.language in LANGUAGES and self.control is None:
            set_language(self.ways.known.language)
        self._show(error, at_work=False)
        from desk.ui.trouble.texts import trouble_of

        if trouble_of(error.code).alone:
            self._again.start()
        return True

    def closed(self) -> None:
        """The database is closed."""
        self._env, self._broken = None, None
        self._safe.stop()
        self._bars.forget("broken")
        self.clock.stop()

    def stop(self) -> None:
        """The window closes."""
        self._again.stop()
        self.closed()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        if self.control is not None:
            self.control.card.retranslate()
        self.clock.retranslate()
        self.report.retranslate()
        self._say_broken()

    def _try_again(self) -> None:
        """By itself, unless somebody is trying something else."""
        if self.control is not None and self.control.card.is_at_ways():
            self.control.try_again()

    def _say_others(self, others: int) -> None:
        if not others:
            self._bars.forget("others")
            return
        text = ngettext(
            "The program is open in another person's session on this PC too. Both work with the"
            " same queue: agree who calls, or sign out there.",
            "The program is open in {n} other persons' sessions on this PC too. All work with the"
            " same queue: agree who calls, or sign out there.",
            others,
        )
        gone = self._bars.of["others"].hide
        self._bars.say("others", text.format(n=others), "calm", close=gone)

    def _heard(self, error: DeskError) -> None:
        if error.code in BROKEN and self._broken is None and self._env is not None:
            self._broken = error
            self._say_broken()
            self._safe.start()

    def _say_broken(self) -> None:
        if self._broken is not None:
            after = _("Finish with the client; what can be read is still shown.")
            text = f"{error_text(self._broken)} {after}"
            self._bars.say("broken", text, "danger", (_("What can be done…"), self._show_broken))

    def _at_safe_moment(self) -> None:
        if self._is_safe():
            self._show_broken()

    def _show_broken(self) -> None:
        self._safe.stop()
        if self._broken is not None:
            self._show(self._broken, at_work=True)

    def _show(self, error: DeskError, *, at_work: bool) -> None:
        if self.control is None:
            from desk.ui.trouble.control import CardControl

            self.control = CardControl(self.ways, self._runner, self._front, self._let_go)
            self.control.again.connect(self.again)
            self.control.language_chosen.connect(self.language_chosen)
        self.control.show_trouble(error, at_work=at_work)

    def _timer(self, interval: int, slot: Callable[[], None], *, single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.setSingleShot(single)
        timer.timeout.connect(slot)
        return timer
