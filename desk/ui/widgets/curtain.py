"""A layer over the window comes and goes band by band: no turn of the loop paints everything."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

from desk.ui.turns import PAINTED_MS, Steps, Turns

_BANDS = 3
"""The window's panes stand beside each other; about one of them lies in each band."""


class Curtain:
    """Draws and lifts a layer.

    What lies beneath has to be painted with it, as it shines through: with everything at once
    a key pressed meanwhile would wait.
    """

    def __init__(self, layer: QWidget) -> None:
        self._layer = layer
        self._turns = Turns(layer, pause=PAINTED_MS)
        self._open, self._whole = 0, QRect()

    def draw(self, whole: QRect) -> None:
        """The layer comes; the caller then gives it this place and shows it.

        Not the other way round: whatever a mask lets through of a layer that has its place
        already is painted once without the layer.
        """
        self._whole = whole
        self._over_mouse(lifting=False)
        self._turns.run(self._drawing())

    def lift(self) -> None:
        """The layer goes, and is hidden in the end; what lies in it may be hidden already."""
        if self._layer.isVisible():
            self._over_mouse(lifting=True)
            self._turns.run(self._lifting())
        else:
            self.drop()

    def drop(self) -> None:
        """It is gone at once."""
        self._turns.stop()
        self._open = 0
        self._layer.hide()
        self._layer.clearMask()
        self._layer.setUpdatesEnabled(True)

    def refit(self) -> None:
        """The window has another size."""
        self._whole = self._layer.rect()
        if self._open:
            self._layer.setMask(_left(self._whole, self._open))

    def _drawing(self) -> Steps:
        for self._open in range(1, _BANDS + 1):
            self._layer.setMask(_left(self._whole, self._open))
            yield
            yield  # painted
        self._open = 0
        self._layer.clearMask()

    def _lifting(self) -> Steps:
        self._open = 0
        whole = self._layer.rect()
        for band in range(1, _BANDS):
            self._layer.setMask(QRegion(whole) - _left(whole, band))
            yield
            yield  # painted
        self.drop()

    def _over_mouse(self, *, lifting: bool) -> None:
        self._layer.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, lifting)


def _left(whole: QRect, bands: int) -> QRegion:
    """So many of the bands, from the left."""
    return QRegion(0, 0, whole.width() * bands // _BANDS, whole.height())
