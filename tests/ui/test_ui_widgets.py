"""The kit: guarded switches, lists that keep the choice, dialogs that keep the focus."""

from __future__ import annotations

import pytest
from driver import CTRL, SHIFT, Key
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk.ui.widgets.button import Button
from desk.ui.widgets.check import CheckRow
from desk.ui.widgets.chip_box import ChipBox
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.dialog import Dialog, Overlay
from desk.ui.widgets.fields import LineField, TextArea, reserve_keys
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import column
from desk.ui.widgets.message import MessageBar
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.steps import Step, StepList

BARE = (Key.Key_Space, Key.Key_Return, Key.Key_Enter)


@pytest.mark.parametrize("key", BARE)
def test_a_guarded_button_ignores_what_scanners_and_note_takers_type(
    qtbot: QtBot, key: Qt.Key
) -> None:
    button, plain = Button("Finish", guarded=True), Button("Back")
    pressed: list[str] = []
    for widget in (button, plain):
        qtbot.addWidget(widget)
        widget.clicked.connect(lambda _on=False, one=widget: pressed.append(one.text()))
        QTest.keyClick(widget, key)
    assert pressed == ["Back"]
    QTest.keyClick(button, Key.Key_Return, CTRL)
    assert pressed == ["Back", "Finish"]


def test_a_button_says_its_name_and_key(qtbot: QtBot) -> None:
    button = Button("Transfer…", key="F8")
    qtbot.addWidget(button)
    seen = QAccessible.queryAccessibleInterface(button)
    assert seen.text(QAccessible.Text.Name) == "Transfer"
    assert seen.text(QAccessible.Text.Description) == "F8"
    assert seen.role() == QAccessible.Role.Button


@pytest.mark.parametrize("key", BARE)
def test_a_guarded_tick_ignores_them_too(qtbot: QtBot, key: Qt.Key) -> None:
    tick = CheckRow("Document presented", guarded=True)
    qtbot.addWidget(tick)
    QTest.keyClick(tick, key)
    assert not tick.isChecked()
    QTest.keyClick(tick, Key.Key_Return, CTRL)
    assert tick.isChecked()


def _rows(*keys: str) -> list[Row]:
    return [Row(key, f"title {key}", "sub", key.upper()) for key in keys]


def test_a_list_keeps_the_choice_when_rows_come_and_go(qtbot: QtBot) -> None:
    rows = RowList("Queue")
    qtbot.addWidget(rows)
    rows.set_rows(_rows("a", "b", "c"))
    rows.choose("b")
    rows.set_rows(_rows("x", "a", "b"))
    assert rows.key() == "b"
    with qtbot.waitSignal(rows.chosen):
        rows.set_rows(_rows("x", "a"))
    assert rows.key() == ""


def test_only_changed_rows_are_told(qtbot: QtBot) -> None:
    rows = RowList("Queue")
    qtbot.addWidget(rows)
    rows.set_rows(_rows("a", "b", "c"))
    told: list[int] = []
    rows.rows.dataChanged.connect(lambda first, _last: told.append(first.row()))
    rows.set_rows([*_rows("a"), Row("b", "other"), *_rows("c")])
    assert told == [1]


def test_coming_to_a_list_chooses_nothing_and_the_first_arrow_chooses_the_first(
    qtbot: QtBot,
) -> None:
    rows = RowList("Queue")
    qtbot.addWidget(rows)
    rows.show()
    rows.set_rows(_rows("a", "b"))
    rows.setFocus()
    assert rows.key() == ""
    QTest.keyClick(rows, Key.Key_Down)
    assert rows.key() == "a"


def test_a_list_reads_its_rows_aloud(qtbot: QtBot) -> None:
    rows = RowList("Queue")
    qtbot.addWidget(rows)
    rows.set_rows([Row("a", "Passport", "walk-in", "A014", "18 min")])
    said = rows.rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "A014, Passport, walk-in, 18 min"


def test_enter_opens_a_row_only_where_it_changes_nothing(qtbot: QtBot) -> None:
    for enter_opens in (False, True):
        rows = RowList("List", enter_opens=enter_opens)
        qtbot.addWidget(rows)
        rows.set_rows(_rows("a"))
        rows.choose("a")
        opened: list[str] = []
        rows.opened.connect(opened.append)
        QTest.keyClick(rows, Key.Key_Return)
        assert opened == (["a"] if enter_opens else [])
        QTest.keyClick(rows, Key.Key_Return, CTRL)
        assert opened[-1:] == ["a"]


def test_digits_choose_from_a_list_of_choices(qtbot: QtBot) -> None:
    choices = ChoiceList("Why")
    qtbot.addWidget(choices)
    choices.set_choices([Choice("a", "A"), Choice("b", "B")], chosen="a")
    QTest.keyClick(choices, Key.Key_2)
    assert choices.key() == "b"
    QTest.keyClick(choices, Key.Key_9)
    assert choices.key() == "b"
    assert [row.mark for row in choices.rows.rows()] == ["", "tick"]


