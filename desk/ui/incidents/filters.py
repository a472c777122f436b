"""Which incidents are listed: state, kind, period, only one's own."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.domain.incident import IncidentKind, IncidentState
from desk.domain.incident_moves import OPEN
from desk.formats import date_text
from desk.i18n import _
from desk.services.incidents import IncidentFilter
from desk.ui.incidents.texts import KIND_TEXTS
from desk.ui.widgets.check import Chip, switch_on
from desk.ui.widgets.fields import Picker
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import column
from desk.ui.widgets.nav import TabBar

_ALL, _ANY = "all", ""
_UNTIL = "until"
_PERIODS = (0, 7, 30, 365)
_OPEN, _CLOSED = "open", "closed"
_STATES = {
    IncidentState.REPORTED.value: frozenset({IncidentState.REPORTED}),
    _OPEN: frozenset(OPEN),
    _CLOSED: frozenset({*IncidentState} - set(OPEN)),
}


class IncidentFilters(QWidget):
    """Signals:
    changed: another choice.

    Args:
        reads_all: whether the person sees others' reports too.
    """

    changed = Signal()

    def __init__(self, *, reads_all: bool) -> None:
        super().__init__()
        keys = (_ALL, *_STATES)
        self.states = TabBar("", keys)
        self.state, self.kind, self.period = Picker(), Picker(), Picker()
        for picker in (self.state, self.kind, self.period):
            picker.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToContents)
        self.mine = Chip("")
        self._state = _ALL
        self._until: date | None = None
        flow = Flow(self, gap=8)
        flow.addWidget(self.states)
        self._instead = _lowered(self.state)
        flow.addWidget(self._instead)
        for part in (self.kind, self.period, self.mine):
            flow.addWidget(_lowered(part))
        self.mine.setVisible(reads_all)
        self._instead.hide()
        self.states.turn_on(_ALL)
        self.states.chosen.connect(self._use_state)
        self.state.activated.connect(lambda _place: self._use_state(self.state.key()))
        self.kind.activated.connect(self.changed)
        self.period.activated.connect(self.changed)
        self.mine.toggled.connect(self.changed)

    def retranslate(self) -> None:
        """Say everything again."""
        self.states.setAccessibleName(_("State"))
        texts = {
            _ALL: _("All"),
            IncidentState.REPORTED.value: _("New ones"),
            _OPEN: _("Open ones"),
            _CLOSED: _("Ended ones"),
        }
        self.states.set_texts(texts)
        self.state.setAccessibleName(_("State"))
        self.state.set_items(list(texts.items()), self._state)
        self.kind.setAccessibleName(_("Kind"))
        kinds = [(kind.value, _(KIND_TEXTS[kind])) for kind in IncidentKind]
        self.kind.set_items([(_ANY, _("Every kind")), *kinds], self.kind.key())
        self.period.setAccessibleName(_("Period"))
        names = (_("All time"), _("Last 7 days"), _("Last 30 days"), _("Last year"))
        periods = [(str(n), name) for n, name in zip(_PERIODS, names, strict=True)]
        if self._until is not None:
            text = _("Until {day}").format(day=date_text(self._until))
            periods.append((_UNTIL, text))
        self.period.set_items(periods, self.period.key() or "30")
        self.mine.setText(_("Only mine"))
        self.mine.setAccessibleName(_("Only mine"))

    def chosen(self, today: date) -> IncidentFilter:
        """The filter as chosen."""
        kind, period = self.kind.key(), self.period.key()
        days = int(period) if period.isdigit() else 0
        return IncidentFilter(
            states=_STATES.get(self._state),
            kinds=frozenset({IncidentKind(kind)}) if kind else None,
            first=today - timedelta(days=days - 1) if days else None,
            last=self._until if period == _UNTIL else None,
            mine=self.mine.isChecked(),
        )

    def show_until(self, day: date) -> None:
        """Filter by nothing but the time: the reports of a day come first, then older ones."""
        self._until, self._state = day, _ALL
        self._use_everywhere(_ALL)
        switch_on(self.mine, False)
        self.kind.setCurrentIndex(0)
        self.retranslate()
        self.period.setCurrentIndex(self.period.findData(_UNTIL))

    def set_compact(self, compact: bool) -> None:
        """In a low window the states are chosen from a list: the reports need the place."""
        self.states.setVisible(not compact)
        self._instead.setVisible(compact)

    def _use_state(self, state: str) -> None:
        self._use_everywhere(state)
        self.changed.emit()

    def _use_everywhere(self, state: str) -> None:
        self._state = state
        self.states.turn_on(state)
        self.state.setCurrentIndex(self.state.findData(state))


def _lowered(control: QWidget) -> QWidget:
    """A control in the middle of the tabs' height."""
    holder = QWidget()
    layout = column(holder, margins=(0, 4, 0, 0))
    layout.addWidget(control)
    return holder
