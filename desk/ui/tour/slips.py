"""Slips that a client takes along, and the history of a visit."""

from __future__ import annotations

from desk.domain.board import QueueRow
from desk.domain.slips import PaperSize
from desk.domain.visit import TicketState
from desk.services.paper_slips import ticket_slip
from desk.ui.followups.view import FollowUpsScreen
from desk.ui.slips import open_referral
from desk.ui.slips.choose import SlipsDialog
from desk.ui.slips.next_time import NextTimeDialog
from desk.ui.slips.referral import ReferralDialog
from desk.ui.today.words import row_key
from desk.ui.tour.guide import CTRL, Key, TourGuide
from desk.ui.tour.papers import previewed, printed
from desk.ui.visit_history import VisitHistoryDialog


def walk(guide: TourGuide) -> None:
    """From the row of a ticket, from the directory, and what is left to do."""
    guide.press(Key.Key_1, CTRL)
    line = _waiting(guide)
    _next_time(guide, line)
    _ticket(guide, line)
    _referral(guide)
    _history(guide)
    _follow_ups(guide)


def _waiting(guide: TourGuide) -> QueueRow:
    board = guide.board()
    assert board is not None
    return [row for row in board.rows if row.state is TicketState.WAITING][-1]


def _next_time(guide: TourGuide, line: QueueRow) -> None:
    queue = guide.today.queue
    queue.list.choose(row_key(line))
    queue.actions_row.buttons["papers"].click()
    dialog = guide.dialog(SlipsDialog)
    guide.shot("lapas")
    dialog.kinds.choose("next_time")
    dialog.go_on.click()
    form = guide.dialog(NextTimeDialog)
    form.note.setText("Bērna dzimšanas apliecība")
    guide.press(Key.Key_Space)
    guide.shot("nakamajai-reizei")
    form.preview.click()
    previewed(guide, "nakamajai-reizei")
    form.leave()


def _ticket(guide: TourGuide, line: QueueRow) -> None:
    """It goes to the printer without a preview; here it is kept instead."""
    assert line.visit_id is not None
    visit, size = line.visit_id, PaperSize.ROLL_80
    printed(guide, lambda uow, env, actor: ticket_slip(uow, env, actor, visit, size), "talons")


def _referral(guide: TourGuide) -> None:
    open_referral(guide.context)
    form = guide.dialog(ReferralDialog)
    guide.type("valsts kas")
    form.reason.setText("Nodevu atmaksā Valsts kase.")
    guide.shot("kur-griezties")
    form.preview.click()
    previewed(guide, "kur-griezties")
    form.leave()


def _history(guide: TourGuide) -> None:
    """Of the visit at the counter: its periods, the undo, the call that came between."""
    board = guide.board()
    assert board is not None
    line = max(board.done, key=lambda row: len(row.number))
    guide.today.queue.done.click()
    guide.settle()
    guide.today.queue.list.choose(row_key(line))
    guide.today.queue.actions_row.buttons["history"].click()
    dialog = guide.dialog(VisitHistoryDialog)
    guide.until(lambda: dialog.story)
    guide.shot("apmeklejuma-vesture")
    dialog.leave()
    guide.today.queue.done.click()


def _follow_ups(guide: TourGuide) -> None:
    screen = guide.show("follow_ups", FollowUpsScreen)
    guide.until(lambda: screen.lines)
    guide.shot("uzdevumi")
    guide.press(Key.Key_Return)
    guide.shot("uzdevums-atverts")
