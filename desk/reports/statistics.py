"""The monthly sheet: what a branch learns from its reports, on one page that prints in grey too."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from desk.domain.statistics_paper import Chart, HeatMap, KeyFigure, Lines, StatisticsPaper
from desk.formats import datetime_text
from desk.i18n import _
from desk.reports import layout as look
from desk.reports.statistics_drawing import Bar, Heat

_WIDTH = 180 * mm
_HALF = 87 * mm
_GAP = _WIDTH - 2 * _HALF
_NUMBER = look.style("statistics-number", 15, fontName=look.FONT_BOLD)
_HEADING = look.style("statistics-heading", 9, fontName=look.FONT_BOLD, spaceBefore=3, spaceAfter=1)
_NAME = look.style("statistics-name", 7.5)
_STRONG = look.style("statistics-strong", 7.5, fontName=look.FONT_BOLD)
_SMALL = look.style("statistics-small", 6.8, textColor=look.INK_SOFT)
_TIGHT = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 0.3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0.3),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
]


def pdf(paper: StatisticsPaper) -> bytes:
    """Lay out the sheet.

    Args:
        paper: a month; an empty one says so under each heading.
    """
    look.register_fonts()
    title = _("Incidents: what we learn")
    story: list[Flowable] = [
        *_head(paper, title),
        _key(paper.key),
        _two_columns([_chart(one) for one in paper.charts]),
        _two_columns([_heat(paper.heat), _chart(paper.ladder, name=40 * mm, bar=14 * mm)]),
        _two_columns([_section(*one) for one in paper.sections]),
        *_lessons(paper.lessons),
        Spacer(1, 2 * mm),
        look.text(" ".join(paper.counted), _SMALL),
    ]
    return look.build(
        story,
        title=f"{title} {paper.site} {paper.period}",
        footer=_("{site} · printed {when} · {who} · no personal data").format(
            site=paper.site, when=datetime_text(paper.printed_at), who=paper.printed_by
        ),
    )


def _head(paper: StatisticsPaper, title: str) -> list[Flowable]:
    under = [paper.institution, paper.branch]
    if paper.compared:
        under.append(_("compared with {period}").format(period=paper.compared))
    return [
        look.text(f"{title} · {paper.period}", look.TITLE),
        look.text(" · ".join(under), look.SUBTITLE),
    ]


def _key(figures: Sequence[KeyFigure]) -> Table:
    """The figures one asks for first, side by side."""
    cells = [
        [look.text(one.name, _NAME) for one in figures],
        [look.text(one.number, _NUMBER) for one in figures],
        [[look.text(line, _SMALL) for line in one.lines] for one in figures],
    ]
    table = Table(cells, [_WIDTH / len(figures)] * len(figures))
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), look.SHADE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 6),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("TOPPADDING", (0, 0), (-1, 0), 5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 5),
            ]
        )
    )
    return table


def _two_columns(parts: Sequence[list[Flowable]]) -> Table:
    """Parts side by side, row by row."""
    rows = [[left, "", right] for left, right in zip(parts[::2], parts[1::2], strict=True)]
    table = Table(rows, [_HALF, _GAP, _HALF])
    apart = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
    ]
    table.setStyle(TableStyle([*_TIGHT, *apart]))
    return table


def _heat(heat: HeatMap) -> list[Flowable]:
    title = _heading(heat.title, "" if heat.hours else heat.remark)
    if not heat.hours:
        return [title]
    return [title, Heat(heat, _HALF), Spacer(1, 1 * mm), look.text(heat.remark, _SMALL)]


def _chart(chart: Chart, name: float = 53 * mm, bar: float = 24 * mm) -> list[Flowable]:
    title = _heading(chart.title, chart.remark)
    if not chart.bars:
        return [title]
    rows = [
        [look.text(one.name, _NAME), Bar(one.length, bar - 6), look.text(one.number, _STRONG)]
        for one in chart.bars
    ]
    table = Table(rows, [name, bar, _HALF - name - bar], hAlign="LEFT")
    table.setStyle(TableStyle(_TIGHT))
    return [title, table]


def _heading(title: str, remark: str) -> Paragraph:
    """A heading, and behind it what has to be known before its figures are read."""
    small = f'<font name="{look.FONT}" size="6.8">{escape(remark)}</font>'
    return Paragraph(f"{escape(title)}&nbsp;&nbsp; {small}" if remark else escape(title), _HEADING)


def _section(title: str, lines: Lines) -> list[Flowable]:
    rows = [[look.text(label, _NAME), look.text(value, _STRONG)] for label, value in lines]
    table = Table(rows, [52 * mm, _HALF - 52 * mm], hAlign="LEFT")
    table.setStyle(TableStyle([*_TIGHT, ("LINEBELOW", (0, 0), (-1, -1), 0.3, look.LINE)]))
    return [look.text(title, _HEADING), table]


def _lessons(lessons: Lines) -> list[Flowable]:
    if not lessons:
        return []
    lines = [look.text(f"{what}: {lesson}", _NAME) for what, lesson in lessons]
    return [KeepTogether([look.text(_("Lessons shared"), _HEADING), *lines])]
