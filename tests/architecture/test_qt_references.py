"""A guard against Qt bindings that lose references.

PySide6 6.12.0 dropped a reference to None at every call that returns nothing, on Python 3.11: the
window died after some ten thousand calls, in the middle of a day.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPainter


def test_calls_that_return_nothing_keep_their_references() -> None:
    picture = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    thing = QObject()
    before = sys.getrefcount(None)
    for _turn in range(500):
        painter.save()
        painter.restore()
        thing.parent()
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < 100
