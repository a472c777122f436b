"""Other opening hours by headquarters' word."""

from __future__ import annotations

from db.stores.from_hq import HqHours
from desk.domain.errors import DeskError
from desk.domain.hours import Interval
from desk.domain.opening import tidy
from desk.sync.apply.wording import by_language
from desk.sync.down import HoursException
from desk.sync.received import Applying, Received
from desk.sync.wire import HQ_STREAM


def apply_hours(applying: Applying, received: Received) -> None:
    """Keep the hours of a day; a later word for the same day takes their place.

    What the branch had set for that day itself is withdrawn: headquarters have replaced it.

    Raises:
        DeskError: "sync.body", "opening.intervals" when an interval ends before it begins.
    """
    given = received.read(HoursException)
    if any(end <= start for start, end in given.intervals):
        raise DeskError("opening.intervals")
    hours = HqHours(
        site=given.site,
        day=given.day,
        own=received.stream != HQ_STREAM,
        feed=received.feed,
        intervals=tidy(Interval(start, end) for start, end in given.intervals),
        reason=by_language(given.reason),
        office=given.office,
        at=given.at,
        withdrawn=given.withdrawn,
    )
    uow = applying.uow
    if uow.from_hq.put_hours(hours) and not given.withdrawn:
        for site, one in uow.overlays.hours_everywhere(given.day):
            if given.site in ("", site):
                uow.overlays.withdraw_hours(one, site, given.by, applying.clock())
