"""Pages of a PDF as images; PDFium is asked on one thread only."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QImage

_POINTS_PER_INCH = 72


def render(pdf: bytes, dpi: float) -> tuple[QImage, ...]:
    """An image of every page; call it off the window's thread.

    Args:
        dpi: pixels per inch of paper.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_image(page, dpi) for page in document)
    finally:
        document.close()


def _image(page: Any, dpi: float) -> QImage:
    bitmap = page.render(scale=dpi / _POINTS_PER_INCH, rev_byteorder=True)
    padded, packed = QImage.Format.Format_RGBX8888, QImage.Format.Format_RGB888
    form = packed if bitmap.n_channels == 3 else padded
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form).copy()
    bitmap.close()
    return image
