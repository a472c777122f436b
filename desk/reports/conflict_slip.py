"""Two bookings for one place, on paper: whom to call, and what was decided."""

from __future__ import annotations

from functools import partial

from reportlab.platypus import Flowable

from desk.domain.clock import local_day
from desk.domain.slips import ConflictSlip, RivalBooking, Words
from desk.formats import day_text, time_text
from desk.i18n import _, marked
from desk.reports import layout as look
from desk.reports.slip_layout import SlipLook, head, in_three, lay_out


def pdf(slip: ConflictSlip) -> bytes:
    """Lay out the slip."""
    return lay_out(slip.size, partial(_story, slip), _("Two bookings for one place"))


def _story(slip: ConflictSlip, paper: SlipLook) -> list[Flowable]:
    story: list[Flowable] = [
        *head(paper, slip.place),
        paper.gap(6),
        look.text(_("Two bookings for one place"), paper.title),
        paper.gap(4),
        *_rival(paper, in_three(marked("Has no place")), slip.loser),
    ]
    if slip.winner is not None:
        story += [paper.line(), *_rival(paper, in_three(marked("Has the place")), slip.winner)]
    story += [paper.line(), look.text(_("Decided"), paper.small)]
    story.append(look.text(slip.decided.lv or "................................", paper.strong))
    made = f"{day_text(local_day(slip.printed_at))}, {time_text(slip.printed_at)}"
    own = _("For the branch alone; destroy it when both clients were told.")
    return [*story, paper.gap(4), look.text(own, paper.small), look.text(made, paper.small)]


def _rival(paper: SlipLook, title: Words, one: RivalBooking) -> list[Flowable]:
    when = f"{day_text(local_day(one.start))}, {time_text(one.start)}"
    lines = [one.phone, one.email, one.service.lv]
    return [
        look.text(title.lv, paper.small),
        look.text(one.name or _("Name not given"), paper.heading),
        *[look.text(line, paper.body) for line in lines if line],
        look.text(when, paper.strong),
        look.text(_("Number {reference}").format(reference=one.reference), paper.body),
    ]
