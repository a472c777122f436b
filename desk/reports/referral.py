"""The referral: whom to turn to, how to reach them, and why."""

from __future__ import annotations

from functools import partial

from reportlab.platypus import Flowable

from desk.domain.slips import ReferralSlip, Words
from desk.i18n import _, marked
from desk.reports import layout as look
from desk.reports.slip_layout import SlipLook, foot, head, in_three, lay_out

_KINDS = {
    "phone": marked("Phone"),
    "email": marked("E-mail"),
    "web": marked("On the web"),
    "post": marked("By post"),
    "address": marked("Address"),
    "eaddress": marked("Official e-address"),
}


def pdf(slip: ReferralSlip) -> bytes:
    """Lay out the referral."""
    return lay_out(slip.size, partial(_story, slip), _("Where to turn"))


def _story(slip: ReferralSlip, paper: SlipLook) -> list[Flowable]:
    story: list[Flowable] = [
        *head(paper, slip.place),
        paper.gap(6),
        *paper.three(in_three(marked("Where to turn")), paper.title),
        paper.gap(4),
        *paper.three(slip.to, paper.heading),
    ]
    if slip.matter.lv:
        story += [paper.gap(2), *paper.three(slip.matter)]
    for kind, value in slip.reach:
        name = in_three(_KINDS[kind]) if kind in _KINDS else Words("")
        story += [paper.gap(4), *paper.three(name, paper.small), look.text(value, paper.strong)]
    if slip.reason:
        story += [paper.line(), *paper.three(in_three(marked("Why")), paper.small)]
        story.append(look.text(slip.reason, paper.body))
    return [*story, *foot(paper, slip.place)]
