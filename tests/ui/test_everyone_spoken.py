"""What a screen reader is told: a name and a role for everything, rows in words, what is on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from driver import Driver
from everywhere import beyond, in_use, places, with_every_right
from fitting import path, shown
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

Role = QAccessible.Role
ROLES: dict[type[QWidget], frozenset[Role]] = {
    QAbstractButton: frozenset({Role.Button, Role.CheckBox, Role.RadioButton}),
    QLineEdit: frozenset({Role.EditableText}),
    QPlainTextEdit: frozenset({Role.EditableText}),
    QComboBox: frozenset({Role.ComboBox}),
    QAbstractItemView: frozenset({Role.List, Role.Table, Role.Tree}),
}
TOLD_ROWS = 5
"""So many rows of a list are listened to."""


def test_everything_says_what_it_is(driver: Driver) -> None:
    with_every_right(driver)
    found: dict[str, list[str]] = {}
    for place in chain(places(driver), beyond(driver)):
        if wrong := [fault for each in shown(in_use(driver.window)) for fault in _faults(each)]:
            found[place] = wrong
    assert not found, "\n".join(f"[{place}] {fault}" for place in found for fault in found[place])


def _faults(widget: QWidget) -> Iterator[str]:
    usable = isinstance(widget, tuple(ROLES)) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    if not usable or isinstance(widget, QScrollArea | QHeaderView):
        return
    spoken = QAccessible.queryAccessibleInterface(widget)
    name, role = spoken.text(QAccessible.Text.Name), spoken.role()
    if not _is_word(name):
        yield f"{path(widget)} has the name {name!r}"
    wanted = next((roles for kind, roles in ROLES.items() if isinstance(widget, kind)), None)
    if wanted is not None and role not in wanted:
        yield f"{path(widget)} {name!r} has the role {role}"
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        state = spoken.state()
        if not state.checkable or state.checked != widget.isChecked():
            yield f"{path(widget)} {name!r} does not say whether it is on"
    if isinstance(widget, QAbstractItemView):
        yield from _mute_rows(widget, spoken)


def _is_word(name: str) -> bool:
    """A name that can be spoken: not empty, not a lone sign such as "‹" or "×"."""
    return any(letter.isalnum() for letter in name)


def _mute_rows(view: QAbstractItemView, spoken: QAccessibleInterface) -> Iterator[str]:
    """Rows are painted: each must be there for a screen reader, in words."""
    model = view.model()
    rows = model.rowCount(QModelIndex())
    if spoken.childCount() < rows:
        yield f"{path(view)} tells {spoken.childCount()} of {rows} rows"
    for row in range(min(rows, TOLD_ROWS)):
        text = model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        text = text or model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)
        if not _is_word(str(text or "")):
            yield f"{path(view)} row {row} says {text!r}"


def test_signs_and_painted_numbers_are_said_in_words(driver: Driver) -> None:
    tabs = driver.shell.tabs.tabs
    badge = QAccessible.queryAccessibleInterface(tabs["incidents"])
    assert badge.text(QAccessible.Text.Description)
    for label in driver.window.findChildren(QLabel):
        if label.isVisible() and not label.pixmap().isNull():
            assert not label.text()  # a sign stands beside words, it does not replace them
