"""The small forms of follow-ups: a new task, another term, another person, a refusal completed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.follow_up import FollowUpKind
from desk.i18n import _
from desk.ui.followups.due import parse_due
from desk.ui.widgets.check import CheckRow
from desk.ui.widgets.fields import LineField, Picker, TextArea
from desk.ui.widgets.form import FormDialog
from desk.ui.widgets.text import Label

People = Sequence[tuple[UUID, str]]
_KINDS = (FollowUpKind.TASK, FollowUpKind.PAPER)


class TaskDialog(FormDialog):
    """Gives (kind, text, due_at or None, account id or None)."""

    def __init__(self, people: People, now: datetime) -> None:
        super().__init__(_("New task"), _("Add"))
        self._now = now
        self.kind, self.who = Picker(_("Kind")), Picker(_("Who"))
        self.text = TextArea(_("What is to be done"), _("What is to be done"), lines=3)
        self.due = LineField(_("Term"), _("e.g. 14.30, 27.11. or 27.11. 14.30; empty: no term"))
        kinds = {FollowUpKind.TASK: _("Task"), FollowUpKind.PAPER: _("Paper to be entered")}
        self.kind.set_items([(one.value, kinds[one]) for one in _KINDS])
        self.who.set_items(_people(people))
        self.field(_("What is to be done"), self.text)
        self.field(_("Kind"), self.kind)
        self.field(_("Term"), self.due)
        self.field(_("Who"), self.who)

    def start_focus(self) -> QWidget:
        """What is to be done."""
        return self.text

    def values(self) -> object:
        """A text is needed, a term has to be readable."""
        text, due = self.text.toPlainText().strip(), None
        if not text:
            return self.need(_("Write what is to be done."), self.text)
        if self.due.text().strip():
            due = parse_due(self.due.text(), self._now)
            if due is None:
                return self.need(_("Type a time or a day, for example 14.30 or 25.11."), self.due)
        return FollowUpKind(self.kind.key()), text, due, _chosen(self.who)


class PostponeDialog(FormDialog):
    """Gives (due_at, reason)."""

    def __init__(self, title: str, now: datetime) -> None:
        super().__init__(_("Put off: {what}").format(what=title), _("Put off"))
        self._now = now
        self.due = LineField(_("New term"), _("e.g. 14.30, 27.11. or 27.11. 14.30"))
        self.reason = LineField(_("Why"), _("Why it is put off"))
        self.field(_("New term"), self.due)
        self.field(_("Why"), self.reason)

    def start_focus(self) -> QWidget:
        """The new term."""
        return self.due

    def values(self) -> object:
        """Both are needed."""
        due = parse_due(self.due.text(), self._now)
        if due is None:
            return self.need(_("Type a time or a day, for example 14.30 or 25.11."), self.due)
        if not self.reason.text().strip():
            return self.need(_("Say why it is put off."), self.reason)
        return due, self.reason.text().strip()


class WhyDialog(FormDialog):
    """Gives (reason,): why a time limit was missed."""

    def __init__(self, title: str) -> None:
        super().__init__(_("Why it was late: {what}").format(what=title), _("Keep"))
        note = _("Say what stood in the way. It is about circumstances, not about blame.")
        self.body.insertWidget(0, Label(note, tone="ink2", wrap=True))
        self.reason = LineField(_("Why it was late"), _("e.g. all lines of headquarters were busy"))
        self.field(_("Why it was late"), self.reason)

    def start_focus(self) -> QWidget:
        """There is one field."""
        return self.reason

    def values(self) -> object:
        """It is needed."""
        if not self.reason.text().strip():
            return self.need(_("Say what stood in the way."), self.reason)
        return (self.reason.text().strip(),)


class AssignDialog(FormDialog):
    """Gives (account id or None,)."""

    def __init__(self, title: str, people: People) -> None:
        super().__init__(_("Give to somebody: {what}").format(what=title), _("Give"))
        self.who = Picker(_("Who"))
        self.who.set_items(_people(people))
        self.field(_("Who"), self.who)

    def start_focus(self) -> QWidget:
        """Who."""
        return self.who

    def values(self) -> object:
        """Anybody is an answer too."""
        return (_chosen(self.who),)


class RefusalDialog(FormDialog):
    """Gives (reason, legal basis, told how to complain).

    Args:
        told: the client was told how to complain, as noted already.
    """

    def __init__(self, number: str, *, told: bool) -> None:
        super().__init__(_("What the refusal of {number} lacks").format(number=number), _("Keep"))
        self.reason = LineField(_("Reason"), _("Reason, as told to the client"))
        self.basis = LineField(_("Legal basis"), _("Legal basis: act, section"))
        self.told = CheckRow(_("Explained how to complain"), guarded=True)
        self.told.setChecked(told)
        self.field(_("Reason"), self.reason)
        self.field(_("Legal basis"), self.basis)
        self.form.addRow(self.told)
        note = _("It is marked as added later. Tick only what was really said to the client.")
        self.form.addRow(Label(note, role="small", tone="ink2", wrap=True))

    def start_focus(self) -> QWidget:
        """The reason."""
        return self.reason

    def values(self) -> object:
        """Reason and legal basis are needed by now."""
        reason, basis = self.reason.text().strip(), self.basis.text().strip()
        if not reason:
            return self.need(_("A refusal needs its reason."), self.reason)
        if not basis:
            return self.need(_("A refusal needs its legal basis."), self.basis)
        return reason, basis, self.told.isChecked()


def _people(people: People) -> list[tuple[str, str]]:
    return [("", _("anybody")), *((str(known), name) for known, name in people)]


def _chosen(who: Picker) -> UUID | None:
    return UUID(who.key()) if who.key() else None