def test_the_tenth_choice_and_those_after_it_have_keys_too(qtbot: QtBot) -> None:
    choices = ChoiceList("What", many=True)
    qtbot.addWidget(choices)
    choices.set_choices([Choice(str(place), f"What {place}") for place in range(1, 14)])
    QTest.keyClick(choices, Key.Key_0)
    assert choices.key() == "10"
    for digit, key in ((Key.Key_1, "11"), (Key.Key_3, "13")):
        QTest.keyClick(choices, digit, Qt.KeyboardModifier.AltModifier)
        assert choices.key() == key
    QTest.keyClick(choices, Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert choices.key() == "13", "there is no fourteenth"
    caps = [row.number for row in choices.rows.rows()]
    assert caps[8:] == ["9", "0", "Alt+1", "Alt+2", "Alt+3"]


def test_chips_are_folded_to_those_that_are_on(qtbot: QtBot) -> None:
    box = ChipBox(["low", "write"], single=True)
    qtbot.addWidget(box)
    box.set_texts("Assistance", "What helps", {"low": "Low counter", "write": "Help to write"})
    box.show_chosen(["write"])
    assert [box.chips["low"].isHidden(), box.chips["write"].isHidden()] == [True, False]
    box.more.click()
    box.chips["low"].click()
    assert box.chosen() == ("low",)


def test_a_flow_wraps_and_is_as_tall_as_it_must(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(holder, gap=10)
    for _ in range(3):
        button = QPushButton()
        button.setFixedSize(100, 30)
        flow.addWidget(button)
    assert flow.heightForWidth(330) == 30
    assert flow.heightForWidth(320) == 30
    assert flow.heightForWidth(319) == 70
    assert flow.heightForWidth(100) == 110
    flow.setGeometry(QRect(0, 0, 210, 100))
    assert flow.itemAt(2).geometry().topLeft().toTuple() == (0, 40)


def test_reserved_keys_reach_the_program_from_a_text(qtbot: QtBot) -> None:
    """Ctrl+K would otherwise delete to the end of the line on Linux."""
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = column(holder)
    area, field = TextArea("Notes"), LineField("Name")
    for widget in (area, field):
        layout.addWidget(widget)
        widget.setFocus()
    area.setPlainText("keep this")
    field.setText("keep this")
    reserve_keys({"Ctrl+K"})
    holder.show()
    for widget in (area, field):
        QTest.keyClick(widget, Key.Key_Home)
        QTest.keyClick(widget, Key.Key_K, CTRL)
    assert (area.toPlainText(), field.text()) == ("keep this", "keep this")


class _Question(Dialog):
    def __init__(self) -> None:
        super().__init__("A question")
        self.first, self.second = LineField("First"), LineField("Second")
        self.body.addWidget(self.first)
        self.body.addWidget(self.second)
        self.yes = Button("Yes", kind="primary")
        self.buttons.addWidget(self.yes)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    layout = column(made)
    layout.addWidget(LineField("Outside"))
    made.resize(800, 600)
    made.show()
    return made


def test_a_dialog_keeps_the_focus_and_gives_it_back(qtbot: QtBot, host: QWidget) -> None:
    outside = host.findChild(LineField)
    outside.setFocus()
    overlay, dialog = Overlay(host), _Question()
    overlay.open(dialog)
    assert host.focusWidget() is dialog.first
    seen = set()
    for _ in range(8):
        QTest.keyClick(host.focusWidget(), Key.Key_Tab)
        seen.add(host.focusWidget())
    assert seen == {dialog.first, dialog.second, dialog.yes, dialog.shut}
    QTest.keyClick(host.focusWidget(), Key.Key_Tab, SHIFT)
    assert dialog.isAncestorOf(host.focusWidget())
    QTest.keyClick(host.focusWidget(), Key.Key_Escape)
    assert overlay.top() is None
    assert host.focusWidget() is outside


def test_dialogs_lie_on_each_other(qtbot: QtBot, host: QWidget) -> None:
    overlay, first, second = Overlay(host), _Question(), _Question()
    results: list[object] = []
    first.closed.connect(results.append)
    overlay.open(first)
    overlay.open(second)
    assert not first.isEnabled()
    second.finish("second")
    assert overlay.top() is first
    assert first.isEnabled()
    first.finish("first")
    assert results == ["first"]
    qtbot.waitUntil(overlay.isHidden)


def test_a_dialog_fits_into_its_window(qtbot: QtBot, host: QWidget) -> None:
    overlay, dialog = Overlay(host), _Question()
    for number in range(40):
        dialog.body.addWidget(LineField(f"Field {number}"))
    overlay.open(dialog)
    host.resize(500, 300)
    assert host.rect().contains(dialog.geometry())


def test_a_message_is_one_line_that_goes_by_itself(qtbot: QtBot, host: QWidget) -> None:
    bar = MessageBar(host)
    bar.show_message("A014 is finished")
    assert bar.text() == "A014 is finished"
    assert bar.geometry().bottom() == host.height() - 1
    bar.show_message("It did not work", "danger")
    assert bar.property("tone") == "danger"
    bar._timer.timeout.emit()
    assert bar.text() == ""


def test_steps_point_at_the_first_that_is_not_ticked(qtbot: QtBot) -> None:
    steps = StepList("What to do now")
    qtbot.addWidget(steps)
    steps.set_steps([Step("a", "Greet"), Step("b", "Explain", say="Please …")])
    ticked: list[tuple[str, bool]] = []
    steps.ticked.connect(lambda key, on: ticked.append((key, on)))
    steps._rows[0][1].dot.click()
    assert ticked == [("a", True)]
    assert [row.dot._now for _above, row in steps._rows] == [False, True]
    steps.set_steps([Step("a", "Greet"), Step("c", "Part")])
    assert steps._rows[0][1].dot.isChecked()
    assert steps._rows[1][1].dot.accessibleName() == "Part"
    steps.set_steps([Step("a", "Greet")], fresh=True)
    assert not steps._rows[0][1].dot.isChecked()
    assert steps._rows[1][1].isHidden()
