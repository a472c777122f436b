"""Words on a surface: labels by role and tone, pills, section titles, thin lines."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desk.ui.style import set_tabular

_DIGITS = ("title", "number", "display", "huge")


class Label(QLabel):
    """A text of the type scale.

    Args:
        role: a size of the scale ("body", "small", "strong", "heading", "number", "say" ...).
        tone: "", "ink2", "dim", "accent", "warn", "danger", "ok".
        wrap: break long texts over lines; otherwise the label asks for its whole width.
    """

    def __init__(
        self, text: str = "", role: str = "body", tone: str = "", *, wrap: bool = False
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if role in _DIGITS:
            font = self.font()
            set_tabular(font)
            self.setFont(font)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def set_tone(self, tone: str) -> None:
        """Change the colour's meaning."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


def set_role(label: Label, role: str) -> None:
    """Change a label's size, where there is less room for it."""
    if label.property("role") != role:
        label.setProperty("role", role)
        restyle(label)
        label.updateGeometry()


class Elided(Label):
    """A remark that gives way: shortened with dots when there is no room, whole in its tip."""

    def __init__(self, role: str = "body", tone: str = "") -> None:
        super().__init__(role=role, tone=tone)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_whole(self, text: str) -> None:
        """Change the words."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten or lengthen."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        mode = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._whole, mode, self.width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Pill(QLabel):
    """A short state in a rounded field; kind: "neutral", "ok", "warn", "danger", "accent"."""

    def __init__(self, text: str = "", kind: str = "neutral") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("pill", kind)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def set(self, text: str, kind: str = "neutral", *, tip: str = "") -> None:
        """Show a text; an empty one hides the pill."""
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        if self.property("pill") != kind:
            self.setProperty("pill", kind)
            restyle(self)
        self.setVisible(bool(text))


class SectionTitle(QWidget):
    """A pane's small capitals heading with a remark at the right."""

    def __init__(self, text: str = "", remark: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._text = Label(role="label", tone="dim")
        self._remark = Elided(role="label", tone="dim")
        self._remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text)
        row.addWidget(self._remark, 1)
        self.set(text, remark)

    def set(self, text: str, remark: str = "", *, tone: str = "dim") -> None:
        """Show other words; the heading is written in capitals."""
        self._text.setText(text.upper())
        self._text.setAccessibleName(text)
        self._text.set_tone(tone)
        self._remark.set_whole(remark)

    def add(self, widget: QWidget) -> None:
        """Put a control at the right end."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)


def line() -> QFrame:
    """A thin separator."""
    frame = QFrame()
    frame.setProperty("surface", "line")
    return frame


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again at a widget whose properties changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
