"""Lessons that reviews shared: what others can do better, for everybody; no names, no numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.statistics import Lesson
from desk.formats import month_text
from desk.i18n import _, ngettext
from desk.services import lessons
from desk.ui.context import Context
from desk.ui.duties.sheet import Sheet
from desk.ui.incidents.texts import KIND_TEXTS
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.layout import row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row

_WIDE_ENOUGH = 620
"""In a narrower window the list alone is shown, with the words whole in it."""


def about(lesson: Lesson) -> str:
    """Of what kind, and when: "Aggressive client · November 2026"."""
    kind = next((text for one, text in KIND_TEXTS.items() if one == lesson.kind), "")
    return " · ".join(part for part in (_(kind) if kind else "", month_text(lesson.day)) if part)


class LessonsView(QWidget):
    """The list, newest first, and the words of one.

    Signals:
        left: back to the reports.
        seen: all of them have been shown to this person.
    """

    left = Signal()
    seen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.lessons: tuple[Lesson, ...] = ()
        self._new: frozenset[str] = frozenset()
        self.panel, self.words = Panel(" "), Panel(" ")
        self.list, self.sheet = RowList("", number_width=0), Sheet()
        self.back = Button(kind="quiet", key="Esc")
        self._nothing = EmptyState()
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self.list)
        self.panel.body.addWidget(holder, 1)
        self.panel.add_flow_bar().addWidget(self.back)
        self.words.body.addWidget(self.sheet, 1)
        outer = row(self, gap=12)
        outer.addWidget(self.panel, 6)
        outer.addWidget(self.words, 5)
        self.list.chosen.connect(self._choose)
        self.back.clicked.connect(self.left)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again."""
        self.list.setAccessibleName(_("Lessons learnt"))
        self.sheet.setAccessibleName(_("Lesson"))
        self.words.set_title(_("Lesson"))
        self.back.set_text(_("Back to the reports"))
        self._nothing.set(
            _("No lesson has been shared yet"),
            _("The head writes one when a review is done, and ticks that it may be shown."),
        )
        self._show(self.lessons)

    def refresh(self) -> None:
        """Read them again; those that are new to this person stay marked while they are shown."""
        self._context.read(lessons.unread, done=self._mark, kind="lessons.unread")
        self._context.read(lessons.shared, done=self._show, kind="lessons.shared")

    def start_focus(self) -> None:
        """Where work begins."""
        (self.list if self.lessons else self.back).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One beside the other where there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.words.setVisible(bool(self.lessons) and self.width() >= px(_WIDE_ENOUGH))

    def _mark(self, new: Sequence[Lesson]) -> None:
        self._new |= {one.number for one in new}
        if new:
            self._context.write(lessons.read, failed=_nothing_lost)
            self.seen.emit()

    def _show(self, found: tuple[Lesson, ...]) -> None:
        self.lessons = found
        self.list.set_rows([self._row(one) for one in found])
        count = ngettext("{n} lesson", "{n} lessons", len(found)).format(n=len(found))
        self.panel.set_title(_("Lessons learnt"), count if found else "")
        waiting = self.back.hasFocus()
        self._pages.setCurrentWidget(self.list if found else self._nothing)
        if waiting and found:
            self.list.setFocus()
        if found and not self.list.key():
            self.list.choose_first()
        self._choose(self.list.key())
        self._fit()

    def _row(self, lesson: Lesson) -> Row:
        new = lesson.number in self._new
        right = _("new") if new else ""
        said = ", ".join(part for part in (right, about(lesson), lesson.text) if part)
        tone = "accent" if new else ""
        return Row(lesson.number, lesson.text, about(lesson), right=right, tone=tone, spoken=said)

    def _choose(self, key: str) -> None:
        chosen = next((one for one in self.lessons if one.number == key), None)
        self.sheet.wipe()
        if chosen is not None:
            self.sheet.text(about(chosen), "small", "dim")
            self.sheet.text(chosen.text, "heading")
            remark = _("From a review. It names nobody, and nobody is to blame.")
            self.sheet.text(remark, "small", "ink2")
        self.sheet.end()


def _nothing_lost(_error: DeskError) -> None:
    """Not noted as read: they are new once more next time."""
