"""Working days: the calendar that deadlines are counted by.

It is not the calendar of the doors (`desk.domain.opening`): a Saturday that is worked instead of
another day counts here, while the doors stay shut without an exception.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from desk.domain.holidays import Holiday, HolidaySource, is_weekend

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A working day moved by Cabinet order (Labour Law 133(4)): `worked` instead of `off`."""

    off: date
    worked: date


@dataclass(frozen=True, slots=True)
class _Year:
    holidays: dict[date, Holiday]
    working: tuple[date, ...]


class WorkCalendar:
    """The working days of an institution.

    Args:
        holidays: who tells the holidays of a year.
        moved: the Cabinet's moved working days.
        follows_moved: whether the institution follows them; state-budget institutions do,
            others are only advised to.
    """

    def __init__(
        self,
        holidays: HolidaySource,
        moved: Iterable[MovedDay] = (),
        *,
        follows_moved: bool = True,
    ) -> None:
        in_force = tuple(moved) if follows_moved else ()
        self._source = holidays
        self._moved = tuple(sorted(in_force, key=lambda move: move.off))
        self._off = {move.off: move for move in in_force}
        self._worked = {move.worked: move for move in in_force}
        self._years: dict[int, _Year] = {}

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """The holidays of a year in order of days, days off instead of them included."""
        return tuple(self._year(year).holidays.values())

    def holiday(self, day: date) -> Holiday | None:
        """The holiday on a day, if it is one."""
        return self._year(day.year).holidays.get(day)

    def moved(self, year: int) -> tuple[MovedDay, ...]:
        """The moved days that the institution follows and that touch a year."""
        return tuple(move for move in self._moved if year in (move.off.year, move.worked.year))

    def moved_off(self, day: date) -> MovedDay | None:
        """The move that makes this day free, if one does."""
        return self._off.get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether a day counts as a working day; a Cabinet order goes before anything else."""
        return self._works(day, self._year(day.year).holidays)

    def working_days(self, year: int) -> int:
        """How many working days a year has."""
        return len(self._year(year).working)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after a day; before it when n is negative, the day itself for 0.

        The day itself is never counted, whether it is a working day or not.
        """
        if n == 0:
            return day
        return self._after(day, n) if n > 0 else self._before(day, -n)

    def working_days_between(self, start: date, end: date) -> int:
        """How many steps of one working day lead from `start` to `end`.

        The inverse of `add_working_days`: forwards it counts the days after `start` up to and
        including `end`, backwards (negative) those before `start` down to `end`.
        """
        if end < start:
            return -self._count(end, start - _ONE_DAY)
        return self._count(start + _ONE_DAY, end)

    def is_shortened(self, day: date) -> bool:
        """Whether staff work an hour less: a working day just before a statutory holiday.

        A day that is worked instead of such a day inherits it (Labour Law 135).
        """
        if not self.is_working_day(day):
            return False
        move = self._worked.get(day)
        return self._before_holiday(day) or (move is not None and self._before_holiday(move.off))

    def shortened(self, year: int) -> tuple[date, ...]:
        """The shortened working days of a year, in order."""
        return tuple(day for day in self._year(year).working if self.is_shortened(day))

    def _before_holiday(self, day: date) -> bool:
        following = self.holiday(day + _ONE_DAY)
        return following is not None and following.statutory

    def _after(self, day: date, n: int) -> date:
        year = day.year
        days = self._year(year).working
        place = bisect_right(days, day) + n - 1
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self._year(year).working
        return days[place]

    def _before(self, day: date, n: int) -> date:
        year = day.year
        days = self._year(year).working
        place = bisect_left(days, day) - n
        while place < 0:
            year -= 1
            days = self._year(year).working
            place += len(days)
        return days[place]

    def _count(self, first: date, last: date) -> int:
        if first > last:
            return 0
        whole = sum(self.working_days(year) for year in range(first.year, last.year))
        before = bisect_left(self._year(first.year).working, first)
        return whole - before + bisect_right(self._year(last.year).working, last)

    def _year(self, year: int) -> _Year:
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = self._make(year)
        return found

    def _make(self, year: int) -> _Year:
        holidays = {holiday.day: holiday for holiday in self._source(year)}
        first, length = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days
        days = (first + timedelta(days=number) for number in range(length))
        working = tuple(day for day in days if self._works(day, holidays))
        return _Year(holidays, working)

    def _works(self, day: date, holidays: dict[date, Holiday]) -> bool:
        if day in self._worked:
            return True
        return not (day in self._off or is_weekend(day) or day in holidays)
