"""The level of aggression or the grade of an error: proposed, chosen, and never below the facts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.incident_states import raised_level
from desk.i18n import _, language
from desk.services.env import Env
from desk.ui.announce import announce
from desk.ui.incidents.segments import Segments
from desk.ui.incidents.texts import levels_of, option_text, triggers_of
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label

_USUAL = {IncidentKind.AGGRESSION: "1", IncidentKind.ERROR: "E1", IncidentKind.NEAR_MISS: "E0"}
"""Proposed until the facts or a person say otherwise."""
_ALARMING = ("2", "3")
"""Levels of aggression that are an alarm."""


class LevelField(QWidget):
    """Signals:
    changed: a person chose a level.
    """

    changed = Signal()

    def __init__(self, env: Env, kind: IncidentKind) -> None:
        super().__init__()
        self._levels, self._kind = levels_of(env, kind), kind
        self._raises = {item.id: item.raises_to for item in triggers_of(env, kind)}
        self._proposes = {item.id: item.proposes for item in triggers_of(env, kind)}
        self._chosen, self._shown = "", ""
        self.segments = Segments(_("Level"))
        self._meaning = Label(role="small", tone="ink2", wrap=True)
        layout = column(self, gap=4)
        layout.addWidget(self.segments)
        layout.addWidget(self._meaning)
        meanings = {item.id: item.text.get(language()) for item in self._levels}
        self.segments.set_items([(item.id, item.id) for item in self._levels], meanings)
        self.segments.chosen.connect(self._choose)

    @property
    def offered(self) -> bool:
        """Whether a report of this kind has a level at all."""
        return bool(self._levels)

    def use(self, level: str) -> None:
        """Show a level chosen earlier; "" = the usual one is proposed."""
        self._chosen = level

    def level(self, report: FirstReport) -> str:
        """The level in force for what is ticked elsewhere; also shows it.

        Args:
            report: as typed, its own level left aside.
        """
        proposed = max((self._proposes.get(one, "") for one in report.triggers), default="")
        wanted = self._chosen or proposed or _USUAL.get(self._kind, "")
        level = raised_level(replace(report, level=wanted), self._raises)
        self._warn(level)
        self.segments.choose(level)
        self._meaning.setText(self._said(level, raised=level != wanted))
        return level

    def _warn(self, level: str) -> None:
        """A level at which others must come is said aloud as soon as it is reached."""
        before, self._shown = self._shown, level
        if level != before and level in _ALARMING and self.isVisible():
            meaning = option_text(self._levels, level)
            text = _("Level {level}: {meaning}").format(level=level, meaning=meaning)
            announce(self, text, urgent=True)

    def _said(self, level: str, *, raised: bool) -> str:
        meaning = option_text(self._levels, level)
        if not level:
            return ""
        if raised:
            return _("{meaning} — raised by what is ticked").format(meaning=meaning)
        if not self._chosen:
            return _("{meaning} — proposed").format(meaning=meaning)
        return meaning

    def _choose(self, level: str) -> None:
        self._chosen = level
        self.changed.emit()
