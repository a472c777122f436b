"""The watched folder of the day file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desk.error_texts import error_text
from desk.formats import time_text
from desk.i18n import _
from desk.services.device_settings import WatchedFolder, device_setting, keep_device_setting
from desk.ui.branch.device_section import DeviceSection
from desk.ui.context import Context
from desk.ui.watching.watcher import watcher_of
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import CheckRow, switch_on
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.text import Label


class WatchSection(DeviceSection):
    """Folder, file names, and whether a clean file is imported by itself."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.folder, self.pattern = LineField(), LineField()
        self.automatic = CheckRow("")
        self.choose = Button()
        self.state = Label(tone="ink2", wrap=True)
        self._shown: WatchedFolder | None = None
        self.add_field(self.folder)
        self.add_button(self.choose)
        self.add_field(self.pattern)
        self.body.addWidget(self.automatic)
        self.body.addWidget(self.state)
        self.choose.clicked.connect(self._browse)
        self._watcher = watcher_of(context)
        self._watcher.changed.connect(self._say_state)
        self.finish()

    def texts(self) -> tuple[str, str, tuple[str, ...]]:
        """As the base class wants them."""
        self.choose.set_text(_("Choose the folder…"))
        self.automatic.set_words(_("Import a file without problems by itself"))
        self._say_state()
        advice = _(
            "The program looks into this folder every 20 seconds and offers each new day file."
            " It never moves or deletes one."
        )
        return _("Day file"), advice, (_("Folder"), _("File names"))

    def read(self) -> None:
        """Read what is set."""
        self.context.runner.read(lambda reader: device_setting(reader, WatchedFolder), self._show)

    def save(self) -> None:
        """Watch this folder from now on."""
        pattern = " ".join(self.pattern.text().split()) or WatchedFolder().pattern
        folder, automatic = self.folder.text().strip().strip('"'), self.automatic.isChecked()
        wanted = WatchedFolder(folder, pattern, automatic)
        self._shown = wanted
        self.context.write(keep_device_setting, wanted, done=self.kept)

    def _show(self, setting: WatchedFolder) -> None:
        if setting == self._shown:
            return
        self._shown = setting
        self.folder.setText(setting.folder)
        self.pattern.setText(setting.pattern)
        switch_on(self.automatic, setting.automatic)

    def _browse(self) -> None:
        dialog = QFileDialog(self, _("Choose the folder of the day files"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _say_state(self) -> None:
        watcher = self._watcher
        if watcher.fault is not None:
            text, tone = error_text(watcher.fault), "danger"
        elif watcher.looked_at is not None:
            text = _("Last look at {time}").format(time=time_text(watcher.looked_at))
            tone = "ink2"
        else:
            text, tone = "", "ink2"
        self.state.setText(text)
        self.state.set_tone(tone)
        self.state.setVisible(bool(text))
