"""Renders the style page: colours, type scale and every control, in three themes.

Usage: PYTHONPATH=. .venv/bin/python packaging/dev/style_page.py [FOLDER]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from desk.ui.icons import SIGNS, sign
from desk.ui.incidents.segments import Segments
from desk.ui.main import make_application
from desk.ui.style import SIZES, apply_style, colour, font, px
from desk.ui.themes import THEMES
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import CheckRow, Chip
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.fields import LineField, Picker, SearchField, TextArea
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.nav import TabBar
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.steps import Step, StepList
from desk.ui.widgets.text import Label, Pill

WIDTH = 1000
MEANINGS = {
    "ink": "words",
    "ink2": "remarks",
    "ink3": "hints",
    "accent": "what to do, what is chosen",
    "amber": "time, look here",
    "red": "danger alone",
    "green": "done",
    "edge": "outline of a control",
    "line": "only separates",
    "bg": "ground of the window",
    "panel": "ground of a pane",
    "shade": "ground of a bar",
    "accent_soft": "chosen",
    "amber_soft": "look here",
    "red_soft": "danger",
    "green_soft": "done",
}
KINDS = ("normal", "primary", "danger", "danger-outline", "quiet", "link")


class Swatch(QWidget):
    """A colour, its name and what it means."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(px(258), px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Field and words."""
        painter = QPainter(self)
        painter.setPen(colour("edge"))
        painter.setBrush(colour(self._name))
        painter.drawRoundedRect(1, 3, px(34), px(26), px(6), px(6))
        self._say(painter, "medium", colour("ink"), 0, self._name)
        self._say(painter, "small", colour("ink2"), px(16), MEANINGS[self._name])

    def _say(self, painter: QPainter, style: str, ink: QColor, top: int, text: str) -> None:
        look: QFont = font(style)
        painter.setFont(look)
        painter.setPen(ink)
        painter.drawText(px(46), top, px(210), px(18), Qt.AlignmentFlag.AlignVCenter, text)


def page() -> QWidget:
    """The whole page, dressed in the theme in force."""
    made = Surface("plain")
    made.setObjectName("window")
    outer = column(made, gap=12, margins=(16, 16, 16, 16))
    for parts in (
        (_panel("Colours and what they mean", _colours()),),
        (_panel("Type scale", _types()), _panel("Spacing 4 · 8 · 12 · 16 · 24, radius 8", _air())),
        (_panel("Buttons", _buttons()), _panel("Choices", _choices())),
        (_panel("Fields", _fields()), _panel("Words on a surface", _words())),
        (_panel("List", _list()), _panel("Steps", _steps()), _panel("Nothing to show", _empty())),
        (_panel("Signs (Lucide, ISC), always beside words", _signs()),),
    ):
        line = row(gap=12)
        for part in parts:
            line.addWidget(part, 1)
        outer.addLayout(line)
    return made


def _panel(title: str, *parts: QWidget) -> Panel:
    panel = Panel(title, gap=8, margins=(16, 4, 16, 16))
    for part in parts:
        panel.body.addWidget(part)
    panel.body.addStretch(1)
    return panel


def _lined(*lines: Sequence[QWidget], gap: int = 8) -> QWidget:
    box = QWidget()
    outer = column(box, gap=8)
    for parts in lines:
        line: QHBoxLayout = row(gap=gap)
        for part in parts:
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        outer.addLayout(line)
    return box


def _colours() -> QWidget:
    names = list(MEANINGS)
    return _lined(*([Swatch(name) for name in names[at : at + 4]] for at in range(0, 16, 4)))


def _types() -> QWidget:
    shown = (name for name in SIZES if name not in ("huge", "key", "action"))
    return _lined(*([Label(f"{name} {SIZES[name][0]}", role=name)] for name in shown))


def _air() -> QWidget:
    pills = [Pill(f"{step}") for step in (4, 8, 12, 16, 24)]
    rules = (
        "Between words 4–8, between controls 8, between panes 12, inside a pane 16.",
        "Large text (to 150 %) grows every word; empty room grows a third as much.",
        "Motion: none. What changes is there at once; a running clock is all that moves.",
        "The focus is a ring of 2 px in the accent, at least 3 : 1 against what it lies on.",
        "No colour speaks alone: a word, a sign or a place says the same.",
    )
    return _lined(pills, *([_sentence(rule)] for rule in rules))


def _sentence(text: str) -> Label:
    label = Label(text, tone="ink2", wrap=True)
    label.setMinimumWidth(px(460))
    return label


