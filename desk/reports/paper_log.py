"""The blank log for an outage: a line for each client, with the number it is given."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desk.domain.slips import PaperLog
from desk.i18n import _
from desk.reports import layout as look
from desk.reports.day_sheet import ruled

_WIDTHS = (16, 18, 18, 18, 18, 18, 44, 30)
_HEIGHT = 9 * mm


def pdf(log: PaperLog) -> bytes:
    """Lay out the log on as many pages as its lines need."""
    look.register_fonts()
    title = _("Visits on paper")
    heads = [
        _("Number"),
        _("Came"),
        _("Called"),
        _("Began"),
        _("Ended"),
        _("Counter"),
        _("Service"),
        _("How it ended"),
    ]
    rows: list[list[Flowable]] = [[look.text(one, look.HEAD) for one in heads]]
    rows += [
        [look.text(number, look.CELL_BOLD), *[""] * (len(heads) - 1)] for number in log.numbers
    ]
    note = _(
        "Write the times as the clock shows them and call the client by the number. Write no name "
        "and no personal code. The lines are entered later with these times, marked as from paper."
    )
    date, service, ended = _("Date"), _("Service"), _("How it ended")
    story: list[Flowable] = [
        look.text(f"{title} · {log.branch}", look.TITLE),
        look.text(f"{log.institution} · {date} ____________", look.SUBTITLE),
        look.text(note, look.SMALL),
        Spacer(1, 3 * mm),
        ruled(rows, _WIDTHS, _HEIGHT),
        Spacer(1, 3 * mm),
        look.text(f"{service}: " + " · ".join(log.services), look.SMALL),
        look.text(f"{ended}: " + " · ".join(log.outcomes), look.SMALL),
    ]
    return look.build(story, title=title, footer=log.branch)
