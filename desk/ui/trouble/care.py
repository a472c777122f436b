"""Watches over one window: what is wrong is said, and there is always a way on.

At start: the card in place of sign-in, the question about the clock, the report of a run that ended
badly.  At work: a damaged database leads to the card at the next safe moment.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStackedWidget

from desk.crash import CrashReport
from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _, ngettext
from desk.services.clock_check import ClockDoubt, LastSeen, check_clock
from desk.services.env import Env
from desk.ui.runner import Runner
from desk.ui.trouble.bars import Bars
from desk.ui.trouble.texts import Way, trouble_of
from desk.ui.trouble.ways import Copy, Ways

if TYPE_CHECKING:
    from desk.ui.trouble.card import TroubleCard

AGAIN_MS: Final = 5_000
LOOK_MS: Final = 60_000
SAFE_MS: Final = 2_000
BROKEN: Final = frozenset({"db.damaged", "db.missing", "db.wrong_key"})
"""Faults of the file that do not pass by themselves."""


class Care(QObject):
    """One for each window.

    Args:
        ways: what can be done; bars: the lines at the head of the window.
        front: the stack that takes the card; start: opens the database (again).
        let_go: closes the session and the database, then calls what it is given.
        is_safe: nobody is served, nothing is being typed.
    """

    def __init__(
        self,
        ways: Ways,
        runner: Runner,
        bars: Bars,
        front: QStackedWidget,
        start: Callable[[], None],
        let_go: Callable[[Callable[[Any], None]], None],
        is_safe: Callable[[], bool],
    ) -> None:
        super().__init__(front)
        self.ways, self._runner, self.bars, self._front = ways, runner, bars, front
        self._start, self._let_go, self._is_safe = start, let_go, is_safe
        self._env: Env | None = None
        self._doubt: ClockDoubt | None = None
        self._said_wrong = False
        self._report: CrashReport | None = None
        self._broken: DeskError | None = None
        self._open_report: Callable[[CrashReport], None] | None = None
        self.card: TroubleCard | None = None
        self._again = self._timer(AGAIN_MS, self.try_again, single=True)
        self._look = self._timer(LOOK_MS, self.look_at_clock)
        self._safe = self._timer(SAFE_MS, self._at_safe_moment)
        self._language_chosen: Callable[[str], None] | None = None
        runner.refused.connect(self._heard)

    def on_language(self, chosen: Callable[[str], None]) -> None:
        """Who switches the language of everything."""
        self._language_chosen = chosen

    def opened(self, env: Env) -> None:
        """The database is open: the card goes, the clock is looked at."""
        self._env = env
        self._again.stop()
        if self.card is not None:
            self._front.removeWidget(self.card)
            self.card.deleteLater()
            self.card = None
        self.look_at_clock()
        self._look.start()
        self._runner.work(self.ways.crashes, self._reports)

    def prepared(self) -> None:
        """The language is known."""
        if self._env is not None:
            env = self._env
            self._runner.work(lambda: self.ways.remember(env))

    def at_work(self, open_report: Callable[[CrashReport], None]) -> None:
        """Somebody signed in; `open_report` shows a report over the screens."""
        self._open_report = open_report
        self._say_report()
        self._runner.work(self.ways.others, self._say_others)

    def not_opened(self, error: DeskError) -> None:
        """The database could not be opened: the card in place of sign-in."""
        self._show_card(error, at_work=False)
        if trouble_of(error.code).alone:
            self._again.start()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        if self.card is not None:
            self.card.retranslate()
        self._say_clock()
        if self.bars.shown("crash"):
            self._say_report()
        if self.bars.shown("broken"):
            self._say_broken()

    def stop(self) -> None:
        """The window closes."""
        for timer in (self._again, self._look, self._safe):
            timer.stop()

    def try_again(self) -> None:
        """Open the database once more."""
        self._again.stop()
        if self.card is not None:
            self.card.say(_("Opening the day…"))
            self.card.set_busy(True)
        if self._broken is not None:
            self._broken = None
            self.bars.forget("broken")
            self._let_go(lambda _none: self._start())
        else:
            self._start()

    # The clock

    def look_at_clock(self) -> None:
        """Compare it with the newest entry and with the PC's own counter."""
        env, known = self._env, self.ways.known
        if env is None or env.demo:
            return
        seen = known.seen
        last = LastSeen(seen.at, _uptime(seen.boot, seen.seconds)) if seen else None
        self._runner.read(
            lambda reader: check_clock(reader, env, last, known.accepted),
            self._looked,
            _ignore,
            kind="clock",
        )

    def _looked(self, doubt: ClockDoubt | None) -> None:
        self._doubt = doubt
        if doubt is None:
            self._said_wrong = False
            self.ways.seen()
        self._say_clock()

    def _say_clock(self) -> None:
        from desk.ui.trouble.clock_line import pill_text, question_text

        doubt = self._doubt
        if doubt is None:
            self.bars.forget("clock")
        elif self._said_wrong:
            right = (_("It is right now"), self._right)
            self.bars.say("clock", pill_text(doubt), "warn", right, close=self._say_clock)
        else:
            doings = ((_("Yes, it is right"), self._right), (_("No, it is wrong"), self._wrong))
            self.bars.say("clock", question_text(doubt), "warn", *doings, close=self._wrong)

    def _right(self) -> None:
        if self._doubt is not None:
            self.ways.accept_clock(self._doubt.newest)
        self._doubt, self._said_wrong = None, False
        self._say_clock()

    def _wrong(self) -> None:
        self._said_wrong = True
        self._say_clock()

    # Reports of earlier runs, and other persons

    def _reports(self, found: tuple[CrashReport, ...]) -> None:
        self._report = next((one for one in found if one.new), None)
        self._say_report()

    def _say_report(self) -> None:
        report = self._report
        if report is None or self._open_report is None:
            return
        from desk.ui.crash.words import line_text

        text = line_text(report, self.ways.clock())
        reading = (_("Read the report"), self._read_report)
        forget = partial(self._away, report)
        self.bars.say("crash", text, "calm", reading, close=forget)

    def _read_report(self) -> None:
        report, self._report = self._report, None
        self.bars.forget("crash")
        if report is not None and self._open_report is not None:
            self._open_report(report)

    def _away(self, report: CrashReport) -> None:
        self._report = None
        self.ways.mark_read(report)

    def _say_others(self, others: int) -> None:
        if not others:
            self.bars.forget("others")
            return
        text = ngettext(
            "The program is open in another person's session on this PC too. Both work with the"
            " same queue: sign out there, or agree who calls.",
            "The program is open in {n} other persons' sessions on this PC too. All work with the"
            " same queue: sign out there, or agree who calls.",
            others,
        )
        self.bars.say("others", text.format(n=others), "calm")

    # A fault that is found at work

    def _heard(self, error: DeskError) -> None:
        if error.code not in BROKEN or self._broken is not None or self._env is None:
            return
        self._broken = error
        self._say_broken()
        self._safe.start()

    def _say_broken(self) -> None:
        if self._broken is None:
            return
        text = _(
            "{what} Finish with the client; what is saved stays, and what can be read is shown."
        ).format(what=error_text(self._broken))
        self.bars.say("broken", text, "danger", (_("What can be done…"), self._show_broken))

    def _at_safe_moment(self) -> None:
        if self._broken is not None and self._is_safe():
            self._show_broken()

    def _show_broken(self) -> None:
        if self._broken is not None:
            self._safe.stop()
            self._show_card(self._broken, at_work=True)

    # The card

    def _show_card(self, error: DeskError, *, at_work: bool) -> None:
        card = self.card or self._make_card()
        card.set_busy(False)
        card.show_trouble(
            error, self.ways.helpers(), self.ways.details(error), at_work=at_work
        )
        if self._front.currentWidget() is not card:
            self._before = self._front.currentWidget()
        self._front.setCurrentWidget(card)
        card.focus_first()

    def _make_card(self) -> TroubleCard:
        from desk.ui.trouble.card import TroubleCard

        card = self.card = TroubleCard()
        self._front.addWidget(card)
        card.wanted.connect(self._do)
        card.go_on.connect(self._go_on)
        card.code.wanted.connect(self._recover)
        card.restore.wanted.connect(self._restore)
        if self._language_chosen is not None:
            card.language_chosen.connect(self._language_chosen)
        return card

    def _go_on(self) -> None:
        self._front.setCurrentWidget(self._before)

    def _do(self, way: Way) -> None:
        self._again.stop()
        assert self.card is not None
        if way is Way.AGAIN:
            self.try_again()
        elif way is Way.CODE:
            self.card.show_code()
        elif way is Way.RESTORE:
            self._busy(_("Looking for copies…"))
            self._runner.work(self.ways.copies, self._offer, self._refused)
        else:
            self._busy(_("Laying out the paper…"))
            self._runner.work(self.ways.paper, self._print, self._refused)

    def _offer(self, copies: tuple[Copy, ...]) -> None:
        assert self.card is not None
        self.card.set_busy(False)
        self.card.restore.show_copies(copies)
        self.card.show_restore()

    def _print(self, pdf: bytes) -> None:
        from desk.ui.trouble.paper import hand_over

        assert self.card is not None
        self.card.set_busy(False)
        self.card.say("")
        hand_over(self.card, self._runner, pdf, self.card.say)

    def _recover(self) -> None:
        assert self.card is not None
        code = self.card.code.code.text()
        self._alone(_("Opening with the code…"), lambda: self.ways.recover(code))

    def _restore(self) -> None:
        assert self.card is not None
        form = self.card.restore
        copy, login = form.chosen(), form.login.text().strip()
        password, code = form.password.text(), form.code.text().strip()
        self._alone(
            _("Restoring… The copy is checked to its last page."),
            lambda: self.ways.restore(copy, login, password, code),
        )

    def _alone(self, text: str, work: Callable[[], None]) -> None:
        """Do what nobody else may have the database open for."""
        self._busy(text)
        if self._env is None:
            self._runner.work(work, self._mended, self._refused)
        else:
            self._env, self._broken = None, None
            self.bars.forget("broken")
            self._let_go(lambda _none: self._runner.work(work, self._mended, self._refused))

    def _mended(self, _none: object) -> None:
        if self.card is not None:
            self.card.code.code.clear()
            self.card.restore.forget()
        self.try_again()

    def _busy(self, text: str) -> None:
        assert self.card is not None
        self.card.say(text)
        self.card.set_busy(True)

    def _refused(self, error: DeskError) -> None:
        assert self.card is not None
        self.card.set_busy(False)
        self.card.say(error_text(error), "danger")

    def _timer(self, interval: int, slot: Callable[[], None], *, single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.setSingleShot(single)
        timer.timeout.connect(slot)
        return timer


def _uptime(boot: str, seconds: float) -> Any:
    from desk.domain.uptime import Uptime

    return Uptime(boot, seconds)


def _ignore(_error: DeskError) -> None:
    """The clock is looked at again in a minute; what is wrong is said where it is met."""
