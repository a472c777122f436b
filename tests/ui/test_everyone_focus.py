"""The focus can be seen; Tab reaches everything in the order one reads, and goes back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from contrasts import contrast
from driver import NONE, SHIFT, Driver, Key
from everywhere import in_use, places, resize, with_every_right
from fitting import path, shown
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desk.ui.footer import Footer
from desk.ui.header import Header
from desk.ui.incidents.segments import Segments
from desk.ui.style import apply_style
from desk.ui.themes import THEMES
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import CheckRow, Chip
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.fields import LineField, Picker, SearchField, TextArea
from desk.ui.widgets.layout import Surface, column
from desk.ui.widgets.nav import TabBar
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.steps import Step, StepList

LEAST = 3.0
LINE = 40
"""What stands higher by less is on one line."""


def _on(widget: QWidget) -> QWidget:
    widget.setChecked(True)
    return widget


def _kept(part: QWidget, whole: QWidget) -> QWidget:
    """A part of a control that lives as long as the control."""
    part.whole = whole
    return part


def _list(chosen: str) -> RowList:
    made = RowList("Queue")
    made.set_rows([Row("a", "Passport", number="A1"), Row("b", "Visa", number="A2")])
    made.choose(chosen)
    return made


def _tab(on: bool) -> QWidget:
    bar = TabBar("Screens", ("today", "duties"))
    bar.set_texts({"today": "Today", "duties": "Duties"})
    bar.turn_on("today")
    return _kept(bar.tabs["today" if on else "duties"], bar)


def _segment(on: bool) -> QWidget:
    made = Segments("Hurt")
    made.set_items([("yes", "Yes"), ("no", "No")])
    made.choose("yes" if on else "no")
    return _kept(made.button("yes"), made)


def _dot(on: bool) -> QWidget:
    steps = StepList("Steps")
    steps.set_steps([Step("a", "Greet"), Step("b", "Listen")])
    dot = steps._rows[0][1].dot
    dot.setChecked(on)
    return _kept(dot, steps)


def _choices() -> QWidget:
    made = ChoiceList("Outcome")
    made.set_choices([Choice("a", "Done"), Choice("b", "Refused")], chosen="a")
    return made


_KINDS = ("normal", "primary", "danger", "danger-outline", "quiet", "link", "faint")
CONTROLS: dict[str, Callable[[], QWidget]] = {
    **{f"button {kind}": lambda kind=kind: Button("Call", kind=kind) for kind in _KINDS},
    "big button": lambda: Button("Call next", kind="primary", big=True, key="F2"),
    "tick": lambda: CheckRow("Documents are returned"),
    "tick on": lambda: _on(CheckRow("Documents are returned")),
    "chip": lambda: Chip("Shouts"),
    "chip on": lambda: _on(Chip("Shouts")),
    "tab": lambda: _tab(False),
    "tab on": lambda: _tab(True),
    "segment": lambda: _segment(False),
    "segment on": lambda: _segment(True),
    "step": lambda: _dot(False),
    "step done": lambda: _dot(True),
    "field": lambda: LineField("Name"),
    "search": lambda: SearchField("Search", "Search", key="Ctrl+K"),
    "area": lambda: TextArea("Note"),
    "picker": lambda: Picker("Kind"),
    "quiet picker": lambda: Picker("Kind", quiet=True),
    "list": lambda: _list(""),
    "list, a row chosen": lambda: _list("a"),
    "choices": _choices,
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["panel", "bar", "soft"])
def test_the_focus_can_be_seen(qapp: QApplication, qtbot: QtBot, theme: str, ground: str) -> None:
    apply_style(qapp, 1.0, theme)
    window = Surface(ground)
    qtbot.addWidget(window)
    layout = column(window, gap=12, margins=(20, 20, 20, 20))
    elsewhere = Button("Elsewhere")
    layout.addWidget(elsewhere)
    controls = {name: make() for name, make in CONTROLS.items()}
    for control in controls.values():
        layout.addWidget(_whole(control))
    window.resize(420, 1400)
    window.show()
    qtbot.waitActive(window)
    window.activateWindow()
    QApplication.processEvents()
    faint = {}
    for name, control in controls.items():
        elsewhere.setFocus()
        before = _picture(window, control)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        assert window.focusWidget() is control
        seen = _ring(before, _picture(window, control))
        if seen < min(control.width(), control.height()):
            faint[name] = seen
    assert faint == {}


def _whole(control: QWidget) -> QWidget:
    """What holds a control that is a part of another."""
    while control.parentWidget() is not None:
        control = control.parentWidget()
    return control


def _picture(window: QWidget, control: QWidget) -> QImage:
    around = QRect(control.mapTo(window, QPoint(0, 0)), control.size())
    return window.grab(around.adjusted(-3, -3, 3, 3)).toImage()


def _ring(before: QImage, after: QImage) -> int:
    """How many points are now of a colour that stands out from what they were."""
    places = ((x, y) for x in range(after.width()) for y in range(after.height()))
    pairs = ((before.pixel(x, y) & 0xFFFFFF, after.pixel(x, y) & 0xFFFFFF) for x, y in places)
    known: dict[tuple[int, int], bool] = {}
    count = 0
    for pair in pairs:
        if pair[0] != pair[1]:
            if pair not in known:
                known[pair] = contrast(*(f"#{value:06x}" for value in pair)) >= LEAST
            count += known[pair]
    return count


def test_tab_goes_everywhere_in_the_order_one_reads_and_back(driver: Driver) -> None:
    with_every_right(driver)
    resize(driver.window, 1366, 768)
    found: dict[str, list[str]] = {}
    for place in places(driver):
        if wrong := _tabbing(driver):
            found[place] = wrong
    assert not found, "\n".join(f"[{place}] {fault}" for place in found for fault in found[place])


def _tabbing(driver: Driver) -> list[str]:
    """What Tab does not reach from where the focus is, or reaches out of order."""
    top = in_use(driver.window)
    wanted = [each for each in shown(top) if _takes_tab(each)]
    order = _walk(driver, len(wanted))
    lost = [f"not reached: {path(each)}" for each in wanted if each not in order]
    first = order.index(min(order, key=lambda each: _corner(each, top)))
    order = order[first:] + order[:first]
    return lost + _disordered(order, top) + _one_way(driver, order)


def _corner(widget: QWidget, top: QWidget) -> tuple[int, int]:
    place = _seen(widget, top, top)
    return place.top() // LINE, place.left()


def _one_way(driver: Driver, order: list[QWidget]) -> list[str]:
    """Shift+Tab goes the same way back."""
    order[-1].setFocus()
    back = _walk(driver, len(order), key=Key.Key_Backtab, held=SHIFT)
    return [] if back == order[::-1] else ["Shift+Tab goes another way"]


def _walk(
    driver: Driver, most: int, *, key: Key = Key.Key_Tab, held: Qt.KeyboardModifier = NONE
) -> list[QWidget]:
    """The controls in the order of Tab, from where the focus is until it is there again."""
    window = driver.window
    order: list[QWidget] = []
    for _ in range(most + 5):
        focus = window.focusWidget()
        if focus is None or focus in order:
            break
        order.append(focus)
        QTest.keyClick(focus, key, held)
    return order


def _disordered(order: list[QWidget], top: QWidget) -> list[str]:
    """Steps that go up, or to the left on one line."""
    found = []
    for one, other in pairwise(order):
        a, b = _seen(one, other, top), _seen(other, one, top)
        if _pane(one) is _pane(other):
            back = b.bottom() < a.top() and b.left() <= a.right()
            back = back or (b.right() < a.left() and b.top() < a.bottom())
        elif _pane(one).isAncestorOf(other) or _pane(other).isAncestorOf(one):
            back = False
        else:
            back = _before(_seen(_pane(other), one, top), _seen(_pane(one), other, top))
        if back:
            found.append(f"{path(one)} {a.getRect()} -> {path(other)} {b.getRect()}")
    return found


def _seen(widget: QWidget, other: QWidget, top: QWidget) -> QRect:
    """Where a control stands for another: what scrolls apart from it counts as one."""
    area, shift, holder = widget, 0, widget.parentWidget()
    while holder is not None and holder is not top:
        if isinstance(holder, QScrollArea):
            if not holder.isAncestorOf(other):
                area, shift = holder, 0
            else:
                shift += holder.verticalScrollBar().value()
        holder = holder.parentWidget()
    return _place(area, top).translated(0, shift)


def _before(one: QRect, other: QRect) -> bool:
    """Whether a pane is read before another."""
    beside = one.top() < other.bottom() and other.top() < one.bottom()
    return one.right() < other.left() if beside else one.bottom() < other.top()


def _place(widget: QWidget, top: QWidget) -> QRect:
    return QRect(widget.mapTo(top, QPoint(0, 0)), widget.size())


def _pane(widget: QWidget) -> QWidget:
    """The innermost panel, or bar of the window, that holds a control."""
    step = widget
    while step.parentWidget() is not None and not isinstance(step, Panel | Header | Footer):
        step = step.parentWidget()
    return step


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    plain = not isinstance(widget, QScrollArea) and widget.focusProxy() is None
    return bool(policy) and widget.isEnabled() and plain and not _by_arrow(widget)


def _by_arrow(widget: QWidget) -> bool:
    """One of several of which another is on: Tab goes to that one, arrows to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    on = group.checkedButton() if group is not None and group.exclusive() else None
    return on is not None and on is not widget
