"""The look of the papers for clients: any width from a 58 mm roll to A4, Latvian first.

A roll is as long as its text; the other sizes are pages.  Everything grows with the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from babel.dates import get_day_names
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    PageTemplate,
    Spacer,
    Table,
)

from desk.domain.clock import local_day
from desk.domain.hours import Interval
from desk.domain.slips import BookedTime, PaperSize, Place, Words
from desk.formats import day_text, intervals_text, time_text
from desk.i18n import LANGUAGES, _, catalogue, language, marked
from desk.reports import layout as look
from desk.reports.practice_mark import mark
from desk.reports.qr import qr_code

_SCALES = {
    PaperSize.ROLL_58: 0.9,
    PaperSize.ROLL_80: 1.0,
    PaperSize.A6: 1.1,
    PaperSize.A5: 1.35,
    PaperSize.A4: 1.9,
}
_MARGINS = {
    PaperSize.ROLL_58: 4,
    PaperSize.ROLL_80: 4,
    PaperSize.A6: 8,
    PaperSize.A5: 12,
    PaperSize.A4: 18,
}
_TALLEST = 3000 * mm
_SIDE_BY_SIDE = 80 * mm
_QR = 34 * mm
_SMALLER = (0.93, 0.86, 0.8, 0.74, 0.68)


class SlipLook:
    """Styles and lengths for one size of paper.

    Args:
        share: of the usual size of letters, where a page would not hold everything.
    """

    def __init__(self, size: PaperSize, share: float = 1.0) -> None:
        look.register_fonts()
        self.size = size
        self.scale = _SCALES[size] * share
        self.margin = _MARGINS[size] * mm
        self.width = size.width * mm - 2 * self.margin
        self.body = self.style("body", 9.5)
        self.strong = self.style("strong", 9.5, fontName=look.FONT_BOLD)
        self.small = self.style("small", 7, textColor=look.INK_SOFT)
        self.heading = self.style("heading", 12.5, fontName=look.FONT_BOLD)
        self.title = self.style("title", 16, fontName=look.FONT_BOLD)
        self.big = self.style("big", 22, fontName=look.FONT_BOLD)

    def style(self, name: str, size: float, **more: Any) -> ParagraphStyle:
        """A style whose size is in points on an 80 mm roll."""
        return look.style(f"{name}-{self.scale}", size * self.scale, **more)

    def gap(self, size: float) -> Spacer:
        """Air of so many points on an 80 mm roll."""
        return Spacer(1, size * self.scale)

    def line(self) -> Flowable:
        """A thin line with air around it."""
        air = 4 * self.scale
        return HRFlowable(
            width="100%", thickness=0.6, color=look.INK_SOFT, spaceBefore=air, spaceAfter=air
        )

    def three(self, words: Words, style: ParagraphStyle | None = None) -> list[Flowable]:
        """Latvian, and small under it the other languages."""
        shown: list[Flowable] = [look.text(words.lv, style or self.body)]
        if words.others():
            shown.append(look.text(" · ".join(words.others()), self.small))
        return shown

    def fitted(self, text: str, largest: float) -> ParagraphStyle:
        """A bold style in which a short text fills the width, up to a size in points."""
        wide = stringWidth(text, look.FONT_BOLD, 100) / 100
        size = min(largest * self.scale, self.width * 0.98 / max(wide, 0.01))
        return look.style(f"fitted-{self.size}", size, fontName=look.FONT_BOLD, leading=size * 1.12)

    def bullets(self, lines: Iterable[Words], mark: str = "□") -> list[Flowable]:
        """One thing under the other, each with a box to tick."""
        shown: list[Flowable] = []
        for words in lines:
            shown += self.three(Words(f"{mark} {words.lv}", words.en, words.ru))
            shown.append(self.gap(2))
        return shown


def in_three(text: str, **values: object) -> Words:
    """A text of the program (marked for translation) in all three languages."""
    return Words(*(catalogue(one).gettext(text).format(**values) for one in LANGUAGES))


def head(paper: SlipLook, place: Place) -> list[Flowable]:
    """Which institution and branch it is from."""
    return [look.text(place.institution, paper.small), look.text(place.branch, paper.strong)]


def foot(paper: SlipLook, place: Place) -> list[Flowable]:
    """Where the branch is, how to reach it, when its doors are open."""
    lines = [place.address, _phone(place.phone), place.web]
    shown: list[Flowable] = [paper.line(), look.text(place.branch, paper.strong)]
    shown += [look.text(line, paper.body) for line in lines if line]
    hours = week_text(place.week)
    if hours:
        shown.append(look.text(hours, paper.body))
        if not place.confirmed:
            shown += paper.three(in_three(marked("Check the hours before you come.")), paper.small)
    return shown


def booked_block(paper: SlipLook, booked: BookedTime) -> list[Flowable]:
    """Day and time, large, with the calendar code beside or under them."""
    words: list[Flowable] = [
        look.text(day_text(local_day(booked.start)), paper.heading),
        look.text(time_text(booked.start), paper.big),
        *paper.three(booked.service, paper.strong),
        look.text(_("Number {reference}").format(reference=booked.reference), paper.body),
    ]
    if booked.provisional:
        waits = in_three(marked("Not confirmed yet: we will tell you if the time changes."))
        words += [paper.gap(2), *paper.three(waits, paper.strong)]
    if booked.minutes_early:
        early = in_three(marked("Be there {n} minutes before."), n=booked.minutes_early)
        words += [paper.gap(2), *paper.three(early)]
    code = [qr_code(booked.calendar, _QR), *paper.three(in_three(marked("Into the calendar")))]
    if paper.width < _SIDE_BY_SIDE:
        return [*words, paper.gap(4), *code]
    left = paper.width - _QR - 4 * mm
    table = Table([[words, code]], [left, paper.width - left])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 0)])
    return [table]


def week_text(week: Sequence[tuple[Interval, ...]]) -> str:
    """The week's hours, days with the same ones together: "P.–C. 8.30–16.00; Pk. 8.30–14.00"."""
    names = get_day_names("abbreviated", locale=language())
    parts = []
    for intervals, group in groupby(range(len(week)), key=lambda day: week[day]):
        days = list(group)
        if intervals:
            first, last = str(names[days[0]]), str(names[days[-1]])
            span = first if first == last else f"{first}–{last}"
            parts.append(f"{span[:1].upper()}{span[1:]} {intervals_text(intervals)}")
    return "; ".join(parts)


