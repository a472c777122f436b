"""The window's foot: what was called last, what is saved, the day's figures, languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from desk.domain.board import Counts, LastCall
from desk.formats import seconds_text
from desk.i18n import LANGUAGES, _, language, ngettext
from desk.ui.announce import announce
from desk.ui.context import Context
from desk.ui.feed import BoardFeed
from desk.ui.safety.keeper import keeper_of
from desk.ui.safety.words import safe_text
from desk.ui.style import air, px, theme, tokens
from desk.ui.sync.badge import SyncBadge
from desk.ui.themes import CHOICES
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, row, wanted_width
from desk.ui.widgets.text import Label

SCALES = (100, 110, 125, 150)
"""Text sizes in percent."""


class Footer(Surface):
    """One line at the foot.

    Signals:
        language_chosen(str), scale_chosen(int), theme_chosen(str); keys_wanted: the list of keys.
    """

    language_chosen = Signal(str)
    scale_chosen = Signal(int)
    theme_chosen = Signal(str)
    keys_wanted = Signal()

    def __init__(self, context: Context, feed: BoardFeed) -> None:
        super().__init__("footer")
        self._context, self._feed = context, feed
        self._saved_at: datetime | None = None
        self.call, self.saved = Label(role="small", tone="ink2"), Label(role="small", tone="ink2")
        self.safe = Label(role="small", tone="ink2")
        self.counts = Label(role="small", tone="ink2")
        self._keeper, self.line = keeper_of(context), SyncBadge(context)
        self.help = context.keyed(Button(kind="link"), "keys")
        self.percent, self.theme = Button(kind="link"), Button(kind="link")
        self.languages = {name: Button(name.upper(), kind="link") for name in LANGUAGES}
        self.setFixedHeight(px(16) + air(12))
        layout = row(self, gap=16, margins=(16, 0, 10, 0))
        layout.addWidget(self.call)
        layout.addWidget(self.saved)
        layout.addWidget(self.safe)
        layout.addWidget(self.line)
        layout.addStretch(1)
        layout.addWidget(self.counts)
        ends = row(gap=2)
        for button in (self.help, self.theme, self.percent, *self.languages.values()):
            button.setFixedHeight(px(16) + air(8))
            ends.addWidget(button)
        layout.addLayout(ends)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.help.clicked.connect(self.keys_wanted)
        self.percent.clicked.connect(self._next_scale)
        self.theme.clicked.connect(self._next_theme)
        for name, button in self.languages.items():
            button.setProperty("language", name)
            button.clicked.connect(self._language)
        self._feed.changed.connect(self.update_texts)
        self._feed.ticked.connect(self._say_safe)
        self._keeper.changed.connect(self._say_safe)
        self.line.keeper.changed.connect(self._fit)
        self._context.runner.saved.connect(self._saved)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.help.set_text(_("Keys"))
        percent = round(tokens().scale * 100)
        self.percent.set_text(f"{percent} %", _("Text size {percent} %").format(percent=percent))
        look = theme_name(theme())
        self.theme.set_text(look, _("Colours: {theme}").format(theme=look))
        names = {"lv": _("Latvian"), "en": _("English"), "ru": _("Russian")}
        for name, button in self.languages.items():
            button.set_text(name.upper(), names[name])
            button.set_kind("link" if name == language() else "faint")
        self.line.say()
        self.update_texts()

    def update_texts(self) -> None:
        """Bring the line up to date."""
        board = self._feed.board
        now = self._context.env.clock()
        self.call.setText(_call_text(board.last_call, now) if board else "")
        saved = _("Saved on this PC {time}").format(time=seconds_text(self._saved_at or now))
        self.saved.setText(saved if self._saved_at else "")
        self._say_safe()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long words give way in a narrow window."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shorten step by step until everything has its room."""
        board = self._feed.board
        parts = _counts(board.counts) if board else []
        self.counts.setText(" · ".join(parts))
        self.call.setVisible(bool(self.call.text()))
        self.saved.setVisible(bool(self.saved.text()))
        self.safe.setVisible(bool(self.safe.text()))
        self.line.shorten(False)
        steps: tuple[Callable[[], None], ...] = (
            lambda: self.call.setVisible(False),
            lambda: self.counts.setText(parts[0] if parts else ""),
            lambda: self.safe.setVisible(self.safe.property("tone") == "warn"),
            lambda: self.saved.setVisible(False),
            self.line.shorten,
        )
        for step in steps:
            if wanted_width(self) <= self.width():
                return
            step()

    def _say_safe(self) -> None:
        """Saved and safe are two things: on this disk, and also on a second one."""
        text, tone = safe_text(self._keeper.mirror, self._keeper.latest)
        if text == self.safe.text() and tone == self.safe.property("tone"):
            return
        if tone == "warn" != self.safe.property("tone"):
            announce(self.safe, text, urgent=True)
        self.safe.setText(text)
        self.safe.set_tone(tone)
        self._fit()

    def _saved(self) -> None:
        self._saved_at = self._context.env.clock()
        self.update_texts()

    def _language(self) -> None:
        self.language_chosen.emit(str(self.sender().property("language")))

    def _next_scale(self) -> None:
        percent = round(tokens().scale * 100)
        self.scale_chosen.emit(next((step for step in SCALES if step > percent), SCALES[0]))

    def _next_theme(self) -> None:
        self.theme_chosen.emit(CHOICES[(CHOICES.index(theme()) + 1) % len(CHOICES)])


def theme_name(name: str) -> str:
    """A theme in words."""
    return {
        "system": _("Automatic"),
        "light": _("Light"),
        "dark": _("Dark"),
        "contrast": _("High contrast"),
    }[name]


def _call_text(call: LastCall | None, now: datetime) -> str:
    if call is None:
        return ""
    minutes = (now - call.at) // timedelta(minutes=1)
    if minutes < 1:
        text = _("{number} called just now, counter {counter}")
        return text.format(number=call.number, counter=call.counter)
    words = ngettext(
        "{number} called {n} minute ago, counter {counter}",
        "{number} called {n} minutes ago, counter {counter}",
        minutes,
    )
    return words.format(number=call.number, n=minutes, counter=call.counter)


def _counts(counts: Counts) -> list[str]:
    parts = [_("Served {n}").format(n=counts.served)]
    if counts.no_show:
        parts.append(_("did not come {n}").format(n=counts.no_show))
    if counts.started_in_time_percent is not None:
        share = _("bookings begun in time {percent} %")
        parts.append(share.format(percent=counts.started_in_time_percent))
    return parts
