"""The head's word on hours and places: in force at once, until headquarters decides."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from desk.domain.roles import RIGHTS, Actor, Right
from desk.domain.slips import DoorNotice
from desk.formats import date_text
from desk.i18n import _, speaking
from desk.services.env import Env
from desk.services.paper_door import door_notice
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.context import Context
from desk.ui.preview.child import OFFICIAL
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.schedule.coming_list import ComingList
from desk.ui.schedule.hours_form import HoursForm
from desk.ui.schedule.places_form import PlacesForm
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.layout import column
from desk.ui.widgets.nav import TabBar
from desk.ui.widgets.text import Label

HOURS, PLACES, COMING = "hours", "places", "coming"


class HoursDialog(Dialog):
    """Three pages: other hours, places, what is coming.

    Args:
        day: filled in.  Who may not set hours sees what is coming, and can print the notice.
    """

    def __init__(self, context: Context, day: date) -> None:
        super().__init__(_("Hours and places"), size="wide")
        self.context = context
        may_set = Right.CONFIRM_HOURS in RIGHTS[context.actor.role]
        self.coming = ComingList(context, may_set=may_set)
        self.hours = HoursForm(context, day) if may_set else None
        self.places = PlacesForm(context, day) if may_set else None
        pages = {HOURS: self.hours, PLACES: self.places, COMING: self.coming}
        self._pages: dict[str, QWidget] = {n: page for n, page in pages.items() if page is not None}
        self.tabs = TabBar(_("Hours and places"), tuple(self._pages))
        self.stack = QStackedWidget()
        self.save = Button(_("Put in force"), kind="primary", key="Ctrl+Enter", guarded=True)
        for page in self._pages.values():
            self.stack.addWidget(page)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)
        self.buttons.addWidget(self.save)
        texts = {HOURS: _("Other hours"), PLACES: _("Places"), COMING: _("Coming days")}
        self.tabs.set_texts({name: texts[name] for name in self._pages})
        self._connect()
        self.turn_to(next(iter(self._pages)))

    def start_focus(self) -> QWidget:
        """The first field."""
        return self.hours.first if self.hours is not None else self.coming.days

    def turn_to(self, name: str) -> None:
        """Show a page."""
        self.tabs.turn_on(name)
        self.stack.setCurrentWidget(self._pages[name])
        self.save.setVisible(name != COMING)
        if name == COMING:
            self.coming.look()

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.turn_to)
        self.coming.notice.connect(self._notice_of)
        self.save.clicked.connect(self._save)
        confirm_with_ctrl_enter(self, self.save)
        if self.hours is not None:
            self.hours.set_done.connect(self._set)
            self.coming.changed.connect(self.hours.look)

    def _save(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, HoursForm | PlacesForm):
            page.save()

    def _set(self, span: tuple[date, date]) -> None:
        self.context.say(_("In force here now, until headquarters decides."))
        self.turn_to(COMING)
        open_door_notice(self.context, *span)

    def _notice_of(self, day: date) -> None:
        open_door_notice(self.context, day, day)


class DoorNoticeDialog(Dialog):
    """Where to go meanwhile, then the paper."""

    def __init__(self, context: Context, first: date, last: date) -> None:
        super().__init__(_("Notice on the door"), size="normal")
        self.context, self.first, self.last = context, first, last
        days = date_text(first) if first == last else f"{date_text(first)} – {date_text(last)}"
        self.meanwhile = LineField(_("Where clients can go meanwhile"))
        self.make = Button(_("Make the notice…"), kind="primary", key="Ctrl+Enter")
        self.body.addWidget(Label(days, "title"))
        note = _("Put the notice on the door, and see that the web page says the same.")
        self.body.addWidget(Label(note, tone="ink2", wrap=True))
        fields = column(gap=4)
        label = Label(_("Where clients can go meanwhile, in Latvian; may stay empty"), "small")
        label.setBuddy(self.meanwhile)
        fields.addWidget(label)
        fields.addWidget(self.meanwhile)
        self.body.addLayout(fields)
        self.buttons.addWidget(self.make)
        self.make.clicked.connect(self._make)
        confirm_with_ctrl_enter(self, self.make)

    def start_focus(self) -> QWidget:
        """Where to go."""
        return self.meanwhile

    def _make(self) -> None:
        first, last, elsewhere = self.first, self.last, self.meanwhile.text()

        def gather(uow: Any, env: Env, actor: Actor) -> DoorNotice:
            with speaking(OFFICIAL):
                return door_notice(uow, env, actor, first, last, elsewhere)

        name = f"{self.context.actor.site}-{first.isoformat()}"
        self.finish(True)
        self.context.open(PreviewDialog(self.context, _("Notice on the door"), gather, name))


def open_hours(context: Context, day: date) -> HoursDialog:
    """Open the dialog for a day."""
    dialog = HoursDialog(context, day)
    context.open(dialog)
    return dialog


def open_door_notice(context: Context, first: date, last: date) -> DoorNoticeDialog:
    """Ask what the notice shall say, then show it."""
    dialog = DoorNoticeDialog(context, first, last)
    context.open(dialog)
    return dialog
