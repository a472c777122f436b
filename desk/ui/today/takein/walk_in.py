"""A client without a booking: a digit chooses the service; can they still be served today?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.domain.board import Forecast
from desk.domain.text import fold
from desk.domain.visit import Priority
from desk.formats import minutes_text, time_text
from desk.i18n import _, language, ngettext
from desk.services.board import can_serve
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.today.words import service_text
from desk.ui.widgets.chip_box import ChipBox
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.fields import SearchField
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label

_TONES = {"yes": "ok", "unsure": "warn", "no": "danger"}


class WalkInPage(QWidget):
    """Services by digit, priority by chip, and the forecast, which the pane keeps in sight.

    Signals:
        picked: another service, or none, is chosen; opened: double-clicked.
    """

    picked = Signal()
    opened = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._forecast: Forecast | None = None
        self.search = SearchField("", "")
        self.list = ChoiceList("", fit=False)
        self.list.setMinimumHeight(px(150))
        self.forecast = Label(tone="ink2", wrap=True)
        reasons = context.env.policy.priority_reasons
        self.reasons = {reason.id: reason for reason in reasons}
        self.before = ChipBox(self.reasons, single=True)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        layout = column(self, gap=8)
        top = column(margins=(16, 0, 16, 0))
        top.addWidget(self.search)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        foot = column(margins=(16, 0, 16, 0))
        foot.addWidget(self.before)
        layout.addLayout(foot)
        self.search.textChanged.connect(self._fill)
        self.search.moved.connect(self.list.step)
        self.list.chosen.connect(self._picked)
        self.list.opened.connect(self._opened)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.search.describe(_("Find a service"), _("Digit, or the service's name"))
        self.list.setAccessibleName(_("Services"))
        self.before.set_texts(
            _("Before others…"),
            _("Before others, because"),
            {name: reason.text.get(language()) for name, reason in self.reasons.items()},
        )
        self._fill()
        self._say_forecast()

    def begin(self) -> None:
        """Opened: nothing chosen yet, digits choose."""
        self.search.clear()
        self.list.choose("")
        self._forecast = None
        self._say_forecast()
        self.before.show_chosen(())
        self.before.fold()
        self.list.setFocus()

    def service(self) -> str:
        """The chosen service's id, "" for none."""
        return self.list.key()

    def priority(self) -> Priority | None:
        """The reason for a place before others."""
        chosen = self.before.chosen()
        return Priority(chosen[0]) if chosen else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter typed in the list goes to the search."""
        if event.text().isprintable() and event.text().strip() and not self.search.hasFocus():
            self.search.setFocus()
            self.search.insert(event.text())
            event.accept()
            return
        super().keyPressEvent(event)

    def _fill(self) -> None:
        parts = fold(self.search.text()).split()
        env = self._context.env
        ordered = sorted(env.services.values(), key=lambda item: item.quick or 99)
        choices = [
            Choice(item.id, service_text(env, item.id), right=minutes_text(item.minutes))
            for item in ordered
            if all(part in fold(service_text(env, item.id)) for part in parts)
        ]
        chosen = self.list.key()
        if parts and choices and chosen not in {choice.key for choice in choices}:
            chosen = choices[0].key
        self.list.set_choices(choices, chosen=chosen)

    def _picked(self, key: str) -> None:
        self._forecast = None
        self._say_forecast()
        if key:
            self._context.read(can_serve, key, done=self._arrived, kind="forecast")
        self.picked.emit()

    def _opened(self, _key: str) -> None:
        self.opened.emit()

    def _arrived(self, forecast: Forecast) -> None:
        self._forecast = forecast
        self._say_forecast()

    def _say_forecast(self) -> None:
        known = self._forecast
        self.forecast.set_tone(_TONES[known.likely] if known else "dim")
        if known is None:
            self.forecast.setText(_("Choose a service: its digit, then F10."))
            return
        before = ngettext("{n} person before", "{n} people before", known.people_before)
        parts = [
            _forecast_words(known).format(time=time_text(known.start)),
            before.format(n=known.people_before),
        ]
        if known.closes is not None:
            parts.append(_("closes {time}").format(time=time_text(known.closes)))
        self.forecast.setText(" · ".join(parts))


def _forecast_words(forecast: Forecast) -> str:
    return {
        "yes": _("Will be served today, about {time}"),
        "unsure": _("Perhaps today, about {time}"),
        "no": _("Hardly today: turn about {time}"),
    }[forecast.likely]
