"""Whether a task of the practice was done: read from the real records, never from key presses.

A check looks at what this person has written since the step began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from desk.domain import event_data as read
from desk.domain.clock import local_day
from desk.domain.incident import Incident
from desk.domain.phone_call import CallState, PhoneCall
from desk.domain.roles import Actor
from desk.domain.visit import Action, ArrivalClass, PeriodKind, Visit, VisitEvent
from desk.services.env import Env
from desk.services.incident_drafts import load_draft
from desk.services.practice_script import Check

if TYPE_CHECKING:
    from db.unit_of_work import Reader


@dataclass(frozen=True, slots=True)
class Look:
    """What a check may look at.

    Args:
        since: the step's beginning, by the practice clock.
        seen: names of the screens that were opened since then.
    """

    reader: Reader
    env: Env
    actor: Actor
    since: datetime
    seen: frozenset[str] = frozenset()

    @property
    def day(self) -> date:
        """The practice day."""
        return local_day(self.env.clock())

    def own(self, *kinds: Action) -> Iterator[tuple[Visit, VisitEvent]]:
        """What this person did to visits, in the order of each visit."""
        for visit in self.reader.visits.of_day(self.actor.site, self.day):
            if visit.last_event_at is None or visit.last_event_at < self.since:
                continue
            for event in self.reader.visits.events(visit.id):
                mine = event.at >= self.since and event.actor_id == self.actor.account_id
                if mine and (not kinds or event.kind in kinds):
                    yield visit, event

    def calls(self) -> Iterator[PhoneCall]:
        """This person's telephone calls."""
        for call in self.reader.calls.of_day(self.actor.site, self.day):
            mine = call.began_at >= self.since and call.actor_id == self.actor.account_id
            if mine and call.state is not CallState.WITHDRAWN:
                yield call

    def reports(self, check: Check) -> Iterator[Incident]:
        """This person's reports of a kind."""
        found = self.reader.incidents.list(
            self.actor.site,
            states=None,
            kinds=frozenset({check.kind}),
            reporter=self.actor.account_id,
            first=self.day,
            last=self.day,
        )
        return (report for report in found if report.recorded_at >= self.since)


def done(look: Look, check: Check) -> bool:
    """Whether a task was done.

    Raises:
        KeyError: there is no such check; the script's test finds that out.
    """
    return CHECKS[check.name](look, check)


def _count(kind: Action) -> Callable[[Look, Check], bool]:
    """At least so many events of a kind."""
    return lambda look, check: sum(1 for _found in look.own(kind)) >= check.least


def _ticked(look: Look, check: Check) -> bool:
    on = {read.text(event.data, "tick") for _visit, event in look.own(Action.TICK)}
    ticks = {tick for visit, _event in look.own(Action.TICK) for tick in visit.ticks}
    return len(on & ticks) >= check.least


def _finished(look: Look, check: Check) -> bool:
    found = (visit for visit, _event in look.own(Action.FINISH))
    return any(check.outcome in (None, visit.outcome) for visit in found)


def _taken_in(look: Look, check: Check) -> bool:
    """Booked clients who got their ticket; one who is only called has not been taken in."""
    came = {
        visit.id
        for visit, event in look.own(Action.ISSUE)
        if visit.appointment_id is not None
        and event.data.get("present") is not False
        and (not check.arrivals or visit.arrival in check.arrivals)
    }
    return len(came) >= check.least


def _priority_used(look: Look, check: Check) -> bool:
    issued = (visit for visit, _event in look.own(Action.ISSUE))
    return any(
        visit.arrival is ArrivalClass.WALK_IN and visit.priority is not None for visit in issued
    )


def _brought_back(look: Look, check: Check) -> bool:
    """Set aside, and called or put back in line afterwards."""
    aside: set[object] = set()
    for visit, event in look.own(Action.PARK, Action.CALL, Action.REQUEUE):
        if event.kind is Action.PARK:
            aside.add(visit.id)
        elif visit.id in aside:
            return True
    return False


def _interrupted(look: Look, check: Check) -> bool:
    """A period with the clerk on the telephone, which is over."""
    visits = look.reader.visits.of_day(look.actor.site, look.day)
    periods = (period for visit in visits for period in visit.periods)
    return any(
        period.kind is PeriodKind.INTERRUPTED
        and period.start >= look.since
        and period.end is not None
        and period.counter == look.actor.counter
        for period in periods
    )


def _call_noted(look: Look, check: Check) -> bool:
    return any(call.topic or call.outcome or call.note_id for call in look.calls())


def _note_taken(look: Look, check: Check) -> bool:
    return any(visit.note_id is not None for visit, _event in look.own(Action.SET_NOTE))


def _steps_stamped(look: Look, check: Check) -> bool:
    """In the unfinished report or in the one that was filed."""
    draft = load_draft(look.reader, look.env, look.actor, check.kind)
    stamped = [len(report.steps) for report in look.reports(check)]
    return max([*stamped, len(draft.steps) if draft else 0]) >= check.least


def _reported(look: Look, check: Check) -> bool:
    return any(True for _report in look.reports(check))


def _told(look: Look, check: Check) -> bool:
    return any(report.told is not None for report in look.reports(check))


def _screen_opened(look: Look, check: Check) -> bool:
    return check.screen in look.seen


CHECKS: Mapping[str, Callable[[Look, Check], bool]] = {
    "called": _count(Action.CALL),
    "recalled": _count(Action.RECALL),
    "started": _count(Action.START),
    "ticked": _ticked,
    "finished": _finished,
    "taken_in": _taken_in,
    "priority_used": _priority_used,
    "parked": _count(Action.PARK),
    "brought_back": _brought_back,
    "transferred": _count(Action.TRANSFER),
    "interrupted": _interrupted,
    "call_noted": _call_noted,
    "no_show": _count(Action.NO_SHOW),
    "note_taken": _note_taken,
    "steps_stamped": _steps_stamped,
    "incident_reported": _reported,
    "told": _told,
    "screen_opened": _screen_opened,
}
"""The checks by name."""
