"""The detail of a report: due within a working day at level 2 and up, or from E2 (B3.B)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from PySide6.QtWidgets import QFormLayout, QWidget

from desk.domain.incident import Answer, Incident
from desk.domain.incident_handling import (
    Act,
    Before,
    Circumstance,
    FoundBy,
    Grade,
    Party,
    ServiceEnd,
)
from desk.domain.incident_levels import is_error
from desk.domain.incident_typed import DetailTyped
from desk.i18n import _
from desk.ui.incidents.review_texts import (
    ACTS,
    CIRCUMSTANCES,
    FOUND_BY,
    GRADES,
    PARTIES,
    SERVICE_ENDS,
    SITUATIONS,
    Words,
    choices,
)
from desk.ui.incidents.texts import ANSWER_TEXTS
from desk.ui.incidents.when import moment_text, parse_moment
from desk.ui.widgets.check import Chip
from desk.ui.widgets.fields import LineField, Picker, TextArea, field_row
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.form import FormDialog, text_in
from desk.ui.widgets.text import SectionTitle

_E = TypeVar("_E", bound=StrEnum)
_NONE = ""
_ANSWERS: Words = {answer.value: text for answer, text in ANSWER_TEXTS.items()}


class Chips(QWidget):
    """Any number of a few short choices.

    Args:
        name: what is chosen, for screen readers.
    """

    def __init__(self, name: str, words: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        flow = Flow(self, gap=6)
        self.chips = {key: Chip(text) for key, text in words}
        for key, chip in self.chips.items():
            chip.setChecked(key in chosen)
            flow.addWidget(chip)
        if self.chips:
            self.setFocusProxy(next(iter(self.chips.values())))

    def keys(self) -> tuple[str, ...]:
        """What is chosen."""
        return tuple(key for key, chip in self.chips.items() if chip.isChecked())


class DetailDialog(FormDialog):
    """Gives (DetailTyped,).  Nothing is needed: what is known now is kept, the rest comes later.

    Args:
        known: what was noted before.
        people: colleagues who may have seen it.
        services: id and name of the services.
    """

    def __init__(
        self,
        incident: Incident,
        known: DetailTyped,
        people: Mapping[UUID, str],
        services: Sequence[tuple[str, str]],
        now: Callable[[], datetime],
    ) -> None:
        title = _("Details of {number}").format(number=incident.number)
        super().__init__(title, _("Keep"), size="wide")
        self._known, self._now, self._error = known, now, is_error(incident)
        self.account = TextArea(_("What happened, one after another"), "", lines=3)
        self.account.setPlainText(known.text)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        if self._error:
            self._about_error(incident, services)
        else:
            self._about_aggression(people)
        self.field(_("What happened, one after another"), self.account)
        if not self._error:
            self._harm()

    def start_focus(self) -> QWidget:
        """The first choice."""
        return self.found_by if self._error else self.party

    def values(self) -> object:
        """Numbers have to be numbers, times have to be times."""
        return self._error_values() if self._error else self._aggression_values()

    def _about_error(self, incident: Incident, services: Sequence[tuple[str, str]]) -> None:
        known = self._known
        self.found_by = _picker(_("Found by"), FOUND_BY, known.found_by)
        self.made = LineField(_("When it was made"), _("e.g. 23.11. 15.30; empty: not known"))
        self.made.setText(moment_text(known.made_at, self._now()) if known.made_at else "")
        self.service = Picker(_("Service"))
        chosen = known.service or incident.service
        self.service.set_items([(_NONE, _("Not known")), *services], chosen)
        self.field(_("Found by"), self.found_by)
        self.field(_("When it was made"), self.made)
        self.field(_("Service"), self.service)

    def _about_aggression(self, people: Mapping[UUID, str]) -> None:
        known = self._known
        self.party = _picker(_("Who it was"), PARTIES, known.party)
        self.acts = Chips(_("What was done"), choices(ACTS), known.acts)
        self.before = Chips(_("What went before"), choices(SITUATIONS), known.before)
        self.circumstances = Chips(_("Circumstances"), choices(CIRCUMSTANCES), known.circumstances)
        names = [(str(one), name) for one, name in people.items() if name]
        seen = [str(one) for one in known.witnesses_staff]
        self.colleagues = Chips(_("Colleagues who saw it"), names, seen)
        self.clients = _number(_("Clients who saw it, how many"), known.witnesses_clients or None)
        field_row(self.form, _("Who it was"), self.party)
        for name, chips in (
            (_("What was done"), self.acts),
            (_("What went before"), self.before),
            (_("Circumstances"), self.circumstances),
            (_("Colleagues who saw it"), self.colleagues),
        ):
            field_row(self.form, name, chips)
        self.field(_("Clients who saw it, how many"), self.clients)

    def _harm(self) -> None:
        """Harm is told apart from the level, and of body and mind apart (B2, S8)."""
        known = self._known
        self.form.addRow(SectionTitle(_("Harm"), _("not the same as the level")))
        self.physical = _picker(_("Bodily harm"), GRADES, known.physical, empty=False)
        self.psychological = _picker(
            _("Harm to the mind"), GRADES, known.psychological, empty=False
        )
        self.first_aid = _picker(_("First aid"), _ANSWERS, known.first_aid, empty=False)
        self.doctor = _picker(_("Doctor"), _ANSWERS, known.doctor, empty=False)
        self.lost_days = _number(_("Days not worked"), known.lost_days)
        self.record = _picker(
            _("Accident at work recorded"), _ANSWERS, known.accident_record, empty=False
        )
        self.damage = _picker(_("Damage to things"), _ANSWERS, known.damage, empty=False)
        self.euro = _number(_("Damage, about how many euros"), known.damage_euro)
        self.end = _picker(_("How the service ended"), SERVICE_ENDS, known.service_end)
        self.protection = LineField(_("Protection at once"), _("e.g. a second colleague nearby"))
        self.protection.setText(known.protection)
        for field in (
            self.physical,
            self.psychological,
            self.first_aid,
            self.doctor,
            self.lost_days,
            self.record,
            self.damage,
            self.euro,
            self.end,
            self.protection,
        ):
            self.field(field.accessibleName(), field)

    def _error_values(self) -> object:
        typed = self.made.text().strip()
        made = parse_moment(typed, self._now()) if typed else None
        if typed and made is None:
            return self.need(_("Type a time or a day, for example 14.30 or 25.11."), self.made)
        found = self.found_by.key()
        return (
            DetailTyped(
                found_by=FoundBy(found) if found else None,
                made_at=made,
                service=self.service.key(),
                text=text_in(self.account),
            ),
        )

    def _aggression_values(self) -> object:
        for field in (self.clients, self.lost_days, self.euro):
            if field.text().strip() and not field.text().strip().isdigit():
                return self.need(_("Type a whole number, or nothing."), field)
        party, end = self.party.key(), self.end.key()
        return (
            DetailTyped(
                party=Party(party) if party else None,
                acts=_each(Act, self.acts),
                before=_each(Before, self.before),
                circumstances=_each(Circumstance, self.circumstances),
                witnesses_staff=tuple(map(UUID, self.colleagues.keys())),
                witnesses_clients=_whole(self.clients) or 0,
                physical=Grade(self.physical.key()),
                psychological=Grade(self.psychological.key()),
                first_aid=Answer(self.first_aid.key()),
                doctor=Answer(self.doctor.key()),
                lost_days=_whole(self.lost_days),
                accident_record=Answer(self.record.key()),
                damage=Answer(self.damage.key()),
                damage_euro=_whole(self.euro),
                service_end=ServiceEnd(end) if end else None,
                text=text_in(self.account),
                protection=text_in(self.protection),
            ),
        )


def _each(kind: type[_E], chips: Chips) -> tuple[_E, ...]:
    return tuple(map(kind, chips.keys()))


def _picker(name: str, words: Words, chosen: str | None, *, empty: bool = True) -> Picker:
    picker = Picker(name)
    none = [(_NONE, _("Not known"))] if empty else []
    picker.set_items([*none, *choices(words)], str(chosen) if chosen else _NONE)
    return picker


def _number(name: str, known: int | None) -> LineField:
    field = LineField(name, _("a number, empty: not known"))
    field.setText("" if known is None else str(known))
    return field


def _whole(field: LineField) -> int | None:
    text = field.text().strip()
    return int(text) if text else None
