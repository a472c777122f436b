""" "Nākamajai reizei": what was missing, what comes next, the booked time for the calendar."""

from __future__ import annotations

from functools import partial

from reportlab.platypus import Flowable

from desk.domain.slips import NextStep, NextTimeSlip
from desk.i18n import _, marked
from desk.reports import layout as look
from desk.reports.slip_layout import SlipLook, booked_block, foot, head, in_three, lay_out

STEPS = {
    NextStep.BOOK: marked("Book a time, then come with everything listed here."),
    NextStep.COME: marked("Come during the opening hours; a booking is not needed."),
    NextStep.SEND: marked("Send what is missing; you need not come in person."),
}
"""What the client does next, when no time is booked yet."""


def pdf(slip: NextTimeSlip) -> bytes:
    """Lay out the slip."""
    return lay_out(slip.size, partial(_story, slip), _("For the next time"))


def _story(slip: NextTimeSlip, paper: SlipLook) -> list[Flowable]:
    story: list[Flowable] = [
        *head(paper, slip.place),
        paper.gap(6),
        *paper.three(in_three(marked("For the next time")), paper.title),
    ]
    if slip.name:
        story.append(look.text(slip.name, paper.heading))
    story += [paper.gap(3), *paper.three(slip.service, paper.strong)]
    if slip.missing or slip.note:
        story += [paper.line(), *paper.three(in_three(marked("Please bring")), paper.heading)]
        story += [paper.gap(3), *paper.bullets(slip.missing)]
    if slip.note:
        story.append(look.text(slip.note, paper.strong))
    if slip.booked is not None:
        story += [paper.line(), *paper.three(in_three(marked("Your time")), paper.heading)]
        story += booked_block(paper, slip.booked)
    elif slip.step is not NextStep.NOTHING:
        story += [paper.line(), *paper.three(in_three(STEPS[slip.step]), paper.strong)]
    return [*story, *foot(paper, slip.place)]
