"""The call order: who is next at a counter, and why (WE-05, WE-07).

The order, from the front:

1. tickets with a justified priority, by place;
2. bookings that are due, by the later of slot and arrival; one who has not checked in can be
   called too and ranks at the slot, after those of the same rank who are there.  A walk-in who has
   waited beyond the threshold goes in between, after at most k bookings called since the last
   walk-in;
3. other walk-ins, by place;
4. bookings that are not due yet, whose client came early: they come when nobody else waits;
5. a ticket of a client who was called without check-in, has not come and is not held any more.

A booked client who comes later than the hold allows ranks as a walk-in from the arrival; for one
who called to say so, the hold counts from the new time.  Where walk-ins are taken only into free
slots, or by exception, no walk-in goes before a booked client: 4 comes before 3 and k has no
meaning.  Tickets meant for another counter come last and cannot be called here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from desk.domain.appointment import Appointment
from desk.domain.board import Why
from desk.domain.queue_ranks import (
    Candidate,
    OrderPolicy,
    WalkIns,
    candidates,
)
from desk.domain.visit import Visit
from desk.domain.waiting import minutes

__all__ = ["OrderPolicy", "Ranked", "WalkIns", "order"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in the call order: a ticket, or a booking that has not checked in (`visit` None).

    Args:
        appointment: the booking, where there is one.
        callable_here: whether the counter that asked may call it.
    """

    visit: Visit | None
    appointment: Appointment | None
    why: Why
    callable_here: bool = True


def order(
    visits: Iterable[Visit],
    appointments: Iterable[Appointment],
    *,
    now: datetime,
    policy: OrderPolicy,
    counter: str = "",
    since: int,
) -> tuple[Ranked, ...]:
    """Everyone who may be called, in call order, each with the reason.

    Args:
        visits: the open visits of the site's day; others make no difference.
        appointments: the site's bookings of the day; those of open visits and those that are
            expected by now are enough.
        now: the present instant (UTC).
        counter: whose order it is; tickets meant for another are not callable here.
        since: how many bookings were called after the last walk-in, as
            `queue_ranks.bookings_since_walk_in` counts them.
    """
    bookings = {appointment.id: appointment for appointment in appointments}
    everyone = sorted(candidates(visits, bookings, now, policy), key=lambda one: one.key)
    here = [one for one in everyone if _may_call(one, counter)]
    ranked = _Sequence(now, policy, since).of(here)
    others = (_elsewhere(one) for one in everyone if not _may_call(one, counter))
    return (*_alone(ranked), *others)


def _may_call(one: Candidate, counter: str) -> bool:
    return one.visit is None or one.visit.target_counter in ("", counter)


def _elsewhere(one: Candidate) -> Ranked:
    target = one.visit.target_counter if one.visit else ""
    return Ranked(one.visit, one.appointment, Why("other_counter", reason=target), False)


def _alone(ranked: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """Where a walk-in is the only one there, that is the reason."""
    if len(ranked) == 1 and ranked[0].why.code == "walk_in_turn":
        return (replace(ranked[0], why=replace(ranked[0].why, code="only_one")),)
    return ranked


class _Sequence:
    """Lays candidates, sorted by place, out in call order; counts bookings since a walk-in."""

    def __init__(self, now: datetime, policy: OrderPolicy, since: int) -> None:
        self._now = now
        self._policy = policy
        self._since = since
        self._live = policy.walk_ins is WalkIns.LIVE_QUEUE

    def of(self, here: list[Candidate]) -> tuple[Ranked, ...]:
        """All of them, each with the reason for its place."""
        groups = {number: deque[Candidate]() for number in range(1, 6)}
        for one in here:
            groups[self._group(one)].append(one)
        first = [self._take(one, self._priority(one)) for one in groups[1]]
        if self._live:
            middle = [*self._mixed(groups[2], groups[3]), *self._early(groups[4])]
        else:
            booked = [*self._mixed(groups[2], deque()), *self._early(groups[4])]
            middle = [*booked, *self._mixed(deque(), groups[3])]
        gone = [self._take(one, self._booking(one)) for one in groups[5]]
        return (*first, *middle, *gone)

    def _group(self, one: Candidate) -> int:
        """The number of its group in the module's list."""
        if one.visit is not None and one.visit.priority is not None:
            return 1
        if not one.held:
            return 5
        if one.slot is None:
            return 3
        return 2 if one.is_due(self._now, self._policy) else 4

    def _mixed(self, due: deque[Candidate], walk_ins: deque[Candidate]) -> list[Ranked]:
        """Due bookings with overdue walk-ins in between by the k-rule; then the other walk-ins."""
        places = []
        while due or walk_ins:
            if walk_ins and (not due or self._walk_in_turn(walk_ins[0])):
                one = walk_ins.popleft()
                places.append(self._take(one, self._walk_in(one)))
            else:
                one = due.popleft()
                places.append(self._take(one, self._booking(one)))
        return places

    def _early(self, early: deque[Candidate]) -> list[Ranked]:
        return [self._take(one, self._not_due_yet(one)) for one in early]

    def _walk_in_turn(self, one: Candidate) -> bool:
        enough = self._since >= self._policy.walk_in_after_bookings
        return self._live and enough and one.is_overdue(self._now, self._policy)

    def _take(self, one: Candidate, why: Why) -> Ranked:
        self._since = self._since + 1 if one.slot is not None else 0
        return Ranked(one.visit, one.appointment, why)

    def _waited(self, one: Candidate) -> int:
        return minutes(self._now - one.place)

    def _priority(self, one: Candidate) -> Why:
        reason = one.visit.priority if one.visit else None
        return Why("priority", minutes=self._waited(one), reason=reason or "")

    def _booking(self, one: Candidate) -> Why:
        code = "booking_due" if one.present else "booking_due_unchecked"
        return Why(code, minutes=max(minutes(self._now - (one.slot or one.place)), 0))

    def _walk_in(self, one: Candidate) -> Why:
        if self._live and one.is_overdue(self._now, self._policy):
            return Why("walk_in_overdue", minutes=self._waited(one), count=self._since)
        return Why("walk_in_turn", minutes=self._waited(one))

    def _not_due_yet(self, one: Candidate) -> Why:
        return Why("early_and_free", minutes=minutes((one.slot or one.place) - self._now))