def lay_out(size: PaperSize, story: Callable[[SlipLook], list[Flowable]], title: str) -> bytes:
    """Lay out a slip: a roll as long as its text, else on one page if smaller letters help.

    Args:
        story: gives what stands on it, for a look.
    """
    paper = SlipLook(size)
    for share in _SMALLER:
        page = (size.height or 0) * mm - 2 * paper.margin
        if size.height is None or _length(story(paper), paper) <= page:
            break
        paper = SlipLook(size, share)
    return _built(story(paper), paper, title)


def _built(story: list[Flowable], paper: SlipLook, title: str) -> bytes:
    height = paper.size.height
    tall = height * mm if height else _length(story, paper) + 2 * paper.margin
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=(paper.size.width * mm, tall),
        leftMargin=paper.margin,
        rightMargin=paper.margin,
        topMargin=paper.margin,
        bottomMargin=paper.margin,
        title=title,
        author="Branch Desk",
        lang="lv",
    )
    inside = tall - 2 * paper.margin
    frame = Frame(paper.margin, paper.margin, paper.width, inside, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=mark))
    document.build(story)
    return target.getvalue()


def _length(story: Sequence[Flowable], paper: SlipLook) -> float:
    """How long a roll must be; spaces between are counted in full, so that nothing is cut."""
    wrapped = (one.wrap(paper.width, _TALLEST)[1] for one in story)
    air = sum(one.getSpaceBefore() + one.getSpaceAfter() for one in story)
    return float(sum(wrapped) + air + 2 * mm)


def _phone(number: str) -> str:
    return _("Phone {number}").format(number=number) if number else ""
