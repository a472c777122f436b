"""A short list to choose one from: digits choose, arrows move, nothing happens until confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from desk.ui.style import px
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a list: its id, words, a small remark and a text at the right."""

    key: str
    text: str
    remark: str = ""
    right: str = ""


_WIDE = 42
_DIGITS = 10
_TURNS = {Qt.KeyboardModifier.NoModifier: 0, Qt.KeyboardModifier.AltModifier: 1}
"""Which ten a digit means by the key held with it."""


def key_text(place: int) -> str:
    """The key that chooses the choice at a place from 0: "1" to "9", "0", "Alt+1" ..."""
    turn, digit = divmod(place, _DIGITS)
    held = {0: "", 1: "Alt+"}.get(turn)
    return " " if held is None else f"{held}{(digit + 1) % _DIGITS}"


class ChoiceList(RowList):
    """Numbered choices; a key typed anywhere in the panel chooses (`take_digit`).

    The first nine have their digit, the tenth 0, further ones Alt and a digit.

    Args:
        fit: as tall as all choices; otherwise it scrolls.
        many: more than ten are usual: there is room for all of their keys.
    """

    def __init__(self, name: str, *, fit: bool = True, many: bool = False) -> None:
        super().__init__(name, number_width=_WIDE if many else 14)
        self._many = many
        self._fit = fit
        self._choices: list[Row] = []
        if fit:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.chosen.connect(self._mark)

    def set_choices(self, choices: Sequence[Choice], *, chosen: str = "") -> None:
        """Show choices; one of them may be chosen already."""
        self._choices = [
            Row(
                choice.key,
                choice.text,
                choice.remark,
                key_text(place) if self._many or place < _DIGITS else " ",
                choice.right,
            )
            for place, choice in enumerate(choices)
        ]
        self.set_rows(self._choices)
        self.choose(chosen)
        self._mark(chosen)
        self.updateGeometry()

    def take_digit(self, event: QKeyEvent) -> bool:
        """Choose by a digit key; True when the key meant a choice."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        turn = _TURNS.get(held)
        digit = event.key() - int(Qt.Key.Key_0)
        if turn is None or not 0 <= digit < _DIGITS:
            return False
        place = turn * _DIGITS + (digit - 1) % _DIGITS  # 0 comes after 9, as on the keyboard
        if place >= len(self._choices):
            return False
        self.choose(self._choices[place].key)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, arrows move."""
        if self.take_digit(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """All choices when it fits."""
        height = self.content_height() + 2 if self._fit else px(160)
        return QSize(px(240), height)

    def minimumSizeHint(self) -> QSize:
        """Three choices, the rest scrolls."""
        return QSize(px(160), min(self.sizeHint().height(), px(120)))

    def _mark(self, key: str) -> None:
        marked = [replace(row, mark="tick" if row.key == key else "") for row in self._choices]
        self.rows.set_rows(marked)
        self.viewport().update()
