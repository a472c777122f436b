"""Dialogs lie over the window, not beside it: Esc closes, Tab stays inside, focus comes back."""

from __future__ import annotations

from collections.abc import Callable, Generator

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from desk.ui.style import colour, px
from desk.ui.tab_order import tab, takes_tab
from desk.ui.turns import PAINTED_MS, LatePaint, Steps, Turns
from desk.ui.widgets.button import Button
from desk.ui.widgets.curtain import Curtain
from desk.ui.widgets.held_keys import HeldKeys
from desk.ui.widgets.layout import ScrollColumn, Surface, column, row
from desk.ui.widgets.text import Label

_FOOT = 46
"""Left free at the foot of the window, where messages appear."""
_AT_ONCE = 40
"""So many controls get their look in one turn of the loop."""
_WIDTHS = {"narrow": 440, "normal": 600, "wide": 900, "full": 4000}


class Dialog(Surface):
    """A question or a form over the window.

    Fill `body` (it scrolls when it must) and `buttons`; call `finish(result)` to close.

    Signals:
        closed(object): the result given to `finish`, None when it was left with Esc.

    Args:
        size: "narrow", "normal", "wide" or "full".
        allowed: ids of the window's actions (desk.ui.keys) that still work while it is open.
        parent: the overlay, for a form with so much on it that moving it there takes long.
    """

    closed = Signal(object)

    def __init__(
        self,
        title: str,
        *,
        size: str = "normal",
        allowed: frozenset[str] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("dialog", parent)
        self.size_name, self.allowed = size, allowed
        self._rest: Steps | None = None
        outer = column(self, margins=(1, 1, 1, 1))
        head = row(margins=(24, 18, 16, 12))
        self.title = Label(title, role="heading", wrap=True)
        self.shut = Button("Esc", kind="quiet", name=title)
        head.addWidget(self.title, 1)
        head.addWidget(self.shut)
        outer.addLayout(head)
        self._scroll = ScrollColumn(gap=10, margins=(24, 4, 24, 16))
        self._scroll.inner.setBackgroundRole(QPalette.ColorRole.Base)
        self._scroll.inner.setAutoFillBackground(True)  # nothing beneath is painted for it
        self.body = self._scroll.column
        outer.addWidget(self._scroll, 1)
        bar = Surface("bar")
        self.buttons: QHBoxLayout = row(bar, gap=8, margins=(24, 12, 24, 12))
        self.buttons.addStretch(1)
        outer.addWidget(bar)
        self.setAccessibleName(title)
        self.shut.clicked.connect(self.leave)

    def preparing(self) -> Steps:
        """What is still to be made of it, in steps, before it is shown."""
        yield from ()

    def prepare(self) -> Steps:
        """Make the rest of it; once, whoever asks for it first."""
        if self._rest is None:
            self._rest = self.preparing()
        yield from self._rest

    def start_focus(self) -> QWidget | None:
        """The control that has the focus first; None = the first one."""
        return None

    def first_control(self) -> QWidget:
        """The first control of the body that takes the focus, else the button that closes."""
        for widget in self._scroll.inner.findChildren(QWidget):
            if takes_tab(widget) and widget.isVisibleTo(self):
                return widget
        return self.shut

    def may_leave(self) -> bool:
        """Whether Esc may close it now (a form keeps its draft first)."""
        return True

    def leave(self) -> None:
        """Close without a result."""
        if self.may_leave():
            self.finish(None)

    def finish(self, result: object) -> None:
        """Close with a result."""
        self.closed.emit(result)

    def wanted_height(self) -> int:
        """Height that shows everything."""
        inner = self._scroll.inner
        width = self.width() - px(4)
        body = inner.heightForWidth(width) if inner.hasHeightForWidth() else -1
        body = body if body > 0 else inner.sizeHint().height()
        return self.sizeHint().height() - self._scroll.sizeHint().height() + body + px(4)


Making = Generator[None, None, Dialog]
"""What makes a dialog in steps."""


class Overlay(QWidget):
    """The layer of dialogs over a window; several lie on each other, the top one is in use.

    Signals:
        changed: a dialog was opened or closed.
    """

    changed = Signal()

    def __init__(self, host: QWidget) -> None:
        # A sub-window keeps Tab inside itself.
        super().__init__(host, Qt.WindowType.SubWindow)
        self._host = host
        self._stack: list[tuple[Dialog, QWidget | None]] = []
        self._turns, self._making = Turns(self, pause=PAINTED_MS), False
        self._expected: type[Dialog] | None = None
        self._before: QWidget | None = None
        self._keys = HeldKeys()
        self._paint = LatePaint(self)
        self._curtain = Curtain(self)
        host.installEventFilter(self)
        self.setAutoFillBackground(False)
        self.hide()

    def top(self) -> Dialog | None:
        """The dialog in use, if any."""
        return self._stack[-1][0] if self._stack else None

    def holds(self, kind: type[Dialog]) -> bool:
        """Whether a dialog of a kind is open, on top or under another, or just being made."""
        coming = self._making and self._expected is not None and issubclass(self._expected, kind)
        return coming or any(isinstance(dialog, kind) for dialog, _before in self._stack)

    def expect(self, kind: type[Dialog]) -> None:
        """A dialog will come: what is typed from now on is meant for it."""
        if self._expected is None:
            self._before = self._focus()
        self._expected = kind
        if not self._stack:
            self._curtain.drop()
            self.setGeometry(0, 0, 1, 1)  # it takes the keys; there is nothing to be seen yet
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def making(self) -> bool:
        """Whether a dialog is just being made."""
        return self._making

    def at_rest(self) -> bool:
        """Whether everything that was asked for is made and painted, or gone."""
        return not self.coming() and self.updatesEnabled() and self.mask().isEmpty()

    def coming(self) -> bool:
        """Whether a dialog is expected that is not yet open."""
        return self._expected is not None

    def call_off(self) -> None:
        """What was expected does not come; what was typed goes where it would have gone."""
        if self._expected is None:
            return
        before, self._expected, self._before = self._before, None, None
        if not self._stack:
            self._curtain.drop()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._keys.give(self._host.window())

    def bring(
        self,
        make: Callable[[], Dialog | Making],
        *,
        kind: type[Dialog] | None = None,
        closed: Callable[[object], None] | None = None,
    ) -> None:
        """Make the expected dialog over some turns of the loop and open it in the last.

        Args:
            make: gives the dialog, at once or in steps.
            kind: of the dialog, where it was not yet said that it is expected.
            closed: is given the result when the dialog is gone.
        """
        if kind is not None:
            self.expect(kind)
        self._turns.run(self._bringing(make, closed))

    def _bringing(
        self, make: Callable[[], Dialog | Making], closed: Callable[[object], None] | None
    ) -> Steps:
        self._making, dialog = True, None
        try:
            yield
            made = make()
            dialog = made if isinstance(made, Dialog) else (yield from made)
            yield
            yield from dialog.prepare()
            yield from _dressing(dialog, self)
            yield from self._laying_out(dialog)
            self.open(dialog)
            if closed is not None:
                dialog.closed.connect(closed)
        except GeneratorExit:
            if dialog is not None and isValid(dialog):
                dialog.deleteLater()
            raise
        except Exception:
            self.call_off()
            raise
        finally:
            self._making = False

    def _laying_out(self, dialog: Dialog) -> Steps:
        """Place what is in a dialog at the size that it will have, before it is shown."""
        self._span(dialog)
        for widget in (dialog, *dialog.findChildren(QWidget)):
            layout = widget.layout()
            if layout is not None:
                layout.activate()
        yield

    def open(self, dialog: Dialog) -> None:
        """Lay a dialog over the window and give it the focus."""
        for _step in dialog.prepare():
            pass
        before = self._focus()
        below = self.top()
        if below is None and self._expected is None:
            self._curtain.drop()  # what goes has gone
        if below is not None:
            below.setEnabled(False)
        self._stack.append((dialog, before))
        if dialog.parent() is not self:
            dialog.setParent(self)
        dialog.closed.connect(self._close_top)
        self._paint.wait()
        if below is None:
            self._curtain.draw(self._host.rect())
        self.setGeometry(self._host.rect())
        self._span(dialog)
        self.show()
        self.raise_()
        dialog.show()
        self._place()
        (dialog.start_focus() or dialog.first_control()).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
        if self._expected is not None and isinstance(dialog, self._expected):
            self._expected = self._before = None
            self._keys.give(self._host.window())

    def fit(self) -> None:
        """A dialog's content came later: let it take the height that it needs."""
        self._place()

    def close_all(self) -> None:
        """Leave every dialog, also one that is just being made (sign-out)."""
        self._turns.stop()
        self._keys.drop()
        self.call_off()
        while self._stack:
            self._close_top(None)
        self._curtain.drop()

    def take_all(self) -> tuple[Dialog, ...]:
        """Take every dialog off as it is, lowest first, for somebody who will go on with it."""
        self._turns.finish()
        self._keys.drop()
        self.call_off()
        taken = tuple(dialog for dialog, _before in self._stack)
        self._stack.clear()
        for dialog in taken:
            dialog.closed.disconnect(self._close_top)
            dialog.hide()
            dialog.setEnabled(True)
        self._curtain.drop()
        self.changed.emit()
        return taken

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside the top dialog, and goes in the order one reads."""
        if self._is_waiting():
            return False  # it is held as any other key
        return tab(self.top() or self, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the top dialog; nothing falls through to the window."""
        top = self.top()
        if self._is_waiting():
            self._keys.hold(event)
        elif event.key() == Qt.Key.Key_Escape and top is not None:
            top.leave()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim the window beneath."""
        painter = QPainter(self)
        shade = colour("ink")
        painter.setOpacity(0.36)
        painter.fillRect(self.rect(), shade)

    def mousePressEvent(self, event: object) -> None:
        """A click beside the dialog does nothing, so that nothing typed is lost."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and watched is self._host and self._stack:
            self.setGeometry(self._host.rect())
            self._place()
        return False

    def _is_waiting(self) -> bool:
        return self._expected is not None and self.hasFocus()

    def _focus(self) -> QWidget | None:
        """What has the focus, or had it before a dialog was expected."""
        focus = self._host.window().focusWidget()
        return self._before if focus is self else focus

    def _place(self) -> None:
        for dialog, _ in self._stack:
            self._span(dialog)
            if dialog.size_name == "full":
                height = dialog.height()
            else:
                height = min(dialog.wanted_height(), self._tallest())
            left = (self.width() - dialog.width()) // 2
            top = min((self.height() - height) // 2, self.height() - px(_FOOT) - height)
            dialog.setGeometry(left, top, dialog.width(), height)
        self._curtain.refit()

    def _span(self, dialog: Dialog) -> None:
        """As wide as it will be, before its height is measured; a full one is measured by this."""
        width = min(px(_WIDTHS[dialog.size_name]), self._host.width() - px(48))
        full = dialog.size_name == "full"
        dialog.resize(width, self._tallest() if full else dialog.height())

    def _tallest(self) -> int:
        return self._host.height() - px(24) - px(_FOOT)

    def _close_top(self, _result: object) -> None:
        if not self._stack:
            return
        dialog, before = self._stack.pop()
        if (below := self.top()) is not None:
            below.setEnabled(True)
        else:
            self._paint.stop()
            self.setUpdatesEnabled(False)  # its picture stays till the band beneath is painted
            self._curtain.lift()
        dialog.hide()
        dialog.deleteLater()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


def _dressing(dialog: Dialog, place: QWidget) -> Steps:
    """Give a dialog and all that is in it their look, which is most of showing it."""
    if dialog.parent() is not place:
        dialog.setParent(place)
    for number, widget in enumerate(dialog.findChildren(QWidget)):
        if number % _AT_ONCE == _AT_ONCE - 1:
            yield
        widget.ensurePolished()
    yield
