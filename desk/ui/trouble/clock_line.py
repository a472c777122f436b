"""The line that asks about the PC's clock, and stays while the clock is odd."""

from __future__ import annotations

from desk.domain.clock import local_day
from desk.formats import datetime_text, day_text, time_text
from desk.i18n import _
from desk.services.clock_check import ClockDoubt, Odd


def question_text(doubt: ClockDoubt) -> str:
    """Both times, and whether the PC's is right."""
    other = datetime_text(doubt.other)
    why = {
        Odd.BEHIND: _("The newest entry was made {other}, later than that."),
        Odd.JUMPED: _("Since {other} the clock went on otherwise than the PC did."),
        Odd.AHEAD: _("The program was last open {other}."),
    }[doubt.odd].format(other=other)
    return _("This PC says: {day} {year}, {time}. Is that right? {why}").format(
        day=day_text(local_day(doubt.now)),
        year=local_day(doubt.now).year,
        time=time_text(doubt.now),
        why=why,
    )


def pill_text(doubt: ClockDoubt) -> str:
    """The clock was said to be wrong."""
    return _(
        "Check the clock: the PC says {now}. Tickets keep their order; times are as the PC says."
        " IT sets it right."
    ).format(now=datetime_text(doubt.now))
