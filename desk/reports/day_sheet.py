"""The day sheet: the day on paper, so that work goes on when the PC does not."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from desk.domain.paper import DaySheet, DaySheetBooking
from desk.formats import date_text, day_text, time_text
from desk.i18n import _, ngettext
from desk.reports import layout as look


def pdf(sheet: DaySheet) -> bytes:
    """Lay out the day sheet.

    Args:
        sheet: the day; an empty day gives a sheet with blank lines alone.
    """
    look.register_fonts()
    title = _("Day sheet")
    return look.build(
        [*_head(sheet, title), *_bookings(sheet), *_walk_ins(sheet), *_help(sheet)],
        title=f"{title} {sheet.day.isoformat()}",
        footer=look.footer_text(sheet.printed_at, sheet.printed_by),
    )


def _head(sheet: DaySheet, title: str) -> list[Flowable]:
    hours = sheet.hours or _("closed")
    if sheet.hours and not sheet.confirmed:
        hours = _("{hours} (not confirmed by headquarters)").format(hours=hours)
    booked = ngettext("{n} booking", "{n} bookings", len(sheet.bookings)).format(
        n=len(sheet.bookings)
    )
    return [
        look.text(f"{title} · {sheet.branch}", look.TITLE),
        look.text(
            f"{sheet.institution} · {day_text(sheet.day)}, {date_text(sheet.day)} · "
            f"{hours} · {booked}",
            look.SUBTITLE,
        ),
    ]


def _bookings(sheet: DaySheet) -> list[Flowable]:
    if not sheet.bookings:
        return [look.text(_("No bookings are known for this day."), look.BODY), Spacer(1, 4 * mm)]
    heads = [
        _("Time"),
        _("Ticket"),
        _("Client"),
        _("Service"),
        _("Phone"),
        _("Came"),
        _("Began"),
        _("Ended"),
    ]
    rows = [[look.text(head, look.HEAD) for head in heads]]
    rows += [_booking(booking) for booking in sheet.bookings]
    widths = [13, 14, 38, 46, 27, 14, 14, 14]
    return [ruled(rows, widths)]


def _booking(booking: DaySheetBooking) -> list[Flowable]:
    return [
        look.text(time_text(booking.start), look.CELL_BOLD),
        look.text(booking.ticket, look.CELL),
        look.text(booking.name, look.CELL),
        look.text(_service_line(booking), look.CELL),
        look.text(booking.phone, look.CELL),
        "",
        "",
        "",
    ]


def _service_line(booking: DaySheetBooking) -> str:
    return f"{booking.service}\n{booking.state}" if booking.state else booking.service


def _walk_ins(sheet: DaySheet) -> list[Flowable]:
    heads = [_("Ticket"), _("Service"), _("Contact, if wished"), _("Came"), _("Began"), _("Ended")]
    rows = [[look.text(head, look.HEAD) for head in heads]]
    rows += [[""] * len(heads) for _line in range(sheet.blank_lines)]
    table = ruled(rows, [20, 58, 60, 14, 14, 14], height=8 * mm)
    return [look.text(_("Walk-ins, by hand"), look.HEADING), table]


def _help(sheet: DaySheet) -> list[Flowable]:
    lines = [f"{label}: {number}" for label, number in sheet.numbers if number]
    note = _(
        "Write down the true times; they are entered later as written here, marked as paper entry."
    )
    return [
        Spacer(1, 3 * mm),
        look.text(" · ".join(sheet.services), look.SMALL),
        look.text(" · ".join(lines), look.SMALL),
        look.text(note, look.SMALL),
    ]


def ruled(
    rows: list[list[Flowable]], widths: Sequence[float], height: float | None = None
) -> Table:
    """A table with a shaded head and thin lines.

    Args:
        widths: of the columns in millimetres; height: of each line in points, None as needed.
    """
    heights = None if height is None else [None, *[height] * (len(rows) - 1)]
    table = Table(rows, [width * mm for width in widths], heights, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, look.LINE),
                ("LINEAFTER", (0, 0), (-2, -1), 0.25, look.LINE),
                ("BACKGROUND", (0, 0), (-1, 0), look.SHADE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table
