"""The guide for IT as a PDF, made from packaging/README.md so that there is one text.

guide.py OUT.pdf
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
    Preformatted,
    Spacer,
    Table,
)

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "packaging/README.md"
_TITLE = "Branch Desk: guide for IT"
_GREY = colors.HexColor("#f2f4f7")
_LINE = colors.HexColor("#c5ccd6")
_CODE_COLUMNS = 96
"""Signs of code that fit into a line; longer ones are an error, not cut."""


def _styles() -> dict[str, ParagraphStyle]:
    fonts = ROOT / "resources/fonts"
    for name, file in (("Inter", "Inter-Regular.ttf"), ("InterBold", "Inter-SemiBold.ttf")):
        pdfmetrics.registerFont(TTFont(name, fonts / file))
    pdfmetrics.registerFontFamily("Inter", "Inter", "InterBold", "Inter", "InterBold")
    text = ParagraphStyle(
        "text", fontName="Inter", fontSize=9.5, leading=14, spaceAfter=6, alignment=TA_LEFT
    )
    heads = {
        f"h{level}": ParagraphStyle(
            f"h{level}",
            parent=text,
            fontName="InterBold",
            fontSize=size,
            leading=size * 1.3,
            spaceBefore=size * 0.9,
            spaceAfter=5,
            keepWithNext=1,
        )
        for level, size in ((1, 20), (2, 14), (3, 11))
    }
    code = ParagraphStyle(
        "code", fontName="Courier", fontSize=8, leading=10.5, backColor=_GREY, borderPadding=5
    )
    cell = ParagraphStyle("cell", parent=text, fontSize=8.5, leading=11.5, spaceAfter=0)
    head = ParagraphStyle("head", parent=cell, fontName="InterBold")
    return {"text": text, "code": code, "cell": cell, "head": head, **heads}


class Guide:
    """The pages of one Markdown text."""

    def __init__(self) -> None:
        self._styles = _styles()

    def flow(self, nodes: list[SyntaxTreeNode]) -> Iterator[Flowable]:
        """What stands one below the other."""
        for node in nodes:
            yield from self._block(node)

    def _block(self, node: SyntaxTreeNode) -> Iterator[Flowable]:
        if node.type == "heading":
            yield Paragraph(_inline(node.children), self._styles[node.tag])
        elif node.type == "paragraph":
            yield Paragraph(_inline(node.children), self._styles["text"])
        elif node.type in ("fence", "code_block"):
            yield Spacer(1, 4)
            yield Preformatted(_fitting(node.content.rstrip("\n")), self._styles["code"])
            yield Spacer(1, 10)
        elif node.type in ("bullet_list", "ordered_list"):
            numbered = node.type == "ordered_list"
            items = [ListItem(list(self.flow(item.children))) for item in node.children]
            kind = {"bulletType": "1"} if numbered else {"bulletType": "bullet", "start": "•"}
            yield ListFlowable(items, leftIndent=16, bulletFontName="Inter", **kind)
        elif node.type == "table":
            yield self._table(node)
            yield Spacer(1, 8)
        else:
            raise ValueError(f"{SOURCE.name}: no page knows how to show {node.type!r}")

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = []
        for part in node.children:
            style = self._styles["head" if part.type == "thead" else "cell"]
            rows += [
                [Paragraph(_inline(cell.children), style) for cell in row.children]
                for row in part.children
            ]
        wide = A4[0] - 40 * mm
        columns = len(rows[0])
        first = wide * (0.3 if columns > 1 else 1)
        others = [(wide - first) / (columns - 1)] * (columns - 1) if columns > 1 else []
        rules = [
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ]
        return Table(rows, colWidths=[first, *others], style=rules, repeatRows=1)


def _fitting(code: str) -> str:
    for line in code.splitlines():
        if len(line) > _CODE_COLUMNS:
            raise ValueError(f"{SOURCE.name}: too long for a page: {line}")
        line.encode("latin-1")  # Courier has no other letters
    return code


def _inline(nodes: list[SyntaxTreeNode]) -> str:
    """Text with reportlab's few tags."""
    parts = []
    for node in nodes:
        if node.type == "inline":
            parts.append(_inline(node.children))
        elif node.type == "text":
            parts.append(escape(node.content))
        elif node.type == "code_inline":
            parts.append(f'<font face="Courier">{escape(node.content)}</font>')
        elif node.type in ("strong", "em"):
            tag = "b" if node.type == "strong" else "i"
            parts.append(f"<{tag}>{_inline(node.children)}</{tag}>")
        elif node.type == "link":
            parts.append(_inline(node.children))
        elif node.type in ("softbreak", "hardbreak"):
            parts.append(" " if node.type == "softbreak" else "<br/>")
        else:
            raise ValueError(f"{SOURCE.name}: no line knows how to show {node.type!r}")
    return "".join(parts)


def _foot(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont("Inter", 8)
    canvas.drawString(20 * mm, 12 * mm, _TITLE)
    canvas.drawRightString(A4[0] - 20 * mm, 12 * mm, str(document.page))
    canvas.restoreState()


def write(out: Path) -> None:
    """Write the PDF; the same text gives the same bytes."""
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(SOURCE.read_text("utf-8")))
    pages = BaseDocTemplate(str(out), pagesize=A4, title=_TITLE, lang="en", invariant=1)
    frame = Frame(20 * mm, 20 * mm, A4[0] - 40 * mm, A4[1] - 38 * mm, 0, 0, 0, 0)
    pages.addPageTemplates(PageTemplate(frames=[frame], onPage=_foot))
    pages.build(list(Guide().flow(tree.children)))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
