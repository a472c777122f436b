"""The large light word across every page that is laid out in the practice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import atan2, degrees, hypot
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from desk.domain.practice_word import practice_word
from desk.i18n import language

INK = HexColor("#e6d3ef")
"""So light that everything printed over it is read without effort."""
_PART = 0.8
"""Of the diagonal that the word fills."""

_on: ContextVar[bool] = ContextVar("_on", default=False)


@contextmanager
def practising(on: bool) -> Iterator[None]:
    """Mark the papers that are laid out meanwhile, in this thread alone."""
    token = _on.set(on)
    try:
        yield
    finally:
        _on.reset(token)


def mark(canvas: Any, document: Any) -> None:
    """Before a page is filled: the word from corner to corner, under everything else."""
    if not _on.get():
        return
    from desk.reports.layout import FONT_BOLD, register_fonts

    register_fonts()
    width, height = document.pagesize
    word = practice_word(language())
    size = _PART * hypot(width, height) / stringWidth(word, FONT_BOLD, 1)
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(degrees(atan2(height, width)))
    canvas.setFillColor(INK)
    canvas.setFont(FONT_BOLD, size)
    canvas.drawCentredString(0, -size * 0.36, word)
    canvas.restoreState()
