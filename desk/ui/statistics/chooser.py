"""Which span is looked at: month, quarter or year, earlier or later, or one of the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desk.domain.statistics import Span
from desk.i18n import _
from desk.ui.incidents.segments import Segments
from desk.ui.statistics.spans import Unit, last_month, span_key, span_of, span_text, spans_of
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import Picker
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import row


class Chooser(QWidget):
    """Signals:
    chosen: another span is wanted.

    Args:
        owner: the page; Alt+Left and Alt+Right work anywhere in it.
    """

    chosen = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__()
        self.unit = Unit.MONTH
        self.span: Span | None = None
        self._months: tuple[Span, ...] = ()
        self.units = Segments("")
        self.earlier, self.later = Button("‹"), Button("›")
        self.list = Picker()
        self.list.setMinimumWidth(px(212))
        spans = QWidget()
        line = row(spans, gap=6)
        for control in (self.earlier, self.list, self.later):
            line.addWidget(control)
        flow = Flow(self, gap=8)
        flow.addWidget(self.units)
        flow.addWidget(spans)
        self.units.chosen.connect(self._use_unit)
        self.earlier.clicked.connect(lambda: self.move_by(1))
        self.later.clicked.connect(lambda: self.move_by(-1))
        self.list.activated.connect(self._picked)
        for key, step in (("Alt+Left", 1), ("Alt+Right", -1)):
            shortcut = QShortcut(QKeySequence(key), owner)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.move_by(step))

    def retranslate(self) -> None:
        """Say everything again."""
        self.units.setAccessibleName(_("Length"))
        texts = {
            Unit.MONTH: _("Month"),
            Unit.QUARTER: _("Quarter"),
            Unit.YEAR: _("Year"),
        }
        self.units.set_items([(unit.value, text) for unit, text in texts.items()])
        self.units.choose(self.unit)
        self.earlier.set_text("‹", _("Earlier (Alt+Left)"))
        self.later.set_text("›", _("Later (Alt+Right)"))
        for button in (self.earlier, self.later):
            button.setToolTip(button.accessibleName())
        self.list.setAccessibleName(_("Span"))
        self._fill()

    def set_months(self, months: Sequence[Span], shown: Span | None) -> None:
        """These months hold data; this span is shown."""
        self._months, self.span = tuple(months), shown
        self._fill()

    def months(self) -> tuple[Span, ...]:
        """The months that hold data."""
        return self._months

    def text(self) -> str:
        """The span's name."""
        return span_text(self.span, self.unit) if self.span else ""

    def move_by(self, step: int) -> None:
        """So many spans earlier (or later, when negative), as far as there is data."""
        spans = spans_of(self._months, self.unit)
        if self.span in spans:
            place = spans.index(self.span) + step
            if 0 <= place < len(spans):
                self._use(spans[place])

    def _use_unit(self, unit: str) -> None:
        """The span of the new length that holds the end of the old one."""
        self.unit = Unit(unit)
        if self.span is not None:
            newest = last_month(self.span, self._months)
            self._use(span_of(newest.first, self.unit))

    def _picked(self, _place: int) -> None:
        spans = {span_key(one): one for one in spans_of(self._months, self.unit)}
        self._use(spans[self.list.key()])

    def _use(self, span: Span) -> None:
        self.span = span
        self._fill()
        self.chosen.emit()

    def _fill(self) -> None:
        spans = spans_of(self._months, self.unit)
        items = [(span_key(one), span_text(one, self.unit)) for one in spans]
        self.list.set_items(items, span_key(self.span) if self.span else "")
        place = spans.index(self.span) if self.span in spans else -1
        self.earlier.setEnabled(0 <= place < len(spans) - 1)
        self.later.setEnabled(place > 0)
