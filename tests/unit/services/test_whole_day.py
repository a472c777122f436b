"""Opening, closing and reopening a day; the closing report; the forecast on the board."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest
from branch_at_work import DAY, Branch, refuses, wall

from desk.domain.day_record import DayState
from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.visit import Outcome, Visit
from desk.i18n import speaking
from desk.reports import closing
from desk.services import board, closing_report, day_close, day_open, incidents, queue

ITEM = "desk"


def walk_in(branch: Branch, **options: object) -> Visit:
    made = branch.do(queue.take_in_walk_in, ("passport",), by=branch.anna, **options)
    assert isinstance(made, Visit)
    return made


def serve(branch: Branch, minutes: int = 10, outcome: Outcome = Outcome.SOLVED) -> Visit:
    visit = walk_in(branch)
    branch.clock.advance(seconds=5)
    branch.do(queue.call_next, by=branch.anna)
    branch.do(queue.start, by=branch.anna)
    branch.clock.advance(minutes=minutes)
    branch.do(queue.finish, visit.id, outcome, by=branch.anna)
    branch.clock.advance(seconds=5)
    return visit


def test_the_opening_checklist_is_stamped(branch: Branch) -> None:
    branch.clock.now = wall(8, 15)
    record = branch.do(day_open.tick, ITEM, True, by=branch.anna)
    tick = record.ticked(ITEM)
    assert (tick.at, tick.by) == (wall(8, 15), branch.anna.account_id)
    again = branch.do(day_open.tick, ITEM, True, by=branch.inese)
    assert again.version == record.version
    assert branch.do(day_open.tick, ITEM, False, by=branch.inese).ticks == ()
    with refuses("day.item_unknown"):
        branch.do(day_open.tick, "x", True, by=branch.anna)
    with refuses("access.no_right"):
        branch.do(day_open.tick, ITEM, True, by=branch.it)


def test_the_doors(branch: Branch) -> None:
    branch.clock.now = wall(8, 31)
    record = branch.do(day_open.doors, by=branch.anna)
    assert record.doors_at == wall(8, 31)
    assert branch.do(day_open.doors, by=branch.inese).version == record.version
    assert branch.do(day_open.doors, False, by=branch.inese).doors_at is None
    assert branch.do(day_open.doors, False, by=branch.inese).version == record.version + 1


def test_a_day_is_not_closed_on_people(branch: Branch) -> None:
    served, parked, waiting = walk_in(branch), walk_in(branch), walk_in(branch)
    branch.clock.advance(seconds=5)
    branch.do(queue.call_next, by=branch.anna)
    branch.do(queue.start, by=branch.anna)
    branch.do(queue.park, parked.id, by=branch.inese)
    page = branch.read(day_close.page, by=branch.head)
    assert {row.visit_id for row in page.here} == {served.id, parked.id, waiting.id}
    with pytest.raises(DeskError) as refused:
        branch.do(day_close.close, by=branch.head)
    assert refused.value.code == "day.people_wait"
    assert refused.value.params["count"] == 3
    for visit in (parked, waiting):
        branch.do(queue.leave, visit.id, by=branch.inese)
    branch.do(queue.finish, served.id, Outcome.SOLVED, by=branch.anna)
    assert branch.do(day_close.close, by=branch.head).state is DayState.CLOSED


def test_overtime_is_counted_from_the_last_clients_end(branch: Branch) -> None:
    """Riga 2 closes at 16.00 on a Tuesday."""
    branch.clock.now = wall(15, 50)
    visit = walk_in(branch)
    branch.clock.advance(seconds=5)
    branch.do(queue.call_next, by=branch.anna)
    branch.do(queue.start, by=branch.anna)
    branch.clock.now = wall(16, 23)
    branch.do(queue.finish, visit.id, Outcome.SOLVED, by=branch.anna)
    branch.clock.now = wall(16, 40)
    page = branch.read(day_close.page, by=branch.head)
    assert (page.overtime, page.last_end, page.closed) == (23, wall(16, 23), False)
    closed = branch.do(day_close.close, None, "Queue at noon", by=branch.head)
    assert (closed.overtime_minutes, closed.last_end) == (23, wall(16, 23))
    page = branch.read(day_close.page, by=branch.head)
    assert (page.closed, page.reason) == (True, "Queue at noon")


def test_after_closing_nobody_is_taken_in_nor_put_back(branch: Branch) -> None:
    visit = serve(branch)
    gone = walk_in(branch)
    branch.do(queue.leave, gone.id, by=branch.inese)
    branch.do(day_close.close, by=branch.head)
    with refuses("day.closed"):
        walk_in(branch, override_closing=True)
    with refuses("day.closed"):
        branch.do(queue.requeue, gone.id, by=branch.inese)
    with refuses("day.closed"):
        branch.do(queue.undo, by=branch.inese)
    with refuses("day.closed_already"):
        branch.do(day_close.close, by=branch.head)
    branch.do(queue.correct, visit.id, outcome=Outcome.CONSULTED, why="x", by=branch.anna)
    with refuses("day.reason_missing"):
        branch.do(day_close.reopen, None, " ", by=branch.head)
    again = branch.do(day_close.reopen, None, "a client came back", by=branch.head)
    assert (again.state, again.reopened) == (DayState.OPEN, 1)
    assert branch.read(day_close.page, by=branch.head).reopen_reason == "a client came back"
    walk_in(branch)


def test_yesterday_can_still_be_closed_and_its_people_are_shown(branch: Branch) -> None:
    visit = walk_in(branch)
    tomorrow = DAY + timedelta(days=1)
    branch.clock.now = wall(9, day=tomorrow)
    page = branch.read(day_close.page, by=branch.head)
    assert (page.today, page.here, page.unclosed) == (True, (), DAY)
    assert [row.number for row in branch.read(board.board, by=branch.anna).stale_open] == [
        visit.number
    ]
    yesterday = branch.read(day_close.page, DAY, by=branch.head)
    assert (yesterday.today, len(yesterday.here)) == (False, 1)
    with refuses("day.people_wait"):
        branch.do(day_close.close, DAY, by=branch.head)
    branch.do(queue.leave, visit.id, by=branch.anna)
    branch.do(day_close.close, DAY, by=branch.head)
    assert branch.read(day_close.page, by=branch.head).unclosed is None
    with refuses("day.in_future"):
        branch.do(day_close.close, tomorrow + timedelta(days=1), by=branch.head)


def test_only_the_head_closes(branch: Branch) -> None:
    for use_case in (day_close.close, closing_report.closing_paper):
        with refuses("access.no_right"):
            branch.do(use_case, by=branch.anna)
    with refuses("access.no_right"):
        branch.do(day_close.reopen, None, "x", by=branch.anna)
    with refuses("access.no_right"):
        branch.read(day_close.page, by=branch.anna)


def test_what_falls_due_is_shown_before_closing(branch: Branch) -> None:
    serve(branch, outcome=Outcome.REFUSED)
    page = branch.read(day_close.page, by=branch.head)
    assert [line.ref.kind.value for line in page.due] == ["refusal"]
    branch.do(day_close.close, by=branch.head)


def test_the_closing_report_has_figures_and_nobodys_name(branch: Branch) -> None:
    for _ in range(3):
        serve(branch)
    serve(branch, outcome=Outcome.REFUSED)
    report = FirstReport(IncidentKind.AGGRESSION, branch.clock(), level="1", text="Qqsecret")
    branch.do(incidents.report, report, by=branch.anna)
    branch.do(day_open.tick, ITEM, True, by=branch.anna)
    branch.do(day_close.close, None, "x", by=branch.head)
    with speaking("en"):
        paper = branch.do(closing_report.closing_paper, by=branch.head)
        pdf = closing.pdf(paper)
    sections = {title: dict(lines) for title, lines in paper.sections}
    assert dict(paper.summary)["Served"] == "4"
    assert sections["How it ended"] == {"Solved": "3", "Refused": "1"}
    assert sections["Incidents"] == {"Aggression, level 1": "1"}
    # the refusal to be completed, and telling somebody of the aggression
    assert sections["Follow-ups still open"]["Due today"] == "2"
    assert sections["The end of the day"]["Overtime"] == "none"
    assert paper.by_service[0][1:] == (4, 10)
    assert sum(came for _hour, came, _done in paper.by_hour) == 4
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    pages = len(document)
    document.close()
    assert pages == 1
    assert "Closing report" in text and "Qqsecret" not in text and "Anna" not in text
    assert branch.looks()[-1] == ("print", "day", "closing_report")


def test_an_empty_open_day_has_a_report_too(branch: Branch) -> None:
    paper = branch.do(closing_report.closing_paper, by=branch.head)
    assert paper.state == "The day is not closed yet."
    assert (paper.by_hour, paper.by_service) == ((), ())
    assert closing.pdf(paper).startswith(b"%PDF")


def forecast(branch: Branch) -> object:
    return branch.read(board.board, by=branch.anna).closing


def test_the_forecast_says_plainly_when_it_cannot_tell(branch: Branch) -> None:
    assert forecast(branch).basis == "nobody"
    walk_in(branch)
    found = forecast(branch)
    assert (found.basis, found.at, found.left) == ("unknown", None, 1)


def test_the_forecast_by_usual_times_then_by_the_pace(branch: Branch) -> None:
    """A passport usually takes 15 minutes; here each takes 30."""
    serve(branch, minutes=30)
    for _ in range(2):
        walk_in(branch)
    usual = branch.env.service("passport").minutes
    found = forecast(branch)
    assert (found.basis, found.left) == ("usual", 2)
    assert found.at == branch.clock() + timedelta(minutes=2 * usual)
    for _ in range(2):
        branch.clock.advance(seconds=5)
        visit = branch.do(queue.call_next, by=branch.anna)
        branch.do(queue.start, by=branch.anna)
        branch.clock.advance(minutes=2 * usual)
        branch.do(queue.finish, visit.id, Outcome.SOLVED, by=branch.anna)
    for _ in range(2):
        serve(branch, minutes=2 * usual)
    walk_in(branch)
    found = forecast(branch)
    assert found.basis == "pace"
    assert found.at == branch.clock() + timedelta(minutes=2 * usual)


def test_the_forecast_shows_overtime(branch: Branch) -> None:
    branch.clock.now = wall(15, 55)
    serve(branch, minutes=1)
    walk_in(branch)
    found = forecast(branch)
    assert found.overtime_minutes == (found.at - wall(16)) // timedelta(minutes=1) > 0
