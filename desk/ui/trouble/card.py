"""The card in place of sign-in: what happened, what is safe, and numbered ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import LANGUAGES, _, language
from desk.ui.style import px
from desk.ui.trouble.forms import CodeForm, RestoreForm
from desk.ui.trouble.texts import Trouble, Way, trouble_of, way_advice, way_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import ScrollColumn, Surface, clear, column, row
from desk.ui.widgets.text import Label, line

_WIDTH = 560


class TroubleCard(QWidget):
    """A card in the middle of the window.

    Signals:
        wanted(Way): a way on was chosen; language_chosen(str); go_on: back to the work.
    """

    wanted = Signal(object)
    language_chosen = Signal(str)
    go_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.error = DeskError("ui.unexpected")
        self.helpers: tuple[tuple[str, str], ...] = ()
        self.details = ""
        self.buttons: dict[Way, Button] = {}
        self.title, self.what = Label(role="title", wrap=True), Label(wrap=True)
        self.safe, self.call = Label(tone="ok", wrap=True), Label(role="medium", wrap=True)
        self.state = Label(tone="ink2", wrap=True)
        self.code, self.restore = CodeForm(), RestoreForm()
        self.copy, self.back = Button(kind="link"), Button()
        self.languages = {name: Button(name.upper(), kind="link") for name in LANGUAGES}
        self._ways = QWidget()
        self._ways_column = column(self._ways, gap=10)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        card = Surface("panel")
        card.setFixedWidth(px(_WIDTH))
        inside = column(card, gap=12, margins=(32, 28, 32, 20))
        texts = (self.title, self.what, self.safe, self.state)
        for widget in (*texts, self._ways, self.code, self.restore, line(), self.call):
            inside.addWidget(widget)
        foot = row(gap=8)
        foot.addWidget(self.copy)
        foot.addWidget(self.back)
        foot.addStretch(1)
        for name, button in self.languages.items():
            button.setProperty("language", name)
            button.clicked.connect(self._language)
            foot.addWidget(button)
        inside.addLayout(foot)
        scroll = ScrollColumn(margins=(24, 24, 24, 24))
        middle = row()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        scroll.column.addStretch(2)
        scroll.column.addLayout(middle)
        scroll.column.addStretch(3)
        column(self).addWidget(scroll)
        for form in (self.code, self.restore):
            form.left.connect(self.show_ways)
            form.hide()
        self.back.hide()
        self.state.hide()
        self.back.clicked.connect(self.go_on)
        self.copy.clicked.connect(self._copy_details)

    def show_trouble(
        self,
        error: DeskError,
        helpers: tuple[tuple[str, str], ...],
        details: str,
        *,
        at_work: bool = False,
    ) -> None:
        """Say what happened.

        Args:
            helpers: whom to call; details: for IT.
            at_work: it was found while the window was in use, which goes on when wanted.
        """
        self.error, self.helpers, self.details = error, helpers, details
        self.back.setVisible(at_work)
        self.retranslate()
        self.show_ways()

    def show_ways(self) -> None:
        """The numbered ways, the first of them in focus."""
        self._show(self._ways)
        self.say("")
        self._fill()
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            first.setFocus()

    def show_code(self) -> None:
        """Ask for the recovery code."""
        self._show(self.code)
        self.say("")
        self.code.code.setFocus()

    def show_restore(self) -> None:
        """Ask for copy and right."""
        self._show(self.restore)
        self.say("")
        self.restore.login.setFocus()

    def say(self, text: str, tone: str = "ink2") -> None:
        """What is being done, or why it did not work."""
        self.state.setText(text)
        self.state.setAccessibleName(text)
        self.state.set_tone(tone)
        self.state.setVisible(bool(text))

    def set_busy(self, busy: bool) -> None:
        """While something is done nothing else is begun."""
        for widget in (self._ways, self.code, self.restore, self.back):
            widget.setEnabled(not busy)

    def is_at_ways(self) -> bool:
        """Whether nothing but the ways is shown, and none is being gone."""
        return not self._ways.isHidden() and self._ways.isEnabled()

    def forget(self) -> None:
        """No secret stays on the screen."""
        self.code.code.clear()
        self.restore.forget()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        trouble = trouble_of(self.error.code)
        self.title.setText(_(trouble.title))
        self.what.setText(self._what(trouble))
        self.safe.setText(_(trouble.safe))
        self.call.setText(self._call())
        self.copy.set_text(_("Copy details for IT"))
        self.back.set_text(_("Go on working"))
        self.code.retranslate()
        self.restore.retranslate()
        for name, button in self.languages.items():
            button.set_kind("link" if name == language() else "faint")
        if not self._ways.isHidden():
            self._fill()

    def _what(self, trouble: Trouble) -> str:
        """A kind of its own says enough; else the error's own sentence is added."""
        known = trouble is not trouble_of("")
        return _(trouble.what) if known else f"{_(trouble.what)} {error_text(self.error)}"

    def _call(self) -> str:
        if not self.helpers:
            return _("Call IT, and say: {code}").format(code=self.error.code)
        numbers = ", ".join(f"{name} {value}" for name, value in self.helpers)
        return _("Call {numbers}, and say: {code}").format(numbers=numbers, code=self.error.code)

    def _fill(self) -> None:
        clear(self._ways_column)
        self.buttons = {}
        for number, way in enumerate(trouble_of(self.error.code).ways, start=1):
            kind = "primary" if number == 1 else "normal"
            button = Button(f"{number}. {way_text(way)}", kind=kind, big=True)
            button.setProperty("way", way.value)
            button.clicked.connect(self._choose)
            advice = Label(way_advice(way), role="small", tone="ink2", wrap=True)
            self._ways_column.addWidget(button)
            self._ways_column.addWidget(advice)
            self.buttons[way] = button

    def _show(self, page: QWidget) -> None:
        for other in (self._ways, self.code, self.restore):
            other.setVisible(other is page)

    def _choose(self) -> None:
        self.wanted.emit(Way(str(self.sender().property("way"))))

    def _copy_details(self) -> None:
        QApplication.clipboard().setText(self.details)
        self.say(_("Copied. It holds no names and nothing that was typed."), "ok")
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _language(self) -> None:
        self.language_chosen.emit(str(self.sender().property("language")))