def _buttons() -> QWidget:
    usual = [Button(kind.capitalize(), kind=kind) for kind in KINDS]
    off = [Button(kind.capitalize(), kind=kind) for kind in KINDS[:3]]
    for button in off:
        button.setEnabled(False)
    keyed = [Button("Finish", kind="primary", key="F4"), Button("Park", key="F6")]
    big = Button("Call next", kind="primary", key="F2", big=True)
    focused = Button("With the focus")
    focused.setObjectName("focus")
    return _lined(usual[:4], [*usual[4:], focused], off, [*keyed, big])


def _choices() -> QWidget:
    tabs = TabBar("Screens", ("today", "incidents", "branch"))
    tabs.set_signs()
    tabs.set_texts({"today": "Today", "incidents": "Incidents", "branch": "Branch"})
    tabs.tabs["incidents"].set_badge("2", warn=True)
    tabs.turn_on("today")
    segments = Segments("Hurt")
    segments.set_items([("no", "No"), ("yes", "Yes"), ("unknown", "Not known")])
    segments.choose("no")
    chips = [_on(Chip("Shouts")), Chip("Threatens")]
    ticks = [_on(CheckRow("Document shown")), CheckRow("Told what happens next", "the duty")]
    tabs.setMinimumWidth(px(420))
    return _lined([tabs], [segments], chips, *([tick] for tick in ticks))


def _on(switch: Chip | CheckRow) -> Chip | CheckRow:
    switch.setChecked(True)
    return switch


def _fields() -> QWidget:
    name, wrong, off = LineField("Name", "Name"), LineField("Time"), LineField("Counter")
    wrong.setText("25.90")
    wrong.set_wrong(True)
    off.setText("cannot be changed")
    off.setEnabled(False)
    picker = Picker("Kind")
    picker.set_items([("a", "Every kind")])
    area = TextArea("Note", "Note for this visit", lines=2)
    area.setFixedHeight(px(64))
    search = SearchField("Search", "Find anything", key="Ctrl+K")
    return _lined([name, wrong], [off, picker], [search], [area])


def _words() -> QWidget:
    kinds = ("neutral", "ok", "warn", "danger", "accent")
    pills = [Pill(kind, kind) for kind in kinds]
    said = [Label("Lūdzu, uzrādiet personu apliecinošu dokumentu!", role="say")]
    boxes = []
    for surface in ("soft", "warn", "danger"):
        box = Surface(surface)
        column(box, margins=(12, 8, 12, 8)).addWidget(Label(f"surface “{surface}”"))
        boxes.append(box)
    return _lined(pills, said, boxes)


def _list() -> QWidget:
    made = RowList("Queue")
    made.set_rows(
        [
            Row("h", "Waiting", heading=True, right="2"),
            Row("a", "Passport", "booked 10.30 · in time", number="A012", right="12 min"),
            Row("b", "Citizenship", "walk-in", number="B004", right="41 min", tone="warn"),
        ]
    )
    made.choose("a")
    made.setMinimumHeight(px(190))
    return made


def _steps() -> QWidget:
    made = StepList("Steps")
    made.set_steps(
        [Step("a", "Greet", say="Labdien!"), Step("b", "Listen to the end"), Step("c", "Repeat")]
    )
    made.setMinimumHeight(px(190))
    return made


def _empty() -> QWidget:
    choice = ChoiceList("Outcome")
    choice.set_choices([Choice("a", "Done"), Choice("b", "Refused")], chosen="a")
    box = QWidget()
    layout = column(box)
    layout.addWidget(EmptyState("Nobody waits", "A booked client is taken in with F10."))
    layout.addWidget(choice)
    return box


def _signs() -> QWidget:
    parts: list[QWidget] = []
    for meaning in SIGNS:
        picture = Label()
        picture.setPixmap(sign(meaning, "ink2", px(18)))
        parts += [picture, Label(meaning.replace("_", " "), role="small", tone="ink2")]
    return _lined(parts)


def main(folder: Path) -> None:
    """Write one picture for each theme."""
    app: QApplication = make_application()
    folder.mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        apply_style(app, 1.0, theme)
        _shoot(page, folder / f"{theme}.png")


def _shoot(make: Callable[[], QWidget], path: Path) -> None:
    made = make()
    made.resize(WIDTH, made.sizeHint().height())
    made.show()
    made.activateWindow()
    focus = made.findChild(Button, "focus")
    if focus is not None:
        focus.setFocus()
    QApplication.processEvents()
    made.resize(WIDTH, made.minimumSizeHint().height())
    QApplication.processEvents()
    picture = made.grab().toImage()
    coarse = picture.convertToFormat(picture.Format.Format_RGB555)  # fewer shades, smaller file
    coarse.convertToFormat(picture.Format.Format_RGB32).save(str(path), "PNG", 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("resources/style"))
