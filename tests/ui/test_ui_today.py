"""A clerk's cycle at the counter, by keyboard alone, through the real window."""

from __future__ import annotations

import pytest
from driver import CTRL, SHIFT, Driver, Key
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desk.domain.board import Board
from desk.domain.phone_call import CallState
from desk.domain.visit import ArrivalClass, Outcome, TicketState
from desk.ui.followups.view import FollowUpsScreen
from desk.ui.today.panels.call import CallPanel
from desk.ui.today.panels.correct import CorrectPanel
from desk.ui.widgets.text import Label


@pytest.fixture
def free(driver: Driver) -> Driver:
    """The counter is free: whom the demo left there is finished."""
    driver.finish_current()
    return driver


@pytest.fixture
def serving(free: Driver) -> Driver:
    """A client is being served."""
    free.press(Key.Key_F2)
    free.until(lambda: free.board.serving)
    free.press(Key.Key_F3)
    free.until(lambda: free.today.middle.phase == "serving")
    free.pass_seconds(60)
    return free


def _number(driver: Driver) -> str:
    assert driver.board.serving is not None
    return driver.board.serving.visit.number


def _done(board: Board, number: str) -> TicketState | None:
    return next((line.state for line in board.done if line.number == number), None)


def test_call_came_finish(free: Driver) -> None:
    first = next(line for line in free.board.rows if line.callable_here)
    free.press(Key.Key_F2)
    free.until(lambda: free.today.middle.phase == "called")
    assert _number(free) == first.number
    assert free.today.middle.called.number.text() == first.number
    free.press(Key.Key_F3)
    free.until(lambda: free.today.middle.phase == "serving")
    free.press(Key.Key_F4)
    assert free.today.middle.panel is not None
    free.press(Key.Key_F4)
    free.until(lambda: free.today.middle.phase == "idle")
    assert _done(free.board, first.number) is TicketState.SERVED
    assert free.today.middle.panel is None


def test_calling_is_refused_while_someone_is_served(serving: Driver) -> None:
    number = _number(serving)
    serving.press(Key.Key_F2)
    serving.until(serving.window.messages.text)
    assert _number(serving) == number


def test_two_presses_of_call_next_call_one_client(free: Driver) -> None:
    free.press(Key.Key_F2)
    free.press(Key.Key_F2)
    free.settle()
    assert free.window.messages.text() == ""
    waiting = [line for line in free.board.rows if line.state is TicketState.CALLED]
    assert free.board.serving is not None and not waiting


def test_did_not_come_after_the_set_number_of_calls(free: Driver) -> None:
    free.press(Key.Key_F2)
    free.until(lambda: free.today.middle.phase == "called")
    number = _number(free)
    free.press(Key.Key_F5, SHIFT)
    free.until(free.window.messages.text)
    for calls in (2, 3):
        free.pass_seconds(30)
        free.press(Key.Key_F5)
        free.until(
            lambda calls=calls: free.board.serving and free.board.serving.visit.calls == calls
        )
    assert free.today.middle.called.no_show.isEnabled()
    free.press(Key.Key_F5, SHIFT)
    free.until(lambda: free.today.middle.phase == "idle")
    assert _done(free.board, number) is TicketState.NO_SHOW


def test_park_with_the_second_reason_and_back_again(serving: Driver) -> None:
    number = _number(serving)
    serving.press(Key.Key_F6)
    serving.press(Key.Key_2)
    serving.press(Key.Key_F6)
    serving.until(lambda: serving.today.middle.phase == "idle")
    parked = next(line for line in serving.board.parked if line.number == number)
    assert parked.parked_for == serving.window.context.env.policy.park_reasons[1].id
    serving.today.queue.list.choose(f"visit:{parked.visit_id}")
    serving.today.queue.actions_row.buttons["requeue"].click()
    serving.until(lambda: number in {line.number for line in serving.board.rows})


def test_ctrl_enter_in_the_list_confirms_and_enter_does_not(serving: Driver) -> None:
    """Stopping for conduct has no key of its own: its list says Ctrl+Enter; then: later again."""
    number = _number(serving)
    serving.today.middle.end.click()
    serving.press(Key.Key_Return)
    assert serving.today.middle.panel is not None
    serving.press(Key.Key_Return, CTRL)
    serving.until(lambda: serving.today.middle.phase == "idle")
    stopped = next(line for line in serving.board.done if line.number == number)
    assert stopped.state is TicketState.STOPPED
    queue = serving.today.queue
    queue.done.click()
    queue.list.choose(f"visit:{stopped.visit_id}")
    queue.actions_row.buttons["requeue"].click()
    serving.until(lambda: number in {line.number for line in serving.board.rows})


