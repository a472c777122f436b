"""QR codes that say in which encoding their letters are, so that Latvian ones are read right."""

from __future__ import annotations

from typing import Any

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.barcode.qrencoder import QR8bitByte
from reportlab.graphics.shapes import Drawing

_BORDER = 4
_ECI, _ECI_BITS = 0b0111, 4
_UTF_8, _UTF_8_BITS = 26, 8


class _Utf8(QR8bitByte):  # type: ignore[misc] # reportlab has no types
    """Bytes with the designator of UTF-8 before them; readers guess wrong without it."""

    @property
    def bitlength(self) -> int:
        return int(super().bitlength) + _ECI_BITS + _UTF_8_BITS

    def write_header(self, buffer: Any, version: int) -> None:
        buffer.put(_ECI, _ECI_BITS)
        buffer.put(_UTF_8, _UTF_8_BITS)
        super().write_header(buffer, version)


def qr_code(text: str, side: float) -> Drawing:
    """A QR code with its quiet margin, error correction level M; `side` in points."""
    drawing = Drawing(side, side)
    widget = QrCodeWidget(
        [_Utf8(text)], barLevel="M", barWidth=side, barHeight=side, barBorder=_BORDER
    )
    drawing.add(widget)
    return drawing
