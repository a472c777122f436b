"""The reminder: when to come, where, and what to bring."""

from __future__ import annotations

from functools import partial

from reportlab.platypus import Flowable

from desk.domain.slips import ReminderSlip
from desk.i18n import _, marked
from desk.reports import layout as look
from desk.reports.slip_layout import SlipLook, booked_block, foot, head, in_three, lay_out


def pdf(slip: ReminderSlip) -> bytes:
    """Lay out the reminder."""
    return lay_out(slip.size, partial(_story, slip), _("Your booking"))


def _story(slip: ReminderSlip, paper: SlipLook) -> list[Flowable]:
    story: list[Flowable] = [
        *head(paper, slip.place),
        paper.gap(6),
        *paper.three(in_three(marked("Your booking")), paper.title),
    ]
    if slip.name:
        story.append(look.text(slip.name, paper.heading))
    story += [paper.gap(4), *booked_block(paper, slip.booked)]
    if slip.bring:
        story += [paper.line(), *paper.three(in_three(marked("Please bring")), paper.heading)]
        story += [paper.gap(3), *paper.bullets(slip.bring)]
    change = in_three(marked("If you cannot come or will be late, please tell us."))
    story += [paper.gap(3), *paper.three(change)]
    return [*story, *foot(paper, slip.place)]
