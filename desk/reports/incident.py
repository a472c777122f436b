"""An incident's report on paper."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from desk.domain.paper import IncidentPaper
from desk.formats import datetime_text, seconds_text
from desk.i18n import _
from desk.reports import layout as look
from desk.reports.drawable import NOT_DRAWN
from desk.reports.log_proof import incident_lines


def pdf(paper: IncidentPaper) -> bytes:
    """Lay out an incident report; what was typed is printed whole, over as many pages as needed."""
    look.register_fonts()
    story: list[Flowable] = [
        look.text(paper.title, look.TITLE),
        look.text(f"{paper.number} · {paper.branch} · {paper.institution}", look.SUBTITLE),
        _pairs([(label, value) for label, value in paper.fields]),
        look.text(_("What happened"), look.HEADING),
        *[look.text(part) for part in (paper.text or _("Nothing was written.")).split("\n")],
    ]
    if paper.steps:
        steps = [(seconds_text(at), what) for at, what in paper.steps]
        story += [look.text(_("What was done"), look.HEADING), _pairs(steps)]
    history = [(datetime_text(at), f"{what} · {who}") for at, what, who in paper.history]
    story += [look.text(_("History of this report"), look.HEADING), _pairs(history)]
    words = [paper.text, *(what for _at, what, _who in paper.history)]
    if any(NOT_DRAWN in look.drawn(one) for one in words):
        remark = _("□ stands for a letter that this paper cannot show; the screen shows it.")
        story.append(look.text(remark, look.SMALL))
    story += [Spacer(1, 14 * mm), _signatures()]
    if paper.proof is not None:
        story.append(incident_lines(paper.proof))
    return look.build(
        story,
        title=f"{paper.title} {paper.number}",
        footer=look.footer_text(paper.printed_at, paper.printed_by),
        keywords=paper.proof.made.text if paper.proof else "",
    )


def _pairs(pairs: list[tuple[str, str]]) -> Table:
    rows = [[look.text(label, look.HEAD), look.text(value, look.BODY)] for label, value in pairs]
    table = Table(rows or [["", ""]], [45 * mm, 135 * mm])
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


def _signatures() -> Table:
    cells = [[look.text(_("Reporter"), look.SMALL), "", look.text(_("Supervisor"), look.SMALL)]]
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
