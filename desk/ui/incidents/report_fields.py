"""The fields of a first report beside the ladder: at most eleven, all with a sensible default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.incident import Answer, Channel, FirstReport, IncidentKind, Place
from desk.domain.personal_code import findings
from desk.domain.visit_before import began_earlier
from desk.formats import time_text
from desk.i18n import _, language, marked
from desk.services.env import Env
from desk.services.moments import moment_of
from desk.ui.incidents.extra_words import joined, parted
from desk.ui.incidents.level_field import LevelField
from desk.ui.incidents.segments import Segments
from desk.ui.incidents.texts import ANSWER_TEXTS, CHANNEL_TEXTS, PLACE_TEXTS, triggers_of
from desk.ui.incidents.told_field import ToldField
from desk.ui.incidents.when import moment_text, parse_moment
from desk.ui.style import px
from desk.ui.widgets.check import CheckRow, Chip, switch_on
from desk.ui.widgets.fields import LineField, Picker
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.length import LengthNote
from desk.ui.widgets.text import Label

_WHAT = {
    IncidentKind.AGGRESSION: marked("What happens"),
    IncidentKind.FILMING: marked("What is filmed"),
    IncidentKind.GIFT: marked("What was offered"),
    IncidentKind.SAFETY: marked("What it is"),
}
_NEVER_CUT = 1_000_000
"""What is pasted stays whole until somebody shortens it; a line is cut at 32,767 by itself."""
_HURT = frozenset(
    {IncidentKind.AGGRESSION, IncidentKind.ERROR, IncidentKind.NEAR_MISS, IncidentKind.SAFETY}
)
"""Kinds in which somebody can be hurt; a weapon is asked after an aggression alone."""


class ReportFields(QWidget):
    """What is ticked and typed; reads and writes a `FirstReport` without its ladder's steps.

    Signals:
        changed: a person changed something.
    """

    changed = Signal()

    def __init__(self, env: Env, kind: IncidentKind, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.kind, self._env, self._now = kind, env, now
        self._occurred = now()
        self.triggers = {
            item.id: Chip(item.text.get(language())) for item in triggers_of(env, kind)
        }
        self.level = LevelField(env, kind)
        moment = moment_of(env, kind)
        self._options = moment.words if moment else []
        self._words_title = moment.words_title if moment else None
        self.words = {item.id: LineField(item.text.get(language())) for item in self._options}
        self.hurt, self.weapon = Segments(_("Was anyone hurt?")), Segments(_("Weapon or object"))
        facts = _("only facts: what was said, what was done")
        self.text = LineField(_("What happened, in one line"), facts)
        self.text.setMaxLength(_NEVER_CUT)
        self.warning = Label(role="small", tone="warn", wrap=True)
        self.length = LengthNote()
        self._ticket_at: datetime | None = None
        self.earlier = Label(role="small", tone="ink2", wrap=True)
        self.told = ToldField(env, kind, now)
        self.when = LineField(_("When it happened"))
        self.unknown = CheckRow(_("The time cannot be told"))
        self.unknown.setMinimumHeight(px(32))
        self.place, self.channel = Picker(_("Where")), Picker(_("Contact by"))
        self._build()
        self.use(FirstReport(kind=kind, occurred_at=self._occurred))
        self._connect()

    def report(self) -> FirstReport:
        """What the fields say."""
        report = FirstReport(
            kind=self.kind,
            occurred_at=self._moment(),
            time_unknown=self.unknown.isChecked(),
            place=Place(self.place.key()),
            channel=Channel(self.channel.key()),
            triggers=tuple(key for key, chip in self.triggers.items() if chip.isChecked()),
            told=self.told.told(),
            hurt=Answer(self.hurt.key()),
            weapon=Answer(self.weapon.key()),
            text=joined(self.text.text(), self._words(), self._options),
        )
        return replace(report, level=self.level.level(report))

    def use(self, report: FirstReport) -> None:
        """Show a report typed earlier."""
        self._occurred = report.occurred_at
        self.when.setText(moment_text(report.occurred_at, self._now()))
        switch_on(self.unknown, report.time_unknown)
        self.place.setCurrentIndex(self.place.findData(report.place.value))
        self.channel.setCurrentIndex(self.channel.findData(report.channel.value))
        for key, chip in self.triggers.items():
            switch_on(chip, key in report.triggers)
        self.level.use(report.level)
        self.hurt.choose(report.hurt.value)
        self.weapon.choose(report.weapon.value)
        text, words = parted(report.text, self._options)
        self.text.setText(text)
        for key, field in self.words.items():
            field.setText(words.get(key, ""))
        self.told.use(report.told)
        self._look()

    def know_ticket(self, taken_at: datetime | None) -> None:
        """When the client took the ticket: what began before that is kept so, and it is said."""
        self._ticket_at = taken_at
        self._look()

    def _words(self) -> dict[str, str]:
        return {key: field.text().strip() for key, field in self.words.items()}

    def _moment(self) -> datetime:
        """What was typed; while that is no time, the last one that was."""
        text = self.when.text()
        if text == moment_text(self._occurred, self._now()):
            return self._occurred
        typed = parse_moment(text, self._now())
        self.when.set_wrong(typed is None)
        return typed or self._occurred

    def _look(self) -> None:
        """Show what follows from what is typed: the level, the warning about codes."""
        report = self.report()
        self.length.look(report.text)
        self._look_at_ticket(report.occurred_at)
        found = findings(" ".join((self.text.text(), *self._words().values())))
        text = _("This looks like a personal code or document number: leave it out.")
        self.warning.setText(text if found else "")
        self.warning.setVisible(bool(found))

    def _look_at_ticket(self, occurred: datetime) -> None:
        taken = self._ticket_at
        earlier = taken is not None and began_earlier(taken, occurred)
        self.earlier.setVisible(earlier)
        if taken is not None and earlier:
            text = _(
                "That is before this client took a ticket ({time}). It is kept so,"
                " without a waiting time; check the time."
            )
            self.earlier.setText(text.format(time=time_text(taken)))

    def _changed(self) -> None:
        self._look()
        self.changed.emit()

    def _connect(self) -> None:
        for chip in self.triggers.values():
            chip.toggled.connect(self._changed)
        for segments in (self.hurt, self.weapon):
            segments.chosen.connect(self._changed)
        for field in (self.text, self.when, *self.words.values()):
            field.textEdited.connect(self._changed)
        for picker in (self.place, self.channel):
            picker.activated.connect(self._changed)
        self.unknown.toggled.connect(self._changed)
        self.level.changed.connect(self._changed)
        self.told.changed.connect(self._changed)

    def _build(self) -> None:
        kind = self.kind
        chips = QWidget()
        flow = Flow(chips, gap=6)
        for chip in self.triggers.values():
            flow.addWidget(chip)
        answers = [(answer.value, _(text)) for answer, text in ANSWER_TEXTS.items()]
        self.hurt.set_items(answers)
        self.weapon.set_items(answers)
        self.place.set_items([(place.value, _(text)) for place, text in PLACE_TEXTS.items()])
        channels = [(channel.value, _(text)) for channel, text in CHANNEL_TEXTS.items()]
        self.channel.set_items(channels)
        layout = column(self, gap=10)
        what = _(_WHAT[kind]) if kind in _WHAT else _("What error it is")
        if self.triggers:
            layout.addLayout(_named(what, chips))
        layout.addLayout(
            _named(_("What happened, in one line"), self.text, self.length, self.warning)
        )
        if self.words:
            layout.addLayout(self._more_words())
        if self.level.offered:
            aggression = kind is IncidentKind.AGGRESSION
            layout.addLayout(_named(_("Level") if aggression else _("Effect"), self.level))
        armed = kind is IncidentKind.AGGRESSION
        weapon = _named(_("Weapon or object"), self.weapon) if armed else None
        if kind in _HURT:
            layout.addLayout(_beside(_named(_("Was anyone hurt?"), self.hurt), weapon))
        layout.addLayout(_named(_("Told"), self.told))
        layout.addLayout(self._circumstances())

    def _more_words(self) -> QVBoxLayout:
        """Lines with names of their own, two beside each other."""
        outer = column(gap=6)
        if self._words_title is not None:
            outer.addWidget(Label(self._words_title.get(language()), "strong"))
        names = {item.id: item.text.get(language()) for item in self._options}
        groups = [_named(names[key], field) for key, field in self.words.items()]
        for place in range(0, len(groups), 2):
            outer.addLayout(_beside(*groups[place : place + 2]))
        return outer

    def _circumstances(self) -> QVBoxLayout:
        outer = column(gap=2)
        outer.addLayout(
            _beside(
                _named(_("When"), self.when),
                _named(_("Where"), self.place),
                _named(_("Contact by"), self.channel),
            )
        )
        outer.addWidget(self.earlier)
        outer.addWidget(self.unknown)
        return outer


def _named(text: str, *parts: QWidget) -> QVBoxLayout:
    """Controls under their name."""
    layout = column(gap=4)
    label = Label(text, "small", "ink2")
    label.setBuddy(parts[0])
    layout.addWidget(label)
    for part in parts:
        layout.addWidget(part)
    return layout


def _beside(*groups: QVBoxLayout | None) -> QHBoxLayout:
    line = row(gap=12)
    for group in groups:
        if group is not None:
            line.addLayout(group, 1)
    return line
