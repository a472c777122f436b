"""F1: every key in force, by group; each can be changed on this device."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.ui.keys import KEYS, KeyEntry, KeyTable, delivered_key
from desk.ui.style import px
from desk.ui.turns import Steps
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.key_line import KeyLine
from desk.ui.widgets.keycap import cap_text
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label, SectionTitle

_TEXTS = {entry.id: entry.text for entry in KEYS}
_SIDES = 62
"""Margins of the list and its scroll bar in design pixels."""


class KeysDialog(Dialog):
    """The list of keys.

    Signals:
        changed(KeyTable): other keys are wanted from now on.
    """

    changed = Signal(object)

    def __init__(self, table: KeyTable) -> None:
        super().__init__(_("Keys"), size="wide")
        self.table = table
        self.lines: dict[str, KeyLine] = {}
        self.backs: dict[str, Button] = {}
        self.said = Label(wrap=True)
        self.body.addWidget(self.said)
        self._sides: QBoxLayout = row(gap=24)
        self.body.addLayout(self._sides)
        advice = _(
            "Ctrl+Enter presses the button that has the focus. Letters, Space and Enter"
            " alone never change a ticket."
        )
        self.body.addWidget(Label(advice, tone="ink2", wrap=True))
        self._close = Button(_("Close"), kind="primary", key="Esc")
        self._close.clicked.connect(self.leave)
        self.buttons.addWidget(self._close)

    def preparing(self) -> Steps:
        """Group by group."""
        groups = list(dict.fromkeys(entry.group for entry in KEYS))
        for side in (groups[:2], groups[2:]):
            layout = column(gap=14)
            self._sides.addLayout(layout, 1)
            for group in side:
                layout.addWidget(self._group(group))
                yield
            layout.addStretch(1)
        self._show()
        self._advise()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window, and large text, the groups lie under each other."""
        super().resizeEvent(event)
        beside, under = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(beside)
        fits = self._sides.minimumSize().width() <= self.width() - px(_SIDES)
        self._sides.setDirection(beside if fits else under)

    def start_focus(self) -> QWidget:
        """Who only looks closes it again."""
        return self._close

    def _group(self, group: str) -> QWidget:
        box = QWidget()
        layout = column(box, gap=1)
        layout.addWidget(SectionTitle(_(group)))
        for entry in KEYS:
            if entry.group == group:
                self._add_line(entry)
                line = row(gap=4)
                line.addWidget(self.lines[entry.id], 1)
                line.addWidget(self.backs[entry.id])
                layout.addLayout(line)
        return box

    def _add_line(self, entry: KeyEntry) -> None:
        line = KeyLine(_(entry.text), _("Press the new key…"))
        line.waits.connect(self._waits)
        line.pressed_keys.connect(self._take)
        back = Button(kind="link")
        back.clicked.connect(self._back)
        for control in (line, back):
            control.setProperty("action", entry.id)
        self.lines[entry.id], self.backs[entry.id] = line, back

    def _show(self) -> None:
        """The keys in force; a changed one can go back."""
        changed = self.table.changes()
        for name, line in self.lines.items():
            line.set_key("" if line.waiting else self.table.key(name))
            back, key = self.backs[name], cap_text(delivered_key(name))
            text = _("Back to the delivered key: {key}, {action}")
            back.set_text(
                _("Back to {key}").format(key=key), text.format(key=key, action=_(_TEXTS[name]))
            )
            back.setVisible(name in changed)

    def _advise(self) -> None:
        self._say(_("To change a key, choose its line, then press the new one. This PC keeps it."))

    def _say(self, text: str, tone: str = "ink2") -> None:
        self.said.setText(text)
        self.said.set_tone(tone)

    def _waits(self, on: bool) -> None:
        action = _(_TEXTS[self._sender()])
        self._show()
        if on:
            text = _("Press the new key for “{action}”. Esc leaves it as it is.")
            self._say(text.format(action=action), "accent")
        else:
            self._advise()

    def _take(self, key: str) -> None:
        self._use(self._sender(), key)

    def _back(self) -> None:
        name = self._sender()
        self._use(name, delivered_key(name))
        self.lines[name].setFocus()

    def _use(self, name: str, key: str) -> None:
        try:
            self.table = self.table.with_key(name, key)
        except DeskError as error:
            self._say(error_text(error), "danger")
            return
        self.lines[name].wait(False)
        self._show()
        text = _("“{action}” is now done by {key}.")
        self._say(text.format(action=_(_TEXTS[name]), key=cap_text(self.table.key(name))), "ok")
        self.changed.emit(self.table)

    def _sender(self) -> str:
        return str(self.sender().property("action"))
