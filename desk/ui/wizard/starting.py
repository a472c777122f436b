"""What the wizard does: everything heavy off the window's thread, nothing kept before the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _, language
from desk.services.first_start import FirstStart, Place, places
from desk.ui.runner import Runner
from desk.ui.style import tokens
from desk.ui.wizard.hand_over import HandOver
from desk.ui.wizard.view import WizardView

_OF_PERSON = ("account.", "password.")


class SetUp(Protocol):
    """What the composition root offers on a PC without a database."""

    @property
    def folder(self) -> Path:
        """The data folder."""

    @property
    def prepared(self) -> FirstStart:
        """What IT has set; the rest is empty."""

    def create(self, start: FirstStart, hand_over: Callable[[str], None]) -> Any:
        """Set the PC up; until `hand_over` returns, nothing is."""

    def demo(self) -> Any:
        """The opened demo."""

    def restore(self, source: Path, code: str) -> Any:
        """A restored database, opened."""


class Starting(QObject):
    """Leads from the wizard to an opened database.

    Signals:
        opened(app, FirstStart | None): the database is there; who was set up signs in at once.
        language_chosen(str), scale_chosen(int): everything is to be shown so from now on.
    """

    opened = Signal(object, object)
    language_chosen = Signal(str)
    scale_chosen = Signal(int)

    def __init__(self, set_up: SetUp, runner: Runner, front: QStackedWidget) -> None:
        super().__init__(front)
        self._set_up, self._runner, self._front = set_up, runner, front
        self._hand_over: HandOver | None = None
        self._start = FirstStart()
        self._places: tuple[Place, ...] = ()
        self.view = self._make_view()
        self._runner.work(places, self._show_places)

    def abandon(self) -> None:
        """The person went away: whatever is being made is not made."""
        if self._hand_over is not None:
            self._hand_over.answer(kept=False)

    def end(self) -> None:
        """Take the wizard away."""
        self._front.removeWidget(self.view)
        self.view.hide()
        self.deleteLater()
        self.view.deleteLater()

    def _make_view(self) -> WizardView:
        """The pages, at the text size in force."""
        view = WizardView(str(self._set_up.folder))
        view.welcome.language_chosen.connect(self._language)
        view.welcome.scale_chosen.connect(self._scale)
        view.wanted.connect(self._create)
        view.confirmed.connect(self._confirmed)
        view.left.connect(self.abandon)
        view.demo.connect(self._demo)
        view.restore.connect(self._restore)
        view.show_places(self._places, self._set_up.prepared)
        self._front.addWidget(view)
        self._front.setCurrentWidget(view)
        view.welcome.start_focus().setFocus()
        return view

    def _language(self, name: str) -> None:
        self.language_chosen.emit(name)
        self.view.retranslate()

    def _scale(self, percent: int) -> None:
        """The first page alone offers this, so nothing typed is lost."""
        self.scale_chosen.emit(percent)
        before, self.view = self.view, self._make_view()
        self._front.removeWidget(before)
        before.hide()
        before.deleteLater()

    def _show_places(self, found: tuple[Place, ...]) -> None:
        self._places = found
        self.view.show_places(found, self._set_up.prepared)

    def _create(self, start: FirstStart) -> None:
        percent = round(tokens().scale * 100)
        self._start = start = replace(start, language=language(), text_percent=percent)
        hand_over = self._hand_over = HandOver(self)
        hand_over.came.connect(self._show_code)
        self.view.wait(_("Making the keys and the database…"))
        self._runner.open(lambda: self._set_up.create(start, hand_over), self._made, self._refused)

    def _show_code(self, code: str) -> None:
        self.view.code.show_code(code)
        self.view.show_page("code")

    def _confirmed(self) -> None:
        assert self._hand_over is not None
        self.view.wait(_("Opening the day…"))
        self._hand_over.answer(kept=True)

    def _made(self, app: Any) -> None:
        start, self._start = self._start, FirstStart()
        self._hand_over = None
        self.view.code.forget()
        self.opened.emit(app, start)

    def _refused(self, error: DeskError) -> None:
        """Nothing was made; the answers are still there."""
        self._hand_over = None
        self.view.code.forget()
        if error.code == "wizard.left":
            self.view.show_page("device")
        else:
            page = "person" if error.code.startswith(_OF_PERSON) else "device"
            self.view.refuse(page, error_text(error))

    def _demo(self) -> None:
        self.view.wait(_("Making the demo…"))
        self._runner.open(self._set_up.demo, self._ready, self._not_ready("welcome"))

    def _restore(self) -> None:
        path, code = self.view.backup.path(), self.view.backup.code.text().strip()
        self.view.wait(_("Restoring…"))
        self._runner.open(
            lambda: self._set_up.restore(path, code), self._ready, self._not_ready("restore")
        )

    def _ready(self, app: Any) -> None:
        self.opened.emit(app, None)

    def _not_ready(self, page: str) -> Callable[[DeskError], None]:
        return lambda error: self.view.refuse(page, error_text(error))
