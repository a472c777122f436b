"""The strip itself: a frameless window over all others that runs the whole counter cycle.

It does nothing of its own: the board comes from the window's feed, what is asked goes to the same
controller and forms.  What does not fit into it is done in the window (`desk.ui.strip.folding`).
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QRegion, QResizeEvent, QScreen
from PySide6.QtWidgets import QBoxLayout, QWidget

from desk.domain.board import Board
from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.services.device_settings import StripPlace
from desk.ui.context import Context
from desk.ui.feed import BoardFeed
from desk.ui.strip.bar import StripBar
from desk.ui.strip.drop import WIDTH, Drop
from desk.ui.strip.placing import HEIGHT, dropped_at, screen_of, strip_rect
from desk.ui.style import px
from desk.ui.tab_order import tab
from desk.ui.today.controller import TodayController
from desk.ui.today.forms import Forms
from desk.ui.widgets.layout import column

_WITH_FORM = frozenset({"finish", "park", "transfer", "undo"})
_AT_ONCE = frozenset({"call_next", "start", "recall", "no_show"})
_FLAGS = (
    Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
)


class Strip(QWidget):
    """The window while it is folded.

    Signals:
        asked(str): a button was pressed; left: the system closed it.
        moved(StripPlace): it was dragged to another place.
    """

    asked = Signal(str)
    left = Signal()
    moved = Signal(object)

    def __init__(self, context: Context, feed: BoardFeed, place: StripPlace) -> None:
        super().__init__(None, _FLAGS)
        self.setObjectName("strip")
        self.place = place
        self._feed = feed
        self.bar, self.drop = StripBar(context), Drop()
        self.controller = TodayController(context, self)
        self.forms = Forms(context, self.drop, self.controller)
        self._context, self._phase = context, ""
        self._widest = 0
        self._layout: QBoxLayout = column(self)
        self._layout.addWidget(self.bar)
        self._layout.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignLeft)
        self.drop.hide()
        self._connect()
        self.retranslate()
        if feed.board is not None:
            self._show(feed.board)

    def _connect(self) -> None:
        self._feed.changed.connect(self._show)
        self._feed.ticked.connect(self.bar.tick)
        self.bar.asked.connect(self.asked)
        self.bar.handle.dropped.connect(self._dropped)
        self.drop.changed.connect(self.lay)
        self.controller.done.connect(self.drop.close_panel)
        self.controller.refused.connect(self._refused)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        for change in (application.screenAdded, application.screenRemoved):
            change.connect(self.lay)
        for screen in application.screens():
            self._watch(screen)
        application.screenAdded.connect(self._watch)

    def _watch(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self.lay)

    def does(self, action: str) -> bool:
        """Whether an action of the key table is one that the strip does itself."""
        return action in _WITH_FORM | _AT_ONCE

    def act(self, action: str) -> None:
        """Do an action; the key that opened a form confirms it."""
        panel = self.drop.panel
        if panel is not None and panel.action == action:
            panel.confirm()
        elif action in _WITH_FORM:
            self.forms.ask(action, self._feed.board)
        else:
            getattr(self.controller, action)()

    def say(self, text: str, tone: str) -> None:
        """One line in the strip."""
        self.bar.say(text, tone)

    def use_place(self, place: StripPlace) -> None:
        """Lie somewhere else."""
        self.place = place
        self.lay()

    def lay(self) -> None:
        """Take the place on the screen: the line, and the form that hangs from it."""
        area = screen_of(self.place).availableGeometry()
        self._widest = max(self._widest, self.bar.least())
        rect = strip_rect(area, self.place, self._widest, px(HEIGHT))
        self.drop.setFixedWidth(min(px(WIDTH), rect.width()))
        form = self._form_height(area.height() - rect.height())
        below = self.place.edge != "bottom"
        ways = QBoxLayout.Direction
        self._layout.setDirection(ways.TopToBottom if below else ways.BottomToTop)
        self.drop.setVisible(bool(form))
        self.drop.setFixedHeight(form)
        whole = rect.adjusted(0, 0 if below else -form, 0, form if below else 0)
        self.setFixedSize(whole.size())
        self.setGeometry(whole)
        self._cut()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.setWindowTitle("Branch Desk")
        self.setAccessibleName(_("Strip of the counter"))
        self.drop.close_panel()
        self.bar.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the other program what lies beside a form."""
        super().resizeEvent(event)
        self._cut()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes in the order one reads."""
        return tab(self, forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the strip closes the program, as closing the window does."""
        event.accept()
        self.left.emit()

    def _form_height(self, room: int) -> int:
        panel = self.drop.panel
        if panel is None:
            return 0
        layout, width = panel.layout(), self.drop.width()
        high = layout.heightForWidth(width) if layout and layout.hasHeightForWidth() else -1
        return min(max(high, panel.sizeHint().height()), room)

    def _cut(self) -> None:
        bar = self.bar.geometry()
        if not self.drop.isVisibleTo(self):
            self.clearMask()
            return
        line = QRect(0, bar.top(), self.width(), bar.height())
        self.setMask(QRegion(line).united(QRegion(self.drop.geometry())))

    def _show(self, board: Board) -> None:
        self.bar.show_board(board)
        if self.bar.phase != self._phase:
            self._phase = self.bar.phase
            self.drop.close_panel()
            self.lay()
            self.bar.first_button().setFocus()

    def _dropped(self) -> None:
        screens = [(s.name(), s.availableGeometry()) for s in QGuiApplication.screens()]
        bar = QRect(self.bar.mapToGlobal(self.bar.rect().topLeft()), self.bar.size())
        self.use_place(dropped_at(self.place, bar, screens))
        self.moved.emit(self.place)

    def _refused(self, error: DeskError) -> None:
        if self.drop.panel is not None:
            self.drop.panel.need(error_text(error))
            self.lay()
        else:
            self._context.fail(error)
