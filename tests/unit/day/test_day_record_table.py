"""A day's record: ticks come and go, the day is closed once, opened again with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from subject_making import ANNA, INESE, at, event

from desk.domain import day_record
from desk.domain.day_record import DayAction, DayRecord, DayState
from desk.domain.errors import DeskError

FACTS: dict[str, object] = {"site": "riga-2", "day": date(2026, 11, 24)}


def then(known: DayRecord | None, kind: DayAction, minutes: float = 0, **data: object) -> DayRecord:
    return day_record.apply(known, event(known, kind, minutes, {**FACTS, **data}))


def test_the_first_note_makes_the_record() -> None:
    record = then(None, DayAction.TICK, 1, item="desk", on=True)
    assert (record.site, record.day, record.version) == ("riga-2", date(2026, 11, 24), 1)
    ticked = record.ticked("desk")
    assert ticked is not None and (ticked.at, ticked.by) == (at(1), ANNA)
    assert record.ticked("mail") is None


def test_ticks_are_taken_back_and_made_anew() -> None:
    record = then(None, DayAction.TICK, 1, item="desk", on=True)
    record = then(record, DayAction.TICK, 2, item="mail", on=True)
    record = then(record, DayAction.TICK, 3, item="desk", on=False)
    assert [tick.item for tick in record.ticks] == ["mail"]
    again = event(record, DayAction.TICK, 4, {**FACTS, "item": "mail", "on": True}, actor=INESE)
    assert [tick.by for tick in day_record.apply(record, again).ticks] == [INESE]


def test_doors() -> None:
    record = then(None, DayAction.DOORS, 3, on=True)
    assert record.doors_at == at(3)
    assert then(record, DayAction.DOORS, 4, on=False).doors_at is None


def test_closed_once_and_opened_again() -> None:
    end, why = at(400), UUID(int=5)
    data = {"last_end": end, "overtime_minutes": 40, "reason_id": why}
    closed = then(None, DayAction.CLOSE, 420, **data)
    assert (closed.state, closed.closed_at, closed.closed_by) == (DayState.CLOSED, at(420), ANNA)
    assert (closed.last_end, closed.overtime_minutes, closed.reason_id) == (end, 40, why)
    with pytest.raises(DeskError, match=r"day\.closed_already"):
        then(closed, DayAction.CLOSE, 421)
    again = then(closed, DayAction.REOPEN, 430, reason_id=UUID(int=6))
    assert (again.state, again.reopened, again.reopen_reason_id) == (
        DayState.OPEN,
        1,
        UUID(int=6),
    )
    assert (again.closed_at, again.overtime_minutes, again.last_end) == (None, None, None)
    with pytest.raises(DeskError, match=r"day\.not_closed"):
        then(again, DayAction.REOPEN, 431)
    assert then(again, DayAction.CLOSE, 440).overtime_minutes is None


def test_what_cannot_be() -> None:
    with pytest.raises(DeskError, match=r"day\.unknown"):
        day_record.replay([])
    with pytest.raises(DeskError, match=r"day\.unknown"):
        day_record.apply(None, event(None, DayAction.TICK))
    record = then(None, DayAction.DOORS, on=True)
    with pytest.raises(DeskError, match=r"day\.changed_meanwhile"):
        day_record.apply(record, replace(event(record, DayAction.DOORS, 1, FACTS), seq=5))


@given(st.lists(st.tuples(st.sampled_from(list(DayAction)), st.booleans(), st.integers(0, 3))))
def test_a_replay_of_the_events_is_the_record(steps: list[tuple[DayAction, bool, int]]) -> None:
    events = [event(None, DayAction.TICK, 0, {**FACTS, "item": "x", "on": True})]
    record = day_record.apply(None, events[0])
    for minute, (kind, on, item) in enumerate(steps, start=1):
        step = event(record, kind, minute, {**FACTS, "item": str(item), "on": on})
        try:
            record = day_record.apply(record, step)
        except DeskError:
            continue
        events.append(step)
    assert day_record.replay(events) == record
    assert (record.closed_at is not None) is (record.state is DayState.CLOSED)
