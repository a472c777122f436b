"""The second place: how the mirror stands, and choosing another folder."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import safety
from desk.services.safety import Overview
from desk.ui.branch.safety_earlier import EarlierPlaces
from desk.ui.context import Context
from desk.ui.safety.child import Child, refusal
from desk.ui.safety.keeper import SafetyKeeper
from desk.ui.safety.words import safe_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label, Pill


class _Tried(msgspec.Struct):
    place: str
    free_mb: int
    same_disk: bool


class PlacePanel(Panel):
    """State of the mirror; a folder typed or chosen, tried before it is used."""

    def __init__(self, context: Context, keeper: SafetyKeeper) -> None:
        super().__init__(" ", gap=10, margins=(16, 0, 16, 14))
        self.context, self._keeper = context, keeper
        self._place, self._trying = "", ""
        self.pill, self.state = Pill(), Label(wrap=True)
        self.advice = Label(tone="ink2", wrap=True)
        self.name, self.folder = Label(role="small", tone="ink2"), LineField()
        self.name.setBuddy(self.folder)
        self.choose, self.use, self.none = Button(), Button(kind="primary"), Button()
        self.outcome = Label(role="small", tone="ink2", wrap=True)
        self.outcome.hide()
        self.earlier = EarlierPlaces(context)
        self._child = Child(self)
        self._child.ended.connect(self._tried)
        self._lay_out()
        self.choose.clicked.connect(self._browse)
        self.use.clicked.connect(self._try)
        self.none.clicked.connect(self._use_none)
        keeper.changed.connect(self.say_state)

    def _lay_out(self) -> None:
        state, doing = row(gap=10), Flow(gap=8)
        state.addWidget(self.pill)
        state.addWidget(self.state, 1)
        for button in (self.use, self.choose, self.none):
            doing.addWidget(button)
        self.body.addLayout(state)
        self.body.addWidget(self.advice)
        self.body.addWidget(self.name)
        self.body.addWidget(self.folder)
        self.body.addLayout(doing)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.earlier)

    def show_overview(self, overview: Overview) -> None:
        """Show what is set; a folder that is being typed stays."""
        place = overview.settings.place
        if self.folder.text().strip() in ("", self._place):
            self.folder.setText(place)
        self._place = place
        self.none.setEnabled(bool(place))
        self.earlier.show_places(overview.earlier)
        self.say_state()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.set_title(_("Second place"))
        self.advice.setText(
            _(
                "A folder on a share or on another disk. Whatever is saved is copied there within"
                " seconds, encrypted, and the day's backup too. With it nothing is lost when this"
                " PC is."
            )
        )
        self.name.setText(_("Folder"))
        self.folder.setAccessibleName(_("Folder of the second place"))
        self.choose.set_text(_("Choose the folder…"))
        self.use.set_text(_("Try and use"))
        self.none.set_text(_("Use none"))
        self.earlier.retranslate()
        self.say_state()

    def say_state(self) -> None:
        """How the mirror stands."""
        mirror = self._keeper.mirror
        if mirror is None or not mirror.place:
            self.pill.set(_("Not set"), "warn")
            self.state.setText(_("What is saved lies on this PC alone."))
            return
        text, tone = safe_text(mirror, self._keeper.latest)
        problem = mirror.report.problem if mirror.report is not None else ""
        if problem:
            text = f"{error_text(DeskError(problem))} {text}"
        good = not problem and tone != "warn"
        self.pill.set(_("Works") if good else _("Look here"), "ok" if good else "warn")
        self.state.setText(text)

    def _browse(self) -> None:
        dialog = QFileDialog(self, _("Choose the second place"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _try(self) -> None:
        """In a process of its own: a share that is gone may take minutes to say so."""
        folder, place = self._keeper.folder, self.folder.text().strip().strip('"')
        self.folder.set_wrong(not place)
        if not place or folder is None or self._child.running:
            return
        self._trying = place
        self._say(_("Trying the folder…"), "ink2")
        self.use.setEnabled(False)
        self._child.start(["mirror", "check", place, "--json", "--data-dir", str(folder)])

    def _tried(self, code: int, output: bytes) -> None:
        self.use.setEnabled(True)
        self.folder.set_wrong(code != 0)
        if code != 0:
            self._say(refusal(output) or error_text(DeskError("mirror.unreachable")), "danger")
            return
        tried = msgspec.json.decode(output, type=_Tried)
        text = _("It works; {free} MB are free there.").format(free=tried.free_mb)
        if tried.same_disk:
            text += " " + _("But it lies on the disk of the data: no help when that disk fails.")
        self._say(text, "warn" if tried.same_disk else "ok")
        self._place = tried.place
        self.context.write(safety.set_place, tried.place, done=self._kept)

    def _use_none(self) -> None:
        self.folder.clear()
        self.outcome.hide()
        self._place = ""
        self.context.write(safety.set_place, "", done=self._kept)

    def _kept(self, _settings: Any) -> None:
        self.context.say(_("Saved for this PC"))

    def _say(self, text: str, tone: str) -> None:
        self.outcome.setText(text)
        self.outcome.set_tone(tone)
        self.outcome.show()
