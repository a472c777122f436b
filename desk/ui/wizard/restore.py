"""A backup, and the recovery code that opens it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from desk.i18n import _
from desk.ui.preview.files import ask_open
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField
from desk.ui.wizard.base import WizardPage


class RestorePage(WizardPage):
    """File and code."""

    def __init__(self) -> None:
        super().__init__()
        self.file, self.code = LineField(), LineField()
        self.choose = Button()
        self.add_field(self.file)
        self.add_button(self.choose)
        self.add_field(self.code)
        self.choose.clicked.connect(self._browse)
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        for field in (self.file, self.code):
            field.returnPressed.connect(self.forward)
        self.end()

    def title(self) -> str:
        """The page's heading."""
        return _("Restore from a backup")

    def names(self) -> tuple[str, ...]:
        """Two fields."""
        return _("Backup"), _("Recovery code")

    def say_texts(self) -> None:
        """Advice."""
        text = _("The same can be done by a command: {command}")
        self.advice.setText(text.format(command="desk restore FILE"))
        self.choose.set_text(_("Choose the backup…"))

    def wrong(self) -> bool:
        """Both are needed."""
        if not self.file.text().strip():
            return self.need(_("Choose the backup."), self.file)
        return not self.code.text().strip() and self.need(_("Type the recovery code."), self.code)

    def path(self) -> Path:
        """The backup."""
        return Path(self.file.text().strip().strip('"'))

    def _browse(self) -> None:
        kinds = [_("Backups (*.branchbackup)"), _("All files (*)")]
        ask_open(self, _("Choose the backup"), kinds, lambda path: self.file.setText(str(path)))
