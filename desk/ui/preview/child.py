"""The child process: lays out one paper and sends its PDF.  No Qt here, it needs none."""

from __future__ import annotations

from importlib import import_module
from multiprocessing.connection import Connection

from desk.domain.annex_paper import AnnexPaper
from desk.domain.closing_paper import ClosingPaper
from desk.domain.held import HeldPaper
from desk.domain.paper import DaySheet, IncidentPaper
from desk.domain.slips import (
    ConflictSlip,
    DoorNotice,
    NextTimeSlip,
    PaperLog,
    ReferralSlip,
    ReminderSlip,
    TicketSlip,
)
from desk.domain.statistics_paper import StatisticsPaper
from desk.i18n import speaking

Paper = (
    DaySheet
    | IncidentPaper
    | TicketSlip
    | NextTimeSlip
    | ReminderSlip
    | ReferralSlip
    | ConflictSlip
    | DoorNotice
    | PaperLog
    | ClosingPaper
    | HeldPaper
    | AnnexPaper
    | StatisticsPaper
)
OFFICIAL = "lv"
"""Official papers are in Latvian, whatever the window speaks."""

_LAID_OUT_BY: dict[type, str] = {
    DaySheet: "day_sheet",
    IncidentPaper: "incident",
    TicketSlip: "ticket_slip",
    NextTimeSlip: "next_time",
    ReminderSlip: "reminder",
    ReferralSlip: "referral",
    ConflictSlip: "conflict_slip",
    DoorNotice: "door_notice",
    PaperLog: "paper_log",
    ClosingPaper: "closing",
    HeldPaper: "held",
    AnnexPaper: "annex",
    StatisticsPaper: "statistics",
}
"""The module of `desk.reports` for each paper, imported when one is made."""


def make_pdf(paper: Paper, *, practice: bool = False) -> bytes:
    """The PDF of a paper, made here and now.

    Args:
        practice: every page carries the word of the practice.
    """
    from desk.reports.practice_mark import practising

    with speaking(OFFICIAL), practising(practice):
        made: bytes = import_module(f"desk.reports.{_LAID_OUT_BY[type(paper)]}").pdf(paper)
        return made


def send_pdf(channel: Connection, paper: Paper, practice: bool) -> None:
    """Make the PDF and send it."""
    channel.send_bytes(make_pdf(paper, practice=practice))
    channel.close()
