"""The notice on the door: closed, or open at other times; read from two metres."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from babel.dates import format_date
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, HRFlowable, Spacer

from desk.domain.hours import Interval
from desk.domain.slips import DoorNotice, PaperSize, Words
from desk.formats import date_text, intervals_text
from desk.i18n import LANGUAGES, _, marked, speaking
from desk.reports import layout as look
from desk.reports.slip_layout import SlipLook, in_three, lay_out

_LARGEST = 84
_FULL = 1.9
_MANY = 4
Run = tuple[date, date, tuple[Interval, ...]]


def pdf(notice: DoorNotice) -> bytes:
    """Lay out the notice on A4."""
    return lay_out(PaperSize.A4, partial(_story, notice), _("Notice on the door"))


def _story(notice: DoorNotice, paper: SlipLook) -> list[Flowable]:
    closed = not any(intervals for _day, intervals in notice.days)
    title = in_three(marked("Closed") if closed else marked("Other opening hours"))
    size = paper.scale / _FULL
    story: list[Flowable] = [
        look.text(notice.place.institution, _centred(16, soft=True)),
        look.text(notice.place.branch, _centred(24, bold=True)),
        Spacer(1, 60 * size),
        *_three(title, _fitted(paper, title.lv.upper()), upper=True, small=26 * size),
        Spacer(1, 44 * size),
    ]
    runs = list(_runs(notice.days))
    for run in runs:
        story += _short(run, size) if len(runs) > _MANY else _large(run, size)
    if notice.reason.lv:
        story += [Spacer(1, 14 * size), *_three(notice.reason, _centred(24 * size))]
    story += [Spacer(1, 26 * size), HRFlowable(width="60%", thickness=1, color=look.INK_SOFT)]
    if notice.meanwhile:
        elsewhere = in_three(marked("Meanwhile"))
        story += [Spacer(1, 18 * size), *_three(elsewhere, _centred(18 * size, soft=True))]
        story.append(look.text(notice.meanwhile, _centred(26 * size, bold=True)))
    return [*story, *_reach(notice, size)]


def _large(run: Run, size: float) -> list[Flowable]:
    first, last, intervals = run
    return [
        *_three(_days(first, last), _centred(30 * size)),
        *_three(_hours(intervals), _centred(38 * size, bold=True)),
        Spacer(1, 20 * size),
    ]


def _short(run: Run, size: float) -> list[Flowable]:
    """Many days: a line for each, in figures that all languages read."""
    first, last, intervals = run
    when = date_text(first) if first == last else f"{date_text(first)} – {date_text(last)}"
    hours = _hours(intervals)
    said = " · ".join((hours.lv, *hours.others()))
    return [look.text(f"{when}  {said}", _centred(20 * size, bold=True)), Spacer(1, 5 * size)]


def _reach(notice: DoorNotice, size: float) -> list[Flowable]:
    phone, web = notice.place.phone, notice.place.web
    shown: list[Flowable] = []
    if phone:
        asked = in_three(marked("Questions by phone"))
        shown += [Spacer(1, 18 * size), *_three(asked, _centred(16 * size, soft=True))]
        shown.append(look.text(phone, _centred(26 * size, bold=True)))
    if web:
        shown += [Spacer(1, 8 * size), look.text(web, _centred(14 * size))]
    return shown


def _runs(days: tuple[tuple[date, tuple[Interval, ...]], ...]) -> Iterator[Run]:
    """Days in a row with the same hours together."""
    open_run: Run | None = None
    for day, intervals in days:
        follows = open_run is not None and day == open_run[1] + timedelta(days=1)
        if open_run is not None and follows and intervals == open_run[2]:
            open_run = (open_run[0], day, intervals)
            continue
        if open_run is not None:
            yield open_run
        open_run = (day, day, intervals)
    if open_run is not None:
        yield open_run


def _days(first: date, last: date) -> Words:
    return Words(*(_said(first, last, language) for language in LANGUAGES))


def _said(first: date, last: date, language: str) -> str:
    with speaking(language):
        if first == last:
            return str(format_date(first, _PATTERNS[language], locale=language))
        return f"{date_text(first)} – {date_text(last)}"


def _hours(intervals: tuple[Interval, ...]) -> Words:
    """A clock reads alike in all languages; only "closed" is a word."""
    return Words(intervals_text(intervals)) if intervals else in_three(marked("closed"))


_PATTERNS = {"lv": "EEEE, d. MMMM", "en": "EEEE, d MMMM", "ru": "EEEE, d MMMM"}


def _three(
    words: Words, style: ParagraphStyle, *, upper: bool = False, small: float = 14
) -> list[Flowable]:
    said = words.lv.upper() if upper else words.lv
    shown: list[Flowable] = [look.text(said, style)]
    if words.others():
        shown += [Spacer(1, 3), look.text(" · ".join(words.others()), _centred(small, soft=True))]
    return shown


def _fitted(paper: SlipLook, text: str) -> ParagraphStyle:
    size = paper.fitted(text, _LARGEST / _FULL).fontSize
    return _centred(size, bold=True)


def _centred(size: float, *, bold: bool = False, soft: bool = False) -> ParagraphStyle:
    return look.style(
        f"door-{size:.0f}-{bold}-{soft}",
        size,
        fontName=look.FONT_BOLD if bold else look.FONT,
        textColor=look.INK_SOFT if soft else look.INK,
        alignment=TA_CENTER,
        leading=size * 1.2,
    )
