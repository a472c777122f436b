"""Who it was, on paper: for those alone for whom the annex was opened."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from desk.domain.annex_paper import AnnexPaper
from desk.formats import datetime_text
from desk.i18n import _
from desk.reports import layout as look


def pdf(paper: AnnexPaper) -> bytes:
    """Lay out an opened annex; its mark stands on every page."""
    look.register_fonts()
    mark = _("SEALED DATA · {number}").format(number=paper.number)
    story: list[Flowable] = [
        _banner(mark),
        Spacer(1, 4 * mm),
        look.text(_("Who it was"), look.TITLE),
        look.text(f"{paper.number} · {paper.branch} · {paper.institution}", look.SUBTITLE),
        look.text(_("Opened for"), look.HEADING),
        look.text(paper.purpose),
    ]
    for heading, pairs in paper.entries:
        story.append(KeepTogether([look.text(heading, look.HEADING), _pairs(pairs)]))
    story += [Spacer(1, 6 * mm), look.text(_warning(), look.SMALL)]
    printed = _("printed {when} · {who}; shred after use").format(
        when=datetime_text(paper.printed_at), who=paper.printed_by
    )
    return look.build(story, title=mark, footer=f"{mark} · {printed}")


def _warning() -> str:
    return _(
        "This sheet names people. It is for whom it was opened alone: not for the incident's file,"
        " not for statistics. That it was printed is in the access log."
    )


def _banner(mark: str) -> Table:
    table = Table([[look.text(mark, look.CELL_BOLD)]], [180 * mm])
    frame = TableStyle(
        [("BOX", (0, 0), (-1, -1), 1.2, look.INK), ("TOPPADDING", (0, 0), (-1, -1), 4)]
    )
    table.setStyle(frame)
    return table


def _pairs(pairs: tuple[tuple[str, str], ...]) -> Table:
    rows = [[look.text(label, look.HEAD), look.text(value)] for label, value in pairs]
    table = Table(rows or [["", ""]], [45 * mm, 135 * mm], splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, look.LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table
