"""What all charts share: focus that moves over their points, the exact figures said, the room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.announce import announce
from desk.ui.statistics.paints import paint_ring
from desk.ui.statistics.picture import Picture, Point
from desk.ui.style import air, colour, font, px

WRAP = int(Qt.TextFlag.TextWordWrap)
_TALL = 10_000
_EDGE = 6
"""Between the frame of the focus and what is painted, in design pixels."""


def text_height(words: str, role: str, width: int) -> int:
    """How tall a text becomes in a width."""
    if not words:
        return 0
    metrics = QFontMetrics(font(role))
    return metrics.boundingRect(QRect(0, 0, max(width, 1), _TALL), WRAP, words).height()


def text_width(words: str, role: str = "small") -> int:
    """How wide a text is on one line; digits as wide as in columns."""
    return QFontMetrics(font(role, tabular=True)).horizontalAdvance(words)


class Chart(QWidget):
    """A painted picture; arrows and the pointer move over its points.

    The line under it is the note on how to read it; while a point is spoken of, its figures.
    """

    def __init__(self) -> None:
        super().__init__()
        self.picture: Picture | None = None
        self.boxes: tuple[QRectF, ...] = ()
        self._at = self._under = -1
        self._feet: dict[int, int] = {}
        self._plots: dict[int, int] = {}
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # what each kind of chart says of itself

    def plot_height(self, width: int) -> int:
        """How tall the painted part is in a width."""
        raise NotImplementedError

    def place(self, area: QRectF) -> tuple[QRectF, ...]:
        """Where each point lies: it is pointed at there, and ringed."""
        raise NotImplementedError

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Paint everything but the foot."""
        raise NotImplementedError

    def step(self, key: int) -> int:
        """How many points on an arrow goes."""
        back = (Qt.Key.Key_Up, Qt.Key.Key_Left)
        return -1 if key in back else 1

    # showing

    def show_picture(self, picture: Picture) -> None:
        """Show other figures."""
        self.picture = picture
        self._at = self._under = -1
        self._feet.clear()
        self._plots.clear()
        self.setAccessibleName(picture.title)
        self.setAccessibleDescription(picture.summary())
        some = Qt.FocusPolicy.StrongFocus if picture.points else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(some)
        self._arrange()
        self.updateGeometry()
        self.update()

    @property
    def points(self) -> tuple[Point, ...]:
        """The points shown."""
        return self.picture.points if self.picture else ()

    def spoken(self) -> Point | None:
        """The point that is spoken of: under the pointer, or reached by keys."""
        place = self._under if self._under >= 0 else self._at
        return self.points[place] if 0 <= place < len(self.points) else None

    def foot(self) -> str:
        """The words under the chart."""
        point = self.spoken()
        if self.picture is None:
            return ""
        return self.picture.say(point) if point else self.picture.note

    def choose(self, place: int) -> None:
        """Speak of a point."""
        if self.picture is None or not self.points:
            return
        self._at = min(max(place, 0), len(self.points) - 1)
        self._under = -1
        self.update()
        announce(self, self.picture.say(self.points[self._at]))

    # room

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Plot, and the longest foot that may come."""
        inner = width - 2 * px(_EDGE)
        if not self.points:
            nothing = self.picture.nothing if self.picture else ""
            return text_height(nothing, "body", inner) + 2 * px(_EDGE)
        foot = self._foot_height(inner)
        gap = air(6) if foot else 0
        return self._plot_height(inner) + gap + foot + 2 * px(_EDGE)

    def sizeHint(self) -> QSize:
        """A width in which it reads well."""
        return QSize(px(320), self.heightForWidth(px(320)))

    def minimumSizeHint(self) -> QSize:
        """Narrower it cannot be read."""
        return QSize(px(200), self.heightForWidth(max(self.width(), px(200))))

    def _foot_height(self, width: int) -> int:
        if self.picture is None:
            return 0
        if width not in self._feet:
            says = [self.picture.note, *map(self.picture.say, self.points)]
            longest = [*sorted(set(says), key=len)[-3:], self.picture.note]
            self._feet[width] = max(text_height(words, "small", width) for words in longest)
        return self._feet[width]

    def _inner(self) -> QRectF:
        edge = px(_EDGE)
        return QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)

    def _plot(self) -> QRectF:
        inner = self._inner()
        return QRectF(inner.topLeft(), QPointF(inner.right(), inner.top() + self._plotted()))

    def _plotted(self) -> int:
        return self._plot_height(self.width() - 2 * px(_EDGE))

    def _plot_height(self, width: int) -> int:
        """Asked for over and over while the page is laid out."""
        if width not in self._plots:
            self._plots[width] = self.plot_height(width)
        return self._plots[width]

    def _arrange(self) -> None:
        self.boxes = self.place(self._plot()) if self.points else ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place."""
        super().resizeEvent(event)
        self._arrange()

    # hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move; Ctrl+C copies the table."""
        key, last = event.key(), len(self.points) - 1
        if event.matches(QKeySequence.StandardKey.Copy) and self.picture is not None:
            QGuiApplication.clipboard().setText(self.picture.lines())
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.choose(self._at + self.step(key))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose(0 if key == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin where one left."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._at = max(self._at, 0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The note again."""
        super().focusOutEvent(event)
        self._at = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Stay with the point pressed."""
        place = self._place_at(event.position())
        if place >= 0:
            self._at = place
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Speak of what is under the pointer."""
        place = self._place_at(event.position())
        if place != self._under:
            self._under = place
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        self._under = -1
        self.update()

    def _place_at(self, spot: QPointF) -> int:
        return next((i for i, box in enumerate(self.boxes) if box.contains(spot)), -1)

    # paint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Plot, ring, foot, and the frame of the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.points:
            self._paint_nothing(painter)
            return
        area = self._plot()
        self.draw(painter, area)
        point = self.spoken()
        if point is not None and self.boxes:
            paint_ring(painter, self.boxes[self.points.index(point)])
        self._paint_foot(painter, area)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(5), px(5))

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.setFont(font("body"))
        painter.setPen(colour("ink3"))
        painter.drawText(self._inner(), WRAP, self.picture.nothing if self.picture else "")

    def _paint_foot(self, painter: QPainter, area: QRectF) -> None:
        box = self._inner()
        box.setTop(area.bottom() + air(6))
        painter.setFont(font("small"))
        painter.setPen(colour("ink3" if self.spoken() is None else "ink"))
        painter.drawText(box, WRAP, self.foot())
