"""The closing report: a day of a branch on one page, for the head to sign."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from desk.domain.closing_paper import ClosingPaper, Lines
from desk.domain.paper_proof import SHEET
from desk.formats import date_text, datetime_text, day_text, minutes_text
from desk.i18n import _
from desk.reports import layout as look
from desk.reports.log_proof import day_lines

_WIDTH = 180
_BAR = 62 * mm
_FIGURE = look.style("figure", 16, fontName=look.FONT_BOLD)


def pdf(paper: ClosingPaper) -> bytes:
    """Lay out the report.

    Args:
        paper: a day; an empty one gives a report that says so in figures.
    """
    look.register_fonts()
    title = _("Closing report")
    return look.build(
        [
            *_head(paper, title),
            _summary(paper.summary),
            *_notes(paper.notes),
            _sections(paper.sections),
            *_by_hour(paper),
            *_by_service(paper),
            *(day_lines(paper.proof) if paper.proof else ()),
            KeepTogether([Spacer(1, 12 * mm), _signature(paper)]),
        ],
        title=f"{title} {paper.day.isoformat()}",
        footer=_("Printed {when} · {who} · no personal data of clients").format(
            when=datetime_text(paper.printed_at), who=paper.printed_by
        ),
        keywords=f"{SHEET} {paper.proof.log.code}" if paper.proof else "",
    )


def _head(paper: ClosingPaper, title: str) -> list[Flowable]:
    day = f"{day_text(paper.day)}, {date_text(paper.day)}"
    return [
        look.text(f"{title} · {paper.branch}", look.TITLE),
        look.text(f"{paper.institution} · {day} · {paper.state}", look.SUBTITLE),
    ]


def _summary(lines: Lines) -> Table:
    """The figures one asks for first, side by side."""
    cells = [
        [look.text(value, _FIGURE) for _label, value in lines],
        [look.text(label, look.HEAD) for label, _value in lines],
    ]
    table = Table(cells, [_WIDTH / len(lines) * mm] * len(lines))
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), look.SHADE),
                ("LEFTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, 0), 8),
                ("BOTTOMPADDING", (0, 0), (-1, 0), 6),
                ("TOPPADDING", (0, 1), (-1, 1), 0),
                ("BOTTOMPADDING", (0, 1), (-1, 1), 8),
            ]
        )
    )
    return table


def _notes(notes: Sequence[str]) -> list[Flowable]:
    if not notes:
        return []
    lines = [look.text(f"•  {note}") for note in notes]
    return [look.text(_("To note"), look.HEADING), *lines, Spacer(1, 2 * mm)]


def _sections(sections: Sequence[tuple[str, Lines]]) -> Table:
    """Two columns of short tables."""
    halves = [[_section(*section) for section in sections[place::2]] for place in (0, 1)]
    table = Table([halves], [_WIDTH / 2 * mm] * 2)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, 0), 0),
                ("RIGHTPADDING", (0, 0), (0, 0), 8),
                ("LEFTPADDING", (1, 0), (1, 0), 8),
                ("RIGHTPADDING", (1, 0), (1, 0), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def _section(title: str, lines: Lines) -> list[Flowable]:
    rows = [
        [look.text(label, look.CELL), look.text(value, look.CELL_BOLD)] for label, value in lines
    ]
    return [look.text(title, look.HEADING), _ruled(rows, [52, 34])]


def _by_hour(paper: ClosingPaper) -> list[Flowable]:
    if not paper.by_hour:
        return []
    most = max(max(came, done) for _hour, came, done in paper.by_hour) or 1
    heads = [_("Hour"), _("Came"), _("Done"), ""]
    rows = [[look.text(head, look.HEAD) for head in heads]]
    for hour, came, done in paper.by_hour:
        name = look.text(f"{hour}.00–{hour + 1}.00", look.CELL)
        figures = [look.text(str(figure), look.CELL) for figure in (came, done)]
        rows.append([name, *figures, _bar(came / most)])
    table = _ruled(rows, [30, 20, 20, 110])
    return [KeepTogether([look.text(_("By the hour"), look.HEADING), table])]


def _bar(share: float) -> Table:
    """How many came, as a length; the figure stands beside it."""
    length = max(_BAR * share, 0.4)
    bar = Table([[""]], [length], [2.6 * mm], hAlign="LEFT")
    bar.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), look.ACCENT)]))
    return bar


def _by_service(paper: ClosingPaper) -> list[Flowable]:
    if not paper.by_service:
        return []
    heads = [_("Service"), _("Served"), _("On average")]
    rows = [[look.text(head, look.HEAD) for head in heads]]
    rows += [
        [look.text(name, look.CELL), look.text(str(count), look.CELL), look.text(time, look.CELL)]
        for name, count, time in (
            (name, count, minutes_text(minutes)) for name, count, minutes in paper.by_service
        )
    ]
    title = look.text(_("By service, the first one of each visit"), look.HEADING)
    return [title, _ruled(rows, [120, 30, 30])]


def _ruled(rows: list[list[Flowable]], widths: Sequence[float]) -> Table:
    table = Table(rows or [[""] * len(widths)], [width * mm for width in widths], hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, look.LINE),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1.4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6),
            ]
        )
    )
    return table


def _signature(paper: ClosingPaper) -> Table:
    who = (
        _("Branch head: {name}").format(name=paper.signed_by)
        if paper.signed_by
        else _("Branch head")
    )
    cells = [[look.text(who, look.SMALL), "", look.text(_("Date, signature"), look.SMALL)]]
    table = Table(cells, [80 * mm, 20 * mm, 80 * mm])
    table.setStyle(
        TableStyle(
            [
                ("LINEABOVE", (0, 0), (0, 0), 0.6, look.INK),
                ("LINEABOVE", (2, 0), (2, 0), 0.6, look.INK),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return table