def test_who_waits_for_another_counter_is_named(serving: Driver) -> None:
    """Nobody can be called here, and the card says for whom it waits."""
    number = _number(serving)
    serving.press(Key.Key_F8)
    serving.type("7")
    serving.press(Key.Key_F8)
    serving.until(lambda: serving.today.middle.phase == "idle")
    line = next(line for line in serving.board.rows if line.number == number)
    card = serving.today.queue.next
    card.show_row(None, busy=False, elsewhere=line)
    assert number in card.why.text()
    assert "7" in card.why.text()


def test_the_phone_script_names_branch_and_person(serving: Driver) -> None:
    """PH-04: the sentence to say is complete; helper phrases come in the language asked for."""
    guide = serving.today.guide
    serving.press(Key.Key_F7)
    serving.until(lambda: guide.shown_phase() == "phone")
    said = [label.text() for label in guide.steps.findChildren(Label)]
    assert any("Rīgas 2. nodaļa, Anna Bērziņa" in text for text in said)
    assert not any("[" in text for text in said)
    assert not any(text.startswith("UK") for text in said)
    guide.helper.setCurrentIndex(guide.helper.findData("uk"))
    said = [label.text() for label in guide.steps.findChildren(Label)]
    assert any(text.startswith("UK  Добрий день! PMLP, Rīgas 2. nodaļa") for text in said)


def test_f7_lays_a_note_over_the_visit_and_f7_ends_the_call(serving: Driver) -> None:
    """PH-07: the prompt comes after five minutes; the client's clock stands meanwhile."""
    middle, guide = serving.today.middle, serving.today.guide
    serving.press(Key.Key_F7)
    serving.until(lambda: isinstance(middle.panel, CallPanel))
    serving.until(lambda: serving.board.serving and serving.board.serving.interrupted)
    serving.until(lambda: guide.shown_phase() == "phone")
    stood = middle.serving.clock.text()
    serving.type("asks about a fee")
    serving.pass_seconds(301)
    serving.feed.ticked.emit()
    assert middle.serving.clock.text() == stood
    assert middle.serving.paused.isVisible()
    assert "5 min" in guide.prompt.text() or guide.prompt.property("tone") == "warn"
    panel = middle.panel
    panel.outcome.setCurrentIndex(panel.outcome.findData("call_back"))
    panel.until.setText("23.30")
    call = panel.call.id
    serving.press(Key.Key_F7)
    serving.until(lambda: serving.board.call is None and middle.panel is None)
    assert serving.board.serving and not serving.board.serving.interrupted
    with serving.window._app.database.reader() as reader:
        kept = reader.calls.get(call)
        said = reader.persons.get(kept.note_id)
    assert (kept.state, kept.outcome, said.text) == (
        CallState.ENDED,
        "call_back",
        "asks about a fee",
    )


def test_the_note_of_a_call_survives_esc_and_a_form_is_left_in_peace(serving: Driver) -> None:
    middle = serving.today.middle
    serving.press(Key.Key_F7)
    serving.until(lambda: isinstance(middle.panel, CallPanel))
    serving.type("half a sentence")
    serving.press(Key.Key_Escape)
    serving.until(lambda: serving.board.call and serving.board.call.note.text)
    serving.press(Key.Key_F4)
    form = middle.panel
    serving.today.guide.write.click()
    serving.settle()
    assert middle.panel is form
    serving.press(Key.Key_Escape)
    serving.today.guide.write.click()
    serving.until(lambda: isinstance(middle.panel, CallPanel))
    assert middle.panel.text.toPlainText() == "half a sentence"
    serving.press(Key.Key_Return, CTRL)
    serving.until(lambda: serving.board.call is None)
    assert serving.today.middle.phase == "serving"


def test_f7_with_nobody_at_the_counter_is_a_call_alone(free: Driver) -> None:
    free.press(Key.Key_F7)
    free.until(lambda: free.board.call)
    assert free.board.call.call.visit_id is None
    free.press(Key.Key_F7)
    free.until(lambda: free.board.call is None)


def test_transfer_to_another_counter(serving: Driver) -> None:
    number = _number(serving)
    serving.press(Key.Key_F8)
    serving.type("7")
    serving.press(Key.Key_F8)
    serving.until(lambda: serving.today.middle.phase == "idle")
    line = next(line for line in serving.board.rows if line.number == number)
    assert (line.state, line.counter, line.callable_here) == (
        TicketState.TRANSFERRED,
        "7",
        False,
    )


def test_a_refusal_demands_nothing_and_its_gaps_wait_under_follow_ups(serving: Driver) -> None:
    number = _number(serving)
    before = _badge(serving)
    serving.press(Key.Key_F4)
    serving.press(Key.Key_3)
    serving.press(Key.Key_F4)
    serving.until(lambda: serving.today.middle.phase == "idle")
    serving.until(lambda: _badge(serving) == before + 1)
    serving.press(Key.Key_5, CTRL)
    screen = serving.shell.current()
    assert isinstance(screen, FollowUpsScreen)
    serving.until(lambda: any(line.number == number for line in screen.lines.values()))
    (line,) = [line for line in screen.lines.values() if line.number == number]
    assert line.gaps == ("reason", "legal_basis", "complaint")


