"""The wizard's frame: a heading, one page, back and next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.services.first_start import FirstStart, Place
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.layout import ScrollColumn, Surface, column, row
from desk.ui.widgets.stack import FreeStack
from desk.ui.widgets.text import Label
from desk.ui.wizard.base import WizardPage
from desk.ui.wizard.code import CodePage
from desk.ui.wizard.device import DevicePage
from desk.ui.wizard.person import PersonPage
from desk.ui.wizard.place import PlacePage
from desk.ui.wizard.restore import RestorePage
from desk.ui.wizard.welcome import WelcomePage

_STEPS: tuple[str, ...] = ("place", "person", "device", "code")


class WizardView(QWidget):
    """A card in the middle of the window.

    Signals:
        wanted(FirstStart): everything was asked for: set the PC up.
        confirmed: the recovery code is in a person's hands.
        demo, restore: the other ways on were chosen.
        left: back from the recovery code: set nothing up after all.
    """

    wanted = Signal(object)
    confirmed = Signal()
    demo = Signal()
    restore = Signal()
    left = Signal()

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.welcome, self.place, self.person = WelcomePage(), PlacePage(folder), PersonPage()
        self.device, self.code, self.backup = DevicePage(), CodePage(), RestorePage()
        self._pages: dict[str, WizardPage] = {
            "welcome": self.welcome,
            "place": self.place,
            "person": self.person,
            "device": self.device,
            "code": self.code,
            "restore": self.backup,
        }
        self._steps = _STEPS
        self._waiting = EmptyState()
        self.name = "welcome"
        self.heading, self.step = Label(role="title"), Label(role="small", tone="dim")
        self.back, self.next = Button(kind="quiet"), Button(kind="primary")
        self._stack = FreeStack()
        self._holders: dict[str, QWidget] = {"wait": self._waiting}
        self._build()
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.retranslate()
        self.show_page("welcome")

    def _build(self) -> None:
        card = Surface("panel")
        card.setMaximumWidth(px(640))
        card.setMaximumHeight(px(660))
        inside = column(card, gap=12, margins=(28, 24, 28, 20))
        inside.addWidget(self.step)
        inside.addWidget(self.heading)
        inside.addWidget(self._stack, 1)
        self._stack.addWidget(self._waiting)
        for name, page in self._pages.items():
            scroll = ScrollColumn(margins=(0, 0, 6, 0))
            scroll.column.addWidget(page)
            self._holders[name] = scroll
            self._stack.addWidget(scroll)
            page.forward.connect(self.go_on)
        line = row(gap=8)
        line.addWidget(self.back)
        line.addStretch(1)
        line.addWidget(self.next)
        inside.addLayout(line)
        outer = row(self, margins=(16, 16, 16, 16))
        outer.addStretch(1)
        outer.addWidget(card, 30)
        outer.addStretch(1)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.back.set_text(_("Back"))
        for page in self._pages.values():
            page.retranslate()
        self._name()

    def show_places(self, places: tuple[Place, ...], prepared: FirstStart) -> None:
        """Offer these branches; what IT has set is shown, and not asked for."""
        here = (prepared.institution, prepared.branch)
        fixed = tuple(one for one in places if (one.institution, one.branch) == here)
        own = tuple(one for one in places if one.institution == prepared.institution)
        self.place.show_places(fixed or own or places)
        self._steps = _STEPS[1:] if fixed else _STEPS
        self.person.show_branch(fixed[0].name if fixed else "")
        if prepared.counter:
            self.device.fix_counter(prepared.counter)
        self._name()

    def show_page(self, name: str) -> None:
        """Turn to a page."""
        self.name = name
        page = self._pages[name]
        page.problem.hide()
        self._stack.setCurrentWidget(self._holders[name])
        self.back.setVisible(name != "welcome")
        self.next.setEnabled(True)
        self.back.setEnabled(True)
        self._name()
        page.start_focus().setFocus()

    def wait(self, text: str) -> None:
        """Something is being made; nothing can be pressed."""
        self._waiting.set(text)
        self._stack.setCurrentWidget(self._waiting)
        self.next.setEnabled(False)
        self.back.setEnabled(False)

    def refuse(self, name: str, text: str) -> None:
        """Something was refused: say it on the page where it can be mended."""
        self.show_page(name)
        self._pages[name].need(text)

    def go_on(self) -> None:
        """The next page, once nothing is wrong on this one."""
        page = self._pages[self.name]
        if not self.next.isEnabled() or page.wrong():
            return
        page.problem.hide()
        if self.name == "welcome":
            self._begin(self.welcome.ways.key())
        elif self.name == "device":
            self.wanted.emit(self.answers())
        elif self.name == "code":
            self.confirmed.emit()
        elif self.name == "restore":
            self.restore.emit()
        else:
            self.show_page(self._steps[self._steps.index(self.name) + 1])

    def go_back(self) -> None:
        """The page before."""
        if self.name == "code":
            self.left.emit()
        elif self.name in (self._steps[0], "restore"):
            self.show_page("welcome")
        elif self.name in self._steps:
            self.show_page(self._steps[self._steps.index(self.name) - 1])

    def answers(self) -> FirstStart:
        """Everything that was asked for."""
        start = FirstStart()
        for page in self._pages.values():
            start = page.fill(start)
        return start

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back a page; it never leaves half of anything behind."""
        if event.key() == Qt.Key.Key_Escape and self.back.isEnabled():
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _begin(self, way: str) -> None:
        if way == "demo":
            self.demo.emit()
        else:
            self.show_page("restore" if way == "restore" else self._steps[0])

    def _name(self) -> None:
        page = self._pages[self.name]
        self.heading.setText(page.title())
        self.setAccessibleName(page.title())
        numbered = self.name in self._steps
        place = self._steps.index(self.name) + 1 if numbered else 0
        text = _("Step {n} of {all}").format(n=place, all=len(self._steps))
        self.step.setText(text if numbered else "Branch Desk")
        verbs = {"device": _("Set up"), "code": _("Finish"), "restore": _("Restore")}
        self.next.set_text(verbs.get(self.name, _("Next")))
