"""Slips on this PC: when the ticket is printed, on which printer, on what paper."""

from __future__ import annotations

from desk.domain.slips import PaperSize
from desk.i18n import _
from desk.services.device_settings import SlipPrinting, device_setting, keep_device_setting
from desk.ui.branch.device_section import DeviceSection
from desk.ui.context import Context
from desk.ui.slips.common import SIZE_TEXTS
from desk.ui.slips.printer import printer_names
from desk.ui.widgets.fields import Picker


class SlipsSection(DeviceSection):
    """Three choices; printers are looked for beside the window, a slow network may answer late."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tickets, self.printer, self.paper = Picker(), Picker(), Picker()
        self._shown = SlipPrinting()
        self._printers: tuple[str, ...] = ()
        for field in (self.tickets, self.printer, self.paper):
            self.add_field(field)
        self.finish()

    def texts(self) -> tuple[str, str, tuple[str, ...]]:
        """As the base class wants them."""
        self._fill(self._shown)
        advice = _("The ticket has no name on it. A client is taken in whether it prints or not.")
        names = (
            _("Print the ticket when a client is taken in"),
            _("Printer for slips"),
            _("Paper in that printer"),
        )
        return _("Slips"), advice, names

    def read(self) -> None:
        """Read what is set, and which printers there are."""
        self.context.runner.read(lambda reader: device_setting(reader, SlipPrinting), self._show)
        self.context.runner.work(printer_names, self._list_printers)

    def save(self) -> None:
        """Print so from now on."""
        self._shown = SlipPrinting(self.tickets.key(), self.printer.key(), self.paper.key())
        self.context.write(keep_device_setting, self._shown, done=self.kept)

    def _show(self, setting: SlipPrinting) -> None:
        if setting != self._shown:
            self._shown = setting
            self._fill(setting)

    def _list_printers(self, names: tuple[str, ...]) -> None:
        if names != self._printers:
            self._printers = names
            self._fill(self._shown)

    def _fill(self, setting: SlipPrinting) -> None:
        modes = [("never", _("Never")), ("ask", _("Ask each time")), ("always", _("Always"))]
        self.tickets.set_items(modes, setting.tickets)
        sizes = [(s.value, _(t)) for s, t in SIZE_TEXTS.items() if s is not PaperSize.A5]
        self.paper.set_items(sizes, setting.size)
        printers = [("", _("The system's own choice")), *((name, name) for name in self._printers)]
        if setting.printer and setting.printer not in self._printers:
            gone = _("{name} (not there now)").format(name=setting.printer)
            printers.append((setting.printer, gone))
        self.printer.set_items(printers, setting.printer)
