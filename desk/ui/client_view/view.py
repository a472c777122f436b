"""Show to the client: prepared sentences and typed words, huge; the client can type back.

Nothing of it is stored, logged or put on the clipboard, and leaving forgets it: the page is thrown
away with its words.
"""

from __future__ import annotations

from textwrap import shorten

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.i18n import _, language, marked
from desk.services.content.schema_client import ClientPhrase
from desk.services.show_client import MINUTES
from desk.ui.client_view.answer import Answer
from desk.ui.client_view.big_text import BigText
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label

HELPERS = {"": "LV", "en": "EN", "ru": "RU", "uk": "UK"}
"""Languages beside the Latvian, by the mark that the pack has them under."""
_CHIP = 26
"""Signs of a sentence that its button shows; the sentence itself stands above."""
_BESIDE = {
    "": marked("Latvian only"),
    "en": marked("Latvian and English"),
    "ru": marked("Latvian and Russian"),
    "uk": marked("Latvian and Ukrainian"),
}
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_MINUTES = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_ANSWER = "0"


class ClientView(QWidget):
    """The page.

    Signals:
        left: Esc, or the key that opened it.

    Args:
        phrases: what can be shown; the first one is shown at once.
        helper: the language beside the Latvian, "" for none.
    """

    left = Signal()

    def __init__(self, phrases: tuple[ClientPhrase, ...], helper: str = "en") -> None:
        super().__init__()
        self._phrases, self._helper = phrases, helper
        self._place, self._minutes = 0, 0
        self.sentence = BigText(largest=120)
        self.translated = BigText(largest=72, tone="accent")
        self.typed = LineField()
        self.answer = Answer()
        self.choices = [self._choice(place) for place in range(len(phrases))]
        self.languages = {mark: Button(text, kind="faint") for mark, text in HELPERS.items()}
        self.reply, self.back = Button(key=_ANSWER), Button(kind="primary", key="Esc")
        self.mark = Label(role="small", tone="dim")
        self._chips = QWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._connect()
        self._relabel()

    def _choice(self, place: int) -> Button:
        button = Button(kind="quiet", key=str(place + 1))
        button.setProperty("place", place)
        button.clicked.connect(self._chosen)
        return button

    def _build(self) -> None:
        around: QVBoxLayout = column(self)
        page = Surface("plain")
        words = column(page, gap=8, margins=(32, 24, 32, 8))
        words.addWidget(self.sentence, 3)
        words.addWidget(self.translated, 2)
        words.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignRight)
        around.addWidget(page, 1)
        around.addWidget(self.answer, 2)
        foot = Surface("footer")
        lines = column(foot, gap=6, margins=(12, 8, 12, 8))
        flow = Flow(self._chips, gap=4)
        for button in self.choices:
            flow.addWidget(button)
        lines.addWidget(self._chips)
        line = row(gap=8)
        line.addWidget(self.typed, 1)
        for button in self.languages.values():
            line.addWidget(button)
        line.addWidget(self.reply)
        line.addWidget(self.back)
        lines.addLayout(line)
        around.addWidget(foot)
        self.answer.hide()

    def _connect(self) -> None:
        self.typed.textChanged.connect(self._say)
        self.reply.clicked.connect(self.toggle_answer)
        self.answer.left.connect(self.toggle_answer)
        self.back.clicked.connect(self.left)
        for mark, button in self.languages.items():
            button.setProperty("mark", mark)
            button.set_text(button.text(), _(_BESIDE[mark]))
            button.clicked.connect(self._beside)
        self.typed.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.typed.describe(_("Words to show to the client"), _("or type what to show"))
        self.reply.set_text(_("The client writes"))
        self.back.set_text(_("Back"))
        self.setAccessibleName(_("Shown to the client"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, arrows step, letters begin to be typed, Esc goes back."""
        key, text = Qt.Key(event.key()), event.text()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in _STEPS and self._phrases:
            self.show_phrase((self._place + _STEPS[key]) % len(self._phrases))
        elif key in _MINUTES:
            self._minutes = max(0, min(self._minutes + _MINUTES[key], len(MINUTES) - 1))
            self._relabel()
        elif text == _ANSWER and not held:
            self.toggle_answer()
        elif text.isdigit() and not held:
            self.show_phrase(int(text) - 1)
        elif text.isalpha() and not held & Qt.KeyboardModifier.ControlModifier:
            self.typed.setFocus()
            self.typed.insert(text)
        else:
            event.ignore()

    def show_phrase(self, place: int) -> None:
        """Show a prepared sentence instead of what was typed."""
        if 0 <= place < len(self._phrases):
            self._place = place
            self.typed.clear()
            self._say()

    def toggle_answer(self) -> None:
        """Let the client type, or show again what the clerk says; the answer stays readable."""
        writing = not self.answer.isVisibleTo(self)
        self.answer.setVisible(writing)
        self._chips.setVisible(not writing)
        if writing:
            self.answer.begin(self._helper)
        else:
            self.setFocus()
        self._say()

    def _escape(self) -> None:
        if self.typed.hasFocus() or self.answer.isVisibleTo(self):
            if self.answer.isVisibleTo(self):
                self.toggle_answer()
            self.setFocus()
        else:
            self.left.emit()

    def _say(self) -> None:
        typed = self.typed.text().strip()
        phrase = self._phrases[self._place] if self._phrases else None
        helper = getattr(phrase.say, self._helper) if phrase and self._helper else ""
        self.sentence.set_text(typed or (self._filled(phrase.say.lv) if phrase else ""))
        self.translated.set_text("" if typed else self._filled(helper))
        self.translated.setVisible(bool(self.translated.text()))
        self.mark.setText(_UNOFFICIAL.get(self._helper, ""))
        self.mark.setVisible(self.translated.isVisibleTo(self))
        for place, button in enumerate(self.choices):
            button.set_kind("primary" if place == self._place and not typed else "quiet")
        for mark, button in self.languages.items():
            button.set_kind("link" if mark == self._helper else "faint")

    def _filled(self, text: str) -> str:
        return text.replace("{minutes}", str(MINUTES[self._minutes]))

    def _label(self, place: int) -> str:
        """A sentence in the clerk's own language."""
        say = self._phrases[place].say
        return self._filled(getattr(say, language(), "") or say.lv)

    def _relabel(self) -> None:
        for place, button in enumerate(self.choices):
            text = self._label(place)
            button.set_text(shorten(text, _CHIP, placeholder="…"), text)
            button.setToolTip(text)
        self._say()

    def _chosen(self) -> None:
        self.show_phrase(int(self.sender().property("place")))
        self.setFocus()

    def _beside(self) -> None:
        self._helper = str(self.sender().property("mark"))
        self._say()
        self.setFocus()


_UNOFFICIAL = {
    "en": "unofficial translation",
    "ru": "неофициальный перевод",
    "uk": "неофіційний переклад",
}
"""Said to the client, in the client's language (LA-01)."""
