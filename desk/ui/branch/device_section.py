"""What the sections of "This PC" have in common: a heading, fields, one button that saves."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QWidget

from desk.i18n import _
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import field_row
from desk.ui.widgets.layout import row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label


class DeviceSection(Panel):
    """One subject.  Subclasses fill `form` and override `texts`, `read` and `save`."""

    def __init__(self, context: Context) -> None:
        super().__init__(" ", gap=8, margins=(16, 0, 16, 14))
        self.context = context
        self.advice = Label(tone="ink2", wrap=True)
        self.body.addWidget(self.advice)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(px(6))
        self.body.addLayout(self.form)
        self.keep = Button(kind="primary")
        self.keep.clicked.connect(self.save)
        self._fields: list[tuple[Label, QWidget]] = []

    def finish(self) -> None:
        """Call at the end of the constructor."""
        self.body.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def add_field(self, field: QWidget) -> None:
        """A field under its name; the name comes from `texts`."""
        self._fields.append((field_row(self.form, "", field), field))

    def add_button(self, button: Button) -> None:
        """A button under the field before it."""
        line = row()
        line.addWidget(button)
        line.addStretch(1)
        self.form.addRow(line)

    def texts(self) -> tuple[str, str, tuple[str, ...]]:
        """Heading, advice, and the fields' names in order."""
        raise NotImplementedError

    def read(self) -> None:
        """Read what is set and show it."""

    def save(self) -> None:
        """Keep what is shown."""

    def kept(self, _result: Any = None) -> None:
        """It is saved."""
        self.context.say(_("Saved for this PC"))

    def retranslate(self) -> None:
        """Say it in the language in force."""
        title, advice, names = self.texts()
        self.set_title(title)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        save = _("Save")
        self.keep.set_text(save, f"{save}: {title}")
        for (label, field), name in zip(self._fields, names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
