"""The sign by which a colleague is asked to come near while no network carries it."""

from __future__ import annotations

from desk.i18n import _
from desk.services.device_settings import AgreedSign, device_setting, keep_device_setting
from desk.ui.branch.device_section import DeviceSection
from desk.ui.context import Context
from desk.ui.widgets.fields import LineField


class NearSection(DeviceSection):
    """Agreed in the branch; shown to who asks, and to nobody else."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sign = LineField("", "")
        self._shown = AgreedSign()
        self.add_field(self.sign)
        self.finish()

    def texts(self) -> tuple[str, str, tuple[str, ...]]:
        """As the base class wants them."""
        advice = _(
            "{key} asks a colleague to stand nearby. No network carries it to another PC yet, so"
            " agree on a sign, e.g. to ask for the blue folder; the program reminds of it."
        ).format(key=self.context.key("near"))
        return _("Come near"), advice, (_("Agreed sign"),)

    def read(self) -> None:
        """Read what is set."""
        self.context.runner.read(lambda reader: device_setting(reader, AgreedSign), self._show)

    def save(self) -> None:
        """Remind of it from now on."""
        self._shown = AgreedSign(self.sign.text().strip())
        self.context.write(keep_device_setting, self._shown, done=self.kept)

    def _show(self, sign: AgreedSign) -> None:
        if sign != self._shown:
            self._shown = sign
            self.sign.setText(sign.text)
