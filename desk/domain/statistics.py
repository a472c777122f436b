"""What a branch learns from its incidents: figures of a span of days, never of a person (B6).

Counts stand beside rates with their 95 % interval, so that three incidents in a small branch are
not read as a trend; what is too few to compare says so itself.  No figure here, and none that can
be made from these, tells one clerk from another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

ENOUGH: Final = 5
"""Fewer incidents than these are too few to compare; cells below it are hidden outside (B6)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days of one site, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Rate:
    """How many per so many.

    Args:
        count: incidents; base: visits (or open hours); per: the rate is told for so many of them.
        low, high: the 95 % interval of the rate, for `per`.
    """

    count: int
    base: int
    per: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The rate; None while there is nothing to count against."""
        return self.count * self.per / self.base if self.base else None

    @property
    def enough(self) -> bool:
        """Whether it may be compared with another branch or month."""
        return self.count >= ENOUGH and self.base >= self.per


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with the 95 % interval of the share (0 to 1)."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def enough(self) -> bool:
        """Whether the whole is large enough to speak of a share."""
        return self.whole >= ENOUGH


@dataclass(frozen=True, slots=True)
class Bar:
    """One value of a division: `id` of a level, trigger, service, cause, month ("2026-11") ..."""

    id: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Cell:
    """A weekday (0 = Monday) and an hour of the local clock: visits taken in, incidents."""

    weekday: int
    hour: int
    rate: Rate


@dataclass(frozen=True, slots=True)
class Rung:
    """How far a ladder went: of all reports of aggression those that reached this step.

    Args:
        step: its id, with ":came" for the coming of those who were called.
        calmed: of those that reached it, where the next thing was that the client was calm.
        minutes: the median since the step before; of a coming since its own call.
    """

    step: str
    share: Share
    calmed: Share
    minutes: float | None


@dataclass(frozen=True, slots=True)
class Aggression:
    """Aggression and what was around it.

    Args:
        per_visits, per_hours: of level 1 and up, per 1,000 visits and per 1,000 open hours.
        tally: level 0, rudeness that was counted without a report of its own.
        levels: level 0 too; services, channels: "" = not noted; services are counted against the
            visits for them; holidays: "before", "after", "other".
        after_refusal, alone, after_closing: shares of the reports whose detail tells.
        repeated: by a person known from an earlier incident, of the reviews that say so or not.
        wait_before, wait_usual: median minutes waited before an incident, and of all visits.
        warned, stopped, helped, police: shares of the reports; calmed: of those warned, where
            nothing more was needed; ladder: the steps in the institution's order.
    """

    per_visits: Rate
    per_hours: Rate
    tally: int
    levels: tuple[Bar, ...]
    triggers: tuple[Bar, ...]
    acts: tuple[Bar, ...]
    services: tuple[Bar, ...]
    channels: tuple[Bar, ...]
    months: tuple[Bar, ...]
    holidays: tuple[Bar, ...]
    heat: tuple[Cell, ...]
    after_refusal: Share
    alone: Share
    after_closing: Share
    repeated: Share
    wait_before: float | None
    wait_usual: float | None
    warned: Share
    calmed: Share
    stopped: Share
    helped: Share
    police: Share
    ladder: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Harm:
    """What it did to people: reports, never persons, are counted."""

    injured: int
    psychological: int
    lost_days: int
    accident_records: int
    support_offered: Share
    support_taken: Share


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Errors of our own (levels E0 to E4).

    Args:
        per_services: of E1 and up, per 1,000 services given; near: near misses (E0).
        grades: E0 too; types, causes, found_by: of errors and near misses.
        found, told, mended: median hours from made to found, from found to the client told,
            and from found to remedied.
    """

    per_services: Rate
    near: int
    grades: tuple[Bar, ...]
    types: tuple[Bar, ...]
    causes: tuple[Bar, ...]
    months: tuple[Bar, ...]
    found_by: tuple[Bar, ...]
    found: float | None
    told: float | None
    mended: float | None
    apologised: Share
    complaint_told: Share
    breaches: int


@dataclass(frozen=True, slots=True)
class Process:
    """How reports were dealt with.

    Args:
        told: a person was told at once; acknowledged: within the limit; checked: corrective
            tasks whose effect was looked at; days_to_close: the median.
    """

    told: Share
    acknowledged: Share
    overdue_tasks: int
    days_to_close: float | None
    reopened: int
    checked: Share


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything of one span of one site, and the span before it for comparison.

    Args:
        reports: all that were filed (voided and merged ones are not counted); other: by kind,
            those that are neither aggression nor errors.
        before: of whole months as many before them, else the same number of days just before;
            None when the program holds none of them.
    """

    site: str
    span: Span
    visits: int
    services: int
    open_hours: int
    reports: int
    other: tuple[Bar, ...]
    causes: tuple[Bar, ...]
    aggression: Aggression
    harm: Harm
    mistakes: Mistakes
    process: Process
    before: Before | None


@dataclass(frozen=True, slots=True)
class Before:
    """The span before, in the figures that are compared."""

    span: Span
    visits: int
    aggression: Rate
    mistakes: Rate


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson that a review shared with everybody; it names no person and no client.

    Args:
        number: of the report; kind: of the incident; day: when the review was closed.
    """

    number: str
    kind: str
    day: date
    text: str
