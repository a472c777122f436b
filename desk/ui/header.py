"""The window's head: where, when, how long still, who."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent

from desk.domain.clock import local_day
from desk.domain.practice_word import practice_word
from desk.formats import day_text, short_day_text
from desk.i18n import _, language
from desk.ui.context import Context
from desk.ui.feed import BoardFeed
from desk.ui.hours_text import Doors, doors, doubt
from desk.ui.style import air, px
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, row, wanted_width
from desk.ui.widgets.text import Label, Pill

_DOUBT = "?"


class Header(Surface):
    """Branch, date, hours, the truth about the queue; person and counter.

    Signals:
        lock: the person wants to sign out.
    """

    lock = Signal()

    def __init__(self, context: Context, feed: BoardFeed) -> None:
        super().__init__("header")
        self._context, self._feed = context, feed
        self.branch = Label(context.env.branch(context.actor.site).name, role="heading")
        self.day = Label(tone="ink2")
        self.hours, self.doubt, self.queue = Pill(), Pill(), Pill()
        self.practice = Pill()
        self.person = Button(kind="faint")
        self.fold = context.keyed(Button(kind="quiet"), "fold")
        self.out = Button(kind="quiet", key=context.key("lock"))
        self.setFixedHeight(px(24) + air(24))
        layout = row(self, gap=14, margins=(16, 0, 10, 0))
        for place in (self.branch, self.practice, self.day, self.hours, self.doubt):
            layout.addWidget(place)
        layout.addStretch(1)
        layout.addWidget(self.queue)
        layout.addWidget(self.person)
        layout.addWidget(self.fold)
        layout.addWidget(self.out)
        self.person.clicked.connect(self._ask_own_access)
        self.fold.clicked.connect(self._ask_fold)
        self.out.clicked.connect(self.lock)
        feed.changed.connect(self.update_texts)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.out.set_text(_("Lock"), _("Lock or sign out"))
        self.fold.set_text(_("Fold"), _("Fold the window into a strip"))
        word = practice_word(language()) if self._context.env.practice else ""
        self.practice.set(word, "practice")
        self.update_texts()

    def update_texts(self) -> None:
        """Bring date, hours and pills up to date."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long words give way in a narrow window."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shorten step by step until everything has its room."""
        day = local_day(self._context.env.clock())
        self.day.setText(day_text(day))
        self._say_who(self._context.actor.name)
        self._say_queue(_("This PC is one queue"))
        self._say_hours()
        self._say_doubt()
        self.branch.setText(self._context.env.branch(self._context.actor.site).name)
        self.branch.setToolTip("")
        self.day.setVisible(True)
        self.out.set_key(self._context.key("lock"))
        self.fold.set_key(self._context.key("fold"))
        self.fold.set_text(_("Fold"), self.fold.accessibleName())
        steps: tuple[Callable[[], None], ...] = (
            lambda: self.day.setText(short_day_text(day)),
            lambda: self._say_who(_short(self._context.actor.name)),
            lambda: self.fold.set_key(""),
            lambda: self.day.setVisible(False),
            lambda: self.out.set_key(""),
            lambda: self._say_queue(_("this PC only")),
            lambda: self._say_who(""),
            lambda: self.fold.set_text("–", self.fold.accessibleName()),
            lambda: self._say_hours(short=True),
            lambda: self._say_doubt(_DOUBT),
            self._shorten_branch,
        )
        for step in steps:
            if wanted_width(self) <= self.width():
                return
            step()

    def _say_hours(self, *, short: bool = False) -> None:
        board = self._feed.board
        if board is None:
            self.hours.set("")
            return
        state = doors(board.hours, self._context.env.clock())
        whole = " · ".join(part for part in (state.text, state.tip) if part)
        text, tip = (state.short(), whole) if short else (state.text, state.tip)
        self.hours.set(text, state.kind, tip=tip)

    def _say_doubt(self, mark: str = "") -> None:
        """What is not certain of the hours; only a mark where there is no room for words."""
        board = self._feed.board
        unsure = doubt(board.hours) if board is not None else Doors("")
        tip = f"{unsure.text}. {unsure.tip}" if mark else unsure.tip
        self.doubt.set(mark if mark and unsure.text else unsure.text, unsure.kind, tip=tip)

    def _shorten_branch(self) -> None:
        """The last to give way: everybody at work knows where they are."""
        whole = self.branch.text()
        room = self.branch.sizeHint().width() - (wanted_width(self) - self.width())
        metrics = self.branch.fontMetrics()
        self.branch.setText(metrics.elidedText(whole, Qt.TextElideMode.ElideRight, max(0, room)))
        self.branch.setToolTip(whole)

    def _ask_own_access(self) -> None:
        self._context.ask("own_access")

    def _ask_fold(self) -> None:
        self._context.ask("fold")

    def _say_queue(self, text: str) -> None:
        """While there is no hub, one PC is one queue; it is said in a narrow window too."""
        tip = _("Tickets and calls here do not reach other PCs of the branch.")
        self.queue.set(text, tip=tip)

    def _say_who(self, name: str) -> None:
        """A button too: to one's own password and PIN."""
        whole = _("{who}: my password and PIN").format(who=self._context.actor.name)
        self.person.set_text(self._who(name) or _("My password and PIN"), whole)

    def _who(self, name: str) -> str:
        counter = self._context.actor.counter
        if not counter:
            return name
        if not name:
            return _("counter {counter}").format(counter=counter)
        return _("{name} · counter {counter}").format(name=name, counter=counter)


def _short(name: str) -> str:
    """ "Anna Bērziņa" -> "Anna B."."""
    first, _space, last = name.partition(" ")
    return f"{first} {last[0]}." if last else first
