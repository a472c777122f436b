"""The recovery code: shown once, to be written down or printed, and proved to have been."""

from __future__ import annotations

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QGridLayout, QWidget

from desk.i18n import _
from desk.ui.preview.printing import make_printer
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.layout import Surface
from desk.ui.widgets.text import Label
from desk.ui.wizard.base import WizardPage

_ASKED = (2, 5)
"""Groups that have to be typed, counted from 0."""
_IN_LINE = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class CodePage(WizardPage):
    """The code in groups; two of them are typed back."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[str] = []
        box = Surface("soft")
        self._grid = QGridLayout(box)
        self._grid.setContentsMargins(px(16), px(12), px(16), px(12))
        self._grid.setHorizontalSpacing(px(20))
        self.print_it = Button()
        self.typed = tuple(LineField() for _group in _ASKED)
        self.content.insertWidget(1, box)
        self.content.insertWidget(2, self.print_it, 0, Qt.AlignmentFlag.AlignLeft)
        for field in self.typed:
            self.add_field(field)
            field.returnPressed.connect(self.forward)
        self.print_it.clicked.connect(self._print)
        self.end()

    def show_code(self, code: str) -> None:
        """Show it, once."""
        self._groups = code.split("-")
        for place, group in enumerate(self._groups):
            label = Label(group, role="number")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            spoken = " ".join(group)
            label.setAccessibleName(_("Group {n}: {signs}").format(n=place + 1, signs=spoken))
            self._grid.addWidget(label, place // _IN_LINE, place % _IN_LINE)

    def forget(self) -> None:
        """Leave nothing of it on the screen."""
        self._groups = []
        for field in self.typed:
            field.clear()
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def title(self) -> str:
        """The page's heading."""
        return _("Recovery code")

    def names(self) -> tuple[str, ...]:
        """Two groups."""
        text = _("Type group {n}")
        return tuple(text.format(n=place + 1) for place in _ASKED)

    def say_texts(self) -> None:
        """Why, and what to do."""
        self.advice.setText(
            _(
                "Without this code the data cannot be read on another PC. It is shown this once and"
                " kept nowhere: write it down or print it, and lock it away."
            )
        )
        self.print_it.set_text(_("Print the code…"))

    def start_focus(self) -> QWidget:
        """Printing comes first."""
        return self.print_it

    def wrong(self) -> bool:
        """The groups typed are those shown."""
        for place, field in zip(_ASKED, self.typed, strict=True):
            if _one_form(field.text()) != _one_form(self._groups[place]):
                field.set_wrong(True)
                text = _("This is not group {n}. Look at the paper.")
                return self.need(text.format(n=place + 1), field)
            field.set_wrong(False)
        return False

    def _print(self) -> None:
        printer = make_printer(_("Recovery code"))
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._send(printer))
        dialog.setModal(True)
        dialog.show()

    def _send(self, printer: QPrinter) -> None:
        paper = QTextDocument()
        paper.setPageSize(QSizeF(printer.width(), printer.height()))
        size = printer.resolution() // 3
        paper.setDocumentMargin(printer.resolution())
        lines = [" ".join(self._groups[n : n + _IN_LINE]) for n in range(0, len(self._groups), 4)]
        name, note = (
            _("Recovery code"),
            _("Lock this paper away. Whoever has it and the data can read them."),
        )
        paper.setHtml(
            f"<h1 style='font-size:{size}px'>Branch Desk · {name}</h1>"
            + "".join(f"<p style='font-size:{size}px'><b>{line}</b></p>" for line in lines)
            + f"<p style='font-size:{size // 2}px'>{note}</p>"
        )
        paper.print_(printer)


def _one_form(text: str) -> str:
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    return signs.translate(_READ_AS)
