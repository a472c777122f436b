"""Tasks of a report: a new one, and those that are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.domain.clock import local_day
from desk.domain.incident_handling import Task, TaskKind
from desk.domain.typed import parse_day
from desk.formats import date_text
from desk.i18n import _
from desk.ui.incidents.review_texts import TASK_KINDS, choices
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField, Picker, TextArea
from desk.ui.widgets.form import FormDialog, text_in
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label

_USUAL = timedelta(days=7)


class AddTaskDialog(FormDialog):
    """Gives (kind, text, owner's id, due).

    Args:
        people: who can be given a task; me: proposed.
        kinds: those that the person may give.
    """

    def __init__(
        self,
        people: Mapping[UUID, str],
        me: UUID,
        kinds: Sequence[TaskKind],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(_("New task"), _("Add"))
        self._now = now
        self.text = TextArea(_("What is to be done"), _("What is to be done"), lines=2)
        self.kind, self.who = Picker(_("Why")), Picker(_("Who"))
        self.kind.set_items([(k, text) for k, text in choices(TASK_KINDS) if k in kinds])
        self.who.set_items([(str(one), name) for one, name in people.items() if name], str(me))
        self.due = LineField(_("By when"), _("e.g. 27.11."))
        self.due.setText(date_text(local_day(now()) + _USUAL))
        self.field(_("What is to be done"), self.text)
        self.field(_("Why"), self.kind)
        self.field(_("Who"), self.who)
        self.field(_("By when"), self.due)

    def start_focus(self) -> QWidget:
        """What is to be done."""
        return self.text

    def values(self) -> object:
        """All of it."""
        text, due = text_in(self.text), parse_day(self.due.text(), local_day(self._now()))
        if not text:
            return self.need(_("Write what is to be done."), self.text)
        if due is None:
            return self.need(_("Type a day, for example 25.11."), self.due)
        return TaskKind(self.kind.key()), text, UUID(self.who.key()), due


class TasksDialog(Dialog):
    """The tasks, each with what can be done about it now.

    Signals:
        wanted(str, object): "done", "worked" or "failed", and the task's id.

    Args:
        mine: the tasks that the person may say are done; checks: may say whether they helped.
    """

    wanted = Signal(str, object)

    def __init__(
        self,
        number: str,
        tasks: Sequence[Task],
        texts: Mapping[UUID, str],
        names: Mapping[UUID, str],
        *,
        mine: frozenset[UUID],
        checks: bool,
        today: date,
    ) -> None:
        title = _("Tasks of {number}").format(number=number)
        super().__init__(title, size="normal", allowed=frozenset({"card"}))
        self.first: Button | None = None
        for task in sorted(tasks, key=lambda one: (not one.open, one.due)):
            words = column(gap=2)
            what = texts.get(task.text_id, "") if task.text_id else ""
            words.addWidget(Label(what or _("The words have been erased."), wrap=True))
            words.addWidget(_state(task, names, today))
            line = row(gap=12, margins=(0, 4, 0, 4))
            line.addLayout(words, 1)
            for name, text in _offered(task, may_end=task.id in mine, checks=checks):
                line.addWidget(self._button(task, name, text))
            self.body.addLayout(line)
        if not tasks:
            self.body.addWidget(Label(_("There are no tasks."), tone="dim"))
        self.body.addStretch(1)

    def start_focus(self) -> QWidget:
        """The first thing to do."""
        return self.first or self.shut

    def _button(self, task: Task, name: str, text: str) -> Button:
        button = Button(text, guarded=True)
        button.setProperty("task", str(task.id))
        button.setProperty("what", name)
        button.clicked.connect(self._clicked)
        self.first = self.first or button
        return button

    def _clicked(self) -> None:
        button = self.sender()
        what, task = str(button.property("what")), UUID(str(button.property("task")))
        self.finish(None)
        self.wanted.emit(what, task)


def _offered(task: Task, *, may_end: bool, checks: bool) -> list[tuple[str, str]]:
    if task.open:
        return [("done", _("Done"))] if may_end else []
    unchecked = task.kind is TaskKind.CORRECTIVE and task.checked_at is None
    return [("worked", _("It helped")), ("failed", _("It did not"))] if checks and unchecked else []


def _state(task: Task, names: Mapping[UUID, str], today: date) -> Label:
    owner = names.get(task.owner_id, "")
    if task.open:
        late = task.due < today
        text = _("overdue since {day}") if late else _("until {day}")
        term = text.format(day=date_text(task.due))
        said = " · ".join(part for part in (owner, term, _(TASK_KINDS[task.kind])) if part)
        return Label(said, "small", "danger" if late else "ink2")
    done = task.done_at
    ended = _("done {day}").format(day=date_text(local_day(done))) if done else ""
    text = " · ".join(part for part in (owner, ended) if part)
    if task.worked is not None:
        text += " · " + (_("it helped") if task.worked else _("it did not help"))
    return Label(text, "small", "dim")
