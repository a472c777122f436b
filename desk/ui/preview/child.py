"""The child process: lays out one paper and sends its PDF.  No Qt here, it needs none."""

from __future__ import annotations

from multiprocessing.connection import Connection

from desk.domain.paper import DaySheet, IncidentPaper
from desk.i18n import speaking

Paper = DaySheet | IncidentPaper
OFFICIAL = "lv"
"""Official papers are in Latvian, whatever the window speaks."""


def make_pdf(paper: Paper) -> bytes:
    """The PDF of a paper, made here and now."""
    with speaking(OFFICIAL):
        if isinstance(paper, DaySheet):
            from desk.reports import day_sheet

            return day_sheet.pdf(paper)
        from desk.reports import incident

        return incident.pdf(paper)


def send_pdf(channel: Connection, paper: Paper) -> None:
    """Make the PDF and send it."""
    channel.send_bytes(make_pdf(paper))
    channel.close()
