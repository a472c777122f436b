"""The button: a text, and at its right the key that does the same."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desk.ui.measure import width_of
from desk.ui.style import air, colour, font, px
from desk.ui.widgets.keycap import cap_size, paint_cap

_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)

_LOOKS = {  # kind: (fill, hover, outline, ink)
    "normal": ("panel", "bg", "line", "ink"),
    "primary": ("accent", "accent_dark", "accent", "panel"),
    "danger": ("red", "red_dark", "red", "panel"),
    "danger-outline": ("panel", "red_soft", "red_line", "red"),
    "quiet": ("", "bg", "", "ink2"),
    "link": ("", "accent_soft", "", "accent"),
    "faint": ("", "bg", "", "ink2"),
}
_SLIM = ("link", "faint")


class Button(QPushButton):
    """A button in our look.

    Args:
        kind: "normal", "primary", "danger", "danger-outline", "quiet", "link", or "faint" for a
            link among others that is not the one in force.
        key: shown on a cap, e.g. "F2"; the shortcut itself lies in the key table.
        big: as wide as its place, text left, cap right.
        guarded: it changes a ticket, so bare Space and Enter (scanners and note-takers type
            them) do nothing; Ctrl+Enter presses it.
        name: accessible name when the text alone does not say enough.
    """

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "normal",
        key: str = "",
        big: bool = False,
        guarded: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(text)
        self._kind, self._key, self._big, self._guarded = kind, "", big, guarded
        self._name = name
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        wide = QSizePolicy.Policy.Preferred if big else QSizePolicy.Policy.Minimum
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self.set_key(key)
        self.set_text(text, name)

    def set_text(self, text: str, name: str = "") -> None:
        """Change the words; `name` is what a screen reader says instead."""
        self.setText(text)
        self.setAccessibleName(name or self._name or text.rstrip("…"))
        self.updateGeometry()

    def set_key(self, key: str) -> None:
        """Change the cap."""
        self._key = key
        self.setAccessibleDescription(key)
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """Change the weight it carries."""
        self._kind = kind
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter press an unguarded button, Ctrl+Enter any."""
        if event.key() not in _PRESS:
            super().keyPressEvent(event)
            return
        strong = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if (strong or not self._guarded) and not event.isAutoRepeat():
            self.click()
        event.accept()

    def sizeHint(self) -> QSize:
        """Room for text, gap and cap."""
        words = width_of(self.text(), self._role())
        cap = cap_size(self._key)
        gap = px(8) if self._key and self.text() else 0
        sides, height = (air(28), px(24) + air(20)) if self._big else (air(22), px(20) + air(16))
        if self._kind in _SLIM:
            sides, height = air(12), px(20) + air(8)
        return QSize(words + gap + cap.width() + sides, height)

    def minimumSizeHint(self) -> QSize:
        """The whole text always shows."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text scale changed."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill, outline, focus ring, text, cap."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._paint_body(painter)
        side = air(14) if self._big else air(6) if self._kind in _SLIM else air(11)
        box = self.rect().adjusted(side, 0, -side, 0)
        painter.setFont(font(self._role()))
        painter.setPen(ink)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        centred = not self._key and not self._big
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter if centred else left, self.text())
        if self._key:
            paint_cap(painter, box.right() + 1, self.rect().center().y() + 0.5, self._key, ink)

    def _role(self) -> str:
        return "action" if self._big else "medium"

    def _paint_body(self, painter: QPainter) -> QColor:
        fill, hover, outline, ink = _LOOKS[self._kind]
        over = self.isEnabled() and (self.underMouse() or self.isDown())
        if not self.isEnabled():
            fill, outline, ink = ("bg" if fill else ""), ("line" if outline else ""), "ink3"
        shade = hover if over else fill
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(colour(shade) if shade else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour(outline), 1) if outline else QPen(Qt.PenStyle.NoPen))
        painter.drawRoundedRect(box, px(6), px(6))
        if self.hasFocus():
            self._paint_focus(painter)
        return colour(ink)

    def _paint_focus(self, painter: QPainter) -> None:
        filled = self._kind in ("primary", "danger") and self.isEnabled()
        inset = 3.0 if filled else 1.0
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("panel" if filled else "accent"), 2))
        painter.drawRoundedRect(box, px(5), px(5))
