"""Where the folded window lies."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QGuiApplication

from desk.i18n import _
from desk.services.device_settings import StripPlace, device_setting, keep_device_setting
from desk.ui.branch.device_section import DeviceSection
from desk.ui.context import Context
from desk.ui.widgets.fields import Picker


class StripSection(DeviceSection):
    """Monitor, edge and width; the handle of the strip does the first two as well."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.screens, self.edge, self.width_ = Picker(), Picker(), Picker()
        self._shown = StripPlace()
        for field in (self.screens, self.edge, self.width_):
            self.add_field(field)
        self.finish()

    def texts(self) -> tuple[str, str, tuple[str, ...]]:
        """As the base class wants them."""
        self._fill(self._shown)
        advice = _(
            "{key} folds the window into a strip over other programs. Click on the strip, then"
            " its keys work; no key is taken from the other program."
        ).format(key=self.context.key("fold"))
        return _("Strip"), advice, (_("Monitor"), _("Edge"), _("Width"))

    def read(self) -> None:
        """Read what is set."""
        self.context.runner.read(lambda reader: device_setting(reader, StripPlace), self._show)

    def save(self) -> None:
        """Lie there from now on."""
        wide = self.width_.key() == "wide"
        self._shown = replace(
            self._shown, screen=self.screens.key(), edge=self.edge.key(), wide=wide
        )
        self.context.write(keep_device_setting, self._shown, done=self.kept)

    def _show(self, place: StripPlace) -> None:
        if place != self._shown:
            self._shown = place
            self._fill(place)

    def _fill(self, place: StripPlace) -> None:
        monitors = [("", _("the first monitor"))]
        monitors += [(screen.name(), screen.name()) for screen in QGuiApplication.screens()]
        self.screens.set_items(monitors, place.screen)
        edges = [("top", _("at the top")), ("bottom", _("at the bottom"))]
        self.edge.set_items(edges, place.edge)
        widths = [("narrow", _("two thirds of the screen")), ("wide", _("the whole screen"))]
        self.width_.set_items(widths, "wide" if place.wide else "narrow")
