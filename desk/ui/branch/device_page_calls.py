"""The call numbers on a second monitor, and the chime."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from desk.i18n import _
from desk.services.device_settings import CallDisplay, device_setting, keep_device_setting
from desk.ui.branch.device_section import DeviceSection
from desk.ui.calls_display.chime import Chime, player
from desk.ui.context import Context
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import CheckRow, switch_on
from desk.ui.widgets.fields import Picker
from desk.ui.widgets.text import Label

_VOLUMES = (0, 20, 40, 60, 80, 100)


class CallsSection(DeviceSection):
    """On or off, which monitor, how loud."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.on = CheckRow("")
        self.screens, self.volume = Picker(), Picker()
        self.try_it = Button()
        self.heard = Label(tone="ink2", wrap=True)
        self._chime = Chime(self)
        self._chime.ended.connect(self._tell_heard)
        self._shown = CallDisplay()
        self.body.insertWidget(1, self.on)
        self.add_field(self.screens)
        self.add_field(self.volume)
        self.add_button(self.try_it)
        self.body.addWidget(self.heard)
        self.try_it.clicked.connect(self._ring)
        self.destroyed.connect(self._chime.stop)
        self.finish()

    def texts(self) -> tuple[str, str, tuple[str, ...]]:
        """As the base class wants them."""
        self.on.set_words(_("Show the call numbers on another monitor"))
        self.try_it.set_text(_("Try the chime"))
        self.heard.setText("" if player() is not None else _no_device())
        self._fill(self._setting())
        advice = _("Numbers and counters only, in Latvian; it stays while this PC is locked.")
        return _("Call numbers"), advice, (_("Monitor"), _("Chime"))

    def read(self) -> None:
        """Read what is set."""
        self.context.runner.read(lambda reader: device_setting(reader, CallDisplay), self._show)

    def save(self) -> None:
        """Show it so from now on."""
        self._shown = self._setting()
        self.context.write(keep_device_setting, self._shown, done=self.kept)

    def _setting(self) -> CallDisplay:
        volume = self.volume.key()
        known = int(volume) if volume else self._shown.volume
        return CallDisplay(self.on.isChecked(), self.screens.key(), known)

    def _show(self, setting: CallDisplay) -> None:
        if setting != self._shown or not self.screens.count():
            self._shown = setting
            switch_on(self.on, setting.on)
            self._fill(setting)

    def _fill(self, setting: CallDisplay) -> None:
        monitors = [("", _("the second monitor"))]
        for screen in QGuiApplication.screens():
            size = screen.size()
            monitors.append((screen.name(), f"{screen.name()} · {size.width()}×{size.height()}"))
        self.screens.set_items(monitors, setting.screen)
        steps = sorted({*_VOLUMES, setting.volume})
        names = [(str(step), _("{n} %").format(n=step) if step else _("off")) for step in steps]
        self.volume.set_items(names, str(setting.volume))

    def _ring(self) -> None:
        self.heard.setText("")
        self._chime.ring(int(self.volume.key() or 0))

    def _tell_heard(self, heard: bool) -> None:
        self.heard.setText(_("The chime was played.") if heard else _no_device())
        self.heard.set_tone("ink2" if heard else "warn")


def _no_device() -> str:
    return _("No sound device was found: calls stay silent.")
