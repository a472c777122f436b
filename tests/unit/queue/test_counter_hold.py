"""The ladder and the counter: the ticket stops, the counter rests until its clerk is ready."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from queue_desk import SITE, Desk

from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, IncidentKind, Step
from desk.domain.roles import Actor, Role
from desk.domain.visit import Outcome, TicketState, Visit
from desk.services import counter_hold, day_close, incident_moment, incidents, queue, session
from desk.services.counter_undo import undo

AGGRESSION = IncidentKind.AGGRESSION


def _served(desk: Desk) -> Visit:
    """A client at counter 3, another one waiting."""
    desk.walk_in()
    desk.walk_in()
    desk.do(queue.call_next)
    served: Visit = desk.after(seconds=5).do(queue.start)
    return served


def _draft(desk: Desk, *steps: str, text: str = "") -> FirstReport:
    stamped = tuple(Step(step, desk.clock()) for step in steps)
    return FirstReport(kind=AGGRESSION, occurred_at=desk.clock(), steps=stamped, text=text)


def _stamp(desk: Desk, visit: Visit | None, *steps: str, **named: Any) -> Visit | None:
    key = visit.id if visit is not None else None
    followed: Visit | None = desk.do(incident_moment.stamped, _draft(desk, *steps), key, **named)
    return followed


def _refused(desk: Desk, what: Any, code: str, **named: Any) -> None:
    with pytest.raises(DeskError) as refusal:
        desk.do(what, **named)
    assert refusal.value.code == code


def test_a_warning_alone_stops_nothing(desk: Desk) -> None:
    visit = _served(desk)
    assert _stamp(desk, visit, "warn") is None
    assert desk.get(visit).state is TicketState.SERVING
    assert not desk.board().resting


def test_stamping_the_end_stops_the_ticket_and_the_counter_rests(desk: Desk) -> None:
    visit = _served(desk)
    stopped = _stamp(desk, visit, "warn", "stop")
    assert stopped is not None
    assert desk.get(visit).state is TicketState.STOPPED
    assert desk.get(visit).reason_id is None  # no words are demanded
    board = desk.board()
    assert (board.resting, board.resting_counters) == (True, ("3",))
    _refused(desk, queue.call_next, "queue.on_hold")
    waiting = next(row.visit_id for row in board.rows)
    with pytest.raises(DeskError) as refusal:
        desk.do(queue.call_this, visit_id=waiting)
    assert refusal.value.code == "queue.on_hold"


def test_atd_and_the_handbook_stop_by_their_own_steps(desk: Desk) -> None:
    from desk.services.content.bundled import bundled_pack

    atd = replace_ladder(desk, bundled_pack("atd").ladders)
    visit = _served(atd)
    assert _stamp(atd, visit, "ask", "refused") is None
    assert _stamp(atd, visit, "ask", "refused", "demand") is not None
    assert atd.get(visit).state is TicketState.STOPPED


def replace_ladder(desk: Desk, ladders: Any) -> Desk:
    import msgspec

    return desk.with_content(msgspec.structs.replace(desk.content, ladders=ladders))


def test_other_counters_go_on_and_the_head_sees_which_one_rests(desk: Desk) -> None:
    _stamp(desk, _served(desk), "stop")
    desk.do(queue.call_next, by=desk.inese)
    seen = desk.board(by=desk.head)
    assert (seen.resting, seen.resting_counters) == (False, ("3",))


def test_ready_shows_the_next_client_again(desk: Desk) -> None:
    _stamp(desk, _served(desk), "stop")
    desk.do(counter_hold.ready)
    assert not desk.board().resting
    assert desk.do(queue.call_next).state is TicketState.CALLED


def test_help_called_makes_the_counter_rest_after_the_client_has_gone(desk: Desk) -> None:
    visit = _served(desk)
    assert _stamp(desk, visit, "immediate_danger", "call_police") is None
    assert desk.get(visit).state is TicketState.SERVING
    desk.do(queue.finish, visit.id, Outcome.SOLVED)
    _refused(desk, queue.call_next, "queue.on_hold")


def test_taking_the_stamp_back_undoes_the_stop(desk: Desk) -> None:
    visit = _served(desk)
    _stamp(desk, visit, "warn", "stop")
    back = desk.do(incident_moment.taken_back, _draft(desk, "warn"), visit.id, "stop")
    assert back.state is TicketState.SERVING
    board = desk.board()
    assert board.serving is not None and board.serving.visit.id == visit.id
    assert not board.resting


def test_after_five_minutes_it_goes_back_to_its_place_in_the_queue(desk: Desk) -> None:
    visit = _served(desk)
    _stamp(desk, visit, "stop")
    desk.after(minutes=6)
    back = desk.do(incident_moment.taken_back, _draft(desk), visit.id, "stop")
    assert (back.state, back.place_at) == (TicketState.WAITING, visit.place_at)


def test_taking_back_a_helper_leaves_the_ticket_stopped_and_the_counter_at_rest(
    desk: Desk,
) -> None:
    visit = _served(desk)
    _stamp(desk, visit, "stop", "call_guard")
    taken = incident_moment.taken_back
    assert desk.do(taken, _draft(desk, "stop"), visit.id, "call_guard") is None
    assert desk.get(visit).state is TicketState.STOPPED
    assert desk.board().resting


def test_undo_on_the_screen_ends_the_rest_too(desk: Desk) -> None:
    visit = _served(desk)
    _stamp(desk, visit, "stop")
    assert desk.do(undo).id == visit.id
    assert not desk.board().resting


def test_somebody_elses_client_is_never_stopped(desk: Desk) -> None:
    theirs = _served(desk)
    assert _stamp(desk, theirs, "stop", by=desk.inese) is None
    assert desk.get(theirs).state is TicketState.SERVING
    assert desk.board().resting_counters == ("4",)


def test_the_rest_is_there_again_when_the_program_was_restarted(desk: Desk) -> None:
    _stamp(desk, _served(desk), "stop")
    again = Desk(desk.database, desk.clock)
    again.anna = desk.anna
    assert again.board().resting


def test_another_person_and_another_day_are_not_bound(desk: Desk) -> None:
    _stamp(desk, _served(desk), "stop")
    successor = Actor(desk.inese.account_id, "Inese", Role.CLERK, SITE, "3")
    assert not desk.board(by=successor).resting
    desk.do(queue.call_next, by=successor)
    assert not desk.after(days=1).board().resting


def test_signing_out_ends_it_and_locking_does_not(desk: Desk) -> None:
    _stamp(desk, _served(desk), "stop")
    desk.do(session.lock)
    assert desk.board().resting
    desk.do(session.end)
    assert not desk.board().resting


def test_closing_the_day_ends_all_of_the_site(desk: Desk) -> None:
    _stamp(desk, None, "call_guard")
    _stamp(desk, None, "call_guard", by=desk.inese)
    assert desk.board(by=desk.head).resting_counters == ("3", "4")
    desk.after(hours=9).do(day_close.close, by=desk.head)
    assert desk.board(by=desk.head).resting_counters == ()


def test_nobody_at_a_counter_nothing_to_rest(desk: Desk) -> None:
    _stamp(desk, None, "call_guard", by=replace(desk.head, counter=""))
    assert desk.board().resting_counters == ()


def test_the_visit_stays_known_through_stop_and_restart(desk: Desk) -> None:
    """The draft knows whom it is about when the client is no longer at the counter."""
    visit = _served(desk)
    _stamp(desk, visit, "stop")
    begun = desk.do(incident_moment.begin, AGGRESSION, None)
    assert begun.visit_id == visit.id
    assert [step.step for step in begun.draft.steps] == ["stop"]
    incident = desk.do(incident_moment.file, begun.draft, begun.visit_id)
    assert (incident.counter, incident.service) == ("3", "passport")
    after = desk.do(incident_moment.begin, AGGRESSION, None)
    assert (after.draft, after.visit_id) == (None, None)


def test_an_older_draft_is_not_about_whoever_comes_next(desk: Desk) -> None:
    old = _draft(desk, text="Agrāk")
    desk.do(incident_moment.keep, old, None)
    visit = _served(desk.after(minutes=10))
    begun = desk.do(incident_moment.begin, AGGRESSION, visit)
    assert (begun.draft, begun.visit_id) == (old, None)
    desk.do(incident_moment.begin_anew, AGGRESSION)
    fresh = desk.do(incident_moment.begin, AGGRESSION, visit)
    assert (fresh.draft, fresh.visit_id) == (None, visit.id)


def test_filming_becomes_aggression_only_by_the_clerks_choice(desk: Desk) -> None:
    filming = FirstReport(
        kind=IncidentKind.FILMING,
        occurred_at=desk.clock(),
        triggers=("clients", "went_on"),
        steps=(Step("asked_purpose", desk.clock()),),
        text="Filmēja rindu",
    )
    visit = desk.walk_in()
    key = visit.id
    assert desk.do(incidents.report, filming).level == ""
    desk.do(incident_moment.as_aggression, filming, key)
    begun = desk.do(incident_moment.begin, AGGRESSION, None)
    assert (begun.draft.level, begun.draft.text, begun.visit_id) == ("1", "Filmēja rindu", key)
    assert (begun.draft.steps, begun.ticket_at) == (filming.steps, visit.issued_at)
    assert desk.do(incident_moment.begin, IncidentKind.FILMING, None).draft is None


def test_what_was_typed_of_an_aggression_is_not_overwritten(desk: Desk) -> None:
    desk.do(incident_moment.keep, _draft(desk, "warn", text="Kliedza"), None)
    filming = FirstReport(kind=IncidentKind.FILMING, occurred_at=desk.clock(), text="Filmēja")
    desk.do(incident_moment.as_aggression, filming, None)
    begun = desk.do(incident_moment.begin, AGGRESSION, None)
    assert begun.draft.text == "Kliedza\nFilmēja"
    assert [step.step for step in begun.draft.steps] == ["warn"]


def test_a_heated_talk_is_counted_without_anybody(desk: Desk) -> None:
    _served(desk)
    desk.do(incident_moment.keep, _draft(desk, "warn", text="Kliedza"), None)
    assert desk.do(incident_moment.tally) == 1
    assert desk.do(incident_moment.tally, by=desk.inese) == 2
    with desk.database.reader() as reader:
        (last, _first) = reader.incidents.list(SITE)
    assert (last.level, last.text_id, last.service, last.waited_minutes) == ("0", None, "", None)
    begun = desk.do(incident_moment.begin, AGGRESSION, None)
    assert begun.draft.text == "Kliedza"  # an unfinished report is not lost by it
    assert desk.after(days=1).do(incident_moment.tally) == 1