def _badge(driver: Driver) -> int:
    """The number on the tab of follow-ups."""
    return int(driver.shell.tabs.tabs["follow_ups"]._badge or 0)


def test_a_refusal_with_reason_basis_and_the_way_to_complain(serving: Driver) -> None:
    number = _number(serving)
    serving.press(Key.Key_F4)
    serving.press(Key.Key_3)
    serving.type("no photo")
    serving.press(Key.Key_Tab)
    serving.type("act section 5")
    serving.press(Key.Key_Tab)
    serving.press(Key.Key_Return, CTRL)
    serving.press(Key.Key_F4)
    serving.until(lambda: serving.today.middle.phase == "idle")
    with serving.window._app.database.reader() as reader:
        line = next(line for line in serving.board.done if line.number == number)
        visit = reader.visits.get(line.visit_id)
        reason = reader.persons.get(visit.reason_id)
    assert visit.outcome is Outcome.REFUSED
    assert reason.text.startswith("no photo")
    assert "complaint_right_told" in visit.ticks


def test_undo_says_what_and_takes_it_back(serving: Driver) -> None:
    number = _number(serving)
    serving.press(Key.Key_F6)
    serving.press(Key.Key_F6)
    serving.until(lambda: serving.today.middle.phase == "idle")
    serving.press(Key.Key_Z, CTRL)
    assert number in serving.today.middle.panel.heading.text()
    serving.press(Key.Key_Z, CTRL)
    serving.until(lambda: serving.today.middle.phase == "serving")
    assert _number(serving) == number


def test_undo_after_five_minutes_offers_to_correct(serving: Driver) -> None:
    number = _number(serving)
    serving.press(Key.Key_F4)
    serving.press(Key.Key_F4)
    serving.until(lambda: serving.today.middle.phase == "idle")
    serving.pass_seconds(301)
    serving.fresh()
    serving.press(Key.Key_Z, CTRL)
    panel = serving.today.middle.panel
    assert isinstance(panel, CorrectPanel)
    assert number in panel.heading.text()
    assert panel.problem.isVisible()


def test_undo_in_a_text_undoes_the_text_first(serving: Driver) -> None:
    notes = serving.today.middle.serving.notes
    notes.area.setFocus()
    serving.type("brings papers later")
    serving.press(Key.Key_Z, CTRL)
    assert notes.area.toPlainText() == ""
    assert serving.today.middle.panel is None
    serving.press(Key.Key_Z, CTRL)
    assert serving.today.middle.panel is not None


def test_escape_leaves_a_form_and_the_focus_comes_back(serving: Driver) -> None:
    area = serving.today.middle.serving.notes.area
    area.setFocus()
    for key in (Key.Key_F4, Key.Key_F6, Key.Key_F8):
        serving.press(key)
        assert serving.today.middle.panel is not None
        serving.press(Key.Key_Escape)
        assert serving.today.middle.panel is None
        assert serving.window.focusWidget() is area


def test_notes_are_kept_by_themselves(serving: Driver) -> None:
    notes = serving.today.middle.serving.notes
    notes.area.setFocus()
    serving.type("brings the photo at two")
    serving.press(Key.Key_Tab)
    assert serving.settle().serving.note == "brings the photo at two"
    serving.type("x")
    notes.area.setFocus()
    serving.type("!")
    serving.finish_current()
    with serving.window._app.database.reader() as reader:
        visit = reader.visits.get(serving.board.done[0].visit_id)
        assert "!" in reader.persons.get(visit.note_id).text


def test_a_personal_code_in_the_notes_is_pointed_at(serving: Driver) -> None:
    notes = serving.today.middle.serving.notes
    notes.area.setPlainText("code 320000-12345")
    assert notes.warning.isVisible()
    notes.area.setPlainText("call after two")
    assert not notes.warning.isVisible()


def test_a_walk_in_takes_three_keys_beside_the_visit(serving: Driver) -> None:
    before, number = serving.board, _number(serving)
    serving.press(Key.Key_N, CTRL)
    serving.press(Key.Key_2)
    assert serving.today.middle.serving.isVisible()
    serving.press(Key.Key_F10)
    serving.until(lambda: serving.board.counts.waiting == before.counts.waiting + 1)
    assert _number(serving) == number
    known = {line.visit_id for line in before.rows}
    added = [line for line in serving.board.rows if line.visit_id and line.visit_id not in known]
    services = sorted(serving.window.context.env.services.values(), key=lambda s: s.quick or 99)
    assert [line.arrival for line in added] == [ArrivalClass.WALK_IN]
    with serving.window._app.database.reader() as reader:
        assert reader.visits.get(added[0].visit_id).services == (services[1].id,)
    assert serving.today.left.currentWidget() is serving.today.queue


