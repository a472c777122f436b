"""F7 on the real database: over a visit, alone, noted, promised, taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from queue_desk import Desk, wall

from desk.domain.errors import DeskError
from desk.domain.phone_call import CallNote, CallOutcome, CallState
from desk.domain.roles import Actor, Role
from desk.domain.visit import Action, Outcome, PeriodKind, TicketState, Visit
from desk.domain.waiting import served, spent
from desk.services import phone_calls, queue


def serving(desk: Desk) -> Visit:
    desk.walk_in()
    desk.after(seconds=5).do(queue.call_next)
    return desk.after(seconds=30).do(queue.start)


def running(desk: Desk) -> Any:
    return desk.look(phone_calls.running)


def refused(desk: Desk, use_case: Any, *values: Any) -> str:
    with pytest.raises(DeskError) as caught:
        desk.do(use_case, *values)
    return caught.value.code


def test_a_call_interrupts_serving_and_its_time_is_not_the_clients(desk: Desk) -> None:
    visit = serving(desk)
    call = desk.after(minutes=4).do(phone_calls.begin)
    assert call.visit_id == visit.id
    shown = desk.after(minutes=3).board()
    assert shown.serving.interrupted
    assert desk.clock() - shown.serving.since == timedelta(minutes=4)
    assert shown.call.call.id == call.id
    desk.do(phone_calls.end, call.id)
    done = desk.after(minutes=2).do(queue.finish, visit.id, Outcome.SOLVED)
    assert served(done, desk.clock()) == timedelta(minutes=6)
    assert spent(done, PeriodKind.INTERRUPTED, desk.clock()) == timedelta(minutes=3)
    assert desk.board().call is None


def test_a_call_alone(desk: Desk) -> None:
    call = desk.do(phone_calls.begin)
    assert call.visit_id is None
    assert refused(desk, phone_calls.begin) == "call.running"
    ended = desk.after(minutes=2).do(phone_calls.end, call.id)
    assert (ended.state, ended.ended_at - ended.began_at) == (
        CallState.ENDED,
        timedelta(minutes=2),
    )
    assert refused(desk, phone_calls.end, call.id) == "call.ended"
    assert desk.board().closing is not None


def test_a_called_client_is_not_interrupted(desk: Desk) -> None:
    desk.walk_in()
    visit = desk.after(seconds=5).do(queue.call_next)
    assert desk.do(phone_calls.begin).visit_id is None
    assert desk.get(visit).periods[-1].kind is PeriodKind.CALLED


def test_finishing_while_on_the_phone(desk: Desk) -> None:
    visit = serving(desk)
    call = desk.after(minutes=1).do(phone_calls.begin)
    done = desk.after(minutes=1).do(queue.finish, visit.id, Outcome.SOLVED)
    assert done.state is TicketState.SERVED
    desk.after(minutes=1).do(phone_calls.end, call.id)
    assert desk.get(visit) == done


def test_the_note_is_kept_as_personal_data_and_nothing_is_demanded(desk: Desk) -> None:
    call = desk.do(phone_calls.begin)
    note = CallNote(
        "fee", CallOutcome.CALL_BACK, wall(14), "Anna  Ozola", "29 123 456", " asks about a fee "
    )
    kept = desk.do(phone_calls.note, call.id, note)
    assert (kept.topic, kept.outcome, kept.until) == ("fee", "call_back", wall(14))
    tidy = CallNote(
        "fee", CallOutcome.CALL_BACK, wall(14), "Anna Ozola", "+37129123456", "asks about a fee"
    )
    assert running(desk).note == tidy
    assert desk.do(phone_calls.note, call.id, note).version == kept.version
    empty = desk.do(phone_calls.end, call.id, CallNote())
    assert (empty.topic, empty.outcome, empty.note_id) == ("", None, None)


def test_a_number_that_is_none_is_kept_as_typed(desk: Desk) -> None:
    call = desk.do(phone_calls.begin)
    desk.do(phone_calls.note, call.id, CallNote(phone=" iekšējais 12 "))
    assert running(desk).note.phone == "iekšējais 12"


def test_what_is_refused(desk: Desk) -> None:
    call = desk.do(phone_calls.begin)
    assert refused(desk, phone_calls.note, call.id, CallNote("x")) == "call.topic_unknown"
    assert refused(desk, phone_calls.note, call.id, CallNote(text="x" * 2001)) == "text.too_long"
    elsewhere = Actor(desk.anna.account_id, "", Role.CLERK, "riga-3", "3")
    with pytest.raises(DeskError, match=r"call\.unknown"):
        desk.do(phone_calls.end, call.id, by=elsewhere)
    nobody = Actor(desk.anna.account_id, "", Role.CLERK, "riga-2")
    with pytest.raises(DeskError, match=r"queue\.no_counter"):
        desk.do(phone_calls.begin, by=nobody)
    it = Actor(desk.anna.account_id, "", Role.IT, "riga-2", "3")
    for use_case, values in ((phone_calls.begin, ()), (phone_calls.end, (call.id,))):
        with pytest.raises(DeskError, match=r"access\.no_right"):
            desk.do(use_case, *values, by=it)


def test_taking_a_call_back_takes_the_interruption_back(desk: Desk) -> None:
    visit = serving(desk)
    call = desk.after(minutes=2).do(phone_calls.begin)
    assert desk.board().undo.action == Action.INTERRUPT.value
    after = desk.after(minutes=1).do(queue.undo)
    assert [period.kind for period in after.periods][-1] is PeriodKind.SERVING
    assert after.periods[-1].gap_seconds == 60
    assert served(after, desk.clock()) == timedelta(minutes=3)
    assert running(desk) is None
    with desk.database.reader() as reader:
        assert reader.calls.get(call.id).state is CallState.WITHDRAWN
    assert desk.get(visit).state is TicketState.SERVING


def test_taking_the_end_of_a_call_back_lets_it_go_on(desk: Desk) -> None:
    serving(desk)
    call = desk.after(minutes=2).do(phone_calls.begin)
    desk.after(minutes=1).do(phone_calls.end, call.id)
    assert desk.board().undo.action == Action.RESUME.value
    desk.after(minutes=1).do(queue.undo)
    assert running(desk).call.id == call.id
    assert desk.board().serving.interrupted
    desk.after(minutes=1).do(phone_calls.end, call.id)
    assert not desk.board().serving.interrupted


def test_a_call_alone_is_taken_back_too(desk: Desk) -> None:
    desk.walk_in()
    desk.after(minutes=1).do(phone_calls.begin)
    assert desk.board().undo.action == "call_begin"
    desk.after(minutes=1).do(queue.undo)
    assert running(desk) is None
    assert desk.board().undo.refusal == "undo.undone_already"
    call = desk.after(minutes=1).do(phone_calls.begin)
    desk.after(minutes=1).do(phone_calls.end, call.id)
    desk.after(minutes=6)
    assert desk.board().undo.refusal == "call.too_late"
    assert refused(desk, queue.undo) == "call.too_late"
