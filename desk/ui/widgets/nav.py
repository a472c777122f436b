"""The bar of screens: a word each, a number where something waits."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from desk.ui.icons import sign
from desk.ui.measure import width_of
from desk.ui.style import air, colour, font, px
from desk.ui.widgets.layout import row

_SIGN, _AIR = 17, 7
"""Side of a tab's sign, and the air after it."""


class Tab(QPushButton):
    """One word of the bar, with a badge."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._badge, self._warn = "", False
        self._sign, self._sign_shown = "", False
        self._word_shown = True
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(text)

    def set_badge(self, badge: str, *, warn: bool = False, spoken: str = "") -> None:
        """Show a number beside the word; `spoken` says what it counts."""
        self._badge, self._warn = badge, warn
        self.setAccessibleDescription(spoken)
        self.updateGeometry()
        self.update()
        bar = self.parentWidget()
        if isinstance(bar, TabBar):
            bar.refit()

    def set_sign(self, meaning: str) -> None:
        """A sign before the word, for as long as there is room."""
        self._sign = meaning

    def show_sign(self, shown: bool) -> None:
        """Show or drop the sign."""
        if shown != self._sign_shown:
            self._sign_shown = shown
            self.updateGeometry()
            self.update()

    def show_word(self, shown: bool) -> None:
        """Show the word, or leave it to the sign and the tip."""
        if shown != self._word_shown and (shown or self._sign):
            self._word_shown = shown
            self.setToolTip("" if shown else self.text())
            self.updateGeometry()
            self.update()

    def room(self, *, with_sign: bool = True, with_word: bool = True) -> int:
        """The width it takes with its sign, its word, or both."""
        width = px(_SIGN) if self._sign and with_sign else 0
        if with_word or not self._sign:
            width += px(_AIR) if width else 0
            width += width_of(self.text(), "strong")
        return width + air(24) + (self._badge_width() + px(5) if self._badge else 0)

    def sizeHint(self) -> QSize:
        """Sign, word, badge, air."""
        width = self.room(with_sign=self._sign_shown, with_word=self._word_shown)
        return QSize(width, px(40))

    def minimumSizeHint(self) -> QSize:
        """A word is never cut; what stands beside the tabs gives way."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Word, badge, and the line under the screen shown."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        painter.setFont(font("strong" if on else "body"))
        tone = "accent" if on else "ink" if self.underMouse() else "ink2"
        painter.setPen(colour(tone))
        box = self.rect().adjusted(air(12), 0, 0, 0)
        if self._sign and self._sign_shown:
            top = (self.height() - px(_SIGN)) // 2
            picture = sign(self._sign, tone, px(_SIGN), self.devicePixelRatioF())
            painter.drawPixmap(box.left(), top, picture)
            box.adjust(px(_SIGN + _AIR), 0, 0, 0)
        if self._word_shown:
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._badge:
            self._paint_badge(painter)
        if on:
            line = QRectF(0, self.height() - px(2), self.width(), px(2))
            painter.fillRect(line, colour("accent"))
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            inner = QRectF(self.rect()).adjusted(3, 5, -3, -5)
            painter.drawRoundedRect(inner, px(5), px(5))

    def _badge_width(self) -> int:
        return width_of(self._badge, "label") + px(14)

    def _paint_badge(self, painter: QPainter) -> None:
        width, height = self._badge_width(), px(19)
        left, top = self.width() - air(12) - width, (self.height() - height) / 2
        box = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("amber_soft" if self._warn else "bg"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(font("label"))
        painter.setPen(colour("amber" if self._warn else "ink2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._badge)


class TabBar(QWidget):
    """Tabs side by side; one is on.

    Signals:
        chosen(str): the key of the tab the user turned on.
    """

    chosen = Signal(str)

    def __init__(self, name: str, keys: tuple[str, ...]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        layout = row(self, gap=2)
        self._group = QButtonGroup(self)
        self.tabs: dict[str, Tab] = {}
        for key in keys:
            tab = Tab()
            tab.setProperty("tab", key)
            self._group.addButton(tab)
            layout.addWidget(tab)
            self.tabs[key] = tab
        layout.addStretch(1)
        self._group.buttonClicked.connect(self._clicked)
        self._group.buttonToggled.connect(lambda _tab, _on: self._fit())

    def set_texts(self, texts: dict[str, str]) -> None:
        """Name the tabs."""
        for key, text in texts.items():
            self.tabs[key].setText(text)
            self.tabs[key].setAccessibleName(text)
            self.tabs[key].updateGeometry()
        self.refit()

    def set_signs(self) -> None:
        """Give each tab the sign of its key's meaning, shown where all of them have room."""
        for key, tab in self.tabs.items():
            tab.set_sign(key)
        self.refit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Signs give way in a narrow window."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Every word."""
        return QSize(self._width(with_sign=False), px(40))

    def minimumSizeHint(self) -> QSize:
        """Signs can do without words, words cannot be cut."""
        return QSize(self._width(with_word=False), px(40))

    def _width(self, *, with_sign: bool = True, with_word: bool = True) -> int:
        tabs = self.tabs.values()
        rooms = (tab.room(with_sign=with_sign, with_word=with_word) for tab in tabs)
        return sum(rooms) + px(2) * len(self.tabs)

    def refit(self) -> None:
        """A tab takes another width now."""
        self.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        """Signs and words; words alone; in a very narrow window the word of the chosen one."""
        roomy = self._width() <= self.width()
        tight = self._width(with_sign=False) > self.width()
        left = self.width() - self._width(with_word=False)
        for tab in self.tabs.values():
            tab.show_sign(roomy or tight)
            word = not tight or (tab.isChecked() and tab.room() - tab.room(with_word=False) <= left)
            tab.show_word(word)

    def turn_on(self, key: str) -> None:
        """Mark a tab without telling anyone."""
        self.tabs[key].setChecked(True)
        self._fit()

    def _clicked(self, tab: QPushButton) -> None:
        self.chosen.emit(str(tab.property("tab")))
