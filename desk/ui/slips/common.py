"""What the dialogs of slips share: the paper's size, preview, and straight to the printer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from desk.domain.roles import Actor
from desk.domain.slips import PaperSize
from desk.i18n import _, marked, speaking
from desk.services.device_settings import SlipPrinting, device_setting
from desk.services.env import Env
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.context import Context
from desk.ui.preview.child import OFFICIAL, Paper
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.slips.printer import SlipPrinter
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import Picker
from desk.ui.widgets.text import Label

SIZE_TEXTS = {
    PaperSize.ROLL_58: marked("Roll, 58 mm"),
    PaperSize.ROLL_80: marked("Roll, 80 mm"),
    PaperSize.A6: marked("A6"),
    PaperSize.A5: marked("A5"),
    PaperSize.A4: marked("A4"),
}
"""Sizes of paper in words."""

GatherSized = Callable[[Any, Env, Actor, PaperSize], Paper]
"""Use case that gives a slip: gather(uow, env, actor, size)."""


def size_picker() -> Picker:
    """A list of the sizes of paper."""
    picker = Picker(_("Paper"))
    items = [(size.value, _(text)) for size, text in SIZE_TEXTS.items()]
    picker.set_items(items, PaperSize.A5.value)
    return picker


class SlipDialog(Dialog):
    """A form for one slip; subclasses fill `body` and say by `gatherer` what is printed."""

    def __init__(self, context: Context, title: str, name: str) -> None:
        super().__init__(title, size="normal")
        self.context = context
        self._slip_name = name
        self.problem = Label(tone="danger", wrap=True)
        self.paper = size_picker()
        self.preview = Button(_("Preview…"))
        self.print_now = Button(_("Print"), kind="primary", key="Ctrl+Enter", guarded=True)
        label = Label(_("Paper"), "small", "ink2")
        label.setBuddy(self.paper)
        for place, part in enumerate((label, self.paper)):
            self.buttons.insertWidget(place, part)
        self.buttons.addWidget(self.preview)
        self.buttons.addWidget(self.print_now)
        self.problem.hide()
        self.preview.clicked.connect(self._preview)
        self.print_now.clicked.connect(self._print)
        confirm_with_ctrl_enter(self, self.print_now)
        context.read(_setting, done=self._use_setting)

    def gatherer(self) -> GatherSized | None:
        """What gives the slip as filled in; None when something is missing (say it by `need`)."""
        raise NotImplementedError

    def need(self, text: str, field: QWidget | None = None) -> None:
        """Say what is missing and go there."""
        self.problem.setText(text)
        self.problem.setAccessibleName(text)
        self.problem.show()
        if field is not None:
            field.setFocus()

    def size_chosen(self) -> PaperSize:
        """The size of paper."""
        return PaperSize(self.paper.key())

    def _use_setting(self, setting: SlipPrinting) -> None:
        """A roll printer is meant for slips; otherwise half a sheet is usual."""
        if setting.size.startswith("roll"):
            self.paper.setCurrentIndex(max(0, self.paper.findData(setting.size)))

    def _preview(self) -> None:
        gather = self.gatherer()
        if gather is None:
            return
        size = self.size_chosen()

        def gathered(uow: Any, env: Env, actor: Actor) -> Paper:
            with speaking(OFFICIAL):
                return gather(uow, env, actor, size)

        self.problem.hide()
        title = self.title.text()
        self.context.open(PreviewDialog(self.context, title, gathered, self._slip_name))

    def _print(self) -> None:
        gather = self.gatherer()
        if gather is None:
            return
        size = self.size_chosen()
        SlipPrinter(self.context, self.context).send(
            lambda uow, env, actor, _setting: gather(uow, env, actor, size), self.title.text()
        )
        self.finish(True)


def _setting(reader: Any, _env: Env, _actor: Actor) -> SlipPrinting:
    return device_setting(reader, SlipPrinting)
