"""The ticket on paper: the number to be seen from afar, and what to have at hand."""

from __future__ import annotations

from functools import partial

from reportlab.platypus import Flowable

from desk.domain.slips import TicketSlip
from desk.formats import datetime_text, time_text
from desk.i18n import _, marked
from desk.reports import layout as look
from desk.reports.slip_layout import SlipLook, in_three, lay_out

_LARGEST = 74


def pdf(slip: TicketSlip) -> bytes:
    """Lay out a ticket."""
    return lay_out(
        slip.size, partial(_story, slip), _("Ticket {number}").format(number=slip.number)
    )


def _before(slip: TicketSlip, paper: SlipLook) -> list[Flowable]:
    """How many come before, as a guess and never a promise."""
    if slip.before is None:
        return []
    if not slip.before:
        return paper.three(in_three(marked("Nobody is before you at the moment.")))
    about = in_three(marked("Before you: about {n}. The order can change."), n=slip.before)
    return paper.three(about)


def _story(slip: TicketSlip, paper: SlipLook) -> list[Flowable]:
    story: list[Flowable] = [
        look.text(slip.institution, paper.small),
        look.text(slip.branch, paper.strong),
        look.text(slip.number, paper.fitted(slip.number, _LARGEST)),
        paper.gap(4),
    ]
    for service in slip.services:
        story += paper.three(service, paper.strong)
    if slip.slot is not None:
        booked = in_three(marked("Booked for {time}"), time=time_text(slip.slot))
        story += [paper.gap(3), *paper.three(booked)]
    story += [paper.gap(3), *_before(slip, paper)]
    if slip.prepare:
        story += [paper.line(), *paper.three(in_three(marked("Please prepare")), paper.strong)]
        story += [paper.gap(2), *paper.bullets(slip.prepare, "•")]
    calls = in_three(marked("Keep this ticket: your number will be called."))
    story += [paper.line(), *paper.three(calls)]
    story += [paper.gap(3), look.text(datetime_text(slip.issued_at), paper.small)]
    return story
