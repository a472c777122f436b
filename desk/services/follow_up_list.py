"""Reading follow-ups: the list, the count on the tab, and one opened (a logged look)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.deadlines import end_of_day, start_of_day
from desk.domain.errors import DeskError
from desk.domain.event_data import identity, instant
from desk.domain.follow_up import (
    BY_HAND,
    SOON,
    TYPED,
    FollowUp,
    FollowUpDetail,
    FollowUpKind,
    FollowUpLine,
    FollowUpStep,
    Open,
    Ref,
    Urgency,
    clock_urgency,
    still_open,
    undo_refusal,
    urgency,
)
from desk.domain.person import Person
from desk.domain.phone_call import CallNote
from desk.domain.roles import Actor, Right
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.follow_up_sources import derived
from desk.services.hq_answers import number_of
from desk.services.incident_clocks import due_times, said_why
from desk.services.kept_text import text_of
from desk.services.phone_calls import noted_of

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What the screen shows: open ones, the most urgent first, and those done today."""

    open: tuple[FollowUpLine, ...]
    done: tuple[FollowUpLine, ...]


def open_ones(reader: Reader, env: Env, actor: Actor, *, clocks: bool = True) -> tuple[Open, ...]:
    """All open follow-ups of the actor's site, nothing listed twice.

    Args:
        clocks: reports' clocks too.
    """
    found = tuple(derived(reader, env, actor, clocks=clocks))
    rows = list(reader.follow_ups.open(actor.site))
    for kind in BY_HAND - TYPED:
        about = [one.ref.id for one in found if one.ref.kind is kind]
        rows += reader.follow_ups.of_subjects(kind, about)
    return still_open(found, rows)


def lines(reader: Reader, env: Env, actor: Actor, *, mine: bool = False) -> FollowUps:
    """The list.

    Args:
        mine: only those that the actor is to do.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.FOLLOW_UP)
    makes = _Lines(reader, env, actor)
    since = start_of_day(local_day(env.clock()))
    shown = [makes.open(one) for one in open_ones(reader, env, actor)]
    gone = [makes.done(row) for row in reader.follow_ups.done_since(actor.site, since)]
    if mine:
        shown = [line for line in shown if line.mine]
        gone = [line for line in gone if line.mine]
    return FollowUps(tuple(shown), tuple(gone))


def due_count(reader: Reader, env: Env, actor: Actor) -> tuple[int, int]:
    """How many are overdue, and how many fall due today.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.FOLLOW_UP)
    now = env.clock()
    until = end_of_day(local_day(now)) + SOON
    found = [urgency(one.due_at, now) for one in open_ones(reader, env, actor, clocks=False)]
    found += [urgency(due, now) for due in due_times(reader, env, actor, until)]
    return found.count(Urgency.OVERDUE), found.count(Urgency.TODAY)


def _urgency(one: Open, now: datetime) -> Urgency:
    return clock_urgency(one.clock, now) if one.clock else urgency(one.due_at, now)


def detail(uow: UnitOfWork, env: Env, actor: Actor, ref: Ref) -> FollowUpDetail:
    """Open one; logged as a look.

    Raises:
        DeskError: "access.no_right", "followup.unknown".
    """
    actor.require(Right.FOLLOW_UP)
    makes = _Lines(uow, env, actor)
    found = next((one for one in open_ones(uow, env, actor) if one.ref == ref), None)
    row = found.stored if found is not None else _row(uow, actor, ref)
    if found is None and row is None:
        raise DeskError("followup.unknown")
    line = makes.open(found) if found is not None else makes.done(row) if row else None
    assert line is not None
    person = _person(uow, ref)
    looked(uow, env, actor, Look.OPEN, "follow_up", ref.id, ref.kind.value, names=[person.name])
    history = _history(uow, row) if row is not None else ()
    return FollowUpDetail(line, person.name, person.phone, person.text or line.text, history)


def _row(reader: Reader, actor: Actor, ref: Ref) -> FollowUp | None:
    if ref.kind in TYPED:
        row = reader.follow_ups.get(ref.id)
        return row if row.site == actor.site else None
    return reader.follow_ups.of_subject(ref.kind, ref.id)


def _person(reader: Reader, ref: Ref) -> Person:
    """Whom it is about: the caller, or the client of the booking."""
    if ref.kind is FollowUpKind.CALL_BACK:
        said: CallNote = noted_of(reader, reader.calls.get(ref.id))
        return Person(said.name, said.phone, "", said.text)
    if ref.kind is FollowUpKind.BOOKING:
        booking = reader.appointments.get(ref.id)
        return (booking.person_id and reader.persons.get(booking.person_id)) or Person()
    return Person()


def _history(reader: Reader, row: FollowUp) -> tuple[FollowUpStep, ...]:
    names = reader.accounts.names()
    return tuple(
        FollowUpStep(
            at=event.at,
            what=event.kind,
            who=names.get(event.actor_id, ""),
            due_at=instant(event.data, "due_at"),
            text=text_of(reader, identity(event.data, "why_id")),
        )
        for event in reader.follow_ups.events(row.id)
    )


class _Lines:
    """Makes lines for one look at the list."""

    def __init__(self, reader: Reader, env: Env, actor: Actor) -> None:
        self._reader, self._actor, self._now = reader, actor, env.clock()
        self._names: Mapping[UUID, str] = reader.accounts.names()

    def open(self, one: Open) -> FollowUpLine:
        who, clock = one.responsible_id, one.clock
        near = _urgency(one, self._now)
        text_id = one.stored.text_id if one.stored else one.text_id
        return FollowUpLine(
            ref=one.ref,
            urgency=near,
            since=one.since,
            due_at=one.due_at,
            number=one.number,
            topic=one.topic,
            gaps=one.gaps,
            text=text_of(self._reader, text_id),
            responsible=self._names.get(who, "") if who else "",
            mine=who == self._actor.account_id,
            pressing=clock.pressing(self._now) if clock else near is Urgency.TODAY,
            clock=clock,
            incident=one.incident,
            why=said_why(self._reader, clock) if clock else "",
        )

    def done(self, row: FollowUp) -> FollowUpLine:
        number, topic = self._about(row)
        return FollowUpLine(
            ref=row.ref,
            urgency=Urgency.LATER,
            since=row.opened_at,
            due_at=row.due_at,
            number=number,
            topic=topic,
            gaps=(),
            text=text_of(self._reader, row.text_id),
            responsible=self._names.get(row.assignee_id, "") if row.assignee_id else "",
            mine=self._actor.account_id in (row.done_by, row.assignee_id),
            done_at=row.done_at,
            done_by=self._names.get(row.done_by, "") if row.done_by else "",
            may_undo=not undo_refusal(row, self._now),
        )

    def _about(self, row: FollowUp) -> tuple[str, str]:
        """The number and the call topic of what it was about."""
        subject = row.subject_id
        if subject is None:
            return "", ""
        if row.kind is FollowUpKind.CALL_BACK:
            return "", self._reader.calls.get(subject).topic
        if row.kind is FollowUpKind.BOOKING:
            return self._reader.appointments.get(subject).reference, ""
        if row.kind is FollowUpKind.ANSWER:
            return number_of(self._reader, subject), ""
        try:
            return self._reader.incidents.get(subject).number, ""
        except DeskError:  # a month of the branch is no report
            return "", ""
