"""The white panel with a heading; the three panes of a screen are three of them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.ui.style import air
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Margins, Surface, column, row
from desk.ui.widgets.text import SectionTitle


class Panel(Surface):
    """A bordered surface: heading, body, and a bar of buttons at the foot when asked for.

    Args:
        title: small capitals at the top; "" leaves the heading out.
        margins: of the body, in design pixels.
        parent: where it will stand; one that holds much is filled there, not moved there full.
    """

    def __init__(
        self,
        title: str = "",
        *,
        gap: int = 0,
        margins: Margins = (0, 0, 0, 0),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("panel", parent)
        self._outer = column(self, margins=(1, 1, 1, 1))
        self.heading = SectionTitle(title)
        self._head = QWidget()
        head = row(self._head, margins=(16, 12, 16, 8))
        head.addWidget(self.heading, 1)
        self._outer.addWidget(self._head)
        self._head.setVisible(bool(title))
        self.body: QVBoxLayout = column(gap=gap, margins=margins)
        self._outer.addLayout(self.body, 1)
        self.setAccessibleName(title)

    def set_title(self, title: str, remark: str = "", *, tone: str = "dim") -> None:
        """Change the heading and the remark at its right."""
        self.heading.set(title, remark, tone=tone)
        self._head.setVisible(bool(title))
        self.setAccessibleName(title)

    def add_bar(self) -> QHBoxLayout:
        """A bar of buttons under the body."""
        bar = Surface("bar")
        layout = row(bar, gap=6, margins=(16, 12, 16, 12))
        self._outer.addWidget(bar)
        return layout

    def add_flow_bar(self) -> Flow:
        """A bar of buttons that wraps in a narrow pane."""
        bar = Surface("bar")
        flow = Flow(bar)
        flow.setContentsMargins(air(16), air(12), air(12), air(12))
        self._outer.addWidget(bar)
        return flow

    def add_foot(self, widget: QWidget) -> None:
        """Any widget under the body, as wide as the panel."""
        self._outer.addWidget(widget)
