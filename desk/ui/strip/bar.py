"""What the strip shows: ticket, service, running clock, who is next, and the buttons of the phase.

A message takes the place of "next" for some seconds: nothing of the strip ever grows.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent

from desk.domain.board import Board, QueueRow
from desk.domain.visit import TicketState
from desk.i18n import _, ngettext
from desk.ui.announce import announce
from desk.ui.context import Context
from desk.ui.strip.handle import Handle
from desk.ui.strip.placing import HEIGHT
from desk.ui.style import px
from desk.ui.today.action_bar import undo_text
from desk.ui.today.clock import RunningClock
from desk.ui.today.words import row_name, served_text, services_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, row, wanted_width
from desk.ui.widgets.text import Elided, Label

_KINDS = {
    "call_next": "primary",
    "start": "primary",
    "finish": "primary",
    "recall": "normal",
    "no_show": "normal",
    "park": "normal",
    "undo": "quiet",
    "aggression": "danger-outline",
    "card": "danger",
    "fold": "quiet",
}
"""Buttons from left to right."""
_GUARDED = frozenset({"call_next", "start", "recall", "no_show"})
_OF_PHASE = {
    "idle": ("call_next",),
    "called": ("start", "recall", "no_show", "park"),
    "serving": ("finish", "park"),
}
_ALWAYS = ("aggression", "card", "fold")
_LEAST_WORDS, _GOOD_WORDS, _MESSAGE = 120, 300, 420
"""Room for the words that can be shortened, which ask for none themselves; in design pixels."""
_SHORTER = (
    ("cap", ("fold", "undo", "park"), _GOOD_WORDS),
    ("hide", ("no_show",), _LEAST_WORDS),
    ("cap", ("recall", "aggression", "card"), _GOOD_WORDS),
    ("hide", ("undo",), _LEAST_WORDS),
    ("cap", tuple(_KINDS), _LEAST_WORDS),
    ("hide", ("recall",), _LEAST_WORDS),
    ("hide", ("park",), _LEAST_WORDS),
)
"""What gives way, first to last: the key's cap, or the whole button; and for how many words."""
_SECONDS = {"ok": 5, "warn": 12, "danger": 20}
_SIGNS = {"ok": "✓", "warn": "!", "danger": "!"}


