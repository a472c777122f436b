"""The backups of this PC: how the last one went, which there are, one more now."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from PySide6.QtWidgets import QProgressBar

from desk.error_texts import error_text
from desk.formats import datetime_text, time_text
from desk.i18n import _
from desk.services import safety
from desk.services.safety import Overview
from desk.ui.context import Context
from desk.ui.safety.keeper import SafetyKeeper
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import Picker
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label, Pill

_OLD = timedelta(hours=36)
_TIMES = tuple(time(hour, minute) for hour in range(7, 21) for minute in (0, 30))
_ROWS_HIGH = 190


class BackupsPanel(Panel):
    """State, list, "Back up now", and when the day's backup is made."""

    def __init__(self, context: Context, keeper: SafetyKeeper) -> None:
        super().__init__(" ", gap=10, margins=(16, 0, 16, 14))
        self.context, self._keeper = context, keeper
        self._shown: Overview | None = None
        self.pill, self.last = Pill(), Label(wrap=True)
        self.list = RowList("", number_width=0, side=4)
        self.list.setMaximumHeight(px(_ROWS_HIGH))
        self.kept = Label(role="small", tone="ink2", wrap=True)
        self.make, self.cancel = Button(kind="primary"), Button()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(px(6))
        self.step = Label(role="small", tone="ink2")
        self.at_name, self.at = Label(role="small", tone="ink2"), Picker(quiet=True)
        self.at_name.setBuddy(self.at)
        self._lay_out()
        self.make.clicked.connect(self._make)
        self.cancel.clicked.connect(self._cancel)
        self.at.activated.connect(self._set_time)
        keeper.changed.connect(self.say_progress)

    def _lay_out(self) -> None:
        state = row(gap=10)
        state.addWidget(self.pill)
        state.addWidget(self.last, 1)
        doing = Flow(gap=10)
        for widget in (self.make, self.cancel, self.step, self.at_name, self.at):
            doing.addWidget(widget)
        self.body.addLayout(state)
        self.body.addLayout(doing)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.list)
        self.body.addWidget(self.kept)

    def show_overview(self, overview: Overview) -> None:
        """Show what is known."""
        self._shown = overview
        self._say_last(overview)
        self._say_list(overview)
        self._say_times(overview)
        self.kept.setText(_kept_text(overview))
        self.say_progress()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.set_title(_("Backups of this PC"))
        self.list.setAccessibleName(_("Backups of this PC"))
        self.make.set_text(_("Back up now"))
        self.cancel.set_text(_("Cancel"))
        self.at_name.setText(_("Every day after"))
        self.at.setAccessibleName(_("Every day after"))
        self.progress.setAccessibleName(_("Making a backup"))
        if self._shown is not None:
            self.show_overview(self._shown)
        self.say_progress()

    def say_progress(self) -> None:
        """How far the backup is that is being made."""
        run = self._keeper.backup
        percent = run.percent if run is not None else None
        self.make.setEnabled(percent is None and run is not None)
        self.cancel.setVisible(percent is not None)
        self.progress.setVisible(percent is not None)
        self.progress.setValue(percent or 0)
        self.step.setVisible(percent is not None)
        self.step.setText(_("{percent} %").format(percent=percent) if percent is not None else "")

    def _say_last(self, overview: Overview) -> None:
        known, failure = overview.result, overview.result.failure
        when = datetime_text(known.good_at) if known.good_at else ""
        if failure is not None:
            self.pill.set(_("Failed"), "danger")
            self.last.setText(error_text(failure))
            return
        if known.good_at is None:
            self.pill.set(_("None yet"), "warn")
            self.last.setText(_("The first backup is made in the next quiet moment."))
            return
        late = self.context.env.clock() - known.good_at > _OLD
        self.pill.set(_("Old") if late else _("Checked"), "warn" if late else "ok")
        made = _("{when}, {size} MB; opened and checked after it was made.")
        text = made.format(when=when, size=max(known.size >> 20, 1))
        if known.second:
            text += " " + _("It could not be put into the second place.")
        elif known.second == "":
            text += " " + _("It is in the second place too.")
        self.last.setText(text)

    def _say_list(self, overview: Overview) -> None:
        rows = [
            Row(kept.path.name, datetime_text(kept.created), right=_size_text(kept.size))
            for kept in overview.backups
        ]
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.list.setFixedHeight(min(self.list.content_height() + px(4), px(_ROWS_HIGH)))

    def _say_times(self, overview: Overview) -> None:
        known = overview.settings.daily_at
        times = sorted({*_TIMES, known})
        items = [(f"{wall:%H:%M}", time_text(wall)) for wall in times]
        self.at.set_items(items, f"{known:%H:%M}")

    def _make(self) -> None:
        if self._keeper.backup is not None:
            self._keeper.backup.start()

    def _cancel(self) -> None:
        if self._keeper.backup is not None:
            self._keeper.backup.cancel()

    def _set_time(self) -> None:
        wanted = datetime.strptime(self.at.key(), "%H:%M").time()  # noqa: DTZ007 - a wall time
        self.context.write(safety.set_daily_at, wanted, done=self._time_set)

    def _time_set(self, _settings: object) -> None:
        self.context.say(_("Saved for this PC"))


def _kept_text(overview: Overview) -> str:
    keep = overview.keep
    text = _(
        "Each day's backup stays for {days} days, each week's for {weeks} weeks; none is older than"
        " {most} days, because personal data in it may not be."
    ).format(days=keep.days, weeks=keep.weeks, most=keep.most_days)
    free = _("{free} MB are free on this disk.").format(free=overview.free)
    return f"{text} {free}"


def _size_text(size: int) -> str:
    return _("{size} MB").format(size=max(size >> 20, 1))
