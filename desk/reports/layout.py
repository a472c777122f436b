"""The common look of our papers: A4, one font with Latvian and Cyrillic, header and footer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from desk.formats import datetime_text
from desk.i18n import _
from desk.reports.drawable import drawable
from desk.reports.practice_mark import mark
from desk.resources import resources_dir

INK = HexColor("#16202c")
INK_SOFT = HexColor("#4c5a6b")
LINE = HexColor("#c9d0d8")
SHADE = HexColor("#f0f3f6")
ACCENT = HexColor("#1d4f91")
MARGIN = 15 * mm

FONT = "Inter"
FONT_BOLD = "Inter-SemiBold"


def register_fonts() -> None:
    """Make our fonts known to reportlab; its own lack Latvian letters."""
    if FONT in pdfmetrics.getRegisteredFontNames():
        return
    folder = resources_dir() / "fonts"
    pdfmetrics.registerFont(TTFont(FONT, str(folder / "Inter-Regular.ttf")))
    pdfmetrics.registerFont(TTFont(FONT_BOLD, str(folder / "Inter-SemiBold.ttf")))
    pdfmetrics.registerFontFamily(
        FONT, normal=FONT, bold=FONT_BOLD, italic=FONT, boldItalic=FONT_BOLD
    )


def style(name: str, size: float, **more: Any) -> ParagraphStyle:
    """A paragraph style on our scale; leading is 1.35 of the size."""
    settings = {"fontName": FONT, "fontSize": size, "leading": size * 1.35, "textColor": INK}
    return ParagraphStyle(name, **(settings | more))


TITLE = style("title", 17, fontName=FONT_BOLD, spaceAfter=2)
SUBTITLE = style("subtitle", 10.5, textColor=INK_SOFT, spaceAfter=8)
HEADING = style("heading", 10.5, fontName=FONT_BOLD, spaceBefore=10, spaceAfter=4)
BODY = style("body", 9.5)
SMALL = style("small", 8, textColor=INK_SOFT)
CELL = style("cell", 8.5)
CELL_BOLD = style("cell-bold", 8.5, fontName=FONT_BOLD)
HEAD = style("head", 7.5, textColor=INK_SOFT)


def text(value: str, look: ParagraphStyle = BODY) -> Paragraph:
    """A paragraph of plain text: what a person typed never becomes markup; line breaks stay."""
    return Paragraph(escape(drawn(value)).replace("\n", "<br/>"), look)


def drawn(value: str) -> str:
    """The words as our font can show them."""
    register_fonts()
    return drawable(value, pdfmetrics.getFont(FONT).face.charToGlyph)


class _NumberedCanvas(Canvas):  # type: ignore[misc] # reportlab has no types
    """A canvas that knows the number of pages when it writes the footer."""

    def __init__(self, *args: Any, footer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._footer = footer
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self.setFont(FONT, 7.5)
            self.setFillColor(INK_SOFT)
            self.drawString(MARGIN, 9 * mm, self._footer)
            of = _("page {number} of {count}").format(number=number, count=len(self._pages))
            self.drawRightString(A4[0] - MARGIN, 9 * mm, of)
            super().showPage()
        super().save()


def footer_text(printed_at: datetime, printed_by: str) -> str:
    """Who printed it and when: every paper with personal data says so."""
    return _("Printed {when} · {who} · contains personal data: keep locked, then shred").format(
        when=datetime_text(printed_at), who=printed_by
    )


def build(story: Sequence[Flowable], *, title: str, footer: str, keywords: str = "") -> bytes:
    """Lay the story out on A4 pages and give the PDF.

    Args:
        keywords: what a program reads of the file; no page shows it.
    """
    register_fonts()
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=14 * mm,
        bottomMargin=16 * mm,
        title=title,
        author="Branch Desk",
        keywords=keywords,
        lang="lv",
    )
    frame = Frame(
        MARGIN,
        16 * mm,
        A4[0] - 2 * MARGIN,
        A4[1] - 30 * mm,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=mark))
    document.build(
        list(story),
        canvasmaker=lambda *args, **kwargs: _NumberedCanvas(*args, footer=footer, **kwargs),
    )
    return target.getvalue()


def write(path: Path, content: bytes) -> None:
    """Put a PDF in place whole or not at all; readable by its owner alone."""
    part = path.with_name(path.name + ".part")
    part.touch(mode=0o600)
    part.write_bytes(content)
    part.replace(path)