def test_a_booked_client_is_found_by_name(free: Driver) -> None:
    free.press(Key.Key_F10)
    booked = free.today.take_in.booked
    free.until(lambda: booked._entries)
    wanted = booked._entries[2]
    free.type(wanted.appointment.reference)
    free.until(lambda: [e.appointment.id for e in booked._entries] == [wanted.appointment.id])
    free.press(Key.Key_F10)
    free.until(lambda: free.today.left.currentWidget() is free.today.queue)
    arrived = {line.appointment_id for line in free.fresh().rows if line.visit_id}
    assert wanted.appointment.id in arrived


def test_a_forecast_is_given_before_the_ticket(free: Driver) -> None:
    free.press(Key.Key_N, CTRL)
    page = free.today.take_in.walk_in
    free.press(Key.Key_1)
    free.until(lambda: page._forecast)
    assert page.forecast.text()


def test_after_closing_a_second_f10_takes_in_anyway(free: Driver) -> None:
    free.pass_seconds(8 * 3600)
    free.press(Key.Key_N, CTRL)
    free.press(Key.Key_2)
    free.press(Key.Key_F10)
    free.until(lambda: free.today.take_in.problem.isVisible())
    before = free.board.counts.waiting
    free.press(Key.Key_F10)
    free.until(lambda: free.today.left.currentWidget() is free.today.queue)
    assert free.fresh().counts.waiting == before + 1


def test_one_more_service_in_the_same_visit(serving: Driver) -> None:
    before = serving.board.serving.visit.services
    serving.today.middle.serving.services.more.click()
    serving.press(Key.Key_Return, CTRL)
    serving.until(lambda: len(serving.board.serving.visit.services) == len(before) + 1)


def test_calling_out_of_turn_asks_for_a_reason(free: Driver) -> None:
    other = [line for line in free.board.rows if line.visit_id and line.callable_here][-1]
    free.today.queue.list.choose(f"visit:{other.visit_id}")
    free.today.queue.actions_row.buttons["call_this"].click()
    free.press(Key.Key_2)
    free.press(Key.Key_F2)
    free.until(lambda: free.today.middle.phase == "called")
    assert _number(free) == other.number


def test_a_finished_visit_can_be_corrected(free: Driver) -> None:
    free.today.queue.done.click()
    line = free.board.done[0]
    free.today.queue.list.choose(f"visit:{line.visit_id}")
    free.today.queue.actions_row.buttons["correct"].click()
    panel = free.today.middle.panel
    panel.result.setCurrentIndex(panel.result.findData("outcome:referred"))
    free.press(Key.Key_Return, CTRL)
    assert panel.problem.isVisible()
    free.type("wrong key")
    free.press(Key.Key_Return, CTRL)
    free.until(lambda: free.today.middle.panel is None)
    with free.window._app.database.reader() as reader:
        assert reader.visits.get(line.visit_id).outcome is Outcome.REFERRED


BARE = [Key.Key_Space, Key.Key_Return, Key.Key_Enter, Key.Key_1, Key.Key_5, Key.Key_A, Key.Key_F]


@pytest.mark.parametrize("phase", ["idle", "called", "serving", "finish", "walk_in"])
def test_bare_keys_never_change_a_ticket(serving: Driver, phase: str) -> None:
    """Scanners type digits and Enter, clerks type notes: wherever the focus is, nothing happens."""
    if phase in ("idle", "called"):
        serving.finish_current()
    if phase == "called":
        serving.press(Key.Key_F2)
        serving.until(lambda: serving.today.middle.phase == "called")
    before = _stored(serving)
    for widget in _focusable(serving.today):
        for key in BARE:
            if phase == "finish" and serving.today.middle.panel is None:
                serving.press(Key.Key_F4)
            if phase == "walk_in":
                serving.press(Key.Key_N, CTRL)
            if widget.isVisible():
                QTest.keyClick(widget, key)
            serving.window.overlay.close_all()
    serving.settle()
    assert _stored(serving) == before


def _focusable(screen: QWidget) -> list[QWidget]:
    tab = Qt.FocusPolicy.TabFocus
    return [w for w in screen.findChildren(QWidget) if w.focusPolicy() & tab]


def _stored(driver: Driver) -> list[tuple[str, TicketState, tuple[str, ...], tuple[str, ...]]]:
    board = driver.settle()
    with driver.window._app.database.reader() as reader:
        visits = reader.visits.of_day(board.site, board.day)
    return sorted((v.number, v.state, v.services, v.ticks) for v in visits)
