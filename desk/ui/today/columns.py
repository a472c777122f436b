"""Three panes side by side; in a narrow window the two at the sides share one column."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desk.i18n import _
from desk.ui.style import px
from desk.ui.widgets.nav import TabBar

NARROW = 1120
"""Below this width (design pixels) queue and guide share one column."""
_WIDE_STRETCH, _NARROW_STRETCH = (37, 55, 39), (5, 7, 0)


class Columns(QWidget):
    """Queue at the left, visit in the middle, guide at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.switch = TabBar("", ("queue", "guide"))
        self._narrow = False
        self._grid = QGridLayout(self)
        self._grid.setSpacing(px(12))
        self._grid.setContentsMargins(px(12), px(12), px(12), px(12))
        self._grid.setRowStretch(1, 1)
        self.switch.chosen.connect(self.show_side)

    def hold(self, left: QWidget, middle: QWidget, guide: QWidget) -> None:
        """Lay the three panes out, which were born here."""
        self._left, self._middle, self._guide = left, middle, guide
        for pane in (left, middle, guide):
            policy = pane.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            pane.setSizePolicy(policy)
        self._arrange()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.switch.setAccessibleName(_("Left column"))
        self.switch.set_texts({"queue": _("Queue"), "guide": _("What to do now")})

    def show_side(self, which: str) -> None:
        """Bring "queue" or "guide" into sight, and keep the focus in sight."""
        self.switch.turn_on(which)
        going = self._left if which == "guide" else self._guide
        focus = self.window().focusWidget()
        moving = (going, self.switch) if self._narrow and focus is not None else ()
        if any(part.isAncestorOf(focus) for part in moving):
            self.switch.tabs[which].setFocus()
        self._left.setVisible(not self._narrow or which == "queue")
        self._guide.setVisible(not self._narrow or which == "guide")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns in a narrow window."""
        super().resizeEvent(event)
        narrow = self.width() < px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()

    def _arrange(self) -> None:
        for widget in (self.switch, self._left, self._middle, self._guide):
            self._grid.removeWidget(widget)
        stretches = _NARROW_STRETCH if self._narrow else _WIDE_STRETCH
        for place, stretch in enumerate(stretches):
            self._grid.setColumnStretch(place, stretch)
        top = 1 if self._narrow else 0
        self._grid.addWidget(self.switch, 0, 0)
        self._grid.addWidget(self._left, top, 0, 2 - top, 1)
        self._grid.addWidget(self._middle, 0, 1, 2, 1)
        guide_at = (1, 0, 1, 1) if self._narrow else (0, 2, 2, 1)
        self._grid.addWidget(self._guide, *guide_at)
        self.switch.setVisible(self._narrow)
        self.show_side("queue")
