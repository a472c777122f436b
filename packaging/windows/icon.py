"""The program's picture as Windows wants it: icon.py OUT.ico"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_PICTURE = Path(__file__).resolve().parents[2] / "resources/icons/branch-desk.svg"
_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
_WHOLE_BYTE = 256


def drawn(size: int) -> bytes:
    """The picture as PNG."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(_PICTURE)).render(painter)
    painter.end()
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return kept.data()


def icon(sizes: tuple[int, ...]) -> bytes:
    """An .ico file: a head, a line for each size, the pictures."""
    pictures = [drawn(size) for size in sizes]
    head = struct.pack("<HHH", 0, 1, len(sizes))
    begins, lines = len(head) + 16 * len(sizes), b""
    for size, picture in zip(sizes, pictures, strict=True):
        side = size % _WHOLE_BYTE
        lines += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), begins)
        begins += len(picture)
    return head + lines + b"".join(pictures)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(icon(_SIZES))
