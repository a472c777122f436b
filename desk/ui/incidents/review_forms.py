"""The small forms of a review: words, a level, whom it concerns, another report, who was told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.incident import Incident, IncidentKind
from desk.domain.incident_handling import WaitsFor
from desk.i18n import _, language
from desk.services.content.schema import Option
from desk.services.env import Env
from desk.ui.incidents.review_texts import WAITS_FOR, choices
from desk.ui.incidents.segments import Segments
from desk.ui.incidents.told_field import ToldField
from desk.ui.widgets.check import CheckRow
from desk.ui.widgets.fields import LineField, Picker, TextArea
from desk.ui.widgets.form import FormDialog, text_in
from desk.ui.widgets.text import Label


class WordsDialog(FormDialog):
    """Gives (text,).

    Args:
        label: what is asked for; hint: an example in the field.
        needed: what is said while nothing is typed; "" = nothing need be.
        remark: who reads it.
    """

    def __init__(
        self, title: str, verb: str, label: str, *, hint: str = "", needed: str = "", remark: str
    ) -> None:
        super().__init__(title, verb)
        self._needed = needed
        self.text = TextArea(label, hint, lines=3)
        self.field(label, self.text)
        self.form.addRow(Label(remark, "small", "ink2", wrap=True))

    def start_focus(self) -> QWidget:
        """The words."""
        return self.text

    def values(self) -> object:
        """The words, where they are needed."""
        text = text_in(self.text)
        if self._needed and not text:
            return self.need(self._needed, self.text)
        return (text,)


class WaitsDialog(WordsDialog):
    """Gives (whom it waits for, why)."""

    def __init__(self) -> None:
        super().__init__(
            _("Waits for somebody outside"),
            _("Keep"),
            _("For what"),
            hint=_("e.g. the answer of the police"),
            needed=_("Say for what it waits."),
            remark=_("Its terms run on and say that it waits."),
        )
        self.whom = Picker(_("Whom"))
        self.whom.set_items(choices(WAITS_FOR))
        self.form.insertRow(0, _("Whom"), self.whom)

    def values(self) -> object:
        """Both."""
        text = super().values()
        return (WaitsFor(self.whom.key()), *text) if isinstance(text, tuple) else None


class LevelDialog(FormDialog):
    """Gives (level, why).

    Args:
        levels: of aggression, or the grades of errors.
        least: the level that the facts ask for; lower ones are not offered.
    """

    def __init__(self, incident: Incident, levels: Sequence[Option], least: str) -> None:
        super().__init__(_("The level of {number}").format(number=incident.number), _("Confirm"))
        self._before = incident.level
        self._meanings = {item.id: item.text.get(language()) for item in levels}
        self.level = Segments(_("Level"))
        offered = [(item.id, item.id) for item in levels if item.id >= least]
        self.level.set_items(offered, self._meanings)
        self.level.choose(incident.level if incident.level >= least else least)
        self._meaning = Label(role="small", tone="ink2", wrap=True)
        self.why = TextArea(_("Why it is another one"), lines=2)
        self.field(_("Level"), self.level)
        self.form.addRow(self._meaning)
        self._why_row = self.form.rowCount()
        self.field(_("Why it is another one"), self.why)
        if least:
            text = _("The facts ask for {level} at least.").format(level=least)
            self.form.addRow(Label(text, "small", "ink2", wrap=True))
        self.level.chosen.connect(self._look)
        self._look()

    def start_focus(self) -> QWidget:
        """The level; the first one while there is none."""
        return self.level.button(self.level.key() or next(iter(self._meanings)))

    def values(self) -> object:
        """A changed level needs its reason."""
        level, why = self.level.key(), text_in(self.why)
        if not level:
            return self.need(_("Choose a level."), self.start_focus())
        if self._changed() and not why:
            return self.need(_("Say why the level is another one."), self.why)
        return level, why if self._changed() else ""

    def _changed(self) -> bool:
        """Whether it is another one; the first level of a report changes nothing."""
        return bool(self._before) and self.level.key() != self._before

    def _look(self, _level: str = "") -> None:
        self._meaning.setText(self._meanings.get(self.level.key(), ""))
        for row in (self._why_row, self._why_row + 1):
            self.form.setRowVisible(row, self._changed())


class ConcernedDialog(FormDialog):
    """Gives (account ids,)."""

    def __init__(self, people: Mapping[UUID, str], chosen: Sequence[UUID]) -> None:
        super().__init__(_("Whom else it concerns"), _("Keep"))
        remark = _("Whoever reported it or is concerned does not review it.")
        self.form.addRow(Label(remark, "small", "ink2", wrap=True))
        self.ticks = {one: CheckRow(name) for one, name in people.items() if name}
        for one, tick in self.ticks.items():
            tick.setChecked(one in chosen)
            self.form.addRow(tick)

    def start_focus(self) -> QWidget:
        """The first colleague."""
        return next(iter(self.ticks.values()), self.yes)

    def values(self) -> object:
        """None at all is an answer too."""
        return ([one for one, tick in self.ticks.items() if tick.isChecked()],)


class MergeDialog(FormDialog):
    """Gives (the other report's id, why).

    Args:
        others: id and title of the open reports of this place.
    """

    def __init__(self, number: str, others: Sequence[tuple[str, str]]) -> None:
        super().__init__(_("{number}: the same event as …").format(number=number), _("Merge"))
        self.into = Picker(_("The other report"))
        self.into.set_items(list(others))
        self.why = TextArea(_("Why"), _("How one sees that it is the same event"), lines=2)
        self.field(_("The other report"), self.into)
        self.field(_("Why"), self.why)
        remark = _("This report goes on in the other one. Histories and tasks stay.")
        self.form.addRow(Label(remark, "small", "ink2", wrap=True))

    def start_focus(self) -> QWidget:
        """The other report."""
        return self.into

    def values(self) -> object:
        """Without another report there is nothing to merge."""
        if not self.into.key():
            return self.need(_("There is no other open report here."), self.into)
        return UUID(self.into.key()), text_in(self.why)


class ToldDialog(FormDialog):
    """Gives (who was told,): a human act, in person or by phone.

    Args:
        remark: why somebody is to be told.
        named: the content pack does not know whom, so the name is typed.
    """

    def __init__(
        self,
        title: str,
        env: Env,
        kind: IncidentKind,
        now: Callable[[], datetime],
        remark: str,
        *,
        named: bool = False,
    ) -> None:
        super().__init__(title, _("Keep"), size="normal")
        self.told = ToldField(env, kind, now)
        self.who = LineField(_("Who it is"), _("name and phone, as headquarters gave them"))
        self.form.addRow(Label(remark, "body", "ink2", wrap=True))
        if named:
            text = _("Headquarters has not said yet who it is: ask them, and write it here.")
            self.form.addRow(Label(text, "body", "warn", wrap=True))
            self.field(_("Who it is"), self.who)
        self.form.addRow(self.told)

    def start_focus(self) -> QWidget:
        """How."""
        return self.told.how.button("in_person")

    def values(self) -> object:
        """Saving is never the notice."""
        told = self.told.told()
        if told is None:
            return self.need(_("Tell first, in person or by phone."), self.start_focus())
        who = text_in(self.who)
        return (replace(told, whom=who) if who else told,)