class StripBar(Surface):
    """The strip's one line.

    Signals:
        asked(str): an action of the key table.
    """

    asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__("strip")
        self._context = context
        self._board: Board | None = None
        self.phase = "idle"
        self.handle = Handle()
        self.number, self.what = Label(role="number"), Elided(tone="ink2")
        self.clock = RunningClock("", role="heading")
        self.state = Label(role="small", tone="ink2")
        self.next, self.said = Elided(tone="ink2"), Elided(role="medium")
        self.buttons = {name: self._button(name, kind) for name, kind in _KINDS.items()}
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._hush)
        self.setFixedHeight(px(HEIGHT))
        line = row(self, gap=8, margins=(4, 0, 6, 0))
        for part in (self.handle, self.number, self.state, self.clock):
            line.addWidget(part)
        line.addWidget(self.what, 2)
        line.addWidget(self.next, 3)
        line.addWidget(self.said, 5)
        for button in self.buttons.values():
            line.addWidget(button)
        self.said.hide()
        self.retranslate()

    def _button(self, name: str, kind: str) -> Button:
        button = self._context.keyed(Button(kind=kind, guarded=name in _GUARDED), name)
        button.setProperty("action", name)
        button.clicked.connect(self._clicked)
        return button

    def show_board(self, board: Board) -> None:
        """Show the newest board."""
        self._board = board
        serving = board.serving
        called = serving is not None and serving.visit.state is TicketState.CALLED
        self.phase = "idle" if serving is None else "called" if called else "serving"
        self.clock.run_from(serving.since if serving else None, board.now)
        self.retranslate()

    def tick(self) -> None:
        """A second passed; during a telephone call the client's clock stands."""
        if not self._paused():
            self.clock.show_at(self._context.env.clock())

    def say(self, text: str, tone: str) -> None:
        """Say a sentence in the place of "next" for some seconds."""
        self.said.set_tone(tone)
        self.said.set_whole(f"{_SIGNS[tone]} {text}")
        self.said.setAccessibleName(text)
        self.next.hide()
        self.what.hide()
        self.said.show()
        self._fit(self.width())
        self._quiet.start(_SECONDS[tone] * 1000)
        announce(self.said, text, urgent=tone == "danger")

    def text(self) -> str:
        """The sentence now shown, "" when none is."""
        return self.said.accessibleName() if self.said.isVisible() else ""

    def first_button(self) -> Button:
        """Where the keyboard begins."""
        return self.buttons[_OF_PHASE[self.phase][0]]

    def least(self) -> int:
        """The width that it cannot do without, in pixels."""
        self._fit(0)
        least = wanted_width(self) + self._words()
        self._fit(self.width())
        return least

    def retranslate(self) -> None:
        """Say it in the language in force."""
        texts = {
            "call_next": _("Call next"),
            "start": _("Client came"),
            "finish": _("Finish"),
            "recall": _("Call again"),
            "no_show": _("Did not come"),
            "park": _("Park"),
            "undo": _("Undo"),
            "aggression": _("Aggression"),
            "card": _("Card"),
            "fold": _("Unfold"),
        }
        names = {"card": _("Action card"), "fold": _("Unfold the window")}
        for name, text in texts.items():
            self.buttons[name].set_text(text, names.get(name, ""))
        self.handle.retranslate()
        self._say_visit()
        self._say_next()
        self._fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long words give way on a narrow screen."""
        super().resizeEvent(event)
        self._fit(self.width())

    def _paused(self) -> bool:
        """Whether a telephone call interrupts the visit."""
        serving = self._board.serving if self._board is not None else None
        return serving is not None and serving.interrupted

    def _say_visit(self) -> None:
        board = self._board
        serving = board.serving if board is not None else None
        words = {"idle": _("Free"), "called": _("Called"), "serving": _("Being served")}
        word = _("Phone call") if self._paused() else words[self.phase]
        self.state.setText(word)
        self.clock.setAccessibleName(f"{word} {self.clock.text()}")
        self.number.setVisible(serving is not None)
        self.clock.setVisible(serving is not None)
        if serving is None:
            return
        self.number.setText(serving.visit.number)
        env = self._context.env
        names = [served_text(env, serving, item) for item in serving.visit.services]
        self.what.set_whole(", ".join(names))

    def _say_next(self) -> None:
        board = self._board
        first = next((line for line in board.rows if line.callable_here), None) if board else None
        waiting = board.counts.waiting if board is not None else 0
        many = ngettext("{n} waiting", "{n} waiting", waiting).format(n=waiting)
        resting = board is not None and board.resting
        self.buttons["call_next"].set_text(_("I am ready") if resting else _("Call next"))
        if resting:
            self.next.set_whole(_("Nobody is called to you until you are ready."))
        elif first is not None:
            serving = board is not None and board.serving is not None
            what = "" if serving else services_text(self._context.env, first)
            parts = " · ".join(part for part in (what, many) if part)
            text = _("Next: {number} · {what}")
            self.next.set_whole(text.format(number=row_name(first), what=parts))
        else:
            self.next.set_whole(
                _("Nobody can be called now") if waiting else _("Nobody is waiting")
            )
        self._may_call(first)

    def _may_call(self, first: QueueRow | None) -> None:
        seated = bool(self._context.actor.counter)
        board = self._board
        resting = board is not None and board.resting
        self.buttons["call_next"].setEnabled((first is not None or resting) and seated)
        visit = board.serving.visit if board is not None and board.serving else None
        limit = self._context.env.policy.call_order.call_limit
        enough = visit is not None and visit.calls >= limit
        self.buttons["no_show"].setEnabled(enough)
        tip = "" if enough else _("After {limit} calls").format(limit=limit)
        self.buttons["no_show"].setToolTip(tip)

    def _show_buttons(self) -> None:
        board = self._board
        undo = undo_text(board.undo) if board is not None else ""
        shown = {*_OF_PHASE[self.phase], *_ALWAYS, *(["undo"] if undo else [])}
        for name, button in self.buttons.items():
            button.set_key(self._context.key(name))
            button.setVisible(name in shown)
        text = _("Undo: {what}").format(what=undo)
        self.buttons["undo"].set_text(_("Undo"), text)
        self.buttons["undo"].setToolTip(text)

    def _fit(self, width: int) -> None:
        """Shorten step by step until everything has its room; every key works nevertheless."""
        self._show_buttons()
        self.state.show()
        for how, names, words in _SHORTER:
            if wanted_width(self) > width - self._words(words):
                for name in names:
                    self._shorten(how, self.buttons[name])
        roomy = wanted_width(self) <= width - self._words()
        self.state.setVisible(roomy or self._paused())
        if self.said.isHidden():
            self._share(width - wanted_width(self))

    def _share(self, room: int) -> None:
        """Who is next goes before what is being done, which is in the clerk's hands."""
        serving = self._board is not None and self._board.serving is not None
        both = self.next.sizeHint().width() <= room * 3 // 5
        self.what.setVisible(serving and both)

    def _words(self, wanted: int = _LEAST_WORDS) -> int:
        """Room to leave for words; a message needs more than the rest."""
        least = px(wanted)
        if self.said.isHidden():
            return least
        return max(least, min(px(_MESSAGE), self.said.sizeHint().width() + px(4)))

    def _shorten(self, how: str, button: Button) -> None:
        if how == "cap":
            button.set_key("")
        else:
            button.hide()

    def _hush(self) -> None:
        self.said.hide()
        self.next.show()
        self._say_visit()
        self._fit(self.width())

    def _clicked(self) -> None:
        self.asked.emit(str(self.sender().property("action")))
