"""A column of words about one thing: pills, a heading, sections, sentences to say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from desk.ui.style import px, tokens
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import ScrollColumn, Surface, clear, column
from desk.ui.widgets.text import Label, Pill, SectionTitle

_NAMES_GROW = 1.4
"""Names wrap in a larger text, so that values keep their room."""


def focus_frame() -> str:
    """A frame around what scrolls by keys, seen while it has the focus."""
    plain = "QScrollArea { background: transparent; border: 1px solid transparent; }"
    return f"{plain} QScrollArea:focus {{ border-color: {tokens().accent}; }}"


class Sheet(ScrollColumn):
    """Filled from the top; `wipe` begins anew."""

    def __init__(self, name: str = "", *, side: int = 16) -> None:
        super().__init__(gap=8, margins=(side, 12, side, 16))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStyleSheet(focus_frame())
        self._into: QVBoxLayout = self.column

    def wipe(self) -> None:
        """Take everything out."""
        clear(self.column)
        self._into = self.column
        self.verticalScrollBar().setValue(0)

    def end(self) -> None:
        """Nothing more comes."""
        self.column.addStretch(1)

    def pills(self, pills: Sequence[tuple[str, str]]) -> None:
        """States side by side: (text, kind of Pill)."""
        holder = QWidget()
        flow = Flow(holder, gap=6)
        for text, kind in pills:
            flow.addWidget(Pill(text, kind))
        self._into.addWidget(holder)

    def text(self, text: str, role: str = "body", tone: str = "") -> Label:
        """A paragraph; it can be marked and copied."""
        label = Label(text, role, tone, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._into.addWidget(label)
        return label

    def section(self, title: str, remark: str = "") -> None:
        """A small heading with air above."""
        heading = SectionTitle(title, remark)
        heading.setContentsMargins(0, px(8), 0, 0)
        self._into.addWidget(heading)

    def say(self, sentence: str, mark: str = "") -> None:
        """A sentence to say aloud, with its language before it when it is a helper phrase."""
        if not mark:
            self.text(sentence, "say")
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        name = Label(mark, "label", "dim")
        name.setFixedWidth(px(26))
        grid.addWidget(name, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(sentence, "body", "ink2", wrap=True), 0, 1)
        self._into.addLayout(grid)

    def pairs(self, pairs: Sequence[tuple[str, str]], *, width: int = 132) -> None:
        """Names at the left, values at the right; empty values are left out."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(6))
        grid.setColumnMinimumWidth(0, min(px(width), round(width * _NAMES_GROW)))
        grid.setColumnStretch(1, 1)
        for place, (name, value) in enumerate((n, v) for n, v in pairs if v):
            label = Label(name, "body", "dim", wrap=True)
            said = Label(value, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, place, 1, Qt.AlignmentFlag.AlignTop)
        self._into.addLayout(grid)

    def bullets(self, lines: Sequence[str]) -> None:
        """A short list."""
        for text in lines:
            self.text(f"•  {text}")

    def box(self, title: str, text: str, kind: str = "warn") -> None:
        """A remark in a field of its own: kind as of a Surface, e.g. "warn", "soft"."""
        surface = Surface(kind)
        inside = column(surface, gap=2, margins=(12, 10, 12, 10))
        tone = {"warn": "warn", "danger": "danger"}.get(kind, "accent")
        inside.addWidget(Label(title, "label", tone))
        inside.addWidget(Label(text, wrap=True))
        self._into.addWidget(surface)

    def lay(self, layout: QLayout) -> None:
        """Anything laid out elsewhere."""
        self._into.addLayout(layout)

    def add(self, widget: QWidget) -> None:
        """Any control, as wide as it asks for."""
        self._into.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
