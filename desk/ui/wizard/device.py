"""What this PC is to remember; all of it can be left empty and set later."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.services.counters import counter_label
from desk.services.first_start import FirstStart
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField
from desk.ui.wizard.base import WizardPage


class DevicePage(WizardPage):
    """Counter, and the folder of the day files."""

    def __init__(self) -> None:
        super().__init__()
        self.counter, self.folder = LineField(), LineField()
        self.choose = Button()
        self.add_field(self.counter)
        self.add_field(self.folder)
        self.add_button(self.choose)
        self.choose.clicked.connect(self._browse)
        for field in (self.counter, self.folder):
            field.returnPressed.connect(self.forward)
        self.end()

    def fix_counter(self, counter: str) -> None:
        """IT has set it: it is shown, and no longer asked for."""
        self.counter.setText(counter)
        self.counter.setReadOnly(True)
        self.counter.setToolTip(_("Set by IT"))

    def start_focus(self) -> QWidget:
        """The first field that is asked for."""
        return self.folder if self.counter.isReadOnly() else self.counter

    def title(self) -> str:
        """The page's heading."""
        return _("This PC")

    def names(self) -> tuple[str, ...]:
        """Two fields."""
        return _("Counter of this PC"), _("Folder of the day files")

    def say_texts(self) -> None:
        """Advice and hints."""
        self.advice.setText(_("All of this can stay empty; it is changed in Branch, This PC."))
        self.counter.setPlaceholderText(_("as painted on it, e.g. 3"))
        self.folder.setPlaceholderText(_("where the booking system leaves them"))
        self.choose.set_text(_("Choose the folder…"))

    def fill(self, start: FirstStart) -> FirstStart:
        """Counter and folder."""
        return replace(
            start, counter=self.counter.text().strip(), folder=self.folder.text().strip()
        )

    def wrong(self) -> bool:
        """A counter is a short number or letter."""
        try:
            counter_label(self.counter.text().strip())
        except DeskError as fault:
            return self.need(error_text(fault), self.counter)
        return False

    def _browse(self) -> None:
        dialog = QFileDialog(self, _("Choose the folder of the day files"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()
